from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.calls import calls_of
from workflowkit.analysis.data_flow.captures import captures_of
from workflowkit.analysis.data_flow.context import Definedness
from workflowkit.analysis.data_flow.reads import (
    Read,
    condition_reads,
    loop_variables,
    token_reads,
)
from workflowkit.compiler.steps import CompiledStep
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.runtime.conditions import evaluate


@rule("T009", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unset_routine_input(analysis: Analysis) -> Iterator[Finding]:
    """An injected routine reads a key that no earlier step captures.

    ## Why

    Injected steps read the context of the caller, whose author may not know which keys they need.
    The agent guesses a missing value, or determines it a second time.
    A condition on a key that nothing names is an error of another rule and not reported here.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "survey",
          "title": "Survey",
          "templateCall": {"templateId": "wr.templates.routine.asking-survey"}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "promptBlocks": {"goal": "Read the request.", "outputRequired": {"surveySources": "list: where to search."}}},
        {
          "id": "survey",
          "title": "Survey",
          "templateCall": {"templateId": "wr.templates.routine.asking-survey"}
        }
      ]
    }
    ```

    ## When not

    A routine that states what to do without the key needs no value.
    The condition of the calling step is checked by the rules about conditions.
    """
    context = analysis.context
    for step, routine in calls_of(analysis.workflow, analysis.compile_context.routines.by_template):
        nodes = [
            node for node in analysis.compiled_prompts.get(step.route, ()) if node.origin.routine
        ]
        known = {
            key
            for key, captures in context.captures_by_key.items()
            if any(context.position(capture.step) < context.position(step) for capture in captures)
        }
        known |= loop_variables(context.loop_around(step))
        for node in nodes:
            known.update(
                capture.key for capture in captures_of(Step(node.value, step.route, step.loop))
            )
        undefined = {
            read.key
            for read in context.injected_reads
            if context.definedness(read) is Definedness.UNSET
        }
        for key in dict.fromkeys(key for node in nodes for key in _wanted(analysis, step, node)):
            if key in known | undefined | context.inputs or _is_named(analysis, key, step):
                continue
            yield Finding(
                (*step.route, "templateCall", "templateId"),
                f"routine '{routine.id}' reads '{key}', which no earlier step captures",
                f"capture '{key}' in an earlier step",
            )


_KEY = re.compile(r"`([a-z]+[A-Z][A-Za-z0-9]*)`")


def _wanted(analysis: Analysis, caller: Step, node: CompiledStep) -> Iterator[str]:
    """Yield the keys that an injected step reads: in its own conditions and tokens, or named as code in camel case."""
    injected = Step(node.value, caller.route, caller.loop)
    given = {read.key for read in condition_reads(caller)}
    own = (*condition_reads(injected), *token_reads(injected))
    yield from (
        read.key
        for read in own
        if read.use == "token"
        or (read.use == "run" and read.key not in given and _may_run(analysis, caller, node, read))
    )
    yield from _KEY.findall(injected.prompt)


def _may_run(analysis: Analysis, caller: Step, node: CompiledStep, read: Read) -> bool:
    """Return True unless *node* needs a key that nothing sets, which the rules about conditions report."""
    if evaluate(node.value.get("runCondition"), {}):
        return True
    return analysis.context.definedness(replace(read, step=caller)) is not Definedness.UNSET


def _is_named(analysis: Analysis, key: str, step: Step) -> bool:
    """Return True when a text before *step*, or an argument of it, names the key."""
    position = analysis.context.position
    if any(key in str(value) for value in step.arguments.values()):
        return True
    return any(position(mention) < position(step) for mention in analysis.context.mentions(key))
