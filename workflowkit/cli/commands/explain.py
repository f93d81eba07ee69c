"""`wfk explain`: the reason and the examples of a rule, or what a key of the format is for and which engines know it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from workflowkit.lint.pages import plain_page
from workflowkit.lint.renamed import current_name
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import unknown_rule
from workflowkit.text import versions

if TYPE_CHECKING:
    from workflowkit.schemas.keys import FormatKey


@click.command(
    epilog="""\b
Examples:
  wfk explain I002
  wfk explain duplicate-step-id
  wfk explain modelTier                 a key of the workflow format
  wfk explain standardStep.audit        a key of one kind of object

\b
Exit codes: 0 fine, 2 unknown rule or key."""
)
@click.argument("rule")
def explain(rule: str) -> None:
    """Explain RULE, given by its code or its name, or a key of the workflow format."""
    pages = [] if _is_rule(rule) else key_pages(rule)
    if pages:
        click.echo("\n\n".join(pages))
        return
    found = find(rule)
    if current_name(rule) != rule:
        click.echo(f"'{rule}' is now called '{found.name}'", err=True)
    click.echo(plain_page(found))


def _is_rule(selector: str) -> bool:
    return any(current_name(selector) in (rule.code, rule.code.lower(), rule.name) for rule in ALL)


def key_pages(selector: str) -> list[str]:
    """Return what is known of the keys that *selector* names: `audit`, or `standardStep.audit`."""
    # Imported here because the models are slow to import, and rules need none of them.
    from workflowkit.run import discovery, spec_folder
    from workflowkit.schemas.keys import format_keys

    history = spec_folder.load_chosen_spec(None, None, discovery.find_config()).history
    return [
        _key_page(key, list(history.profiles))
        for key in format_keys(history.dialects)
        if selector in (key.key, key.name)
    ]


def _key_page(key: FormatKey, every: Sequence[str]) -> str:
    """Return what is known of *key*; *every* is every version, oldest first."""
    span = versions.spans(key.versions, every) or "all engines"
    lines = [f"{key.name} · {span}", key.description, f"Takes: {key.values}."]
    for most in dict.fromkeys(key.limits.values()):
        holding = [version for version, limit in key.limits.items() if limit == most]
        words = versions.spans(holding, every)
        lines.append(f"At most {most}{f': {words}' if words else ''}.")
    return "\n".join(lines)


def find(selector: str) -> Rule:
    """Return the rule with this code or name. Raises UsageError, with the most similar name."""
    for rule in ALL:
        if current_name(selector) in (rule.code, rule.code.lower(), rule.name):
            return rule
    raise unknown_rule(selector, ALL)
