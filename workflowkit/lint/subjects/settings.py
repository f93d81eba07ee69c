"""The configuration and the baseline as a subject: the findings that they accept must still exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflowkit.diagnostics import Diagnostic, Identified
from workflowkit.lint.suppressions import SuppressionReport
from workflowkit.records import dataclass
from workflowkit.report.placing import place
from workflowkit.text.document import Document
from workflowkit.text.toml_positions import scan


@dataclass(frozen=True)
class SettingsSubject:
    """The configuration file, with the baseline file that it names."""

    report: SuppressionReport
    config: Document | None
    """None when there is no configuration file."""
    baseline: Document | None

    def objects(self) -> Mapping[str, object]:
        """Return what rules are given."""
        return {"SuppressionReport": self.report}

    def place(self, found: Sequence[Identified]) -> list[Diagnostic]:
        """Return each of *found* with its position: suppressions and patterns are in the configuration, entries in the baseline."""
        placed: list[Diagnostic] = []
        for identified in found:
            if identified.finding.route[0] in ("suppress", "per-file") and self.config is not None:
                placed.append(_in_configuration(identified, self.config))
            elif self.baseline is not None:
                placed.extend(place(self.baseline, [identified], {}))
        return placed


def _in_configuration(identified: Identified, config: Document) -> Diagnostic:
    head = ("tool", "wfk") if config.path.endswith("pyproject.toml") else ()
    keys = (*head, "lint", *identified.finding.route)
    places = scan(config.text)
    while keys not in places:
        keys = keys[:-1]
    start = places[keys][1]
    end = config.text.find("\n", start)
    span = config.span(start, len(config.text) if end < 0 else end)
    return Diagnostic(
        identified.code, identified.name, identified.severity, config.path, span, identified.finding
    )
