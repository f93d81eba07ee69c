"""`wfk rules`: the rules at a glance, and how far they enforce the authoring rules."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from workflowkit import loading
from workflowkit.cli import options
from workflowkit.cli.every_rule import every_rule
from workflowkit.cli.terminal import show, style_for
from workflowkit.diagnostics import Severity
from workflowkit.errors import UsageError
from workflowkit.lint.authoring import Coverage, RulesFile, coverage, surfaces
from workflowkit.lint.rules import ALL
from workflowkit.lint.runner import check_rules_file
from workflowkit.lint.summaries import CoverageReport, rule_list
from workflowkit.report.formats import renderer
from workflowkit.report.placing import place
from workflowkit.report.result import Result
from workflowkit.source.json_records import record_text
from workflowkit.spec.pack import SpecPack


@click.command(
    epilog="""\b
Examples:
  wfk rules                       every rule, by code
  wfk rules --format json         for other programs
  wfk rules --coverage            which authoring rules are enforced, and by what

\b
Exit codes: 0 fine, 1 with --coverage: a required rule is not covered, 2 usage."""
)
@click.option(
    "--coverage",
    "is_coverage",
    is_flag=True,
    help="Show the authoring rules with the codes that enforce them.",
)
@click.option(
    "--spec",
    type=options.ExistingPath(),
    metavar="DIR",
    help="With --coverage: the pack whose authoring rules are meant.",
)
@options.output_format("text", "json")
@click.pass_context
def rules(context: click.Context, is_coverage: bool, spec: str | None, format_name: str) -> None:
    """List the rules: code, name, severity, smallest profile, fix."""
    if is_coverage:
        context.exit(_coverage(spec, format_name))
    if format_name == "json":
        click.echo(record_text(rule_list(every_rule())), nl=False)
        return
    width = max(len(rule.name) for rule in every_rule())
    for rule in every_rule():
        fix = f"fix: {rule.fix}" if rule.fix else ""
        line = f"{rule.code}  {rule.name:<{width}}  {rule.severity:<7}  {rule.profile:<7}  {fix}"
        click.echo(line.rstrip())


def _coverage(spec: str | None, format_name: str) -> int:
    """Print how far the authoring rules are enforced; 1 when the file has errors."""
    pack = loading.load_spec(spec or loading.find_config().spec, None)
    if pack.authoring_rules is None:
        raise UsageError(
            "there are no authoring rules", help="add authoring-rules.json to the pack"
        )
    file = rules_file(pack)
    covered = coverage(file)
    if format_name == "json":
        click.echo(record_text(CoverageReport(rules=tuple(covered))), nl=False)
    else:
        _print_coverage(covered)
    found = check_rules_file(file, ALL)
    folder = Path(spec) if spec else loading.bundled("spec")
    item = loading.read_document(Path(loading.relative(folder / "authoring-rules.json")))
    identified = [(i.rule.code, i.rule.name, i.severity, i.finding) for i in found]
    result = Result(shown=tuple(place(item, identified, {})), n_files=1)
    if found and format_name == "text":
        click.echo()
        style = style_for()
        show(renderer("text")(result, {item.path: item}, style), style)
    return result.exit_code(Severity.ERROR)


def rules_file(pack: SpecPack) -> RulesFile:
    """The authoring rules of *pack* with everything that they must fit."""
    content = pack.authoring_rules.content if pack.authoring_rules else {}
    root = loading.bundled("spec").parent
    return RulesFile(
        value=content,
        known_codes=frozenset(rule.code for rule in every_rule()),
        surfaces=surfaces(),
        closed_sets={
            "feature": pack.features,
            "ref": pack.refs,
            "contract": pack.engine.contracts,
            "metrics profile": ("coding", "review", "research", "design", "ticket", "none"),
            "kind of loop": ("while", "until", "for", "forEach"),
        },
        file_exists=lambda path: (root / path).is_file(),
    )


def _print_coverage(covered: list[Coverage]) -> None:
    width = max((len(item.id) for item in covered), default=0)
    for item in covered:
        codes = " ".join(item.codes) or "-"
        click.echo(f"{item.degree:<8}  {item.level:<11}  {item.id:<{width}}  {codes}")
        for reason in item.advisory:
            click.echo(f"{'':<8}  {'':<11}  {'':<{width}}  advisory: {reason}")
    required = Counter[str](item.degree for item in covered if item.level == "required")
    whole = Counter[str](item.degree for item in covered)
    for name, counts in (("required rules", required), ("all rules", whole)):
        n_rules = sum(counts.values())
        shares = ", ".join(
            f"{counts[degree]} {word} ({counts[degree] * 100 // max(n_rules, 1)} %)"
            for degree, word in (
                ("full", "enforced"),
                ("part", "in part"),
                ("advisory", "advisory"),
            )
        )
        click.echo(f"{name}: {n_rules}, {shares}")
