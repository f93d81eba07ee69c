"""JUnit XML, which most CI services show as tests: each finding is a test that failed; an info is one that passed, with its text as output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.report.escapes import xml_line, xml_text
from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.report.text import address
from workflowkit.text.document import Document


def render(result: Result, sources: Mapping[str, Document], style: Style) -> str:  # noqa: ARG001 - one signature for all formats
    """Render *result* as one suite for each file with findings, or as one test that passed when there are none."""
    suites = Element("testsuites", name="wfk")
    for path, diagnostics in groupby(result.listed, key=lambda diagnostic: diagnostic.path):
        _add_suite(suites, path, list(diagnostics))
    if not result.listed:
        suite = SubElement(suites, "testsuite", name="wfk", tests="1", failures="0", errors="0")
        SubElement(suite, "testcase", name="no findings", classname="wfk")
    _count(suites, suites.iter("testcase"))
    indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _add_suite(suites: Element, path: str, diagnostics: Iterable[Diagnostic]) -> None:
    suite = SubElement(suites, "testsuite", name=xml_line(path))
    for diagnostic in diagnostics:
        start = diagnostic.span.start
        test = SubElement(
            suite,
            "testcase",
            name=xml_line(f"{diagnostic.code} {diagnostic.name} {start.line}:{start.column}"),
            classname=xml_line(path),
        )
        where = address(diagnostic.path, diagnostic.span)
        lines = (
            xml_line(where),
            xml_line(diagnostic.message),
            diagnostic.help,
            diagnostic.finding.note,
        )
        text = xml_text("\n".join(filter(None, lines)))
        if diagnostic.severity == Severity.INFO:
            SubElement(test, "system-out").text = text
        else:
            message = xml_line(diagnostic.message)
            failure = SubElement(test, "failure", message=message, type=diagnostic.severity.value)
            failure.text = text
    _count(suite, suite.iter("testcase"))


def _count(element: Element, tests: Iterable[Element]) -> None:
    found = list(tests)
    n_failures = sum(test.find("failure") is not None for test in found)
    element.attrib |= {"tests": str(len(found)), "failures": str(n_failures), "errors": "0"}
