from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.phases import PhaseMention
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("P010", severity=Severity.INFO, since="0.1.0")
def ambiguous_phase_reference(analysis: Analysis) -> Iterator[Finding]:
    r"""A prompt refers to an earlier phase by its number.

    ## Why

    Numbers shift when a step is added or deleted, and no program reports that the text is wrong.
    The agent knows the earlier result by the name of its key or file, not by a number.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "phase-1-scope", "title": "Phase 1: Scope", "prompt": "Settle the scope."},
        {
          "id": "phase-2-build",
          "title": "Phase 2: Build",
          "prompt": "Build what Phase 1 settled."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "phase-1-scope",
          "title": "Phase 1: Scope",
          "prompt": "Settle the scope.\n\nCapture: `scopeItems`."
        },
        {
          "id": "phase-2-build",
          "title": "Phase 2: Build",
          "prompt": "Build every entry of `scopeItems`."
        }
      ]
    }
    ```
    """
    by_label: dict[str, list[PhaseMention]] = {}
    for mention in analysis.phases.mentions:
        if mention.relation == "unknown" or (
            mention.relation == "earlier" and not mention.is_destination
        ):
            by_label.setdefault(mention.label.lower(), []).append(mention)
    for first, *others in by_label.values():
        words = first.passage.text[slice(*first.window)]
        yield Finding(
            first.passage.route,
            f"the prompt refers to an earlier step by its number, '{words}'"
            if first.targets
            else f"no step has the number in '{words}'",
            help="name the key, the file or the result that is meant",
            window=first.window,
            related=tuple(Related(other.passage.route, "also named here") for other in others),
        )
