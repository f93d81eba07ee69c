"""What the reports on all files of a project depend on, besides each file: which of them a new load makes outdated."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workflowkit.compiler.preview import startability
from workflowkit.records import dataclass
from workflowkit.run import loading, spec_folder
from workflowkit.run.analyze import analysis_of
from workflowkit.run.context import RunContext
from workflowkit.run.kept_reports import KeptReport, Question
from workflowkit.run.project import Project
from workflowkit.text import disk, files
from workflowkit.text.document import Document
from workflowkit.text.json_text import MAX_BYTES
from workflowkit.text.json_values import as_fields, as_items


@dataclass(frozen=True, slots=True)
class Basis:
    """What all files of a project depend on."""

    common: tuple[object, ...]
    """Settings, spec pack, engines and bindings."""
    routines: Mapping[str, Document]
    """Routine files by path."""
    ids: frozenset[str]
    """Ids of the workflows of the run."""
    baseline: Document | None
    """The baseline file."""


def basis_of(project: Project, asked: disk.Asked, baseline: str | None) -> Basis:
    """Return the basis of *project*, whose load *asked* this. Raises as `Project.known_findings` for a *baseline* that cannot be used."""
    context = project.context
    engines = ((version, each.spec.is_beyond) for version, each in context.engines)
    given = project.options.spec or project.config.spec
    folders = [str(folder) for folder in (spec_folder.bundled("spec"), given) if folder]
    packs = {
        question: answer
        for question, answer in asked.answers.items()
        if any(files.is_below(question[1], folder) for folder in folders)
    }
    common = (
        project.config,
        project.options,
        context.lint,
        context.only,
        (context.spec.engine.version, context.spec.is_beyond, *engines),
        context.compile.bindings,
        context.checks_bindings,
        packs,
    )
    known = project.known_findings(baseline)
    ids = frozenset(context.own_ids)
    return Basis(common, context.routine_files, ids, known.document if known else None)


def is_outdated(before: Basis | None, after: Basis) -> Callable[[KeptReport], bool]:
    """Return the test whether a report that was made on the basis *before* does not hold on *after*."""
    if before is None or before.common != after.common:
        return lambda _: True
    answers: dict[Question, object] = {}

    def answer(question: Question) -> object:
        if question not in answers:
            answers[question] = disk.QUESTIONS[question[0]](question[1])
        return answers[question]

    names = _changed_names(before, after)
    return lambda kept: (
        (bool(names) and _may_depend(kept, names))
        or any(answer(question) != known for question, known in kept.asked.items())
    )


def _changed_names(before: Basis, after: Basis) -> frozenset[str]:
    """Return the last parts of the ids of routines and workflows that are new, gone or changed."""
    changed = before.ids ^ after.ids
    for path in before.routines.keys() | after.routines.keys():
        old, new = before.routines.get(path), after.routines.get(path)
        if old is not new:
            changed |= {loading.workflow_id(each) for each in (old, new) if each}
    last = (name.rpartition(".")[2].removeprefix("routine-") for name in changed if name)
    return frozenset(last)


def _may_depend(kept: KeptReport, names: frozenset[str]) -> bool:
    """Return whether the file of *kept* may depend on something whose id ends in one of *names*.

    A finding can list or suggest any id. A slot can be bound to any routine.
    """
    text = kept.document.text
    is_open = "\\u" in text or '"extensionPoints"' in text or "wr.bindings" in text
    return is_open or bool(kept.report.diagnostics) or any(name in text for name in names)


def served_traits(document: Document, context: RunContext) -> tuple[object, ...]:
    """Return what triggers and bindings depend on of the workflow *document*: whether it is served, and its names."""
    analysis = analysis_of(document, context)
    value = document.value
    if analysis is None or not isinstance(value, dict):
        return (document.broken is None,)
    compilation = analysis.compilation
    return (
        value.get("id"),
        as_fields(value).get("metricsProfile"),
        [point.get("slotId") for _, point in analysis.workflow.records("extensionPoints")],
        document.size > MAX_BYTES,
        [error.message for error in compilation.errors],
        (compilation.outcome, compilation.hash is None),
        startability(value, compilation.steps),
        [isinstance(step, dict) for step in as_items(value.get("steps"))],
    )
