"""Which workflow a name means: an id, a retired id, the name of a file, an id without its namespace, or a slip of the hand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workflowkit.catalog.ids import parse_id
from workflowkit.catalog.variants import VARIANTS
from workflowkit.model.suggest import closest


def meant_by(name: str, paths: Mapping[str, str], aliases: Mapping[str, str]) -> str | None:
    """The id that *name* means beyond doubt; None when there is none, or more than one.

    *paths* maps every id that is served to its file, *aliases* retired ids to those that replace them.
    """
    stem = file_stem(name)
    for candidate in (name, aliases.get(name), stem, aliases.get(stem)):
        if candidate in paths:
            return candidate
    found = {
        workflow_id
        for workflow_id, path in paths.items()
        if stem in (file_stem(path), *_bare_names(workflow_id))
    }
    return found.pop() if len(found) == 1 else None


def proposal(name: str, paths: Mapping[str, str], aliases: Mapping[str, str]) -> str | None:
    """The id to propose to somebody who wrote *name*: what it means, or else the one it resembles."""
    stem = file_stem(name)
    guess = (
        meant_by(name, paths, aliases)
        or closest(name, [*paths, *aliases])
        or closest(stem, [*paths, *aliases])
        or closest(f"wr.{stem}", paths)
    )
    return aliases.get(name) or aliases.get(guess or "", guess)


def respelled(workflow_id: str) -> str | None:
    """The id that comes nearest to one that the engine does not take; None when nothing is left of it, or when it is good already."""
    namespace, dot, name = workflow_id.removesuffix(".json").lower().partition(".")
    parts = [_UNKNOWN.sub("-", part).strip("-") for part in (namespace, name)]
    candidate = f"{parts[0]}.{parts[1]}" if dot and parts[1] else parts[0]
    return candidate if candidate != workflow_id and parse_id(candidate) else None


def file_stem(path: str) -> str:
    """The name of a workflow file without folders, ending and marks of its variant."""
    stem = path.rpartition("/")[2].removesuffix(".json")
    return _MARKS.sub("", stem)


def _bare_names(workflow_id: str) -> tuple[str, str]:
    """An id without its namespace, and without what marks it as a routine."""
    name = workflow_id.rpartition(".")[2]
    return name, name.removeprefix("routine-")


_MARKS = re.compile(rf"(?:\.(?:{'|'.join(VARIANTS)}))+$")
_UNKNOWN = re.compile(r"[^a-z0-9_-]+")
