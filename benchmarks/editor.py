"""The round trip of an edit in the language server: from the change of a file of 55 KB to its diagnostics, in a catalog.

Figures: the median of the edits and the slowest ones; how long the server computed for an edit, and how long it was ready
and had no CPU, which is the part of other processes; and how many times longer `wfk lint` without a cache takes. Linux only.

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
from watching import Timed, cold, spent

SIZE = 55_000


def large(value: dict[str, Any]) -> str:
    """Return a workflow of at least 55 KB: *value* with copies of one of its steps."""
    steps, number = value["steps"], 0
    middle = next(step for step in steps if step.get("prompt") or step.get("promptBlocks"))
    while len(json.dumps(value, indent=2)) < SIZE:
        number += 1
        steps.insert(1, {**json.loads(json.dumps(middle)), "id": f"copy-{number}"})
    return json.dumps(value, indent=2) + "\n"


def server_of(client: LanguageClient) -> int:
    """Return the number of the process of the server that *client* has started."""
    process = client._server
    assert process is not None
    return process.pid


async def settled(process: int) -> None:
    """Wait until the server has checked all files, and computes nothing."""
    quiet, last = 0, 0.0
    while quiet < 4:
        await asyncio.sleep(0.5)
        now = spent(process)[0]
        quiet, last = quiet + 1 if now - last < 20 else 0, now


async def measure(folder: Path, edits: int) -> list[Timed]:
    """Return what each edit took."""
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
    found: list[Timed] = []
    await settled(server_of(client))
    for wanted in range(1, edits + 1):
        arrived.clear()
        # A key that comes and goes is a finding that comes and goes: each edit is published.
        new = '"titel"' if wanted % 2 else '"title"'
        start = len(text.splitlines()[at]) - len(text.splitlines()[at].lstrip())
        here = lsp.Range(lsp.Position(at, start), lsp.Position(at, start + 7))
        document = lsp.VersionedTextDocumentIdentifier(wanted, path.as_uri())
        event = lsp.TextDocumentContentChangePartial(here, new)
        before, began = spent(server_of(client)), time.perf_counter()
        client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [event]))
        await asyncio.wait_for(arrived.wait(), 60)
        wall = (time.perf_counter() - began) * 1000
        cpu, waited = (
            now - then for now, then in zip(spent(server_of(client)), before, strict=True)
        )
        found.append(Timed(wall, cpu, waited))
        await asyncio.sleep(0.1)
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    return found


def main() -> None:
    """Write the catalog, edit, and print what the edits took."""
    given = [int(each) for each in sys.argv[1:]]
    n_files, n_edits = (*given, *(5000, 40)[len(given) :])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "workflows").mkdir()
        largest: dict[str, Any] = {}
        for file, text in catalog(n_files, 2):
            (folder / "workflows" / file).write_text(text, "utf-8")
            if len(text) > len(json.dumps(largest, indent=2)):
                largest = json.loads(text)
        (folder / "workflows" / "large.json").write_text(large(largest | {"id": "acme.large"}))
        wall, cpu = cold(folder)
        edits = asyncio.run(measure(folder, n_edits))
    print(f"{n_files} files, wfk lint --no-cache: {wall:.0f} ms, CPU {cpu:.0f} ms")
    walls = sorted(each.wall for each in edits)
    median = statistics.median(walls)
    print(
        f"{len(edits)} edits of a file of 55 KB: {median:.0f} ms, "
        f"95 % within {walls[int(len(walls) * 0.95)]:.0f} ms, "
        f"CPU {statistics.median(each.cpu for each in edits):.0f} ms, "
        f"waited for a CPU {statistics.median(each.waited for each in edits):.0f} ms, "
        f"{wall / median:.0f} times faster"
    )


if __name__ == "__main__":
    main()
