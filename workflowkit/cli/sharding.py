"""Shards of a run: the options that choose one, and the file that its results are saved in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import reduce, wraps
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from workflowkit.cli.choosing import ChosenFiles
from workflowkit.config.settings import RuleChoice
from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.report.formats import FORMATS
from workflowkit.report.style import PLAIN, Style
from workflowkit.run.loading import Options
from workflowkit.text.wording import counted

if TYPE_CHECKING:
    from workflowkit.run.part_file import Request, Task
    from workflowkit.run.project_group import ProjectGroup

_MAX_SHARDS: Final = 10_000


@dataclass(frozen=True, slots=True)
class ShardChoice:
    """One shard, and where its results are saved."""

    number: int
    total: int
    path: str


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--shard` and `--save`, passed on as `shard`, a `ShardChoice`, or None when they are not given."""

    @wraps(command)
    def with_shard(*args: Any, shard: str | None, save: str | None, **others: Any) -> Any:
        return command(*args, shard=_choice(shard, save), **others)

    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), with_shard)


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--shard",
        metavar="I/N",
        help="Take the I-th of N shares of the files, for wfk merge.",
    ),
    click.option("--save", metavar="FILE", help="Where a shard saves its results."),
)


def _choice(shard: str | None, save: str | None) -> ShardChoice | None:
    """Return the choice of the options. Raises UsageError."""
    if shard is None and save is None:
        return None
    if shard is None:
        raise UsageError("--save is for shards", help="add --shard, such as --shard 1/4")
    if not save:
        raise UsageError("--shard needs a file for its results", help="name it with --save")
    if save.endswith((".json", ".yml", ".yaml", ".toml")):
        raise UsageError(
            f"--save: {save} has the name of a file that is linted, and a part is none",
            help="name it with another ending, such as 1.wfkpart",
        )
    found = re.fullmatch(r"([0-9]{1,5})/([0-9]{1,5})", shard)
    number, total = map(int, found.groups()) if found else (0, 0)
    if not 1 <= number <= total <= _MAX_SHARDS:
        raise UsageError(
            f"--shard: '{shard}' is no shard",
            help=f"write it like 1/4: the number of the shard, from 1 on, and that of all shards, at most {_MAX_SHARDS}",
        )
    return ShardChoice(number, total, save)


AT_MERGE: Final[Mapping[str, Mapping[str, str]]] = {
    "lint": {
        "format_name": "--format",
        "outputs": "--output",
        "max_findings": "--max-findings",
        "fail_on": "--fail-on",
        "statistics": "--statistics",
    },
    "compile": {"out": "--out", "check": "--check", "prune": "--prune"},
}
"""For each command the parameters that `wfk merge` has instead, with their options."""

_NOT_IN_SHARDS: Final = {
    "fix": "--fix",
    "unsafe_fixes": "--unsafe-fixes",
    "diff": "--diff",
    "fingerprints": "--fingerprint",
    "witness": "--witness",
    "changed_since": "--changed-since",
    "staged": "--staged",
    "profile_time": "--profile-time",
    "show_settings": "--show-settings",
    "stop_after": "--stop-after",
}
"""Parameters of runs that cannot be divided, with their options."""


def require_alone(
    context: click.Context, shard: ShardChoice | None, *, is_stdin: bool = False
) -> None:
    """Raise UsageError for a *shard* with options that it does not support."""
    if shard is None:
        return
    if is_stdin:
        raise UsageError("standard input is one file, and has no shards")
    at_merge = AT_MERGE[str(context.info_name)]
    for parameter, option in {**at_merge, **_NOT_IN_SHARDS}.items():
        if not is_given(context, parameter):
            continue
        if parameter in at_merge:
            raise UsageError(
                f"a shard only saves its results, so that {option} has no effect",
                help=f"give {option} to wfk merge",
            )
        raise UsageError(
            f"{option} is not supported with --shard",
            help=f"run wfk {context.info_name} {option} undivided",
        )


def is_given(context: click.Context, parameter: str) -> bool:
    """Return whether the command line, or the environment, has *parameter*."""
    return context.get_parameter_source(parameter) not in (None, ParameterSource.DEFAULT)


def lint_task(*, write_baseline: bool, prune_baseline: bool) -> Task:
    """Return what `wfk lint` is asked to do."""
    if write_baseline:
        return "write-baseline"
    return "prune-baseline" if prune_baseline else "lint"


def request_of(
    task: Task,
    paths: Sequence[str],
    given: Options,
    chosen: ChosenFiles,
    rules: tuple[RuleChoice, Sequence[str]] = (RuleChoice(), ()),
    baseline: str | None = None,
) -> Request:
    """Return what the command line asks for, for the merge: *rules* are the choice, and the only ones."""
    from workflowkit.run.part_file import Request

    choice, only = rules
    return Request(
        task=task,
        paths=tuple(paths),
        spec=given.spec,
        routines=given.routines,
        bindings=given.bindings,
        engine=given.engine,
        exclude=chosen.choice.exclude,
        with_ignored=chosen.choice.with_ignored,
        allow_empty=chosen.allow_empty,
        profile=choice.profile,
        select=choice.select,
        ignore=choice.ignore,
        only=tuple(only),
        baseline=baseline,
    )


def save(
    shard: ShardChoice, group: ProjectGroup, request: Request, style: Style, *, quiet: bool
) -> None:
    """Do what *request* asks for on the files of *shard*, and save the results. Raises UsageError and UnreadableFile."""
    from workflowkit.run.part_file import write_part
    from workflowkit.run.shards import Shard, run_shard

    formats = part_formats(style) if request.task == "lint" else ()
    header, outcomes = run_shard(Shard(shard.number, shard.total), group.projects, request, formats)
    n_files = 0

    def passing() -> Any:
        nonlocal n_files
        for outcome in outcomes:
            n_files += 1
            yield outcome

    write_part(shard.path, header, passing())
    if not quiet:
        whole = counted(group.n_workflows, "workflow file")
        click.echo(
            f"part {shard.number} of {shard.total}, {n_files} of {whole}, written to {shard.path}",
            err=True,
        )


def part_formats(style: Style) -> list[tuple[str, Style]]:
    """Return the formats of a part: all that `wfk merge` may be asked for; *style* is that of the terminal."""
    own = replace(style, quiet=False)
    return list(dict.fromkeys([*((name, PLAIN) for name in FORMATS), ("text", own)]))
