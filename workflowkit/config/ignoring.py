"""The .gitignore files that apply to a folder, outermost first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from workflowkit.records import dataclass

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FILE_NAME: Final = ".gitignore"


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """What is ignored below one folder."""

    layers: tuple[tuple[str, GitIgnoreSpec], ...] = ()
    """The folder of each .gitignore, absolute with forward slashes, and its patterns."""

    def with_file(self, folder: str, text: str) -> IgnoreRules:
        """Return the same rules, with those of *text*, the .gitignore of *folder*, on top."""
        lines = text.splitlines()
        if not any(line.strip() and not line.startswith("#") for line in lines):
            return self
        from pathspec import GitIgnoreSpec  # Not needed where nothing is ignored.

        return replace(self, layers=(*self.layers, (folder, GitIgnoreSpec.from_lines(lines))))

    def ignores(self, path: str, *, is_folder: bool = False) -> bool:
        """Return whether *path*, absolute with forward slashes, is ignored; the innermost file with a matching pattern decides."""
        for folder, spec in reversed(self.layers):
            name = path[len(folder.rstrip("/")) + 1 :] + ("/" if is_folder else "")
            verdict = spec.check_file(name).include
            if verdict is not None:
                return verdict
        return False

    def ignores_any(self, folders: Iterable[str]) -> bool:
        """Return whether one of *folders* is ignored."""
        return any(self.ignores(folder, is_folder=True) for folder in folders)


NOTHING_IGNORED: Final = IgnoreRules()
