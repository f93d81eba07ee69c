from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.loops import LOOP_CONTROL
from workflowkit.analysis.prompts.examples import Example
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.text.routes import value_at


@rule("R013", severity=Severity.INFO, since="0.1.0", fix="unsafe")
def redundant_contract_shape(analysis: Analysis) -> Iterator[Finding]:
    r"""A prompt repeats the artifact example that the engine adds.

    ## Why

    The engine adds an example to every loop decision and every assessment, in the shape that it checks.
    The copy in the prompt is redundant, and wrong after the engine changes.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Mend what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {
              "id": "decide",
              "title": "Decide",
              "prompt": "Continue while `defectCount` is above 0, otherwise stop.\n\n```json\n{\"artifacts\": [{\"kind\": \"wr.loop_control\", \"decision\": \"stop\"}]}\n```\n",
              "outputContract": {"contractRef": "wr.contracts.loop_control"}
            }
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Mend what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Fix

    Deletes the block, and the line that introduces it.
    There is no fix when the text around the block continues its sentence, or would no longer name both outcomes of a loop decision.

    ## When not

    The engine adds no example for other contracts; showing one is useful there.
    """
    for example in analysis.examples:
        kinds = {artifact["kind"] for _, artifact in example.artifacts if len(artifact) > 1}
        step = example.step
        repeated = (
            "wr.loop_control"
            if step.contract == LOOP_CONTROL and "wr.loop_control" in kinds
            else "wr.assessment"
            if step.assessment_refs and "wr.assessment" in kinds
            else ""
        )
        if repeated:
            yield Finding(
                example.route,
                f"the prompt of step '{step.id}' shows a '{repeated}' artifact, which the engine adds as well",
                help="name the outcomes in words and delete the block",
                window=example.block,
                fix=_delete(analysis, example) if example.is_fenced else None,
            )


def _delete(analysis: Analysis, example: Example) -> Fix | None:
    text = value_at(analysis.workflow.value, example.route)
    before, after = text[: example.block[0]].rstrip(), text[example.block[1] :].strip("\n")
    lines = before.split("\n")
    if lines[-1].rstrip("*_ ").endswith(":"):
        lines.pop()
    elif before and not before.endswith((".", "!", "?", "`", ")", "*")):
        return None
    if after[:1].islower():
        return None
    kept = "\n\n".join(part for part in ("\n".join(lines).rstrip(), after) if part)
    decides = example.step.contract == LOOP_CONTROL
    if decides and not all(word in kept.lower() for word in ("continue", "stop")):
        return None
    return Fix("delete the block", (Edit("set", example.route, kept),)) if kept else None
