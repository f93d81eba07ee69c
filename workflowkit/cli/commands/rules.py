"""`wfk rules`: the list of rules, and their coverage of the authoring rules."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from workflowkit.cli import options
from workflowkit.cli.terminal import show, style_for
from workflowkit.diagnostics import Severity
from workflowkit.lint.rules import ALL, CONTENT_RULES
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.authoring_rules import Coverage, coverage
from workflowkit.lint.summaries import CoverageReport, rule_list
from workflowkit.report.formats import renderer
from workflowkit.run import discovery, loading, spec_folder
from workflowkit.run.alone import lint_alone
from workflowkit.run.loading import Options
from workflowkit.run.project_files import RULES_FILE, rules_subject
from workflowkit.text.json_records import record_text


@click.command(
    epilog="""\b
Examples:
  wfk rules                       every rule, by code
  wfk rules --format json         for other programs
  wfk rules --coverage            authoring rules and what enforces them

\b
Exit codes: 0 fine, 1 with --coverage: a required rule is not covered, 2 usage or configuration,
3 a file could not be read."""
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
    help="Spec pack with the authoring rules, for --coverage.",
)
@options.output_format("text", "json")
@click.pass_context
def rules(context: click.Context, is_coverage: bool, spec: str | None, format_name: str) -> None:
    """List the rules: code, name, severity, smallest profile, fix."""
    if is_coverage:
        context.exit(_coverage(spec, format_name))
    if format_name == "json":
        click.echo(record_text(rule_list(ALL)), nl=False)
        return
    width = max(len(rule.name) for rule in ALL)
    for rule in ALL:
        fix = f"fix: {rule.fix}" if rule.fix else ""
        line = f"{rule.code}  {rule.name:<{width}}  {rule.severity:<7}  {rule.profile:<7}  {fix}"
        click.echo(line.rstrip())


def _coverage(spec: str | None, format_name: str) -> int:
    """Print the coverage of the authoring rules; return 1 when the file has errors."""
    config = discovery.find_config()
    context = loading.load_context(Options(spec=spec), config)
    folder = spec or config.spec
    path = Path(folder or spec_folder.bundled("spec")) / RULES_FILE
    if not path.is_file():
        path = spec_folder.bundled("spec") / RULES_FILE
    subject = rules_subject(loading.read_document(Path(loading.relative(path))), context.spec)
    covered = coverage(subject.file)
    if format_name == "json":
        click.echo(record_text(CoverageReport(rules=tuple(covered))), nl=False)
    else:
        _print_coverage(covered)
    result = lint_alone(subject, context, Selection(context.lint, CONTENT_RULES))
    if result.shown and format_name == "text":
        click.echo()
        style = style_for()
        sources = {subject.document.path: subject.document}
        show(renderer("text")(result, sources, style), style)
    return result.exit_code(Severity.ERROR)


def _print_coverage(covered: list[Coverage]) -> None:
    width = max((len(rule.id) for rule in covered), default=0)
    for rule in covered:
        codes = " ".join(rule.codes) or "-"
        click.echo(f"{rule.degree:<8}  {rule.level:<11}  {rule.id:<{width}}  {codes}")
        for reason in rule.advisory:
            click.echo(f"{'':<8}  {'':<11}  {'':<{width}}  advisory: {reason}")
    required = Counter[str](rule.degree for rule in covered if rule.level == "required")
    whole = Counter[str](rule.degree for rule in covered)
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
