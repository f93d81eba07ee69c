"""The code-quality report of GitLab, which merge requests show: a JSON array with one object for each finding."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from workflowkit.diagnostics import Severity
from workflowkit.report.cells import printable
from workflowkit.report.fingerprint import Numbered, numbered
from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.text.document import Document

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(result: Result, sources: Mapping[str, Document], style: Style) -> str:  # noqa: ARG001 - one signature for all formats
    """Render each finding of *result* as one issue, in ASCII for any pipe."""
    issues = [_issue(found) for found in numbered(result, sources)]
    return json.dumps(issues, indent=2) + "\n"


def _issue(found: Numbered) -> dict[str, Any]:
    diagnostic = found.diagnostic
    message = f"{diagnostic.code} {diagnostic.name}: {diagnostic.message}"
    return {
        "description": printable(message),
        "check_name": diagnostic.name,
        # GitLab shows only the first of several findings with the same one.
        "fingerprint": found.identity,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {
            "path": diagnostic.path.removeprefix("./"),
            "lines": {"begin": diagnostic.span.start.line, "end": diagnostic.span.end.line},
        },
    }
