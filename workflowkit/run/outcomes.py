"""The outcomes of all files of a project: they are on the disk, and read one by one whenever they are asked for."""

from __future__ import annotations

from array import array
from collections.abc import ItemsView, Iterator, Mapping, Sequence

from workflowkit.catalog.facts import FileFacts
from workflowkit.catalog.relations import Relations, Ties
from workflowkit.run.analyze import CatalogFiles
from workflowkit.run.file_outcome import (
    EngineFacts,
    FileOutcome,
    plain_outcome,
    unpacked,
    unpacked_facts,
)
from workflowkit.text.columns import ComputedColumn, SortedTexts


class Outcomes:
    """The outcomes of files, in the order of their paths."""

    def __init__(self, paths: SortedTexts, packed: Sequence[bytes]) -> None:
        """Take the *packed* outcomes, whose numbers are those of their *paths*."""
        self.paths = paths
        self._packed = packed

    def at(self, number: int) -> FileOutcome:
        """Return the outcome with this *number*."""
        return unpacked(self._packed[number])

    def plain_at(self, number: int) -> FileOutcome:
        """Return the outcome with this *number*, with tuples in place of the records in it."""
        return plain_outcome(self._packed[number])

    def of(self, path: str) -> FileOutcome | None:
        """Return the outcome of the file at *path*; None when it is not one of the files."""
        number = self.paths.find(path)
        return None if number is None else self.at(number)

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[FileOutcome]:
        return map(self.at, self.paths.order)


class Survey:
    """What is found out about all outcomes when each is read once; in memory are a few bytes for each file and engine."""

    def __init__(self, outcomes: Outcomes, n_engines: int) -> None:
        """Read all *outcomes*, which are for *n_engines* versions of the engine."""
        self.used: set[int] = set()
        """Indexes of the suppressions that hid a finding."""
        self.n_suppressed = 0
        self.has_findings = bytearray(len(outcomes))
        """For each number of an outcome whether it has findings that are shown."""
        self.engines = tuple(EngineSurvey(outcomes) for _ in range(n_engines))
        """For each version of the engine what it makes of the files."""
        for number in outcomes.paths.order:
            outcome = outcomes.plain_at(number)
            self.used.update(outcome.used)
            self.n_suppressed += outcome.n_suppressed
            self.has_findings[number] = bool(outcome.counts)
            for engine, made in zip(self.engines, outcome.engines, strict=True):
                engine.add(number, EngineFacts._make(made))


class EngineSurvey:
    """What one version of the engine makes of all files."""

    def __init__(self, outcomes: Outcomes) -> None:
        self.kinds = Kinds(outcomes)
        self.with_facts = array("I")
        """The numbers of the files with facts, in the order in which they were added."""
        self.relations = Relations()
        """Those of the files with facts, in the same order."""

    def add(self, number: int, made: EngineFacts) -> None:
        """Note what is *made* of the file with this *number*."""
        self.kinds.add(number, made.kind)
        if made.facts:
            self.with_facts.append(number)
            self.relations.add(Ties._make(made.ties))


class OutcomeFiles(CatalogFiles):
    """The files of a project for rules about many files, as one version of the engine sees them."""

    def __init__(self, outcomes: Outcomes, survey: Survey, engine: int) -> None:
        """Use the outcomes for the version with the number *engine*."""
        self._outcomes = outcomes
        self._engine = engine
        self._survey = survey.engines[engine]

    @property
    def facts(self) -> Sequence[FileFacts]:
        """The facts of each file that has some."""
        return _Facts(self._outcomes, self._engine, self._survey.with_facts)

    @property
    def relations(self) -> Relations:
        """Which of them can concern one another."""
        return self._survey.relations

    def kinds(self) -> Mapping[str, str]:
        """Return the kind of each file by path."""
        return self._survey.kinds


class Kinds(Mapping[str, str]):
    """Path to kind; in memory is one byte for each file."""

    def __init__(self, outcomes: Outcomes) -> None:
        self._paths = outcomes.paths
        self._names: list[str] = []
        self._kinds = bytearray(len(outcomes))

    def add(self, number: int, kind: str) -> None:
        """Note the *kind* of the file with this *number*."""
        if kind not in self._names:
            self._names.append(kind)
        self._kinds[number] = self._names.index(kind)

    def items(self) -> ItemsView[str, str]:
        """Return each path with its kind."""
        return _KindItems(self)

    def in_order(self) -> Iterator[tuple[str, str]]:
        """Yield each path with its kind, in the order of the paths."""
        for path, number in zip(self._paths, self._paths.order, strict=True):
            yield path, self._names[self._kinds[number]]

    def __getitem__(self, path: str) -> str:
        number = self._paths.find(path)
        if number is None:
            raise KeyError(path)
        return self._names[self._kinds[number]]

    def __len__(self) -> int:
        return len(self._kinds)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)


class _KindItems(ItemsView[str, str]):
    """The items of `Kinds`, none of which has to be searched."""

    def __init__(self, kinds: Kinds) -> None:
        super().__init__(kinds)
        self._kinds = kinds

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return self._kinds.in_order()


class _Facts(ComputedColumn[FileFacts]):
    """The facts of files; each is read when it is asked for."""

    def __init__(self, outcomes: Outcomes, engine: int, numbers: Sequence[int]) -> None:
        self._outcomes = outcomes
        self._engine = engine
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def _at(self, number: int) -> FileFacts:
        outcome = self._outcomes.at(self._numbers[number])
        return unpacked_facts(outcome.engines[self._engine].facts)
