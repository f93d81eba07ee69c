"""`wfk stamp`: record what a workflow was reviewed with."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from workflowkit import loading
from workflowkit.analysis.subject import Analysis
from workflowkit.api import Project
from workflowkit.catalog.stamps import STAMP_FIELD, Stamp, to_text
from workflowkit.catalog.stamps import stamp as make_stamp
from workflowkit.cli import options
from workflowkit.cli.terminal import show, style_for
from workflowkit.diagnostics import Severity
from workflowkit.errors import UsageError
from workflowkit.lint.rules import ALL
from workflowkit.report.formats import renderer
from workflowkit.source import files
from workflowkit.source.edits import Edit, apply_edits


@click.command(
    epilog="""\b
Examples:
  wfk stamp workflows/release.json     after you have reviewed it
  wfk stamp --dry-run workflows/       what would be stamped

\b
Exit codes: 0 all stamped, 1 some have errors and were left alone, 2 usage,
3 a file could not be read or written."""
)
@options.paths
@options.project
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be stamped.")
@options.terminal
@click.pass_context
def stamp(
    context: click.Context,
    paths: tuple[str, ...],
    spec: str | None,
    routines: tuple[str, ...],
    bindings: str | None,
    engine: str | None,
    dry_run: bool,
    color: str,
    quiet: bool,
) -> None:
    """Record that workflows were reviewed as they are now.

    Writes the version of the authoring rules into each file, and the hashes of its text, routines, refs and features into stamps.json beside the spec pack. A file with errors is not stamped.
    """
    if not paths:
        raise click.UsageError("no file is given; a stamp is for what was reviewed")
    project = Project.load(paths, spec=spec, routines=routines, bindings=bindings, engine=engine)
    rules = project.shared.spec.authoring_rules
    if rules is None:
        raise UsageError(
            "there are no authoring rules to stamp with", help="add authoring-rules.json"
        )
    refused = _refused(project)
    lock = loading.stamps_path(spec or project.config.spec, project.config.folder)
    stamps = dict(project.shared.stamps)
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    n_stamped = 0
    for item in project.documents:
        if item.path in refused:
            continue
        stamped = project.with_texts(
            {item.path: apply_edits(item.text, [Edit("set", (STAMP_FIELD,), rules.version)])}
        ).only({item.path})
        analysis = stamped.analysis(item.path)
        made = make_stamp(analysis, rules.version, today)
        if (
            _is_new(stamps.get(analysis.workflow.id), made)
            or stamped.documents[0].text != item.text
        ):
            n_stamped += 1
            stamps[analysis.workflow.id] = made
            click.echo(f"{'would stamp' if dry_run else 'stamped'}: {item.path}")
            if not dry_run and stamped.documents[0].text != item.text:
                _write_stamp(analysis)
    if n_stamped and not dry_run:
        files.write_if_changed(lock, to_text(stamps).encode("utf-8"))
    if refused:
        style = style_for(color, quiet=quiet)
        result = project.only(refused).errors_only().lint(ALL)
        show(renderer("text")(result, project.sources_of(result), style), style)
    if not quiet:
        click.echo(f"{n_stamped} stamped, {len(refused)} with errors left alone", err=True)
    context.exit(1 if refused else 0)


def _refused(project: Project) -> set[str]:
    """Paths of the documents with errors."""
    found = project.errors_only().lint(ALL).shown
    errors = {item.path for item in found if item.severity is Severity.ERROR}
    return errors | {item.path for item in project.documents if not item.is_faithful}


def _is_new(before: Stamp | None, after: Stamp) -> bool:
    """True unless *before* says the same, whenever it was made."""
    if before is None:
        return True
    return (before.rules_version, before.workflow, before.routines, before.refs, before.features) != (
        after.rules_version, after.workflow, after.routines, after.refs, after.features,
    )  # fmt: skip


def _write_stamp(analysis: Analysis) -> None:
    text = analysis.document.text
    files.write(Path(analysis.document.path), text.encode("utf-8", "surrogatepass"))
