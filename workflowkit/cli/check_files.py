"""What `wfk check` finds in the files beside the workflows: the project's bindings and a trigger file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workflowkit import loading
from workflowkit.catalog.drift import Drift, drift
from workflowkit.catalog.startup import Startup
from workflowkit.cli.terminal import style_for, tell
from workflowkit.compiler.bindings import overrides_for
from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.errors import UsageError
from workflowkit.lint.bindings_file import BindingsFile, fix_bindings
from workflowkit.lint.rules import ALL
from workflowkit.lint.runner import Identified, check_bindings_file
from workflowkit.loading import Options
from workflowkit.model.view import Workflow
from workflowkit.report.formats import renderer
from workflowkit.report.placing import place
from workflowkit.report.result import Result
from workflowkit.source import document, files, json_text
from workflowkit.source.document import Document
from workflowkit.source.values import as_fields, as_text
from workflowkit.version import VERSION


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in one file beside the workflows."""

    result: Result
    document: Document
    is_fine: bool

    def rendered(self, format_name: str) -> str:
        """The findings in the format called *format_name*."""
        sources = {self.document.path: self.document}
        return renderer(format_name)(self.result, sources, style_for())


def bindings_report(result: Startup, given: Options, *, fixes: bool) -> FileReport | None:
    """Check the bindings file against what is served; None when there is none, or when *result* says that it cannot be used."""
    config = loading.find_config()
    named = loading.find_bindings(given.bindings or config.bindings)
    path = Path(named).as_posix() if named else ""
    if not path or any(item.path == path for item in result.left_out):
        return None
    routines = loading.load_shared(given, config).environment.routines.by_id
    slots = {item.id: _slots(item.document) for item in result.served}

    def find(text: str) -> list[Identified]:
        value = as_fields(document.parse(text.encode("utf-8", "surrogatepass"), path).value)
        file = BindingsFile(value, slots, {*slots, *routines}, result.aliases)
        return check_bindings_file(file, ALL)

    item = loading.read_text(path)
    if fixes and item.is_faithful and not item.repeated_keys():
        item = _written(
            item, *fix_bindings(item.text, lambda text: [one.finding for one in find(text)])
        )
    found = [(one.rule.code, one.rule.name, one.severity, one.finding) for one in find(item.text)]
    report = _result(place(item, found, {}))
    return FileReport(report, item, is_fine=not report.exit_code(Severity.WARNING))


@dataclass(frozen=True, slots=True)
class PinnedDrift:
    """What has changed in the bindings of one compiled workflow."""

    path: str
    id: str
    drifts: list[Drift]


def pinned_drift(paths: tuple[str, ...], given: Options) -> list[PinnedDrift]:
    """Hold the overrides that the compiled workflows at *paths* were pinned with against the bindings file as it is now.

    Raises UsageError for a file that is no compiled workflow; other files in folders are passed over.
    """
    config = loading.find_config()
    bindings = loading.load_bindings(given.bindings or config.bindings)
    found: list[PinnedDrift] = []
    for item in loading.read_documents(loading.find_files(paths)):
        snapshot = as_fields(item.value)
        if snapshot.get("sourceKind") == "v1_pinned":
            workflow_id = as_text(snapshot.get("workflowId"))
            changed = drift(snapshot, overrides_for(workflow_id, bindings))
            found += [PinnedDrift(item.path, workflow_id, changed)] if changed else []
        elif item.path in paths:
            raise UsageError(
                f"{item.path}: no compiled workflow", help="name what wfk compile wrote"
            )
    return found


def _slots(item: Document) -> list[str]:
    points = Workflow(as_fields(item.value)).records("extensionPoints")
    return [as_text(point.get("slotId")) for _, point in points]


def triggers_report(path: str, result: Startup, *, fixes: bool) -> FileReport:
    """Check the trigger file at *path* against what is served."""
    from workflowkit.cli.triggers import require_yaml

    require_yaml()
    from workflowkit.triggers.account import accounts
    from workflowkit.triggers.check import check, fix
    from workflowkit.triggers.trigger import Surroundings
    from workflowkit.triggers.trigger_file import parse

    profiles = {
        item.id: as_text(as_fields(item.document.value).get("metricsProfile"))
        for item in result.served
    }
    known = Surroundings(
        workflows=result.ids,
        paths={item.id: item.path for item in result.served},
        aliases=result.aliases,
        profiles={name: profile for name, profile in profiles.items() if profile},
    )
    item = loading.read_text(path)
    if fixes and item.is_faithful:
        fixed = fix(item.text, known)
        item = _written(item, fixed.text, fixed.n_fixes)
    file = parse(item.text, known)
    report = _result(check(file, path))
    is_fine = not report.exit_code(Severity.ERROR) and all(one.runs for one in accounts(file))
    return FileReport(report, item, is_fine)


def _written(item: Document, text: str, n_fixes: int) -> Document:
    """*item* with the new *text*, which is in its file then."""
    if not n_fixes:
        return item
    files.remove_abandoned_beside(Path(item.path))
    files.replace(Path(item.path), json_text.encode(item.text), json_text.encode(text))
    tell(f"fixes written to {item.path}: {n_fixes}", err=True)
    return loading.read_text(item.path)


def _result(found: list[Diagnostic]) -> Result:
    n_fixable = sum(bool(item.finding.fix and item.finding.fix.safe) for item in found)
    return Result(shown=tuple(found), n_files=1, n_fixable=n_fixable, tool_version=VERSION)
