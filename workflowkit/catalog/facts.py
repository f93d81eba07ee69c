"""The facts of each file for rules about the whole catalog."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.relations import Relations, Ties
from workflowkit.compiler.routines import Routines
from workflowkit.format.reader import Workflow
from workflowkit.records import dataclass
from workflowkit.spec.pack import SpecPack
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Route


@dataclass(frozen=True, slots=True)
class Delegation:
    """One workflow that a parallel step starts."""

    workflow_id: str
    route: Route


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The facts of one file."""

    path: str
    id: str
    name: str
    """The display name."""
    kind: str
    meta_guidance: tuple[str, ...]
    injected: frozenset[str]
    """Ids of the routines that its template calls inject."""
    delegated: tuple[Delegation, ...]
    """What its parallel steps start."""
    named: frozenset[str]
    """Words of its prompts and slot defaults that could be ids."""


PlainFacts = tuple[Any, ...]
"""Facts as plain data."""


def plain_facts(facts: FileFacts) -> PlainFacts:
    """Return *facts* as plain data."""
    return (
        facts.path,
        facts.id,
        facts.name,
        facts.kind,
        facts.meta_guidance,
        facts.injected,
        tuple((delegation.workflow_id, delegation.route) for delegation in facts.delegated),
        facts.named,
    )


def facts_from(plain: PlainFacts) -> FileFacts:
    """Return the facts that `plain_facts` made *plain* of."""
    path, workflow_id, name, kind, guidance, injected, delegated, named = plain
    delegations = tuple(Delegation(*each) for each in delegated)
    return FileFacts(path, workflow_id, name, kind, guidance, injected, delegations, named)


@dataclass(frozen=True)
class Catalog:
    """The files of one project as a whole."""

    files: Sequence[FileFacts]
    """In the order of their paths; of a large catalog each is read when it is asked for."""
    relations: Relations
    """Those of the files, in the same order."""
    spec: SpecPack
    tags_path: str | None
    """The tag file of these files; None when they have none."""
    is_whole: bool
    """True when no file of the catalog is missing, so that an unknown id does not exist."""

    @cached_property
    def related(self) -> tuple[FileFacts, ...]:
        """The files that can concern one another, and perhaps a few more, without the words that could be ids."""
        return tuple(
            replace(self.files[number], named=frozenset()) for number in self.relations.related()
        )

    @cached_property
    def related_by_id(self) -> Mapping[str, tuple[FileFacts, ...]]:
        """Workflow id to the related files that claim it, in the order of the run."""
        return _by_id(self.related)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all files."""
        return frozenset(file.id for file in self.files if file.id)


def _by_id(files: Iterable[FileFacts]) -> Mapping[str, tuple[FileFacts, ...]]:
    found: dict[str, list[FileFacts]] = {}
    for file in files:
        if file.id:
            found.setdefault(file.id, []).append(file)
    return {key: tuple(claims) for key, claims in found.items()}


def ties(file: FileFacts) -> Ties:
    """Return how *file* can concern others: routines and files that start workflows any, and all others those with which they have an id, a name or a long line of guidance in common."""
    texts = [f"id {file.id}"] if file.id else []
    if file.name:
        texts.append(f"name {folded_name(file)}")
    # A line that one file repeats is not shared.
    lines = dict.fromkeys(line for line in file.meta_guidance if len(line) >= SHORTEST_LINE)
    texts += [f"line {line}" for line in lines]
    return Ties.of(texts, is_general=file.kind == "routine" or bool(file.delegated))


SHORTEST_LINE = 40
"""Characters of a line of guidance; shorter ones are alike by chance."""


def folded_name(file: FileFacts) -> str:
    """Return the display name without differences in case and white space."""
    return " ".join(file.name.lower().split())


# An id begins at the start of a word, so that no other offset is tried.
_ID_WORD = re.compile(r"(?<![a-z0-9_-])[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)+|routine-[a-z0-9_-]+")

_DOT_BEFORE_LETTER = re.compile(r"\.[a-z]")


def _ids_in(text: str) -> Iterator[str]:
    """Yield every part of *text* that could be an id; few texts and words have what each id has."""
    if "routine-" not in text and not _DOT_BEFORE_LETTER.search(text):
        return
    for word in text.split():
        if "." in word[:-1] or "routine-" in word:
            yield from _ID_WORD.findall(word)


def facts(analysis: Analysis) -> FileFacts:
    """Return the facts of one file."""
    routines = analysis.compile_context.routines
    return facts_of(analysis.workflow, analysis.document.path, analysis.kind, routines)


def facts_of(workflow: Workflow, path: str, kind: str, routines: Routines) -> FileFacts:
    """Return the facts of the *workflow* in the file at *path*, which may call *routines*."""
    texts = [text for step in workflow.all_steps for _, text in step.texts()]
    texts += [as_text(point.get("default")) for _, point in workflow.records("extensionPoints")]
    by_template = routines.by_template
    calls = {step.template_id for step in workflow.all_steps if step.calls_template}
    return FileFacts(
        path=path,
        id=workflow.id,
        name=workflow.text("name"),
        kind=kind,
        meta_guidance=tuple(workflow.texts("metaGuidance")),
        injected=frozenset(by_template[call].id for call in calls if call in by_template),
        delegated=tuple(
            Delegation(as_text(delegation["workflowId"]), (*route, "workflowId"))
            for step in workflow.all_steps
            for route, delegation in step.delegations
            if as_text(delegation.get("workflowId"))
        ),
        named=frozenset(name for text in texts for name in _ids_in(text)),
    )
