"""`wfk stamp`: record what a workflow was reviewed with."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.stamps import STAMP_FIELD, Stamp, to_text
from workflowkit.catalog.stamps import stamp as make_stamp
from workflowkit.cli import choosing, options
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.reading import report_read
from workflowkit.cli.rewriting import Rewriter
from workflowkit.cli.terminal import print_line, show, style_for
from workflowkit.diagnostics import Severity
from workflowkit.errors import UsageError
from workflowkit.report.formats import renderer
from workflowkit.report.style import Style
from workflowkit.run import loading
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text import files, json_text
from workflowkit.text.document import Document
from workflowkit.text.edits import Edit, apply_edits


@click.command(
    epilog="""\b
Examples:
  wfk stamp workflows/release.json     after you have reviewed it
  wfk stamp --dry-run workflows/       what would be stamped

\b
Exit codes: 0 fine, 1 files with errors were skipped, 2 usage or configuration, or no file,
3 a shared input could not be read, or a file could not be written
or has changed during the run."""
)
@options.paths
@options.project
@choosing.options
@click.option(
    "--dry-run", is_flag=True, help="Write nothing; list the files that would be stamped."
)
@options.terminal
@click.pass_context
def stamp(
    context: click.Context,
    paths: tuple[str, ...],
    given: Options,
    chosen: ChosenFiles,
    dry_run: bool,
    color: str,
    quiet: bool,
) -> None:
    """Record that workflows were reviewed in their current state.

    Writes the version of the authoring rules into each file, and the hashes of its text, routines, refs and features into stamps.json in the spec pack. A file with errors is not stamped.
    """
    if not paths:
        raise click.UsageError("no file is given")
    group = ProjectGroup.load_workflows(paths, given, chosen.choice)
    choosing.report(group.skipped, group.notes, chosen, quiet=quiet)
    if chosen.verbose and not quiet:
        report_read(group, paths, given)
    choosing.require_files(group.n_workflows, paths, chosen)
    rewriter = Rewriter()
    n_stamped, skipped = 0, set[str]()
    for project in group.projects:
        stamper = _Stamper(project, rewriter, dry_run, quiet)
        n_stamped += stamper.stamp_all(
            loading.stamps_path(given.spec or project.config.spec, project.config.folder)
        )
        skipped |= stamper.skipped
        _report_skipped(project, stamper.skipped, style_for(color, quiet=quiet))
    if not quiet:
        n_same = group.n_workflows - len(skipped) - n_stamped - len(rewriter.failed)
        parts = [
            f"{n_stamped} {'would be ' if dry_run else ''}stamped",
            f"{n_same} unchanged since their stamp" if n_same else "",
            f"{len(skipped)} skipped" if skipped else "",
        ]
        click.echo(", ".join(part for part in parts if part), err=True)
    context.exit(rewriter.exit_code(1 if skipped else 0))


class _Stamper:
    """Stamps the workflows of one project."""

    def __init__(self, project: Project, rewriter: Rewriter, dry_run: bool, quiet: bool) -> None:
        self.project = project
        self.skipped = _skipped(project)
        """Paths of the documents that are not stamped."""
        self._rewriter = rewriter
        self._dry_run = dry_run
        self._quiet = quiet

    def stamp_all(self, record: Path) -> int:
        """Stamp all documents without errors, and record them in the lock file *record*; return how many were due. Raises UsageError without authoring rules."""
        rules = self.project.context.spec.authoring_rules
        if rules is None:
            raise UsageError("no authoring rules found", help="add authoring-rules.json")
        if not self._dry_run:
            Rewriter.beside(document.path for document in self.project.documents)
        n_due = 0
        stamps: dict[str, Stamp] = {}
        for document in self.project.documents:
            made = None if document.path in self.skipped else self._stamp(document, rules.version)
            if made is not None:
                n_due += 1
                stamps[made[0]] = made[1]
                if not self._quiet:
                    print_line(f"{'would stamp' if self._dry_run else 'stamped'}: {document.path}")
        if stamps and not self._dry_run:
            _record(record, stamps)
        return n_due

    def _stamp(self, document: Document, version: int) -> tuple[str, Stamp] | None:
        """Write the stamp into *document*; return it with the id of the workflow, or None when it was not due or could not be written."""
        stamped = _with_stamp(self.project, document, version)
        today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
        made = make_stamp(stamped, version, today)
        before = self.project.context.stamps.get(stamped.workflow.id)
        is_written = stamped.document.text == document.text
        if is_written and before and replace(before, stamped_on=today) == made:
            return None
        is_due = not self._dry_run and not is_written
        if is_due and not self._rewriter.write(document.path, document.text, stamped.document.text):
            return None
        return stamped.workflow.id, made


def _report_skipped(project: Project, skipped: set[str], style: Style) -> None:
    for path in sorted(_not_utf8(project)):
        print_line(f"skipped: {path} is not UTF-8")
    if skipped:
        result = replace(project.only(skipped).engine_errors(), n_files=len(project.documents))
        show(renderer("text")(result, project.sources_of(result), style), style)


def _record(path: Path, stamps: Mapping[str, Stamp]) -> None:
    """Add *stamps* to the lock file at *path*, and keep concurrent additions of other runs."""
    with files.locked(path.parent):
        files.remove_abandoned(path.parent)
        known = loading.load_stamps(path)
        files.write_if_changed(path, json_text.escape_surrogates(to_text({**known, **stamps})))


def _with_stamp(project: Project, document: Document, version: int) -> Analysis:
    """Return the analysis of *document* with the stamp of rules *version*."""
    text = apply_edits(document.text, [Edit("set", (STAMP_FIELD,), version)])
    return project.with_texts({document.path: text}).only({document.path}).analysis(document.path)


def _skipped(project: Project) -> set[str]:
    """Return the paths of the documents with errors, and of those that cannot be written without loss."""
    found = project.engine_errors().shown
    errors = {diagnostic.path for diagnostic in found if diagnostic.severity is Severity.ERROR}
    return errors | _not_utf8(project)


def _not_utf8(project: Project) -> set[str]:
    return {
        document.path
        for document in project.documents
        if document.text and not document.is_faithful
    }
