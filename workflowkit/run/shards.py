"""Shards: the files of a run, divided among machines that each see all files, and map their share of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from workflowkit.cache import identity
from workflowkit.lint.rules import ALL
from workflowkit.report.style import Style
from workflowkit.run.compiled_outcome import compile_digest, compile_share
from workflowkit.run.file_entries import settings_digest
from workflowkit.run.lint_map import baseline_settings, computed, settings_for
from workflowkit.run.part_file import PartFormat, PartHeader, PartProject, Request
from workflowkit.run.project import Project
from workflowkit.text import disk
from workflowkit.text.columns import Derived, Selected, SortedTexts, TextColumn, sorted_numbers
from workflowkit.text.document import Document
from workflowkit.version import VERSION

PartOutcome = tuple[str, bytes]
"""The path of a file, and its packed outcome."""


class Shard(NamedTuple):
    """One of several shards of equal size."""

    number: int
    """From 1 on."""
    total: int

    def of(self, projects: Sequence[Project]) -> Iterator[Sequence[Document]]:
        """Yield the workflow files of this shard for each of *projects*.

        Each file is in one shard; files of similar sizes are in different ones, so that shards take similar times.
        """
        n_before = 0
        for project in projects:
            documents = project.documents
            order = sorted_numbers(Derived(documents, _effort_and_path))
            first = (self.number - 1 - n_before) % self.total
            yield Selected(documents, order[first :: self.total])
            n_before += len(documents)


def _effort_and_path(document: Document) -> tuple[int, str]:
    return -document.size, document.path


def run_shard(
    shard: Shard,
    projects: Sequence[Project],
    request: Request,
    formats: Sequence[tuple[str, Style]],
) -> tuple[PartHeader, Iterator[PartOutcome]]:
    """Map the files of *shard*, and return the part to write. Raises UsageError and UnreadableFile."""
    agreed: list[PartProject] = []
    outcomes: list[Iterator[PartOutcome]] = []
    for project, documents in zip(projects, shard.of(projects), strict=True):
        digest, found = _share(project, documents, request, tuple(formats))
        agreed.append(agreed_on(project, digest))
        paths = (document.path for document in documents)
        outcomes.append(zip(paths, found, strict=True))
    header = PartHeader(
        number=shard.number,
        total=shard.total,
        tool=tool_digest(),
        version=VERSION,
        folder=os.getcwd(),
        today=projects[0].context.today.isoformat(),
        request=request,
        formats=tuple(PartFormat(name, style) for name, style in formats),
        projects=tuple(agreed),
    )
    return header, chain.from_iterable(outcomes)


def _share(
    project: Project,
    documents: Sequence[Document],
    request: Request,
    formats: tuple[tuple[str, Style], ...],
) -> tuple[bytes, Sequence[bytes]]:
    """Return the digest of what results depend on besides files, and the packed outcomes of *documents* for *request*."""
    if request.task == "compile":
        return compile_digest(project), compile_share(project, documents)
    if request.task == "lint":
        known = project.known_findings(request.baseline)
        settings = settings_for(project, ALL, known, formats)
    else:
        prune = request.task == "prune-baseline"
        settings = baseline_settings(
            project, project.changed_findings(request.baseline, prune=prune)
        )
    return settings_digest(settings), computed(project, documents, settings, reads_again=True)


def agreed_on(project: Project, settings: bytes) -> PartProject:
    """Return what all shards must agree on for *project*, whose settings have the digest *settings*."""
    found = hashlib.sha256()
    for path in SortedTexts(TextColumn(document.path for document in project.documents)):
        found.update(f"{path}\0".encode("utf-8", "surrogatepass"))
    return PartProject(project.config.path, settings.hex(), found.hexdigest())


def tool_digest() -> str:
    """Return the digest of the code that makes outcomes."""
    return disk.digest(repr(identity.code()).encode("utf-8")).hex()
