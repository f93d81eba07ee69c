"""Staleness of a workflow: whether it needs another review, why, and of which steps.

As in the engine (docs/engine/staleness-and-tags.md#staleness) no stamp is `possible` and any other rules version than the current one is `likely`, a newer one included.
Unlike the engine, it also compares the lock file: a changed routine, ref or feature is `likely`, the workflow's own text `possible`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.manifest_row import refs_of_feature
from workflowkit.catalog.staleness import Staleness, engine_level
from workflowkit.catalog.stamps import STAMP_FIELD, Stamp, definition_hash, used_hashes
from workflowkit.spec.pack import LoadedRules
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json


def staleness(
    analysis: Analysis, rules: LoadedRules | None, known: Stamp | None
) -> Staleness | None:
    """Compare a workflow with its stamp in the file and with the one that the lock file has; None when there are no rules to compare with."""
    if rules is None:
        return None
    value = analysis.workflow.value.get(STAMP_FIELD)
    stamped = value if isinstance(value, int) and not isinstance(value, bool) else None
    level = engine_level(stamped, rules.version) or "none"
    if stamped is None:
        return Staleness(level, ("it was never stamped",))
    reasons = list(_of_rules(stamped, rules))
    if known is not None:
        changed = list(_of_dependencies(analysis, known))
        level = "likely" if changed else level
        reasons += changed
        if known.workflow != definition_hash(analysis):
            level = "possible" if level == "none" else level
            reasons.append(f"its own text changed since {known.stamped_on}")
    return Staleness(level, tuple(reasons), stamped, known.stamped_on if known else None)


def _of_rules(stamped: int, rules: LoadedRules) -> Iterator[str]:
    """Yield why another rules version than the stamped one matters: the required rules that changed in between."""
    if stamped > rules.version:
        yield f"its stamp, rules version {stamped}, is newer than the rules, version {rules.version}"
    elif stamped < rules.version:
        yield f"its stamp, rules version {stamped}, is older than the rules, version {rules.version}"
    changed: dict[str, int] = {}
    for entry in map(as_fields, as_items(rules.content.get("changelog"))):
        version = entry.get("rulesVersion")
        if isinstance(version, int) and stamped < version <= rules.version:
            changed.update(dict.fromkeys(map(as_text, as_items(entry.get("required"))), version))
    sentences = _sentences(rules.content)
    for name, version in changed.items():
        words = f": {sentences[name]}" if name in sentences else ""
        yield f"rules version {version} changed the required rule '{name}'{words}"


def _sentences(rules: Mapping[str, Json]) -> Mapping[str, str]:
    """Return rule id to the text of the rule."""
    topics = map(as_fields, as_items(rules.get("topics")))
    found = (as_fields(rule) for topic in topics for rule in as_items(topic.get("rules")))
    return {as_text(rule.get("id")): as_text(rule.get("rule")) for rule in found}


def _of_dependencies(analysis: Analysis, known: Stamp) -> Iterator[str]:
    """Yield every routine, ref and feature that changed, with the steps to review."""
    now = used_hashes(analysis)
    places = {
        "routines": _calling_steps,
        "refs": _including_steps,
        "features": _steps_with_features,
    }
    for kind, steps_of in places.items():
        before: Mapping[str, str] = getattr(known, kind)
        for name, value in sorted(now[kind].items()):
            if before.get(name) != value:
                what = "changed" if name in before else "was added"
                where = _listed(steps_of(analysis, name))
                yield f"{kind[:-1]} '{name}' {what} since {known.stamped_on}{where}"


def _calling_steps(analysis: Analysis, name: str) -> list[str]:
    """Return the steps that inject the routine called *name*."""
    return [
        step.id
        for step in analysis.workflow.all_steps
        for node in analysis.compiled_prompts.get(step.route, ())[:1]
        if node.origin.routine == name
    ]


def _including_steps(analysis: Analysis, name: str) -> list[str]:
    """Return the steps whose prompts contain the ref called *name*, through features too."""
    own = [
        step.id for step in analysis.workflow.all_steps if name in {ref for _, ref in step.refs()}
    ]
    features = [
        feature
        for feature in analysis.workflow.features
        if name in refs_of_feature(analysis, feature)
    ]
    return own + [step for feature in features for step in _steps_with_features(analysis, feature)]


def _steps_with_features(analysis: Analysis, name: str) -> list[str]:  # noqa: ARG001 - one signature for all kinds
    """Return the steps that features add to: all with prompt blocks."""
    return [step.id for step in analysis.workflow.all_steps if step.has_blocks]


def _listed(steps: Iterable[str]) -> str:
    names = [f"'{name}'" for name in dict.fromkeys(steps)]
    if not names:
        return ""
    shown, more = names[:_MOST_LISTED], len(names) - _MOST_LISTED
    noun = "step" if len(names) == 1 else "steps"
    return f"; review {noun} {', '.join(shown)}" + (f" and {more} more" if more > 0 else "")


_MOST_LISTED = 4
