"""Hover: what is behind the place under the pointer, as Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from workflowkit.compiler.routines import Routine
from workflowkit.diagnostics import Diagnostic
from workflowkit.language_server.feature_text import feature_text
from workflowkit.language_server.format_places import schemas_at
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.reading import Offsets
from workflowkit.language_server.rule_pages import rule_page
from workflowkit.language_server.step_prompt import prompt_of
from workflowkit.language_server.symbols import Occurrence
from workflowkit.records import dataclass
from workflowkit.schemas.keys import FormatKey
from workflowkit.text import versions
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True)
class Hover:
    """What is shown, and the range that it is about."""

    markdown: str
    offsets: Offsets


KeyPages = Callable[[str, str], FormatKey | None]
"""Returns what is known of a key of a kind of object."""


def with_findings(
    found: Hover | None, offset: int, diagnostics: Iterable[Diagnostic]
) -> Hover | None:
    """Return what was *found* at *offset* with the pages of the rules of the *diagnostics* there."""
    parts = [found.markdown] if found else []
    offsets = found.offsets if found else None
    for diagnostic in diagnostics:
        start, end = diagnostic.span.start.offset, diagnostic.span.end.offset
        if start <= offset <= max(end, start):
            parts += filter(None, [_help(diagnostic), rule_page(diagnostic.name)])
            offsets = offsets or (start, end)
    return Hover("\n\n---\n\n".join(dict.fromkeys(parts)), offsets) if offsets else None


def _help(diagnostic: Diagnostic) -> str:
    lines = [f"{diagnostic.message}."] if diagnostic.help else []
    lines += [f"**Help:** {diagnostic.help}"] if diagnostic.help else []
    lines += [f"**Note:** {diagnostic.finding.note}"] if diagnostic.finding.note else []
    return "\n\n".join(lines)


def about_name(knowledge: Knowledge, name: Occurrence) -> Hover | None:
    """Return what is known of *name*, which belongs to the file of *knowledge*."""
    text = _ABOUT[name.kind](knowledge, name)
    return Hover(text, name.offsets) if text else None


def _about_step(knowledge: Knowledge, occurrence: Occurrence) -> str:
    step = knowledge.reading.step_called(occurrence.name)
    if step is None:
        return f"No step is called `{occurrence.name}`."
    return f"**{step.title or step.id}**\n\n{prompt_of(knowledge, step)}"


def _about_context_key(knowledge: Knowledge, occurrence: Occurrence) -> str:
    story = knowledge.keys.get(occurrence.name)
    if story is None:
        return ""
    lines = [f"**{story.key}**: {story.words}"]
    if story.values:
        lines.append("Values: " + ", ".join(f"`{value}`" for value in story.values))
    if story.description:
        lines.append(story.description)
    return "\n\n".join(lines)


def _about_template(knowledge: Knowledge, occurrence: Occurrence) -> str:
    routine = knowledge.routines.get(occurrence.name)
    if routine is None:
        return ""
    return routine_outline(routine, knowledge.arguments_of(occurrence.name))


def routine_outline(routine: Routine, arguments: Iterable[str]) -> str:
    """Return what *routine* is for, its arguments and its steps."""
    value = routine.definition
    lines = [
        f"**{as_text(value.get('name'))}** (`{routine.id}`)",
        as_text(value.get("description")),
    ]
    names = ", ".join(f"`{name}`" for name in arguments)
    lines.append(f"Arguments: {names or 'none'}")
    lines.append("\n".join(_steps(routine.steps)))
    return "\n\n".join(filter(None, lines))


def _steps(steps: Json) -> Iterator[str]:
    for number, step in enumerate(as_items(steps), 1):
        fields = as_fields(step)
        yield f"{number}. `{as_text(fields.get('id'))}` {as_text(fields.get('title'))}"


def _about_ref(knowledge: Knowledge, occurrence: Occurrence) -> str:
    text = knowledge.context.spec.refs.get(occurrence.name)
    return f"**{occurrence.name}**\n\n{text}" if text is not None else ""


def _about_feature(knowledge: Knowledge, occurrence: Occurrence) -> str:
    feature = knowledge.context.spec.features.get(occurrence.name)
    return f"**{occurrence.name}**\n\n{feature_text(feature)}" if feature is not None else ""


def _about_contract(knowledge: Knowledge, occurrence: Occurrence) -> str:
    contract = knowledge.context.spec.contracts.get(occurrence.name)
    if contract is None:
        return ""
    schema = json.dumps(contract.schema, indent=2, ensure_ascii=False)
    return f"**{contract.id}**: an artifact of kind `{contract.kind}`\n\n```json\n{schema}\n```"


def _about_assessment(knowledge: Knowledge, occurrence: Occurrence) -> str:
    for _, entry in knowledge.reading.workflow.records("assessments"):
        if entry.get("id") == occurrence.name:
            dimensions = map(as_fields, as_items(entry.get("dimensions")))
            lines = [
                f"- `{as_text(each.get('id'))}`: {', '.join(map(str, as_items(each.get('levels'))))}"
                for each in dimensions
            ]
            return "\n\n".join(
                [f"**{occurrence.name}**: {as_text(entry.get('purpose'))}", "\n".join(lines)]
            )
    return ""


def _about_workflow(knowledge: Knowledge, occurrence: Occurrence) -> str:
    routine = knowledge.context.compile.routines.by_id.get(occurrence.name)
    if routine is not None:
        return routine_outline(routine, ())
    document = knowledge.document_at(knowledge.file_of(occurrence.name))
    value = as_fields(document.value) if document else {}
    title, about = as_text(value.get("name")), as_text(value.get("description"))
    return "\n\n".join(filter(None, [f"**{title}** (`{occurrence.name}`)", about])) if title else ""


def _about_tag(knowledge: Knowledge, occurrence: Occurrence) -> str:
    tags = knowledge.context.spec.tags
    for tag in tags.tags if tags else ():
        if tag.id == occurrence.name:
            uses = "\n".join(f"- {each}" for each in tag.when)
            return f"**{tag.display_name}** (`{tag.id}`)\n\n{uses}"
    return ""


def _about_level(knowledge: Knowledge, occurrence: Occurrence) -> str:
    found = [
        f"`{as_text(entry.get('id'))}`, `{as_text(dimension.get('id'))}`: {as_text(dimension.get('purpose'))}"
        for _, entry in knowledge.reading.workflow.records("assessments")
        for dimension in map(as_fields, as_items(entry.get("dimensions")))
        if occurrence.name in as_items(dimension.get("levels"))
    ]
    lines = "\n".join(f"- {each}" for each in found)
    return f"**{occurrence.name}**: a level of\n\n{lines}" if found else ""


def _about_slot(knowledge: Knowledge, occurrence: Occurrence) -> str:
    bindings = as_fields(knowledge.context.compile.bindings)
    own = as_fields(bindings.get(knowledge.reading.workflow.id))
    for _, entry in knowledge.reading.workflow.records("extensionPoints"):
        if entry.get("slotId") == occurrence.name:
            bound = as_text(own.get(occurrence.name))
            where = "bound by the project" if bound else "the default"
            target = bound or as_text(entry.get("default"))
            return f"**{occurrence.name}**: {as_text(entry.get('purpose'))}\n\n`{target}`, {where}"
    return ""


_ABOUT: Final[Mapping[str, Callable[[Knowledge, Occurrence], str]]] = {
    "step": _about_step,
    "key": _about_context_key,
    "template": _about_template,
    "ref": _about_ref,
    "feature": _about_feature,
    "contract": _about_contract,
    "assessment": _about_assessment,
    "workflow": _about_workflow,
    "slot": _about_slot,
    "tag": _about_tag,
    "level": _about_level,
    "file": lambda _knowledge, _occurrence: "",
}


def about_key(knowledge: Knowledge, offset: int, key_pages: KeyPages) -> Hover | None:
    """Return what the format says about the key at *offset*; of a prompt also what the agent gets."""
    tree = knowledge.reading.tree
    node = tree.node_at(offset)
    if (
        node is None
        or not node.route
        or node.key is None
        or not node.key[0] <= offset <= node.key[1]
    ):
        return None
    name = str(node.route[-1])
    lines: list[str] = []
    for place in schemas_at(knowledge.schema, tree.value, node.route[:-1]):
        schema = place.schema.get("properties", {}).get(name)
        # What this engine does not know, another one may know.
        page = key_pages(place.kind or "workflow", name)
        if schema is not None or page is not None:
            about = schema.get("description", "") if schema else ""
            lines.append(_key_text(knowledge, name, about, page))
            break
    if name in ("prompt", "promptBlocks"):
        step = knowledge.reading.step_around(node.route)
        if step is not None and node.route[:-1] == step.route:
            lines.append(prompt_of(knowledge, step))
    return Hover("\n\n".join(lines), node.key) if lines else None


def _key_text(knowledge: Knowledge, name: str, about: str, page: FormatKey | None) -> str:
    lines = [f"**{name}**", about or (page.description if page else "")]
    if page is not None:
        lines.append(f"Takes: {page.values}.")
        every = list(knowledge.context.spec.history.profiles)
        span = versions.spans(page.versions, every)
        if span:
            lines.append(f"Known in {span}.")
    return "\n\n".join(filter(None, lines))
