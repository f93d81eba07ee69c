"""The JSON of `wfk diff`; `wfk schema diff` describes it."""

from __future__ import annotations

from typing import Literal

from workflowkit.changes.catalog import CatalogChange
from workflowkit.changes.causes import CauseKind, causes
from workflowkit.changes.change import StepChange, TextChange, WorkflowChange
from workflowkit.changes.version import Version, VersionStep
from workflowkit.changes.words import PieceKind, word_diff
from workflowkit.records import dataclass
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWorkflow:
    """A workflow that only one source has."""

    id: str
    """Its id; may be empty."""
    path: str
    """Its file."""
    hash: str | None
    """Its hash; null when the engine refuses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenamedWorkflow:
    """A workflow that has another id in the new source."""

    id: str
    """The old id."""
    new_id: str
    """The new id."""
    path: str
    """The old file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HashCause:
    """One thing that made a hash change, proved by compiling the old text with it alone; also one that made the engine accept or refuse the workflow."""

    kind: CauseKind
    """What it is: the workflow's own text, a routine, a ref, a feature, the binding of a slot, or the engine."""
    name: str
    """Id of the routine, ref, feature or slot, or the new version of the engine; empty for the own text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedField:
    """A field that differs."""

    key: str
    """Name of the field, or the id of the conditional text whose condition differs."""
    before: Json
    """The old value; null when it was absent."""
    after: Json
    """The new value; null when it is absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPiece:
    """A piece of a text that differs."""

    part: PieceKind
    """Whether it was kept, removed or added."""
    text: str
    """The piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedText:
    """A text of the agent that differs."""

    name: str
    """`title`, `prompt`, or the id of a conditional text."""
    characters_before: int
    """Length of the old text."""
    characters_after: int
    """Length of the new text."""
    pieces: tuple[TextPiece, ...]
    """Both texts: the kept and removed pieces are the old one, the kept and added ones the new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStep:
    """A step that only one version has."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    loop: str
    """Id of the loop that it is in; empty outside of loops."""
    routine: str
    """Id of the routine that it comes from; empty for a step of the workflow itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedStep:
    """A step that both versions have."""

    id: str
    """Its id in the new version."""
    old_id: str
    """Its id in the old version."""
    routine: str
    """Id of the routine that it comes from; empty for a step of the workflow itself."""
    is_moved: bool
    """True when its order or its loop differs."""
    fields: tuple[ChangedField, ...]
    """The fields that differ."""
    texts: tuple[ChangedText, ...]
    """The texts that differ."""
    conditions: tuple[ChangedField, ...]
    """The conditions of conditional texts that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedWorkflow:
    """A workflow that both sources have, and that differs."""

    id: str
    """Its id in the new version."""
    path: str
    """Its file in the new version."""
    old_path: str
    """Its file in the old version."""
    version: str
    """Its version."""
    old_version: str
    """Its version before."""
    hash: str | None
    """Its hash; null when the engine refuses it."""
    old_hash: str | None
    """Its hash before."""
    causes: tuple[HashCause, ...]
    """What made the hash change."""
    fields: tuple[ChangedField, ...]
    """The fields of the workflow that differ, apart from its steps."""
    added: tuple[NamedStep, ...]
    """Steps that only the new version has."""
    removed: tuple[NamedStep, ...]
    """Steps that only the old version had."""
    steps: tuple[ChangedStep, ...]
    """Steps of both versions that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogDifference:
    """What differs between two sources."""

    format_version: Literal[1] = 1
    """Version of this format."""
    before: str
    """The old source, as it was named; empty for the work tree."""
    after: str
    """The new source."""
    added: tuple[NamedWorkflow, ...]
    """Workflows that only the new source has."""
    removed: tuple[NamedWorkflow, ...]
    """Workflows that only the old source had."""
    renamed: tuple[RenamedWorkflow, ...]
    """Workflows with another id."""
    changed: tuple[ChangedWorkflow, ...]
    """Workflows of both sources that differ."""
    unchanged: int
    """Number of workflows that do not differ."""


def difference(change: CatalogChange, before: str, after: str) -> CatalogDifference:
    """Return the record of *change* between the sources called *before* and *after*."""
    changed = tuple(each for each in change.changes if not each.is_empty)
    gone = [each for each in change.removed if not each.new_id]
    return CatalogDifference(
        before=before,
        after=after,
        added=tuple(map(_named, change.added)),
        removed=tuple(_named(each.version) for each in gone),
        renamed=tuple(
            RenamedWorkflow(id=each.version.id, new_id=each.new_id, path=each.version.path)
            for each in change.removed
            if each.new_id
        ),
        changed=tuple(map(_changed, changed)),
        unchanged=len(change.changes) - len(changed),
    )


def _named(version: Version) -> NamedWorkflow:
    return NamedWorkflow(id=version.id, path=version.path, hash=version.hash)


def _changed(change: WorkflowChange) -> ChangedWorkflow:
    return ChangedWorkflow(
        id=change.after.id,
        path=change.after.path,
        old_path=change.before.path,
        version=change.after.number,
        old_version=change.before.number,
        hash=change.after.hash,
        old_hash=change.before.hash,
        causes=tuple(HashCause(kind=cause.kind, name=cause.name) for cause in causes(change)),
        fields=tuple(
            ChangedField(key=each.key, before=each.before, after=each.after)
            for each in change.fields
        ),
        added=tuple(map(_step, change.added)),
        removed=tuple(map(_step, change.removed)),
        steps=tuple(map(_changed_step, change.steps)),
    )


def _step(step: VersionStep) -> NamedStep:
    return NamedStep(id=step.id, title=step.title, loop=step.loop, routine=step.routine)


def _changed_step(step: StepChange) -> ChangedStep:
    return ChangedStep(
        id=step.after.id,
        old_id=step.before.id,
        routine=step.after.routine,
        is_moved=step.match.is_moved,
        fields=tuple(
            ChangedField(key=each.key, before=each.before, after=each.after) for each in step.fields
        ),
        texts=tuple(map(_text, step.texts)),
        conditions=tuple(
            ChangedField(key=each.key, before=each.before, after=each.after)
            for each in step.conditions
        ),
    )


def _text(change: TextChange) -> ChangedText:
    pieces = word_diff(change.before, change.after)
    return ChangedText(
        name=change.name,
        characters_before=len(change.before),
        characters_after=len(change.after),
        pieces=tuple(TextPiece(part=piece.part, text=piece.text) for piece in pieces),
    )
