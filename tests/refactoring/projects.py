"""Projects for tests of refactorings: folders on the disk, and the files of the bundle."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from workflowkit.compiler.steps import every_step
from workflowkit.refactoring.plan import Refactoring
from workflowkit.refactoring.proof import after
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.run.project import Project
from workflowkit.run.refactorings import source_files

ROOT = Path(__file__).resolve().parents[2]


def workflow(*steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A workflow that compiles, with *steps* behind a first one."""
    return {
        "id": "acme.release",
        "name": "Release",
        "description": "Use this to cut a release.",
        "version": "1.0.0",
        **fields,
        "steps": [{"id": "begin", "title": "Begin", "prompt": "Read the request."}, *steps],
    }


def routine(routine_id: str, *steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A routine with *steps* alone."""
    return {**workflow(**fields), "id": routine_id, "steps": list(steps)}


def step(step_id: str, prompt: str = "Do the work.", **fields: Any) -> dict[str, Any]:
    """A step with a raw prompt."""
    return {"id": step_id, "title": f"Title of {step_id}", "prompt": prompt, **fields}


def write(folder: Path, path: str, content: Any) -> Path:
    """Write a text as it is, and any other value as JSON."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content, indent=2) + "\n"
    file.write_bytes(text.encode("utf-8"))
    return file


def files_in(folder: Path) -> SourceFiles:
    """The files of the project at *folder*, which is the current one."""
    assert folder.resolve() == Path().resolve()
    return source_files(Project.load(["."]))


@cache
def bundled() -> SourceFiles:
    """The bundled workflows and routines, as a project's own."""
    return source_files(Project.load([str(ROOT / "workflows"), str(ROOT / "routines")]))


def text_after(files: SourceFiles, plan: Refactoring, path: str) -> str:
    """The text of the workflow at *path* after *plan*."""
    return plan.text_of(path, files.by_path[path].text)


def other_text_after(plan: Refactoring, path: str) -> str:
    """The text of another file at *path* after *plan*."""
    return plan.text_of(path, Path(path).read_bytes().decode("utf-8"))


def restored(files: SourceFiles, plan: Refactoring, back: Refactoring) -> bool:
    """Whether *back*, on the files after *plan*, gives every changed workflow its bytes again."""
    now = after(files, plan)
    return bool(plan.edits) and all(
        text_after(now, back, path) == files.by_path[path].text
        for path in plan.edits
        if path in files.by_path
    )


def prompts(files: SourceFiles, path: str) -> list[tuple[Any, ...]]:
    """What the agent gets at each step of the workflow at *path*, its id apart."""
    return [
        tuple(sorted((k, repr(v)) for k, v in node.value.items() if k not in ("id", "body")))
        for node in every_step(files.compiled(path).steps)
    ]
