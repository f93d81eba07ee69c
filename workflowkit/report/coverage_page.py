"""Coverage as one HTML page that needs no network and no script: a table, and for each workflow the colored graph and a list.

Nothing depends on color alone: every place has its words, and the nodes of the graph lead to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workflowkit.graph.layout import Layout
from workflowkit.graph.markup import Markup, element, lines
from workflowkit.graph.model import GraphNode, WorkflowGraph
from workflowkit.graph.palette import MONOSPACE, SANS
from workflowkit.graph.svg import svg
from workflowkit.report.coverage_records import COLUMNS
from workflowkit.simulation.coverage import TOTAL, GoalCoverage, Share, WorkflowCoverage
from workflowkit.text.wording import counted

Drawing = tuple[WorkflowGraph, Layout]

_STYLE = f"""\
:root {{ color-scheme: light dark; --all: #d5f0dd; --some: #fdeec4; --none: #fbd9d5; --off: #e6e9ee; --line: #7d8896; }}
@media (prefers-color-scheme: dark) {{ :root {{ --all: #16402a; --some: #4a3a0e; --none: #54211c; --off: #2b323d; }} }}
body {{ margin: 0 auto; max-width: 90rem; padding: 1.5rem; font: 16px/1.5 {SANS}; }}
h1 {{ font-size: 1.6rem; margin: 0 0 .5rem; }} h2 {{ font-size: 1.25rem; margin: 2.5rem 0 .5rem; }} h3 {{ font-size: 1rem; margin: 1rem 0 .25rem; }}
code {{ font-family: {MONOSPACE}; font-size: .85em; }}
table {{ border-collapse: collapse; }} th, td {{ padding: .25rem .6rem; text-align: right; border-bottom: 1px solid var(--line); }}
th:first-child {{ text-align: left; }} .table, .drawing {{ overflow-x: auto; }}
.skip {{ position: absolute; left: -100rem; }} .skip:focus {{ left: 1.5rem; top: .5rem; background: Canvas; padding: .25rem .5rem; }}
.drawing svg {{ display: block; margin: 0 auto; max-width: 100%; height: auto; }}
.steps {{ list-style: none; padding: 0; }} .steps > li {{ border-left: .5rem solid var(--off); padding: .25rem .75rem; margin: .5rem 0; scroll-margin-top: 1rem; }}
.steps > .all {{ border-color: var(--all); }} .steps > .some {{ border-color: var(--some); }} .steps > .none {{ border-color: var(--none); }}
.steps > li:target {{ outline: 3px solid Highlight; }} .steps ul {{ margin: 0; }}
.mark {{ display: inline-block; min-width: 7.5em; padding: 0 .4rem; border-radius: .25rem; }}
.mark.all {{ background: var(--all); }} .mark.some {{ background: var(--some); }} .mark.none {{ background: var(--none); }} .mark.off {{ background: var(--off); }}
"""


def coverage_page(
    coverages: Sequence[WorkflowCoverage], drawings: Mapping[str, Drawing], version: str
) -> str:
    """Return the page of *coverages*; *drawings* are the graphs of the workflows by path, as far as they could be drawn."""
    places = {
        (coverage.path, step): f"w{number}-s{index}"
        for number, coverage in enumerate(coverages, 1)
        for index, step in enumerate(_steps(coverage), 1)
    }
    rules = [_STYLE, *(_colors(coverage, places) for coverage in coverages)]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = lines(
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        element("title", "Coverage of workflows"),
        element("style", Markup("".join(rules))),
    )
    body = lines(
        element("a", "Skip to the workflows", class_="skip", href="#workflows"),
        element("header", element("h1", "Coverage of workflows"), _legend(version)),
        element(
            "main",
            element("section", _table(coverages), class_="table", aria_label="Overview"),
            "\n",
            element(
                "div",
                *(_section(each, places, drawings.get(each.path)) for each in coverages),
                id="workflows",
                tabindex="-1",
            ),
        ),
    )
    page = element("html", element("head", head), "\n", element("body", body), lang="en")
    return f"<!doctype html>\n{page}\n"


def _legend(version: str) -> Markup:
    marks = [
        element("span", words, class_=f"mark {state}")
        for state, words in (
            ("all", "covered"),
            ("some", "partly covered"),
            ("none", "not covered"),
            ("off", "infeasible"),
        )
    ]
    return element("p", *(part for mark in marks for part in (mark, " ")), f"wfk {version}")


def _table(coverages: Sequence[WorkflowCoverage]) -> Markup:
    titles = ("workflow", *COLUMNS)
    header = element("tr", *(element("th", title, scope="col") for title in titles))
    rows = [_row(coverage, number) for number, coverage in enumerate(coverages, 1)]
    caption = element("caption", "Covered of what is feasible")
    return element("table", caption, element("thead", header), element("tbody", *rows))


def _row(coverage: WorkflowCoverage, number: int) -> Markup:
    link = element("a", coverage.path or coverage.pinned.id, href=f"#w{number}")
    shares = {**coverage.shares, TOTAL: coverage.total}
    cells = []
    for name in COLUMNS:
        share = shares.get(name)
        text = "-" if share is None or not share.feasible else _fraction(share)
        cells.append(element("td", f"{share.percent:.0f}%" if name == TOTAL and share else text))
    return element("tr", element("th", link, scope="row"), *cells)


def _fraction(share: Share) -> str:
    return f"{share.covered}/{share.feasible}"


def _section(
    coverage: WorkflowCoverage, places: Mapping[tuple[str, str], str], drawing: Drawing | None
) -> Markup:
    first = next(iter(_steps(coverage)), "")
    number = places.get((coverage.path, first), "w1-s1").partition("-")[0]
    parts: list[str] = [element("h2", coverage.path or coverage.pinned.id, id=number)]
    parts.append(element("p", element("code", coverage.pinned.id), _paths(coverage)))
    if drawing is not None:
        graph, layout = drawing
        drawn = svg(graph, layout, lambda node: f"#{_target(coverage, node, places, number)}")
        # Each drawing of the page needs ids of its own.
        drawn = Markup(
            drawn.replace("wg-title", f"{number}-title").replace(
                "wg-description", f"{number}-description"
            )
        )
        parts.append(element("div", drawn, class_="drawing", role="group", aria_label="Graph"))
    entries = [
        _step(step, goals, places[coverage.path, step]) for step, goals in _steps(coverage).items()
    ]
    parts.append(element("ol", *entries, class_="steps"))
    return element("section", *(part for each in parts for part in (each, "\n")))


def _target(
    coverage: WorkflowCoverage,
    node: GraphNode,
    places: Mapping[tuple[str, str], str],
    number: str,
) -> str:
    """Return the entry that a node leads to: that of its step, or of the first step of its routine."""
    step = node.step or ""
    if (coverage.path, step) in places:
        return places[coverage.path, step]
    inner = (each for each in _steps(coverage) if step and each.startswith(f"{step}."))
    return places.get((coverage.path, next(inner, "")), number)


def _paths(coverage: WorkflowCoverage) -> str:
    if coverage.n_paths is None:
        return ": the paths were not counted"
    taken = coverage.n_covered_paths
    words = f", {taken} of them taken" if taken is not None else ""
    return f": {counted(coverage.n_paths, 'path')}{words}"


def _steps(coverage: WorkflowCoverage) -> Mapping[str, list[GoalCoverage]]:
    found: dict[str, list[GoalCoverage]] = {}
    for each in coverage.goals:
        found.setdefault(each.goal.step, []).append(each)
    return found


def _state(goals: Sequence[GoalCoverage]) -> str:
    counted_ = [each for each in goals if not each.is_infeasible]
    covered = sum(bool(each.by) for each in counted_)
    if not counted_:
        return "off"
    return "all" if covered == len(counted_) else "some" if covered else "none"


_WORDS = {
    "all": "covered",
    "some": "partly covered",
    "none": "not covered",
    "off": "infeasible",
}


def _step(step: str, goals: Sequence[GoalCoverage], place: str) -> Markup:
    state = _state(goals)
    mark = element("span", _WORDS[state], class_=f"mark {state}")
    entries = [element("li", *_goal(each)) for each in goals]
    return element(
        "li", mark, " ", element("code", step), element("ul", *entries), id=place, class_=state
    )


def _goal(each: GoalCoverage) -> Iterator[str]:
    state = _state([each])
    yield element("span", _WORDS[state], class_=f"mark {state}")
    goal = each.goal
    named = f" {goal.name}" if goal.name else ""
    yield f" {goal.kind.value}{named}{': ' + goal.outcome if goal.outcome else ''}"
    if each.by:
        yield f" ({counted(len(each.by), 'run')})"
    elif each.reason:
        yield f" ({each.reason})"


def _colors(coverage: WorkflowCoverage, places: Mapping[tuple[str, str], str]) -> str:
    """Return the rules that color the nodes of a graph by the state of their steps."""
    rules = []
    for step, goals in _steps(coverage).items():
        place, state = places[coverage.path, step], _state(goals)
        rules.append(
            f'.wg a[href="#{place}"] > .node > .box {{ fill: var(--{state}) !important; }}\n'
        )
    return "".join(rules)
