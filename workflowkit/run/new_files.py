"""The texts of new scenarios and authoring rules, made from what a project has. Outer layer: it reads files."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePath

from workflowkit.config.settings import Config
from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.run import loading, spec_folder
from workflowkit.run.project_files import RULES_FILE
from workflowkit.run.scenario_files import target_folder, workflow_of
from workflowkit.scaffold.rule import TOPIC, copied_rule, new_rule, new_rules_file, new_topic
from workflowkit.text import disk, files
from workflowkit.text.document import Document
from workflowkit.text.edits import Edit, apply_edits
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json
from workflowkit.text.suggest import did_you_mean

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class NewText:
    """A file to write."""

    path: str
    text: str
    before: Document | None = None
    """The file that gets a new text; None for a new file."""


def check_name(name: str, kind: str) -> None:
    """Raise UsageError unless *name* can be the id of a scenario or rule."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"not the id of a {kind}: '{name}'",
            help="write lowercase words joined by hyphens, such as happy-path",
        )


def outside(path: str, config: Config) -> str:
    """Return what to set in *config* so that the new file at *path* is used; empty when it is."""
    if not config.path:
        return ""
    if PurePath(path).name == RULES_FILE:
        folder = PurePath(path).parent.as_posix()
        is_used = config.spec is not None and files.is_below(path, config.spec)
        return "" if is_used else f'set spec = "{folder}" in {config.path}, so that it is used'
    is_searched = not config.paths or any(files.is_below(path, each) for each in config.paths)
    if is_searched or not path.endswith(".json"):
        return ""
    return f"add its folder to 'paths' in {config.path}, so that wfk lint finds it"


def rule_text(rule_id: str, source: str | None, path: str | None, spec: str | None) -> NewText:
    """Return the authoring rules at *path*, by default those of the pack *spec*, with a new rule, or a copy of the rule *source*.

    Raises UsageError for a rule that exists, or a source that does not, and UnreadableFile.
    """
    path = path or f"{spec or 'spec'}/{RULES_FILE}"
    bundled = as_fields(loading.read_document(spec_folder.bundled("spec") / RULES_FILE).value)
    before = loading.read_document(Path(path)) if disk.is_there(path) else None
    own = as_fields(before.value) if before else bundled
    if before and not isinstance(own.get("topics"), list):
        raise UsageError(f"{path}: not a file of authoring rules")
    known = {**_rules(bundled), **_rules(own)}
    if rule_id in _rules(own):
        raise UsageError(f"{path} has a rule '{rule_id}'", help="choose another id")
    if source is not None and source not in known:
        raise UsageError(f"no authoring rule '{source}'", help=did_you_mean(source, known))
    day = disk.today()
    rule = (
        copied_rule(known[source], rule_id, day)
        if source is not None
        else new_rule(rule_id, day, own.get("rulesVersion"))
    )
    if before is None:
        return NewText(path, new_rules_file(bundled, rule, day))
    topics = [as_text(as_fields(topic).get("id")) for topic in as_items(own["topics"])]
    edit = (
        Edit("append", ("topics", topics.index(TOPIC), "rules"), rule)
        if TOPIC in topics
        else Edit("append", ("topics",), new_topic(rule))
    )
    return NewText(path, apply_edits(before.text, [edit]), before)


def _rules(value: dict[str, Json]) -> dict[str, dict[str, Json]]:
    """Return the rules of a file by id."""
    topics = map(as_fields, as_items(value.get("topics")))
    rules = (as_fields(rule) for topic in topics for rule in as_items(topic.get("rules")))
    return {as_text(rule.get("id")): rule for rule in rules}


def scenario_of(name: str, pinned: PinnedWorkflow, workflow: str, path: str | None) -> NewText:
    """Return a scenario called *name*: the longest way through the workflow *pinned*, which is at *workflow*. Raises UsageError when no run is found."""
    from workflowkit.simulation.explore import explore
    from workflowkit.simulation.naming import titled
    from workflowkit.simulation.path_graph import ExplorationLimits
    from workflowkit.simulation.scenario_update import scenario_text

    found = explore(pinned, max_paths=0, limits=ExplorationLimits())
    run = next((scenario for _, scenario in titled(found)), None)
    if run is None:
        raise UsageError(f"{workflow}: no run of it was found", help="see wfk simulate --explore")
    target = path or (target_folder(Path(workflow)) / f"{name}.yaml").as_posix()
    words = name.replace("-", " ")
    run = replace(run, title=words[:1].upper() + words[1:])
    if workflow_of(target) != workflow:
        start = PurePath(target).parent
        run = replace(run, workflow=loading.relative(workflow, str(start)))
    return NewText(target, scenario_text(run))
