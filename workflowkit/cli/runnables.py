"""Workflow files of commands that run them: a file that the engine refuses is reported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from workflowkit.cli import stdin
from workflowkit.cli.terminal import print_line, show, style_for
from workflowkit.errors import UsageError
from workflowkit.run import pinning
from workflowkit.run.loading import Options
from workflowkit.run.pinning import RunnableFile
from workflowkit.run.project import Project

if TYPE_CHECKING:
    from workflowkit.rendering.pinned import PinnedWorkflow
    from workflowkit.text.document import Document


def load_runnable(path: str, name: str | None, given: Options) -> RunnableFile:
    """Read the workflow at *path*, or standard input called *name* when it is `-`. Raises UsageError and UnreadableFile."""
    if not stdin.is_given((path,), name):
        return pinning.load_runnable(path, given)
    project = project_of_stdin(name, given)
    return pinning.runnable(project, project.documents[0])


def project_of_stdin(name: str | None, given: Options) -> Project:
    """Return the project of the workflow on standard input. Raises UsageError when it has none."""
    project = Project.of_content(stdin.read(), name or stdin.NAME, given)
    if not project.documents:
        raise UsageError(f"{name or stdin.NAME}: not a workflow", help="name it like a JSON file")
    return project


def pinned_or_exit(file: RunnableFile) -> PinnedWorkflow:
    """Return the workflow of *file*, with the notes of its project on standard error; when the engine refuses it, print why and exit with 1."""
    report_notes(file.project.context.notes)
    if file.pinned is not None:
        return file.pinned
    report_refused(file)
    raise click.exceptions.Exit(1)


def require_object(file: RunnableFile) -> None:
    """Do nothing when *file* is a JSON object, which a workflow is even with errors; print why not and exit with 1 otherwise."""
    if not isinstance(file.document.value, dict):
        report_refused(file)
        raise click.exceptions.Exit(1)


def report_notes(notes: Iterable[str]) -> None:
    """Print *notes*, such as which engine stands for the chosen one, on standard error."""
    for note in dict.fromkeys(notes):
        print_line(f"note: {note}", err=True)


def report_not_compared(broken: Iterable[Document]) -> None:
    """Print on standard error which documents are not JSON or could not be read, and why."""
    for document in broken:
        reason = document.broken.message if document.broken else ""
        print_line(f"{document.path}: not compared: {reason}", err=True)


def report_refused(file: RunnableFile) -> None:
    """Print on standard error why the engine refuses *file*."""
    from workflowkit.report.formats import renderer

    project = file.project.only({file.document.path})
    style = style_for("never")
    show(renderer("text")(project.engine_errors(), project.sources, style), style, err=True)
