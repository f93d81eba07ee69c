"""From the terms of the package to those of the protocol."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from lsprotocol import types as lsp
from pygls.uris import from_fs_path, to_fs_path

from workflowkit.diagnostics import Diagnostic, RelatedPlace, Severity
from workflowkit.language_server.completion import Completion
from workflowkit.language_server.outline import Symbol
from workflowkit.language_server.places import Places
from workflowkit.language_server.reading import Offsets
from workflowkit.report.rule_text import rule_url
from workflowkit.text import disk
from workflowkit.text.positions import Span

SOURCE: Final = "wfk"
"""The source of every diagnostic."""

PROVISIONAL: Final = "wfk (as far as the file can be read)"
"""The source of findings in a file that is not JSON, which the command line reports when it is."""

SEVERITIES: Final[Mapping[Severity, lsp.DiagnosticSeverity]] = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}

SYMBOL_KINDS: Final[Mapping[str, lsp.SymbolKind]] = {
    "workflow": lsp.SymbolKind.Module,
    "step": lsp.SymbolKind.Function,
    "loop": lsp.SymbolKind.Class,
    "call": lsp.SymbolKind.Interface,
    "assessment": lsp.SymbolKind.Enum,
    "slot": lsp.SymbolKind.Variable,
    "reference": lsp.SymbolKind.File,
    "part": lsp.SymbolKind.Property,
}

_COMPLETION_KINDS: Final[Mapping[str, lsp.CompletionItemKind]] = {
    "key": lsp.CompletionItemKind.Property,
    "value": lsp.CompletionItemKind.EnumMember,
    "name": lsp.CompletionItemKind.Reference,
    "snippet": lsp.CompletionItemKind.Snippet,
}


def path_of(uri: str) -> str | None:
    """Return the path of the file that *uri* names; None for other things than files."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    return disk.real_path(path) if path and "\0" not in path else None


def uri_of(path: str) -> str:
    """Return the URI of the file at *path*, which may be relative to the current folder."""
    return from_fs_path(disk.real_path(path)) or ""


def range_of(places: Places, offsets: Offsets) -> lsp.Range:
    """Return *offsets* as a range."""
    start, end = (lsp.Position(*places.position(offset)) for offset in offsets)
    return lsp.Range(start, end)


def range_of_span(places: Places, span: Span) -> lsp.Range:
    """Return *span* as a range."""
    return range_of(places, (span.start.offset, span.end.offset))


def diagnostic_of(
    found: Diagnostic,
    places: Places,
    related: Iterable[tuple[RelatedPlace, str, Places]],
    *,
    is_provisional: bool = False,
) -> lsp.Diagnostic:
    """Return *found* as a diagnostic; *related* has its related places with their URIs and texts."""
    here = range_of_span(places, found.span)
    information = [
        lsp.DiagnosticRelatedInformation(
            lsp.Location(uri, range_of_span(text, place.span)), place.message
        )
        for place, uri, text in related
        if place.span is not None
    ]
    fix = found.finding.fix
    data = {
        "rule": found.name,
        "help": found.help,
        "note": found.finding.note,
        "fix": {"title": fix.title, "safe": fix.safe, "changes": fix.changes} if fix else None,
    }
    return lsp.Diagnostic(
        range=here,
        message=found.message,
        severity=SEVERITIES[found.severity],
        code=found.code,
        code_description=lsp.CodeDescription(rule_url(found.name)),
        source=PROVISIONAL if is_provisional else SOURCE,
        tags=_tags(found.name),
        related_information=information or None,
        data=data,
    )


def _tags(rule: str) -> list[lsp.DiagnosticTag] | None:
    if rule.startswith(("unused-", "unreachable-", "redundant-", "ignored-")):
        return [lsp.DiagnosticTag.Unnecessary]
    return [lsp.DiagnosticTag.Deprecated] if rule.startswith("deprecated-") else None


def symbol_of(symbol: Symbol, places: Places) -> lsp.DocumentSymbol:
    """Return *symbol* with its children."""
    return lsp.DocumentSymbol(
        name=symbol.name,
        detail=symbol.detail,
        kind=SYMBOL_KINDS[symbol.kind],
        range=range_of(places, symbol.offsets),
        selection_range=range_of(places, symbol.name_offsets),
        children=[symbol_of(child, places) for child in symbol.children],
    )


def completion_of(
    found: Completion, places: Places, order: int, *, with_snippets: bool, with_markdown: bool
) -> lsp.CompletionItem:
    """Return *found* as the item number *order*; snippets as plain text when the client has none."""
    text = found.text if with_snippets or not found.is_snippet else _without_stops(found.text)
    more = [lsp.TextEdit(range_of(places, (at, at)), each) for at, each in found.more]
    return lsp.CompletionItem(
        label=found.label,
        kind=_COMPLETION_KINDS[found.kind],
        detail=found.detail or None,
        documentation=markup(found.documentation, with_markdown=with_markdown)
        if found.documentation
        else None,
        sort_text=f"{order:05}",
        filter_text=found.filter_text,
        insert_text_format=lsp.InsertTextFormat.Snippet
        if with_snippets and found.is_snippet
        else lsp.InsertTextFormat.PlainText,
        text_edit=lsp.TextEdit(range_of(places, found.offsets), text),
        additional_text_edits=more or None,
    )


def markup(text: str, *, with_markdown: bool) -> lsp.MarkupContent:
    """Return *text* as Markdown, or as plain text for a client that shows no other."""
    kind = lsp.MarkupKind.Markdown if with_markdown else lsp.MarkupKind.PlainText
    return lsp.MarkupContent(kind, text)


def _without_stops(snippet: str) -> str:
    """Return the text of *snippet* with the first choice or the default at each of its stops."""
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", snippet)
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text)
    return re.sub(r"\$\d+", "", text)
