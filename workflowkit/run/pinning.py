"""A workflow file as the engine would run it."""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.analysis.analysis import Analysis
from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow, pin_workflow
from workflowkit.run import discovery
from workflowkit.run.analyze import analysis_of
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.text.document import Document


@dataclass(frozen=True)
class RunnableFile:
    """One workflow file, and what the engine runs of it."""

    project: Project
    document: Document
    analysis: Analysis | None
    """None for a file that is not JSON."""
    pinned: PinnedWorkflow | None
    """None when the engine refuses the file."""


def load_runnable(path: str, options: Options) -> RunnableFile:
    """Read the workflow at *path* with the configuration of its project.

    Raises UsageError when *path* is no file, and as `Project.load_workflows`.
    """
    project = Project.load_workflows([path], options)
    if len(project.documents) != 1 or project.documents[0].path != discovery.path_texts([path])[0]:
        raise UsageError(f"{path}: not a file", help="name one workflow file")
    return runnable(project, project.documents[0])


def runnable(project: Project, document: Document) -> RunnableFile:
    """Return the *document* of *project*, ready to be run if the engine accepts it."""
    analysis = analysis_of(document, project.context)
    pinned = None
    if analysis is not None:
        pinned = pin_workflow(analysis.compilation, analysis.compile_context, analysis.spec)
    return RunnableFile(project, document, analysis, pinned)


def runnable_files(project: Project) -> Mapping[str, RunnableFile]:
    """Return every document of *project* by its path."""
    return {document.path: runnable(project, document) for document in project.documents}
