"""The output folder of `wfk compile`: its outputs, and leftovers of former runs."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path

from workflowkit.catalog.build import MANIFEST, Build
from workflowkit.catalog.output_names import FOLDER, id_of, map_beside, map_path, snapshot_path
from workflowkit.catalog.retained import add_retained, joined_duplicates
from workflowkit.cli.old_manifest import OldManifest, parsed
from workflowkit.errors import UsageError
from workflowkit.format.likeness import is_like_workflow, is_output
from workflowkit.records import dataclass
from workflowkit.run.pool import map_in_pool, workers_for
from workflowkit.run.project import Project
from workflowkit.text import files
from workflowkit.text.columns import SortedTexts, TextColumn
from workflowkit.text.json_blocks import json_blocks
from workflowkit.text.json_records import to_json
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json


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
    def old(self) -> OldManifest:
        """The existing manifest; without rows when there is none, or it is invalid."""
        is_whole = self.project.context.is_whole
        return OldManifest(self.path / MANIFEST, has_sources=not is_whole)

    @cached_property
    def retained(self) -> array[int]:
        """The numbers of the old rows that stay: of files outside this run; none when the run covers the whole project."""
        found = array("I")
        if self.project.context.is_whole:
            return found
        is_pruned = self.is_pruned and not self.obstacle
        ids, covered = SortedTexts(self.build.table.index.ids), self._covered
        for number in range(len(self.old)):
            source = self.old.sources[number]
            is_wanted = not is_pruned or self._has_source(source)
            if is_wanted and self.old.ids[number] not in ids and source not in covered:
                found.append(number)
        return found

    @cached_property
    def _manifest(self) -> Json:
        """The manifest of the folder after this run."""
        if not self.retained:
            return self.build.lazy_manifest()
        n_own, retained = len(self.build.rows), self.retained
        index = self.build.table.index.copy()
        for number in retained:
            add_retained(index, self.old.row(number))

        def row_at(number: int) -> Json:
            is_own = number < n_own
            return self.build.row_at(number) if is_own else self.old.row(retained[number - n_own])

        duplicates = joined_duplicates(
            to_json(self.build.duplicates),
            self.old.duplicates,
            {self.old.ids[number] for number in retained} if self.old.duplicates else set(),
        )
        return index.manifest(self.build.versions, row_at, duplicates)

    def _manifest_blocks(self) -> Iterator[bytes]:
        return json_blocks(self._manifest)

    @property
    def n_outputs(self) -> int:
        """How many files the folder has of this run, with the manifest."""
        return len(self.build.outputs)

    def changed_hashes(self) -> Iterator[tuple[str, str | None, str]]:
        """Yield the id, the hash in the old manifest and the new one where they differ; nothing when the old manifest has no hash."""
        if not self.old.has_hashes():
            return
        for own_id, new in self.build.hashes():
            old = self.old.hash_of(own_id)
            if old != new:
                yield own_id, old, new

    def leftovers(self) -> list[str]:
        """Return the compiled files without a source, as far as known: a run over the whole project finds all."""
        unknown = self._listed() if self.project.context.is_whole else self._without_source()
        ids = SortedTexts(self.build.table.index.ids)
        retained = {self.old.ids[number] for number in self.retained}

        def is_expected(path: str) -> bool:
            own_id = id_of(path)
            # A file that does not compile keeps its last output.
            return path in (snapshot_path(own_id), map_path(own_id)) and (
                own_id in ids or own_id in retained
            )

        return sorted(
            {path for path in unknown if not is_expected(path) and _is_output(self.path / path)}
        )

    def outdated(self) -> Iterator[str]:
        """Yield a line for each file that differs from what compiling would write."""
        for path in self.build.outputs:
            if path != MANIFEST and not files.holds(self.path / path, self.build.outputs[path]):
                yield self._difference(path)
        if not files.holds_blocks(self.path / MANIFEST, self._manifest_blocks()):
            yield self._difference(MANIFEST)
        if self.project.context.is_whole:
            for path in self.leftovers():
                yield f"leftover: {self._shown(path)}"

    def _difference(self, path: str) -> str:
        what = "changed" if (self.path / path).is_file() else "missing"
        return f"{what}: {self._shown(path)}"

    @property
    def obstacle(self) -> str:
        """Why nothing can be pruned; empty when everything can."""
        if not self.build.files:
            return "no workflow was found"
        return "some files do not compile" if self.build.table.broken else ""

    def write(self) -> Written:
        """Write changed files, prune, and write the manifest last, so that a killed run leaves the old one. Raises UsageError before the first write."""
        leftovers = self.leftovers()
        self._require_outputs()
        for folder in (self.path, self.path / FOLDER):
            files.remove_abandoned(folder)
        is_pruned = self.is_pruned and not self.obstacle
        of_files = self.build.outputs_by_file
        n_written = sum(
            map_in_pool(self._write, of_files, workers_for(len(of_files), self.project.jobs))
        )
        for leftover in leftovers if is_pruned else ():
            (self.path / leftover).unlink(missing_ok=True)
        if n_written:
            files.sync(self.path / FOLDER)
        place = self.path / MANIFEST
        if place.is_symlink() or not files.holds_blocks(place, self._manifest_blocks()):
            files.write_blocks(place, self._manifest_blocks(), follow=False)
            n_written += 1
        pruned, kept = (leftovers, []) if is_pruned else ([], leftovers)
        return Written(n_written, tuple(pruned), tuple(kept))

    def _write(self, outputs: Iterable[tuple[str, bytes]]) -> int:
        """Write *outputs* that have changed; return how many have."""
        # What a power failure takes, the next run writes again: it compares contents.
        return sum(
            files.write_if_changed(self.path / path, content, follow=False, durable=False)
            for path, content in outputs
        )

    @cached_property
    def _covered(self) -> SortedTexts:
        names = self.project.context.names
        paths = (file.path for file in self.build.files)
        return SortedTexts(TextColumn(names.get(path, path) for path in paths))

    def _has_source(self, source: str) -> bool:
        return Path(self.project.config.folder or ".", source).exists()

    def _listed(self) -> Iterator[str]:
        """Yield every existing compiled file, whether or not a manifest names it."""
        place = self.path / FOLDER
        if place.is_dir():
            with os.scandir(place) as entries:
                yield from (FOLDER + entry.name for entry in entries if _is_json(entry.name))

    def _without_source(self) -> Iterator[str]:
        """Yield the compiled files whose source, by the old manifest or their source map, no longer exists, or has another id."""
        rows = zip(self.old.sources, self.old.compiled, strict=True)
        for source, compiled in chain(rows, self._mapped()):
            is_orphan = source in self._covered or not self._has_source(source)
            name = compiled.removeprefix(FOLDER)
            if is_orphan and name != compiled and not set(name) & {"/", "\\"}:
                yield from (compiled, map_beside(compiled))

    def _mapped(self) -> Iterator[tuple[str, str]]:
        """Yield source and compiled file of each compiled file that the old manifest does not list, as its source map gives them."""
        listed = SortedTexts(self.old.compiled)
        for path in self._listed():
            beside = self.path / map_beside(path)
            if path not in listed and beside.is_file():
                source = as_text(as_fields(parsed(beside).value).get("source"))
                if source:
                    yield source, path

    def _require_outputs(self) -> None:
        """Raise UsageError when an output would overwrite an authored workflow."""
        for path in self.build.outputs:
            place = self.path / path
            if path == MANIFEST:
                is_safe = self.old.is_own or not place.is_file()
            else:
                is_safe = not place.is_file() or files.holds(place, self.build.outputs[path])
            if not is_safe:
                found = parsed(place)
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


def _is_json(name: str) -> bool:
    return Path(name).suffix == ".json"


def _is_output(path: Path) -> bool:
    """Return whether *path* is a snapshot or a source map; nothing else counts as a leftover or is removed."""
    if path.is_symlink() or not path.is_file():
        return False
    fields = as_fields(parsed(path).value)
    return fields.get("sourceKind") == "v1_pinned" or {"formatVersion", "workflowId"} <= set(fields)
