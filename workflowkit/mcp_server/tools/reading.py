"""Tools that show workflows: find, show, graph, diff."""

from __future__ import annotations

import re
from typing import Any, Final

from workflowkit.mcp_server import arguments, tool
from workflowkit.mcp_server.arguments import ENGINE, PATH, TEXT, JsonSchema
from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.mcp_server.tool import TEXT_OUTPUT, Call, EntryList, ToolAnswer, ToolDefinition
from workflowkit.mcp_server.tools.checking import parsed, published
from workflowkit.text.wording import counted


async def _find(call: Call) -> ToolAnswer:
    given = call.arguments
    words = ["list", "--format=json", *(["--hidden"] if given["hidden"] else [])]
    words += [f"--tag={tag}" for tag in given.get("tags", ())]
    done = await call.commands.run([*words, *call.option("engine")])
    found = _matching(parsed(done)["workflows"], given.get("query", ""))
    listed = EntryList(
        "workflows",
        found,
        lambda row: f"{row['id']} ({row['path']}): {row['description']}",
        counted(len(found), "workflow"),
    )
    return tool.list_answer(call, done, listed)


def _matching(rows: list[dict[str, Any]], query: str) -> list[dict[str, Any]]:
    """Return the *rows* with a word of *query*, those with the most words first; all of them without words."""
    words = list(dict.fromkeys(re.findall(r"\w+", query.casefold())))
    if not words:
        return rows
    ranked = [(_rank(row, words), row) for row in rows]
    kept = [(rank, row) for rank, row in ranked if rank]
    return [row for _, row in sorted(kept, key=lambda pair: -pair[0])]


def _rank(row: dict[str, Any], words: list[str]) -> int:
    """Return how well *row* matches: words in its id, name or tags count three times those in its description."""
    named = " ".join([row["id"], row["name"], *row["tags"]]).casefold()
    described = row["description"].casefold()
    return sum(3 if word in named else int(word in described) for word in words)


def _find_output() -> JsonSchema:
    schema = published("list")
    rows: JsonSchema = schema["properties"]["workflows"]
    kept = {name: schema["$defs"][name] for name in ("listedWorkflow", "sourceKind")}
    return tool.output_schema({"workflows": rows}, kept)


FIND: Final = ToolDefinition(
    name="find_workflow",
    title="Find workflows",
    description=(
        "List the workflows that a host serves for this project, the bundled ones included, "
        "by words and tags, with id, path and what each is for."
    ),
    answer=_find,
    properties={
        "query": arguments.text("Words of the id, name, tags or description; default: all.", 256),
        "tags": arguments.texts("List only workflows with one of these tags.", 20),
        "hidden": arguments.flag("List hidden workflows, too."),
        "engine": ENGINE,
    },
    output=_find_output(),
)


async def _show(call: Call) -> ToolAnswer:
    name = call.arguments["workflow"]
    is_path = "/" in name or "\\" in name or name.lower().endswith(".json")
    operand = call.roots.existing(name) if is_path else name
    words = ["show", f"--format={call.arguments['format']}", *call.option("engine"), "--", operand]
    return tool.text_answer(call, await call.commands.run(words))


SHOW: Final = ToolDefinition(
    name="show_workflow",
    title="Show a workflow",
    description=(
        "Show one workflow step by step: purpose, outline, gates, contracts, captured keys, "
        "staleness and source."
    ),
    answer=_show,
    properties={
        "workflow": arguments.text(
            "Id of a workflow, such as wr.coding-task, or path of its file."
        ),
        "format": arguments.choice("Format of the text.", "text", "json"),
        "engine": ENGINE,
    },
    required=("workflow",),
    output=TEXT_OUTPUT,
)


async def _graph(call: Call) -> ToolAnswer:
    options, operands, stdin = call.file()
    words = ["graph", f"--format={call.arguments['format']}", *call.option("engine"), *options]
    if call.arguments["unfold"]:
        words.append("--unfold")
    return tool.text_answer(call, await call.commands.run([*words, *operands], stdin=stdin))


GRAPH: Final = ToolDefinition(
    name="graph",
    title="Draw a workflow",
    description="Print the graph of a workflow: steps, loops, gates, conditions, contracts, routines.",
    answer=_graph,
    properties={
        "path": PATH,
        "text": TEXT,
        "format": arguments.choice("Format of the graph.", "mermaid", "dot", "json"),
        "unfold": arguments.flag("Show the steps of template calls."),
        "engine": ENGINE,
    },
    required=("path",),
    output=TEXT_OUTPUT,
)

_COMMIT = re.compile(r"[A-Za-z0-9_@][A-Za-z0-9_./@{}^~+-]*")


async def _diff(call: Call) -> ToolAnswer:
    given = call.arguments
    if "after" in given and "before" not in given:
        raise CallRefused("'after' needs 'before'", help="give both, or only 'before'")
    sources = [_source(call, given[name]) for name in ("before", "after") if name in given]
    words = ["diff", f"--format={given['format']}", *call.option("engine"), "--", *sources]
    return tool.text_answer(call, await call.commands.run(words))


def _source(call: Call, name: str) -> str:
    """Return *name*, a commit or a path in the roots. Raises CallRefused for anything else."""
    is_path = call.roots.is_there(name)
    if not is_path and _COMMIT.fullmatch(name) and ".." not in name:
        return name
    return call.roots.existing(name)


DIFF: Final = ToolDefinition(
    name="diff",
    title="Compare versions of workflows",
    description=(
        "Show what changed in meaning between two versions: steps, conditions, gates, contracts, "
        "loops, texts and hashes. Without arguments, the last commit and the files as they are."
    ),
    answer=_diff,
    properties={
        "before": arguments.text("A commit, folder or file; alone, it is compared with the files."),
        "after": arguments.text("The later commit, folder or file."),
        "format": arguments.choice("Format of the text.", "text", "markdown", "json"),
        "engine": ENGINE,
    },
    output=TEXT_OUTPUT,
)

TOOLS: Final = (FIND, SHOW, GRAPH, DIFF)
