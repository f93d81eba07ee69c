"""Refactorings from the command line: the plan as a patch, and its files written all or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import reduce, wraps
from pathlib import Path
from typing import Any

import click

from workflowkit.cli import options
from workflowkit.cli.patch import new_file_diff, show_patch, unified_diff
from workflowkit.cli.terminal import print_line, style_for
from workflowkit.errors import UnreadableFile, UsageError
from workflowkit.records import dataclass
from workflowkit.refactoring.plan import (
    Refactoring,
    RefactoringError,
    RefactoringNote,
    RefusedNameError,
)
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.report.refactoring_records import (
    PlaceNote,
    RefactoringReport,
    changed_text,
    new_texts,
)
from workflowkit.report.style import Style
from workflowkit.run import refactorings
from workflowkit.run.loading import Options
from workflowkit.text import json_text
from workflowkit.text.document import Document
from workflowkit.text.files import write_all
from workflowkit.text.json_records import record_text
from workflowkit.text.positions import Position
from workflowkit.text.routes import TextRange

EXIT_CODES = "Exit codes: 0 shown or written, 1 it cannot be done, 2 usage, configuration or an unknown or taken name,\n3 a file could not be read or written."
"""For the help of each command."""


def plan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--write`, `--format`, `--color`, `-q` and the inputs of compilation, passed on as `given` and `shown`, a `Shown`."""

    @wraps(command)
    def with_shown(
        *args: Any, write: bool, format_name: str, color: str, quiet: bool, **others: Any
    ) -> Any:
        shown = Shown(write, format_name, style_for(color, quiet=quiet))
        return command(*args, shown=shown, **others)

    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), with_shown)


@dataclass(frozen=True, slots=True)
class Shown:
    """What becomes of a plan."""

    write: bool
    """True to write the files."""
    format_name: str
    style: Style


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--write", is_flag=True, help="Write the files.  [default: print a patch]"),
    options.project,
    options.output_format("text", "json"),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="When to print in color.",
    ),
    click.option("-q", "--quiet", is_flag=True, help="Print the patch only."),
)


def carry_out(
    file: str | None,
    given: Options,
    shown: Shown,
    make: Callable[[SourceFiles, str], Refactoring],
) -> int:
    """Show or write the refactoring that *make* returns for the files around *file*, and the path of it; return the exit code.

    Raises UsageError and UnreadableFile.
    """
    files, path = refactorings.load(file, given)
    try:
        plan = make(files, path)
    except RefactoringError as error:
        message = _located(error.message, error.path, _position(files, error.path, error.place))
        if isinstance(error, RefusedNameError):
            raise UsageError(message, help=error.help) from None
        print_line(f"error: {message}", err=True)
        if error.help:
            print_line(f"  help: {error.help}", err=True)
        return 1
    sources = refactorings.sources(files)
    if shown.write:
        _write(plan, sources)
    if shown.format_name == "json":
        click.echo(record_text(_report(files, plan, sources, written=shown.write)), nl=False)
        return 0
    if shown.write:
        for name in (*plan.edits, *plan.new_files):
            print_line(f"{'written' if name in plan.new_files else 'changed'}: {name}")
    else:
        _show_changes(plan, sources, shown.style)
    if not shown.style.quiet:
        for line in _lines(files, plan):
            print_line(line)
    return 0


def _write(plan: Refactoring, sources: Mapping[str, Document]) -> None:
    """Write all files of *plan*, or none. Raises UnreadableFile."""
    changes: dict[Path, tuple[bytes | None, bytes]] = {}
    for path in plan.edits:
        before = sources[path].text
        after = plan.text_of(path, before)
        changes[Path(path)] = (json_text.encode(before), json_text.encode(after))
    for path, text in plan.new_files.items():
        changes[Path(path)] = (None, json_text.encode(text))
    try:
        write_all(changes)
    except UnreadableFile as error:
        raise UnreadableFile(f"nothing was written: {error.message}") from None


def _show_changes(plan: Refactoring, sources: Mapping[str, Document], style: Style) -> None:
    patches = [
        unified_diff(path, sources[path].text, plan.text_of(path, sources[path].text))
        for path in plan.edits
    ]
    patches += [new_file_diff(path, text) for path, text in plan.new_files.items()]
    show_patch("".join(patches), style)


def _lines(files: SourceFiles, plan: Refactoring) -> Iterator[str]:
    """Yield what was proved, and what was left."""
    yield from plan.promises
    for note in plan.notes:
        yield f"note: {_located(note.message, note.path, _position(files, note.path, note.place))}"


def _located(message: str, path: str, position: Position | None) -> str:
    if not path:
        return message
    where = f"{path}:{position.line}:{position.column}" if position else path
    return message if message.startswith(path) else f"{where}: {message}"


def _position(files: SourceFiles, path: str, place: Any) -> Position | None:
    """Return the position of *place* in the file at *path*; None for the file as a whole."""
    document = files.by_path.get(path)
    if document is None or not place or document.broken:
        return None
    if isinstance(place, TextRange):
        return document.lines.position(place.start)
    places = document.locate([place])
    known = [place[:length] for length in range(len(place), 0, -1) if place[:length] in places]
    return document.lines.position(places[known[0]].value[0]) if known else None


def _report(
    files: SourceFiles, plan: Refactoring, sources: Mapping[str, Document], *, written: bool
) -> RefactoringReport:
    return RefactoringReport(
        title=plan.title,
        written=written,
        changed=tuple(
            changed_text(path, sources[path].text, edits) for path, edits in plan.edits.items()
        ),
        new=new_texts(plan.new_files),
        promises=plan.promises,
        notes=tuple(_note(files, note) for note in plan.notes),
    )


def _note(files: SourceFiles, note: RefactoringNote) -> PlaceNote:
    position = _position(files, note.path, note.place)
    return PlaceNote(
        path=note.path,
        line=position.line if position else None,
        column=position.column if position else None,
        message=note.message,
    )
