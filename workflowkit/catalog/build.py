"""The build: all compiled files of one run as bytes by path, ready to be written or compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from json.encoder import encode_basestring

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.manifest import Duplicate, Usage, Versions, manifest
from workflowkit.catalog.manifest_row import ManifestRow
from workflowkit.catalog.output_names import map_path
from workflowkit.catalog.source_map import source_map
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import Compilation
from workflowkit.records import dataclass
from workflowkit.spec.pack import SpecPack
from workflowkit.text import json_text
from workflowkit.text.document import Document
from workflowkit.text.ecmascript import ecma_number
from workflowkit.text.json_records import to_json
from workflowkit.text.routes import Json
from workflowkit.version import VERSION

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """One source file with its compilation."""

    path: str
    compilation: Compilation | None
    """None when the file is not JSON."""

    @property
    def is_valid(self) -> bool:
        """True when the file has a snapshot that can be hashed."""
        return self.compilation is not None and self.compilation.hash is not None


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


def build(
    analyses: Iterable[tuple[Document, Analysis | None]],
    environment: CompileContext,
    spec: SpecPack,
    describe: Callable[[Analysis], ManifestRow],
) -> Build:
    """Return all outputs; *describe* returns the manifest row of a workflow. A file that does not compile is listed in the manifest and does not affect others."""
    pairs = list(analyses)
    files = [
        BuiltFile(document.path, known.compilation if known else None) for document, known in pairs
    ]
    rows: list[ManifestRow] = []
    outputs: dict[str, bytes] = {}
    claims: dict[str, list[str]] = {}
    for _, analysis in pairs:
        if analysis is None:
            continue
        entry = describe(analysis)
        rows.append(entry)
        if entry.compiled is None:
            continue
        claims.setdefault(entry.id, []).append(entry.source)
        if len(claims[entry.id]) == 1:
            outputs[entry.compiled] = json_bytes(analysis.compilation.snapshot)
            outputs[map_path(entry.id)] = json_bytes(to_json(source_map(analysis, entry.source)))
    duplicates = tuple(
        Duplicate(id=workflow_id, winner=paths[0], shadowed=tuple(paths[1:]))
        for workflow_id, paths in sorted(claims.items())
        if len(paths) > 1
    )
    versions = Versions(tool=VERSION, spec=spec.version, engine=spec.engine.version)
    whole = manifest(rows, versions, _known(environment), duplicates)
    content = to_json(whole)
    outputs[MANIFEST] = json_bytes(content)
    return Build(tuple(files), dict(sorted(outputs.items())), duplicates, whole.workflows, content)


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
