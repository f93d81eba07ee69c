"""`wfk explain`: the reason and the examples of a rule, or what a key of the format is for and which engines know it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from workflowkit.cli import completing, options
from workflowkit.cli.terminal import show, style_for
from workflowkit.diagnostics import Diagnostic
from workflowkit.errors import UsageError
from workflowkit.lint.pages import plain_page
from workflowkit.lint.renamed import current_name
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import unknown_rule
from workflowkit.lint.witnesses.rules import has_witness, witness_words
from workflowkit.report.style import BOLD, Style
from workflowkit.text import versions
from workflowkit.text.suggest import closest

if TYPE_CHECKING:
    from workflowkit.run.options import Options
    from workflowkit.run.witnesses import WitnessFile
    from workflowkit.schemas.keys import FormatKey
    from workflowkit.spec.pack import History


@click.command(
    epilog="""\b
Examples:
  wfk explain I002
  wfk explain duplicate-step-id
  wfk explain modelTier                 a key of the workflow format
  wfk explain standardStep.audit        a key of one kind of object
  wfk explain E005 release.json:12      the run that shows a finding

\b
Exit codes: 0 fine, 2 unknown rule or key, or no finding at the line,
3 the file could not be read."""
)
@click.argument("rule", shell_complete=completing.rules_and_keys)
@click.argument("place", metavar="[FILE:LINE]", required=False)
@options.project
@options.color
def explain(rule: str, place: str | None, given: Options, color: str) -> None:
    """Explain RULE, given by its code or its name, or a key of the workflow format.

    With FILE:LINE, print the finding of the rule at that line, and the shortest run that shows it.
    """
    style = style_for(color)
    if place is not None:
        found_there = _witnesses(find(rule), place, given)
        pages = [_headed(_witness_page(*found), style) for found in found_there]
    else:
        pages = [] if _is_rule(rule) else [_headed(page, style) for page in key_pages(rule)]
    if pages:
        show("\n\n".join(pages) + "\n", style)
        return
    found = _rule_of(rule)
    if current_name(rule) != rule:
        click.echo(f"'{rule}' is now called '{found.name}'", err=True)
    show(plain_page(found, style) + "\n", style)


def _headed(page: str, style: Style) -> str:
    """Return *page* with its first line as a heading."""
    head, separator, rest = page.partition("\n")
    return f"{style.paint(head, BOLD)}{separator}{rest}"


def _rule_of(name: str) -> Rule:
    """Return the rule called *name*, which is no key. Raises UsageError with the most similar rule or key."""
    try:
        return find(name)
    except UsageError as error:
        help = error.help
        guess = closest(name, {text for key in _keys() for text in (key.key, key.name)})
        if guess is not None and not help.startswith("did you mean"):
            help = f"did you mean '{guess}'?"
        raise UsageError(f"unknown rule or key '{name}'", help=help) from None


def _witnesses(
    rule: Rule, place: str, given: Options
) -> Iterator[tuple[Diagnostic, WitnessFile | None]]:
    """Yield the findings of *rule* at *place*, FILE:LINE, each with the run that shows it. Raises UsageError when there is none."""
    # Imported here because rules are explained without simulating runs.
    from workflowkit.config.settings import RuleChoice
    from workflowkit.run.project import Project
    from workflowkit.run.witnesses import witness_files

    path, _, line = place.rpartition(":")
    if not path or not line.isdecimal():
        raise UsageError(f"'{place}' is no place", help="give it as FILE:LINE")
    if not os.path.lexists(path):
        from workflowkit.run import loading

        raise loading.no_such_path(path)
    project = Project.load([path], given).with_rules(RuleChoice(), (rule.name,))
    found = [each for each in project.lint(baseline="").shown if each.name == rule.name]
    here = [each for each in found if each.span.start.line == int(line)]
    if not here:
        lines = ", ".join(str(each.span.start.line) for each in found)
        where = f"at line {lines}" if lines else "nowhere in the file"
        raise UsageError(f"{place}: no finding of {rule.name}", help=f"it is found {where}")
    by_finding = {id(each.diagnostic): each for each in witness_files(here, [project])}
    yield from ((each, by_finding.get(id(each))) for each in here)


def _witness_page(diagnostic: Diagnostic, witness: WitnessFile | None) -> str:
    """Return a finding and the run that shows it."""
    from workflowkit.simulation.scenario_update import scenario_text

    start = diagnostic.span.start
    place = f"{diagnostic.path}:{start.line}:{start.column}"
    head = f"{place}: {diagnostic.code} {diagnostic.name}: {diagnostic.message}"
    if witness is None:
        rule = find(diagnostic.name)
        # The page says why rules without witnesses have none.
        why = "" if has_witness(rule) else "".join(f" {words}" for words in witness_words(rule))
        return f"{head}\n\nNo run was found that shows it.{why}"
    run = f"The shortest run that shows it: {witness.words}"
    return f"{head}\n\n{run}\n\n{scenario_text(witness.scenario)}".rstrip()


def _is_rule(selector: str) -> bool:
    return any(current_name(selector) in (rule.code, rule.code.lower(), rule.name) for rule in ALL)


def key_pages(selector: str) -> list[str]:
    """Return what is known of the keys that *selector* names: `audit`, or `standardStep.audit`; for a path in a file, such as `steps.audit`, of its last key."""
    every, keys = list(_history().profiles), list(_keys())
    found = [key for key in keys if selector in (key.key, key.name)]
    last = selector.rpartition(".")[2]
    return [_key_page(key, every) for key in found or keys if found or key.key == last]


def _keys() -> Iterable[FormatKey]:
    # Imported here because the models are slow to import, and rules need none of them.
    from workflowkit.schemas.keys import format_keys

    return format_keys(_history().dialects)


def _history() -> History:
    from workflowkit.run import discovery, spec_folder

    return spec_folder.load_chosen_spec(None, None, discovery.find_config()).history


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
