"""Checkstyle XML, which many review tools and editors read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from xml.etree.ElementTree import Element

from workflowkit.diagnostics import Diagnostic
from workflowkit.report.escapes import xml_line
from workflowkit.report.numbers import Numbers
from workflowkit.report.pieces import ListedFinding
from workflowkit.report.style import Style
from workflowkit.report.xml_parts import DECLARATION, closed, opened, written
from workflowkit.text.document import Document


def piece(
    diagnostic: Diagnostic,
    sources: Mapping[str, Document],  # noqa: ARG001 - one signature for all formats
    style: Style,  # noqa: ARG001 - one signature for all formats
    fingerprint: str,  # noqa: ARG001 - one signature for all formats
) -> str:
    """Return the `error` of one finding."""
    start = diagnostic.span.start
    error = Element(
        "error",
        line=str(start.line),
        column=str(start.column),
        severity=diagnostic.severity.value,
        message=xml_line(diagnostic.message),
        source=f"wfk.{diagnostic.code}.{diagnostic.name}",
    )
    return written(error, 2)


def assemble(listed: Iterable[ListedFinding], numbers: Numbers, style: Style) -> Iterator[str]:  # noqa: ARG001 - one signature for all formats
    """Yield one `file` for each file with findings."""
    root = Element("checkstyle", version="4.3")
    yield DECLARATION
    opening = opened(root, 0)
    mark = opening
    for path, findings in groupby(listed, key=lambda finding: finding.path):
        yield f"{mark}{opened(Element('file', name=xml_line(path)), 1)}"
        yield from (finding.text for finding in findings)
        yield closed("file", 1)
        mark = ""
    yield written(root, 0) if mark is opening else closed(root.tag, 0)
