from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflowkit.analysis.calls import calls_of
from workflowkit.analysis.captures import captures_of
from workflowkit.analysis.context import Definedness
from workflowkit.analysis.reads import condition_reads
from workflowkit.analysis.subject import Analysis
from workflowkit.compiler.nodes import Node
from workflowkit.diagnostics import Finding, Severity
from workflowkit.engine.conditions import evaluate
from workflowkit.lint.rule import rule
from workflowkit.model.view import Step


@rule("T016", severity=Severity.ERROR, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unreachable_routine_step(analysis: Analysis) -> Iterator[Finding]:
    """An injected step never runs, because nothing sets the keys it tests.

    ## Why

    Injected steps read the context of the caller.
    A condition on a key that neither the caller nor the routine sets is false in every run, and the engine skips the step.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {"id": "look", "title": "Look", "templateCall": {"templateId": "wr.templates.routine.depth-survey"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "promptBlocks": {"goal": "Read the request.", "outputRequired": {"surveyDepth": "number from 0 to 2"}}},
        {"id": "look", "title": "Look", "templateCall": {"templateId": "wr.templates.routine.depth-survey"}}
      ]
    }
    ```

    ## When not

    The condition of the calling step is checked by the rules about conditions.
    """
    for step, routine in calls_of(analysis.workflow, analysis.environment.routines.by_template):
        nodes = [
            node for node in analysis.compiled_prompts.get(step.route, ()) if node.origin.routine
        ]
        captured = {
            capture.key
            for node in nodes
            for capture in captures_of(Step(node.value, step.route, step.loop))
        }
        dead = {node.id: keys for node in nodes if (keys := _dead_keys(analysis, step, node))}
        keys = list(dict.fromkeys(key for names in dead.values() for key in names))
        if dead and not captured.intersection(keys):
            count = f"{len(dead)} steps" if len(dead) > 1 else f"step '{next(iter(dead))}'"
            listed = " and ".join(f"'{key}'" for key in keys)
            yield Finding(
                (*step.route, "templateCall", "templateId"),
                f"{count} of routine '{routine.id}' never {'run' if len(dead) > 1 else 'runs'}, because nothing sets {listed}",
                f"capture {listed} in an earlier step",
            )


def _dead_keys(analysis: Analysis, caller: Step, node: Node) -> list[str]:
    """Return the keys whose lack keeps *node* from running; none when some text may set one of them."""
    condition = node.value.get("runCondition")
    injected = Step(node.value, caller.route, caller.loop)
    reads = [read for read in condition_reads(injected) if read.use == "run"]
    given = {read.key for read in condition_reads(caller)}
    if not reads or given.intersection(read.key for read in reads) or evaluate(condition, {}):
        return []
    states = {analysis.context.definedness(replace(read, step=caller)) for read in reads}
    if states != {Definedness.UNSET}:
        return []
    return [read.key for read in reads]
