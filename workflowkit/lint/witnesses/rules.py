"""Which rules have witnesses; for those about runs, conditions and loops that have none, why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflowkit.lint.rule import Rule

GROUPS = "ELC"
"""The groups whose rules are about runs."""

_PROMPT = "The rule is about words that only the agent reads: the engine never interprets a prompt, and what an agent makes of it is not a fact about runs."
_JUDGMENT = "What the rule limits works; how much is too much is a matter of judgment."
_UNUSED = "Nothing depends on what the rule reports, so that runs are the same with and without it."

WITHOUT: Mapping[str, str] = {
    "excessive-path-count": "The number of paths is a fact about all runs together; `wfk simulate --explore` counts and lists them.",
    "excessive-value-combinations": "The rule states that runs are too many to follow; none of them is wrong by that.",
    "invalid-number-size": "The engine cannot store the workflow, so that no run begins.",
    "missing-decision-outcome": _PROMPT,
    "missing-decision-state": _PROMPT,
    "redundant-loop-id-in-prompt": _PROMPT,
    "redundant-loop-limit-in-prompt": _PROMPT,
    "missing-stop-example": _PROMPT,
    "mismatched-loop-id": "No engine compares the id, so that runs are the same with every id.",
    "excessive-loop-bound": _JUDGMENT,
    "unbalanced-loop-body-size": _JUDGMENT,
    "unused-loop-item": _UNUSED,
    "unused-loop-variable": _UNUSED,
    "deprecated-body-reference": "The engine runs both forms alike.",
    "unused-routing-flag": _UNUSED,
    "excessive-unused-captures": _UNUSED,
    "excessive-context-keys": _JUDGMENT,
    "ambiguous-append": _PROMPT,
    "ambiguous-capture-names": _PROMPT,
    "ambiguous-partial-update": _PROMPT,
    "inconsistent-value-case": "The engine ignores case, so that runs are as meant.",
    "unknown-prompt-key": _PROMPT,
    "unset-prompt-key": _PROMPT,
    "unset-path-key": _PROMPT,
}
"""Name of a rule of these groups to the reason why no run shows what it reports."""

OTHERS = frozenset({"unset-own-gate-key", "ignored-gate-condition"})
"""Rules of other groups that have witnesses."""


def has_witness(rule: Rule) -> bool:
    """Return whether runs can show what *rule* reports."""
    if rule.name in OTHERS:
        return True
    return rule.group in GROUPS and bool(rule.parameter) and rule.name not in WITHOUT


def witness_words(rule: Rule) -> Iterator[str]:
    """Yield what the page of *rule* says about witnesses; nothing for rules that do not are about runs."""
    if has_witness(rule):
        yield (
            "The note of a finding has the shortest run that shows it. "
            f"`wfk explain {rule.name} FILE:LINE` prints the run, "
            "and `wfk lint --witness DIR` writes it as a scenario."
        )
    elif rule.group in GROUPS:
        yield WITHOUT.get(
            rule.name, "None: the engine refuses the file, so that there is no run to show it."
        )
