"""The change of a workflow: what differs between two versions, field by field and step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from workflowkit.changes.matching import Match, Matching, match_steps
from workflowkit.changes.version import Version, VersionStep
from workflowkit.diagnostics import Related
from workflowkit.records import dataclass
from workflowkit.text.routes import Json

_TEXTS: Final = ("title", "prompt", "promptFragments")
"""Fields of a step that are compared as text."""

_NOT_COMPARED: Final = frozenset({"id", "body", "promptBlocks", "templateCall", *_TEXTS})
"""Fields of a step that are compared otherwise, or that compilation has resolved."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs; None where it is absent."""

    key: str
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that the agent reads and that differs; empty where it is absent."""

    name: str
    """`title`, `prompt`, or the id of a conditional text."""
    before: str
    after: str


@dataclass(frozen=True)
class StepChange:
    """A step that is in both versions, with what differs."""

    match: Match

    @property
    def before(self) -> VersionStep:
        """The step in the old version."""
        return self.match.before

    @property
    def after(self) -> VersionStep:
        """The step in the new version."""
        return self.match.after

    @cached_property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields that differ, apart from its texts."""
        return tuple(_fields(self.before.value, self.after.value, _NOT_COMPARED))

    @cached_property
    def texts(self) -> tuple[TextChange, ...]:
        """The texts that differ."""
        return tuple(self._find_texts())

    def _find_texts(self) -> Iterator[TextChange]:
        pairs = [
            ("title", self.before.title, self.after.title),
            ("prompt", self.before.prompt, self.after.prompt),
        ]
        old, new = self.before.fragments, self.after.fragments
        for name in dict.fromkeys((*old, *new)):
            texts = [str(each.get(name, {}).get("text", "")) for each in (old, new)]
            pairs.append((name, texts[0], texts[1]))
        for name, before, after in pairs:
            if before != after:
                yield TextChange(name, before, after)

    @cached_property
    def conditions(self) -> tuple[FieldChange, ...]:
        """The conditions of conditional texts that differ, by the ids of the texts."""
        old, new = self.before.fragments, self.after.fragments
        pairs = {
            name: (old[name].get("when"), new[name].get("when")) for name in new if name in old
        }
        return tuple(
            FieldChange(name, before, after)
            for name, (before, after) in pairs.items()
            if before != after
        )

    @property
    def is_empty(self) -> bool:
        """True when nothing differs."""
        is_same_place = not self.match.is_renamed and not self.match.is_moved
        return is_same_place and not (self.fields or self.texts or self.conditions)

    def change_of(self, key: str) -> FieldChange | None:
        """Return the change of the field *key*; None when it is equal."""
        return next((change for change in self.fields if change.key == key), None)


@dataclass(frozen=True)
class WorkflowChange:
    """A workflow that is in both versions, with what differs."""

    before: Version
    after: Version

    @cached_property
    def matching(self) -> Matching:
        """Every step of both versions."""
        return match_steps(self.before.steps, self.after.steps)

    @cached_property
    def steps(self) -> tuple[StepChange, ...]:
        """The steps of both versions that differ, in the order of the new one."""
        changes = map(StepChange, self.matching.matches)
        return tuple(change for change in changes if not change.is_empty)

    @property
    def removed(self) -> tuple[VersionStep, ...]:
        """The steps that the new version does not have."""
        return self.matching.removed

    @property
    def added(self) -> tuple[VersionStep, ...]:
        """The steps that the old version did not have."""
        return self.matching.added

    @cached_property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields of the workflow that differ, apart from its steps."""
        return tuple(_fields(self.before.value, self.after.value, frozenset({"steps"})))

    @cached_property
    def _partners(self) -> Mapping[int, VersionStep]:
        return {id(match.before): match.after for match in self.matching.matches}

    def partner(self, step: VersionStep) -> VersionStep | None:
        """Return what became of *step* of the old version; None when it was removed."""
        return self._partners.get(id(step))

    @cached_property
    def _origins(self) -> Mapping[int, VersionStep]:
        return {id(match.after): match.before for match in self.matching.matches}

    def origin(self, step: VersionStep) -> VersionStep | None:
        """Return what *step* of the new version was before; None when it was added."""
        return self._origins.get(id(step))

    def place_before(self, step: VersionStep, message: str) -> Related:
        """Return the place of *step* in the file of the old version."""
        return Related(step.route, message, self.before.path)

    def change_of(self, key: str) -> FieldChange | None:
        """Return the change of the field *key* of the workflow; None when it is equal."""
        return next((change for change in self.fields if change.key == key), None)

    @property
    def is_rehashed(self) -> bool:
        """True when the snapshot differs, or only one version has one."""
        return self.before.hash != self.after.hash

    @property
    def is_empty(self) -> bool:
        """True when nothing differs that the engine or the agent would notice."""
        return not (self.is_rehashed or self.fields or self.steps or self.removed or self.added)


def _fields(
    before: Mapping[str, Json], after: Mapping[str, Json], skipped: frozenset[str]
) -> Iterator[FieldChange]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if key not in skipped and old != new:
            yield FieldChange(key, old, new)
