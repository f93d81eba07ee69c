"""Errors of commands: the message on standard error, and the exit code."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Collection

import click

from workflowkit.config.toml import ConfigurationError
from workflowkit.errors import InternalError, UnreadableFile, UsageError, WorkflowkitError
from workflowkit.report.cells import printable_lines
from workflowkit.text.suggest import closest


def report(error: Exception) -> int:
    """Print *error* on standard error and return the exit code."""
    if isinstance(error, OSError) and error.filename is None:
        _give_up_output()
    if isinstance(error, BrokenPipeError):
        return 1
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return error.exit_code
    known = as_known(error)
    if isinstance(known, InternalError) and os.environ.get("WFK_DEBUG"):
        traceback.print_exception(error)
    prefix = "" if isinstance(known, ConfigurationError) else "wfk: "
    click.echo(prefix + _lines(known.message), err=True)
    if known.help:
        click.echo("     " + _lines(known.help), err=True)
    return known.exit_code


def as_known(error: Exception) -> WorkflowkitError:
    """Return the exception of this project for *error*."""
    match error:
        case WorkflowkitError():
            return error
        case click.ClickException():
            return _usage(error)
        case OSError():
            reason = (error.strerror or str(error)).lower()
            return UnreadableFile(f"{error.filename}: {reason}" if error.filename else reason)
        case _:
            return InternalError(
                f"internal error, please report it: {type(error).__name__}: {error}",
                help="set WFK_DEBUG=1 to print the traceback",
            )


def no_such_command(name: str, known: Collection[str]) -> UsageError:
    """Return the error for an unknown command."""
    guess = closest(name, known)
    help = f"did you mean '{guess}'?" if guess else "list the commands with --help"
    if os.path.exists(name) and "lint" in known:
        help = f"did you mean 'wfk lint {name}'?"
    return UsageError(f"unknown command '{name}'", help=help)


def _usage(error: click.ClickException) -> UsageError:
    """Return the error for an invalid command line: the message of click, with a help."""
    context = getattr(error, "ctx", None)
    help = f"see {context.command_path} --help" if context else ""
    # Only newer versions of click have the name of the command, or a suggestion.
    command = getattr(error, "command_name", None)
    guesses = getattr(error, "possibilities", None)
    if guesses:
        listed = " or ".join(f"'{guess}'" for guess in sorted(guesses))
        help = f"did you mean {listed}?"
    match error:
        case click.NoSuchOption():
            message = f"unknown option '{error.option_name}'"
        case click.MissingParameter(param=click.Parameter() as parameter):
            message = f"missing {parameter.param_type_name} {parameter.get_error_hint(context)}"
        case click.BadParameter(param=click.Parameter() as parameter):
            message = f"{parameter.get_error_hint(context)}: {error.message.rstrip('.')}"
        case _ if command:
            message = f"unknown command '{command}'"
        case _:
            message = error.format_message().rstrip(".")
    return UsageError(message[:1].lower() + message[1:], help=help)


def _lines(text: str) -> str:
    """Return *text*, safe to print, with continuation lines indented."""
    return "\n     ".join(printable_lines(text))


def _give_up_output() -> None:
    """Discard further output, also at exit: the pipe is closed or the disk is full."""
    with contextlib.suppress(OSError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
