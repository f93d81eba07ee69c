"""The authoring-rules file as a subject, and how far its rules are enforced."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import Literal

from workflowkit.format.workflow_schema import KEY_ORDER, LATER_KEYS
from workflowkit.lint.subjects.json_subject import JsonSubject
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route

LINT_CODE = re.compile(r"[A-Z][0-9]{3}")
"""How lint codes are written."""

SURFACES = {
    "workflow": "workflow",
    "step": "standardStep",
    "loop": "loopStep",
    "loop.loop": "loopConfig",
    "assessment": "assessmentDefinition",
    "assessment.dimensions": "assessmentDimension",
    "slot": "extensionPoint",
    "reference": "workflowReference",
}
"""Beginning of a surface to the kind of object whose fields follow it."""


def surfaces() -> frozenset[str]:
    """Return every field that an author may write for any engine and that a rule should mention: `step.prompt`."""
    return frozenset(
        f"{prefix}.{key}"
        for prefix, kind in SURFACES.items()
        for key in KEY_ORDER[kind]
        if f"{kind}.{key}" not in LATER_KEYS
    )


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """One rule of the file."""

    value: Mapping[str, Json]
    route: Route
    is_planned: bool

    @property
    def id(self) -> str:
        """Its name."""
        return as_text(self.value.get("id"))

    @property
    def level(self) -> str:
        """`required`, `recommended` or `discouraged`."""
        return as_text(self.value.get("level"))

    @property
    def status(self) -> str:
        """`active`, `experimental`, `planned` or `retired`."""
        return as_text(self.value.get("status"))

    @property
    def enforcement(self) -> list[tuple[Route, dict[str, Json]]]:
        """Its enforcement, with the route of each entry."""
        return [
            ((*self.route, "enforcement", index), as_fields(entry))
            for index, entry in enumerate(as_items(self.value.get("enforcement")))
        ]

    def codes(self) -> Iterator[tuple[Route, str]]:
        """Yield every lint code that it names, in its enforcement and its checks, with the route."""
        for route, entry in self.enforcement:
            for index, code in enumerate(as_items(entry.get("codes"))):
                yield (*route, "codes", index), as_text(code)
        for index, check in enumerate(map(as_fields, as_items(self.value.get("checks")))):
            by = check.get("by")
            place: Route = (*self.route, "checks", index, "by")
            if isinstance(by, list):
                named = [
                    ((*place, position), as_text(entry_code))
                    for position, entry_code in enumerate(by)
                ]
            else:
                named = [(place, as_text(by))]
            yield from (entry for entry in named if LINT_CODE.fullmatch(entry[1]))


@dataclass(frozen=True)
class RulesFile:
    """The authoring-rules file, and the names that exist for it."""

    value: Mapping[str, Json]
    known_codes: Collection[str]
    """Codes of all lint rules."""
    surfaces: Collection[str]
    """Every authored field that a scope can be about: `step.prompt`."""
    closed_sets: Mapping[str, Collection[str]]
    """Kind of thing (`feature`, `ref`, `contract`, …) to the names that exist."""
    file_exists: Callable[[str], bool]
    """Whether a path relative to the root of the project exists."""

    @cached_property
    def rules(self) -> tuple[PlacedRule, ...]:
        """All rules, planned ones last."""
        found: list[PlacedRule] = []
        for section in ("topics", "planned"):
            for topic_index, topic in enumerate(as_items(self.value.get(section))):
                for index, rule in enumerate(as_items(as_fields(topic).get("rules"))):
                    route: Route = (section, topic_index, "rules", index)
                    found.append(PlacedRule(as_fields(rule), route, section == "planned"))
        return tuple(found)

    @cached_property
    def scopes(self) -> Mapping[str, str]:
        """Scope id to its surface."""
        return {
            as_text(scope.get("id")): as_text(scope.get("surface"))
            for scope in map(as_fields, as_items(self.value.get("scopes")))
        }

    @cached_property
    def text(self) -> str:
        """All words of all rules, to look names up in."""
        return repr([dict(rule.value) for rule in self.rules])


@dataclass(frozen=True)
class RulesSubject(JsonSubject):
    """The authoring-rules file as a subject."""

    read: Callable[[Mapping[str, Json]], RulesFile]
    """Returns the rules of the parsed file."""

    @cached_property
    def file(self) -> RulesFile:
        """The rules of the file; none when it is no JSON object."""
        return self.read(as_fields(self.document.value))

    def objects(self) -> dict[str, object]:
        """Return the text, and the rules when it is a JSON object."""
        found = super().objects()
        return {**found, "RulesFile": self.file} if isinstance(self.document.value, dict) else found


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one authoring rule is enforced."""

    id: str
    """Its name."""
    level: str
    """`required`, `recommended` or `discouraged`."""
    degree: Literal["full", "part", "advisory"]
    """How much of it lint rules check."""
    codes: tuple[str, ...]
    """Lint codes that check it."""
    advisory: tuple[str, ...]
    """What remains advice, with the reason."""


def coverage(file: RulesFile) -> list[Coverage]:
    """Return how far each active rule is enforced, in the order of the file."""
    return [_coverage(rule) for rule in file.rules if rule.status == "active"]


def _coverage(rule: PlacedRule) -> Coverage:
    codes = tuple(sorted({code for _, code in rule.codes()}))
    advisory = tuple(_advice(rule))
    partly: Literal["full", "part"] = "part" if advisory else "full"
    return Coverage(rule.id, rule.level, partly if codes else "advisory", codes, advisory)


def _advice(rule: PlacedRule) -> Iterator[str]:
    for _, entry in rule.enforcement:
        if entry.get("kind") in ("advisory", "judge", "review"):
            yield as_text(entry.get("reason"))
