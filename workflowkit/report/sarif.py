"""SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.text.document import Document
from workflowkit.text.positions import Span
from workflowkit.text.routes import format_route

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(result: Result, sources: Mapping[str, Document], style: Style) -> str:  # noqa: ARG001 - one signature for all formats
    """Render *result* as one run, in ASCII for any pipe."""
    names = dict(sorted((diagnostic.code, diagnostic.name) for diagnostic in result.shown))
    rules = [{"id": code, "name": name} for code, name in names.items()]
    index_by_code = {code: index for index, code in enumerate(names)}
    driver: dict[str, Any] = {"name": "wfk", "rules": rules}
    if result.tool_version:
        driver["version"] = result.tool_version
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(diagnostic, index_by_code[diagnostic.code])
                    for diagnostic in result.shown
                ],
            }
        ],
    }
    return json.dumps(log, indent=2) + "\n"


def _result(diagnostic: Diagnostic, rule_index: int) -> dict[str, Any]:
    location = _location(diagnostic.path, diagnostic.span)
    if diagnostic.route:
        location["logicalLocations"] = [{"fullyQualifiedName": format_route(diagnostic.route)}]
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[diagnostic.severity],
        "message": {
            "text": "\n".join(
                filter(None, [diagnostic.message, diagnostic.help, diagnostic.finding.note])
            )
        },
        "locations": [location],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            _location(place.path, place.span) | {"message": {"text": place.message}}
            for place in diagnostic.related
        ]
    return result


def _location(path: str, span: Span | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    if span is not None:
        physical["region"] = {
            "startLine": span.start.line,
            "startColumn": span.start.column,
            "endLine": span.end.line,
            "endColumn": span.end.column,
        }
    return {"physicalLocation": physical}


def _uri(path: str) -> str:
    is_absolute = PurePosixPath(path).is_absolute()
    return ("file://" if is_absolute else "") + quote(path.encode("utf-8", "replace"))
