"""Options and arguments that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class ExistingPath(click.Path):
    """A path of a file or folder that is there; stays as the user wrote it."""

    def convert(self, value: Any, param: object, ctx: object) -> str:  # noqa: ARG002 - as click calls it
        """Return *value*. Raises UsageError with the name that was probably meant."""
        if not os.path.exists(value) and not (self.allow_dash and value == "-"):
            from workflowkit.loading import no_such_path

            raise no_such_path(str(value))
        return str(value)


def paths(command: Command) -> Command:
    """`PATHS...`: files and folders, none or many."""
    return click.argument("paths", nargs=-1, type=ExistingPath())(command)


def project(command: Command) -> Command:
    """`--spec`, `--routines`, `--bindings` and `--engine`: what workflows are compiled with."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(_PROJECT), command)


_PROJECT: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--spec",
        type=ExistingPath(),
        metavar="DIR",
        help="Texts, contracts and tags to use instead of the bundled ones.",
    ),
    click.option(
        "--routines",
        type=ExistingPath(),
        multiple=True,
        metavar="DIR",
        help="Where routines are, instead of the bundled ones; may be given several times.",
    ),
    click.option(
        "--bindings",
        type=ExistingPath(),
        metavar="FILE",
        help="Routines that a project puts into extension points.",
    ),
    click.option("--engine", metavar="VERSION", help="Engine version to follow."),
)


def output_format(*names: str) -> Callable[[Command], Command]:
    """`--format`: one of *names*, the first unless another is chosen; passed on as `format_name`."""
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How to print.",
    )


def terminal(command: Command) -> Command:
    """`--color` and `-q`, passed on as `color` and `quiet`; `terminal.style_for` understands them."""
    command = click.option("-q", "--quiet", is_flag=True, help="Print findings only.")(command)
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="When to print in color.",
    )(command)
