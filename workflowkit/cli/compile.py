"""`wfk compile`: workflows to what an engine runs, with source maps and a manifest."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import click

from workflowkit.api import Project
from workflowkit.batch.analyze import analysis_of
from workflowkit.catalog.build import MANIFEST, Build, json_bytes
from workflowkit.cli import options
from workflowkit.cli.terminal import progress_for, show, style_for
from workflowkit.compiler.pipeline import PIPELINE
from workflowkit.errors import UnreadableFile
from workflowkit.lint.rules import ALL
from workflowkit.model.wording import counted
from workflowkit.report.formats import renderer
from workflowkit.report.style import Style
from workflowkit.source import files
from workflowkit.source.routes import Json
from workflowkit.source.values import as_fields, as_items, as_text

DEFAULT_OUT = "dist"


@click.command(
    epilog="""\b
Examples:
  wfk compile workflows/ --out dist
  wfk compile --check                           in CI: is dist/ up to date?
  wfk compile flow.json --stop-after expand-routines

\b
Exit codes: 0 all compiled, 1 some files do not compile or, with --check, are out of date,
2 usage or configuration, 3 a file could not be read or written."""
)
@options.paths
@options.project
@click.option("--out", metavar="DIR", help=f"Where to write.  [default: {DEFAULT_OUT}]")
@click.option("--check", is_flag=True, help="Write nothing; tell what is out of date.")
@click.option(
    "--stop-after",
    type=click.Choice([name for name, _ in PIPELINE]),
    help="Print the steps after this pass instead of writing.",
)
@options.terminal
@click.pass_context
def compile(
    context: click.Context,
    paths: tuple[str, ...],
    spec: str | None,
    routines: tuple[str, ...],
    bindings: str | None,
    engine: str | None,
    out: str | None,
    check: bool,
    stop_after: str | None,
    color: str,
    quiet: bool,
) -> None:
    """Compile workflows and describe them in a manifest.

    Writes DIR/workflows/ID.json (the snapshot that the engine hashes), DIR/workflows/ID.map.json (where each step was written) and DIR/manifest.json.
    """
    project = Project.load(paths, spec=spec, routines=routines, bindings=bindings, engine=engine)
    if stop_after is not None:
        click.echo(json_bytes(_stages(project, stop_after)).decode("utf-8"), nl=False)
        return
    style = style_for(color, quiet=quiet)
    folder = Path(out or project.config.out or DEFAULT_OUT)
    build = project.telling(progress_for(len(project.documents), quiet)).compile()
    is_current = True
    if check:
        is_current = _report_outdated(folder, build)
    else:
        _write(folder, build, style)
    _report_broken(project, build, style)
    context.exit(0 if build.is_clean and is_current else 1)


def _write(folder: Path, build: Build, style: Style) -> None:
    with _locked(folder):
        before = _compiled_hashes(folder)
        leftovers = _leftovers(folder, build)
        n_written = sum(
            files.write_if_changed(folder / path, content)
            for path, content in build.outputs.items()
        )
        for path in leftovers:
            (folder / path).unlink(missing_ok=True)
    if style.quiet:
        return
    rows = [item for item in build.rows if item.compiled]
    n_routines = sum(item.kind == "routine" for item in rows)
    click.echo(
        f"compiled {counted(len(rows) - n_routines, 'workflow')} and "
        f"{counted(n_routines, 'routine')} into {folder.as_posix()}/ "
        f"({counted(n_written, 'file')} written, {len(build.outputs) - n_written} unchanged)"
    )
    for row in rows:
        old = before.get(row.id)
        if before and old is None:
            click.echo(f"  + {row.id}  {_short(row.workflow_hash)}")
        elif old is not None and old != row.workflow_hash:
            click.echo(f"  ~ {row.id}  {_short(old)} -> {_short(row.workflow_hash)}")
    for path in leftovers:
        click.echo(f"  - {path}")
    for row in rows:
        if row.staleness and row.staleness.level == "likely":
            click.echo(f"stale: {row.id} (likely: {'; '.join(row.staleness.reasons)})")


def _report_outdated(folder: Path, build: Build) -> bool:
    """Tell which files below *folder* are not what compiling would write; True when there are none."""
    outdated = [
        f"{'changed' if (folder / path).is_file() else 'missing'}: {(folder / path).as_posix()}"
        for path, content in build.outputs.items()
        if not (folder / path).is_file() or files.read(folder / path) != content
    ]
    outdated += [f"leftover: {(folder / path).as_posix()}" for path in _leftovers(folder, build)]
    for line in outdated:
        click.echo(line)
    if outdated:
        click.echo(
            f"{counted(len(outdated), 'file')} out of date; run `wfk compile` with the same options to mend it"
        )
    else:
        click.echo(f"{counted(len(build.outputs), 'file')} up to date")
    return not outdated


def _report_broken(project: Project, build: Build, style: Style) -> None:
    broken = {item.path for item in build.files if not item.is_valid}
    if broken:
        result = project.only(broken).errors_only().lint(ALL)
        show(renderer("text")(result, project.sources, style), style)
    for duplicate in build.duplicates:
        click.echo(
            f"id '{duplicate.id}' is claimed by {duplicate.winner} and {', '.join(duplicate.shadowed)}; "
            "the first was compiled"
        )


def _stages(project: Project, stop_after: str) -> Json:
    """The steps of every document as they are after the pass called *stop_after*."""
    analyses = [analysis_of(item, project.shared) for item in project.documents]
    return [
        {
            "path": analysis.document.path,
            "pass": stage.name,
            "steps": [step.json() for step in stage.steps],
            "problems": [error.message for error in stage.errors],
        }
        for analysis in analyses
        if analysis is not None
        for stage in analysis.compilation.stages
        if stage.name == stop_after
    ]


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold *folder* against other runs, where the system has such locks, so that no mixture of two results is left."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableFile(f"{folder.as_posix()}: {reason}") from error
    try:
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _old_manifest(folder: Path) -> list[dict[str, Json]]:
    """The rows of the manifest that is in *folder*; none when there is none that can be read."""
    path = folder / MANIFEST
    if not path.is_file():
        return []
    try:
        value = json.loads(files.read(path))
    except ValueError:
        return []
    return [as_fields(row) for row in as_items(as_fields(value).get("workflows"))]


def _compiled_hashes(folder: Path) -> dict[str, str]:
    return {
        as_text(row.get("id")): as_text(row.get("workflowHash"))
        for row in _old_manifest(folder)
        if row.get("workflowHash")
    }


def _leftovers(folder: Path, build: Build) -> list[str]:
    """Files that an earlier run wrote, by its own manifest, and this one does not."""
    listed = [as_text(row.get("compiled")) for row in _old_manifest(folder)]
    paths = [
        path
        for compiled in listed
        if compiled.startswith("workflows/") and "/" not in compiled[len("workflows/") :]
        for path in (compiled, compiled.removesuffix(".json") + ".map.json")
    ]
    return sorted(
        {path for path in paths if path not in build.outputs and (folder / path).is_file()}
    )


def _short(digest: str | None) -> str:
    return f"{(digest or '')[:15]}..."
