"""JUnit XML, which most CI services show as tests: each finding is a test that failed; an info is one that passed, with its text as output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.report.escapes import xml_line, xml_text
from workflowkit.report.numbers import Numbers
from workflowkit.report.pieces import ListedFinding
from workflowkit.report.style import Style
from workflowkit.report.text import address
from workflowkit.report.xml_parts import DECLARATION, closed, opened, written
from workflowkit.text.document import Document


def piece(
    diagnostic: Diagnostic,
    sources: Mapping[str, Document],  # noqa: ARG001 - one signature for all formats
    style: Style,  # noqa: ARG001 - one signature for all formats
    fingerprint: str,  # noqa: ARG001 - one signature for all formats
) -> str:
    """Return the test of one finding."""
    start = diagnostic.span.start
    test = Element(
        "testcase",
        name=xml_line(f"{diagnostic.code} {diagnostic.name} {start.line}:{start.column}"),
        classname=xml_line(diagnostic.path),
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
    return written(test, 2)


def assemble(listed: Iterable[ListedFinding], numbers: Numbers, style: Style) -> Iterator[str]:  # noqa: ARG001 - one signature for all formats
    """Yield one suite for each file with findings, or one test that passed when there are none."""
    n_tests, n_failures = _counted(listed)
    yield DECLARATION
    yield opened(_with_counts(Element("testsuites", name="wfk"), n_tests or 1, n_failures), 0)
    for path, findings in groupby(listed, key=lambda finding: finding.path):
        suite = list(findings)
        element = _with_counts(Element("testsuite", name=xml_line(path)), *_counted(suite))
        yield opened(element, 1)
        yield from (finding.text for finding in suite)
        yield closed(element.tag, 1)
    if not n_tests:
        nothing = _with_counts(Element("testsuite", name="wfk"), 1, 0)
        SubElement(nothing, "testcase", name="no findings", classname="wfk")
        yield written(nothing, 1)
    yield closed("testsuites", 0)


def _counted(findings: Iterable[ListedFinding]) -> tuple[int, int]:
    """Return the number of *findings*, and of those that are failures."""
    severities = Counter(finding.severity for finding in findings)
    return severities.total(), severities.total() - severities[Severity.INFO]


def _with_counts(element: Element, n_tests: int, n_failures: int) -> Element:
    element.attrib |= {"tests": str(n_tests), "failures": str(n_failures), "errors": "0"}
    return element
