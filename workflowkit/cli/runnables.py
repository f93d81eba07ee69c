"""Workflow files of commands that run them: a file that the engine refuses is reported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from workflowkit.cli.terminal import print_line, show, style_for

if TYPE_CHECKING:
    from workflowkit.rendering.pinned import PinnedWorkflow
    from workflowkit.run.pinning import RunnableFile
    from workflowkit.text.document import Document


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
