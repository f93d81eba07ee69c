from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule

_STEMS = ("feel", "good enough", "until", "fuzzy", "seem", "look")


@needs(stems=_STEMS)
@rule("P007", severity=Severity.WARNING, since="0.1.0")
def vague_stop_rule(analysis: Analysis) -> Iterator[Finding]:
    """A stop rule depends on a feeling.

    ## Why

    An agent always feels ready, so work that stops when it feels done stops at once or never.
    A count, a named check or an observation is true or false.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "polish", "title": "Polish", "prompt": "Improve the draft until it feels right."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "polish",
          "title": "Polish",
          "prompt": "Improve the draft until `openPointCount` is 0."
        }
      ]
    }
    ```

    ## When not

    Feelings that are forbidden (`never stop because it feels done`) or quoted are not reported, nor those beside a number or a rating.
    *Decide whether it is good enough* asks for a judgment and is no stop rule.
    """
    for passage, match in analysis.passages.find(_VIBES, *_STEMS):
        start, end = passage.sentence_at(match.start())
        is_measured = _MEASURE.search(passage.prose, start, end) is not None
        # The person who is to be happy decides, not the agent.
        is_personal = (
            match[0].lower().startswith("until")
            and _PERSON.search(passage.prose, start, match.start()) is not None
        )
        # "Decide whether it is good enough" asks for a judgment and states no rule.
        is_judged = (
            match[0].lower() == "good enough"
            and _STOPS.search(passage.prose, start, match.start()) is None
        )
        is_named = passage.is_quoted(match.start()) or passage.is_forbidden(match.start())
        if not is_measured and not is_named and not is_personal and not is_judged:
            yield Finding(
                passage.route,
                f"'{match[0]}' is a feeling, not a check",
                help="name the count, the test or the observation that decides",
                window=match.span(),
            )


_VIBES = re.compile(
    r"\bfeels? (?:right|done|complete|good|finished|solid|ready|natural|off)\b|\bgood enough\b"
    r"|\buntil (?:(?:you are|you're|it is|it's|everything is|things are) )?(?:satisfied|happy|comfortable|perfect|polished)\b"
    r"|\b(?:until|when|once) (?:it|everything|this|all of it|things) (?:looks?|feels?|seems?) (?:right|good|fine|ok|okay|done|complete|ready)\b"
    r"|\bseems? (?:right|fine|ok|okay|good) to you\b|\b(?:still|seems)Fuzzy\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:I|we|they|he|she|who|user|(?:the|a|an|each|every) [a-z]+ (?:may|can|is|are|has|have|should|must|wants?))\b",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"\b(?:until|once|when|if|stop|finish|end|leave|continue|as soon as)\b(?!.*\bwhether\b)",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"\d|\b(?:scores?|scored|ratings?|rated)\b", re.IGNORECASE)
"""A number or a rating, which decides instead of the feeling in the same sentence."""
