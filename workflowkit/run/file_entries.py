"""The entries of the cache for the map: which earlier outcome of a file is still that of this run.

An outcome is used again when the map would be given the same, and would get the same answers to all that it asks:
the content and the marks of the file and the settings of the run are in the key of its entry, the questions with their answers in the outcome.
"""

from __future__ import annotations

import json
import marshal
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol

from workflowkit.analysis.known_ids import Question
from workflowkit.cache import identity
from workflowkit.cache.entries import KEY_BYTES, EntryStore
from workflowkit.lint.baseline import KnownFindings
from workflowkit.run.context import RunContext
from workflowkit.run.file_outcome import FileOutcome, plain_outcome, unpacked
from workflowkit.run.lint_file import FileMarks, MapSettings
from workflowkit.text import disk
from workflowkit.text.columns import BytesColumn, ComputedColumn, RowColumn

COVERED = frozenset(
    {
        *("compile", "spec", "lint", "only", "today", "config", "routine_files", "package_of"),
        *("publishes_both", "tags_path", "checks_bindings", "engines"),
    }
)
"""What of a context is part of the key of every entry."""
BY_FILE = frozenset({"names", "bundled_paths", "stamped_paths", "own_ids", "ids"})
"""What concerns single files, and is in their marks or among their answers."""
NOT_READ = frozenset({"stamps", "is_whole", "scope", "notes"})
"""What the map is not given, or does not read."""


class FileEntries:
    """The entries for the files of a run with some settings."""

    def __init__(self, folder: str, settings: MapSettings) -> None:
        """Open the entries in the cache *folder*."""
        self._store = EntryStore(folder, kind_of_run(settings))
        self._now = AnswersNow(settings)

    @staticmethod
    def key_of(path: str, marks: FileMarks, digest: bytes) -> bytes:
        """Return the key of the entry for the file at *path* with *marks* and a content with this *digest*."""
        return disk.digest(repr((path, tuple(marks), digest)).encode("utf-8", "surrogatepass"))

    def place_of(self, key: bytes) -> tuple[int, int] | None:
        """Return where the entry for *key* is, when it still holds."""
        place = self._store.find(key)
        content = self._store.read(key, place) if place else None
        holds = content is not None and self._now.agree_with(plain_outcome(content))
        return place if holds else None

    def read(self, place: tuple[int, int]) -> bytes:
        """Return the packed outcome of the entry at *place*, which `place_of` has returned."""
        return self._store.read_again(place)

    def keep(self, known: KnownOutcomes, marks_of: Callable[[FileOutcome], FileMarks]) -> None:
        """Keep the outcomes that were computed for *known*, as far as what they depend on did not change meanwhile."""
        if known.missing:
            self._store.add(self._new(known.computed, marks_of), known.keys)

    def _new(
        self, computed: Iterable[bytes], marks_of: Callable[[FileOutcome], FileMarks]
    ) -> Iterator[tuple[bytes, bytes]]:
        for content in computed:
            outcome = unpacked(content)
            if outcome.digest and outcome.asked:
                yield self.key_of(outcome.path, marks_of(outcome), outcome.digest), content


class Answered(Protocol):
    """An outcome, as far as it states what it depends on."""

    @property
    def digest(self) -> bytes:
        """Of the content of the file; empty when it could not be read."""

    @property
    def asked(self) -> bytes:
        """What was asked the disk, with the answers, marshalled; empty when an answer changed meanwhile."""

    @property
    def answers(self) -> tuple[tuple[str, str, str, bool | str | None], ...]:
        """The questions about other files, with the answers that were used."""


class AnswersNow:
    """The present answers to what the map asked about other files and the disk; each question is answered once."""

    def __init__(self, settings: MapSettings) -> None:
        self._ids = {version: context.workflow_ids for version, context in settings.contexts}
        self._answers: dict[tuple[str, str], object] = {}
        self._known: dict[tuple[str, str, str], bool | str | None] = {}

    def agree_with(
        self, outcome: Answered, asked: Mapping[tuple[str, str], object] | None = None
    ) -> bool:
        """Return whether everything that was asked for *outcome* has the same answer now; *asked* is what the disk was asked when that is not in the outcome."""
        if asked is None:
            asked = marshal.loads(outcome.asked)
        return all(
            self._answer(version, (kind, name)) == answer
            for version, kind, name, answer in outcome.answers
        ) and all(
            disk.ask_again(kind, path, self._answers) == answer
            for (kind, path), answer in asked.items()
        )

    def _answer(self, version: str, question: Question) -> bool | str | None:
        """Return the answer to a *question* about other files."""
        key = (version, *question)
        if key not in self._known:
            self._known[key] = self._ids[version].answer(question)
        return self._known[key]


class KnownOutcomes(ComputedColumn[bytes]):
    """The packed outcomes of files, of which earlier runs left some, and this one computes the others."""

    def __init__(self, entries: FileEntries, keys: Iterable[bytes]) -> None:
        """Find the entries for *keys*, those of the files; empty for files that have none."""
        self._entries = entries
        self._places = RowColumn("QQ")
        """Of each file where its entry is, which has a length; for a missing one which of those it is, and 0."""
        self.missing = array("I")
        """The numbers of the files without an entry that holds."""
        self.keys = BytesColumn(KEY_BYTES)
        """The keys of the entries that hold."""
        self.computed: Sequence[bytes] = ()
        """The outcomes of the missing files, in their order."""
        for number, key in enumerate(keys):
            place = self._entries.place_of(key) if key else None
            if place is None:
                self._places.append(len(self.missing), 0)
                self.missing.append(number)
            else:
                self._places.append(*place)
                self.keys.append(key)

    def __len__(self) -> int:
        return len(self._places)

    def _at(self, number: int) -> bytes:
        start, length = self._places[number]
        return self._entries.read((start, length)) if length else self.computed[start]


def kind_of_run(settings: MapSettings) -> bytes:
    """Return the digest of everything that the outcome of a file depends on and that is the same for all files."""
    parts = (identity.tool(), os.getcwd(), *_settings(settings))
    return disk.digest(repr(parts).encode("utf-8", "surrogatepass"))


def settings_digest(settings: MapSettings) -> bytes:
    """Return the digest of *settings*, which is the same in every installation and folder."""
    return disk.digest(repr(_settings(settings)).encode("utf-8", "surrogatepass"))


def _settings(settings: MapSettings) -> tuple[object, ...]:
    return (
        [rule.code for rule in settings.rules],
        settings.formats,
        settings.tries_fixes,
        _baseline(settings.known),
        [(version, _context(context)) for version, context in settings.contexts],
    )


def _baseline(known: KnownFindings | None) -> object:
    if known is None:
        return None
    return known.document.path, known.document.text, sorted(known.gone)


def _context(context: RunContext) -> object:
    """Return the covered parts of *context* as values that are written equally when they are equal."""
    spec, compile_context = context.spec, context.compile
    expires = any(suppression.expires for suppression in context.lint.suppress)
    return (
        # The pack is made of its files for a version.
        (spec.read_digest(), spec.engine.version, spec.is_beyond),
        # The rest of what is compiled with is the pack, the registered routines and the bindings.
        sorted((name, routine.path) for name, routine in compile_context.routines.by_id.items()),
        json.dumps(compile_context.bindings),
        sorted(
            (path, file.text, bool(file.broken)) for path, file in context.routine_files.items()
        ),
        context.lint,
        context.only,
        context.today if expires else None,
        context.config and (context.config.path, context.config.text),
        _function(context.package_of),
        _function(context.publishes_both),
        context.tags_path,
        context.checks_bindings,
    )


def _function(function: object) -> object:
    """Return what a function is, and what it was given."""
    if isinstance(function, partial):
        return _function(function.func), function.args, sorted(function.keywords.items())
    return getattr(function, "__module__", ""), getattr(function, "__qualname__", "")
