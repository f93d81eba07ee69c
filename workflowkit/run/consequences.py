"""What follows from a finding in another file of the run: one mistake is reported once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from workflowkit.diagnostics import Severity

if TYPE_CHECKING:
    from workflowkit.lint.subjects.subject import FileSubject
    from workflowkit.text.routes import Route
    from workflowkit.triggers.trigger_file import TriggerFile

_UNSERVED = "unknown-trigger-workflow"


class ShownAt(Protocol):
    """A finding that is shown, rendered or not."""

    @property
    def path(self) -> str:
        """The file."""

    @property
    def route(self) -> Route:
        """The place in it."""

    @property
    def name(self) -> str:
        """Name of the rule."""

    @property
    def severity(self) -> str:
        """Its severity."""


Found = TypeVar("Found", bound=ShownAt)


def without_consequences(
    find_subject: Callable[[], FileSubject | None],
    shown: tuple[Found, ...],
    find: Callable[[str], Iterable[ShownAt]],
) -> tuple[Found, ...]:
    """Return the findings *shown* in one file, which *find_subject* returns, without those that follow from what *find* returns for others."""
    subject = find_subject() if any(each.name == _UNSERVED for each in shown) else None
    if subject is None:
        return shown
    consequences = Consequences([subject])
    paths = dict.fromkeys(consequences.unserved_files)
    consequences.look_for(each for path in paths for each in find(path))
    return tuple(each for each in shown if not consequences.has(each))


class Consequences:
    """The findings of a run that follow from others: triggers whose workflow is not served because of an error that is shown."""

    def __init__(self, subjects: Sequence[FileSubject]) -> None:
        """*subjects* are the files of the run that are not workflows."""
        self._files: dict[str, TriggerFile] = {}
        self._invalid: set[str] = set()
        if subjects:
            from workflowkit.lint.subjects.trigger_file import TriggerSubject

            self._files = {
                subject.document.path: subject.file
                for subject in subjects
                if isinstance(subject, TriggerSubject)
            }

    @property
    def unserved_files(self) -> tuple[str, ...]:
        """The files of workflows that triggers name, and that are not served."""
        return tuple(
            path for file in self._files.values() for path in file.daemon.unserved.values()
        )

    def look_for(self, shown: Iterable[ShownAt]) -> bool:
        """Take the findings of the run, all that are *shown*; return whether some may follow from others."""
        if not self._files:
            return False
        is_unserved = False
        for found in shown:
            is_unserved = is_unserved or found.name == _UNSERVED
            if found.severity == Severity.ERROR:
                self._invalid.add(found.path)
        return is_unserved

    def without(self, shown: tuple[Found, ...]) -> tuple[Found, ...]:
        """Return the findings of the run, all that are *shown*, without those that follow from others."""
        is_possible = self.look_for(shown)
        return tuple(each for each in shown if not self.has(each)) if is_possible else shown

    def has(self, found: ShownAt) -> bool:
        """Return whether *found* follows from another finding."""
        if found.name != _UNSERVED:
            return False
        file = self._files[found.path]
        trigger = file.triggers[int(found.route[1])]
        return file.daemon.unserved.get(trigger.text("workflowId"), "") in self._invalid
