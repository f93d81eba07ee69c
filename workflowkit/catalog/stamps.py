"""Stamps: what a workflow was reviewed with.

The format has one field for it, the version of the authoring rules; a lock file beside the spec pack holds the rest: hashes of the workflow and of every routine, ref and feature that it used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflowkit.analysis.subject import Analysis
from workflowkit.catalog.rows import digest, used_names
from workflowkit.catalog.staleness import Staleness, engine_level
from workflowkit.compiler.canonical import canonical_json
from workflowkit.errors import UsageError
from workflowkit.source import json_text
from workflowkit.source.routes import Json
from workflowkit.source.values import as_fields, as_items, as_text
from workflowkit.spec.pack import AuthoringRules

FORMAT_VERSION = 1
STAMPS_FILE = "stamps.json"
"""Name of the lock file in the folder of the spec pack."""

STAMP_FIELD = "validatedAgainstSpecVersion"
"""The field of the format."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one workflow was reviewed with. Hashes are `sha256:…`; names map to hashes."""

    rules_version: int
    stamped_on: str
    """ISO date."""
    workflow: str
    """Hash of the definition without the stamp field."""
    routines: Mapping[str, str] = field(default_factory=dict)
    refs: Mapping[str, str] = field(default_factory=dict)
    features: Mapping[str, str] = field(default_factory=dict)


def stamp(analysis: Analysis, rules_version: int, today: str) -> Stamp:
    """The stamp that a review on the day *today* (ISO) gives."""
    return Stamp(rules_version, today, _definition_hash(analysis), **_used(analysis))


def _definition_hash(analysis: Analysis) -> str:
    own = {key: value for key, value in analysis.workflow.value.items() if key != STAMP_FIELD}
    return _hash(own)


def _used(analysis: Analysis) -> dict[str, dict[str, str]]:
    """Hashes of what the workflow uses now, by kind and name."""
    environment = analysis.environment
    names = used_names(analysis)
    return {
        "routines": {
            name: _hash(environment.routines.by_id[name].definition)
            for name in names.routines
            if name in environment.routines.by_id
        },
        "refs": {name: _hash(environment.refs[name]) for name in names.refs if name in environment.refs},
        "features": {
            name: _hash([list(section) for section in (feature.constraints, feature.procedure, feature.verify)])
            for name in names.features
            if (feature := environment.features.get(name)) is not None
        },
    }  # fmt: skip


def _hash(value: Json) -> str:
    return digest(canonical_json(value).encode("utf-8"))


def staleness(
    analysis: Analysis, rules: AuthoringRules | None, known: Stamp | None
) -> Staleness | None:
    """Compare a workflow with its stamps; None when there are no rules to compare with.

    As in the engine (runtime/staleness-and-tags.md 1) no stamp is `possible` and any other rules version than the current one is `likely`, a newer one included.
    Beyond it, what the lock file knows counts: a routine, ref or feature that changed is `likely`, the workflow's own text `possible`.
    """
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
        if known.workflow != _definition_hash(analysis):
            level = "possible" if level == "none" else level
            reasons.append(f"its own text changed since {known.stamped_on}")
    return Staleness(level, tuple(reasons), stamped, known.stamped_on if known else None)


def _of_rules(stamped: int, rules: AuthoringRules) -> Iterator[str]:
    """Why another rules version than the stamped one matters: the required rules that came with each version between."""
    if stamped > rules.version:
        yield f"its stamp, rules version {stamped}, is newer than the rules, version {rules.version}"
    elif stamped < rules.version:
        yield f"its stamp, rules version {stamped}, is older than the rules, version {rules.version}"
    for entry in map(as_fields, as_items(rules.content.get("changelog"))):
        version = entry.get("rulesVersion")
        names = ", ".join(f"'{as_text(name)}'" for name in as_items(entry.get("required")))
        if isinstance(version, int) and stamped < version <= rules.version and names:
            yield f"rules version {version} changed required rules: {names}"


def _of_dependencies(analysis: Analysis, known: Stamp) -> Iterator[str]:
    now = _used(analysis)
    for kind, noun in (("routines", "routine"), ("refs", "ref"), ("features", "feature")):
        before: Mapping[str, str] = getattr(known, kind)
        for name, value in sorted(now[kind].items()):
            if name not in before:
                yield f"{noun} '{name}' was not used on {known.stamped_on}"
            elif before[name] != value:
                yield f"{noun} '{name}' changed since {known.stamped_on}"


def parse(content: str, path: str) -> dict[str, Stamp]:
    """Read a lock file: workflow id to its stamp. Raises UsageError when it is none."""
    value = json_text.parse(content)
    if isinstance(value, json_text.Broken):
        raise UsageError(f"{path}: {value.message}", help="write it anew with wfk stamp")
    if as_fields(value).get("formatVersion") != FORMAT_VERSION:
        raise UsageError(
            f"{path}: not a lock file of format version {FORMAT_VERSION}",
            help="write it anew with wfk stamp",
        )
    return {
        workflow_id: Stamp(
            rules_version=int(record.get("rulesVersion") or 0),
            stamped_on=as_text(record.get("stampedOn")),
            workflow=as_text(record.get("workflow")),
            **{kind: as_fields(record.get(kind)) for kind in ("routines", "refs", "features")},
        )
        for workflow_id, record in (
            (key, as_fields(entry)) for key, entry in as_fields(value.get("stamps")).items()
        )
    }


def to_text(stamps: Mapping[str, Stamp]) -> str:
    """The lock file; sorted, so that it changes only where stamps do."""
    records = {
        workflow_id: {
            "rulesVersion": item.rules_version,
            "stampedOn": item.stamped_on,
            "workflow": item.workflow,
            "routines": dict(sorted(item.routines.items())),
            "refs": dict(sorted(item.refs.items())),
            "features": dict(sorted(item.features.items())),
        }
        for workflow_id, item in sorted(stamps.items())
    }
    return json.dumps({"formatVersion": FORMAT_VERSION, "stamps": records}, indent=2) + "\n"
