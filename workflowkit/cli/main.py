"""The program `wfk`: command lookup, and exceptions as exit codes.

Each command is a module of its name, imported when it is called.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from workflowkit.cli.overview import SUMMARIES, SUMMARY, overview

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _Commands(click.Group):
    """The commands by name; only the called one is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        if cmd_name not in SUMMARIES:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(_module(name)), name)
        command.short_help = SUMMARIES[cmd_name]
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        known = self.list_commands(ctx)
        if name in known or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from workflowkit.cli.failures import no_such_command

        raise no_such_command(name, known)

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002 - as click calls it
        return overview()

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        completions = [CompletionItem(name, help=SUMMARIES[name]) for name in names]
        # The completions of the base class would import every command.
        return completions + click.Command.shell_complete(self, ctx, incomplete)


def _module(name: str) -> str:
    return f"workflowkit.cli.commands.{name}"


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from workflowkit.version import VERSION

        click.echo(f"wfk {VERSION}")
        ctx.exit()


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=SUMMARY,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and exit.",
)
def wfk() -> None:
    """Find the command and run it."""


def run(arguments: Sequence[str]) -> int:
    """Run `wfk` with *arguments*; return the exit code."""
    # Commands are short-lived, and imports alone would trigger many collections.
    gc.set_threshold(100_000, 50, 50)
    # Plugin discovery of pydantic reads the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    for stream in (sys.stdout, sys.stderr):
        # The encoding of the terminal may lack characters of a path or a message.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        result: Any = wfk.main(args=list(arguments), prog_name="wfk", standalone_mode=False)
        if sys.stdout:
            sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:  # Nothing else catches everything.
        from workflowkit.cli.failures import report

        return report(error)
    return result if isinstance(result, int) else 0


def leave(exit_code: int) -> NoReturn:
    """Exit with *exit_code*."""
    for stream in (sys.stdout, sys.stderr):
        # A stream may be closed or broken, which is reported already.
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    # Tearing down the interpreter takes as long as many commands; the system frees everything at once.
    os._exit(exit_code)
