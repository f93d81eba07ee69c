"""Startup: which workflows a host would serve, and why it would not serve the other files.

The engine drops files with a line on standard error, or silently (docs/engine/registry.md); here every file is reported.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property

from workflowkit.catalog.admission import Candidate, Compile, check_candidate, fails_git_source
from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.naming import meant_by, proposal
from workflowkit.catalog.resolution import resolve
from workflowkit.catalog.variants import Flags, choose_variant
from workflowkit.records import dataclass
from workflowkit.text.document import Document


@dataclass(frozen=True, slots=True)
class Source:
    """One place with workflows."""

    kind: SourceKind
    path: str
    """The folder that the names of its files are relative to."""
    documents: tuple[Document, ...]
    """Every file that the engine would read, sorted by path."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A file that is not reached, because another one is served under its id."""

    path: str
    """The file."""
    source: SourceKind
    """The kind of its source."""
    reason: str
    """Why the other one is served."""


@dataclass(frozen=True, slots=True)
class Served:
    """A workflow that a host offers."""

    id: str
    """Workflow id."""
    source: SourceKind
    """The kind of its source."""
    path: str
    """The file."""
    warnings: tuple[str, ...] = ()
    """Warnings about it; mostly empty."""
    hides: tuple[Hidden, ...] = ()
    """Other files with its id."""


@dataclass(frozen=True, slots=True)
class Unserved:
    """A file that a host does not serve."""

    id: str
    """Workflow id; empty when the file has none."""
    source: SourceKind
    """The kind of its source."""
    path: str
    """The file or folder."""
    reasons: tuple[str, ...]
    """Every reason not to serve it; never empty."""
    help: str = ""
    """What to do; may be empty."""

    @property
    def is_own_defect(self) -> bool:
        """True for a bundled file: a defect of the product itself."""
        return self.source is SourceKind.BUNDLED


@dataclass(frozen=True)
class Startup:
    """The result of loading all sources. Every file is served, hidden by a served one, not served, or an example."""

    served: tuple[Served, ...]
    """By id."""
    unserved: tuple[Unserved, ...]
    examples: tuple[str, ...] = ()
    """Files in folders called `examples`, which no host serves."""
    internal: tuple[str, ...] = ()
    """Files in folders called `internal`, which hosts of later engines start by their id and do not list."""
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)
    """Id of a served workflow to its file, as it was when it was checked."""
    aliases: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Retired id to the one that replaces it."""
    notes: tuple[str, ...] = ()
    """Choices that the user may not expect, such as a routine that replaces a bundled one."""
    skipped: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Path of a file that the choice of files skips to the reason."""

    @property
    def is_clean(self) -> bool:
        """True when every file is served, hidden or an example."""
        return not self.unserved

    @cached_property
    def by_id(self) -> Mapping[str, Served]:
        """The served workflows by id."""
        return {workflow.id: workflow for workflow in self.served}

    @property
    def ids(self) -> frozenset[str]:
        """The ids that are served."""
        return frozenset(self.by_id)

    def find(self, name: str) -> Served | None:
        """Return the workflow that *name* means unambiguously: by its id, a retired one, its file name, or its id without namespace."""
        found = meant_by(name, self._paths, self.aliases)
        return self.by_id[found] if found else None

    def propose(self, name: str) -> str | None:
        """Return the id to suggest for a *name* that is none; None when none is similar."""
        return proposal(name, self._paths, self.aliases)

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        return {workflow.id: workflow.path for workflow in self.served}


def start(
    sources: Sequence[Source],
    compile_value: Compile,
    aliases: Mapping[str, str],
    flags: Flags | None = None,
    *,
    bundled_namespace_wins: bool = False,
) -> Startup:
    """Load *sources*, given in priority order with the lowest first. Never raises, whatever the files contain.

    *bundled_namespace_wins* is how the engine resolves ids, see `resolve`.
    """
    flags = flags or Flags()
    candidates = [
        [
            check_candidate(document, _name(document, source), source.kind, compile_value, flags)
            for document in source.documents
        ]
        for source in sources
    ]
    candidates = [_all_or_nothing(group) for group in candidates]
    served = tuple(_serve(candidates, flags, aliases, bundled_namespace_wins))
    reached = {workflow.path for workflow in served} | {
        hidden.path for workflow in served for hidden in workflow.hides
    }
    unserved = tuple(
        _unserved(candidate, group)
        for group in candidates
        for candidate in group
        if candidate.path not in reached
    )
    by_path = {document.path: document for source in sources for document in source.documents}
    documents = {workflow.id: by_path[workflow.path] for workflow in served}
    return Startup(served, unserved, documents=documents, aliases=aliases)


def _name(document: Document, source: Source) -> str:
    return posixpath.relpath(document.path, source.path)


def _all_or_nothing(candidates: list[Candidate]) -> list[Candidate]:
    """Return the *candidates* of one source; of a git source the engine takes all files or none."""
    invalid = next(
        (
            candidate
            for candidate in candidates
            if candidate.kind is SourceKind.GIT and fails_git_source(candidate)
        ),
        None,
    )
    if invalid is None:
        return candidates
    reason = f"the engine rejects the whole git source because of '{invalid.path}'"
    return [
        replace(candidate, is_listed=False, reasons=candidate.reasons or (reason,))
        for candidate in candidates
    ]


@dataclass(frozen=True, slots=True)
class _Contest:
    """The candidates of one id, one for each source."""

    winner: Candidate
    rule: str
    """Why it was chosen: see `Resolved.reason`."""
    losers: tuple[Candidate, ...]
    """Lowest priority first."""


def _contest(
    sources: Iterable[list[Candidate]], flags: Flags, bundled_namespace_wins: bool
) -> _Contest | None:
    """Choose one file of an id in each source, then one among the sources; None when there are no files."""
    chosen = [
        choose_variant([(candidate.variant, candidate) for candidate in group], flags)[0]
        for group in sources
        if group
    ]
    if not chosen:
        return None
    (resolved,) = resolve(
        [(candidate.kind, [candidate.id]) for candidate in chosen],
        bundled_namespace_wins=bundled_namespace_wins,
    )
    losers = tuple(chosen[index] for index in resolved.shadowed)
    return _Contest(chosen[resolved.winner], resolved.reason, losers)


def _serve(
    candidates: list[list[Candidate]],
    flags: Flags,
    aliases: Mapping[str, str],
    bundled_namespace_wins: bool,
) -> Iterator[Served]:
    by_id: dict[str, list[list[Candidate]]] = {}
    for index, group in enumerate(candidates):
        for candidate in group:
            by_id.setdefault(candidate.id, [[] for _ in candidates])[index].append(candidate)
    for _, sources in sorted(by_id.items()):
        contest = _contest(
            ([candidate for candidate in group if candidate.is_admitted] for group in sources),
            flags,
            bundled_namespace_wins,
        )
        if contest is None:
            continue
        listed = _contest(
            ([candidate for candidate in group if candidate.is_listed] for group in sources),
            flags,
            bundled_namespace_wins,
        )
        winner = contest.winner
        yield Served(
            winner.id,
            winner.kind,
            winner.path,
            tuple(_warnings(contest, listed or contest, aliases)),
            tuple(candidate for group in sources for candidate in _hidden(contest, group)),
        )


def _warnings(contest: _Contest, listed: _Contest, aliases: Mapping[str, str]) -> Iterator[str]:
    """Yield the warnings for the winner; *listed* is the contest as the engine decides it: before it reads the contents."""
    winner = contest.winner
    yield from winner.warnings
    if winner.id in aliases:
        yield f"its id is retired; the workflow that replaces it is '{aliases[winner.id]}'"
    if contest.rule == "bundled_protected":
        yield f"the engine lists this file, but runs '{contest.losers[-1].path}'"
    if listed.winner.path != winner.path:
        engine = "engines before 3.72.1" if winner.id.startswith("wr.") else "the engine"
        loss = f", reject it, and serve nothing as '{winner.id}'"
        if listed.winner.fails_at_start:
            loss = f", list it, and fail to start '{winner.id}'"
        yield f"{engine} would choose '{listed.winner.path}'" + (
            "" if listed.winner.is_admitted else loss
        )


def _hidden(contest: _Contest, candidates: list[Candidate]) -> Iterator[Hidden]:
    """Yield the files of one source that *contest* hides."""
    chosen = next(
        (candidate for candidate in (contest.winner, *contest.losers) if candidate in candidates),
        None,
    )
    for candidate in candidates:
        if candidate.path == contest.winner.path:
            continue
        if candidate.off:
            yield Hidden(candidate.path, candidate.kind, candidate.off)
        elif candidate is chosen:
            yield Hidden(candidate.path, candidate.kind, _defeat(candidate, contest))
        elif candidate.is_admitted and chosen and candidate.variant != chosen.variant:
            reason = f"of its variants, '{chosen.path}' is chosen"
            yield Hidden(candidate.path, candidate.kind, reason)


def _defeat(candidate: Candidate, contest: _Contest) -> str:
    if contest.rule == "bundled_protected":
        if candidate.kind is SourceKind.PROJECT:
            return "a project cannot replace a bundled workflow"
        return f"no {candidate.kind} source can replace a bundled workflow in the namespace 'wr'"
    if candidate.kind is contest.winner.kind:
        return f"the last of several {candidate.kind} sources has precedence"
    return f"{contest.winner.kind} sources have precedence over {candidate.kind} sources"


def _unserved(candidate: Candidate, candidates: list[Candidate]) -> Unserved:
    """Return *candidate*, one of the *candidates* of its source, with the reasons why it is not served."""
    reasons, help = candidate.reasons, candidate.help
    if candidate.off:
        reasons = (candidate.off, *reasons)
        help = help or "set the variable to 1, or rename the file"
    if not reasons:
        first = next(
            one
            for one in candidates
            if one.is_admitted and (one.id, one.variant) == (candidate.id, candidate.variant)
        )
        reasons = (f"'{first.path}' has the same id and comes first",)
        help = "give one of them another id, or delete it"
    return Unserved(candidate.id, candidate.kind, candidate.path, reasons, help)
