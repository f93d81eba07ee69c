"""The baseline: findings that were there when a project began to lint, so that only new ones fail.

A finding is recognized by its rule, its file, the ids on the way to it, and the words that its message quotes.
So it stays known when the text around it is edited, when steps are reordered, when the file is formatted, and when a file moves with its id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Literal, NamedTuple

from workflowkit.diagnostics import Diagnostic
from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.report.fingerprint import fingerprint
from workflowkit.text import json_records, json_text
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text

HasRun = Callable[[str, str], bool]
"""Whether the rule of a name, the second argument, ran on the file that the baseline calls by the first."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class BaselineEntry:
    """One known finding."""

    path: str
    """The file, relative to the baseline."""
    workflow: str = ""
    """Id of the workflow in it, by which the entry follows a file that moves; empty for other files."""
    rule: str
    """Name of the rule."""
    fingerprint: str
    """Of the rule, the ids on the way to the place, and what the message quotes."""
    message: str
    """For people; not compared."""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes two findings the same."""
        return self.path, self.rule, self.fingerprint

    @property
    def movable_identity(self) -> tuple[str, str, str]:
        """What makes two findings the same when the file has moved."""
        return self.workflow, self.rule, self.fingerprint


@dataclass(frozen=True, slots=True)
class KnownFindings:
    """A baseline file that was read, for places in it."""

    document: Document
    entries: tuple[BaselineEntry, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    """Path of a file to what the baseline calls it."""
    gone: frozenset[str] = frozenset()
    """Files of entries, as the baseline calls them, that no longer exist where the run searched."""

    def name_of(self, path: str) -> str:
        """Return what the baseline calls the file at *path*."""
        return self.names.get(path, path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Findings that a project accepts because they were there first."""

    format_version: Literal[2] = 2
    """Version of this format."""
    findings: tuple[BaselineEntry, ...]
    """Sorted."""


@dataclass(frozen=True, slots=True)
class BaselineComparison:
    """The findings of one run beside the entries of a baseline."""

    new: tuple[int, ...]
    """Numbers of the findings that the baseline does not have."""
    matched: tuple[BaselineEntry, ...]
    """Entries whose finding is still there, with the path that its file has now."""
    replaced: tuple[BaselineEntry, ...]
    """Entries whose finding is gone, while the same rule finds something new in the file."""
    stale: tuple[tuple[int, BaselineEntry], ...]
    """Entries whose rule ran on the file and finds no more there, or whose file is gone, with their index."""
    unjudged: tuple[BaselineEntry, ...]
    """Entries without a result in this run: of other files, and of rules that did not run."""


class ShownFinding(NamedTuple):
    """A finding that is not suppressed, as far as a baseline may have it."""

    entry: BaselineEntry
    is_unread: bool
    """True when the content of its file is not known."""
    is_misspelled_key: bool
    """True when rules find nothing in what it is about: see `hides_key`."""


def entry(diagnostic: Diagnostic, document: Document | None, name: str) -> BaselineEntry:
    """Return the entry of one finding in *document*, which is called *name* in the baseline."""
    value = document.value if document else None
    return BaselineEntry(
        path=name,
        workflow=as_text(as_fields(value).get("id")),
        rule=diagnostic.name,
        fingerprint=fingerprint(diagnostic, value),
        message=diagnostic.message,
    )


def compare(
    shown: Iterable[ShownFinding],
    accepted: Iterable[BaselineEntry],
    own: Collection[str],
    known: KnownFindings,
    has_run: HasRun,
) -> BaselineComparison:
    """Compare the findings of a run on the files *own*, as the baseline calls them, with the baseline *known*.

    The findings are those that are *shown*, in their order, and by their entries the *accepted* ones, which are suppressed: they keep their entries from being stale.
    A file that could not be read is always new: nobody knows what would be accepted.
    """
    left = _Pool(known.entries, own)
    new: list[int] = []
    n_new: Counter[tuple[str, str]] = Counter()
    matched: list[BaselineEntry] = []
    misread: set[str] = set()
    """Files with a new misspelled key: what rules find in the key that was meant is still there."""
    for number, (found, is_unread, is_misspelled_key) in enumerate(shown):
        index = None if is_unread else left.take(found)
        if index is None:
            new.append(number)
            n_new[found.path, found.rule] += 1
            if is_misspelled_key:
                misread.add(found.path)
        else:
            matched.append(replace(known.entries[index], path=found.path, workflow=found.workflow))
    for found in accepted:
        index = left.take(found)
        if index is not None:
            matched.append(replace(known.entries[index], path=found.path))
    replaced: list[BaselineEntry] = []
    stale: list[tuple[int, BaselineEntry]] = []
    unjudged: list[BaselineEntry] = []
    for index in left.rest():
        entry = known.entries[index]
        key = (entry.path, entry.rule)
        is_judged = (entry.path in own or entry.path in known.gone) and entry.path not in misread
        if not is_judged or not has_run(*key):
            unjudged.append(entry)
        elif n_new[key]:
            n_new[key] -= 1
            replaced.append(entry)
        else:
            stale.append((index, entry))
    return BaselineComparison(
        tuple(new), tuple(matched), tuple(replaced), tuple(stale), tuple(unjudged)
    )


def hides_key(diagnostic: Diagnostic) -> bool:
    """Return whether *diagnostic* is a misspelled key, in which rules find nothing."""
    fix = diagnostic.finding.fix
    is_renamed = fix is not None and any(edit.action == "rename" for edit in fix.edits)
    return diagnostic.name == "unknown-key" and is_renamed


class _Pool:
    """Entries that no finding matches yet, by index."""

    def __init__(self, entries: Sequence[BaselineEntry], own: Collection[str]) -> None:
        self._left: dict[tuple[str, str, str], list[int]] = {}
        self._moved: dict[tuple[str, str, str], list[int]] = {}
        for index in reversed(range(len(entries))):
            entry = entries[index]
            self._left.setdefault(entry.identity, []).append(index)
            if entry.workflow and entry.path not in own:
                self._moved.setdefault(entry.movable_identity, []).append(index)
        self._taken: set[int] = set()
        self._n_entries = len(entries)

    def take(self, found: BaselineEntry) -> int | None:
        """Return the entry of *found*, in its file or in one that is gone, and remove it from those left."""
        places = (
            self._left.get(found.identity),
            self._moved.get(found.movable_identity) if found.workflow else None,
        )
        for indexes in places:
            while indexes:
                index = indexes.pop()
                if index not in self._taken:
                    self._taken.add(index)
                    return index
        return None

    def rest(self) -> list[int]:
        """Return the entries that are left."""
        return [index for index in range(self._n_entries) if index not in self._taken]


def to_text(entries: Iterable[BaselineEntry]) -> str:
    """Return the baseline file; sorted, so that it changes only where findings do."""
    return json_records.record_text(Baseline(findings=tuple(sorted(entries))))


def parse(text: str, path: str) -> tuple[BaselineEntry, ...]:
    """Read a baseline file. Raises UsageError when it is another file or invalid."""
    value = json_text.parse(text)
    if isinstance(value, json_text.BrokenJson):
        raise UsageError(f"{path}: {value.message}", help=_HELP)
    if as_fields(value).get("formatVersion") != 2:
        raise UsageError(f"{path}: not a baseline of format version 2", help=_HELP)
    try:
        return json_records.from_json(Baseline, value).findings
    except json_records.WrongRecordError:
        raise UsageError(f"{path}: the baseline is damaged", help=_HELP) from None


_HELP = "delete it and write it anew with --write-baseline"
