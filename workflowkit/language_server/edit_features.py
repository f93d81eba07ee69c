"""The requests that change texts: formatting, rename, and code actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from workflowkit.diagnostics import Diagnostic
from workflowkit.errors import WorkflowkitError
from workflowkit.format.reader import Step
from workflowkit.language_server import convert, repairs
from workflowkit.language_server.named_places import named_at, sharing_paths
from workflowkit.language_server.places import Places
from workflowkit.language_server.reading import TextReading
from workflowkit.language_server.renaming import can_rename, rename
from workflowkit.language_server.server import WorkflowServer
from workflowkit.language_server.text_features import located
from workflowkit.refactoring.extract_routine import extract_routine
from workflowkit.refactoring.inline_routine import inline_routine
from workflowkit.refactoring.plan import Refactoring, RefactoringError
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.run.live_project import LiveProject
from workflowkit.run.refactorings import source_files
from workflowkit.text import disk
from workflowkit.text.edits import Replacement, range_replacements

FIX_ALL = "source.fixAll.wfk"
"""The kind of the action that applies all safe fixes."""

KINDS = ("quickfix", "refactor.extract", "refactor.inline", "refactor.rewrite", FIX_ALL)
"""The kinds of code actions that are offered."""


def _edits(places: Places, changes: Iterable[Replacement]) -> list[lsp.TextEdit]:
    return [
        lsp.TextEdit(convert.range_of(places, (change.start, change.end)), change.text)
        for change in changes
    ]


def format_document(
    server: WorkflowServer, params: lsp.DocumentFormattingParams
) -> list[lsp.TextEdit]:
    """Return the edits that format a workflow file; none for a file that cannot be formatted without loss."""
    path = convert.path_of(params.text_document.uri)
    if path is None:
        return []
    server.files.settle()
    found = server.files.workspace.find(path)
    document = server.files.workspace.document(path)
    if found is None or document is None or not found[1].is_workflow(found[2]):
        return []
    after = repairs.formatting(document)
    if after is None or after == document.text:
        return []
    places = server.places_of(path, document.text)
    return _edits(places, repairs.difference(document.text, after))


def prepare_rename(
    server: WorkflowServer, params: lsp.PrepareRenameParams
) -> lsp.PrepareRenamePlaceholder | None:
    """Return the name at a place that can be renamed."""
    place = located(server, params.text_document.uri, params.position)
    named = named_at(server.files, place[0], place[2]) if place else None
    if place is None or named is None:
        return None
    path, places, _ = place
    with server.files.at(path) as (_, project, _):
        if project is None or not can_rename(project, named.name):
            return None
    return lsp.PrepareRenamePlaceholder(
        convert.range_of(places, named.name.offsets), named.name.name
    )


def rename_name(server: WorkflowServer, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Return the edits of all files that rename the name at a place."""
    server.files.settle()
    place = located(server, params.text_document.uri, params.position)
    named = named_at(server.files, place[0], place[2]) if place else None
    if place is None or named is None:
        return None
    with server.files.at(place[0]) as (_, project, _):
        if project is None:
            return None
        try:
            files = source_files(project.project)
            paths = sharing_paths(named)
            plan = rename(files, project, paths, named.name, params.new_name)
        except (RefactoringError, WorkflowkitError) as error:
            raise JsonRpcInvalidParams(_words(error)) from error
        return _workspace_edit(server, plan)


def _words(error: RefactoringError | WorkflowkitError) -> str:
    return f"{error.message}; {error.help}" if error.help else error.message


def _workspace_edit(server: WorkflowServer, plan: Refactoring) -> lsp.WorkspaceEdit:
    """Return *plan*, whose paths are relative to the current folder, as edits of the client."""
    changes = {
        path: _edits(server.other_places(path), range_replacements(edits))
        for path, edits in plan.edits.items()
        if edits
    }
    if not plan.new_files:
        return lsp.WorkspaceEdit({server.uri(path): edits for path, edits in changes.items()})
    parts: list[Any] = []
    start = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    for path, text in plan.new_files.items():
        uri = server.uri(path)
        parts.append(lsp.CreateFile(uri))
        identifier = lsp.OptionalVersionedTextDocumentIdentifier(uri)
        parts.append(lsp.TextDocumentEdit(identifier, [lsp.TextEdit(start, text)]))
    for path, edits in changes.items():
        version = server.versions.get(disk.real_path(path))
        identifier = lsp.OptionalVersionedTextDocumentIdentifier(server.uri(path), version)
        parts.append(lsp.TextDocumentEdit(identifier, edits))
    return lsp.WorkspaceEdit(document_changes=parts)


def act(server: WorkflowServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """Return what can be done about a range: fixes, suppressions and refactorings."""
    path = convert.path_of(params.text_document.uri)
    if path is None:
        return []
    server.files.settle()
    with server.files.at(path) as (_, project, own):
        if project is None or not server.files.workspace.has_findings_in(path):
            return []
        document = project.documents.get(own)
        places = server.text_of_findings(path)
        first, last = (
            places.offset(place.line, place.character)
            for place in (params.range.start, params.range.end)
        )
        here = [
            found
            for found in server.files.findings(path)
            if found.path == own
            and found.span.start.offset <= last
            and found.span.end.offset >= first
        ]
        made = _Actions(server, path, project, own, places)
        found = [] if own in project.setting_paths else [*made.suppressions(here)]
        if document is not None:
            found = [*made.fixes(here), *found, *made.refactorings(first, last)]
            found += made.fix_all(server.files.findings(path))
    kept = [each for each in found if _is_wanted(each.kind, params.context.only)]
    return kept if _can_resolve(server) else [resolve_action(server, each) for each in kept]


def _is_wanted(
    given: lsp.CodeActionKind | str | None, wanted: Sequence[lsp.CodeActionKind | str] | None
) -> bool:
    """Return whether the kind *given* is one of those *wanted*, or below one."""
    if not wanted:
        return True
    kind, *kinds = (str(getattr(each, "value", each)) for each in (given, *wanted))
    return any(kind == each or kind.startswith(f"{each}.") for each in kinds)


class _Actions:
    """The code actions of one file."""

    def __init__(
        self, server: WorkflowServer, path: str, project: LiveProject, own: str, places: Places
    ) -> None:
        self._server = server
        self._path = path
        self._project = project
        self._own = own
        self._places = places

    def fixes(self, here: Sequence[Diagnostic]) -> Iterator[lsp.CodeAction]:
        """Yield the fixes of the findings *here*, the safe ones as preferred."""
        subject = self._project.subject(self._own)
        if subject is None:
            return
        for repair in repairs.fixes(subject, here):
            words = "" if repair.is_safe else " (unsafe)"
            yield lsp.CodeAction(
                f"{repair.title}{words}",
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[self._diagnostic(repair.diagnostic)] if repair.diagnostic else None,
                is_preferred=repair.is_safe,
                edit=self._edit(repair.replacements),
            )

    def _diagnostic(self, found: Diagnostic) -> lsp.Diagnostic:
        return convert.diagnostic_of(found, self._places, ())

    def _edit(self, changes: Iterable[Replacement]) -> lsp.WorkspaceEdit:
        return lsp.WorkspaceEdit({self._server.uri(self._path): _edits(self._places, changes)})

    def fix_all(self, found: Iterable[Diagnostic]) -> Iterator[lsp.CodeAction]:
        """Yield the actions that apply all safe fixes, and all fixes, of what was *found*; their edits are computed when they are chosen."""
        safe = {each.finding.fix.safe for each in found if each.finding.fix}
        uri = self._server.uri(self._path)
        data = {"uri": uri, "unsafe": False}
        if True in safe:
            yield lsp.CodeAction("apply all safe fixes of the file", kind=FIX_ALL, data=data)
        data = {"uri": uri, "unsafe": True}
        kind = lsp.CodeActionKind.QuickFix
        if False in safe:
            title = "apply all fixes of the file, unsafe ones too"
            yield lsp.CodeAction(title, kind=kind, data=data)

    def suppressions(self, here: Sequence[Diagnostic]) -> Iterator[lsp.CodeAction]:
        """Yield the actions that accept the findings *here* in the configuration."""
        path = self._project.config.path
        text = self._server.files.read(path) if path else None
        if not path and not _can_create(self._server):
            return
        for diagnostic in here:
            name, change = repairs.suppression(self._project, diagnostic, text or "")
            places = Places(text or "", self._server.encoding)
            edits = _edits(places, [change])
            uri = self._server.uri(name)
            edit = lsp.WorkspaceEdit({uri: edits})
            if not path:
                identifier = lsp.OptionalVersionedTextDocumentIdentifier(uri)
                options = lsp.CreateFileOptions(ignore_if_exists=True)
                parts: list[Any] = [
                    lsp.CreateFile(uri, options=options),
                    lsp.TextDocumentEdit(identifier, list(edits)),
                ]
                edit = lsp.WorkspaceEdit(document_changes=parts)
            yield lsp.CodeAction(
                f"accept {diagnostic.name} here, with a reason",
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[self._diagnostic(diagnostic)],
                edit=edit,
            )

    def refactorings(self, first: int, last: int) -> Iterator[lsp.CodeAction]:
        """Yield the refactorings of the steps between the offsets *first* and *last*."""
        document = self._project.documents[self._own]
        if document.broken or not self._project.is_workflow(self._own):
            return
        reading = TextReading(self._own, document.text, lambda _: None)
        steps = _steps_between(reading, first, last)
        if len(steps) == 1:
            repair = repairs.prompt_as_blocks(reading, steps[0])
            if repair is not None:
                kind = lsp.CodeActionKind.RefactorRewrite
                yield lsp.CodeAction(repair.title, kind=kind, edit=self._edit(repair.replacements))
        if not steps:
            return
        ids = [step.id for step in steps]
        try:
            files = source_files(self._project.project)
        except WorkflowkitError:
            # The configuration is being edited; its error is reported in its file.
            return
        name = f"routine-{ids[0]}"
        plans: list[tuple[lsp.CodeActionKind, Callable[[SourceFiles], Refactoring]]] = []
        if (len(steps) > 1 or first != last) and _can_create(self._server):
            kind = lsp.CodeActionKind.RefactorExtract
            plans.append((kind, lambda files: extract_routine(files, self._own, ids, name)))
        if steps[0].calls_template:
            kind = lsp.CodeActionKind.RefactorInline
            plans.append((kind, lambda files: inline_routine(files, self._own, ids[0])))
        for kind, plan_of in plans:
            try:
                plan = plan_of(files)
            except RefactoringError:
                continue
            yield lsp.CodeAction(plan.title, kind=kind, edit=_workspace_edit(self._server, plan))


def _can_resolve(server: WorkflowServer) -> bool:
    """Return whether the client asks for the edit of an action that it has chosen."""
    document = server.client_capabilities.text_document
    resolving = document.code_action.resolve_support if document and document.code_action else None
    return bool(resolving and "edit" in resolving.properties)


def _can_create(server: WorkflowServer) -> bool:
    """Return whether the client can create files by an edit."""
    workspace = server.client_capabilities.workspace
    edit = workspace.workspace_edit if workspace else None
    return bool(edit and lsp.ResourceOperationKind.Create in (edit.resource_operations or ()))


def _steps_between(reading: TextReading, first: int, last: int) -> list[Step]:
    """Return the steps of one list that the offsets from *first* to *last* touch; the innermost one for a single place."""
    touched: list[Step] = []
    for step in reading.workflow.all_steps:
        node = reading.tree.nodes.get(step.route)
        if node is not None and node.start <= last and node.end >= first:
            touched.append(step)
    inner = [step for step in touched if step.loop in touched]
    outer = [step for step in touched if step.loop is None]
    if len(outer) == 1 and inner:
        node = reading.tree.nodes[outer[0].route]
        return inner if node.start <= first and last <= node.end else outer
    return outer or inner


def resolve_action(server: WorkflowServer, action: lsp.CodeAction) -> lsp.CodeAction:
    """Return *action* with its edit."""
    data = action.data
    path = convert.path_of(str(data.get("uri"))) if isinstance(data, dict) else None
    if action.edit is not None or path is None or data is None:
        return action
    with server.files.at(path) as (_, project, own):
        document = project.documents.get(own) if project else None
        fixed = (
            project.fixed(own, unsafe=bool(data.get("unsafe"))) if project and document else None
        )
        if document is not None and fixed is not None:
            places = server.places_of(path, document.text)
            changes = repairs.difference(document.text, fixed.text)
            action.edit = lsp.WorkspaceEdit({server.uri(path): _edits(places, changes)})
    return action
