"""Which files can concern one another: those that share a text with another, and no others, however many there are."""

from __future__ import annotations

from dataclasses import replace

from workflowkit.catalog.facts import Catalog, Delegation, FileFacts, ties
from workflowkit.catalog.relations import CountedNumbers, Relations
from workflowkit.run.project import Project
from workflowkit.spec.pack import SpecPack


def _file(number: int, name: str = "", guidance: tuple[str, ...] = ()) -> FileFacts:
    return FileFacts(
        path=f"{number}.json",
        id=f"acme.release-{number}",
        name=name or f"Release {number}",
        kind="workflow",
        meta_guidance=guidance,
        injected=frozenset(),
        delegated=(),
        named=frozenset(),
    )


def _related(files: list[FileFacts]) -> list[str]:
    pack: SpecPack = Project.load([]).context.spec
    relations = Relations.of(map(ties, files))
    catalog = Catalog(files, relations, pack, tags_path=None, is_whole=True)
    return [file.path for file in catalog.related]


def test_files_that_share_nothing_are_not_related() -> None:
    # Among 80,000 texts, about one pair has the same number of four bytes.
    files = [_file(n, guidance=(f"Rule {n}.", f"Never {n}.")) for n in range(20_000)]
    assert len(_related(files)) < 20


def test_files_that_share_a_name_or_a_line_are_related() -> None:
    files = [_file(n) for n in range(100)]
    files[7] = _file(7, name="release 93")
    asks, stops = "Ask first, before you change what others rely on.", "Stop early. " * 4
    files[20] = _file(20, guidance=(asks, asks))
    files[30] = _file(30, guidance=(stops, "Be short."))
    files[40] = _file(40, guidance=(stops,))
    # Short lines are alike by chance.
    files[50] = _file(50, guidance=("Be short.",))
    assert _related(files) == ["7.json", "30.json", "40.json", "93.json"]


def test_routines_and_files_that_start_workflows_can_concern_any_file() -> None:
    files = [_file(n) for n in range(5)]
    files[1] = replace(files[1], kind="routine")
    files[3] = replace(files[3], delegated=(Delegation("acme.other", ("steps", 0)),))
    assert _related(files) == ["1.json", "3.json"]


def test_repeated_numbers_are_those_that_were_added_twice() -> None:
    numbers = CountedNumbers()
    # Of the first part more than are in memory, with some of them twice.
    many = [256 * number for number in range(5000)]
    numbers.add([*many, 7, 8, 9, 8])
    numbers.add([256 * 4000, 256, 7])
    assert numbers.repeated() == {7, 8, 256, 256 * 4000}
