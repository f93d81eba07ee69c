"""The code-quality report of GitLab, which merge requests show: a JSON array with one object for each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.report.cells import printable
from workflowkit.report.json_lists import in_list, indented_json
from workflowkit.report.numbers import Numbers
from workflowkit.report.pieces import IDENTITY, ListedFinding
from workflowkit.report.style import Style
from workflowkit.text.document import Document

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def piece(
    diagnostic: Diagnostic,
    sources: Mapping[str, Document],  # noqa: ARG001 - one signature for all formats
    style: Style,
    fingerprint: str,  # noqa: ARG001 - one signature for all formats
) -> str:
    """Return one finding as an issue, in ASCII for any pipe."""
    message = f"{diagnostic.code} {diagnostic.name}: {diagnostic.message}"
    issue = {
        "description": printable(message),
        "check_name": diagnostic.name,
        # GitLab shows only the first of several findings with the same one.
        "fingerprint": "",
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {
            "path": style.from_checkout(diagnostic.path),
            "lines": {"begin": diagnostic.span.start.line, "end": diagnostic.span.end.line},
        },
    }
    return indented_json(issue, 2, {'"fingerprint": ""': f'"fingerprint": "{IDENTITY}"'})


def assemble(listed: Iterable[ListedFinding], numbers: Numbers, style: Style) -> Iterator[str]:  # noqa: ARG001 - one signature for all formats
    """Yield the array of all issues."""
    yield from in_list("[]\n", "[]", 0, listed)
