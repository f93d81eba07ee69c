"""The reports on many workflows, and what they compile to, made by several processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from workflowkit.lint.selection import Selection
from workflowkit.run.analyze import FileReport, analyze, facts_alone, workflow_subject
from workflowkit.run.context import RunContext
from workflowkit.run.focus import Focus
from workflowkit.run.pool import map_in_pool, workers_for
from workflowkit.text.document import Document

T = TypeVar("T")

FileInContext = tuple[Document, RunContext]
"""A workflow, and the context in which it is analyzed."""


def reports_on(
    files: Sequence[FileInContext],
    selection: Selection,
    focus: Focus,
    jobs: int | None,
    progress: Callable[[int, int], None] | None = None,
) -> Sequence[FileReport]:
    """Return the diagnostics and facts of each of *files*, made by *jobs* processes; files that are not in *focus* have facts alone."""
    chosen = [index for index, file in enumerate(files) if focus.has(file[0].path)]
    n_workers = workers_for(len(chosen), jobs)
    if n_workers > 1:
        selection.prepare()
    made = map_in_pool(
        lambda index: analyze(workflow_subject(*files[index]), files[index][1], selection),
        chosen,
        n_workers,
        effort=lambda index: files[index][0].size,
        progress=progress,
    )
    if len(chosen) == len(files):
        return made
    by_index = dict(zip(chosen, made, strict=True))
    return [by_index.get(index) or facts_alone(*file) for index, file in enumerate(files)]


def over_documents(
    compute: Callable[[Document], T],
    documents: Sequence[Document],
    jobs: int | None,
    progress: Callable[[int, int], None] | None = None,
) -> Sequence[T]:
    """Return the results of *compute* for *documents*, in their order, made by *jobs* processes."""
    n_workers = workers_for(len(documents), jobs)
    return map_in_pool(
        compute, documents, n_workers, effort=lambda document: document.size, progress=progress
    )
