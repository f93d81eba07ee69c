"""Tools that check workflows: lint, validate, explain."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from workflowkit.mcp_server import arguments, tool
from workflowkit.mcp_server.arguments import ENGINE, PATH, TEXT, JsonSchema
from workflowkit.mcp_server.commands import Finished
from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.mcp_server.tool import TEXT_OUTPUT, Call, EntryList, ToolAnswer, ToolDefinition
from workflowkit.run.spec_folder import bundled
from workflowkit.text import files
from workflowkit.text.wording import counted as number_of

PROFILES: Final = ("catalog", "core", "style", "routine", "fixture", "import")


@cache
def published(name: str) -> JsonSchema:
    """Return the published schema called *name*."""
    schema: JsonSchema = json.loads(files.read(bundled("spec") / f"{name}.schema.json"))
    return _without_titles(schema)


def _without_titles(schema: JsonSchema) -> JsonSchema:
    """Return *schema* without titles, which repeat the names of keys: clients read it in full."""
    return {
        key: _without_titles(part) if isinstance(part, dict) else part
        for key, part in schema.items()
        if key != "title" or not isinstance(part, str)
    }


def diagnostics_output(key: str, **others: JsonSchema) -> JsonSchema:
    """Return the schema of answers with findings below *key*."""
    definitions = published("diagnostics")["$defs"]
    found = {"type": "array", "items": {"$ref": "#/$defs/reportedDiagnostic"}}
    return tool.output_schema({key: found, **others}, definitions)


def line_of(found: dict[str, Any]) -> str:
    """Return one finding as a line, with what to do."""
    place = ":".join(
        str(found[key]) for key in ("path", "line", "column") if found[key] is not None
    )
    parts = [f"{place}: {found['severity']} {found['code']} {found['name']}: {found['message']}"]
    parts += [f"help: {found['help']}"] if found["help"] else []
    if found["fix"]:
        kind = "safe" if found["fix"]["safe"] else "unsafe"
        parts.append(f"{kind} fix {found['fingerprint']}: {found['fix']['title']}")
    return "; ".join(parts)


def parsed(done: Finished) -> dict[str, Any]:
    """Return what a command printed as JSON. Raises CallRefused with its errors when it printed nothing."""
    try:
        value: dict[str, Any] = json.loads(done.out)
    except ValueError:
        raise CallRefused(done.err.strip()[:4000] or "the command printed no answer") from None
    return value


def counted(summary: dict[str, Any]) -> str:
    """Return the numbers of findings as a sentence."""
    kinds = (("errors", "error"), ("warnings", "warning"), ("infos", "info"))
    numbers = ", ".join(number_of(summary[key], noun) for key, noun in kinds)
    fixable = summary["fixable"] + summary["unsafelyFixable"]
    return f"{numbers} in {number_of(summary['files'], 'file')}; {fixable} with a fix"


async def lint_findings(call: Call) -> tuple[Finished, dict[str, Any]]:
    """Return what `wfk lint` reports for the paths and rules of *call*."""
    stdin, operands, given = b"", ["--"], call.arguments
    options = ["lint", "--format=json", *call.option("profile"), *call.option("engine")]
    if given.get("only"):
        options.append(f"--only={','.join(given['only'])}")
    if given.get("known"):
        options.append("--no-baseline")
    if given.get("text") is not None:
        if len(given.get("paths", ())) != 1:
            raise CallRefused(
                "a text needs exactly one path, which names it", help='add "paths": ["flow.json"]'
            )
        name = call.roots.file_name(given["paths"][0])
        options.append(f"--stdin-filename={name}")
        operands, stdin = ["--", "-"], given["text"].encode("utf-8", "surrogatepass")
    else:
        operands += [call.roots.existing(path) for path in given.get("paths", ())]
    done = await call.commands.run([*options, *operands], stdin=stdin)
    return done, parsed(done)


async def _lint(call: Call) -> ToolAnswer:
    done, report = await lint_findings(call)
    summary = report["summary"]
    found = EntryList("diagnostics", report["diagnostics"], line_of, counted(summary))
    return tool.list_answer(call, done, found, {"summary": summary})


PATHS: Final = arguments.texts(
    "Files and folders, relative to the project or absolute; default: those of the configuration."
)

RULES: Final = arguments.texts("The only rules to run, by name, code or prefix of a code.")

LINT: Final = ToolDefinition(
    name="lint",
    title="Lint workflows",
    description=(
        "Report what is wrong in workflows, with place, reason and what to do. "
        "Give text to check a draft before it is saved. Call explain for a rule, propose_fixes for fixes."
    ),
    answer=_lint,
    properties={
        "paths": PATHS,
        "text": {**TEXT, "description": "Unsaved content to check; paths has the one name for it."},
        "profile": arguments.one_of("Set of rules; default: that of the project.", *PROFILES),
        "only": RULES,
        "known": arguments.flag("Report findings that the baseline accepts, too."),
        "engine": ENGINE,
    },
    output=diagnostics_output("diagnostics", summary={"$ref": "#/$defs/diagnosticsSummary"}),
)


async def _validate(call: Call) -> ToolAnswer:
    options, operands, stdin = call.file()
    words = ["hash", "--format=json", *call.option("engine"), *options, *operands]
    done = await call.commands.run(words, stdin=stdin)
    listed = parsed(done)["files"]
    if len(listed) != 1:
        raise CallRefused("the path is a folder", help="name one workflow file")
    (found,) = listed
    verdict = {key: found[key] for key in ("path", "id", "ok", "outcome", "hash")}
    head = (
        f"{found['path']}: valid, {found['hash']}"
        if found["ok"]
        else f"{found['path']}: the engine rejects it: {found['outcome']}"
    )
    errors = EntryList(
        "errors",
        found["errors"],
        lambda error: f"{error['rule']} at {error['route'] or 'the top'}: {error['message']}",
        head,
    )
    return tool.list_answer(call, done, errors, verdict)


def _validate_output() -> JsonSchema:
    definitions = published("hash")["$defs"]
    kept = {
        key: schema
        for key, schema in definitions["hashedFile"]["properties"].items()
        if key != "errors"
    }
    errors = {"type": "array", "items": {"$ref": "#/$defs/hashError"}}
    return tool.output_schema({"errors": errors, **kept}, {"hashError": definitions["hashError"]})


VALIDATE: Final = ToolDefinition(
    name="validate",
    title="Compile a workflow",
    description=(
        "Compile one workflow as the engine does: whether it is valid, its hash, or every error. "
        "Only the engine's verdict; lint also reports what is valid but wrong."
    ),
    answer=_validate,
    properties={"path": PATH, "text": TEXT, "engine": ENGINE},
    required=("path",),
    output=_validate_output(),
)


async def _explain(call: Call) -> ToolAnswer:
    operands = ["--", call.arguments["name"]]
    if "path" in call.arguments:
        if "line" not in call.arguments:
            raise CallRefused("a path needs a line", help="give the line of the finding as well")
        operands.append(f"{call.roots.existing(call.arguments['path'])}:{call.arguments['line']}")
    words = ["explain", *call.option("engine"), *operands]
    return tool.text_answer(call, await call.commands.run(words))


EXPLAIN: Final = ToolDefinition(
    name="explain",
    title="Explain a rule or a key",
    description=(
        "Explain a rule by its code or name, or a key of the workflow format such as runCondition, "
        "with examples. With path and line, also the shortest run that shows the finding there."
    ),
    answer=_explain,
    properties={
        "name": arguments.text(
            "Code or name of a rule, or a key: C001, unknown-key, promptBlocks.", 128
        ),
        "path": PATH,
        "line": {"type": "integer", "minimum": 1, "description": "Line of the finding in path."},
        "engine": ENGINE,
    },
    required=("name",),
    output=TEXT_OUTPUT,
)

TOOLS: Final = (LINT, VALIDATE, EXPLAIN)
