"""Reports of one run: the options that choose formats and files, and what is printed and written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from workflowkit.cli.targets import require_file_target
from workflowkit.cli.terminal import in_blocks, show
from workflowkit.errors import UnreadableFile, UsageError
from workflowkit.records import dataclass
from workflowkit.report.formats import FORMATS, assembler, renderer
from workflowkit.report.numbers import Numbers
from workflowkit.report.pieces import ListedFindings
from workflowkit.report.result import Result
from workflowkit.report.rule_text import RuleText
from workflowkit.report.style import PLAIN, Style
from workflowkit.text import document, files, json_text
from workflowkit.text.document import Document
from workflowkit.text.json_records import record_text
from workflowkit.text.suggest import did_you_mean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from workflowkit.run.lint_stream import StreamedResult

    _OutputParameter = click.ParamType["Output"]
else:
    # Older versions of click, which are supported, cannot subscript it.
    _OutputParameter = click.ParamType

STEP_SUMMARY: Final = "GITHUB_STEP_SUMMARY"
"""The variable that names the file of a step's summary in GitHub Actions."""

Rendering = Callable[[str, Style], Iterable[str]]
"""Returns one result in the format of a name, piece by piece."""


@dataclass(frozen=True, slots=True)
class Output:
    """A report that is written to a file."""

    format_name: str
    path: str


@dataclass(frozen=True, slots=True)
class Reporting:
    """The reports that were asked for."""

    format_name: str
    """The format of standard output."""
    outputs: tuple[Output, ...]
    maximum: int | None
    """How many findings to list; None for all."""

    def limited(self, result: Result) -> Result:
        """Return *result* with the maximum that was asked for."""
        return replace(result, maximum=self.maximum)

    def require_targets(self) -> None:
        """Raise UnreadableFile when a report could not be written."""
        for output in self.outputs:
            require_file_target(output.path, "--output")

    def publish(
        self,
        render: Rendering,
        style: Style,
        *,
        printed: Rendering | None = None,
        err: bool = False,
    ) -> None:
        """Print the report, with *err* on standard error, and write those for files. Raises UnreadableFile.

        *printed* renders what is printed when that is something else.
        """
        for text in in_blocks((printed or render)(self.format_name, style)):
            show(text, style, err=err)
        for output in self.outputs:
            text = "".join(render(output.format_name, PLAIN))
            files.write_if_changed(Path(output.path), json_text.escape_surrogates(text))
        summary = self._summary
        if summary:
            _append(summary, "".join(render("markdown", PLAIN)))

    @property
    def _summary(self) -> str:
        """The file of a step's summary in GitHub Actions; empty for none."""
        names = {self.format_name, *(output.format_name for output in self.outputs)}
        return os.environ.get(STEP_SUMMARY, "") if "github" in names else ""

    def formats(self, style: Style) -> list[tuple[str, Style]]:
        """Return each format that is rendered, with its style; *style* is that of standard output."""
        found = [(self.format_name, style)]
        found += [(output.format_name, PLAIN) for output in self.outputs]
        if self._summary:
            found.append(("markdown", PLAIN))
        return list(dict.fromkeys(found))


def rendering(result: Result, sources: Mapping[str, Document]) -> Rendering:
    """Return the function that renders *result*, whose files are *sources*."""
    return lambda name, style: [renderer(name, _rule_text)(result, sources, style)]


def streamed_rendering(result: StreamedResult, formats: Sequence[tuple[str, Style]]) -> Rendering:
    """Return the function that renders *result*, whose findings are rendered in *formats*."""

    def render(name: str, style: Style) -> Iterator[str]:
        tally = result.tally
        index = formats.index((name, style))
        listed = ListedFindings(result.pieces, tally.counts, tally.maximum, index)
        return assembler(name, _rule_text)(listed, tally, style)

    return render


def statistics_rendering(numbers: Numbers) -> Rendering:
    """Return the function that renders *numbers* as statistics, as text or JSON."""
    from workflowkit.report.statistics import statistics_of, statistics_text

    def render(name: str, style: Style) -> Iterable[str]:
        if name == "json":
            return [record_text(statistics_of(numbers))]
        return [statistics_text(numbers, style)]

    return render


def check_format(reports: Reporting, *, statistics: bool) -> None:
    """Raise UsageError when statistics or settings are to be printed in a format that has none."""
    if statistics and reports.format_name not in ("text", "json"):
        raise UsageError("statistics and settings are printed as text or JSON")


def _rule_text(code: str) -> RuleText | None:
    # Reads the pages of rules, which few formats need.
    from workflowkit.lint.rule_texts import rule_text

    return rule_text(code)


def _append(path: str, text: str) -> None:
    """Append *text* to the file at *path*: earlier steps may have written to it. Raises UnreadableFile."""
    try:
        with open(path, "ab") as stream:
            stream.write(json_text.escape_surrogates(text))
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path}: {files.reason(error)}") from error


class OutputType(_OutputParameter):
    """`FORMAT=FILE`."""

    name = "output"

    def convert(self, value: Any, param: object, ctx: object) -> Output:  # noqa: ARG002 - as click calls it
        """Return the output. Raises UsageError for an unknown format, or without a file."""
        if isinstance(value, Output):
            return value
        format_name, sign, path = str(value).partition("=")
        if not sign or not path:
            raise UsageError(
                f"invalid output '{value}'",
                help="write the format and the file, such as sarif=wfk.sarif",
            )
        if format_name not in FORMATS:
            help = did_you_mean(format_name, FORMATS) or f"the formats are {', '.join(FORMATS)}"
            raise UsageError(f"unknown format '{format_name}'", help=help)
        return Output(format_name, path)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - as click calls it
        param: click.Parameter,  # noqa: ARG002 - as click calls it
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the formats that begin with *incomplete*."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(f"{name}=") for name in FORMATS if name.startswith(incomplete)]


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format`, `--output` and `--max-findings`, passed on as `reports`, a `Reporting`."""

    @wraps(command)
    def with_reporting(
        *args: Any,
        format_name: str,
        outputs: tuple[Output, ...],
        max_findings: int | None,
        **others: Any,
    ) -> Any:
        _check_outputs(outputs)
        reports = Reporting(format_name, outputs, max_findings)
        return command(*args, reports=reports, **others)

    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), with_reporting)


def _check_outputs(outputs: Sequence[Output]) -> None:
    """Raise UsageError for a file that two reports would be written to, and for a workflow."""
    for output in outputs:
        if _is_workflow(Path(output.path)):
            raise UsageError(
                f"{output.path} is a workflow, and the report would overwrite it",
                help="name another file with --output",
            )
    paths = [os.path.realpath(output.path) for output in outputs]
    for index, path in enumerate(paths):
        if path in paths[:index]:
            raise UsageError(
                f"two reports for the file {outputs[index].path}", help="give each its own file"
            )


def _is_workflow(path: Path) -> bool:
    from workflowkit.format.likeness import is_like_workflow

    if not path.is_file():
        return False
    try:
        found = document.parse(files.read(path), path.as_posix())
    except UnreadableFile:
        return False
    return not found.broken and is_like_workflow(found.value)


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--format",
        "format_name",
        type=click.Choice(FORMATS),
        default=FORMATS[0],
        show_default=True,
        help="Output format.",
    ),
    click.option(
        "--output",
        "outputs",
        type=OutputType(),
        multiple=True,
        metavar="FORMAT=FILE",
        help="Write a report to a file as well; repeatable.",
    ),
    click.option(
        "--max-findings",
        type=click.IntRange(min=0),
        metavar="N",
        help="List only the worst findings; all are counted.",
    ),
)
