"""Every request that the server advertises, on an ordinary, an empty and a broken file."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types as lsp

from tests.language_server.editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="module")

ORDINARY = "workflows/release.json"
NAMES = [ORDINARY, "workflows/empty.json", "workflows/unreadable.json", "triggers.yml", "wfk.toml"]

START = lsp.Position(0, 0)


def requests(shared: Editor, name: str, place: lsp.Position) -> dict[str, Any]:
    """Return every request about *place* of the file *name*, by the capability that advertises it."""
    document, client = shared.document(name), shared.client
    last = shared.position(name, len(shared.texts[name]))
    whole = lsp.Range(START, last)
    references = lsp.ReferenceContext(include_declaration=True)
    formatting = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
    return {
        "hover_provider": client.text_document_hover_async(lsp.HoverParams(document, place)),
        "completion_provider": client.text_document_completion_async(
            lsp.CompletionParams(document, place)
        ),
        "definition_provider": client.text_document_definition_async(
            lsp.DefinitionParams(document, place)
        ),
        "references_provider": client.text_document_references_async(
            lsp.ReferenceParams(references, document, place)
        ),
        "document_highlight_provider": client.text_document_document_highlight_async(
            lsp.DocumentHighlightParams(document, place)
        ),
        "document_symbol_provider": client.text_document_document_symbol_async(
            lsp.DocumentSymbolParams(document)
        ),
        "workspace_symbol_provider": client.workspace_symbol_async(
            lsp.WorkspaceSymbolParams("plan")
        ),
        "folding_range_provider": client.text_document_folding_range_async(
            lsp.FoldingRangeParams(document)
        ),
        "selection_range_provider": client.text_document_selection_range_async(
            lsp.SelectionRangeParams(document, [place])
        ),
        "document_formatting_provider": client.text_document_formatting_async(
            lsp.DocumentFormattingParams(document, formatting)
        ),
        "code_action_provider": client.text_document_code_action_async(
            lsp.CodeActionParams(document, whole, lsp.CodeActionContext([]))
        ),
        "code_lens_provider": client.text_document_code_lens_async(lsp.CodeLensParams(document)),
        "inlay_hint_provider": client.text_document_inlay_hint_async(
            lsp.InlayHintParams(document, whole)
        ),
        "semantic_tokens_provider": client.text_document_semantic_tokens_full_async(
            lsp.SemanticTokensParams(document)
        ),
        "diagnostic_provider": client.text_document_diagnostic_async(
            lsp.DocumentDiagnosticParams(document)
        ),
        "rename_provider": client.text_document_prepare_rename_async(
            lsp.PrepareRenameParams(document, place)
        ),
    }


OTHER_PROVIDERS = {"execute_command_provider"}
"""Tested in test_commands.py."""


@pytest.mark.parametrize("name", NAMES)
async def test_every_advertised_request_is_answered(shared: Editor, name: str) -> None:
    text = shared.open(name)
    for share in (0.0, 0.3, 0.6, 1.0):
        place = shared.position(name, int(len(text) * share))
        for method, request in requests(shared, name, place).items():
            # An error of the server would be raised here.
            answer = await request
            assert answer is None or answer is not ..., method


async def test_nothing_else_is_advertised(shared: Editor) -> None:
    shared.open(ORDINARY)
    given = shared.given
    advertised = {
        name
        for name in dir(given)
        if name.endswith("_provider") and getattr(given, name) is not None
    }
    made = requests(shared, ORDINARY, START)
    for request in made.values():
        await request
    assert advertised == {*made, *OTHER_PROVIDERS}


async def test_hover_shows_the_prompt_of_a_step_as_the_agent_gets_it(shared: Editor) -> None:
    shared.open(ORDINARY)
    shown = await _hover(shared, '"id": "fix"', 8)
    assert "The risk is [unset: risk]. Fix what you found." in shown
    assert "tokens" in shown


async def _hover(shared: Editor, words: str, inside: int = 1) -> str:
    place = shared.at(ORDINARY, words, inside)
    params = lsp.HoverParams(shared.document(ORDINARY), place)
    found = await shared.client.text_document_hover_async(params)
    assert found is not None
    assert isinstance(found.contents, lsp.MarkupContent)
    return found.contents.value


@pytest.mark.parametrize(
    ("words", "inside", "expected"),
    [
        ('"audit"', 3, "Known in"),
        ('"runCondition"', 3, "**runCondition**"),
        ('"var": "risk"', 9, "set by `plan`; read by `fix`"),
        ("{{risk}}", 3, "Values: `low`, `high`"),
        ("wr.templates.routine.check-plan", 5, "2. `judge` Judge"),
        ("wr.features.memory_context", 4, "**wr.features.memory_context**"),
        ('"assessmentRefs": [', 24, "`risk`: low, high"),
        ("wr.bindings.auditor", 14, "`acme.audit`, the default"),
        ('"default": "acme.audit"', 14, "**Audit**"),
    ],
)
async def test_hover_explains(shared: Editor, words: str, inside: int, expected: str) -> None:
    text = (shared.folder / ORDINARY).read_text("utf-8")
    text = text.replace('"title": "Fix it"', '"title": "Fix it", "audit": {}', 1)
    text = " ".join(text.split("\n      ")) if "assessmentRefs" in words else text
    shared.open(ORDINARY, text)
    index = text.index(words) if words in text else text.index(words.partition(" [")[0])
    if "assessmentRefs" in words:
        index = text.index("readiness", index) - inside + 2
    params = lsp.HoverParams(shared.document(ORDINARY), shared.position(ORDINARY, index + inside))
    found = await shared.client.text_document_hover_async(params)
    assert found is not None
    assert expected in found.contents.value


async def test_hover_shows_the_rule_of_a_finding(shared: Editor) -> None:
    name = "workflows/broken.json"
    shared.open(name)
    await shared.found(name)
    params = lsp.HoverParams(shared.document(name), shared.at(name, "clarificationPrompt"))
    found = await shared.client.text_document_hover_async(params)
    assert "https://workflowkit.dev/rules/unknown-key" in found.contents.value


async def test_definition_leads_into_the_routine(shared: Editor) -> None:
    shared.open(ORDINARY)
    place = shared.at(ORDINARY, "wr.templates.routine.check-plan", 5)
    params = lsp.DefinitionParams(shared.document(ORDINARY), place)
    (found,) = await shared.client.text_document_definition_async(params)  # type: ignore[misc]
    assert found.uri == shared.uri("routines/check-plan.json")
    assert found.range.start == lsp.Position(1, 9)


@pytest.mark.parametrize(
    ("words", "inside", "target"),
    [
        ('"var": "risk"', 9, '"risk": "one of'),
        ("{{risk}}", 3, '"risk": "one of'),
        ('"readiness"\n      ]', 3, '"readiness",'),
        ("wr.bindings.auditor", 14, '"auditor"'),
    ],
)
async def test_definition_in_the_file(shared: Editor, words: str, inside: int, target: str) -> None:
    shared.open(ORDINARY)
    params = lsp.DefinitionParams(shared.document(ORDINARY), shared.at(ORDINARY, words, inside))
    (found,) = await shared.client.text_document_definition_async(params)  # type: ignore[misc]
    assert found.range.start == shared.at(ORDINARY, target, 1)


async def test_references_reach_over_files(shared: Editor) -> None:
    name = "routines/check-plan.json"
    shared.open(name)
    context = lsp.ReferenceContext(include_declaration=True)
    params = lsp.ReferenceParams(
        context, shared.document(name), shared.at(name, "routine-check", 3)
    )
    found = await shared.client.text_document_references_async(params)
    assert {each.uri for each in found or ()} == {shared.uri(name), shared.uri(ORDINARY)}


async def test_highlights_mark_where_a_key_is_written(shared: Editor) -> None:
    shared.open(ORDINARY)
    params = lsp.DocumentHighlightParams(
        shared.document(ORDINARY), shared.at(ORDINARY, "{{risk}}", 3)
    )
    found = await shared.client.text_document_document_highlight_async(params)
    kinds = sorted(int(each.kind or 0) for each in found or ())
    # Printed, tested and cited; set.
    assert kinds == [2, 2, 2, 3]


async def test_outline_has_steps_and_assessments(shared: Editor) -> None:
    shared.open(ORDINARY)
    params = lsp.DocumentSymbolParams(shared.document(ORDINARY))
    (root,) = await shared.client.text_document_document_symbol_async(params)  # type: ignore[misc]
    assert root.name == "acme.release"
    names = [each.name for each in root.children or ()]
    assert names == ["plan", "check", "fix", "readiness", "auditor"]


async def test_a_broken_file_keeps_its_outline(shared: Editor) -> None:
    name = "workflows/unreadable.json"
    shared.open(name)
    params = lsp.DocumentSymbolParams(shared.document(name))
    (root,) = await shared.client.text_document_document_symbol_async(params)  # type: ignore[misc]
    assert [each.name for each in root.children or ()] == ["build", "build", "tell"]


async def test_symbols_of_all_files(shared: Editor) -> None:
    found = await shared.client.workspace_symbol_async(lsp.WorkspaceSymbolParams("judge"))
    assert [(each.name, each.container_name) for each in found or ()] == [
        ("judge", "routine-check-plan")
    ]


async def test_formatting_gives_what_the_formatter_gives(shared: Editor) -> None:
    from workflowkit.format.formatter import format_text

    text = shared.open(ORDINARY)
    options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
    edits = await shared.client.text_document_formatting_async(
        lsp.DocumentFormattingParams(shared.document(ORDINARY), options)
    )
    assert edits
    assert applied(text, list(edits)) == format_text(text)


def applied(text: str, edits: list[lsp.TextEdit]) -> str:
    """Return *text*, which is ASCII, after *edits*."""
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]

    def offset(place: lsp.Position) -> int:
        return starts[place.line] + place.character

    for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
        start, end = offset(edit.range.start), offset(edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text


async def test_folding_and_selection(shared: Editor) -> None:
    text = shared.open(ORDINARY)
    folds = await shared.client.text_document_folding_range_async(
        lsp.FoldingRangeParams(shared.document(ORDINARY))
    )
    lines = text.splitlines()
    assert any(lines[each.start_line].strip() == '"steps": [' for each in folds or ())
    place = shared.at(ORDINARY, "Fix what you found", 4)
    (found,) = await shared.client.text_document_selection_range_async(  # type: ignore[misc]
        lsp.SelectionRangeParams(shared.document(ORDINARY), [place])
    )
    sizes = []
    here: lsp.SelectionRange | None = found
    while here is not None:
        sizes.append((here.range.start.line, here.range.end.line))
        here = here.parent
    assert sizes[0][0] == sizes[0][1]
    assert sizes[-1] == (0, len(lines) - 1)


async def test_hints_and_lenses(shared: Editor) -> None:
    text = shared.open(ORDINARY)
    whole = lsp.Range(START, shared.position(ORDINARY, len(text)))
    hints = await shared.client.text_document_inlay_hint_async(
        lsp.InlayHintParams(shared.document(ORDINARY), whole)
    )
    labels = [str(each.label) for each in hints or ()]
    assert "← plan" in labels
    assert sum(label.startswith("≈ ") for label in labels) == 3
    name = "routines/check-plan.json"
    shared.open(name)
    lenses = await shared.client.text_document_code_lens_async(
        lsp.CodeLensParams(shared.document(name))
    )
    titles = [each.command.title for each in lenses or () if each.command]
    assert "used by 1 workflow" in titles
    assert "preview" in titles


async def test_semantic_tokens_mark_tokens_and_keys(shared: Editor) -> None:
    text = shared.open(ORDINARY)
    tokens = await shared.client.text_document_semantic_tokens_full_async(
        lsp.SemanticTokensParams(shared.document(ORDINARY))
    )
    assert tokens is not None
    lines, line, unit, seen = text.splitlines(), 0, 0, []
    for index in range(0, len(tokens.data), 5):
        down, right, length, kind, _ = tokens.data[index : index + 5]
        line, unit = line + down, right if down else unit + right
        seen.append((lines[line][unit : unit + length], kind))
    assert seen == [("{{wr.bindings.auditor}}", 1), ("risk", 0), ("{{risk}}", 0)]
