"""Checkstyle XML, which many review tools and editors read."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from workflowkit.report.escapes import xml_line
from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.text.document import Document


def render(result: Result, sources: Mapping[str, Document], style: Style) -> str:  # noqa: ARG001 - one signature for all formats
    """Render *result* as one `file` for each file with findings."""
    root = Element("checkstyle", version="4.3")
    for path, diagnostics in groupby(result.listed, key=lambda diagnostic: diagnostic.path):
        file = SubElement(root, "file", name=xml_line(path))
        for diagnostic in diagnostics:
            start = diagnostic.span.start
            SubElement(
                file,
                "error",
                line=str(start.line),
                column=str(start.column),
                severity=diagnostic.severity.value,
                message=xml_line(diagnostic.message),
                source=f"wfk.{diagnostic.code}.{diagnostic.name}",
            )
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'
