"""`wfk rules`: the rules at a glance."""

from __future__ import annotations

import json
from typing import Any

import click

from workflowkit.cli import options
from workflowkit.lint.rule import PROFILES, Rule
from workflowkit.lint.rules import ALL


@click.command(
    epilog="""\b
Examples:
  wfk rules                       every rule, by code
  wfk rules --format json         for other programs"""
)
@options.output_format("text", "json")
def rules(format_name: str) -> None:
    """List the rules: code, name, severity, smallest profile, fix."""
    if format_name == "json":
        click.echo(json.dumps([record(rule) for rule in ALL], indent=2))
        return
    width = max((len(rule.name) for rule in ALL), default=0)
    for rule in ALL:
        fix = f"fix: {rule.fix}" if rule.fix else ""
        line = f"{rule.code}  {rule.name:<{width}}  {rule.severity:<7}  {rule.profile:<7}  {fix}"
        click.echo(line.rstrip())


def record(rule: Rule) -> dict[str, Any]:
    """What other programs may want to know of a rule."""
    profiles = (
        [rule.profile]
        if rule.profile not in PROFILES
        else list(PROFILES[PROFILES.index(rule.profile) :])
    )
    return {
        "code": rule.code,
        "name": rule.name,
        "group": rule.group,
        "severity": rule.severity.value,
        "profiles": profiles,
        "kinds": sorted(rule.kinds),
        "fixable": rule.fix or None,
        "since": rule.since,
        "summary": rule.summary,
    }
