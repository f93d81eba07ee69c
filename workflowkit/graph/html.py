"""The graph as one page that needs no network and no script: the drawing, and the same as a text outline.

Each node of the drawing is a link to its entry in the outline, so that the keyboard and screen readers reach all of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.graph.layout import Layout
from workflowkit.graph.markup import Markup, element, escaped, lines
from workflowkit.graph.model import Detail, GraphNode, WorkflowGraph
from workflowkit.graph.palette import DARK, LIGHT, MONOSPACE, SANS, Colors
from workflowkit.graph.svg import svg
from workflowkit.graph.words import kind_of, visits_in_words

_STYLE = f"""\
:root {{ color-scheme: light dark; }}
body {{ margin: 0 auto; max-width: 90rem; padding: 1.5rem; font: 16px/1.5 {SANS}; }}
h1 {{ font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }}
h2 {{ font-size: 1.15rem; margin: 2rem 0 .5rem; }}
code {{ font-family: {MONOSPACE}; font-size: .85em; }}
.skip {{ position: absolute; left: -100rem; }}
.skip:focus {{ left: 1.5rem; top: .5rem; padding: .25rem .5rem; }}
.drawing {{ overflow-x: auto; }}
.drawing svg {{ display: block; margin: 0 auto; max-width: 100%; height: auto; }}
.outline ol {{ padding-left: 1.4rem; margin: .25rem 0; }}
.outline li {{ margin: .35rem 0; scroll-margin-top: 1rem; border-radius: .3rem; padding: 0 .4rem; }}
.outline ul {{ margin: 0; padding-left: 1.2rem; list-style: none; }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }}
dt {{ font-weight: 600; }}
dd {{ margin: 0; }}
@media (prefers-reduced-motion: no-preference) {{ html {{ scroll-behavior: smooth; }} }}
@media print {{ .skip {{ display: none; }} }}
"""

_LEGEND = (
    ("Solid arrow", "the next step"),
    ("Hexagon", "a condition; without it the step is skipped"),
    ("Box with a head", "a loop, a routine or a parallel step, with its steps inside"),
    ("Dot", "the end of a pass, or the point where several ways meet"),
    ("Dashed arrow", "a step that was skipped runs once its condition turns true"),
    ("Dashed box", "a step that the engine adds"),
    ("Thick border", "the highlighted run, and the node with the focus"),
)


def html(graph: WorkflowGraph, layout: Layout) -> str:
    """Return *graph* as the text of an HTML page."""
    anchors = {node.key: f"step-{number}" for number, node in enumerate(graph.nodes)}
    head = lines(
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        ),
        element("title", f"{graph.name or graph.workflow}: graph"),
        element("style", Markup(_STYLE + _color_rules())),
    )
    body = lines(
        element("a", "Skip to the outline", class_="skip", href="#outline"),
        element("header", *_header(graph)),
        element("main", *_main(graph, layout, anchors)),
    )
    page = element("html", element("head", head), "\n", element("body", body), lang="en")
    return f"<!doctype html>\n{page}\n"


def _header(graph: WorkflowGraph) -> Iterator[Markup]:
    yield element("h1", graph.name or graph.workflow)
    description = f" {graph.description}" if graph.description else ""
    yield element("p", element("code", graph.workflow), description)
    for note in graph.notes:
        yield element("p", element("strong", "Note: "), note)


def _main(graph: WorkflowGraph, layout: Layout, anchors: dict[str, str]) -> Iterator[Markup]:
    drawing = svg(graph, layout, lambda node: f"#{anchors[node.key]}")
    yield element("section", drawing, class_="drawing", aria_label="Drawing")
    yield element(
        "nav",
        element("h2", "Outline", id="outline", tabindex="-1"),
        _outline(graph, None, anchors),
        class_="outline",
        aria_label="Outline",
    )
    rows = [part for name, text in _LEGEND for part in (element("dt", name), element("dd", text))]
    yield element("section", element("h2", "Legend"), element("dl", *rows), aria_label="Legend")


def _outline(graph: WorkflowGraph, key: str | None, anchors: dict[str, str]) -> Markup:
    shown = [node for node in graph.children(key) if node.kind != "join"]
    return element("ol", *(_entry(graph, node, anchors) for node in shown))


def _entry(graph: WorkflowGraph, node: GraphNode, anchors: dict[str, str]) -> Markup:
    kind = kind_of(node)
    parts: list[str] = [element("strong", node.title), f" ({kind.lower()})" if kind else ""]
    if node.step and node.kind not in ("condition", "delegation"):
        parts += [" ", element("code", node.step)]
    facts = [*map(_fact, node.details), *_ways(graph, node, anchors)]
    if node.visits:
        facts.append(element("li", visits_in_words(node)))
    if facts:
        parts.append(element("ul", *facts))
    if graph.is_container(node):
        parts.append(_outline(graph, node.key, anchors))
    return element("li", *parts, id=anchors[node.key], class_="run" if node.visits else None)


def _fact(detail: Detail) -> Markup:
    return element("li", detail.text)


def _ways(graph: WorkflowGraph, node: GraphNode, anchors: dict[str, str]) -> Iterator[Markup]:
    """Yield where *node* leads, unless that is only the entry below it."""
    for edge in graph.edges:
        if edge.source != node.key or edge.kind not in ("yes", "no", "late"):
            continue
        target = graph.by_key[edge.target]
        if target.kind == "join":
            yield element("li", f"{edge.label}: to the end of the pass")
            continue
        title = escaped(target.title)
        link = element("a", title, href=f"#{anchors[target.key]}")
        yield element("li", f"{edge.label}: ", link)


def _color_rules() -> str:
    return f"{_rules(LIGHT)}@media (prefers-color-scheme: dark) {{\n{_rules(DARK)}}}\n"


def _rules(colors: Colors) -> str:
    return (
        f"body {{ background: {colors.ground}; color: {colors.text}; }}\n"
        f"a {{ color: {colors.borders['loop']}; }}\n"
        f".outline li:target, .outline li.run > strong {{ background: {colors.run_fill}; }}\n"
        f".skip:focus {{ background: {colors.fills['start']}; }}\n"
    )
