"""Shards of a lint run: the options that choose one, and the file that its results are saved in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
    from workflowkit.run.part_file import Request
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
        help="Lint the I-th of N shares of the files, for wfk merge.",
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


_AT_MERGE: Final = {
    "format_name": "--format",
    "outputs": "--output",
    "max_findings": "--max-findings",
    "fail_on": "--fail-on",
    "statistics": "--statistics",
}
"""Parameters that `wfk merge` has, with their options."""

_NOT_IN_SHARDS: Final = {
    "fix": "--fix",
    "unsafe_fixes": "--unsafe-fixes",
    "diff": "--diff",
    "fingerprints": "--fingerprint",
    "write_baseline": "--write-baseline",
    "prune_baseline": "--prune-baseline",
    "witness": "--witness",
    "changed_since": "--changed-since",
    "staged": "--staged",
    "profile_time": "--profile-time",
    "show_settings": "--show-settings",
}
"""Parameters of runs that cannot be divided, with their options."""


def require_alone(context: click.Context, shard: ShardChoice | None, *, is_stdin: bool) -> None:
    """Raise UsageError for a *shard* with options that it does not support."""
    if shard is None:
        return
    if is_stdin:
        raise UsageError("standard input is one file, and has no shards")
    for parameter, option in {**_AT_MERGE, **_NOT_IN_SHARDS}.items():
        if context.get_parameter_source(parameter) in (None, ParameterSource.DEFAULT):
            continue
        if parameter in _AT_MERGE:
            raise UsageError(
                f"a shard reports nothing, so that {option} has no effect",
                help=f"give {option} to wfk merge",
            )
        raise UsageError(
            f"{option} is not supported with --shard", help=f"run wfk lint {option} undivided"
        )


def request_of(
    paths: Sequence[str],
    given: Options,
    chosen: ChosenFiles,
    choice: RuleChoice,
    only: Sequence[str],
    baseline: str | None,
) -> Request:
    """Return what the command line asks for, for the merge."""
    from workflowkit.run.part_file import Request

    return Request(
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
    """Lint the files of *shard* and save the results. Raises UsageError and UnreadableFile."""
    from workflowkit.run.part_file import write_part
    from workflowkit.run.shards import Shard, run_shard

    header, outcomes = run_shard(
        Shard(shard.number, shard.total), group.projects, request, part_formats(style)
    )
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
