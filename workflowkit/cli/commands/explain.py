"""`wfk explain`: the reason and the examples of a rule."""

from __future__ import annotations

import click

from workflowkit.cli import completing
from workflowkit.lint.pages import plain_page
from workflowkit.lint.renamed import current_name
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import unknown_rule


@click.command(
    epilog="""\b
Examples:
  wfk explain I002
  wfk explain duplicate-step-id

\b
Exit codes: 0 fine, 2 unknown rule."""
)
@click.argument("rule", shell_complete=completing.rules)
def explain(rule: str) -> None:
    """Explain RULE, given by its code or its name."""
    found = find(rule)
    if current_name(rule) != rule:
        click.echo(f"'{rule}' is now called '{found.name}'", err=True)
    click.echo(plain_page(found))


def find(selector: str) -> Rule:
    """Return the rule with this code or name. Raises UsageError, with the most similar name."""
    for rule in ALL:
        if current_name(selector) in (rule.code, rule.code.lower(), rule.name):
            return rule
    raise unknown_rule(selector, ALL)
