"""Found files: each once, in the order in which they were found or in that of their paths."""

from __future__ import annotations

from workflowkit.config.settings import Config
from workflowkit.run.found_files import FoundFile, FoundFiles

OUTER, INNER = Config(path="wfk.toml"), Config(path="in/wfk.toml")


def found(name: str, config: Config = OUTER, *, is_named: bool = False) -> FoundFile:
    """Return a file called *name*."""
    return FoundFile(name, config, is_named)


def test_files_come_back_as_they_were_added() -> None:
    files = [found("b.json"), found("in/a.json", INNER), found("ü/c.json"), found("d.json")]
    column = FoundFiles(files)
    assert list(column) == files
    assert column[1].config is INNER
    assert column[-1] == files[-1]


def test_paths_compare_part_by_part() -> None:
    names = ["a-b/x.json", "a/y.json", "a.json", "a/b/z.json"]
    # "a" is before "a-b" and "a.json", whose next characters are compared only then.
    expected = ["a/b/z.json", "a/y.json", "a-b/x.json", "a.json"]
    assert [file.name for file in FoundFiles(map(found, names)).in_order()] == expected


def test_a_file_is_there_once() -> None:
    files = FoundFiles([found("a.json"), found("b.json")])
    files.take(found("./a.json"))
    files.take(found("c.json"))
    assert [file.name for file in files] == ["a.json", "b.json", "c.json"]


def test_a_file_that_is_named_counts_where_it_was_found() -> None:
    files = FoundFiles([found("a.json"), found("b.json")])
    files.take(found("./a.json", is_named=True))
    files.take(found("a.json"))
    assert [(file.name, file.is_named) for file in files] == [
        ("./a.json", True),
        ("b.json", False),
    ]


def test_those_of_another_search_are_added() -> None:
    files = FoundFiles()
    files.take_all(FoundFiles([found("a.json"), found("b.json")]))
    files.take_all(FoundFiles([found("b.json"), found("c.json")]))
    assert [file.name for file in files] == ["a.json", "b.json", "c.json"]
