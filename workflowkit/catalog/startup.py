"""Startup: which workflows a host would serve, and why it would leave the others out.

The engine drops files with a line on standard error, or without a word (format/registry.md 1 to 3); here every file is accounted for.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from workflowkit.catalog.ids import SourceKind, rule_on_load
from workflowkit.catalog.resolution import resolve
from workflowkit.catalog.variants import Flags, choose_variant, variant_of
from workflowkit.compiler.pipeline import Compilation
from workflowkit.compiler.preview import startability
from workflowkit.model.suggest import closest
from workflowkit.source.document import Document
from workflowkit.source.json_text import MAX_BYTES
from workflowkit.source.values import as_fields, as_text


@dataclass(frozen=True, slots=True)
class Source:
    """One place that workflows come from."""

    kind: SourceKind
    path: str
    """The folder."""
    documents: tuple[Document, ...]
    """Every file that the engine would look at, sorted by path."""


@dataclass(frozen=True, slots=True)
class Served:
    """A workflow that the host can start."""

    id: str
    source: SourceKind
    path: str
    warnings: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    """Paths of the files with the same id that are not reached."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that the host does not serve."""

    id: str
    """Empty when the file does not tell."""
    source: SourceKind
    path: str
    reasons: tuple[str, ...]
    help: str = ""
    is_own_defect: bool = False
    """True for a bundled file: the product itself is broken."""


@dataclass(frozen=True, slots=True)
class Startup:
    """What a host has after loading its sources. Every file is in one of the lists, or hidden by one that is served."""

    served: tuple[Served, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def is_clean(self) -> bool:
        """True when nothing was left out."""
        return not self.left_out

    @property
    def ids(self) -> frozenset[str]:
        """The ids that can be started."""
        return frozenset(item.id for item in self.served)


def start(
    sources: Sequence[Source],
    compile_document: Callable[[Document], Compilation],
    aliases: Mapping[str, str],
    flags: Flags | None = None,
) -> Startup:
    """Load *sources*, given in priority order with the lowest first. Never raises for anything that the files may hold."""
    flags = flags or Flags()
    left_out: list[LeftOut] = []
    loaded: list[dict[str, _Loaded]] = []
    for source in sources:
        found: dict[str, list[tuple[str, _Loaded]]] = {}
        for item in source.documents:
            outcome = _load(source, item, compile_document)
            if isinstance(outcome, LeftOut):
                left_out.append(outcome)
            else:
                variant = variant_of(posixpath.relpath(item.path, source.path))
                found.setdefault(outcome.id, []).append((variant, outcome))
        loaded.append({key: _choose(candidates, flags) for key, candidates in found.items()})
    served = _resolve(sources, loaded)
    known = {item.id for item in served}
    return Startup(tuple(served), tuple(_with_proposal(item, known, aliases) for item in left_out))


@dataclass(frozen=True, slots=True)
class _Loaded:
    id: str
    path: str
    warnings: tuple[str, ...]
    hides: tuple[str, ...] = field(default=())


def _load(
    source: Source, item: Document, compile_document: Callable[[Document], Compilation]
) -> _Loaded | LeftOut:
    workflow_id = as_text(as_fields(item.value).get("id"))
    reasons: list[str] = []
    help = ""
    if item.size > MAX_BYTES:
        reasons.append(f"the file has {item.size} bytes; more than {MAX_BYTES} are not loaded")
        help = "split the workflow, or move long texts into routines"
    elif item.broken:
        reasons.append(f"not JSON: {item.broken.message}")
        help = item.broken.help
    elif not workflow_id:
        reasons.append("it has no id")
        help = "give it an id such as 'acme.release'"
    else:
        compilation = compile_document(item)
        reasons.extend(problem.finding.message for problem in compilation.problems)
        help = f"run wfk lint {item.path}" if reasons else ""
        ruling = rule_on_load(workflow_id, source.kind)
        if ruling.reason:
            reasons.append(_REFUSALS[ruling.reason])
            help = help or "give it a namespace of your own, such as 'acme.'"
        if not reasons:
            return _Loaded(workflow_id, item.path, tuple(_warnings(item, compilation)))
    return LeftOut(
        workflow_id,
        source.kind,
        item.path,
        tuple(reasons),
        help,
        is_own_defect=source.kind is SourceKind.BUNDLED,
    )


_REFUSALS = {
    "invalid-format": "its id is neither 'name' nor 'namespace.name' in lower case",
    "reserved-namespace": "the namespace 'wr' is reserved for bundled workflows",
}


def _warnings(item: Document, compilation: Compilation) -> Iterable[str]:
    if rule_on_load(as_text(item.value.get("id")), SourceKind.BUNDLED).warnings:
        yield "its id has no namespace; it can be loaded but not saved"
    if startability(item.value, compilation.steps) != "ok":
        yield "its first step calls a template, so it cannot be started"
    if compilation.hash is None:
        yield "it holds a number that cannot be written, so it cannot be started"


def _choose(candidates: list[tuple[str, _Loaded]], flags: Flags) -> _Loaded:
    """The variant that the engine takes, with the files that it hides."""
    chosen, _ = choose_variant(candidates, flags)
    hidden = tuple(item.path for _, item in candidates if item is not chosen)
    return _Loaded(chosen.id, chosen.path, chosen.warnings, hidden)


def _resolve(sources: Sequence[Source], loaded: list[dict[str, _Loaded]]) -> list[Served]:
    resolved = resolve(
        [(source.kind, list(found)) for source, found in zip(sources, loaded, strict=True)]
    )
    return [
        Served(
            item.id,
            sources[item.winner].kind,
            loaded[item.winner][item.id].path,
            loaded[item.winner][item.id].warnings,
            (
                *loaded[item.winner][item.id].hides,
                *(
                    path
                    for index in item.shadowed
                    for path in (loaded[index][item.id].path, *loaded[index][item.id].hides)
                ),
            ),
        )
        for item in sorted(resolved, key=lambda entry: entry.id)
    ]


def _with_proposal(item: LeftOut, known: Iterable[str], aliases: Mapping[str, str]) -> LeftOut:
    proposal = propose(item.id, known, aliases) if item.id else None
    if proposal is None or proposal == item.id or item.help.startswith("run wfk lint"):
        return item
    return LeftOut(
        item.id,
        item.source,
        item.path,
        item.reasons,
        f"did you mean '{proposal}'?",
        item.is_own_defect,
    )


def propose(name: str, known: Iterable[str], aliases: Mapping[str, str]) -> str | None:
    """The id that *name* probably means: it may be a file name, a retired id, a bare name without namespace, or a near miss."""
    ids = sorted(set(known))
    stem = name.rpartition("/")[2].removesuffix(".json")
    for variant in (".v2", ".lean", ".agentic"):
        stem = stem.removesuffix(variant)
    for candidate in (name, stem):
        if candidate in ids:
            return candidate
        if candidate in aliases:
            return aliases[candidate]
    by_name = [
        item
        for item in ids
        if stem in (item.rpartition(".")[2], item.partition(".")[2].removeprefix("routine-"))
    ]
    if len(by_name) == 1:
        return by_name[0]
    return closest(stem, ids) or closest(f"wr.{stem}", ids)
