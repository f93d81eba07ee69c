from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.key_uses import KeyUse, names_in_force
from workflowkit.analysis.data_flow.mentions import is_only_read
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.wording import quoted


@rule("C027", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unset_prompt_key(analysis: Analysis) -> Iterator[Finding]:
    """A prompt names a key in backticks that only a later step captures.

    ## Why

    The step refers the agent to a value that does not exist yet.
    The agent guesses it, or does the work of the later step too early.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "promptBlocks": {"goal": "Read the sources.", "outputRequired": {"sourceNotes": "list: one note for each source"}}},
        {"id": "write", "title": "Write", "prompt": "Write every chapter of `docOutline` from `sourceNotes`."},
        {"id": "outline", "title": "Outline", "promptBlocks": {"goal": "Outline the document.", "outputRequired": {"docOutline": "list: the chapters"}}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "promptBlocks": {"goal": "Read the sources.", "outputRequired": {"sourceNotes": "list: one note for each source"}}},
        {"id": "outline", "title": "Outline", "promptBlocks": {"goal": "Outline the document.", "outputRequired": {"docOutline": "list: the chapters"}}},
        {"id": "write", "title": "Write", "prompt": "Write every chapter of `docOutline` from `sourceNotes`."}
      ]
    }
    ```

    ## When not

    In a loop a later iteration reads what an earlier one captured; such keys are not reported.
    An earlier text that names the key without clearly reading it may set it, and keeps the rule silent.
    Sentences with *if*, *later* or *when available* allow for a key without a value.
    """
    context = analysis.context
    known = names_in_force(context)
    for key, uses in analysis.key_uses.items():
        captures = context.captures_of_key(key)
        if key in known or not captures or context.unread_calls:
            continue
        early = [use for use in uses if _is_early(context, use, captures)]
        # The key may be set before, in words that are not understood.
        if early and is_only_read(key, _before(context, key, captures[0])):
            yield Finding(
                early[0].route,
                f"{quoted(key)} is named here, but first captured by the later step '{captures[0].step.id}'",
                help="capture it in an earlier step, or move this step after the capture",
                related=(
                    Related(captures[0].route, "first captured here"),
                    *(Related(use.route, "also named too early") for use in early[1:]),
                ),
                window=early[0].window,
            )


def _before(context: Context, key: str, capture: Capture) -> list[Step]:
    """Return the steps that name *key* before the step of *capture*."""
    moment = context.position(capture.step)
    return [step for step in context.mentions(key) if context.position(step) < moment]


def _is_early(context: Context, use: KeyUse, captures: tuple[Capture, ...]) -> bool:
    """Return whether *use* comes before all *captures*, in a loop with none of them."""
    loop = context.loop_around(use.step)
    is_before = all(
        context.position(use.step) < context.position(capture.step)
        and (loop is None or context.loop_around(capture.step) != loop)
        for capture in captures
    )
    return is_before and not use.is_conditional
