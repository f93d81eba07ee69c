"""SARIF 2.1.0, which code-scanning services and editors read.

Suppressed findings and those of the baseline are left out: code scanning does not read `suppressions`, and would show them as open alerts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from workflowkit.diagnostics import Diagnostic, RelatedPlace, Severity
from workflowkit.report.json_lists import in_list, indented_json
from workflowkit.report.numbers import Numbers
from workflowkit.report.pieces import NUMBER, ListedFinding
from workflowkit.report.rule_text import Describe, RuleText, rule_url
from workflowkit.report.sarif_fixes import replaced_regions
from workflowkit.report.style import Style
from workflowkit.text.document import Document
from workflowkit.text.positions import Span
from workflowkit.text.routes import format_route

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "recommendation",
}
_PRECISIONS: Final = {
    Severity.ERROR: "very-high",
    Severity.WARNING: "high",
    Severity.INFO: "medium",
}
"""How often findings are true: an error always is (docs/precision.md)."""

MAX_TEXT: Final = 1024
"""Characters of a description that code scanning takes."""
MAX_SNIPPET: Final = 1000
"""Characters of a longer line are left out."""
ROOT: Final = "%SRCROOT%"
"""Name of the folder that paths are relative to."""


def piece(
    diagnostic: Diagnostic,
    sources: Mapping[str, Document],
    style: Style,  # noqa: ARG001 - one signature for all formats
    fingerprint: str,
) -> str:
    """Return one finding as a result, in ASCII for any pipe."""
    found = _result(diagnostic, fingerprint, sources)
    members = {
        '"ruleIndex": 0': f'"ruleIndex": {_RULE}',
        '"primaryLocationLineHash": ""': f'"primaryLocationLineHash": "{fingerprint}:{NUMBER}"',
    }
    return indented_json(found, 8, members)


_RULE: Final = "\x03"
"""Marks in a piece the index of its rule among those of the run."""


def assemble(
    listed: Iterable[ListedFinding],
    numbers: Numbers,
    style: Style,  # noqa: ARG001 - one signature for all formats
    describe: Describe | None = None,
) -> Iterator[str]:
    """Yield one run; *describe* returns the texts of rules."""
    names = dict(sorted({(finding.code, finding.name) for finding in listed}))
    codes = list(names)
    driver: dict[str, Any] = {
        "name": "wfk",
        "informationUri": "https://workflowkit.dev",
        "rules": [_rule(code, name, describe) for code, name in names.items()],
    }
    if numbers.tool_version:
        driver |= {"version": numbers.tool_version, "semanticVersion": numbers.tool_version}
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which wfk ran."}}},
        "columnKind": "unicodeCodePoints",
        "results": [],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    indexes = {code: str(index) for index, code in enumerate(codes)}
    placed = (each._replace(text=each.text.replace(_RULE, indexes[each.code])) for each in listed)
    yield from in_list(json.dumps(log, indent=2) + "\n", '"results": []', 6, placed)


def _rule(code: str, name: str, describe: Describe | None) -> dict[str, Any]:
    text = (describe(code) if describe else None) or _unknown(code, name)
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": _limited(text.summary)},
        "fullDescription": {"text": _limited(text.reason or text.summary)},
        "helpUri": rule_url(name),
        "help": {"text": text.text, "markdown": text.markdown},
        "defaultConfiguration": {"level": _LEVELS[text.severity]},
        "properties": {
            "tags": list(text.tags),
            "precision": _PRECISIONS[text.severity],
            "problem.severity": _PROBLEMS[text.severity],
        },
    }


def _unknown(code: str, name: str) -> RuleText:
    """Return texts for a rule that nobody describes: services require some."""
    summary = f"{name} ({code})"
    markdown = f"# {summary}"
    return RuleText(code, name, Severity.WARNING, summary, "", summary, markdown, ("wfk",))


def _limited(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def _result(
    diagnostic: Diagnostic, fingerprint: str, sources: Mapping[str, Document]
) -> dict[str, Any]:
    location = _location(diagnostic.path, diagnostic.span, sources)
    if diagnostic.route:
        location["logicalLocations"] = [{"fullyQualifiedName": format_route(diagnostic.route)}]
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": 0,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": _message(diagnostic)},
        "locations": [location],
        "partialFingerprints": {
            "primaryLocationLineHash": "",
            "wfkFingerprint/v1": fingerprint,
        },
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(place.path, place.span, sources),
                "message": {"text": place.message},
            }
            for number, place in enumerate(diagnostic.related, 1)
        ]
    fix = replaced_regions(diagnostic, sources.get(diagnostic.path))
    if fix:
        artifact = {"artifactLocation": _artifact(diagnostic.path), "replacements": fix}
        title = diagnostic.finding.fix.title if diagnostic.finding.fix else ""
        result["fixes"] = [{"description": {"text": title}, "artifactChanges": [artifact]}]
    return result


def _message(diagnostic: Diagnostic) -> str:
    """Return the message, with a link to each related place: only linked ones are shown."""
    lines = filter(None, [diagnostic.message, diagnostic.help, diagnostic.finding.note])
    plain = "\n".join(map(_without_links, lines))
    related = (_link(number, place) for number, place in enumerate(diagnostic.related, 1))
    return "\n".join([plain, *related])


def _link(number: int, place: RelatedPlace) -> str:
    text = place.message.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return f"[{text}]({number})"


def _without_links(text: str) -> str:
    """Return *text* without what a reader of SARIF would take for a link."""
    return text.replace("](", "] (")


def _location(path: str, span: Span | None, sources: Mapping[str, Document]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(path)}
    if span is not None:
        region: dict[str, Any] = {
            "startLine": span.start.line,
            "startColumn": span.start.column,
            "endLine": span.end.line,
            "endColumn": span.end.column,
        }
        source = sources.get(path)
        if source:
            _add_snippets(physical, region, source, span)
        physical["region"] = region
    return {"physicalLocation": physical}


def _add_snippets(
    physical: dict[str, Any], region: dict[str, Any], source: Document, span: Span
) -> None:
    """Add the text of the region, and the line that it is in, unless they are too long."""
    if span.start.line != span.end.line:
        return
    line = source.lines.line(span.start.line).rstrip("\r\n")
    text = line[span.start.column - 1 : span.end.column - 1]
    if 0 < len(text) <= MAX_SNIPPET:
        region["snippet"] = {"text": text}
    if 0 < len(line) <= MAX_SNIPPET and len(text) < len(line):
        number = span.start.line
        physical["contextRegion"] = {
            "startLine": number,
            "startColumn": 1,
            "endLine": number,
            "endColumn": len(line) + 1,
            "snippet": {"text": line},
        }


def _artifact(path: str) -> dict[str, Any]:
    uri = quote(path.removeprefix("./").encode("utf-8", "replace"))
    if PurePosixPath(path).is_absolute():
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": ROOT}
