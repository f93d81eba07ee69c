"""The ids that a workflow file can name, and the questions about them that its analysis asked.

The analysis of a file depends on other files through these questions alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from workflowkit.text.suggest import Names, closest

Question = tuple[str, str]
"""What is asked, `known` or `closest`, and the name that it is about. With an empty name: whether any id is known."""

Answers = dict[Question, bool | str | None]
"""Question to its answer."""


class KnownIds:
    """The ids of workflows and routines: those that are known in every run, and those of the files of this run."""

    def __init__(self, common: Collection[str] = (), own: Collection[str] = ()) -> None:
        self._common = frozenset(common)
        self._own = own

    def __contains__(self, name: object) -> bool:
        return bool(name) and (name in self._common or name in self._own)

    def __bool__(self) -> bool:
        return any(True for _ in self)

    def __iter__(self) -> Iterator[str]:
        yield from filter(None, self._common)
        yield from (name for name in self._own if name and name not in self._common)

    def closest(self, name: str) -> str | None:
        """Return the known id most similar to *name*, or None when none is similar."""
        return closest(name, self._names)

    @cached_property
    def _names(self) -> Names:
        return Names(self)

    def answer(self, question: Question) -> bool | str | None:
        """Return the answer to *question*."""
        kind, name = question
        if kind == "closest":
            return self.closest(name)
        return name in self if name else bool(self)


class AskedIds(KnownIds):
    """Known ids that note what they are asked."""

    def __init__(self, known: KnownIds) -> None:
        super().__init__()
        self._known = known
        self.answers: Answers = {}

    def __contains__(self, name: object) -> bool:
        return bool(name) and bool(self._noted("known", str(name)))

    def __bool__(self) -> bool:
        return bool(self._noted("known", ""))

    def __iter__(self) -> Iterator[str]:
        # A list of all ids would have another answer with every other file.
        raise TypeError("ids are asked for one by one")

    def closest(self, name: str) -> str | None:
        """Return the known id most similar to *name*, or None when none is similar."""
        found = self._noted("closest", name)
        return found if isinstance(found, str) else None

    def _noted(self, kind: str, name: str) -> bool | str | None:
        question = (kind, name)
        if question not in self.answers:
            self.answers[question] = self._known.answer(question)
        return self.answers[question]
