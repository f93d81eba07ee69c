"""An editor: the texts that it has open, and what the server sent about them."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from workflowkit.diagnostics import Diagnostic
from workflowkit.run import discovery
from workflowkit.run.project_group import ProjectGroup

Found = tuple[str, str, tuple[int, int, int, int], str]
"""Code, severity, range and message of a finding, as the protocol counts."""

_SEVERITY = {1: "error", 2: "warning", 3: "info"}


class Editor:
    """One editor with one folder."""

    def __init__(self, client: LanguageClient, folder: Path, given: lsp.ServerCapabilities) -> None:
        self.given = given
        """What the server advertises."""
        self.client = client
        self.folder = folder
        self.texts: dict[str, str] = {}
        self._versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def document(self, name: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri(name))

    def open(self, name: str, text: str | None = None) -> str:
        """Open the file *name* with *text*, by default its own, and return the text."""
        content = (self.folder / name).read_text("utf-8") if text is None else text
        if name in self.texts:
            self.change(name, content)
            return content
        self.texts[name], self._versions[name] = content, 1
        language = "json" if name.endswith(".json") else "yaml"
        document = lsp.TextDocumentItem(self.uri(name), language, 1, content)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        return content

    def change(self, name: str, text: str) -> None:
        """Replace the whole text of *name*."""
        self._change(name, text, lsp.TextDocumentContentChangeWholeDocument(text))

    def edit(self, name: str, start: int, end: int, new: str) -> None:
        """Replace the characters of *name* from *start* up to *end* by *new*, as a change of a range."""
        text = self.texts[name]
        here = lsp.Range(self.position(name, start), self.position(name, end))
        event = lsp.TextDocumentContentChangePartial(here, new)
        self._change(name, text[:start] + new + text[end:], event)

    def _change(self, name: str, text: str, event: lsp.TextDocumentContentChangeEvent) -> None:
        self.texts[name] = text
        self._versions[name] += 1
        document = lsp.VersionedTextDocumentIdentifier(self._versions[name], self.uri(name))
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [event]))

    def position(self, name: str, offset: int) -> lsp.Position:
        """Return the position at *offset* in UTF-16 units."""
        before = self.texts[name][:offset].replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n")
        return lsp.Position(line, len(before.rpartition("\n")[2].encode("utf-16-le")) // 2)

    def at(self, name: str, words: str, inside: int = 1) -> lsp.Position:
        """Return the position *inside* characters behind the start of *words*."""
        return self.position(name, self.texts[name].index(words) + inside)

    async def settle(self) -> None:
        """Wait until the server has linted everything that it was told."""
        await self.client.protocol.send_request_async("test/settled", None)

    async def found(self, name: str) -> list[lsp.Diagnostic]:
        """Return the diagnostics of *name* that the server has sent once nothing is left to lint."""
        await self.settle()
        return list(self.client.diagnostics.get(self.uri(name), ()))

    async def pulled(self, name: str) -> list[lsp.Diagnostic]:
        """Return the diagnostics of *name* that the server gives when it is asked."""
        report: Any = await self.client.text_document_diagnostic_async(
            lsp.DocumentDiagnosticParams(self.document(name))
        )
        return list(report.items)


def plain(found: list[lsp.Diagnostic]) -> list[Found]:
    """Return what is compared of *found*; findings that the command line does not have are left out."""
    return sorted(
        (
            str(each.code),
            _SEVERITY[int(each.severity or 0)],
            (
                each.range.start.line,
                each.range.start.character,
                each.range.end.line,
                each.range.end.character,
            ),
            each.message,
        )
        for each in found
        if each.source == "wfk"
    )


def linted(
    folder: Path, name: str, text: str | None = None, *, named: Sequence[str] = ()
) -> list[Found]:
    """Return what the command line finds in the file *name*, with *text* on the disk; files that are *named* are linted whatever is in them."""
    if text is not None:
        (folder / name).write_text(text, encoding="utf-8", newline="")
    before = os.getcwd()
    os.chdir(folder)
    try:
        result = ProjectGroup.load(_given(named)).lint()
    finally:
        os.chdir(before)
    content = (folder / name).read_bytes().decode("utf-8", "replace")
    lines = re.split(r"\r\n|\n|\r", content)
    return sorted(_as_found(each, lines) for each in result.shown if each.path == name)


def _given(named: Sequence[str]) -> list[str]:
    return [*discovery.configured_paths(discovery.find_config()), *named] if named else []


def _as_found(found: Diagnostic, lines: Sequence[str]) -> Found:
    start, end = (
        (place.line - 1, _units(lines[place.line - 1][: place.column - 1]))
        for place in (found.span.start, found.span.end)
    )
    return found.code, found.severity.value, (*start, *end), found.message


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
