"""The names that a workflow has for steps, keys, assessments and all else, so that a citation of one is not read as another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from workflowkit.analysis.data_flow.context import Context
from workflowkit.format.reader import Workflow
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.text.json_values import as_fields, as_items, as_text

Kind = Literal["step", "key", "assessment"]


def context_of(files: SourceFiles, path: str, workflow: Workflow) -> Context:
    """Return the context keys of the *workflow* at *path*."""
    engine = files.spec.engine
    return Context(
        workflow,
        files.compiled(path).steps,
        engine.given_context_keys,
        starts_with_onboarding=engine.starts_with_onboarding,
    )


def names_of_keys(context: Context) -> frozenset[str]:
    """Return the keys that the workflow of *context* sets or reads."""
    reads = (*context.condition_reads, *context.token_reads, *context.injected_reads)
    return frozenset([*context.captures_by_key, *(read.key for read in reads)])


def other_names(files: SourceFiles, path: str, workflow: Workflow, kind: Kind) -> frozenset[str]:
    """Return every name that the *workflow* at *path* has or may know for anything but a *kind*."""
    known = {*_declared(workflow), *_catalog(files)}
    if kind != "step":
        known.update(step.id for step in workflow.all_steps)
    if kind != "key":
        known.update(names_of_keys(context_of(files, path, workflow)))
        known.update(key for step in workflow.all_steps for key in step.outputs)
    if kind != "assessment":
        known.update(as_text(entry.get("id")) for _, entry in workflow.records("assessments"))
    return frozenset(known - {""})


def _catalog(files: SourceFiles) -> Iterator[str]:
    """Yield the names that exist outside of a workflow; ids of workflows with and without their namespace."""
    yield from (*files.spec.refs, *files.spec.features, *files.spec.engine.contracts)
    own = (as_text(as_fields(document.value).get("id")) for document in files.workflows)
    for workflow_id in (*own, *files.compile.routines.by_id):
        bare = workflow_id.rpartition(".")[2]
        yield from (workflow_id, bare, bare.removeprefix("routine-"))


def _declared(workflow: Workflow) -> Iterator[str]:
    """Yield other names that a workflow declares: dimensions with levels, slots, references, features, functions, fragments, arguments."""
    for _, assessment in workflow.records("assessments"):
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
        yield from step.arguments
