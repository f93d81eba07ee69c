from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs(
    stems=(
        "the user",
        "user has",
        "user is",
    )
)
@rule("P035", severity=Severity.INFO, since="0.1.0")
def inconsistent_user_address(analysis: Analysis) -> Iterator[Finding]:
    """A prompt refers to its own author as the user.

    ## Why

    The agent receives a prompt as a request of the person who started the run.
    Asked to consult *the user*, the agent addresses a third party, or writes about the person instead of to them.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "scope",
          "title": "Scope",
          "prompt": "Ask the user which files belong to the scope."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "scope", "title": "Scope", "prompt": "Ask me which files belong to the scope."}
      ]
    }
    ```

    ## When not

    Users of the product that is built or described are other people.
    """
    for passage, match in analysis.passages.first_of_each_step(
        _USER, "the user", "user has", "user is"
    ):
        yield Finding(
            passage.route,
            f"'{match[0]}' refers to the person who makes the request",
            help="write in the first person: 'ask me', 'what I want'",
            window=match.span(),
        )


_USER = re.compile(
    r"\b(?:ask|tell|inform|let|remind|show|offer|present|notify|warn|give|give it to|report to|check with|confirm with"
    r"|wait for|hand(?: it)? to|agree with)\s+(?:it to\s+|them to\s+)?the user\b(?!['’]s\b|-| (?:interface|story|stories|guide|manual|journey|agent))"
    r"|\b(?:if|when|until|that|what|whether|unless) the user (?:is (?:unsure|unavailable|happy|satisfied)|has (?:said|given|asked|provided|confirmed|approved|chosen|answered|stated|already)|must|actually|already|only|says?|chooses|confirms|approves|wants|needs|asks|asked"
    r"|scoped|provided|answers|agrees|decides|prefers|responds|explicitly)\b|\bthe user must (?:confirm|approve|choose|decide|answer)\b",
    re.IGNORECASE,
)
