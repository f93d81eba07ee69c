"""The build: all compiled files of one run as bytes by path, ready to be written or compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring

from workflowkit.analysis.subject import Analysis
from workflowkit.catalog.manifest import Duplicate, Usage, Versions, manifest
from workflowkit.catalog.rows import ManifestRow
from workflowkit.catalog.source_map import source_map
from workflowkit.compiler.environment import Environment
from workflowkit.compiler.pipeline import Compilation
from workflowkit.source.document import Document
from workflowkit.source.ecmascript import ecma_number
from workflowkit.source.json_records import to_json
from workflowkit.source.routes import Json
from workflowkit.spec.pack import SpecPack
from workflowkit.version import VERSION

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """One source file with its verdict."""

    path: str
    compilation: Compilation | None
    """None when the file is not JSON."""

    @property
    def is_valid(self) -> bool:
        """True when the file has a snapshot that can be hashed."""
        return self.compilation is not None and self.compilation.hash is not None


@dataclass(frozen=True, slots=True)
class Build:
    """Everything that one compilation makes."""

    files: tuple[BuiltFile, ...]
    """Source files in the order in which they were given."""
    outputs: Mapping[str, bytes]
    """Path below the output folder to content, sorted by path."""
    duplicates: tuple[Duplicate, ...]
    """Ids that several valid files claim; the first file of each is compiled."""
    rows: tuple[ManifestRow, ...]

    @property
    def is_clean(self) -> bool:
        """True when every file compiled and no id was claimed twice."""
        return all(item.is_valid for item in self.files) and not self.duplicates


def build(
    analyses: Iterable[tuple[Document, Analysis | None]],
    environment: Environment,
    spec: SpecPack,
    describe: Callable[[Analysis], ManifestRow],
) -> Build:
    """Make all outputs; *describe* gives the manifest row of a workflow. A file that does not compile is listed in the manifest and keeps no other from compiling."""
    pairs = list(analyses)
    files = [BuiltFile(item.path, known.compilation if known else None) for item, known in pairs]
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
            outputs[f"workflows/{entry.id}.map.json"] = json_bytes(
                to_json(source_map(analysis, entry.source))
            )
    duplicates = tuple(
        Duplicate(id=workflow_id, winner=paths[0], shadowed=tuple(paths[1:]))
        for workflow_id, paths in sorted(claims.items())
        if len(paths) > 1
    )
    versions = Versions(tool=VERSION, spec=spec.version, engine=spec.engine.version)
    whole = manifest(rows, versions, _known(environment), duplicates)
    outputs[MANIFEST] = json_bytes(to_json(whole))
    return Build(tuple(files), dict(sorted(outputs.items())), duplicates, whole.workflows)


def _known(environment: Environment) -> Usage:
    return Usage(
        routines=dict.fromkeys(environment.routines.by_id, ()),
        refs=dict.fromkeys(environment.refs, ()),
        features=dict.fromkeys(environment.features, ()),
        contracts=dict.fromkeys(environment.contracts, ()),
    )


def json_bytes(value: Json) -> bytes:
    """*value* as JSON for people and version control: two spaces, source order, one final line feed.

    Numbers are written as ECMAScript writes them; characters are literal, lone surrogates escaped.
    """
    parts: list[str] = []
    _append(value, "\n", parts)
    parts.append("\n")
    try:
        return "".join(parts).encode("utf-8")
    except UnicodeEncodeError:  # A lone surrogate.
        return (_layout(value, "\n") + "\n").encode("utf-8")


def _append(value: Json, newline: str, parts: list[str]) -> None:
    """Append the layout of *value* to *parts*."""
    kind = type(value)
    if kind is str:
        parts.append(encode_basestring(value))
    elif kind is dict and value:
        deeper = newline + "  "
        mark = "{" + deeper
        for key, item in value.items():
            if type(item) is str:
                parts.append(f"{mark}{encode_basestring(key)}: {encode_basestring(item)}")
            else:
                parts.append(f"{mark}{encode_basestring(key)}: ")
                _append(item, deeper, parts)
            mark = "," + deeper
        parts.append(newline + "}")
    elif (kind is list or kind is tuple) and value:
        deeper = newline + "  "
        mark = "[" + deeper
        for item in value:
            parts.append(mark)
            _append(item, deeper, parts)
            mark = "," + deeper
        parts.append(newline + "]")
    else:
        parts.append(_scalar(value))


def _layout(value: Json, newline: str) -> str:
    deeper = newline + "  "
    if isinstance(value, dict) and value:
        entries = (f"{_scalar(key)}: {_layout(item, deeper)}" for key, item in value.items())
        return "{" + deeper + f",{deeper}".join(entries) + newline + "}"
    if isinstance(value, list | tuple) and value:
        return (
            "["
            + deeper
            + f",{deeper}".join(_layout(item, deeper) for item in value)
            + newline
            + "]"
        )
    return _scalar(value)


def _scalar(value: Json) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ecma_number(value)
    text = json.dumps(value, ensure_ascii=False)
    if text.isascii():
        return text
    return "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in text)
