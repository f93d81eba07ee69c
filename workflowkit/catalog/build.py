"""The build: all compiled files of one run as bytes by path, ready to be written or compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.manifest import Duplicate, Usage, Versions, manifest
from workflowkit.catalog.manifest_row import ManifestRow
from workflowkit.catalog.output_names import map_path
from workflowkit.catalog.source_map import source_map
from workflowkit.compiler.context import CompileContext
from workflowkit.records import dataclass
from workflowkit.spec.pack import SpecPack
from workflowkit.text import json_text
from workflowkit.text.ecmascript import ecma_number
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


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """What one source file compiles to, as plain data."""

    path: str
    row: ManifestRow | None
    """None when the file is not JSON."""
    snapshot: bytes = b""
    """Empty when the file does not compile, as is the source map."""
    source_map: bytes = b""


def compiled_file(analysis: Analysis, row: ManifestRow) -> CompiledFile:
    """Return what the file of *analysis*, which has the manifest row *row*, compiles to."""
    path = analysis.document.path
    if row.compiled is None:
        return CompiledFile(path, row)
    return CompiledFile(
        path,
        row,
        json_bytes(analysis.compilation.snapshot),
        json_bytes(to_json(source_map(analysis, row.source))),
    )


@dataclass(frozen=True, slots=True)
class Build:
    """The outputs of one run of the compiler."""

    files: tuple[BuiltFile, ...]
    """Source files in the order in which they were given."""
    outputs: Mapping[str, bytes]
    """Path below the output folder to content, sorted by path."""
    duplicates: tuple[Duplicate, ...]
    """Ids that several valid files claim; the first file of each is compiled."""
    rows: tuple[ManifestRow, ...]
    manifest: Json
    """The content of the manifest, which is among the outputs as well."""

    @property
    def is_clean(self) -> bool:
        """True when every file compiled and no id was claimed twice."""
        return all(built.is_valid for built in self.files) and not self.duplicates


def build(compiled: Sequence[CompiledFile], environment: CompileContext, spec: SpecPack) -> Build:
    """Return all outputs. A file that does not compile is listed in the manifest and does not affect others."""
    files: list[BuiltFile] = []
    rows: list[ManifestRow] = []
    claims: dict[str, list[str]] = {}
    places: dict[str, tuple[int, bool]] = {}
    for index, file in enumerate(compiled):
        entry = file.row
        files.append(BuiltFile(file.path, entry.workflow_hash if entry else None))
        if entry is None:
            continue
        rows.append(entry)
        if entry.compiled is None:
            continue
        claims.setdefault(entry.id, []).append(entry.source)
        if len(claims[entry.id]) == 1:
            places[entry.compiled] = (index, False)
            places[map_path(entry.id)] = (index, True)
    duplicates = tuple(
        Duplicate(id=workflow_id, winner=paths[0], shadowed=tuple(paths[1:]))
        for workflow_id, paths in sorted(claims.items())
        if len(paths) > 1
    )
    versions = Versions(tool=VERSION, spec=spec.version, engine=spec.engine.version)
    whole = manifest(rows, versions, _known(environment), duplicates)
    content = to_json(whole)
    outputs = _Outputs(compiled, dict(sorted(places.items())), json_bytes(content))
    return Build(tuple(files), outputs, duplicates, whole.workflows, content)


class _Outputs(Mapping[str, bytes]):
    """The outputs by path; those of files are taken from what was compiled when they are asked for, as they may be on the disk."""

    def __init__(
        self,
        compiled: Sequence[CompiledFile],
        places: Mapping[str, tuple[int, bool]],
        manifest: bytes,
    ) -> None:
        self._compiled = compiled
        self._places = places
        self._manifest = manifest
        self._paths = sorted({*places, MANIFEST})

    def __getitem__(self, path: str) -> bytes:
        if path == MANIFEST:
            return self._manifest
        index, is_map = self._places[path]
        file = self._compiled[index]
        return file.source_map if is_map else file.snapshot

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _known(environment: CompileContext) -> Usage:
    return Usage(
        routines=dict.fromkeys(environment.routines.by_id, ()),
        refs=dict.fromkeys(environment.refs, ()),
        features=dict.fromkeys(environment.features, ()),
        contracts=dict.fromkeys(environment.contracts, ()),
    )


def json_bytes(value: Json) -> bytes:
    """Encode *value* as JSON for people and version control: two spaces, source order, one final line feed.

    Numbers are written as ECMAScript writes them; characters are literal, lone surrogates escaped.
    """
    return json_text.escape_surrogates("".join(_pieces(value)))


def _pieces(value: Json) -> list[str]:
    """Return the formatted *value* in pieces. Iterative, so that depth has no limit."""
    pieces: list[str] = []
    newline = "\n"
    members, end = iter([("", value)]), "\n"
    unfinished: list[tuple[Iterator[tuple[str, Json]], str]] = []
    while True:
        for head, member in members:
            kind = type(member)
            if kind is str:
                pieces.append(head + encode_basestring(member))
            elif member and (kind is dict or kind is list or kind is tuple):
                unfinished.append((members, end))
                pieces.append(head + ("{" if kind is dict else "["))
                end = newline + ("}" if kind is dict else "]")
                newline += "  "
                members = _fields(member, newline) if kind is dict else _entries(member, newline)
                break
            else:
                pieces.append(head + _scalar(member))
        else:
            pieces.append(end)
            if not unfinished:
                return pieces
            members, end = unfinished.pop()
            newline = newline[:-2]


def _fields(value: dict[str, Json], newline: str) -> Iterator[tuple[str, Json]]:
    """Yield the members of an object, each with the text before its value."""
    mark = newline
    for key, member in value.items():
        yield f"{mark}{encode_basestring(key)}: ", member
        mark = "," + newline


def _entries(value: Iterable[Json], newline: str) -> Iterator[tuple[str, Json]]:
    mark = newline
    for member in value:
        yield mark, member
        mark = "," + newline


def _scalar(value: Json) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ecma_number(value)
    return json.dumps(value)
