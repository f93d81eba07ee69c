"""The names that a workflow uses for anything but steps, so that a citation of one of them is not read as a step."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.data_flow.context import Context
from workflowkit.format.reader import Workflow
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.text.json_values import as_fields, as_items, as_text


def context_of(files: SourceFiles, path: str, workflow: Workflow) -> Context:
    """Return the context keys of the *workflow* at *path*."""
    return Context(workflow, files.compiled(path).steps, files.spec.engine.given_context_keys)


def names_of_keys(context: Context) -> frozenset[str]:
    """Return the keys that the workflow of *context* sets or reads."""
    reads = (*context.condition_reads, *context.token_reads, *context.injected_reads)
    return frozenset([*context.captures_by_key, *(read.key for read in reads)])


def other_names(files: SourceFiles, path: str, workflow: Workflow) -> frozenset[str]:
    """Return every name that the *workflow* at *path* has or may know, but those of its steps."""
    known = set(names_of_keys(context_of(files, path, workflow)))
    known.update(_declared(workflow))
    known.update(files.spec.refs, files.spec.features, files.spec.engine.contracts)
    for document in files.workflows:
        own = as_text(as_fields(document.value).get("id"))
        known.update((own, own.rpartition(".")[2], own.rpartition(".")[2].removeprefix("routine-")))
    for routine in files.compile.routines.by_id:
        bare = routine.rpartition(".")[2]
        known.update((routine, bare, bare.removeprefix("routine-")))
    return frozenset(known - {""})


def _declared(workflow: Workflow) -> Iterator[str]:
    """Yield the names that a workflow declares: assessments with dimensions and levels, slots, references, features, functions, fragments."""
    for _, assessment in workflow.records("assessments"):
        yield as_text(assessment.get("id"))
        for dimension in map(as_fields, as_items(assessment.get("dimensions"))):
            yield as_text(dimension.get("id"))
            yield from map(as_text, as_items(dimension.get("levels")))
    for section, key in (("extensionPoints", "slotId"), ("references", "id")):
        yield from (as_text(entry.get(key)) for _, entry in workflow.records(section))
    yield from workflow.features
    for value in (workflow.value, *(step.value for step in workflow.all_steps)):
        for function in map(as_fields, as_items(value.get("functionDefinitions"))):
            yield as_text(function.get("name"))
    for step in workflow.all_steps:
        yield from (as_text(fragment.get("id")) for _, fragment in step.fragments)
        yield from step.outputs
        yield from step.arguments
