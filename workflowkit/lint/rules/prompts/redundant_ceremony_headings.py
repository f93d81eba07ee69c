from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule

_STEMS = ("step ", "part ", "mission", "execute", "reflect")


@needs(stems=_STEMS)
@rule("P005", severity=Severity.INFO, since="0.1.0")
def redundant_ceremony_headings(analysis: Analysis) -> Iterator[Finding]:
    r"""A prompt has ceremonial headings.

    ## Why

    Headings such as *Mission*, *Execute* or *Part A* add length and no instruction, and divide what is one step already.
    Agents follow a plain request with a list more closely.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "survey",
          "title": "Survey",
          "prompt": "**YOUR MISSION:** Survey the module.\n\n**EXECUTE:**\n1. List the files.\n2. Read the entry points."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "survey",
          "title": "Survey",
          "prompt": "Survey the module.\n\n- List the files.\n- Read the entry points."
        }
      ]
    }
    ```

    ## When not

    A prompt for a tutorial may contain such headings as text; put them into a fenced block.
    """
    for passage, match in analysis.passages.first_of_each_step(_CEREMONY, *_STEMS):
        yield Finding(
            passage.route,
            f"the prompt has the heading '{match['heading'].strip(' *:')}'",
            help="delete the heading, or move the part below it into a step of its own",
            window=match.span("heading"),
        )


_CEREMONY = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]*|[-*>][ \t]+)?\**(?P<heading>"
    r"(?:(?i:step|part)[ \t]+(?:\d{1,2}|[A-Z])(?=[ \t]*(?:[:—–]|-[ \t]|\*\*|$))[^\n:*—–]{0,40})"
    r"|(?:YOUR |OUR )?(?:MISSION|EXECUTE|REFLECT)\b[^\n:*]{0,40}(?=[:*]))",
    re.MULTILINE,
)
