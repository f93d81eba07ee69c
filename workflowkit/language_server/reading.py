"""One text as the server reads it: its values with their places, and what the analysis makes of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step, Workflow
from workflowkit.language_server import tolerant
from workflowkit.language_server.tolerant import Tree
from workflowkit.records import dataclass
from workflowkit.report.placing import in_string
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Route

Offsets = tuple[int, int]
"""Start and end of a range, in characters from 0."""


@dataclass(frozen=True)
class TextReading:
    """One version of a workflow file."""

    path: str
    text: str
    analyze: Callable[[Document], Analysis | None]
    """Returns the analysis of a document."""

    @cached_property
    def tree(self) -> Tree:
        """The values of the text."""
        return tolerant.read(self.text)

    @cached_property
    def document(self) -> Document:
        """The text with the value that the tolerant reading gives it, as if it were valid."""
        return Document(
            self.path,
            self.text,
            self.tree.value,
            None,
            len(self.text.encode("utf-8", "surrogatepass")),
        )

    @cached_property
    def workflow(self) -> Workflow:
        """The workflow in the file, as far as it can be read."""
        return Workflow(as_fields(self.tree.value))

    @cached_property
    def analysis(self) -> Analysis | None:
        """The analysis of what can be read."""
        return self.analyze(self.document)

    def offsets(
        self, route: Route, window: Offsets | None = None, *, on_key: bool = False
    ) -> Offsets | None:
        """Return the range of the value at *route*, of the characters of *window* in it, or of its key; strings without their quotes."""
        node = self.tree.nodes.get(route)
        if node is None:
            return None
        if on_key:
            return self._inner(node.key) if node.key else None
        if node.kind != "string":
            return node.start, node.end
        if window is not None:
            return in_string(self.text, (node.start, node.end), window)
        return self._inner((node.start, node.end))

    def _inner(self, literal: Offsets) -> Offsets:
        start, end = literal
        if self.text[start : start + 1] != '"':
            return literal
        is_closed = end - start > 1 and self.text[end - 1] == '"'
        return start + 1, end - is_closed

    def step_around(self, route: Route) -> Step | None:
        """Return the innermost step that the value at *route* belongs to."""
        around = [
            step for step in self.workflow.all_steps if route[: len(step.route)] == step.route
        ]
        return max(around, key=lambda step: len(step.route), default=None)

    def step_called(self, identity: str) -> Step | None:
        """Return the first step with the id *identity*."""
        return next((step for step in self.workflow.all_steps if step.id == identity), None)
