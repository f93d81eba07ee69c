from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule


@rule(
    "R009",
    severity=Severity.WARNING,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def missing_artifact_contract(analysis: Analysis) -> Iterator[Finding]:
    """A prompt requests a typed artifact that its step does not require.

    ## Why

    Without a contract the engine neither requests the artifact nor validates it.
    A step without the artifact, or with an invalid one, completes all the same.

    ## Bad

    ```json
    {
      "steps": [{"id": "judge", "title": "Judge", "prompt": "Judge the change and emit a `wr.review_verdict` artifact."}]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change and emit a `wr.review_verdict` artifact.",
          "outputContract": {"contractRef": "wr.contracts.review_verdict"}
        }
      ]
    }
    ```

    ## Fix

    Adds the contract; assessments have to be declared manually.

    ## When not

    Texts that explain or forbid an artifact do not request it.
    A contract that does not exist is reported by `unknown-contract`.
    """
    by_kind: dict[str, str] = {}
    bodies = {step.route: loop for loop in analysis.loops for step in loop.body}
    for passage in analysis.passages:
        if "wr." not in passage.text:
            continue
        for match in _ORDER.finditer(passage.text):
            kind, step = match.group(1), passage.step
            # Few workflows name an artifact, and the contracts have to be read.
            by_kind = by_kind or {each.kind: each.id for each in analysis.spec.contracts.values()}
            if (
                "outputContract" in step.value
                and step.contract not in analysis.compile_context.contracts
            ):
                continue
            if kind not in by_kind or passage.is_forbidden(match.start()):
                continue
            loop = bodies.get(step.route) if kind == "wr.loop_control" else None
            if loop and loop.takes_artifact and not loop.has_decider:
                continue  # `missing-loop-exit-step` reports it.
            if not _is_demanded(step, kind, by_kind[kind]):
                edit = Edit("set", (*step.route, "outputContract"), {"contractRef": by_kind[kind]})
                # Outside a loop the contract of a loop decision would be wrong as well.
                is_out_of_place = kind == "wr.assessment" or (
                    kind == "wr.loop_control" and loop is None
                )
                can_add = not is_out_of_place and not step.contract
                yield Finding(
                    passage.route,
                    f"step '{step.id}' requests a '{kind}' artifact, but does not require it",
                    help="add 'assessmentRefs'"
                    if kind == "wr.assessment"
                    else f"add an 'outputContract' for '{by_kind[kind]}'",
                    window=match.span(1),
                    fix=Fix("add the contract", (edit,)) if can_add else None,
                )
                break


_ORDER = re.compile(
    r"\b(?:emit|provide|hand over|submit|return|output|produce|send|attach|deliver|include|give|create|write)s?\b"
    r"(?:(?![.;!?](?:\s|$)|\n\s*\n|[Ll]ater|earlier).){0,80}?\b(wr\.[a-z]+(?:_[a-z]+)*)(?![\w.-]*\w)",
    re.IGNORECASE | re.DOTALL,
)


def _is_demanded(step: Step, kind: str, contract: str) -> bool:
    return step.contract == contract or (kind == "wr.assessment" and bool(step.assessment_refs))
