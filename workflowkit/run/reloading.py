"""A project that is loaded again: what was found in its files stays where it depends on nothing that differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workflowkit.records import dataclass
from workflowkit.run import loading
from workflowkit.run.live_files import LiveFile
from workflowkit.run.live_project import LiveProject
from workflowkit.run.project import Project
from workflowkit.text import disk
from workflowkit.text.document import Document

Question = tuple[str, str]
"""A kind of question to the disk and its path."""


def loaded(
    project: Project,
    before: LiveProject | None,
    *,
    scope: Sequence[str] = (),
    baseline: str | None = None,
) -> LiveProject:
    """Return *project* in memory, with what was found in the load *before* and still holds; the other files are to be checked.

    The parameters are those of `LiveProject`. Raises as `Project.known_findings`.
    """
    live = LiveProject(project, scope, baseline)
    if before is not None:
        live.take_over(before, _is_outdated(_basis_of(before), _basis_of(live)))
    return live


@dataclass(frozen=True, slots=True)
class _Basis:
    """What all files of a project depend on."""

    common: tuple[object, ...]
    """Settings, spec pack, engines and bindings."""
    routines: Mapping[str, Document]
    """Routine files by path."""
    ids: frozenset[str]
    """Ids of the workflows of the run."""


def _basis_of(project: LiveProject) -> _Basis:
    """Return the basis of *project* as it is now."""
    context = project.context
    engines = ((version, each.spec.is_beyond) for version, each in context.engines)
    common = (
        project.config,
        project.options,
        context.lint,
        context.only,
        (context.spec.engine.version, context.spec.is_beyond, *engines),
        context.compile.bindings,
        context.checks_bindings,
        context.spec.read_digest(),
    )
    return _Basis(common, context.routine_files, frozenset(context.own_ids))


def _is_outdated(before: _Basis, after: _Basis) -> Callable[[LiveFile], bool]:
    """Return the test whether a report that was made on the basis *before* does not hold on *after*."""
    if before.common != after.common:
        return lambda _: True
    answers: dict[Question, object] = {}
    names = _changed_names(before, after)
    return lambda checked: (
        (bool(names) and _may_depend(checked, names))
        or any(
            disk.ask_again(kind, path, answers) != known
            for (kind, path), known in checked.asked.answers.items()
        )
    )


def _changed_names(before: _Basis, after: _Basis) -> frozenset[str]:
    """Return the last parts of the ids of routines and workflows that are new, gone or changed."""
    changed = before.ids ^ after.ids
    for path in before.routines.keys() | after.routines.keys():
        old, new = before.routines.get(path), after.routines.get(path)
        if old is not new:
            changed |= {loading.workflow_id(each) for each in (old, new) if each}
    last = (name.rpartition(".")[2].removeprefix("routine-") for name in changed if name)
    return frozenset(last)


def _may_depend(checked: LiveFile, names: frozenset[str]) -> bool:
    """Return whether the file of *checked* may depend on something whose id ends in one of *names*.

    A finding can list or suggest any id. A slot can be bound to any routine.
    """
    text = checked.document.text
    is_open = "\\u" in text or '"extensionPoints"' in text or "wr.bindings" in text
    return is_open or checked.has_findings or any(name in text for name in names)
