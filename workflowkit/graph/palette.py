"""Colors of a graph, for light and dark screens, and the style sheet made from them.

Text has a contrast of at least 4.5 to what is behind it, borders and edges one of at least 3; tests compute both.
"""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Colors:
    """The colors for one color scheme, as `#rrggbb`."""

    ground: str
    text: str
    muted: str
    """Text of ids and labels."""
    edge: str
    late: str
    run: str
    """What a highlighted run takes."""
    run_fill: str
    fills: Mapping[str, str]
    """Kind of node to the color behind its text."""
    insides: Mapping[str, str]
    """Kind of container to the color behind its contents."""
    borders: Mapping[str, str]
    """Kind of node to the color of its border."""


LIGHT = Colors(
    ground="#ffffff",
    text="#1b2330",
    muted="#566170",
    edge="#5f6b7a",
    late="#b0342a",
    run="#b8460e",
    run_fill="#fff0e4",
    fills={
        "step": "#ffffff",
        "condition": "#fff3cf",
        "loop": "#dfecfb",
        "routine": "#ece5fb",
        "parallel": "#dcf3ea",
        "delegation": "#ffffff",
        "start": "#e9edf2",
        "end": "#e9edf2",
    },
    insides={"loop": "#f4f8fe", "routine": "#f8f6fe", "parallel": "#f3fbf8"},
    borders={
        "step": "#7d8896",
        "condition": "#977008",
        "loop": "#2f6fb3",
        "routine": "#7352b8",
        "parallel": "#1e7f5c",
        "delegation": "#1e7f5c",
        "start": "#5f6b7a",
        "end": "#5f6b7a",
        "join": "#5f6b7a",
    },
)

DARK = Colors(
    ground="#12151a",
    text="#e9edf3",
    muted="#aeb8c5",
    edge="#98a3b1",
    late="#f38b7e",
    run="#ff9f5e",
    run_fill="#40261a",
    fills={
        "step": "#1e242d",
        "condition": "#3b3113",
        "loop": "#1b3854",
        "routine": "#352b52",
        "parallel": "#153f32",
        "delegation": "#1e242d",
        "start": "#2b323d",
        "end": "#2b323d",
    },
    insides={"loop": "#151e29", "routine": "#1a1726", "parallel": "#12201b"},
    borders={
        "step": "#7f8b9b",
        "condition": "#c99b33",
        "loop": "#6aa9e9",
        "routine": "#ab8df0",
        "parallel": "#4fc398",
        "delegation": "#4fc398",
        "start": "#98a3b1",
        "end": "#98a3b1",
        "join": "#98a3b1",
    },
)

SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
MONOSPACE = "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace"

_SHAPES = f"""\
.wg text {{ font-family: {SANS}; }}
.wg .title {{ font-size: 14px; font-weight: 600; }}
.wg .id {{ font-family: {MONOSPACE}; font-size: 11px; }}
.wg .detail, .wg .condition-text {{ font-size: 12px; }}
.wg .label {{ font-size: 11px; paint-order: stroke; stroke-width: 4px; stroke-linejoin: round; }}
.wg .middle {{ text-anchor: middle; }}
.wg .box {{ stroke-width: 1.25px; }}
.wg .inside {{ stroke-width: 1.25px; }}
.wg .virtual .box {{ stroke-dasharray: 5 3; }}
.wg .edge {{ fill: none; stroke-width: 1.5px; }}
.wg .edge.late {{ stroke-dasharray: 5 4; }}
.wg .edge.run {{ stroke-width: 3px; }}
.wg .run .box, .wg .run .inside {{ stroke-width: 3px; }}
.wg .mark {{ fill: none; stroke-width: 1.4px; stroke-linecap: round; stroke-linejoin: round; }}
.wg .node:focus, .wg a:focus {{ outline: none; }}
.wg .node:focus .box, .wg a:focus .box, .wg .node:focus .inside, .wg a:focus .inside {{ stroke-width: 4px; }}
"""


def style_sheet() -> str:
    """Return the style sheet of a graph, for both color schemes."""
    dark = "\n".join(f"  {line}" for line in _rules(DARK))
    light = "\n".join(_rules(LIGHT))
    return f"{_SHAPES}{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _rules(colors: Colors) -> list[str]:
    rules = [
        f".wg .ground {{ fill: {colors.ground}; }}",
        f".wg text {{ fill: {colors.text}; }}",
        f".wg .id, .wg .label {{ fill: {colors.muted}; }}",
        f".wg .label {{ stroke: {colors.ground}; }}",
        f".wg .mark {{ stroke: {colors.muted}; }}",
        f".wg .edge {{ stroke: {colors.edge}; }}",
        f".wg .head {{ fill: {colors.edge}; }}",
        f".wg .edge.late {{ stroke: {colors.late}; }}",
        f".wg .head.late {{ fill: {colors.late}; }}",
    ]
    rules += (f".wg .{kind} > .box {{ fill: {fill}; }}" for kind, fill in colors.fills.items())
    for kind, fill in colors.insides.items():
        rules.append(f".wg .{kind} > .inside {{ fill: {fill}; }}")
        rules.append(f".wg .in-{kind} .label {{ stroke: {fill}; }}")
    for kind, border in colors.borders.items():
        rules.append(f".wg .{kind} > .box, .wg .{kind} > .inside {{ stroke: {border}; }}")
    rules += [
        f".wg .join > .box {{ fill: {colors.borders['join']}; }}",
        f".wg .run > .box {{ fill: {colors.run_fill}; }}",
        f".wg .run > .box, .wg .run > .inside, .wg .edge.run {{ stroke: {colors.run}; }}",
        f".wg .head.run, .wg .run.join > .box {{ fill: {colors.run}; }}",
    ]
    return rules
