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
    outline,
)
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.named_places import (
    definitions_of,
    highlights_of,
    home_of,
    named_at,
    references_of,
)
from workflowkit.language_server.places import Places
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


def list_symbols(
    server: WorkflowServer, params: lsp.DocumentSymbolParams
) -> list[lsp.DocumentSymbol]:
    """Return the outline of a file."""
    file = known(server, params.text_document.uri)
    if file is None:
        return []
    _, places, knowledge = file
    return [convert.symbol_of(each, places) for each in outline.symbols(knowledge.reading)]


def fold(server: WorkflowServer, params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange]:
    """Return the parts that can be folded: those of several lines."""
    file = known(server, params.text_document.uri)
    if file is None:
        return []
    _, places, knowledge = file
    found = set()
    for start, end in outline.foldings(knowledge.reading):
        first, last = places.position(start)[0], places.position(max(start, end - 1))[0]
        # The line of the closing bracket stays.
        if last - 1 > first:
            found.add((first, last - 1))
    return [lsp.FoldingRange(first, last) for first, last in sorted(found)]


def select(server: WorkflowServer, params: lsp.SelectionRangeParams) -> list[lsp.SelectionRange]:
    """Return the ranges around each place."""
    file = known(server, params.text_document.uri)
    made: list[lsp.SelectionRange] = []
    for position in params.positions:
        here: lsp.SelectionRange | None = None
        if file is not None:
            _, places, knowledge = file
            offset = places.offset(position.line, position.character)
            for offsets in reversed(outline.selections(knowledge.reading, offset)):
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
    file = known(server, params.text_document.uri)
    if file is None:
        return []
    path, places, knowledge = file
    users = server.files.users_of(path)
    uri = params.text_document.uri
    with server.files.at(path):
        found = list(in_text.lenses(knowledge, users, len(server.files.scenarios_of(path))))
    return [
        lsp.CodeLens(
            convert.range_of(places, each.offsets),
            lsp.Command(each.title, each.command, arguments=[uri, *each.arguments]),
        )
        for each in found
    ]


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
