"""The files that `wfk check` lints in addition to workflows: the bindings and a trigger file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from workflowkit.catalog.drift import PinnedDrift, drift
from workflowkit.catalog.serving import Startup
from workflowkit.cli import fixing
from workflowkit.cli.terminal import print_line, style_for
from workflowkit.compiler.bindings import overrides_for
from workflowkit.diagnostics import Severity
from workflowkit.errors import UsageError
from workflowkit.lint.rules import CONTENT_RULES
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.lint.subjects.trigger_file import TriggerSubject
from workflowkit.records import dataclass
from workflowkit.report.formats import renderer
from workflowkit.report.result import Result
from workflowkit.run import baseline_file, discovery, loading
from workflowkit.run.alone import fix_alone, lint_alone
from workflowkit.run.loading import Options
from workflowkit.run.project_files import (
    AvailableWorkflows,
    bindings_subject,
    daemon_context,
    unserved_files,
)
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text

AnySubject = TypeVar("AnySubject", bound=FileSubject)


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The findings in one file."""

    result: Result
    document: Document
    is_fine: bool

    @property
    def sources(self) -> Mapping[str, Document]:
        """The file by its path."""
        return {self.document.path: self.document}

    def rendered(self, format_name: str) -> str:
        """Return the findings in the format *format_name*."""
        return renderer(format_name)(self.result, self.sources, style_for())


def check_bindings(result: Startup, given: Options, *, fix: bool) -> CheckedFile | None:
    """Lint the bindings file for the served workflows; None when there is none, or when it is unusable by *result*."""
    config = discovery.find_config()
    named = loading.find_bindings(given.bindings or config.bindings)
    path = Path(named).as_posix() if named else ""
    if not path or any(unserved.path == path for unserved in result.unserved):
        return None
    context = loading.load_context(given, config)
    served = [result.documents[workflow.id] for workflow in result.served]
    subject = bindings_subject(loading.read_document(Path(path)), served, context)
    targets = {*subject.slots, *context.compile.routines.by_id}
    subject = replace(subject, targets=targets, aliases=result.aliases)
    subject, found = _lint(subject, given, fix=fix)
    return CheckedFile(found, subject.document, not found.exit_code(Severity.WARNING))


def check_triggers(path: str, result: Startup, given: Options, *, fix: bool) -> CheckedFile:
    """Lint the trigger file at *path* for the served workflows."""
    from workflowkit.triggers.explanation import explanations

    served = [result.documents[workflow.id] for workflow in result.served]
    spec = loading.load_context(given, discovery.find_config()).spec
    daemon = replace(
        daemon_context(AvailableWorkflows(tuple(served)), spec),
        workflows=result.ids,
        aliases=result.aliases,
        unserved=unserved_files(result),
    )
    subject, found = _lint(TriggerSubject(loading.read_text(path), daemon), given, fix=fix)
    runs = all(explanation.runs for explanation in explanations(subject.file))
    return CheckedFile(found, subject.shown, runs and not found.exit_code(Severity.ERROR))


def _lint(subject: AnySubject, given: Options, *, fix: bool) -> tuple[AnySubject, Result]:
    """Lint *subject*, after writing its safe fixes with *fix*; return the new subject and the result."""
    path = subject.document.path
    config = discovery.find_config()
    context = loading.load_context(given, config, others=[path])
    selection = Selection(context.lint, CONTENT_RULES)
    baseline = baseline_file.load(baseline_file.find(None, config, path), [path])
    if fix:
        fixed = fix_alone(subject, context, selection, baseline)
        fixing.write(subject.document, fixed)
        summary = fixing.summary([fixed])
        if summary:
            print_line(f"{path}: {summary}", err=True)
        subject = subject.with_text(fixed.text)
    return subject, lint_alone(subject, context, selection, baseline)


def pinned_drift(paths: tuple[str, ...], given: Options) -> list[PinnedDrift]:
    """Compare the overrides pinned in the compiled workflows at *paths* with the current bindings file.

    Raises UsageError for a named file that is not a compiled workflow; other files in folders are skipped.
    """
    config = discovery.find_config()
    bindings = loading.load_bindings(given.bindings or config.bindings)
    found: list[PinnedDrift] = []
    for document in loading.read_documents(entry.path for entry in discovery.search(paths).found):
        snapshot = as_fields(document.value)
        if snapshot.get("sourceKind") == "v1_pinned":
            workflow_id = as_text(snapshot.get("workflowId"))
            changed = drift(snapshot, overrides_for(workflow_id, bindings))
            found += [PinnedDrift(document.path, workflow_id, tuple(changed))] if changed else []
        elif document.path in paths:
            raise UsageError(
                f"{document.path}: not a compiled workflow", help="name an output of wfk compile"
            )
    return found
