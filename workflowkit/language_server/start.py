"""The server with all its requests. Only what is registered here is advertised."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from workflowkit.errors import WorkflowkitError
from workflowkit.language_server import (
    command_features,
    diagnostic_features,
    edit_features,
    in_text,
    text_features,
    workspace_features,
)
from workflowkit.language_server.diagnostic_features import Reports
from workflowkit.language_server.server import WorkflowServer

_TRIGGERS = ['"', "{", ":", ".", " "]
"""Characters behind which a client asks for completions."""


def make_server() -> WorkflowServer:
    """Return the server, ready to be started."""
    server = WorkflowServer()
    _add_lifecycle(server)
    _add_diagnostics(server)
    _add_text_features(server)
    _add_edits(server)
    _add_commands(server)
    return server


def _add_lifecycle(server: WorkflowServer) -> None:
    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        server.open_folders(params)

    @server.feature(lsp.INITIALIZED)
    def initialized(params: lsp.InitializedParams) -> None:  # noqa: ARG001 - as the protocol calls it
        workspace_features.watch(server)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: lsp.DidOpenTextDocumentParams) -> None:
        server.take_opened(params.text_document)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: lsp.DidChangeTextDocumentParams) -> None:
        server.change(params)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: lsp.DidCloseTextDocumentParams) -> None:
        server.take_closed(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: lsp.DidSaveTextDocumentParams) -> None:
        workspace_features.saved(server, params.text_document.uri)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_files(params: lsp.DidChangeWatchedFilesParams) -> None:
        workspace_features.files_changed(server, params)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def did_configure(params: lsp.DidChangeConfigurationParams) -> None:
        server.configure(params.settings)
        server.schedule()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_folders(params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        workspace_features.folders_changed(server, params)


def _add_diagnostics(server: WorkflowServer) -> None:
    reports = Reports()
    options = lsp.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=True, identifier="wfk"
    )

    @server.feature(lsp.TEXT_DOCUMENT_DIAGNOSTIC, options)
    def pull(params: lsp.DocumentDiagnosticParams) -> lsp.DocumentDiagnosticReport:
        return diagnostic_features.pull(server, params, reports)

    @server.feature(lsp.WORKSPACE_DIAGNOSTIC)
    async def pull_all(params: lsp.WorkspaceDiagnosticParams) -> lsp.WorkspaceDiagnosticReport:
        return await diagnostic_features.pull_all(server, params, reports)


def _add(server: WorkflowServer, method: str, handle: Any, options: Any = None) -> None:
    """Register *handle* for *method*."""

    def answer(params: Any) -> Any:
        try:
            return handle(server, params)
        except WorkflowkitError:
            # A file that is shared by all is invalid for the moment; its error is reported.
            return None

    server.feature(method, options)(answer)


def _add_text_features(server: WorkflowServer) -> None:
    completing = lsp.CompletionOptions(trigger_characters=_TRIGGERS)
    legend = lsp.SemanticTokensLegend(list(in_text.KINDS), [])

    add = partial(_add, server)
    add(lsp.TEXT_DOCUMENT_HOVER, text_features.show_hover)
    add(lsp.TEXT_DOCUMENT_COMPLETION, text_features.complete, completing)
    add(lsp.TEXT_DOCUMENT_DEFINITION, text_features.define)
    add(lsp.TEXT_DOCUMENT_REFERENCES, text_features.refer)
    add(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, text_features.highlight)
    add(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, text_features.list_symbols)
    add(lsp.TEXT_DOCUMENT_FOLDING_RANGE, text_features.fold)
    add(lsp.TEXT_DOCUMENT_SELECTION_RANGE, text_features.select)
    add(lsp.TEXT_DOCUMENT_INLAY_HINT, text_features.hint)
    add(lsp.TEXT_DOCUMENT_CODE_LENS, text_features.show_lenses)
    add(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, text_features.color, legend)
    add(lsp.WORKSPACE_SYMBOL, workspace_features.find_symbols)


def _add_edits(server: WorkflowServer) -> None:
    actions = lsp.CodeActionOptions(
        code_action_kinds=list(edit_features.KINDS), resolve_provider=True
    )

    renames = lsp.RenameOptions(prepare_provider=True)
    add = partial(_add, server)
    add(lsp.TEXT_DOCUMENT_FORMATTING, edit_features.format_document)
    add(lsp.TEXT_DOCUMENT_PREPARE_RENAME, edit_features.prepare_rename)
    add(lsp.TEXT_DOCUMENT_RENAME, edit_features.rename_name, renames)
    add(lsp.TEXT_DOCUMENT_CODE_ACTION, edit_features.act, actions)
    add(lsp.CODE_ACTION_RESOLVE, edit_features.resolve_action)


def _add_commands(server: WorkflowServer) -> None:
    @server.command("wfk.preview")
    def preview(uri: str, *step: str) -> str:
        return _answered(command_features.preview, server, uri, *step)

    @server.command("wfk.graph")
    def graph(uri: str, *format_and_link: str) -> str:
        return _answered(command_features.graph, server, uri, *format_and_link)

    @server.command("wfk.simulate")
    def simulate(uri: str) -> str:
        return _answered(command_features.simulate, server, uri)

    @server.command("wfk.runScenarios")
    def run_scenarios(uri: str) -> str:
        return _answered(command_features.run_scenarios, server, uri)

    @server.command("wfk.users")
    def users(uri: str) -> list[str]:
        return command_features.list_users(server, uri)


def _answered(answer: Callable[..., str], server: WorkflowServer, *arguments: str) -> str:
    """Return what a command answers; why it cannot, as text, since people read it. Raises JsonRpcInvalidParams for a file that is no workflow."""
    try:
        return answer(server, *arguments)
    except WorkflowkitError as error:
        return f"{error.message}{f'; {error.help}' if error.help else ''}\n"
    except ValueError as error:
        raise JsonRpcInvalidParams(str(error)) from error
