"""The help of every command has the style of docs/style.md#command-help."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from workflowkit.cli.main import wfk

MAXIMUM = 72


def commands(group: click.Group, name: str = "wfk") -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does work, with its full name."""
    context = click.Context(group)
    for part in group.list_commands(context):
        command = group.get_command(context, part)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {part}")
        else:
            yield f"{name} {part}", command


COMMANDS = dict(commands(wfk))


def helps(command: click.Command) -> Iterator[tuple[str, str]]:
    """Yield the name and the help of each option."""
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield parameter.opts[-1], parameter.help or ""


@pytest.mark.parametrize("name", COMMANDS)
def test_options_have_a_short_sentence(name: str) -> None:
    wrong = {
        option: text
        for option, text in helps(COMMANDS[name])
        if not re.fullmatch(rf"[A-Z].{{,{MAXIMUM - 2}}}\.(  \[default: [^\]]+\])?", text)
    }
    assert wrong == {}


@pytest.mark.parametrize("name", COMMANDS)
def test_exit_codes_and_examples_are_listed(name: str) -> None:
    command = COMMANDS[name]
    text = f"{command.help}\n{command.epilog}"
    assert re.search(r"Exit codes: 0 ", text)
    assert re.search(rf"^ *(eval \"\$\()?{name}\b", text, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_options_of_the_examples_exist(name: str) -> None:
    command = COMMANDS[name]
    text = f"{command.help}\n{command.epilog}"
    known = {
        option
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    } | {"-"}
    lines = [line for line in text.splitlines() if line.strip().startswith(f"{name} ")]
    used = {
        option
        for line in lines
        for option in re.findall(r"(?<= )--?[a-z-]*", re.split(r" {2,}", line.strip())[0])
    }
    assert used - known == set()


def test_there_are_commands_in_groups() -> None:
    assert {"wfk lint", "wfk triggers validate", "wfk sessions metrics"} <= set(COMMANDS)
