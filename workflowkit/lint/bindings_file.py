"""The project's bindings file under the eyes of the rules, and the fixes that they offer for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from workflowkit.diagnostics import Finding
from workflowkit.source.edits import EditError, apply_edits
from workflowkit.source.routes import Json, Route


@dataclass(frozen=True)
class BindingsFile:
    """A bindings file and what it must fit (docs/engine/compiler.md#bindings-file)."""

    value: Mapping[str, Json]
    slots: Mapping[str, Collection[str]]
    """Id of every workflow at hand to its slots."""
    targets: Collection[str]
    """Ids of every workflow and routine at hand."""
    aliases: Mapping[str, str]
    """Retired workflow id to the one that replaces it."""

    @property
    def is_flat(self) -> bool:
        """True when its entries are slots and count for every workflow."""
        return all(isinstance(value, str) for value in self.value.values())

    @cached_property
    def sections(self) -> Mapping[str, Mapping[str, Json]]:
        """Workflow id to the entries for its slots."""
        return {key: value for key, value in self.value.items() if isinstance(value, dict)}

    def new_id(self, name: str) -> str | None:
        """The id that replaces *name*; None when it was not retired, or is in use again."""
        return None if name in self.targets else self.aliases.get(name)

    def bound(self) -> Iterator[tuple[Route, str]]:
        """Every target that counts for a slot, with its route."""
        entries: Iterable[tuple[Route, Mapping[str, Json]]] = (
            [((), self.value)]
            if self.is_flat
            else [((key,), value) for key, value in self.sections.items()]
        )
        for route, section in entries:
            for slot, target in section.items():
                if isinstance(target, str):
                    yield (*route, slot), target


def fix_bindings(
    text: str, find: Callable[[str], Iterable[Finding]], *, unsafe: bool = False
) -> tuple[str, int]:
    """Apply the fixes of what *find* finds in *text* until there are none left: the new text, and how many there were."""
    n_fixes = 0
    while n_fixes < _MOST_FIXES:
        changed = next(_attempts(text, find(text), unsafe=unsafe), text)
        if changed == text:
            break
        text, n_fixes = changed, n_fixes + 1
    return text, n_fixes


_MOST_FIXES = 1000
"""More than any file needs; a bound in case two fixes undo each other."""


def _attempts(text: str, findings: Iterable[Finding], *, unsafe: bool) -> Iterator[str]:
    """What each fix makes of *text*, as far as it can be applied."""
    for finding in findings:
        if finding.fix and (finding.fix.safe or unsafe):
            try:
                changed = apply_edits(text, finding.fix.edits)
            except EditError:
                continue
            if changed != text:
                yield changed
