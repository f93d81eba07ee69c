"""The round trip of an edit in the language server: from the change of a file of 55 KB to its diagnostics, in a catalog.

python benchmarks/editor.py [N_FILES] [N_EDITS]
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from generated import catalog
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

SIZE = 55_000


def large(value: dict[str, Any]) -> str:
    """Return a workflow of at least 55 KB: *value* with copies of one of its steps."""
    steps, number = value["steps"], 0
    middle = next(step for step in steps if step.get("prompt") or step.get("promptBlocks"))
    while len(json.dumps(value, indent=2)) < SIZE:
        number += 1
        steps.insert(1, {**json.loads(json.dumps(middle)), "id": f"copy-{number}"})
    return json.dumps(value, indent=2) + "\n"


async def measure(folder: Path, edits: int) -> list[float]:
    """Return the seconds of each edit."""
    client, arrived = LanguageClient("benchmark", "1"), asyncio.Event()
    wanted = 0
    path = folder / "workflows" / "large.json"
    text = path.read_text("utf-8")

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: lsp.PublishDiagnosticsParams) -> None:
        if params.uri == path.as_uri() and params.version == wanted:
            arrived.set()

    await client.start_io(sys.executable, "-c", "from workflowkit.entry import main; main()", "lsp")
    given = lsp.ClientCapabilities()
    await client.initialize_async(lsp.InitializeParams(given, root_uri=folder.as_uri()))
    client.initialized(lsp.InitializedParams())
    client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(path.as_uri(), "json", 0, text))
    )
    await asyncio.wait_for(arrived.wait(), 600)
    at = text[: text.index('"title"')].count("\n")
    seconds = []
    for wanted in range(1, edits + 1):
        arrived.clear()
        # A key that comes and goes is a finding that comes and goes: each edit is published.
        new = '"titel"' if wanted % 2 else '"title"'
        start = len(text.splitlines()[at]) - len(text.splitlines()[at].lstrip())
        here = lsp.Range(lsp.Position(at, start), lsp.Position(at, start + 7))
        document = lsp.VersionedTextDocumentIdentifier(wanted, path.as_uri())
        event = lsp.TextDocumentContentChangePartial(here, new)
        began = time.perf_counter()
        client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [event]))
        await asyncio.wait_for(arrived.wait(), 60)
        seconds.append(time.perf_counter() - began)
        await asyncio.sleep(0.1)
    await client.shutdown_async(None)
    client.exit(None)
    return seconds


def main() -> None:
    """Write the catalog, edit, and print what the edits took."""
    n_files, n_edits = (int(each) for each in (*sys.argv[1:], "5000", "40")[:2])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "workflows").mkdir()
        largest: dict[str, Any] = {}
        for file, text in catalog(n_files, with_findings=True):
            (folder / "workflows" / file).write_text(text, "utf-8")
            if len(text) > len(json.dumps(largest, indent=2)):
                largest = json.loads(text)
        (folder / "workflows" / "large.json").write_text(large(largest | {"id": "acme.large"}))
        seconds = asyncio.run(measure(folder, n_edits))
    middle, last = statistics.median(seconds), sorted(seconds)[int(len(seconds) * 0.95)]
    print(f"{n_files} files, {len(seconds)} edits of a file of 55 KB:")
    print(f"median {middle * 1000:.0f} ms, 95 % within {last * 1000:.0f} ms")


if __name__ == "__main__":
    main()
