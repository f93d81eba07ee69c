"""`wfk check`: what a host finds when it starts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

import click

from workflowkit import loading
from workflowkit.catalog.manifest import camel_case
from workflowkit.catalog.startup import LeftOut, Startup
from workflowkit.cli import options
from workflowkit.cli.sources import load, source_option
from workflowkit.cli.terminal import show, style_for
from workflowkit.diagnostics import Severity
from workflowkit.loading import Options
from workflowkit.report.formats import renderer
from workflowkit.report.result import Result


@click.command(
    epilog="""\b
Examples:
  wfk check                                        bundled workflows and ./workflows
  wfk check --source user=~/flows --source git=../shared-flows
  wfk check --triggers triggers.yml                and the triggers that start them

\b
Exit codes: 0 everything is served, 1 something is left out or a trigger is wrong,
2 usage or configuration, 3 a file could not be read."""
)
@source_option
@click.option(
    "--triggers",
    type=options.ExistingPath(),
    metavar="FILE",
    help="A trigger file to check with the workflows.",
)
@options.project
@options.output_format("text", "json")
@click.pass_context
def check(
    context: click.Context,
    sources: tuple[str, ...],
    triggers: str | None,
    spec: str | None,
    routines: tuple[str, ...],
    bindings: str | None,
    engine: str | None,
    format_name: str,
) -> None:
    """Check what a host would serve: which workflows, and which files it would leave out and why.

    Ids, reserved namespaces, shadowing and duplicates are checked over all sources; no file is passed over in silence.
    """
    given = Options(spec=spec, routines=routines, bindings=bindings, engine=engine)
    result = load(sources, given)
    if format_name == "json":
        click.echo(json.dumps(camel_case(asdict(result)), indent=2))
    else:
        _print(result)
    code = 0 if result.is_clean else 1
    if triggers:
        code = max(code, _check_triggers(triggers, result, given))
    context.exit(code)


def _print(result: Startup) -> None:
    for item in result.left_out:
        click.echo(f"left out: {item.path} ({_origin(item)})")
        for reason in item.reasons:
            click.echo(f"  {reason}")
        if item.help:
            click.echo(f"  = help: {item.help}")
        if item.is_own_defect:
            click.echo("  = note: this file belongs to the product; please report it")
    for served in result.served:
        for warning in served.warnings:
            click.echo(f"warning: {served.path} ({served.id}): {warning}")
        for path in served.hides:
            click.echo(f"hidden: {path} has id '{served.id}', which {served.path} serves")
    counts = Counter(item.source.value for item in result.served)
    listed = ", ".join(f"{number} {kind}" for kind, number in counts.items()) or "none"
    click.echo(f"{len(result.served)} workflows served ({listed}), {len(result.left_out)} left out")


def _origin(item: LeftOut) -> str:
    return f"{item.source.value}, id '{item.id}'" if item.id else item.source.value


def _check_triggers(path: str, result: Startup, given: Options) -> int:
    """Check a trigger file against the ids that are served; 1 when something is wrong with it."""
    from workflowkit.cli.triggers import require_yaml
    from workflowkit.triggers.check import check as check_triggers
    from workflowkit.triggers.rules import ALL
    from workflowkit.triggers.trigger import Surroundings
    from workflowkit.triggers.trigger_file import parse

    require_yaml()
    text = loading.read_text(path)
    config = loading.find_config()
    aliases = loading.load_spec(given.spec or config.spec, given.engine or config.engine).aliases
    known = Surroundings(workflows=result.ids, aliases=aliases)
    found = check_triggers(parse(text.text, known), path, ALL)
    report = Result(shown=tuple(found), n_files=1)
    style = style_for()
    show(renderer("text")(report, {path: text}, style), style)
    return report.exit_code(Severity.ERROR)
