"""Which files of a project a change touches: the changed ones, and those that use something that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.manifest_row import used_contracts, used_names
from workflowkit.compiler.routines import collect_routines
from workflowkit.config.toml import ConfigurationError, parse_config
from workflowkit.records import dataclass
from workflowkit.run import loading, spec_folder
from workflowkit.run.analyze import analysis_of
from workflowkit.run.changed_files import ChangedFiles, real, shown
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json

Use = tuple[str, str]
"""A kind of input and its name: `("routine", "wr.routine-plan")`."""

_EVERYTHING: Final[Use] = ("", "")
"""What every workflow uses."""
_SLOTS: Final[Use] = ("bindings", "")

_ENTRIES: Final = {"workflow-tags.json": "workflows", "stamps.json": "stamps"}
"""Files of the spec pack with an entry for each workflow, and the key of their entries."""


@dataclass(frozen=True, slots=True)
class _Inputs:
    """The changed inputs of a project."""

    uses: Mapping[Use, str]
    """What changed to the file that it is in."""
    workflows: Mapping[str, str]
    """Id of each changed, new or removed workflow to its file."""


def touched(project: Project, options: Options, changed: ChangedFiles) -> Mapping[str, str]:
    """Return the files of *project* that *changed* touches, by path, each with the reason."""
    found = {path: "changed" for path in project.own if changed.has(path)}
    common = _common(project, changed)
    if common:
        return {path: found.get(path, common) for path in project.own}
    inputs = _inputs(project, options, changed)
    for path, document in project.own.items():
        if path not in found:
            reason = _reason(document, project, inputs)
            if reason:
                found[path] = reason
    return found


def _common(project: Project, changed: ChangedFiles) -> str:
    """Return why the change touches every file of *project*; empty when it does not."""
    config = project.config.path
    if config and changed.has(config):
        before, now = (_settings(text, config) for text in changed.texts(config))
        if before != now:
            return f"governed by {config}, which changed"
    baseline = project.baseline_path()
    return f"accepted in {baseline}, which changed" if changed.has(baseline) else ""


def _settings(text: str, path: str) -> object:
    try:
        return parse_config(text, path) if text else None
    except ConfigurationError:
        return text


def _inputs(project: Project, options: Options, changed: ChangedFiles) -> _Inputs:
    uses: dict[Use, str] = {}
    workflows: dict[str, str] = {}
    given_spec = options.spec or project.config.spec
    folders = [real(folder) for folder in (spec_folder.bundled("spec"), given_spec) if folder]
    prefixes = project.context.spec.engine.routine_prefixes
    for path in sorted(changed.paths):
        name = shown(path)
        pack = next((folder for folder in folders if path.startswith(f"{folder}/")), "")
        if pack:
            inside = path.removeprefix(f"{pack}/")
            uses |= dict.fromkeys(_of_pack(inside, path, changed), name)
        elif path.endswith(".json"):
            for value in changed.versions(path):
                workflow_id = as_text(as_fields(value).get("id"))
                if workflow_id:
                    workflows[workflow_id] = name
                    uses |= dict.fromkeys(_of_routine(path, value, workflow_id, prefixes), name)
    given = (options.bindings, project.config.bindings, loading.BINDINGS_FILE.as_posix())
    for bindings in filter(None, given):
        if changed.has(bindings):
            uses[_SLOTS] = bindings
    return _Inputs(uses, workflows)


def _of_routine(
    path: str, value: Json, routine_id: str, prefixes: tuple[str, ...]
) -> Iterator[Use]:
    yield "routine", routine_id
    routines = collect_routines([(path, value)], prefixes)
    yield from (("template", name) for name in routines.by_template)
    yield from (("template", name) for name in routines.recursive_templates)


def _of_pack(inside: str, path: str, changed: ChangedFiles) -> Iterator[Use]:
    """Yield what a changed file of a spec pack holds; *inside* is its path in the pack."""
    folder, _, name = inside.rpartition("/")
    stem = name.partition(".")[0]
    if folder in ("refs", "features", "contracts"):
        yield folder.removesuffix("s"), f"wr.{folder}.{stem}"
    elif name in _ENTRIES and not folder:
        before, now = map(as_fields, changed.versions(path))
        key = _ENTRIES[name]
        entries = as_fields(before.pop(key, None)), as_fields(now.pop(key, None))
        if before != now:
            yield _EVERYTHING
        for workflow in {*entries[0], *entries[1]}:
            if entries[0].get(workflow) != entries[1].get(workflow):
                yield "entry", workflow
    elif not name.endswith(".schema.json"):
        yield _EVERYTHING


def _reason(document: Document, project: Project, inputs: _Inputs) -> str:
    """Return why the change touches the unchanged *document*; empty when it does not."""
    is_workflow = any(document is each for each in project.documents)
    if not is_workflow:
        named = (each for each in inputs.workflows if each in document.text)
        return next((f"names '{each}', which {_in(inputs.workflows[each])}" for each in named), "")
    if not any(_may_use(document.text, use) for use in inputs.uses):
        return ""
    analysis = analysis_of(document, project.context)
    uses = _uses(analysis) if analysis else [_EVERYTHING]
    return next((_wording(use, inputs.uses[use]) for use in uses if use in inputs.uses), "")


_WRITTEN: Final = frozenset({"routine", "template", "feature"})
"""Kinds of inputs whose name is written in the workflow that uses one; it names a ref or contract perhaps by a routine or a feature."""


def _may_use(text: str, use: Use) -> bool:
    """Return whether the workflow with this *text* may use the input, without compiling it: most changes touch few of many files."""
    kind, name = use
    is_open = "\\u" in text or '"extensionPoints"' in text
    return kind not in _WRITTEN or is_open or name in text


def _in(path: str) -> str:
    return f"changed in {path}"


def _wording(use: Use, path: str) -> str:
    kind, name = use
    if use in (_EVERYTHING, _SLOTS):
        return f"depends on {path}, which changed"
    if kind == "entry":
        return f"has an entry in {path}, which changed"
    return f"uses the {kind} '{name}', which {_in(path)}"


def _uses(analysis: Analysis) -> Iterator[Use]:
    """Yield what the workflow of *analysis* uses, whether it exists or not."""
    workflow = analysis.workflow
    used = used_names(analysis)
    yield _EVERYTHING
    yield "entry", workflow.id
    for kind, names in (
        ("routine", used.routines),
        ("feature", used.features),
        ("ref", used.refs),
        ("contract", used_contracts(analysis)),
    ):
        yield from ((kind, name) for name in names)
    # A call or a default of something that is gone is in no compiled step.
    yield from (("template", step.template_id) for step in workflow.all_steps)
    points = [point for _, point in workflow.records("extensionPoints")]
    yield from (("routine", as_text(point.get("default"))) for point in points)
    if points:
        yield _SLOTS
