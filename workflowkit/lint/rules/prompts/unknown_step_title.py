from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.suggest import closest


@rule("P050", severity=Severity.WARNING, since="0.1.0")
def unknown_step_title(analysis: Analysis) -> Iterator[Finding]:
    """A prompt names a step that does not exist.

    ## Why

    The step was renamed or deleted, and the sentence about it was not.
    The agent looks for a result that nothing has produced.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "survey", "title": "Survey the module", "prompt": "Survey the module."},
        {
          "id": "report",
          "title": "Report",
          "prompt": "Report what the step 'Scan the module' found."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "survey", "title": "Survey the module", "prompt": "Survey the module."},
        {
          "id": "report",
          "title": "Report",
          "prompt": "Report what the step 'Survey the module' found."
        }
      ]
    }
    ```

    ## When not

    Steps of the product that is built or described are not steps of the workflow; call them stages or screens.
    """
    names = _Names(_names(analysis))
    for passage, match in analysis.passages.find_in_text(
        _NAMED, "step ", "Step ", "phase ", "Phase "
    ):
        name = match["quoted"] or match["code"]
        if names.is_unknown(name, is_id=bool(match["code"])):
            guess = closest(name, names.written)
            yield Finding(
                passage.route,
                f"no step is called '{name}'",
                help=f"did you mean '{guess}'?"
                if guess
                else "name a step that exists, or the result that is meant",
                window=match.span("quoted" if match["quoted"] else "code"),
            )


_NAMED = re.compile(
    r"\b(?:the|this|that|in|from|of|by|earlier|previous|next|later|last|first|see) (?:step|phase)(?: (?:called|named|titled))? "
    r"(?:['\"“‘](?P<quoted>[A-Z][^'\"“”‘’\n]{2,60})['\"”’]|`(?P<code>[a-z][a-z0-9]*(?:-[a-z0-9]+)+)`)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(?:phase|step)\s+\d+[a-z]?\s*[:.—–-]\s*", re.IGNORECASE)


def _names(analysis: Analysis) -> Iterator[str]:
    """Yield the id and the title of every step, those of injected routines included."""
    for step in analysis.workflow.all_steps:
        yield from (step.id, step.title)
    for nodes in analysis.compiled_prompts.values():
        for node in nodes:
            yield from (as_text(node.value.get("id")), as_text(node.value.get("title")))


class _Names:
    """The names of the steps, whole and without their numbers."""

    def __init__(self, names: Iterable[str]) -> None:
        self.written = {name for name in names if name}
        self._folded = {_folded(name) for name in self.written} - {""}

    def is_unknown(self, name: str, *, is_id: bool) -> bool:
        """Return whether no step has the id *name*, or no title contains the title *name* or is contained in it."""
        wanted = _folded(name)
        if is_id:
            return name not in self.written
        return not any(wanted in known or known in wanted for known in self._folded)


def _folded(name: str) -> str:
    return _NUMBER.sub("", name).strip(" .,:").lower()
