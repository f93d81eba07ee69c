from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.criteria import Criterion, is_enforced
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.runtime.javascript import BadPatternError, check_pattern
from workflowkit.text.json_values import as_text
from workflowkit.text.wording import quoted


@needs("validationCriteria")
@rule("V007", severity=Severity.ERROR, since="0.1.0", fix="safe")
def invalid_criterion_regex(criterion: Criterion) -> Iterator[Finding]:
    """A criterion has a regular expression that does not compile.

    ## Why

    The engine compiles the pattern when notes are submitted, not when it loads the workflow.
    The failure blocks the step permanently: no notes can pass, and a retry is impossible.
    Patterns are ECMAScript, which has no inline flags such as `(?i)`.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move and number the steps (1), (2) and so on.",
          "validationCriteria": {"and": [{"type": "regex", "pattern": "([0-9]", "message": "number the steps"}]}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move and number the steps (1), (2) and so on.",
          "validationCriteria": {"and": [{"type": "regex", "pattern": "[(][0-9]", "message": "number the steps"}]}
        }
      ]
    }
    ```

    ## Fix

    Moves inline flags at the start of a pattern to `flags`.
    """
    pattern, flags = as_text(criterion.rule.get("pattern")), as_text(criterion.rule.get("flags"))
    if criterion.type == "regex" and pattern and is_enforced(criterion.step):
        try:
            check_pattern(pattern, flags)
        except BadPatternError as error:
            is_flags = str(error).endswith("flags")
            yield (
                _bad_flags(criterion, flags)
                if is_flags
                else _bad_pattern(criterion, pattern, flags)
            )


def _bad_flags(criterion: Criterion, flags: str) -> Finding:
    return Finding(
        (*criterion.route, "flags"),
        f"{quoted(flags)} are no flags of a regular expression",
        help="use flags out of 'dgimsuvy', each once",
    )


def _bad_pattern(criterion: Criterion, pattern: str, flags: str) -> Finding:
    """Report a pattern, with the construct of another language that is in it, if any."""
    route = (*criterion.route, "pattern")
    inline, group = _INLINE_FLAGS.search(pattern), _PYTHON_GROUP.search(pattern)
    if inline:
        return Finding(
            route,
            f"regular expressions of the engine (ECMAScript) have no '{inline.group()}'",
            help=f"delete it and add 'flags': '{inline[1]}'",
            window=inline.span(),
            fix=_with_flags(criterion, pattern, flags),
        )
    if group:
        return Finding(
            route,
            f"regular expressions of the engine (ECMAScript) have no '{group.group()}'",
            help="write '(?<name>' and '\\k<name>'",
            window=group.span(),
        )
    return Finding(
        route,
        f"the pattern {quoted(pattern)} does not compile",
        help="close its brackets, and write '\\' before special characters that are meant literally",
    )


_INLINE_FLAGS = re.compile(r"\(\?([a-z]+)\)")
_PYTHON_GROUP = re.compile(r"\(\?P[<=]")


def _with_flags(criterion: Criterion, pattern: str, flags: str) -> Fix | None:
    """Return a fix that moves leading inline flags to `flags`; None for flags without an equivalent."""
    leading = _INLINE_FLAGS.match(pattern)
    letters = leading[1] if leading else ""
    if not letters or not set(letters) <= set("ims"):
        return None
    shorter = pattern[len(letters) + 3 :]
    joined = flags + "".join(letter for letter in dict.fromkeys(letters) if letter not in flags)
    try:
        check_pattern(shorter, joined)
    except BadPatternError:
        return None
    edits = (
        Edit("set", (*criterion.route, "pattern"), shorter),
        Edit("set", (*criterion.route, "flags"), joined),
    )
    return Fix(
        f"move '{letters}' to 'flags'",
        edits,
        safe=True,
        changes="the inline flags of the pattern are in 'flags'",
    )
