from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.criteria import Criterion, is_enforced
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.runtime.pattern_cost import is_costly
from workflowkit.text.json_values import as_text


@needs("validationCriteria")
@rule("V009", severity=Severity.WARNING, since="0.1.0")
def excessive_pattern_cost(criterion: Criterion) -> Iterator[Finding]:
    r"""A criterion has a pattern whose search can take exponential time.

    ## Why

    A repeated group that contains a repetition can match the same text in very many ways, and a search that fails tries all of them.
    Thirty characters are enough to block the engine for minutes, and with it every other session.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "List the owners, one word each.",
          "validationCriteria": {"and": [{"type": "regex", "pattern": "^(\\w+\\s?)+$", "message": "list the owners, one word each"}]}
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
          "prompt": "List the owners, one word each.",
          "validationCriteria": {"and": [{"type": "regex", "pattern": "^\\w+(\\s\\w+)*$", "message": "list the owners, one word each"}]}
        }
      ]
    }
    ```

    ## When not

    A pattern for short notes only is less likely to block, but notes have no limit before the check.
    """
    pattern, flags = as_text(criterion.rule.get("pattern")), as_text(criterion.rule.get("flags"))
    if criterion.type != "regex" or not is_enforced(criterion.step):
        return
    nested = _NESTED.search(pattern)
    if nested:
        yield Finding(
            (*criterion.route, "pattern"),
            f"a search for '{nested['group']}' can take exponential time",
            help="let each character match in one way only, as in '\\w+(\\s\\w+)*'",
            window=nested.span("group"),
        )
    elif pattern and is_costly(pattern, flags, 0):
        yield Finding(
            (*criterion.route, "pattern"),
            "the counted repetitions of the pattern multiply to more steps than a search can take",
            help="lower the counts",
        )


_ATOM = r"(?:\\.|\[(?:\\.|[^\]\\])*\]|[^\\()\[\]|*+?{}^$])"
_NESTED = re.compile(
    # A repeated group that is one repetition and what may be empty, with something behind it that can fail.
    rf"(?P<group>\((?:\?:)?(?:{_ATOM}\?)*+(?:{_ATOM}\*(?:{_ATOM}[*?])*+(?:{_ATOM}\+(?:{_ATOM}[*?])*+)?|{_ATOM}\+(?:{_ATOM}[*?])*+)\)(?:[+*]|\{{[0-9]+,\}})\??)(?=[^)|])"
)
