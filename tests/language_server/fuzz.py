"""Random edits and requests, in one process; what is found at the end is what the command line finds.

python -m tests.language_server.fuzz FOLDER N SEED
"""

from __future__ import annotations

import asyncio
import random
import resource
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams
from pygls.workspace import Workspace as Texts

from tests.language_server.conftest import capabilities, write_project
from tests.language_server.editor import linted, plain
from workflowkit.language_server import (
    command_features,
    diagnostic_features,
    edit_features,
    text_features,
    workspace_features,
)
from workflowkit.language_server.diagnostic_features import Reports
from workflowkit.language_server.server import WorkflowServer
from workflowkit.language_server.start import make_server

PIECES = (
    *('"', "{", "}", "[", "]", ",", ":", "\\", "\n", " ", "{{", "}}", "`", "\u2028", "é", "😀"),
    *('"id": "x-step",', '"steps": [', '"runCondition": {"var": "risk"},', "{{risk}}", "\ud83d"),
    *(
        '{"id": "more", "title": "More", "prompt": "Do more and report it."},',
        "null",
        "true",
        "1e3",
    ),
    *("acme.audit", "routine-check-plan", "wr.templates.routine.check-plan", '"templateCall": {'),
)
NAMES = (
    "workflows/release.json",
    "workflows/broken.json",
    "workflows/empty.json",
    "workflows/audit.json",
    "routines/check-plan.json",
    "triggers.yml",
    "wfk.toml",
    "scenarios/release/calm.yml",
    "spec/features/care.json",
    "spec/refs/house_rules.md",
)
BESIDE = {
    "scenarios/release/calm.yml": "title: Calm\nanswers:\n  - step: plan\n    context:\n      risk: low\nexpect:\n  end: complete\n",
    "spec/features/care.json": '{"constraints": [], "procedure": [], "verify": ["Take care."]}\n',
    "spec/refs/house_rules.md": "# Rules\n\nAs wr.refs.memory_usage says.\n",
}
"""Files of the project that are not linted; texts by name."""


def prepared(folder: Path) -> WorkflowServer:
    """Return a server that is open in *folder* and talks to nobody."""
    server = make_server()
    given = capabilities(diagnostic=lsp.DiagnosticClientCapabilities())
    params = lsp.InitializeParams(given, root_uri=folder.as_uri())
    server.protocol.client_capabilities = given
    server.protocol._workspace = Texts(folder.as_uri())
    server.open_folders(params)
    return server


def requests(
    server: WorkflowServer, uri: str, place: lsp.Position, end: lsp.Position
) -> Iterator[Callable[[], Any]]:
    """Yield what can be asked about *place*."""
    document, here = lsp.TextDocumentIdentifier(uri), lsp.Range(place, end)
    about = lsp.ReferenceContext(include_declaration=True)
    context = lsp.CodeActionContext([])
    options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
    one = text_features
    yield lambda: one.show_hover(server, lsp.HoverParams(document, place))
    yield lambda: one.complete(server, lsp.CompletionParams(document, place))
    yield lambda: one.define(server, lsp.DefinitionParams(document, place))
    yield lambda: one.refer(server, lsp.ReferenceParams(about, document, place))
    yield lambda: one.highlight(server, lsp.DocumentHighlightParams(document, place))
    yield lambda: one.list_symbols(server, lsp.DocumentSymbolParams(document))
    yield lambda: one.fold(server, lsp.FoldingRangeParams(document))
    yield lambda: one.select(server, lsp.SelectionRangeParams(document, [place, end]))
    yield lambda: one.hint(server, lsp.InlayHintParams(document, here))
    yield lambda: one.show_lenses(server, lsp.CodeLensParams(document))
    yield lambda: one.color(server, lsp.SemanticTokensParams(document))
    yield lambda: workspace_features.find_symbols(server, lsp.WorkspaceSymbolParams("st"))
    yield lambda: edit_features.format_document(
        server, lsp.DocumentFormattingParams(document, options)
    )
    yield lambda: edit_features.prepare_rename(server, lsp.PrepareRenameParams(document, place))
    yield lambda: _renamed(server, lsp.RenameParams(document, place, "another-name"))
    yield lambda: edit_features.act(server, lsp.CodeActionParams(document, here, context))
    yield lambda: command_features.graph(server, uri) if uri.endswith(".json") else None
    yield lambda: command_features.preview(server, uri) if uri.endswith(".json") else None


def _renamed(server: WorkflowServer, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Ask for a rename, which may be refused."""
    try:
        return edit_features.rename_name(server, params)
    except JsonRpcInvalidParams:
        return None


async def _fuzz(folder: Path, count: int, seed: int, report: Callable[[int], None]) -> list[str]:
    chance = random.Random(seed)
    server, texts = prepared(write_project(folder)), {}
    for name, text in BESIDE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    for name in NAMES:
        texts[name] = (folder / name).read_text("utf-8")
        item = lsp.TextDocumentItem((folder / name).as_uri(), "json", 1, texts[name])
        server.take_opened(item)
    originals = dict(texts)
    for number in range(count):
        name = chance.choice(NAMES)
        _edit(server, folder, name, texts, chance)
        if chance.random() < 0.05:
            _replace(server, folder, name, texts, originals[name])
        if chance.random() < 0.5:
            _ask(server, folder, name, chance)
        if chance.random() < 0.2:
            server.files.settle()
            server.findings(str((folder / name).resolve()))
        report(number)
    return await _compared(server, folder, texts)


def _edit(
    server: WorkflowServer, folder: Path, name: str, texts: dict[str, str], chance: random.Random
) -> None:
    places = server.places(str(folder / name))
    start = chance.randrange(len(places.text) + 1)
    end = min(len(places.text), start + chance.choice((0, 0, 1, 3, 12)))
    new = chance.choice(PIECES) if chance.random() < 0.8 else ""
    here = lsp.Range(lsp.Position(*places.position(start)), lsp.Position(*places.position(end)))
    event = lsp.TextDocumentContentChangePartial(here, new)
    _send(server, folder, name, event)
    texts[name] = server.files.texts[str((folder / name).resolve())]


def _replace(
    server: WorkflowServer, folder: Path, name: str, texts: dict[str, str], text: str
) -> None:
    texts[name] = text
    _send(server, folder, name, lsp.TextDocumentContentChangeWholeDocument(text))


def _send(
    server: WorkflowServer, folder: Path, name: str, event: lsp.TextDocumentContentChangeEvent
) -> None:
    document = lsp.VersionedTextDocumentIdentifier(2, (folder / name).as_uri())
    server.change(lsp.DidChangeTextDocumentParams(document, [event]))


def _ask(server: WorkflowServer, folder: Path, name: str, chance: random.Random) -> None:
    text = server.files.texts[str((folder / name).resolve())]
    line = chance.randrange(text.count("\n") + 2)
    place = lsp.Position(line, chance.randrange(60))
    end = lsp.Position(line + chance.randrange(3), chance.randrange(60))
    made = list(requests(server, (folder / name).as_uri(), place, end))
    chance.choice(made)()


async def _compared(server: WorkflowServer, folder: Path, texts: dict[str, str]) -> list[str]:
    """Return the files whose diagnostics are not those of the command line; the configuration is valid again."""
    _replace(server, folder, "wfk.toml", texts, (folder / "wfk.toml").read_text("utf-8"))
    params = lsp.WorkspaceDiagnosticParams(previous_result_ids=[])
    await diagnostic_features.pull_all(server, params, Reports())
    compared = [name for name in NAMES if name != "wfk.toml"]
    own = {name: plain(server.findings(str((folder / name).resolve()))) for name in compared}
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    compared = [name for name in compared if name not in BESIDE]
    return [name for name in compared if own[name] != linted(folder, name, named=compared)]


def run(
    folder: Path, count: int, seed: int, report: Callable[[int], None] = lambda _: None
) -> list[str]:
    """Make *count* edits; return the files whose diagnostics at the end are not those of the command line."""
    return asyncio.run(_fuzz(folder, count, seed, report))


def _print_memory(number: int) -> None:
    if number % 1000 == 999:
        kept = tracemalloc.get_traced_memory()[0] // 1024 if tracemalloc.is_tracing() else 0
        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{number + 1} edits, {kept} KB in use, {size} KB resident at most", flush=True)


if __name__ == "__main__":
    print("differing:", run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), _print_memory))
