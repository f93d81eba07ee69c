"""The requests about one place or one file: hover, completion, navigation, outline, and what is shown beside the text."""

from __future__ import annotations

from lsprotocol import types as lsp

from workflowkit.language_server import (
    completion,
    convert,
    hover,
    in_text,
    navigation,
    other_files,
    other_outline,
    outline,
)
from workflowkit.language_server.file_kinds import kind_of
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.named_places import (
    definitions_of,
    highlights_of,
    home_of,
    inserted_name,
    named_at,
    references_of,
    users_of,
)
from workflowkit.language_server.places import Places
from workflowkit.language_server.reading import TextReading
from workflowkit.language_server.server import WorkflowServer
from workflowkit.schemas.keys import FormatKey


def located(
    server: WorkflowServer, uri: str, position: lsp.Position
) -> tuple[str, Places, int] | None:
    """Return the path of the file, its lines, and the offset of *position*; None for what is no open or linted file."""
    path = convert.path_of(uri)
    if path is None or server.files.text_of(path) is None:
        return None
    places = server.places(path)
    return path, places, places.offset(position.line, position.character)


def known(server: WorkflowServer, uri: str) -> tuple[str, Places, Knowledge] | None:
    """Return the path, the lines and the knowledge of a workflow file; None for other files."""
    path = convert.path_of(uri)
    knowledge = server.files.knowledge(path) if path else None
    if path is None or knowledge is None:
        return None
    return path, server.places(path), knowledge


def show_hover(server: WorkflowServer, params: lsp.HoverParams) -> lsp.Hover | None:
    """Return what is known of a place."""
    place = located(server, params.text_document.uri, params.position)
    if place is None:
        return None
    path, places, offset = place
    knowledge, named = server.files.knowledge(path), named_at(server.files, path, offset)

    def page(kind: str, key: str) -> FormatKey | None:
        return server.files.key_page(path, kind, key)

    with server.files.at(path) as (_, project, _):
        found = hover.about_name(named.home, named.name) if named else None
        if found is None and knowledge is not None:
            found = hover.about_key(knowledge, offset, page)
        elif found is None:
            context = project.context if project else None
            found = other_files.hover(path, places.text, offset, context)
        found = hover.with_findings(found, offset, server.files.findings(path))
    if found is None:
        return None
    document = server.client_capabilities.text_document
    formats = document.hover.content_format if document and document.hover else None
    content = convert.markup(
        found.markdown, with_markdown=lsp.MarkupKind.Markdown in (formats or ())
    )
    return lsp.Hover(content, convert.range_of(places, found.offsets))


def complete(server: WorkflowServer, params: lsp.CompletionParams) -> lsp.CompletionList:
    """Return what can be written at a place."""
    place = located(server, params.text_document.uri, params.position)
    if place is None:
        return lsp.CompletionList(False, [])
    path, places, offset = place
    knowledge, home = server.files.knowledge(path), home_of(server.files, path)
    with server.files.at(path) as (_, _, name):
        if knowledge is None:
            found = other_files.complete(name, places.text, offset, home)
        else:
            found = completion.complete(knowledge, offset)
    document = server.client_capabilities.text_document
    item = document.completion.completion_item if document and document.completion else None
    has_snippets = bool(item and item.snippet_support)
    formats = (item.documentation_format if item else None) or ()
    has_markdown = lsp.MarkupKind.Markdown in formats
    return lsp.CompletionList(
        False,
        [
            convert.completion_of(
                each, places, number, with_snippets=has_snippets, with_markdown=has_markdown
            )
            for number, each in enumerate(found)
        ],
    )


def _locations(server: WorkflowServer, targets: list[navigation.Target]) -> list[lsp.Location]:
    """Return *targets*, whose paths are relative to the current folder, as locations."""
    found = []
    for target in targets:
        places = server.other_places(target.path)
        found.append(
            lsp.Location(server.uri(target.path), convert.range_of(places, target.offsets))
        )
    return found


def define(server: WorkflowServer, params: lsp.DefinitionParams) -> list[lsp.Location]:
    """Return where a name is defined."""
    place = located(server, params.text_document.uri, params.position)
    named = named_at(server.files, place[0], place[2]) if place else None
    if place is None or named is None:
        return []
    with server.files.at(place[0]):
        return _locations(server, definitions_of(server.files, place[0], named))


def refer(server: WorkflowServer, params: lsp.ReferenceParams) -> list[lsp.Location]:
    """Return where a name is used."""
    server.files.settle()
    place = located(server, params.text_document.uri, params.position)
    named = named_at(server.files, place[0], place[2]) if place else None
    if place is None or named is None:
        return []
    with server.files.at(place[0]):
        with_definition = params.context.include_declaration
        found = references_of(server.files, place[0], named, with_definition=with_definition)
        return _locations(server, found)


def highlight(
    server: WorkflowServer, params: lsp.DocumentHighlightParams
) -> list[lsp.DocumentHighlight]:
    """Return the places of a name in its file."""
    place = located(server, params.text_document.uri, params.position)
    named = named_at(server.files, place[0], place[2]) if place else None
    if place is None or named is None:
        return []
    kinds = {True: lsp.DocumentHighlightKind.Write, False: lsp.DocumentHighlightKind.Read}
    return [
        lsp.DocumentHighlight(convert.range_of(place[1], mark.offsets), kinds[mark.is_write])
        for mark in highlights_of(server.files, place[0], named)
    ]


def _file(server: WorkflowServer, uri: str) -> tuple[str, Places, TextReading | None, bool] | None:
    """Return the path, the lines and the reading of a file, and whether it is a workflow; None for what is no open or linted file."""
    path = convert.path_of(uri)
    text = server.files.text_of(path) if path else None
    if path is None or text is None:
        return None
    knowledge = server.files.knowledge(path)
    reading = knowledge.reading if knowledge else None
    return path, server.places(path), reading, kind_of(path, text) == "workflow"


def list_symbols(
    server: WorkflowServer, params: lsp.DocumentSymbolParams
) -> list[lsp.DocumentSymbol]:
    """Return the outline of a file."""
    file = _file(server, params.text_document.uri)
    if file is None:
        return []
    path, places, reading, is_workflow = file
    if is_workflow and reading is not None:
        found = outline.symbols(reading)
    else:
        found = other_outline.symbols(path, places.text, reading)
    return [convert.symbol_of(each, places) for each in found]


def fold(server: WorkflowServer, params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange]:
    """Return the parts that can be folded: those of several lines."""
    file = _file(server, params.text_document.uri)
    if file is None:
        return []
    path, places, reading, _ = file
    found = set()
    # In JSON the line of the closing bracket stays.
    closing = 1 if reading is not None else 0
    for start, end in other_outline.foldings(path, places.text, reading):
        first, last = places.position(start)[0], places.position(max(start, end - 1))[0]
        if last - closing > first:
            found.add((first, last - closing))
    return [lsp.FoldingRange(first, last) for first, last in sorted(found)]


def select(server: WorkflowServer, params: lsp.SelectionRangeParams) -> list[lsp.SelectionRange]:
    """Return the ranges around each place."""
    file = _file(server, params.text_document.uri)
    made: list[lsp.SelectionRange] = []
    for position in params.positions:
        here: lsp.SelectionRange | None = None
        if file is not None:
            path, places, reading, _ = file
            offset = places.offset(position.line, position.character)
            if reading is not None:
                ranges = outline.selections(reading, offset)
            else:
                ranges = other_outline.selections(path, places.text, offset)
            for offsets in reversed(ranges):
                here = lsp.SelectionRange(convert.range_of(places, offsets), here)
        made.append(here or lsp.SelectionRange(lsp.Range(position, position)))
    return made


def hint(server: WorkflowServer, params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
    """Return the hints in a range."""
    file = known(server, params.text_document.uri)
    if file is None:
        return []
    path, places, knowledge = file
    start, end = (
        places.offset(place.line, place.character)
        for place in (params.range.start, params.range.end)
    )
    with server.files.at(path):
        found = list(in_text.hints(knowledge, (start, end), server.files.staleness(path)))
    return [
        lsp.InlayHint(
            lsp.Position(*places.position(each.offset)),
            each.text,
            tooltip=each.about,
            padding_left=True,
        )
        for each in found
    ]


def show_lenses(server: WorkflowServer, params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
    """Return the lenses of a file."""
    file = _file(server, params.text_document.uri)
    if file is None:
        return []
    path, places, _, _ = file
    uri = params.text_document.uri
    return [
        lsp.CodeLens(
            convert.range_of(places, each.offsets),
            lsp.Command(each.title, each.command, arguments=[uri, *each.arguments]),
        )
        for each in _lenses(server, path, places.text)
    ]


def _lenses(server: WorkflowServer, path: str, text: str) -> list[in_text.Lens]:
    kind = kind_of(path, text)
    if kind == "scenario":
        return list(in_text.lenses_of_scenario())
    knowledge = server.files.knowledge(path)
    with server.files.at(path):
        if kind == "workflow" and knowledge is not None:
            n_scenarios = len(server.files.scenarios_of(path))
            return list(in_text.lenses(knowledge, users_of(server.files, path), n_scenarios))
        is_inserted = inserted_name(path, kind) is not None
        return list(in_text.lenses_of_text(users_of(server.files, path) if is_inserted else ()))


def color(server: WorkflowServer, params: lsp.SemanticTokensParams) -> lsp.SemanticTokens:
    """Return the meaning of words in prompts, line by line."""
    file = known(server, params.text_document.uri)
    if file is None:
        return lsp.SemanticTokens([])
    _, places, knowledge = file
    data: list[int] = []
    line = unit = 0
    for meaning in in_text.meanings(knowledge.reading, tuple(knowledge.keys)):
        (row, start), (last, end) = map(places.position, meaning.offsets)
        if row != last:
            continue
        data += [row - line, start - unit if row == line else start, end - start]
        data += [in_text.KINDS.index(meaning.kind), 0]
        line, unit = row, start
    return lsp.SemanticTokens(data)
