"""The catalog page, in Markdown for `docs/catalog.md`: purpose, results and steps of each workflow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.calls import placeholders
from workflowkit.catalog.manifest_row import ManifestRow
from workflowkit.catalog.outline import OutlineStep, outline
from workflowkit.compiler.routines import template_id
from workflowkit.records import dataclass
from workflowkit.spec.pack import Tags
from workflowkit.text.wording import counted


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One workflow of the page."""

    analysis: Analysis
    row: ManifestRow


def catalog_page(entries: Iterable[CatalogEntry], tags: Tags) -> str:
    """Return the whole page: the tags with their workflows, then every workflow below its first tag, without hidden ones and examples."""
    ordered = sorted(entries, key=lambda entry: entry.row.id)
    shown = [entry for entry in ordered if entry.row.kind in ("workflow", "routine")]
    n_routines = sum(entry.row.kind == "routine" for entry in shown)
    parts = [
        "# Catalog",
        f"{counted(len(shown) - n_routines, 'workflow')} and {counted(n_routines, 'routine')} come with `wfk`.\n"
        "This page is generated from them; `wfk list` lists them and `wfk show ID` prints one.",
    ]
    users = _users(shown)
    titles = {tag.id: tag.display_name for tag in tags.tags}
    sections: dict[str, list[str]] = {title: [] for title in (*titles.values(), _UNTAGGED)}
    for entry in shown:
        title = titles.get(next(iter(entry.row.tags), ""), _UNTAGGED)
        sections[title].append(_section(entry, users.get(entry.row.id, [])))
    for tag in tags.tags:
        tagged = [entry.row for entry in shown if tag.id in entry.row.tags]
        parts += [_index(tag.display_name, tag.when, tagged)] if tagged else []
    for title, texts in sections.items():
        parts += [f"## {title}", *texts] if texts else []
    return "\n\n".join(parts) + "\n"


_UNTAGGED = "Without a tag"


def _users(entries: Iterable[CatalogEntry]) -> Mapping[str, list[str]]:
    """Return routine id to the workflows that inject it or bind it to a slot."""
    users: dict[str, list[str]] = {}
    for entry in entries:
        for name in sorted({*entry.row.routines, *entry.row.bindings.values()}):
            users.setdefault(name, []).append(entry.row.id)
    return users


def _index(title: str, when: Sequence[str], rows: Iterable[ManifestRow]) -> str:
    head = f"**{title}.** {' '.join(when)}"
    lines = [f"| {_link(row.id)} | {_in_cell(row.description)} |" for row in rows]
    return "\n".join([head, "", "| | |", "| --- | --- |", *lines])


def _section(entry: CatalogEntry, users: Sequence[str]) -> str:
    workflow, row = entry.analysis.workflow, entry.row
    parts = [f"### {row.id}", f"**{row.name}**, version {row.version}. {row.description}"]
    about = _about(workflow.text("about"), row.name)
    parts += [about] if about else []
    parts += _listed("Goals it is for", workflow.texts("examples"))
    parts += _listed("What it needs", workflow.texts("preconditions"))
    parts.append("**Steps**\n\n" + "\n".join(_steps(outline(entry.analysis))))
    parts.append("\n".join(f"- {name}: {value}" for name, value in _facts(entry, users) if value))
    return "\n\n".join(parts)


def _facts(entry: CatalogEntry, users: Sequence[str]) -> Iterator[tuple[str, str]]:
    row = entry.row
    yield "Size", f"{counted(row.steps, 'prompt')}, {counted(row.loops, 'loop')}"
    yield "Tags", ", ".join(row.tags)
    yield "Metrics profile", row.metrics_profile or ""
    yield "Routines", ", ".join(map(_link, row.routines))
    yield "Slots", ", ".join(f"`{slot}` ({_target(name)})" for slot, name in row.bindings.items())
    yield "Contracts", ", ".join(f"`{name}`" for name in row.contracts)
    if row.kind == "routine":
        names = dict.fromkeys(
            one.name for one in placeholders(entry.analysis.workflow.value["steps"])
        )
        yield "Template", f"`{template_id(row.id)}`"
        yield "Arguments", ", ".join(f"`{name}`" for name in names)
        yield "Used by", ", ".join(map(_link, users))


def _target(name: str) -> str:
    return _link(name) if name.startswith("wr.") else name


def _link(workflow_id: str) -> str:
    """Return a link to the section of a workflow, by the anchor that Markdown renderers give its heading."""
    return f"[`{workflow_id}`](#{_NOT_IN_ANCHORS.sub('', workflow_id.lower())})"


def _about(text: str, name: str) -> str:
    """Return *text* for use below a heading: its own headings as bold lines, without the one that repeats *name*."""
    lines: list[str] = []
    for line in text.splitlines():
        heading = _HEADING.fullmatch(line)
        if heading is None:
            lines.append(line)
        elif heading[1].lower() != name.lower():
            lines.append(f"**{heading[1]}**")
    return "\n".join(lines).strip()


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    return [f"**{title}**\n\n" + "\n".join(f"- {line}" for line in lines)] if lines else []


def _steps(steps: Iterable[OutlineStep], indent: str = "") -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        mark = f"{number}." if not indent else "-"
        notes = f" ({'; '.join(step.notes)})" if step.notes else ""
        yield f"{indent}{mark} {step.title or step.id}{notes}"
        yield from _steps(step.steps, f"{indent}    ")


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


_HEADING = re.compile(r"#++ ++(.*[^ ]) *")
_NOT_IN_ANCHORS = re.compile(r"[^a-z0-9_-]")
