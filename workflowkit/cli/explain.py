"""`wfk explain`: why a rule is there, with examples."""

from __future__ import annotations

import textwrap

import click

from workflowkit.errors import UsageError
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.model.suggest import did_you_mean


@click.command(
    epilog="""\b
Examples:
  wfk explain I002
  wfk explain duplicate-step-id"""
)
@click.argument("rule")
def explain(rule: str) -> None:
    """Explain RULE, given by its code or its name."""
    click.echo(page(find(rule)))


def find(selector: str) -> Rule:
    """The rule with this code or name. Raises UsageError with the one that was probably meant."""
    for rule in ALL:
        if selector in (rule.code, rule.code.lower(), rule.name):
            return rule
    known = [name for rule in ALL for name in (rule.code, rule.name)]
    raise UsageError(
        f"no rule is called '{selector}'", help=did_you_mean(selector, known).split(" and ")[0]
    )


def page(rule: Rule) -> str:
    """What is told of a rule, as plain text."""
    facts = [
        f"{rule.code} {rule.name}",
        rule.severity.value,
        f"since {rule.since}",
        f"{rule.fix} fix" if rule.fix else "no fix",
    ]
    parts = [" · ".join(facts), rule.summary]
    for title, body in rule.sections.items():
        shown = "\n".join(line for line in body.splitlines() if not line.startswith("```"))
        parts.append(f"{title}\n{textwrap.indent(shown.strip(), '    ')}")
    if rule.engines:
        parts.append(f"Engines\n    {rule.engines}")
    if rule.source:
        parts.append(f"Rests on\n    {rule.source}")
    return "\n\n".join(parts)
