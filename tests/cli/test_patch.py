"""How patches are printed."""

from __future__ import annotations

import pytest

from workflowkit.cli.patch import show_patch
from workflowkit.report.style import Style

PATCH = "+one\x9b2J\n-two\n three\n"


def test_a_program_gets_every_byte(capsys: pytest.CaptureFixture[str]) -> None:
    show_patch(PATCH, Style())
    assert capsys.readouterr().out == PATCH


def test_colors_come_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    show_patch(PATCH, Style(color=True))
    printed = capsys.readouterr().out
    assert "\x9b" not in printed
    assert "\x1b[31m-two\x1b[0m\n three\n" in printed


def test_a_terminal_without_colors_gets_no_control_characters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    show_patch(PATCH, Style())
    printed = capsys.readouterr().out
    assert not {"\x9b", "\x1b"} & set(printed)
