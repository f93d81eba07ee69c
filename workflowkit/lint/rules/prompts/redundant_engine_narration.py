from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.text.routes import Route


@rule("P004", severity=Severity.INFO, since="0.1.0", fix="unsafe")
def redundant_engine_narration(analysis: Analysis) -> Iterator[Finding]:
    r"""A prompt mentions the engine that runs it.

    ## Why

    The engine and its client add what the agent has to know about tool calls and context objects.
    A prompt that explains them becomes wrong when a tool is renamed, and is wrong in clients that name the tool differently.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "assess",
          "title": "Assess",
          "prompt": "Assess the risk.\n\nPass these keys in the `context` of your next `continue_workflow` call: `riskLevel`, `riskReason`."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "assess",
          "title": "Assess",
          "prompt": "Assess the risk.\n\nCapture: `riskLevel`, `riskReason`."
        }
      ]
    }
    ```

    ## Fix

    Replaces the header of a list of keys with `Capture:`; other sentences have to be rewritten.

    ## When not

    Workflows about writing workflows (tag `authoring`) have to name these things.
    """
    if _AUTHORING in analysis.tags:
        return
    told: set[Route] = set()
    for passage, match in analysis.passages.find_in_text(_PLUMBING, *_STEMS):
        if passage.step.route in told or _STUDIED.search(passage.text, *_lead(passage, match)):
            continue
        told.add(passage.step.route)
        rewritten = _HEADER.sub("Capture:", passage.text)
        fix = Fix("write a capture footer", (Edit("set", passage.route, rewritten),))
        yield Finding(
            passage.route,
            f"the prompt mentions '{match[0]}', which belongs to the engine",
            help="state what to find out or decide, and list the keys after 'Capture:' or in 'outputRequired'",
            window=match.span(),
            fix=None if _PLUMBING.search(rewritten) else fix,
        )


_AUTHORING = "authoring"
_STEMS = (
    *("workflow", "Workflow", "WORKFLOW", "_session", "_SESSION", "_step", "_STEP"),
    *("Token", "token", "TOKEN", "ontext", "ONTEXT", "output.", "Output.", "OUTPUT."),
    *("artifact", "Artifact", "ngine", "server"),
)
"""Of these, to the letter, every usual writing of what `_PLUMBING` matches has one."""
_PLUMBING = re.compile(
    r"\b(?:continue_workflow|start_workflow|resume_session|complete_step|checkpoint_workflow"
    r"|list_workflows|inspect_workflow|(?:continue|state|ack|resume|checkpoint)Token"
    r"|output\.notesMarkdown|session context|loop[- ]control artifact"
    r"|(?:WorkRail|workflow) (?:engine|server)|context`? (?:object|variables?|keys))\b",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\b(?:set|capture|record) (?:these |the following )?"
    r"(?:keys in the next `?continue_workflow`? call['’]s `?context`? object|context (?:variables|keys)):",
    re.IGNORECASE,
)
_STUDIED = re.compile(
    r"\b(?:suggest|analy[sz]e|review|design|inspect|audit|assess|compare|document|explain|test|validate|define|plan|propose)(?:s|ing)?\b[^.\n]{0,60}$",
    re.IGNORECASE,
)
"""A verb that makes the engine's terms the object of the work."""


def _lead(passage: Passage, match: re.Match[str]) -> tuple[int, int]:
    """Return the part of the sentence before *match*."""
    return passage.sentence_at(match.start())[0], match.start()
