"""The values that a place takes: those of the format, and the names of the project."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from workflowkit.language_server.feature_text import feature_text
from workflowkit.language_server.format_places import PlaceSchema
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.suggestion import Suggestion
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route, value_at


def value_suggestions(
    knowledge: Knowledge, route: Route, places: Sequence[PlaceSchema]
) -> Iterator[Suggestion]:
    """Yield the values for the place at *route*, which *places* of the schema describe."""
    key = next((part for part in reversed(route) if isinstance(part, str)), "")
    names = _NAMES.get(key)
    if names is not None:
        yield from names(knowledge, route)
    seen: set[str] = set()
    for place in places:
        schema = place.schema
        values = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]
        values += [True, False] if schema.get("type") == "boolean" else []
        for value in values:
            text = json.dumps(value, ensure_ascii=False)
            if text not in seen:
                seen.add(text)
                yield Suggestion(
                    str(value) if isinstance(value, str) else text,
                    "value",
                    "",
                    schema.get("description", ""),
                    text,
                )


def _name(
    label: str, detail: str, documentation: str = "", behind: tuple[str, ...] = ()
) -> Suggestion:
    text = json.dumps(label, ensure_ascii=False)
    return Suggestion(label, "name", detail, documentation, text, behind=behind)


def _templates(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:
    has_arguments = isinstance(_at(knowledge, (*route[:-1], "args")), dict)
    for template, routine in knowledge.routines.items():
        arguments = knowledge.arguments_of(template)
        given = ", ".join(f'{json.dumps(name)}: ""' for name in arguments)
        behind = (f', "args": {{{given}}}',) if arguments and not has_arguments else ()
        words = f"({', '.join(arguments)})" if arguments else "no arguments"
        about = as_text(routine.definition.get("description"))
        yield _name(template, words, about, behind)


def _contracts(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:  # noqa: ARG001 - as the others
    spec = knowledge.context.spec
    for identity in spec.engine.contracts:
        contract = spec.contracts.get(identity)
        about = as_text(as_fields(contract.schema if contract else {}).get("description"))
        yield _name(identity, contract.kind if contract else "", about)


def _refs(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:  # noqa: ARG001 - as the others
    for identity, text in knowledge.context.spec.refs.items():
        yield _name(identity, text.strip().partition("\n")[0][:80], text)


def _features(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:  # noqa: ARG001 - as the others
    for identity, feature in knowledge.context.spec.features.items():
        yield _name(identity, "added to every step with prompt blocks", feature_text(feature))


def _steps(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:
    if route[-1] not in ("loopId", "body"):
        return
    wants_loop = route[-1] == "loopId"
    for step in knowledge.reading.workflow.all_steps:
        if (step.id and step.is_loop == wants_loop and route[: len(step.route)] != step.route) or (
            wants_loop and step.is_loop and step.id
        ):
            yield _name(step.id, step.title)


def context_keys(knowledge: Knowledge) -> Iterator[Suggestion]:
    """Yield the context keys with where each is set and read; those that every run has come last."""
    for key, story in sorted(knowledge.keys.items(), key=lambda pair: pair[1].is_given):
        is_known = bool(story.set_by) or story.is_given
        if key:
            yield replace(_name(key, story.words, story.description), is_known=is_known)


def _keys(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:  # noqa: ARG001 - as the others
    yield from context_keys(knowledge)


def _compared(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:
    """Yield the values that the key of a condition can have."""
    condition = next(
        (route[:n] for n in range(len(route) - 1, 0, -1) if isinstance(route[n], str)), ()
    )
    key = as_text(as_fields(_at(knowledge, condition)).get("var"))
    story = knowledge.keys.get(key)
    for value in story.values if story else ():
        yield _name(value, f"a value of `{key}`")


def _assessments(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:  # noqa: ARG001 - as the others
    for _, entry in knowledge.reading.workflow.records("assessments"):
        if as_text(entry.get("id")):
            yield _name(as_text(entry["id"]), as_text(entry.get("purpose")))


def _levels(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:  # noqa: ARG001 - as the others
    found: dict[str, str] = {}
    for _, entry in knowledge.reading.workflow.records("assessments"):
        for dimension in map(as_fields, as_items(entry.get("dimensions"))):
            for level in as_items(dimension.get("levels")):
                if isinstance(level, str):
                    found.setdefault(level, as_text(dimension.get("id")))
    for level, name in found.items():
        yield _name(level, f"a level of {name}")


def _workflows(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:  # noqa: ARG001 - as the others
    for identity in knowledge.workflow_ids:
        yield _name(identity, knowledge.title_of(identity))


def _workflows_of_tags(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:
    """Yield the examples of a tag; the examples of a workflow are goals."""
    if route[:1] == ("tags",):
        yield from _workflows(knowledge, route)


def _tags(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:  # noqa: ARG001 - as the others
    tags = knowledge.context.spec.tags
    for tag in tags.tags if tags else ():
        yield _name(tag.id, tag.display_name, "\n".join(f"- {each}" for each in tag.when))


def _rules_version(knowledge: Knowledge, route: Route) -> Iterator[Suggestion]:  # noqa: ARG001 - as the others
    rules = knowledge.context.spec.authoring_rules
    if rules is not None:
        yield Suggestion(
            str(rules.version),
            "value",
            "the version of the authoring rules",
            "",
            str(rules.version),
        )


def _at(knowledge: Knowledge, route: Route) -> Json:
    try:
        return value_at(knowledge.reading.tree.value, route)
    except (KeyError, IndexError, TypeError):
        return None


_NAMES: Final[Mapping[str, Callable[[Knowledge, Route], Iterator[Suggestion]]]] = {
    "templateId": _templates,
    "contractRef": _contracts,
    "refId": _refs,
    "features": _features,
    "body": _steps,
    "loopId": _steps,
    "var": _keys,
    "items": _keys,
    "count": _keys,
    "equals": _compared,
    "not_equals": _compared,
    "in": _compared,
    "assessmentRefs": _assessments,
    "forAssessment": _assessments,
    "anyEqualsLevel": _levels,
    "workflowId": _workflows,
    "default": _workflows,
    "tags": _tags,
    "examples": _workflows_of_tags,
    "validatedAgainstSpecVersion": _rules_version,
}
"""Key to what yields the names for its value."""
