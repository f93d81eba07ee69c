"""Tools that change workflows, or prepare changes: new, format, fixes, save."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from workflowkit.errors import UnreadableFile
from workflowkit.format.likeness import reason_to_skip
from workflowkit.mcp_server import arguments, paging, tool
from workflowkit.mcp_server.arguments import ENGINE, PATH, TEXT
from workflowkit.mcp_server.commands import Finished
from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.mcp_server.roots import shown
from workflowkit.mcp_server.tool import TEXT_OUTPUT, Call, EntryList, ToolAnswer, ToolDefinition
from workflowkit.mcp_server.tools.checking import (
    PATHS,
    RULES,
    counted,
    diagnostics_output,
    line_of,
    lint_findings,
    parsed,
)
from workflowkit.text import document, files
from workflowkit.text.wording import counted as counted_findings


async def _new(call: Call) -> ToolAnswer:
    given = call.arguments
    words = ["new"]
    if "copy_of" in given:
        name = given["copy_of"]
        is_path = "/" in name or "\\" in name or name.lower().endswith(".json")
        words.append(f"--from={call.roots.existing(name) if is_path else name}")
    done = await call.commands.run([*words, "--output=-", "--", given["id"]])
    return tool.text_answer(call, done)


NEW: Final = ToolDefinition(
    name="new_workflow",
    title="Start a workflow",
    description=(
        "Return the text of a new workflow that lints clean, or a copy of another one under a new id. "
        "Nothing is written: edit the text, lint it as text, then save it."
    ),
    answer=_new,
    properties={
        "id": arguments.text(
            "Id with your namespace, such as acme.cut-release; acme.routine-x is a routine.", 64
        ),
        "copy_of": arguments.text("Id or path of the workflow to copy."),
    },
    required=("id",),
    output=TEXT_OUTPUT,
)


async def _format(call: Call) -> ToolAnswer:
    path, text = call.arguments["path"], call.arguments.get("text")
    if text is None:
        full = Path(call.roots.project, call.roots.existing(path))
        try:
            stdin = files.read(full)
        except UnreadableFile as error:
            raise CallRefused(error.message) from None
    else:
        stdin = text.encode("utf-8", "surrogatepass")
    name = call.roots.file_name(path)
    words = ["fmt", f"--stdin-filename={name}", "--", "-"]
    return tool.text_answer(call, await call.commands.run(words, stdin=stdin, accepted=(0,)))


FORMAT: Final = ToolDefinition(
    name="format_workflow",
    title="Format a workflow",
    description="Return a workflow formatted: keys in order, two spaces. Hashes stay the same; nothing is written.",
    answer=_format,
    properties={"path": PATH, "text": TEXT},
    required=("path",),
    output=TEXT_OUTPUT,
)

_FINGERPRINTS: Final = {
    "type": "array",
    "items": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    "minItems": 1,
    "maxItems": 100,
    "description": "Fingerprints of findings, as lint and propose_fixes give them.",
}

_UNSAFE: Final = arguments.flag("Take unsafe fixes, too: those that need a review.")


async def _fixable(call: Call) -> list[dict[str, Any]]:
    """Return the findings with a fix that *call* asks for. Raises CallRefused for a fingerprint without one."""
    _, report = await lint_findings(call)
    given = call.arguments
    wanted = given.get("fingerprints")
    found = [
        diagnostic
        for diagnostic in report["diagnostics"]
        if diagnostic["fix"]
        and (diagnostic["fix"]["safe"] or given["unsafe"])
        and (wanted is None or diagnostic["fingerprint"] in wanted)
    ]
    missing = set(wanted or ()) - {diagnostic["fingerprint"] for diagnostic in found}
    if missing:
        raise CallRefused(
            f"no finding with such a fix has the fingerprint {min(missing)}",
            help="call propose_fixes for those of now; unsafe fixes need unsafe",
        )
    return found


def _lint_words(call: Call, fingerprints: list[str]) -> list[str]:
    """Return the options and paths of `wfk lint` for the fixes of *fingerprints*."""
    given = call.arguments
    words = [f"--fingerprint={fingerprint}" for fingerprint in fingerprints]
    words += ["--unsafe-fixes"] if given["unsafe"] else []
    words += [f"--only={','.join(given['only'])}"] if given.get("only") else []
    paths = [call.roots.existing(path) for path in given.get("paths", ())]
    return [*words, *call.option("engine"), "--", *paths]


async def _propose(call: Call) -> ToolAnswer:
    found = await _fixable(call)
    half = call.page_limit // 2
    page = paging.item_page(found, line_of, call.cursor, half)
    chosen = list(dict.fromkeys(diagnostic["fingerprint"] for diagnostic in page.part))
    words = ["lint", "--diff", *_lint_words(call, chosen)]
    done = await call.commands.run(words) if chosen else Finished("wfk lint --diff", 0, "", "")
    patch = paging.text_page(done.out, None, half - 100)
    lines = [
        f"{counted_findings(len(found), 'finding')} with a fix",
        *map(line_of, page.part),
        patch.part,
    ]
    if patch.cursor:
        lines.append("[the patch is cut; call again with fewer fingerprints]")
    if page.cursor:
        lines.append(f'[more fixes: call again with cursor "{page.cursor}"]')
    structured = {
        "fixes": page.part,
        "patch": patch.part,
        "isPatchCut": patch.cursor is not None,
        **tool.common(done, page),
    }
    return ToolAnswer("\n".join(lines), structured)


PROPOSE: Final = ToolDefinition(
    name="propose_fixes",
    title="Propose fixes",
    description=(
        "List the findings that have a fix, each with its fingerprint, and the changes of the listed fixes as a patch. "
        "Nothing is written."
    ),
    answer=_propose,
    properties={
        "paths": PATHS,
        "only": RULES,
        "fingerprints": _FINGERPRINTS,
        "unsafe": _UNSAFE,
        "engine": ENGINE,
    },
    output=diagnostics_output(
        "fixes",
        patch={"type": "string", "description": "The changes of the listed fixes."},
        isPatchCut={"type": "boolean", "description": "True when the patch is too long."},
    ),
)


async def _apply(call: Call) -> ToolAnswer:
    if call.cursor is None:
        found = await _fixable(call)
        chosen = list(dict.fromkeys(diagnostic["fingerprint"] for diagnostic in found))
        words = ["lint", "--fix", "--format=json", *_lint_words(call, chosen)]
        done = await call.commands.run(words, writes=True)
        report = parsed(done)
    else:
        # The next page of what is left: nothing is fixed twice.
        done, report = await lint_findings(call)
    head = f"{done.err.strip()[:300]}; left: {counted(report['summary'])}".removeprefix("; ")
    left = EntryList("diagnostics", report["diagnostics"], line_of, head)
    return tool.list_answer(call, done, left, {"summary": report["summary"]})


APPLY: Final = ToolDefinition(
    name="apply_fixes",
    title="Apply fixes",
    description=(
        "Apply the fixes of the findings with these fingerprints to their files, and report what is left. "
        "A file that has changed meanwhile is left alone; a fix that would cause a new finding is skipped."
    ),
    answer=_apply,
    properties={
        "fingerprints": _FINGERPRINTS,
        "paths": PATHS,
        "only": RULES,
        "unsafe": _UNSAFE,
        "engine": ENGINE,
    },
    required=("fingerprints",),
    output=diagnostics_output("diagnostics", summary={"$ref": "#/$defs/diagnosticsSummary"}),
    writes=True,
    is_destructive=True,
)


async def _save(call: Call) -> ToolAnswer:
    given = call.arguments
    target = call.roots.target(given["path"])
    text = given["text"]
    content = text.encode("utf-8", "surrogatepass")
    _require_workflow(document.parse(content, target.as_posix()), given["path"])
    try:
        before = files.read(target) if target.exists() else None
        if before is None:
            if "replaces" in given:
                raise CallRefused(
                    f"{shown(given['path'])}: there is no file to replace", help="omit replaces"
                )
            files.write(target, content)
        else:
            _require_known(before, given)
            files.replace(target, before, content)
    except UnreadableFile as error:
        raise CallRefused(error.message, help="read the file again before you save") from None
    return _saved(call, given["path"], content, is_new=before is None)


def _require_workflow(parsed_text: document.Document, path: str) -> None:
    """Raise CallRefused for a text that is no workflow: this server writes nothing else."""
    if parsed_text.broken is not None:
        raise CallRefused(
            f"the text is not JSON: {parsed_text.broken.message}",
            help="call lint with the text for the place, and save it when it is JSON",
        )
    reason = reason_to_skip(parsed_text, ())
    if reason:
        raise CallRefused(
            f"{shown(path)}: only workflows are saved: {reason}",
            help="call new_workflow for the text of one",
        )


def _require_known(before: bytes, given: Any) -> None:
    """Raise CallRefused unless the caller names the content *before* that it replaces."""
    path = given["path"]
    folders = Path(path).parts[:-1]
    reason = reason_to_skip(document.parse(before, path), folders)
    if reason:
        raise CallRefused(f"{shown(path)}: {reason}", help="choose another path")
    current = hashlib.sha256(before).hexdigest()
    if given.get("replaces") != current:
        what = "the file exists" if "replaces" not in given else "the file has changed"
        raise CallRefused(
            f"{shown(path)}: {what}; the sha256 of its content is {current}",
            help="read it, and give this as replaces if your text is made from it",
        )


def _saved(call: Call, path: str, content: bytes, *, is_new: bool) -> ToolAnswer:
    digest = hashlib.sha256(content).hexdigest()
    text = f"{'created' if is_new else 'replaced'} {path}; sha256 {digest}; next: lint it"
    page = paging.text_page(text, None, call.page_limit)
    done = Finished("", 0, text, "")
    structured = {"path": path, "sha256": digest, "isNew": is_new, **tool.common(done, page)}
    return ToolAnswer(text, structured)


SAVE: Final = ToolDefinition(
    name="save_workflow",
    title="Save a workflow",
    description=(
        "Write a workflow file in one step. To replace a file, give the sha256 of the content that you replace: "
        "it is compared before writing."
    ),
    answer=_save,
    properties={
        "path": PATH,
        "text": {**TEXT, "description": "The whole content of the file, a workflow in JSON."},
        "replaces": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "The sha256 of the present content; omit it for a new file.",
        },
    },
    required=("path", "text"),
    output=tool.output_schema(
        {
            "path": {"type": "string"},
            "sha256": {"type": "string", "description": "The sha256 of the saved content."},
            "isNew": {"type": "boolean", "description": "False when a file was replaced."},
        }
    ),
    writes=True,
    is_destructive=True,
)

TOOLS: Final = (NEW, FORMAT, PROPOSE, APPLY, SAVE)
