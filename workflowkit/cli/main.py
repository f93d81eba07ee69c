"""The entry point `wfk`: command lookup, and exceptions as exit codes.

Each command is a module of its name, imported when it is called.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "Check": {
        "lint": "Lint the files of a project, and fix them.",
        "compat": "Report which versions of the engine run a workflow.",
        "check": "Check which workflows a host would serve, and which not.",
        "test": "Run scenarios: answers, and what a run has to be like.",
        "scenarios": "Write scenarios that cover a workflow.",
        "budget": "Count the tokens of steps and paths.",
        "stale": "List workflows whose review is out of date, and why.",
        "diff": "Show what changed in meaning between two versions.",
        "breaking": "Report what a change breaks, and accept it.",
    },
    "Build": {
        "compile": "Compile workflows to what an engine runs.",
        "hash": "Print the hashes of compiled workflows.",
        "fmt": "Format workflow files.",
        "stamp": "Record what a workflow was reviewed with.",
    },
    "Understand": {
        "list": "List workflows and routines.",
        "show": "Show a workflow, step by step.",
        "graph": "Draw the graph of a workflow.",
        "preview": "Show what the agent reads at a step.",
        "simulate": "Run a workflow without a model, or list its paths.",
        "explain": "Explain a rule, with examples.",
        "rules": "List the rules.",
        "schema": "Print the JSON Schema of a format.",
    },
    "Triggers and sessions": {
        "triggers": "Validate, explain and dry-run triggers.",
        "sessions": "Read the event logs of sessions.",
    },
    "Set up": {
        "init": "Write configuration, hook, CI job and editor settings.",
        "new": "Write the start of a workflow or routine.",
        "completion": "Print the script that completes commands in a shell.",
    },
}
"""Section of the help to its commands, each with its summary."""

_SUMMARIES: Final = {name: line for lines in SECTIONS.values() for name, line in lines.items()}


class _Commands(click.Group):
    """The commands by name; only the called one is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return [name for name in _SUMMARIES if find_spec(_module(name))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        if cmd_name not in _SUMMARIES or not find_spec(_module(cmd_name)):
            return None
        command: click.Command = getattr(import_module(_module(cmd_name)), cmd_name)
        command.short_help = _SUMMARIES[cmd_name]
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        known = self.list_commands(ctx)
        width = max(len(name) for name in known)
        for section, lines in SECTIONS.items():
            rows = [(name.ljust(width), line) for name, line in lines.items() if name in known]
            if rows:
                with formatter.section(section):
                    formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        completions = [CompletionItem(name, help=_SUMMARIES[name]) for name in names]
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
    epilog="`wfk COMMAND --help` lists the options of a command and shows examples.",
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
    """Write, check and compile workflows for AI agents."""


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


def main() -> NoReturn:
    """Run the program `wfk` and exit."""
    exit_code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        # A stream may be closed or broken, which is reported already.
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    # Tearing down the interpreter takes as long as many commands; the system frees everything at once.
    os._exit(exit_code)
