"""`wfk watch` as a program: what it prints in a pipe and on a terminal, after saves of several kinds, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD
from workflowkit.cli.saves import require_watchfiles
from workflowkit.errors import UsageError

WFK = str(Path(sys.executable).parent / "wfk")
SECONDS = 600
BROKEN = GOOD.replace('"title"', '"titel"')


class Program:
    """A running `wfk watch`, and what it has printed on both streams."""

    def __init__(self, process: subprocess.Popen[bytes], stream: int) -> None:
        self.process = process
        self.stream = stream
        self.printed = ""

    def wait_for(self, pattern: str) -> str:
        """Return what was printed up to the *pattern*."""
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            found = re.search(pattern, self.printed)
            if found:
                text, self.printed = self.printed[: found.end()], self.printed[found.end() :]
                return text
            try:
                piece = os.read(self.stream, 1 << 16)
            except OSError:  # The terminal is closed.
                break
            self.printed += piece.decode("utf-8", "replace")
            if not piece:
                break
        raise AssertionError(f"no {pattern!r} in {self.printed!r}")

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


def interruptible() -> None:
    """Let the process end at an interrupt, which a shell that runs the tests in the background has made it ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def watching(*arguments: str, terminal: bool = False) -> Iterator[Program]:
    reading, writing = os.openpty() if terminal else os.pipe()
    process = subprocess.Popen(
        [WFK, "watch", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=writing,
        env={**os.environ, "NO_COLOR": "1", "TERM": "xterm"},
        preexec_fn=interruptible,
    )
    os.close(writing)
    try:
        yield Program(process, reading)
    finally:
        process.kill()
        process.wait()
        os.close(reading)


def by_rename(path: Path, text: str) -> None:
    other = path.with_name(f".{path.name}.tmp")
    other.write_text(text, "utf-8")
    other.replace(path)


def in_pieces(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8") as stream:
        for index in range(0, len(text), 40):
            stream.write(text[index : index + 40])
            stream.flush()


def after_removal(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text, "utf-8")


def in_a_burst(path: Path, text: str) -> None:
    for number in range(20):
        path.write_text(BROKEN.replace("release", f"release-{number}"), "utf-8")
    path.write_text(text, "utf-8")


SAVES: list[Callable[[Path, str], object]] = [
    by_rename,
    in_pieces,
    after_removal,
    in_a_burst,
]


def without_time(text: str) -> str:
    return re.sub(r", [\d.]+ m?s\n", "\n", text)


CLEAN = r"1 file, no findings, .*\n"
ONE = r"1 error in 1 of 1 file.*\n"


def test_saves_of_every_kind_are_followed_and_shown_as_lint_shows_them(good: Path) -> None:
    with watching() as program:
        program.wait_for(CLEAN)
        for save in SAVES:
            save(good, BROKEN)
            shown = program.wait_for(r"unknown key 'titel'[\s\S]*" + ONE)
            if save is by_rename:
                ran = subprocess.run(
                    [WFK, "lint"], capture_output=True, check=False, encoding="utf-8"
                )
                assert without_time(shown).endswith(without_time(ran.stdout))
            save(good, GOOD)
            program.wait_for(CLEAN)
        assert program.interrupt() == 130


def test_the_screen_of_a_terminal_is_cleared(good: Path) -> None:
    with watching(terminal=True) as program:
        shown = program.wait_for("press Ctrl-C to stop")
        assert shown.startswith("\x1b[2J\x1b[1;1H")
        assert "no findings" in shown
        program.wait_for("\n")
        good.write_text(BROKEN, "utf-8")
        assert program.wait_for("press Ctrl-C to stop").lstrip().startswith("\x1b[2J\x1b[1;1H")
        assert program.interrupt() == 130


def test_a_command_runs_after_each_check(good: Path) -> None:
    with watching("--exec", "echo code=$WFK_EXIT_CODE; exit 3") as program:
        program.wait_for(CLEAN + r"code=0\nnote: exit code 3: ")
        good.write_text(BROKEN, "utf-8")
        program.wait_for(ONE + r"code=1\n")


def test_a_report_in_the_project_starts_no_other_check(good: Path) -> None:
    with watching("--output", "json=workflows/report.json") as program:
        program.wait_for(CLEAN)
        good.write_text(BROKEN, "utf-8")
        program.wait_for(ONE)
        time.sleep(1)
        good.write_text(GOOD, "utf-8")
        assert program.wait_for(CLEAN).count("no findings") == 1


def test_mistakes_of_the_configuration_are_shown_and_repaired(good: Path) -> None:
    settings = Path("wfk.toml").read_text("utf-8")
    with watching() as program:
        program.wait_for(CLEAN)
        Path("wfk.toml").write_text("[lint\n", "utf-8")
        program.wait_for(r"wfk\.toml:1")
        Path("wfk.toml").write_text(settings.replace("core", "style"), "utf-8")
        program.wait_for(r"missing-about[\s\S]*\d infos in 1 of 1 file.*\n")


def test_folders_come_and_go(good: Path) -> None:
    with watching(".") as program:
        program.wait_for(CLEAN)
        good.unlink()
        good.parent.rmdir()
        program.wait_for("no file found in .")
        good.parent.mkdir()
        good.write_text(GOOD, "utf-8")
        program.wait_for(CLEAN)


def test_it_begins_like_lint(good: Path) -> None:
    for arguments, code in ((("nowhere",), 2), (("--select", "nothing-like-it"), 2)):
        ran = subprocess.run([WFK, "watch", *arguments], capture_output=True, check=False)
        assert (ran.returncode, ran.stdout) == (code, b"")


def test_the_extra_is_named_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with pytest.raises(UsageError) as raised:
        require_watchfiles()
    assert "workflowkit[watch]" in raised.value.help
