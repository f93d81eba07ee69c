from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import is_truthy
from workflowkit.text.routes import Route

_STEMS = (
    *("wait", "stop ", "pause", "hold", "ask ", "do not ", "don't ", "never ", "must not "),
    *("get ", "obtain ", "seek ", "secure "),
)


@needs(stems=_STEMS)
@rule(
    "H004",
    severity=Severity.WARNING,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def missing_gate(analysis: Analysis) -> Iterator[Finding]:
    """A prompt asks for a person's decision, but the step has no gate.

    ## Why

    Without `requireConfirmation` the engine presents the next step as soon as the notes are submitted, and an unattended run continues.
    The approval that the prompt requires then never happens.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Write the plan. Do not proceed until I have approved it."},
        {"id": "build", "title": "Build", "prompt": "Build what was planned."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Write the plan and ask me to approve it.", "requireConfirmation": true},
        {"id": "build", "title": "Build", "prompt": "Build what was planned."}
      ]
    }
    ```

    ## Fix

    Adds the gate.

    ## When not

    A question that is asked and answered within the step needs no gate.
    A question for one case only is not reported, because a gate would ask in every case.
    """
    told: set[Route] = set()
    for passage, match in analysis.passages.find(_WAITS, *_STEMS):
        step = passage.step
        if is_truthy(step.gate) or step.route in told or _is_excused(passage, match):
            continue
        told.add(step.route)
        yield Finding(
            passage.route,
            f"the prompt of step '{step.id}' asks for a person's decision, but the step has no gate",
            help="add 'requireConfirmation': true",
            window=match.span(),
            fix=Fix("add the gate", (Edit("set", (*step.route, "requireConfirmation"), True),)),
        )


def _is_excused(passage: Passage, match: re.Match[str]) -> bool:
    """Return whether the question is denied, or depends on a case: a gate would ask every time."""
    if match["asked"] is None:
        return False
    start, end = passage.sentence_at(match.start())
    # "Wait for the answer" of a service is no gate.
    if match["open"] and not _PERSONAL.search(passage.prose, start, match.start()):
        return True
    return passage.is_forbidden(match.start()) or bool(_CASE.search(passage.prose, start, end))


_APPROVAL = r"(?:approv|confirm|agree|sign|accept|consent)\w*"
_PERSON = r"(?:I|me|we|you|my|the user|the user's|user|a human|the human|explicit|explicitly)"
_ASKED = r"(?:me|us|the user|a human|the human|a person)"
_DECIDER = (
    r"(?:I|me|we|us|my|our|the user(?:['’]s)?|a human(?:['’]s)?|the human(?:['’]s)?|a person|someone"
    r"|(?:the |an? |our )?(?:[a-z-]+ )?(?:owner|manager|lead|operator|maintainer|stakeholders?|counsel|editor"
    r"|approver|reader|officer|committee|board|sponsor|supervisor)(?:['’]s)?)"
)
_ANSWER = (
    r"(?:answer|repl(?:y|ied)|respon[sd]|decid|decision|choice|choose|chosen|pick|approv|confirm|agree|sign|accept"
    r"|consent|go-ahead)\w*"
)
_WAITS = re.compile(
    rf"\b(?:do not|don't|never|must not) (?:proceed|continue|move on|go on|advance|start|begin)\b[^.\n]{{0,60}}"
    rf"\b(?:until|before|unless|without)\b[^.\n]{{0,30}}\b{_PERSON}\b[^.\n]{{0,30}}\b{_APPROVAL}"
    r"|\b(?:do not|don't|never|must not) (?:proceed|continue|move on|go on|advance) (?:until|before|unless|without) "
    r"(?:\w+ ){0,3}(?:approved|approval|consent|sign-off|confirmation)\b"
    rf"|\bwait for (?:{_PERSON} )*(?:approval|confirmation|consent|go-ahead|sign-off|agreement)\b"
    rf"|\b(?:do not|don't|never|must not) (?:proceed|continue|move on|go on|advance) (?:until|before|unless|without) {_DECIDER} "
    rf"(?:\w+ ){{0,3}}{_ANSWER}"
    rf"|\b(?P<asked>(?:wait|pause|hold|stop)(?: here)?(?: for| until) {_DECIDER} (?:\w+ ){{0,3}}{_ANSWER}"
    r"|wait for (?:the|our|an?) (?:[a-z-]+ ){0,2}[a-z]+['’]s (?:approval|decision|consent|sign-?off|go-ahead|permission)"
    r"|(?:get|obtain|seek|secure) (?:the|our) (?:[a-z-]+ ){0,2}[a-z]+['’]s (?:approval|consent|sign-?off|go-ahead|permission)"
    rf"|(?:get|obtain|seek|secure) {_DECIDER} (?:explicit |written )?(?:approval|sign-?off|confirmation|consent|go-ahead|permission|acceptance|decision)"
    r"|wait for (?P<open>the|an?|that) (?:answer|reply|response|choice|decision)"
    rf"|wait (?:for|until) (?:my|the user's|their|our|a human's|{_ASKED}) ?(?:answer|reply|response|decision|acceptance|choice|verdict|ok|to (?:answer|reply|decide|choose|accept|approve))\w*"
    rf"|stop and ask (?:{_ASKED}|for)\b"
    rf"|ask (?:{_ASKED}|{_DECIDER}) (?:to (?:accept|approve|confirm|sign off|authorize)|for (?:{_PERSON} )*(?:approval|confirmation|consent|sign-off|acceptance|permission)))\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:I|me|us|(?:the|a) user|(?:the|a) human|a person)\b")
_CASE = re.compile(
    r"\b(?:if|when|whenever|unless|where|in case|once|otherwise|only)\b", re.IGNORECASE
)
