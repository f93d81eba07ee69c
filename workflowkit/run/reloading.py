"""A project that is loaded again: what was found in its files stays where it depends on nothing that differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workflowkit.records import dataclass
from workflowkit.run import loading, spec_folder
from workflowkit.run.live_files import LiveFile
from workflowkit.run.live_project import LiveProject
from workflowkit.run.project import Project
from workflowkit.text import disk, files
from workflowkit.text.document import Document

Question = tuple[str, str]
"""A kind of question to the disk and its path."""


@dataclass(frozen=True, slots=True)
class Load:
    """A project as it was loaded."""

    live: LiveProject
    asked: disk.Asked
    """What the disk was asked meanwhile, with the answers."""


def loaded(
    project: Project,
    asked: disk.Asked,
    before: Load | None,
    *,
    scope: Sequence[str] = (),
    baseline: str | None = None,
) -> Load:
    """Return *project*, whose load *asked* this, with the findings of the load *before* that still hold; the others are to be checked.

    The parameters are those of `LiveProject`. Raises as `Project.known_findings`.
    """
    live = LiveProject(project, scope, baseline)
    if before is not None:
        outdated = _is_outdated(_basis_of(before.live, before.asked), _basis_of(live, asked))
        live.take_over(before.live, outdated)
    return Load(live, asked)


@dataclass(frozen=True, slots=True)
class _Basis:
    """What all files of a project depend on."""

    common: tuple[object, ...]
    """Settings, spec pack, engines and bindings."""
    routines: Mapping[str, Document]
    """Routine files by path."""
    ids: frozenset[str]
    """Ids of the workflows of the run."""


def _basis_of(project: LiveProject, asked: disk.Asked) -> _Basis:
    """Return the basis of *project*, whose load *asked* this."""
    context = project.context
    engines = ((version, each.spec.is_beyond) for version, each in context.engines)
    given = project.options.spec or project.config.spec
    folders = [str(folder) for folder in (spec_folder.bundled("spec"), given) if folder]
    packs = {
        question: answer
        for question, answer in asked.answers.items()
        if any(files.is_below(question[1], folder) for folder in folders)
    }
    common = (
        project.config,
        project.options,
        context.lint,
        context.only,
        (context.spec.engine.version, context.spec.is_beyond, *engines),
        context.compile.bindings,
        context.checks_bindings,
        packs,
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
