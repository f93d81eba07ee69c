"""Pages about rules, in Markdown for `docs/rules/` and as plain text for `wfk explain`; one source for both."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby

from workflowkit.lint.rule import PROFILES, Rule
from workflowkit.lint.witnesses.rules import witness_words
from workflowkit.report.style import BOLD, PLAIN, Style

GROUPS = {
    "E": "Executability",
    "S": "Shape and metadata",
    "I": "Identifiers and naming",
    "T": "Template calls and routines",
    "R": "References, contracts and artifacts",
    "V": "Validation criteria",
    "L": "Loops",
    "A": "Assessments",
    "B": "Bindings and extension points",
    "F": "Features",
    "H": "Human gates and clarification",
    "P": "Prompt quality",
    "C": "Context data flow and conditions",
    "M": "Metrics convention",
    "G": "Tags and catalog",
    "X": "Staleness and drift",
    "D": "Duplication",
    "U": "Suppressions and baseline",
    "W": "Triggers",
    "K": "Authoring rules",
    "Z": "Breaking changes",
}
"""Title of each group of rules by its letter, in the order in which they are listed."""


def plain_page(rule: Rule, style: Style = PLAIN) -> str:
    """Return what `wfk explain` prints."""
    head = style.paint(f"{rule.code} {rule.name}", BOLD)
    parts = [f"{head} · {' · '.join(_facts(rule))}", rule.summary]
    for title, body in rule.sections.items():
        shown = "\n".join(line for line in body.splitlines() if not line.startswith("```"))
        parts.append(f"{style.paint(title, BOLD)}\n{textwrap.indent(shown.strip(), '    ')}")
    parts.extend(f"{style.paint(title, BOLD)}\n    {text}" for title, text in _origins(rule))
    return "\n\n".join(parts)


def rule_page(rule: Rule) -> str:
    """Return the page in `docs/rules/`."""
    head, _, rest = rule.docs.partition("\n")
    parts = [f"# {rule.name} ({rule.code})", head, f"*{' · '.join(_facts(rule))}*", rest.strip()]
    parts.extend(f"## {title}\n\n{text}" for title, text in _origins(rule))
    return "\n\n".join(part for part in parts if part) + "\n"


def index_page(rules: Iterable[Rule]) -> str:
    """Return the list of all rules in `docs/rules/`."""
    parts = [
        "# Rules",
        "Generated from the rules themselves; `wfk explain CODE` prints the same pages.\n"
        "The profiles contain each other: `core` has the errors, `catalog` the warnings as well, `style` all.",
    ]
    for group, members in groupby(rules, key=lambda rule: rule.group):
        rows = [
            f"| {rule.code} | [{rule.name}]({rule.name}.md) | {rule.severity} | {rule.profile} "
            f"| {rule.fix or ''} | {rule.summary} |"
            for rule in members
        ]
        header = (
            "| code | name | severity | profile | fix | |\n| --- | --- | --- | --- | --- | --- |"
        )
        parts.append(f"## {group}: {GROUPS[group]}\n\n{header}\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _facts(rule: Rule) -> Iterator[str]:
    yield rule.severity.value
    yield f"profile {', '.join(PROFILES[PROFILES.index(rule.profile) :])}"
    yield f"since {rule.since}"
    yield f"{rule.fix} fix" if rule.fix else "no fix"


def _origins(rule: Rule) -> Iterator[tuple[str, str]]:
    for text in witness_words(rule):
        yield "Witness", text
    if rule.engines:
        yield "Engines", rule.engines
