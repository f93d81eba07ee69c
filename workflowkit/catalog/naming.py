"""Names of workflows: an id, a retired id, the name of a file, an id without its namespace, or a typo."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workflowkit.catalog.ids import parse_id
from workflowkit.catalog.variants import VARIANTS
from workflowkit.compiler.routines import TEMPLATE_PREFIX, template_id
from workflowkit.text.suggest import closest


def meant_by(name: str, paths: Mapping[str, str], aliases: Mapping[str, str]) -> str | None:
    """Return the id that *name* means unambiguously; None when there is none, or more than one.

    *paths* maps every known id to its file, or to an empty text when that is unknown; *aliases* maps retired ids to those that replace them.
    """
    if name in paths:
        return name
    known = _names(paths, aliases)
    found = known.get(name) or known.get(file_stem(name), set())
    return next(iter(found)) if len(found) == 1 else None


def proposal(name: str, paths: Mapping[str, str], aliases: Mapping[str, str]) -> str | None:
    """Return the id to suggest for *name*: the one it means, or else the most similar one."""
    meant = meant_by(name, paths, aliases) or aliases.get(name) or _called_by(name, paths)
    if meant is not None:
        return meant
    known = {one: min(ids) for one, ids in _names(paths, aliases).items()}
    guess = closest(name, known) or closest(file_stem(name), known)
    return known[guess] if guess else None


def _called_by(template: str, paths: Mapping[str, str]) -> str | None:
    """Return the id of the routine that steps call by the template id *template*; None when there is none."""
    if not template.startswith(TEMPLATE_PREFIX):
        return None
    return next((routine for routine in sorted(paths) if template_id(routine) == template), None)


def _names(paths: Mapping[str, str], aliases: Mapping[str, str]) -> dict[str, set[str]]:
    """Return every name that people may use for a workflow, with the ids that it can mean; an id or a retired id means only itself."""
    names: dict[str, set[str]] = {}
    for workflow_id, path in paths.items():
        for one in filter(None, (file_stem(path), *_bare_names(workflow_id))):
            names.setdefault(one, set()).add(workflow_id)
    names |= {old: {new} for old, new in aliases.items() if new in paths}
    return names | {workflow_id: {workflow_id} for workflow_id in paths}


def respelled(workflow_id: str) -> str | None:
    """Return the valid id that is nearest to an invalid one; None when nothing is left of it, or when it is valid already."""
    namespace, dot, name = workflow_id.removesuffix(".json").lower().partition(".")
    parts = [_UNKNOWN.sub("-", part).strip("-") for part in (namespace, name)]
    candidate = f"{parts[0]}.{parts[1]}" if dot and parts[1] else parts[0]
    return candidate if candidate != workflow_id and parse_id(candidate) else None


def file_stem(path: str) -> str:
    """Return the name of a workflow file without folders, extension and variant marks."""
    stem = path.rpartition("/")[2].removesuffix(".json")
    return _MARKS.sub("", stem)


def _bare_names(workflow_id: str) -> tuple[str, str]:
    """Return an id without its namespace, and without its routine prefix."""
    name = workflow_id.rpartition(".")[2]
    return name, name.removeprefix("routine-")


_MARKS = re.compile(
    "".join(rf"(?<!\.{mark})" for mark in VARIANTS) + rf"(?:\.(?:{'|'.join(VARIANTS)}))++$"
)
_UNKNOWN = re.compile(r"[^a-z0-9_-]+")
