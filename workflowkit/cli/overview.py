"""The overview of the commands, which `wfk --help` prints. Imports nothing, so that it is printed at once."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "Check": {
        "lint": "Lint the files of a project, and fix them.",
        "merge": "Merge what the shards of a run found.",
        "watch": "Lint on every save.",
        "compat": "Report which versions of the engine run a workflow.",
        "check": "Check which workflows a host would serve, and which not.",
        "test": "Run scenarios: answers, and what a run has to be like.",
        "scenarios": "Write scenarios that cover a workflow.",
        "budget": "Count the tokens of steps and paths.",
        "stale": "List workflows whose review is out of date, and why.",
        "diff": "Show what changed in meaning between two versions.",
        "breaking": "Report what a change breaks, and accept it.",
    },
    "Build": {
        "compile": "Compile workflows to what an engine runs.",
        "hash": "Print the hashes of compiled workflows.",
        "fmt": "Format workflow files.",
        "stamp": "Record what a workflow was reviewed with.",
    },
    "Refactor": {
        "rename-step": "Rename a step, and everything that names it.",
        "rename-key": "Rename a context key, and everything that names it.",
        "rename-assessment": "Rename an assessment, and everything that names it.",
        "rename-routine": "Rename the id of a routine or workflow in all files.",
        "extract-routine": "Move steps to a new routine, and call it in their place.",
        "inline-routine": "Write the steps of a routine in place of a call.",
    },
    "Understand": {
        "list": "List workflows and routines.",
        "show": "Show a workflow, step by step.",
        "graph": "Draw the graph of a workflow.",
        "preview": "Show what the agent reads at a step.",
        "simulate": "Run a workflow without a model, or list its paths.",
        "explain": "Explain a rule, with examples.",
        "rules": "List the rules.",
        "schema": "Print the JSON Schema of a format.",
        "mcp": "Serve the commands to agents (MCP).",
    },
    "Triggers and sessions": {
        "triggers": "Validate, explain and dry-run triggers.",
        "sessions": "Read the event logs of sessions.",
    },
    "Set up": {
        "init": "Write configuration, hook, CI job and editor settings.",
        "new": "Write the start of a workflow, routine, scenario or rule.",
        "cache": "Show or clear the results of earlier runs.",
        "lsp": "Start the language server for editors.",
        "completion": "Print the script that completes commands in a shell.",
    },
}
"""Section of the overview to its commands, each with its summary."""

SUMMARIES: Final[Mapping[str, str]] = {
    name: line for lines in SECTIONS.values() for name, line in lines.items()
}
"""Command to its summary."""

SUMMARY: Final = "Write, check and compile workflows for AI agents."

_OPTIONS: Final[Mapping[str, str]] = {
    "--version": "Print the version and exit.",
    "-h, --help": "Show this message and exit.",
}


def overview() -> str:
    """Return the overview: every command with its summary."""
    width = max(map(len, (*SUMMARIES, *_OPTIONS)))
    parts = ["Usage: wfk [OPTIONS] COMMAND [ARGS]...\n", f"  {SUMMARY}\n"]
    for section, lines in {"Options": _OPTIONS, **SECTIONS}.items():
        rows = "".join(f"  {name:<{width}}  {line}\n" for name, line in lines.items())
        parts.append(f"{section}:\n{rows}")
    parts.append("  `wfk COMMAND --help` lists the options of a command and shows examples.")
    return "\n".join(parts)
