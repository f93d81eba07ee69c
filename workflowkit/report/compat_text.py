"""The text and Markdown output of `wfk compat`: the matrix, and the places that decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from workflowkit.report.compat_records import (
    CompatCell,
    CompatFile,
    Compatibility,
    CompatRefusal,
)
from workflowkit.text.wording import counted

_WORDS = {"accepted": "ok", "differs": "differs", "refused": "refused"}
_NEW_HASH = "#"


def compat_text(result: Compatibility) -> Iterator[str]:
    """Yield the lines of the report for a terminal."""
    rows = _rows(result)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
    yield ""
    yield from _legend(result)
    for title, lines in _sections(result):
        yield ""
        yield f"{title}:"
        for level, line in lines:
            yield f"{'  ' * level}{line}"
    yield ""
    yield _summary(result)


def compat_markdown(result: Compatibility) -> Iterator[str]:
    """Yield the lines of the report as Markdown."""
    head, *rows = _rows(result)
    yield f"| {' | '.join(map(_cell, head))} |"
    yield f"|{' --- |' * len(head)}"
    yield from (f"| {' | '.join(map(_cell, row))} |" for row in rows)
    yield ""
    yield from map(_escaped, _legend(result))
    for title, lines in _sections(result):
        yield ""
        yield f"## {title[0].upper()}{title[1:]}"
        yield ""
        yield from (f"{'  ' * (level - 1)}- {_escaped(line)}" for level, line in lines)
    yield ""
    yield _escaped(_summary(result))


def _escaped(text: str) -> str:
    """Return *text* as Markdown that shows it literally."""
    for char in "\\`*_[]<>#|":
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", " ")


def _cell(text: str) -> str:
    return _escaped(text) or " "


def _rows(result: Compatibility) -> list[list[str]]:
    """Return the matrix with its head; adjacent versions that are equal for all files share a column."""
    columns = _columns(result)
    head = ["engines since", "oldest", *(result.engines[column] for column in columns)]
    return [
        head,
        *(
            [file.path, file.oldest or "none", *(_mark(file.cells[column]) for column in columns)]
            for file in result.files
        ),
    ]


def _columns(result: Compatibility) -> list[int]:
    """Return the index of the first version of each column."""
    shown = [
        [_mark(file.cells[index]) for file in result.files] for index in range(len(result.engines))
    ]
    return [index for index, marks in enumerate(shown) if index == 0 or marks != shown[index - 1]]


def _mark(cell: CompatCell) -> str:
    return _WORDS[cell.verdict] + (_NEW_HASH if cell.hash_changed else "")


def _legend(result: Compatibility) -> Iterator[str]:
    marks = {_mark(cell) for file in result.files for cell in file.cells}
    yield f"A column holds up to the next one, the last one up to {result.engines[-1]}."
    if any(mark.startswith("differs") for mark in marks):
        others = sorted(
            {
                file.compared_with
                for file in result.files
                if file.compared_with and file.compared_with != result.compared_with
            }
        )
        yield f"differs: accepted, and behaves otherwise than in {result.compared_with}" + (
            ", or for files that it refuses, in the oldest version that runs them" if others else ""
        )
    if any(mark.endswith(_NEW_HASH) for mark in marks):
        yield f"{_NEW_HASH}: the hash is another one there"


Lines = list[tuple[int, str]]
"""Lines with their level, from 1."""


def _sections(result: Compatibility) -> Iterator[tuple[str, Lines]]:
    for title, lines in (
        ("refused", _refused(result.files)),
        ("to run in older engines", _older(result.files)),
        ("differs", _different(result)),
    ):
        if lines:
            yield title, lines


def _refused(files: Iterable[CompatFile]) -> Lines:
    lines: Lines = []
    # Many places share a help, which can be long.
    shown = {""}
    for file in files:
        for refusal in file.refusals:
            place = f"{file.path}:{refusal.line}:{refusal.column}"
            about = f" {refusal.route}" if refusal.route else ""
            lines.append((1, f"{place}{about}: {_fact(refusal)}"))
            if refusal.help not in shown:
                shown.add(refusal.help)
                lines.append((2, f"help: {refusal.help}"))
    return lines


def _fact(refusal: CompatRefusal) -> str:
    engines = refusal.words or "all engines"
    return f"{refusal.message} [{refusal.rule}] ({engines})"


def _older(files: Iterable[CompatFile]) -> Lines:
    lines: Lines = []
    for file in files:
        if not file.older or file.oldest is None:
            continue
        lines.append((1, f"{file.path}: runs since {file.oldest}"))
        known: set[int] = set()
        for step in file.older:
            fresh = [index for index in step.changes if index not in known]
            known.update(fresh)
            also = "also " if len(fresh) < len(step.changes) else ""
            places = ", ".join(_change(file.refusals[index]) for index in fresh)
            lines.append((2, f"since {step.oldest} when {also}changed at {places}"))
    return lines


def _change(refusal: CompatRefusal) -> str:
    place = refusal.route or "the file"
    return f"{place} ({refusal.construct})" if refusal.construct else place


def _different(result: Compatibility) -> Lines:
    """Return each difference once, with the files and places that it concerns."""
    found = sorted(
        (
            (each.engines, each.trait, each.behavior, each.compared, each.words, file.path, each)
            for file in result.files
            for each in file.differences
        ),
        key=lambda fact: (result.engines.index(fact[0][0]), *fact[1:6]),
    )
    n_running = sum(file.oldest is not None for file in result.files)
    lines: Lines = []
    for key, facts in groupby(found, key=lambda fact: fact[:5]):
        _, trait, behavior, compared, words = key
        otherwise = f"; otherwise {compared}" if compared else ""
        lines.append((1, f"{words or 'all engines'}: {behavior}{otherwise} [{trait}]"))
        by_path: dict[str, list[str]] = {}
        for *_, path, each in facts:
            by_path.setdefault(path, []).append(each.route)
        if len(by_path) > 1 and len(by_path) == n_running:
            lines.append((2, f"all {len(by_path)} files that run"))
            continue
        lines += [(2, f"{path}: {', '.join(routes)}") for path, routes in by_path.items()]
    return lines


def _summary(result: Compatibility) -> str:
    first, last = result.engines[0], result.engines[-1]
    span = f"from {first} to {last}" if first != last else f"of version {last}"
    refused = [file for file in result.files if _is_refused(file.cells)]
    total = counted(len(result.files), "file")
    if refused:
        return f"{total}, {len(refused)} refused by an engine {span}"
    return f"{total}, accepted by all engines {span}"


def _is_refused(cells: Sequence[CompatCell]) -> bool:
    return any(cell.verdict == "refused" for cell in cells)
