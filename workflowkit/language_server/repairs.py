"""Changes that the server proposes: fixes of findings, suppressions, the formatter, and prompt blocks for a prompt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from workflowkit.config.toml import FILE_NAMES
from workflowkit.diagnostics import Diagnostic
from workflowkit.format.formatter import format_text
from workflowkit.format.reader import Step
from workflowkit.language_server.reading import TextReading
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.records import dataclass
from workflowkit.run.live_project import LiveProject
from workflowkit.text.document import Document
from workflowkit.text.edits import EditError, Replacement


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of one text, and the finding that it removes."""

    title: str
    replacements: tuple[Replacement, ...]
    is_safe: bool
    diagnostic: Diagnostic | None = None


def fixes(subject: FileSubject, found: Iterable[Diagnostic]) -> Iterator[Repair]:
    """Yield the fixes of what was *found* in *subject* that can be applied."""
    if subject.unfixable_reason:
        return
    for diagnostic in found:
        fix = diagnostic.finding.fix
        if fix is None or subject.skip_reason(fix):
            continue
        try:
            changes = tuple(subject.replacements(fix.edits))
        except EditError:
            continue
        if changes:
            title = f"{fix.title}{f' ({fix.changes})' if fix.changes else ''}"
            yield Repair(title, changes, fix.safe, diagnostic)


def formatting(document: Document) -> str | None:
    """Return the formatted text of *document*; None when it cannot be formatted without loss."""
    if document.broken or not document.is_faithful or document.repeated_keys():
        return None
    return format_text(document.text)


def difference(before: str, after: str) -> tuple[Replacement, ...]:
    """Return what makes *after* of *before*, line by line."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        Replacement(starts[first], starts[last], "".join(new[begin:end]))
        for tag, first, last, begin, end in matcher.get_opcodes()
        if tag != "equal"
    )


def suppression(
    project: LiveProject, diagnostic: Diagnostic, config_text: str
) -> tuple[str, Replacement]:
    """Return the configuration file, and what is added to its *config_text*, so that *diagnostic* is accepted; the reason is left to the author."""
    config = project.config
    path = config.path or FILE_NAMES[0]
    table = "[[tool.wfk.lint.suppress]]" if path.endswith("pyproject.toml") else "[[lint.suppress]]"
    lines = [
        table,
        f"rule = {json.dumps(diagnostic.name)}",
        f"path = {json.dumps(project.context.name_of(diagnostic.path), ensure_ascii=False)}",
    ]
    step = _step_id(project, diagnostic)
    if step:
        lines.append(f"step = {json.dumps(step)}")
    lines.append('reason = "accepted: say why"')
    gap = "" if not config_text else "\n" if config_text.endswith("\n") else "\n\n"
    end = len(config_text)
    return path, Replacement(end, end, gap + "\n".join(lines) + "\n")


def _step_id(project: LiveProject, diagnostic: Diagnostic) -> str:
    document = project.documents.get(diagnostic.path)
    if document is None or document.broken:
        return ""
    reading = TextReading(diagnostic.path, document.text, lambda _: None)
    step = reading.step_around(diagnostic.route)
    return step.id if step else ""


def prompt_as_blocks(reading: TextReading, step: Step) -> Repair | None:
    """Return the change of the raw prompt of *step* to prompt blocks; None for a step without one.

    Its first paragraph becomes the goal; lists become the procedure.
    """
    if not step.prompt or step.has_blocks or step.is_loop:
        return None
    node = reading.tree.nodes.get((*step.route, "prompt"))
    if node is None or node.key is None or not step.prompt.strip():
        return None
    goal, entries = _parts(step.prompt)
    blocks: dict[str, object] = {"goal": goal}
    if entries:
        blocks["procedure"] = entries
    indent = reading.text[reading.text.rfind("\n", 0, node.key[0]) + 1 : node.key[0]]
    margin = indent if not indent.strip() else ""
    indent = "\t" if margin.startswith("\t") else "  "
    written = json.dumps(blocks, indent=indent, ensure_ascii=False).replace("\n", f"\n{margin}")
    change = Replacement(node.key[0], node.end, f'"promptBlocks": {written}')
    return Repair("convert the prompt to prompt blocks", (change,), is_safe=False)


def _parts(prompt: str) -> tuple[str, list[str]]:
    """Return the first paragraph of *prompt*, and each list item or paragraph behind it."""
    first, _, rest = prompt.strip().partition("\n\n")
    lines = first.split("\n")
    if rest == "" and len(lines) > 1:
        first, rest = lines[0], "\n".join(lines[1:])
    entries: list[str] = []
    is_open = False
    for line in rest.split("\n"):
        marker = _marker(line)
        if marker or not is_open:
            if line.strip():
                entries.append(line.strip()[len(marker) :].strip())
        elif line.strip():
            entries[-1] += f"\n{line.rstrip()}"
        is_open = bool(line.strip())
    return first, [entry for entry in entries if entry]


def _marker(line: str) -> str:
    """Return what marks *line* as an item of a list; empty when nothing does."""
    words = line.split(maxsplit=1)
    head = words[0] if words else ""
    is_item = head in ("-", "*", "+") or (head[:-1].isdigit() and head[-1:] in (".", ")"))
    return head if is_item and len(words) > 1 else ""
