"""Options and arguments that several commands share."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import reduce, wraps
from typing import Any, TypeVar

import click

from workflowkit.cli import completing
from workflowkit.config.settings import PROFILES, Profile, RuleChoice
from workflowkit.diagnostics import Severity
from workflowkit.errors import UsageError
from workflowkit.text import disk

Command = TypeVar("Command", bound=Callable[..., Any])


class ExistingPath(click.Path):
    """A path of an existing file or folder, kept as the user wrote it."""

    def convert(self, value: Any, param: object, ctx: object) -> str:  # noqa: ARG002 - as click calls it
        """Return *value*. Raises UsageError, with the most similar name, for a path that does not exist."""
        if not (self.allow_dash and value == "-") and not disk.may_exist(value):
            from workflowkit.run.loading import no_such_path

            raise no_such_path(str(value))
        return str(value)


def day(
    context: click.Context,  # noqa: ARG001 - as click calls it
    parameter: click.Parameter,
    value: str | None,
) -> datetime.date | None:
    """Return the day that the *value* of an option means. Raises UsageError for what is none."""
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise UsageError(
            f"{parameter.opts[0]}: '{value}' is no day", help="write it like 2027-01-31"
        ) from None


def filled(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001 - as click calls it
    """Return the *value* of an option. Raises UsageError for a blank one."""
    if value is not None and not value.strip():
        raise UsageError(f"{parameter.opts[0]} is blank", help="give a value, or omit the option")
    return value


def paths(command: Command) -> Command:
    """Add `PATHS...`: any number of files and folders."""
    return click.argument("paths", nargs=-1, type=ExistingPath())(command)


def project(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--spec`, `--routines`, `--bindings` and `--engine`, the inputs of compilation; passed on as `given`, an `Options`."""

    @wraps(command)
    def with_options(
        *args: Any,
        spec: str | None,
        routines: tuple[str, ...],
        bindings: str | None,
        engine: str | None,
        **others: Any,
    ) -> Any:
        from workflowkit.run.options import Options

        given = Options(spec=spec, routines=routines, bindings=bindings, engine=engine)
        return command(*args, given=given, **others)

    return reduce(lambda wrapped, option: option(wrapped), reversed(_PROJECT), with_options)


def rule_choice(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--profile`, `--select`, `--extend-select`, `--ignore` and `--only`, which select rules.

    Passed on as `choice`, a `RuleChoice`, and `only`, selectors of the rules that are to run alone.
    """

    @wraps(command)
    def with_choice(
        *args: Any,
        profile: Profile | None,
        select: tuple[str, ...],
        extend_select: tuple[str, ...],
        ignore: tuple[str, ...],
        only: tuple[str, ...],
        **others: Any,
    ) -> Any:
        chosen, added = listed("--select", select), listed("--extend-select", extend_select)
        ignored, alone = listed("--ignore", ignore), listed("--only", only)
        choice = RuleChoice(profile=profile, select=(*chosen, *added), ignore=ignored)
        from workflowkit.lint.rules import ALL
        from workflowkit.lint.selection import check_selectors

        check_selectors((*choice.select, *choice.ignore, *alone), ALL)
        if chosen and profile is None and not alone:
            # Without a profile there is no set to add the rules to.
            alone = choice.select
        return command(*args, choice=choice, only=alone, **others)

    return reduce(lambda wrapped, option: option(wrapped), reversed(_CHOICE), with_choice)


def listed(option: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the selectors of a repeatable, comma-separated *option*. Raises UsageError for a value without any."""
    found: list[str] = []
    for value in values:
        selectors = [selector.strip() for selector in value.split(",") if selector.strip()]
        if not selectors:
            raise UsageError(f"{option} names no rule", help="list the rules with wfk rules")
        found += selectors
    return tuple(found)


_CHOICE: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--profile", type=click.Choice(PROFILES), help="Set of rules.  [default: catalog]"
    ),
    click.option(
        "--select",
        multiple=True,
        shell_complete=completing.rules,
        metavar="RULES",
        help="Rules to run, by name, code or prefix of a code; added to --profile.",
    ),
    click.option(
        "--extend-select",
        multiple=True,
        shell_complete=completing.rules,
        metavar="RULES",
        help="Rules to run in addition.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        shell_complete=completing.rules,
        metavar="RULES",
        help="Rules to skip.",
    ),
    click.option(
        "--only",
        multiple=True,
        shell_complete=completing.rules,
        metavar="RULES",
        help="The only rules to run and, with --fix, to fix.",
    ),
)


_PROJECT: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--spec",
        type=ExistingPath(),
        metavar="DIR",
        help="Spec pack that extends and overrides the bundled one.",
    ),
    click.option(
        "--routines",
        type=ExistingPath(),
        multiple=True,
        metavar="DIR",
        help="Routines that extend and override the bundled ones; repeatable.",
    ),
    click.option(
        "--bindings",
        type=ExistingPath(),
        metavar="FILE",
        help="Bindings of extension points to routines.",
    ),
    click.option(
        "--engine",
        callback=filled,
        shell_complete=completing.engines,
        metavar="VERSION",
        help="Engine version or range: 3.68, latest, project, or >=3.68,<3.110.  [default: the configured one, or 3.68.0]",
    ),
)


def fixes(command: Command) -> Command:
    """Add `--fix`, `--unsafe-fixes`, `--diff` and `--fingerprint`, passed on as `fix`, `unsafe_fixes`, `diff` and `fingerprints`."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(_FIXES), command)


_FIXES: Sequence[Callable[[Any], Any]] = (
    click.option("--fix", is_flag=True, help="Apply safe fixes."),
    click.option(
        "--unsafe-fixes",
        is_flag=True,
        help="Print the changes of all fixes as a patch; with --fix, apply them.",
    ),
    click.option(
        "--diff", is_flag=True, help="Print the changes of safe fixes as a patch; write nothing."
    ),
    click.option(
        "--fingerprint",
        "fingerprints",
        multiple=True,
        metavar="HEX",
        help="The only finding to fix, by its fingerprint in JSON; repeatable.",
    ),
)


def known_findings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--baseline` and `--no-baseline`, passed on as `baseline`: a path, empty for none, or None for the default."""

    @wraps(command)
    def with_baseline(*args: Any, baseline: str | None, no_baseline: bool, **others: Any) -> Any:
        if baseline is not None and no_baseline:
            raise UsageError("--baseline and --no-baseline exclude each other")
        return command(*args, baseline="" if no_baseline else baseline, **others)

    return reduce(lambda wrapped, option: option(wrapped), reversed(_KNOWN), with_baseline)


_KNOWN: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--baseline",
        callback=filled,
        metavar="FILE",
        help="Known findings to hide.  [default: the configured file, or wfk-baseline.json]",
    ),
    click.option("--no-baseline", is_flag=True, help="Show known findings, too."),
)


def fail_on(default: Severity) -> Callable[[Command], Command]:
    """Add `--fail-on`, the threshold of the exit code."""
    return click.option(
        "--fail-on",
        type=click.Choice([severity.value for severity in Severity]),
        default=default.value,
        show_default=True,
        help="Lowest severity that makes the exit code 1.",
    )


def output_format(*names: str) -> Callable[[Command], Command]:
    """Add `--format`, one of *names*, the first by default; passed on as `format_name`."""
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="Output format.",
    )


def jobs(command: Command) -> Command:
    """Add `-j`, the number of processes, passed on as `jobs`."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="Number of processes.  [default: by the number of files and CPUs]",
    )(command)


def cache(command: Command) -> Command:
    """Add `--cache`, `--no-cache` and `--cache-dir`. The entry point uses them; commands need not know them."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(_CACHE), command)


_CACHE: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--cache",
        type=click.Choice(["content", "stat"]),
        expose_value=False,
        help="How unchanged files are recognized: by content, or by size and times.  [default: content]",
    ),
    click.option(
        "--no-cache", is_flag=True, expose_value=False, help="Neither use nor keep earlier results."
    ),
    click.option(
        "--cache-dir",
        metavar="DIR",
        expose_value=False,
        help="Folder of earlier results.  [default: .wfk_cache beside the configuration]",
    ),
)


def terminal(command: Command) -> Command:
    """Add `--color` and `-q`, passed on as `color` and `quiet` for `terminal.style_for`."""
    return color(click.option("-q", "--quiet", is_flag=True, help="Print findings only.")(command))


def verbose(command: Command) -> Command:
    """Add `-v`, passed on as `verbose`."""
    return click.option("-v", "--verbose", is_flag=True, help="List what is read, and why.")(
        command
    )


def color(command: Command) -> Command:
    """Add `--color`, passed on as `color` for `terminal.style_for`."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="When to print in color.",
    )(command)
