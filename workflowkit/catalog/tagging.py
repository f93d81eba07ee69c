"""Tags: the summary and the filter of lists (docs/engine/staleness-and-tags.md#lists-by-tag)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from workflowkit.records import dataclass
from workflowkit.spec.pack import Tags

_SPELLINGS = {"ios": "iOS", "api": "API", "ui": "UI", "ux": "UX", "mcp": "MCP"}
"""Words of namespaces that are not simply capitalized."""


@dataclass(frozen=True, slots=True)
class TagCount:
    """One tag in a summary."""

    id: str
    """What workflows are tagged with."""
    display_name: str
    """The name for people."""
    count: int
    """Number of workflows with this tag, without hidden ones."""
    examples: tuple[str, ...]
    """Ids of example workflows."""
    is_virtual: bool = False
    """True for the namespace of workflows that are not in the tag file."""


def summary(ids: Iterable[str], tags: Tags) -> list[TagCount]:
    """Return every declared tag in the order of the file, then one for each namespace of *ids* that is not in the file, in order of occurrence."""
    loaded = list(ids)
    declared = [
        TagCount(
            tag.id,
            tag.display_name,
            sum(
                tag.id in tags_of(workflow_id, tags) and not is_hidden(workflow_id, tags)
                for workflow_id in loaded
            ),
            tag.examples,
        )
        for tag in tags.tags
    ]
    by_namespace: dict[str, list[str]] = {}
    for workflow_id in loaded:
        namespace = virtual_tag(workflow_id, tags)
        if namespace is not None:
            by_namespace.setdefault(namespace, []).append(workflow_id)
    virtual = [
        TagCount(name, display_name(name), len(members), tuple(members[:3]), is_virtual=True)
        for name, members in by_namespace.items()
    ]
    return [*declared, *virtual]


def tags_of(workflow_id: str, tags: Tags) -> tuple[str, ...]:
    """Return the tags of a workflow in the file."""
    entry = tags.workflows.get(workflow_id)
    return entry.tags if entry else ()


def is_hidden(workflow_id: str, tags: Tags) -> bool:
    """Return whether lists omit the workflow."""
    entry = tags.workflows.get(workflow_id)
    return bool(entry and entry.hidden)


def virtual_tag(workflow_id: str, tags: Tags) -> str | None:
    """Return the namespace of a workflow that is not in the file; None for all others."""
    namespace, dot, _ = workflow_id.partition(".")
    return namespace if dot and workflow_id not in tags.workflows else None


def all_tags(workflow_id: str, tags: Tags) -> set[str]:
    """Return the tags of a workflow, its virtual one included."""
    virtual = virtual_tag(workflow_id, tags)
    return {*tags_of(workflow_id, tags), *([] if virtual is None else [virtual])}


def filtered(
    ids: Iterable[str], wanted: Collection[str], tags: Tags, *, with_hidden: bool = False
) -> list[str]:
    """Return the ids that have any of the *wanted* tags, virtual ones included, in their order; hidden ones only *with_hidden*."""
    return [
        workflow_id
        for workflow_id in ids
        if (with_hidden or not is_hidden(workflow_id, tags))
        and not all_tags(workflow_id, tags).isdisjoint(wanted)
    ]


def display_name(namespace: str) -> str:
    """Return the display name of a namespace: its words, capitalized."""
    return " ".join(_SPELLINGS.get(word, word.capitalize()) for word in namespace.split("-"))
