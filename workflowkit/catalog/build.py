"""The build: all compiled files of one run, ready to be written or compared.

In memory is what concerns all files at once; the rest is taken from what was compiled, which may be on the disk.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

from workflowkit.catalog.compiled_file import CompiledFile
from workflowkit.catalog.manifest import Duplicate, Versions
from workflowkit.catalog.manifest_row import ManifestRow
from workflowkit.catalog.output_names import map_path, snapshot_path
from workflowkit.catalog.row_index import KINDS, RowIndex
from workflowkit.compiler.context import CompileContext
from workflowkit.records import dataclass
from workflowkit.spec.pack import SpecPack
from workflowkit.text.columns import ComputedColumn, Derived, DigestColumn, SortedTexts, TextColumn
from workflowkit.text.json_blocks import json_bytes, plain
from workflowkit.text.json_records import to_json
from workflowkit.text.routes import Json
from workflowkit.version import VERSION

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """One source file and the hash of what it compiles to."""

    path: str
    hash: str | None
    """None when the file does not compile."""

    @property
    def is_valid(self) -> bool:
        """True when the file has a snapshot that can be hashed."""
        return self.hash is not None


class Build:
    """The outputs of one run of the compiler."""

    files: Sequence[BuiltFile]
    """Source files in the order in which they were given."""
    outputs: Mapping[str, bytes]
    """Path below the output folder to content, sorted by path."""
    duplicates: tuple[Duplicate, ...]
    """Ids that several valid files claim; the first file of each is compiled."""
    rows: Sequence[ManifestRow]
    """Sorted by id, then by source."""
    versions: Versions
    """The versions that the build was made with."""

    def __init__(
        self, compiled: Sequence[CompiledFile], environment: CompileContext, spec: SpecPack
    ) -> None:
        """Take all files of a run. One that does not compile is listed in the manifest and does not affect others."""
        self.versions = Versions(tool=VERSION, spec=spec.version, engine=spec.engine.version)
        table = CompiledTable(compiled, _known(environment))
        self.table = table
        """What concerns all files at once."""
        self._order = order = table.index.order()
        claims = list(_claims(table, order))
        self.files = _Files(table)
        self.rows = _Rows(table, order)
        self.duplicates = tuple(_duplicates(table, claims))
        winners = _winners(table, order, claims)
        self.outputs = _Outputs(table, winners, self._manifest_bytes)
        self.outputs_by_file = Derived(winners, table.outputs_of)
        """The outputs of each source file that has some: it is read once for all of them."""

    @property
    def manifest(self) -> Json:
        """The content of the manifest, which is among the outputs as well."""
        return plain(self.lazy_manifest())

    @property
    def is_clean(self) -> bool:
        """True when every file compiled and no id was claimed twice."""
        return not self.table.broken and not self.duplicates

    def hashes(self) -> Iterator[tuple[str, str]]:
        """Yield the id and the hash of each row that compiles."""
        for number in self._order:
            hash = self.table.hash_of(number)
            if hash is not None:
                yield self.table.index.ids[number], hash

    def likely_stale(self) -> Iterator[ManifestRow]:
        """Yield the rows that compile and are likely to be stale."""
        numbers = (number for number in self._order if self.table.is_stale[number])
        return map(self.table.row, numbers)

    def lazy_manifest(self) -> Json:
        """Return the content of the manifest, whose rows are read while it is written."""
        return self.table.index.manifest(self.versions, self.row_at, to_json(self.duplicates))

    def row_at(self, number: int) -> Json:
        """Return the row with this *number* in the index."""
        return to_json(self.table.row(number))

    def _manifest_bytes(self) -> bytes:
        return json_bytes(self.lazy_manifest())


def _known(environment: CompileContext) -> Mapping[str, Iterable[str]]:
    return {
        "routines": environment.routines.by_id,
        "refs": environment.refs,
        "features": environment.features,
        "contracts": environment.contracts,
    }


class CompiledTable:
    """What a build has to know of all files at once."""

    def __init__(
        self, compiled: Sequence[CompiledFile], known: Mapping[str, Iterable[str]]
    ) -> None:
        """Read each of the *compiled* files once; *known* is what they can use."""
        self.compiled = compiled
        self.broken = TextColumn()
        """The paths of the files that do not compile."""
        self.index = RowIndex(known)
        self.n_compiled: Counter[str] = Counter()
        """How many files compile, by kind."""
        self.is_stale = bytearray()
        """Of each row whether it compiles and is likely to be stale."""
        self.hashes = DigestColumn()
        """Of each file; missing for those that do not compile."""
        self._files = array("I")
        """Of each row the number of its file."""
        for number, file in enumerate(compiled):
            self._add(number, file.row)
            if file.row is None or file.row.workflow_hash is None:
                self.broken.append(file.path)

    def _add(self, number: int, row: ManifestRow | None) -> None:
        self.hashes.append(row.workflow_hash if row is not None else None)
        if row is None:
            return
        compiles = row.workflow_hash is not None
        self.index.add(row.id, row.source, {kind: getattr(row, kind) for kind in KINDS})
        self._files.append(number)
        self.n_compiled[row.kind] += compiles
        is_likely = row.staleness is not None and row.staleness.level == "likely"
        self.is_stale.append(compiles and is_likely)

    def file_of(self, row: int) -> int:
        """Return the number of the file of a *row*."""
        return self._files[row]

    def hash_of(self, row: int) -> str | None:
        """Return the hash of a *row*; None when its file does not compile."""
        return self.hashes[self._files[row]]

    def outputs_of(self, row: int) -> tuple[tuple[str, bytes], ...]:
        """Return the paths and the contents of the outputs of a *row*."""
        file, own_id = self.compiled[self._files[row]], self.index.ids[row]
        return (snapshot_path(own_id), file.snapshot), (map_path(own_id), file.source_map)

    def row(self, number: int) -> ManifestRow:
        """Return the row with this *number* in the index."""
        row = self.compiled[self._files[number]].row
        assert row is not None
        return row


def _claims(table: CompiledTable, order: Sequence[int]) -> Iterator[list[int]]:
    """Yield the files that compile and have one id, as the numbers of their rows, for each id that several have."""
    ids = table.index.ids
    for _, rows in groupby(order, key=ids.__getitem__):
        valid = sorted(row for row in rows if table.hash_of(row) is not None)
        if len(valid) > 1:
            yield valid


def _duplicates(table: CompiledTable, claims: Iterable[Sequence[int]]) -> Iterator[Duplicate]:
    ids, sources = table.index.ids, table.index.sources
    for rows in claims:
        winner, *shadowed = (sources[row] for row in rows)
        yield Duplicate(id=ids[rows[0]], winner=winner, shadowed=tuple(shadowed))


def _winners(
    table: CompiledTable, order: Iterable[int], claims: Iterable[Sequence[int]]
) -> array[int]:
    """Return the rows with outputs, by id."""
    shadowed = {row for rows in claims for row in rows[1:]}
    return array(
        "I",
        (row for row in order if row not in shadowed and table.hash_of(row) is not None),
    )


class _Files(ComputedColumn[BuiltFile]):
    """The source files."""

    def __init__(self, table: CompiledTable) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table.compiled)

    def _at(self, number: int) -> BuiltFile:
        return BuiltFile(self._table.compiled[number].path, self._table.hashes[number])


class _Rows(ComputedColumn[ManifestRow]):
    """The rows in the order of the manifest."""

    def __init__(self, table: CompiledTable, order: Sequence[int]) -> None:
        self._table, self._order = table, order

    def __len__(self) -> int:
        return len(self._order)

    def _at(self, number: int) -> ManifestRow:
        return self._table.row(self._order[number])


class _Outputs(Mapping[str, bytes]):
    """The outputs by path; those of files are taken from what was compiled when they are asked for."""

    def __init__(
        self, table: CompiledTable, winners: Sequence[int], manifest: Callable[[], bytes]
    ) -> None:
        """Take the rows that have outputs, and what returns the manifest."""
        self._table, self._winners, self._manifest = table, winners, manifest
        self._paths = SortedTexts(_OutputPaths(table.index.ids, winners))

    def __getitem__(self, path: str) -> bytes:
        if path == MANIFEST:
            return self._manifest()
        number = self._paths.find(path)
        if number is None:
            raise KeyError(path)
        winner, is_map = divmod(number, 2)
        file = self._table.compiled[self._table.file_of(self._winners[winner])]
        return file.source_map if is_map else file.snapshot

    def __contains__(self, path: object) -> bool:
        return path == MANIFEST or path in self._paths

    def __iter__(self) -> Iterator[str]:
        # The names of folders are greater.
        return chain((MANIFEST,), self._paths)

    def __len__(self) -> int:
        return 1 + len(self._paths)


class _OutputPaths(ComputedColumn[str]):
    """The paths of the snapshots and, each behind its own, of the source maps of some rows."""

    def __init__(self, ids: Sequence[str], rows: Sequence[int]) -> None:
        self._ids, self._rows = ids, rows

    def __len__(self) -> int:
        return 2 * len(self._rows)

    def _at(self, number: int) -> str:
        row, is_map = divmod(number, 2)
        return (map_path if is_map else snapshot_path)(self._ids[self._rows[row]])
