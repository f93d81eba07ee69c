"""Small workflows under analysis."""

from __future__ import annotations

from tests.lint.running_rules import run_context
from workflowkit.analysis.analysis import Analysis, FileContext
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.format.reader import Workflow
from workflowkit.text.document import Document
from workflowkit.text.routes import Json


def analysis(steps: list[Json], engine: str | None = None, **fields: Json) -> Analysis:
    """A workflow of *steps*, compiled with the bundled routines for *engine*."""
    value: dict[str, Json] = {
        "id": "acme.example",
        "name": "Example",
        "description": "Use this to see one fact about a small workflow.",
        "version": "1.0.0",
        "steps": steps,
        **fields,
    }
    context = run_context(engine)
    environment = context.compile
    return Analysis(
        Document("example.json", "", value, None, 0),
        Workflow(value),
        compile_workflow(value, environment),
        environment,
        context.spec,
        FileContext(),
    )


def step(
    identity: str, prompt: str = "Go on.", when: Json = None, **fields: Json
) -> dict[str, Json]:
    """A step with a raw prompt; *when* is its condition."""
    condition: dict[str, Json] = {} if when is None else {"runCondition": when}
    return {"id": identity, "title": identity.title(), "prompt": prompt, **condition, **fields}


def loop(
    identity: str, body: Json, when: Json = None, kind: str = "while", **config: Json
) -> dict[str, Json]:
    """A loop; *when* is the condition of its container."""
    condition: dict[str, Json] = {} if when is None else {"runCondition": when}
    return {
        "id": identity,
        "type": "loop",
        "title": identity.title(),
        "loop": {"type": kind, "maxIterations": 3, **config},
        "body": body,
        **condition,
    }


def equals(key: str, value: Json) -> dict[str, Json]:
    """A condition."""
    return {"var": key, "equals": value}
