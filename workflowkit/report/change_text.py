"""A difference as text for people, and as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from workflowkit.analysis.condition_words import in_words
from workflowkit.changes.words import Piece, PieceKind, word_diff
from workflowkit.report.cells import is_order, printable
from workflowkit.report.change_records import (
    CatalogDifference,
    ChangedField,
    ChangedStep,
    ChangedWorkflow,
    HashCause,
    NamedStep,
    TextPiece,
)
from workflowkit.report.field_parts import FieldPart, parts
from workflowkit.report.style import BOLD, DIM, Style
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json
from workflowkit.text.wording import LONGEST, counted, spelled

_RED, _GREEN, _YELLOW = "31", "32", "33"
_AROUND: Final = 60
"""Characters that are shown before and after a changed word."""
_CONDITIONS: Final = frozenset({"runCondition", "requireConfirmation"})


def to_text(difference: CatalogDifference, style: Style) -> str:
    """Return *difference* as lines for a terminal."""
    blocks = ["\n".join(_workflow(each, style)) for each in difference.changed]
    single = [
        *(
            style.paint(printable(f"+ {each.id or each.path}  {each.path}"), _GREEN)
            for each in difference.added
        ),
        *(
            style.paint(printable(f"- {each.id or each.path}  {each.path}"), _RED)
            for each in difference.removed
        ),
        *(
            style.paint(printable(f"~ {each.id} has another id now: {each.new_id}"), _YELLOW)
            for each in difference.renamed
        ),
    ]
    touched = list(_touched(difference))
    parts = ["\n".join(single), *blocks, "\n".join(touched), _summary(difference)]
    return "\n\n".join(part for part in parts if part) + "\n"


def to_markdown(difference: CatalogDifference) -> str:
    """Return *difference* as Markdown: a table of the workflows, and the details of each folded."""
    lines = [f"### Workflows: {_summary(difference)}", ""]
    rows = [
        *((f"added `{each.id}`", "", each.hash) for each in difference.added),
        *((f"removed `{each.id}`", "", None) for each in difference.removed),
        *((f"`{each.id}` is `{each.new_id}` now", "", None) for each in difference.renamed),
        *(
            (f"`{each.id}` {_versions(each)}", _causes(each.causes), each.hash)
            for each in difference.changed
        ),
    ]
    if rows:
        lines += ["| workflow | because of | hash |", "| --- | --- | --- |"]
        lines += [
            f"| {_cell(name)} | {_cell(cause)} | {_short(value)} |" for name, cause, value in rows
        ]
    touched = [f"- {_cell(line)}" for line in _touched(difference)]
    lines += ["", *touched] if touched else []
    for each in difference.changed:
        body = "\n".join(_workflow(each, Style())).replace("```", "` ` `")
        lines += [
            "",
            f"<details><summary>{_html(each.id)}</summary>",
            "",
            "```text",
            body,
            "```",
            "",
            "</details>",
        ]
    return "\n".join(lines) + "\n"


def _summary(difference: CatalogDifference) -> str:
    parts = [
        f"{len(difference.changed)} changed" if difference.changed else "",
        f"{len(difference.added)} added" if difference.added else "",
        f"{len(difference.removed)} removed" if difference.removed else "",
        f"{len(difference.renamed)} renamed" if difference.renamed else "",
        f"{difference.unchanged} unchanged",
    ]
    return ", ".join(part for part in parts if part)


def _touched(difference: CatalogDifference) -> Iterator[str]:
    """Yield a line for each routine, ref, feature, slot or engine that changed workflows."""
    by_cause: dict[str, list[str]] = {}
    for each in difference.changed:
        for cause in each.causes:
            if cause.name:
                by_cause.setdefault(_cause(cause), []).append(each.id)
    for name, ids in sorted(by_cause.items()):
        yield printable(f"{name} changes {counted(len(ids), 'workflow')}: {', '.join(sorted(ids))}")


def _workflow(change: ChangedWorkflow, style: Style) -> Iterator[str]:
    moved = f" (was {change.old_path.rpartition(':')[2]})" if _is_elsewhere(change) else ""
    yield f"{style.paint(printable(change.id or change.path), BOLD)}  {printable(change.path)}{printable(moved)}  {_versions(change)}"
    if change.old_hash != change.hash:
        refusal = "the engine refuses it: wfk lint says why" if change.hash is None else ""
        words = "; ".join(part for part in (_causes(change.causes), refusal) if part)
        because = f"  ({words})" if words else ""
        yield (
            style.paint(f"  hash {_short(change.old_hash)} → {_short(change.hash)}", DIM) + because
        )
    for each in change.fields:
        if each.key != "version":
            first, *more = _field(each, style)
            yield f"  {style.paint('~', _YELLOW)} {first}"
            yield from (f"    {line}" for line in more)
    for step in change.removed:
        yield style.paint(f"  - {_named(step)}", _RED)
    for step in change.added:
        yield style.paint(f"  + {_named(step)}", _GREEN)
    for changed in change.steps:
        yield from _step(changed, style)


def _is_elsewhere(change: ChangedWorkflow) -> bool:
    """Return true when the file has moved; the old path may have the name of a commit in front."""
    return not change.old_path.endswith(change.path) and not change.path.endswith(
        change.old_path.rpartition(":")[2].rpartition("/")[2]
    )


def _named(step: NamedStep) -> str:
    place = f" in loop '{step.loop}'" if step.loop else ""
    source = f" of routine {step.routine}" if step.routine else ""
    return printable(f"step '{step.id}' {spelled(step.title)}{place}{source}")


def _step(step: ChangedStep, style: Style) -> Iterator[str]:
    facts = [
        f"was '{step.old_id}'" if step.old_id != step.id else "",
        "moved" if step.is_moved else "",
        f"of routine {step.routine}" if step.routine else "",
    ]
    told = ", ".join(fact for fact in facts if fact)
    yield f"  {style.paint('~', _YELLOW)} step '{printable(step.id)}'{f' ({printable(told)})' if told else ''}"
    for each in step.fields:
        yield from (f"      {line}" for line in _field(each, style))
    for each in step.conditions:
        yield f"      text '{printable(each.key)}' shows when {in_words(each.after)}, before when {in_words(each.before)}"
    for text in step.texts:
        grown = text.characters_after - text.characters_before
        yield f"      {printable(text.name)}: {text.characters_before} → {text.characters_after} characters ({grown:+})"
        yield from (f"        {line}" for line in _pieces(text.pieces, style))


def _field(change: ChangedField, style: Style) -> Iterator[str]:
    """Yield a line for each part of the field that differs; of two long texts, the words."""
    is_condition = change.key in _CONDITIONS
    whole = FieldPart(change.key, change.before, change.after)
    for part in [whole] if is_condition else list(parts(*whole)) or [whole]:
        before, after = part.before, part.after
        if (
            isinstance(before, str)
            and isinstance(after, str)
            and max(len(before), len(after)) > LONGEST
        ):
            pieces = word_diff(before, after)
            if any(piece.part is PieceKind.KEPT and piece.text.strip() for piece in pieces):
                yield f"{printable(part.name)}:"
                yield from (f"  {line}" for line in _pieces(pieces, style))
                continue
        old, new = (_value(change.key, value) for value in (before, after))
        yield printable(f"{part.name}: {old} → {new}")


def _value(key: str, value: Json) -> str:
    if value is None:
        return "none"
    if key in _CONDITIONS and as_fields(value):
        fields = as_fields(value)
        if "kind" not in fields:
            return f"when {in_words(value)}"
        condition = fields.get("condition")
        when = f" when {in_words(condition)}" if as_fields(condition) else ""
        return f"{spelled(fields['kind'])}{when}"
    return spelled(value)


def _pieces(pieces: Iterable[Piece | TextPiece], style: Style) -> Iterator[str]:
    """Yield the lines in which something changed, cut to what is around the changed words."""
    lines: list[list[tuple[PieceKind, str]]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        lines[-1].append((piece.part, first))
        lines += [[(piece.part, each)] for each in rest]
    for line in lines:
        if any(part is not PieceKind.KEPT and words.strip() for part, words in line):
            last = len(line) - 1
            shown = "".join(
                _kept(words, index == 0, index == last)
                if part is PieceKind.KEPT
                else _marked(part, words, style)
                for index, (part, words) in enumerate(line)
            )
            yield f"…{shown}" if is_order(shown) else shown


def _kept(text: str, is_first: bool, is_last: bool) -> str:
    shown = printable(text)
    most = _AROUND if is_first or is_last else 2 * _AROUND
    if len(shown) <= most:
        return shown
    if is_first:
        return f"…{shown[-_AROUND:]}"
    return f"{shown[:_AROUND]}…" if is_last else f"{shown[:_AROUND]} … {shown[-_AROUND:]}"


def _marked(part: PieceKind, text: str, style: Style) -> str:
    shown = printable(text)
    if not shown.strip():
        return "" if part is PieceKind.REMOVED else shown
    if part is PieceKind.REMOVED:
        return style.paint(f"[-{shown}-]", _RED)
    return style.paint(f"{{+{shown}+}}", _GREEN)


def _versions(change: ChangedWorkflow) -> str:
    if change.old_version == change.version:
        return change.version
    return f"{change.old_version} → {change.version}"


def _causes(causes: Sequence[HashCause]) -> str:
    return ", ".join(map(_cause, causes))


def _cause(cause: HashCause) -> str:
    if cause.kind == "text":
        return "own text"
    return (
        f"binding of slot {cause.name}" if cause.kind == "binding" else f"{cause.kind} {cause.name}"
    )


def _short(value: str | None) -> str:
    return f"{value[:15]}" if value else "none"


def _cell(text: str) -> str:
    return printable(text).replace("|", "\\|")


def _html(text: str) -> str:
    return printable(text).replace("&", "&amp;").replace("<", "&lt;")
