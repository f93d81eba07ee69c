"""New authoring rules that lint clean, and the file for the first one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from workflowkit.text.routes import Json

TOPIC: Final = "house"
"""The topic of rules that a project adds."""

_PLACE: Final = "step.prompt"


def new_rule(rule_id: str, day: str, rules_version: Json = 1) -> dict[str, Json]:
    """Return a rule about prompts that people check in reviews, as of *day*."""
    words = rule_id.replace("-", " ")
    return {
        "id": rule_id,
        "status": "active",
        "level": "recommended",
        "scope": [_PLACE],
        "rule": f"{words[:1].upper()}{words[1:]}: state here what a prompt has to do.",
        "why": "State here what goes wrong otherwise.",
        "enforcement": [{"kind": "advisory", "reason": "People check it in reviews."}],
        "checks": [{"id": "reviewed", "by": "advisory: people check it in reviews"}],
        "since": rules_version,
        "reviewedOn": day,
    }


def copied_rule(rule: Mapping[str, Json], rule_id: str, day: str) -> dict[str, Json]:
    """Return *rule* under the id *rule_id*, reviewed on *day*."""
    return {**rule, "id": rule_id, "reviewedOn": day}


def new_topic(rule: Mapping[str, Json]) -> dict[str, Json]:
    """Return the topic of a project with one rule."""
    return {"id": TOPIC, "title": "House rules", "rules": [dict(rule)]}


def new_rules_file(bundled: Mapping[str, Json], rule: Mapping[str, Json], day: str) -> str:
    """Return the text of a file of authoring rules: those that are *bundled*, which it replaces, and *rule*."""
    topics = bundled.get("topics")
    topics = topics if isinstance(topics, list) else []
    value = {**bundled, "reviewedOn": day, "topics": [*topics, new_topic(rule)]}
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
