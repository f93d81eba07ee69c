"""Rewriting of files that a command has read: never over a concurrent change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from pathlib import Path

from workflowkit.cli.terminal import print_line
from workflowkit.errors import UnreadableFile
from workflowkit.records import dataclass
from workflowkit.text import files, json_text

FAILED = 3
"""Exit code when a file could not be written."""


@dataclass(slots=True)
class Rewriter:
    """Writes the changed files of one run; reports a file that cannot be written, and continues."""

    failed: list[str] = field(default_factory=list)
    """Paths of the files that were not written."""

    @classmethod
    def beside(cls, paths: Iterable[str]) -> Rewriter:
        """Return a rewriter for files among *paths*; removes the temporary files of killed runs in their folders."""
        for folder in {Path(path).parent for path in paths}:
            files.remove_abandoned(folder)
        return cls()

    def write(self, path: str, before: str, after: str) -> bool:
        """Replace the text *before* of the file at *path* by *after*; return False when the file could not be written or has changed since it was read.

        A file that holds *after* already was written through another of its names.
        """
        files.remove_abandoned_beside(Path(path))
        try:
            if not files.holds(Path(path), json_text.encode(after)):
                files.replace(Path(path), json_text.encode(before), json_text.encode(after))
        except UnreadableFile as error:
            self.failed.append(path)
            print_line(f"not written: {error.message}", err=True)
            return False
        return True

    def exit_code(self, otherwise: int) -> int:
        """Return the exit code of the run: *otherwise*, unless a file could not be written."""
        return FAILED if self.failed else otherwise
