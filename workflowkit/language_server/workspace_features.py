"""Changes outside of the open texts: files on the disk, folders, and symbols of all files."""

from __future__ import annotations

from lsprotocol import types as lsp

from workflowkit.language_server import convert, outline
from workflowkit.language_server.outline import Symbol
from workflowkit.language_server.places import Places
from workflowkit.language_server.reading import TextReading
from workflowkit.language_server.server import WorkflowServer
from workflowkit.text import disk

_WATCHED = "**/*.{json,yml,yaml,md,toml}"

_MOST_SYMBOLS = 500


def watch(server: WorkflowServer) -> None:
    """Ask the client to report changes of files, when it can be asked."""
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching and watching.dynamic_registration:
        watchers = [lsp.FileSystemWatcher(_WATCHED), lsp.FileSystemWatcher("**/.gitignore")]
        registration = lsp.Registration(
            "wfk-files",
            lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            lsp.DidChangeWatchedFilesRegistrationOptions(watchers),
        )
        server.client_register_capability(lsp.RegistrationParams([registration]))
    server.schedule()


def files_changed(server: WorkflowServer, params: lsp.DidChangeWatchedFilesParams) -> None:
    """Take the changes of files on the disk."""
    for change in params.changes:
        path = convert.path_of(change.uri)
        if path is not None:
            server.files.workspace.saved(path)
            server.scenarios.note_changed([path])
            if change.type != lsp.FileChangeType.Changed:
                server.scenarios.search()
    server.files.workspace.recheck()
    server.schedule()


def saved(server: WorkflowServer, uri: str) -> None:
    """Note that an open file was saved: clients that report no changes of files report at least that."""
    if convert.path_of(uri) is not None:
        server.files.workspace.recheck()
        server.schedule()


def folders_changed(server: WorkflowServer, params: lsp.DidChangeWorkspaceFoldersParams) -> None:
    """Open and close folders."""
    for removed in params.event.removed:
        path = convert.path_of(removed.uri)
        if path is not None:
            server.files.workspace.remove_folder(path)
    for added in params.event.added:
        path = convert.path_of(added.uri)
        if path is not None and disk.is_folder(path):
            server.files.workspace.add_folder(path)
    server.scenarios.search()
    server.schedule()


def find_symbols(
    server: WorkflowServer, params: lsp.WorkspaceSymbolParams
) -> list[lsp.WorkspaceSymbol]:
    """Return the workflows, steps and assessments of all files whose name has the letters of the query in order."""
    found: list[lsp.WorkspaceSymbol] = []
    server.files.settle()
    for path, text in server.files.workspace.workflow_texts():
        if not _may_match(text, params.query):
            continue
        reading = TextReading(path, text, lambda _: None)
        places = server.places_of(path, text)
        for symbol in outline.symbols(reading):
            found += _matching(server, path, places, symbol, params.query, "")
            if len(found) >= _MOST_SYMBOLS:
                return found[:_MOST_SYMBOLS]
    return found


def _may_match(text: str, query: str) -> bool:
    """Return whether a file with this *text* may have a name with the letters of *query*."""
    letters = text.casefold()
    return all(letter in letters for letter in set(query.casefold()))


def _matching(
    server: WorkflowServer, path: str, places: Places, symbol: Symbol, query: str, around: str
) -> list[lsp.WorkspaceSymbol]:
    found: list[lsp.WorkspaceSymbol] = []
    if _has_letters(f"{symbol.name} {symbol.detail}", query):
        place = lsp.Location(server.uri(path), convert.range_of(places, symbol.name_offsets))
        kind = convert.SYMBOL_KINDS[symbol.kind]
        found.append(lsp.WorkspaceSymbol(place, symbol.name, kind, container_name=around or None))
    for child in symbol.children:
        found += _matching(server, path, places, child, query, symbol.name)
    return found


def _has_letters(name: str, query: str) -> bool:
    letters = iter(name.casefold())
    return all(letter in letters for letter in query.casefold())
