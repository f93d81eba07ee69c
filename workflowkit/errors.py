"""The exceptions of the package: errors that are not findings.

    WorkflowkitError
    ├── UsageError        exit 2: the command line or a configuration file is wrong
    ├── UnreadableFile    exit 3: a file cannot be read or written
    │   └── ChangedFile   exit 3: a file is not what it was when it was read
    ├── UnusableCluster   exit 3: a cluster cannot be reached, or did not do the work
    └── InternalError     exit 3: the tool itself failed; asks for a report

Errors in workflow files are findings, never exceptions.
"""

from __future__ import annotations

from typing import ClassVar


class WorkflowkitError(Exception):
    """Base of all exceptions; only `cli/` catches it."""

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class UsageError(WorkflowkitError):
    """Raised when the command line or a configuration file is invalid."""

    exit_code = 2


class UnreadableFile(WorkflowkitError):
    """Raised when a file or folder cannot be read or written."""


class ChangedFile(UnreadableFile):
    """Raised when a file that is to be written over has changed since it was read."""


class UnusableCluster(WorkflowkitError):
    """Raised when a cluster cannot be reached, or its workers do not return what they were asked for."""


class InternalError(WorkflowkitError):
    """Raised when an invariant of the tool itself is broken."""
