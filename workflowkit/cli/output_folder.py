"""The output folder of `wfk compile`: its outputs, and leftovers of former runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from workflowkit.catalog.build import MANIFEST, Build, json_bytes
from workflowkit.catalog.output_names import FOLDER, map_beside, map_path, snapshot_path
from workflowkit.catalog.retained import merged, retained_rows, rows_of
from workflowkit.errors import UsageError
from workflowkit.format.likeness import is_like_workflow, is_output
from workflowkit.records import dataclass
from workflowkit.run.project import Project
from workflowkit.text import document, files
from workflowkit.text.document import Document
from workflowkit.text.json_text import MAX_READ
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json

_LIMIT = 10 * MAX_READ


@dataclass(frozen=True)
class Written:
    """The changes of a run. Paths are relative to the folder."""

    n_written: int
    pruned: tuple[str, ...]
    kept: tuple[str, ...]
    """Compiled files that are kept although they have no source."""


@dataclass(frozen=True)
class OutputFolder:
    """The output folder and the *build* of this run."""

    path: Path
    project: Project
    build: Build
    is_pruned: bool = False
    """True to remove compiled files without a source."""

    @cached_property
    def old_manifest(self) -> Json:
        """The existing manifest; None when there is none, or it is invalid."""
        place = self.path / MANIFEST
        if not place.is_file():
            return None
        return _parsed(place).value

    @cached_property
    def retained(self) -> list[dict[str, Json]]:
        """Rows of files outside this run; none when the run covers the whole project."""
        if self.project.context.is_whole:
            return []
        is_pruned = self.is_pruned and not self.obstacle
        wanted = self._has_source if is_pruned else lambda _: True
        return retained_rows(self.build.manifest, self.old_manifest, self._covered, wanted)

    @cached_property
    def outputs(self) -> Mapping[str, bytes]:
        """The files of the folder after this run, the manifest last."""
        manifest = merged(self.build.manifest, self.old_manifest, self.retained)
        return _WithManifest(self.build.outputs, json_bytes(manifest))

    def compiled_hashes(self) -> dict[str, str]:
        """Return id to hash, from the old manifest."""
        return {
            as_text(row.get("id")): as_text(row.get("workflowHash"))
            for row in rows_of(self.old_manifest)
            if row.get("workflowHash")
        }

    def leftovers(self) -> list[str]:
        """Return the compiled files without a source, as far as known: a run over the whole project finds all."""
        unknown = self._listed() if self.project.context.is_whole else self._without_source()
        # A file that does not compile keeps its last output.
        expected = {*self.build.outputs}
        for row in (*rows_of(self.build.manifest), *self.retained):
            workflow_id = as_text(row.get("id"))
            expected |= {snapshot_path(workflow_id), map_path(workflow_id)}
        return sorted(
            {path for path in unknown if path not in expected and _is_output(self.path / path)}
        )

    def outdated(self) -> list[str]:
        """Return a line for each file that differs from what compiling would write."""
        found = [
            f"{'changed' if (self.path / path).is_file() else 'missing'}: {self._shown(path)}"
            for path, content in self.outputs.items()
            if not files.holds(self.path / path, content)
        ]
        if self.project.context.is_whole:
            found += [f"leftover: {self._shown(path)}" for path in self.leftovers()]
        return found

    @property
    def obstacle(self) -> str:
        """Why nothing can be pruned; empty when everything can."""
        if not self.build.files:
            return "no workflow was found"
        broken = any(not built.is_valid for built in self.build.files)
        return "some files do not compile" if broken else ""

    def write(self) -> Written:
        """Write changed files, prune, and write the manifest last, so that a killed run leaves the old one. Raises UsageError before the first write."""
        leftovers = self.leftovers()
        self._require_outputs()
        for folder in (self.path, self.path / FOLDER):
            files.remove_abandoned(folder)
        is_pruned = self.is_pruned and not self.obstacle
        n_written = 0
        for path, content in self.outputs.items():
            if path == MANIFEST:
                for leftover in leftovers if is_pruned else ():
                    (self.path / leftover).unlink(missing_ok=True)
                if n_written:
                    files.sync(self.path / FOLDER)
            # What a power failure takes, the next run writes again: it compares contents.
            n_written += files.write_if_changed(
                self.path / path, content, follow=False, durable=path == MANIFEST
            )
        pruned, kept = (leftovers, []) if is_pruned else ([], leftovers)
        return Written(n_written, tuple(pruned), tuple(kept))

    @property
    def _covered(self) -> set[str]:
        names = self.project.context.names
        return {names.get(built.path, built.path) for built in self.build.files}

    def _has_source(self, source: str) -> bool:
        return Path(self.project.config.folder or ".", source).exists()

    def _listed(self) -> Iterator[str]:
        """Yield every existing compiled file, whether or not a manifest names it."""
        place = self.path / FOLDER
        if place.is_dir():
            yield from (FOLDER + found.name for found in place.iterdir() if found.suffix == ".json")

    def _without_source(self) -> Iterator[str]:
        """Yield the compiled files whose source, by the old manifest or their source map, no longer exists, or has another id."""
        for source, compiled in (*self._rows(), *self._mapped()):
            is_orphan = source in self._covered or not self._has_source(source)
            name = compiled.removeprefix(FOLDER)
            if is_orphan and name != compiled and not set(name) & {"/", "\\"}:
                yield from (compiled, map_beside(compiled))

    def _rows(self) -> Iterator[tuple[str, str]]:
        """Yield source and compiled file of each row of the old manifest."""
        for row in rows_of(self.old_manifest):
            yield as_text(row.get("source")), as_text(row.get("compiled"))

    def _mapped(self) -> Iterator[tuple[str, str]]:
        """Yield source and compiled file of each compiled file that the old manifest does not list, as its source map gives them."""
        listed = {compiled for _, compiled in self._rows()}
        for path in self._listed():
            beside = self.path / map_beside(path)
            if path not in listed and beside.is_file():
                source = as_text(as_fields(_parsed(beside).value).get("source"))
                if source:
                    yield source, path

    def _require_outputs(self) -> None:
        """Raise UsageError when an output would overwrite an authored workflow."""
        for path, content in self.outputs.items():
            place = self.path / path
            if place.is_file() and not files.holds(place, content):
                found = _parsed(place)
                if (
                    not found.broken
                    and is_like_workflow(found.value)
                    and not is_output(found.value)
                ):
                    raise UsageError(
                        f"{place.as_posix()} is a workflow, and compiling would overwrite it",
                        help="name another folder with --out",
                    )

    def _shown(self, path: str) -> str:
        return (self.path / path).as_posix()


class _WithManifest(Mapping[str, bytes]):
    """The outputs of a build, whose manifest is replaced by another and comes last."""

    def __init__(self, outputs: Mapping[str, bytes], manifest: bytes) -> None:
        self._outputs = outputs
        self._manifest = manifest

    def __getitem__(self, path: str) -> bytes:
        return self._manifest if path == MANIFEST else self._outputs[path]

    def __iter__(self) -> Iterator[str]:
        yield from (path for path in self._outputs if path != MANIFEST)
        yield MANIFEST

    def __len__(self) -> int:
        return len(self._outputs)


def _is_output(path: Path) -> bool:
    """Return whether *path* is a snapshot or a source map; nothing else counts as a leftover or is removed."""
    if path.is_symlink() or not path.is_file():
        return False
    fields = as_fields(_parsed(path).value)
    return fields.get("sourceKind") == "v1_pinned" or {"formatVersion", "workflowId"} <= set(fields)


def _parsed(path: Path) -> Document:
    """Parse the JSON file at *path*; compiled files may be larger than authored ones."""
    return document.parse(files.read(path, _LIMIT), path.as_posix())
