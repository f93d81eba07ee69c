"""The plan of a refactoring: edits for each file, new files, what was proved, and what was left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from workflowkit.records import dataclass
from workflowkit.text.edits import Edit, range_replacements, spliced
from workflowkit.text.routes import Place


@dataclass(frozen=True, slots=True)
class RefactoringNote:
    """A place that a refactoring does not change although it may belong to it, or a fact to know."""

    path: str
    """The file."""
    message: str
    place: Place = ()
    """Where in the file; the empty route for the file as a whole."""


@dataclass(frozen=True, slots=True)
class Refactoring:
    """What a refactoring changes. Nothing is written."""

    title: str
    """What it does, an instruction: `rename step 'plan' to 'draft'`."""
    edits: Mapping[str, tuple[Edit, ...]]
    """Path to the changes of its file, all of them ranges of its text, in order and apart from each other."""
    new_files: Mapping[str, str] = field(default_factory=dict)
    """Path to the text of a file that must not exist yet."""
    promises: tuple[str, ...] = ()
    """What stays and what changes for the agent; each was proved by compiling before and after."""
    notes: tuple[RefactoringNote, ...] = ()

    def text_of(self, path: str, text: str) -> str:
        """Return the new text of the file at *path*, which holds *text*."""
        return spliced(text, range_replacements(self.edits.get(path, ())))


class RefactoringError(Exception):
    """Raised when a refactoring cannot be done, with the reason and its place."""

    def __init__(self, message: str, path: str = "", place: Place = (), help: str = "") -> None:
        super().__init__(message)
        self.message = message
        """The reason, a fact."""
        self.path = path
        """The file of the place; empty for none."""
        self.place = place
        self.help = help
        """An instruction; may be empty."""


class RefusedNameError(RefactoringError):
    """Raised for a name that is unknown, taken or not allowed."""


Change = tuple[str, Edit]
"""The path of a file, and a change of a range of its text."""


def by_file(changes: Iterable[Change]) -> dict[str, tuple[Edit, ...]]:
    """Group *changes* by file, in the order of the text and each once. Raises RefactoringError for two that meet."""
    found: dict[str, set[Edit]] = {}
    for path, edit in changes:
        found.setdefault(path, set()).add(edit)
    grouped: dict[str, tuple[Edit, ...]] = {}
    for path, edits in sorted(found.items()):
        pairs = sorted((range_replacements([edit])[0], edit.route, edit) for edit in edits)
        last = -1
        for change, _, edit in pairs:
            if change.start < last:
                raise RefactoringError("two changes of one text meet", path, edit.place)
            last = change.end
        grouped[path] = tuple(edit for _, _, edit in pairs)
    return grouped
