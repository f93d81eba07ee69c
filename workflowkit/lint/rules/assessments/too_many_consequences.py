from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.wording import counted
from workflowkit.source.routes import value_at


@rule("A005", severity=Severity.ERROR, since="0.1.0")
def too_many_consequences(analysis: Analysis) -> Iterator[Finding]:
    """A step has more consequences than the engine accepts.

    ## Why

    Engines before 3.89.0 accept one consequence per step, later ones ten, and drop a workflow with more.
    A second reaction belongs in the guidance of the first or in a step of its own.

    ## Bad

    ```json
    {
      "assessments": [
        {
          "id": "risk",
          "purpose": "Tell how risky the change is.",
          "dimensions": [{"id": "reach", "purpose": "How much it touches.", "levels": ["low", "high"]}]
        }
      ],
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change.", "assessmentRefs": ["risk"],
          "assessmentConsequences": [
            {"when": {"anyEqualsLevel": "high"}, "effect": {"kind": "require_followup", "guidance": "Split it."}},
            {"when": {"anyEqualsLevel": "low"}, "effect": {"kind": "require_followup", "guidance": "Split it."}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {
          "id": "risk",
          "purpose": "Tell how risky the change is.",
          "dimensions": [{"id": "reach", "purpose": "How much it touches.", "levels": ["low", "high"]}]
        }
      ],
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change.", "assessmentRefs": ["risk"],
          "assessmentConsequences": [
            {"when": {"anyEqualsLevel": "high"}, "effect": {"kind": "require_followup", "guidance": "Split it."}}
          ]
        }
      ]
    }
    ```
    """
    engine = analysis.spec.engine
    for finding in analysis.problems("too-many-consequences"):
        entries = value_at(analysis.workflow.value, finding.route)
        if not isinstance(entries, list) or len(entries) <= engine.max_consequences:
            yield finding
            continue
        most = engine.max_consequences
        yield replace(
            finding,
            message=f"{counted(len(entries), 'consequence')} at one step; engine {engine.version} accepts {most}",
            help="join their guidance in one consequence"
            if most == 1
            else f"keep {most} consequences",
            note="engines from 3.89.0 on accept 10 consequences per step" if most == 1 else "",
        )
