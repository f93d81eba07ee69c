"""Tools that run workflows without a model: preview, simulate."""

from __future__ import annotations

from typing import Final

from workflowkit.mcp_server import arguments, paging, tool
from workflowkit.mcp_server.arguments import CONTEXT, ENGINE, PATH, TEXT
from workflowkit.mcp_server.commands import Attached, Finished
from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.mcp_server.tool import TEXT_OUTPUT, Call, ToolAnswer, ToolDefinition


def _printed(call: Call, done: Finished) -> ToolAnswer:
    """Return what was printed. Raises CallRefused with the reasons when the engine rejects the workflow, so that nothing was."""
    if done.exit_code == 1 and not done.out.strip():
        raise CallRefused(
            done.err.strip()[:4000],
            help="the workflow does not compile: call lint for all findings",
        )
    return tool.text_answer(call, done)


async def _preview(call: Call) -> ToolAnswer:
    given = call.arguments
    options, operands, stdin = call.file()
    words = [
        "preview",
        f"--format={given['format']}",
        *call.option("step"),
        *call.option("iteration"),
        *(["--reminder"] if given["reminder"] else []),
        *(["--provenance"] if given["provenance"] else []),
        *call.option("engine"),
        *call.context(),
        *options,
        *operands,
    ]
    return _printed(call, await call.commands.run(words, stdin=stdin))


PREVIEW: Final = ToolDefinition(
    name="preview",
    title="Show what the agent reads",
    description=(
        "Show the prompt of each step, or of one, exactly as the engine gives it to the agent: "
        "tokens replaced and fragments chosen by context."
    ),
    answer=_preview,
    properties={
        "path": PATH,
        "text": TEXT,
        "step": arguments.text("Id of the step to show; default: all.", 128),
        "context": CONTEXT,
        "iteration": arguments.number("Number of the pass, for steps of loops.", 1, 1000, 1),
        "reminder": arguments.flag("Show what an agent reads when it asks again."),
        "provenance": arguments.flag("Name where each paragraph was written."),
        "format": arguments.choice("Format of the text.", "text", "markdown", "json"),
        "engine": ENGINE,
    },
    required=("path",),
    output=TEXT_OUTPUT,
)


async def _simulate(call: Call) -> ToolAnswer:
    given, mode = call.arguments, call.arguments["mode"]
    if (mode == "answers") != ("answers" in given):
        raise CallRefused(
            "answers and the mode 'answers' belong together",
            help='give both, or use the mode "auto" or "paths"',
        )
    options, operands, stdin = call.file()
    words: list[str | Attached] = ["simulate"]
    match mode:
        case "paths":
            words += ["--explore", *call.option("max_paths", "--max-paths"), "--max-seconds=10"]
            words.append(f"--format={given['format']}")
        case "auto":
            words.append("--auto")
        case _:
            scenario = {"title": "answers of the call", "answers": given["answers"]}
            words.append(Attached("--answers", "answers.yaml", paging.compact(scenario)))
    words += [*call.context(), *call.option("engine"), *options, *operands]
    return _printed(call, await call.commands.run(words, stdin=stdin))


SIMULATE: Final = ToolDefinition(
    name="simulate",
    title="Run a workflow without a model",
    description=(
        'Run a workflow as the engine does, without a model. Mode "paths" lists every feasible path, '
        'or few that cover everything; "auto" answers each step with the first allowed value and '
        'shows each prompt; "answers" submits your answers and reports where the run ends.'
    ),
    answer=_simulate,
    properties={
        "path": PATH,
        "text": TEXT,
        "mode": arguments.choice("How to run it.", "paths", "auto", "answers"),
        "answers": {
            "type": "array",
            "items": {"type": "object"},
            "minItems": 1,
            "maxItems": 500,
            "description": (
                "Answers in order, each with step and what to submit, such as "
                '{"step": "size-up", "context": {"taskSize": "small"}, "notes": "…", "artifacts": []}.'
            ),
        },
        "context": CONTEXT,
        "max_paths": arguments.number("Paths to list one by one.", 0, 1000, 50),
        "format": arguments.choice('Format of the mode "paths".', "text", "json"),
        "engine": ENGINE,
    },
    required=("path",),
    output=TEXT_OUTPUT,
)

TOOLS: Final = (PREVIEW, SIMULATE)
