from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("D002", severity=Severity.INFO, since="0.1.0")
def duplicate_line(analysis: Analysis) -> Iterator[Finding]:
    r"""Several prompts contain the same long line.

    ## Why

    A line that several steps repeat is a rule for all of them; of several copies some are changed and others are forgotten.
    A ref or a feature states it once.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "check-one",
          "title": "Check one",
          "prompt": "Check part one.\n\nEvery number in the table is followed by the file and the line that it was read from."
        },
        {
          "id": "check-two",
          "title": "Check two",
          "prompt": "Check part two.\n\nEvery number in the table is followed by the file and the line that it was read from."
        },
        {
          "id": "check-three",
          "title": "Check three",
          "prompt": "Check part three.\n\nEvery number in the table is followed by the file and the line that it was read from."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "check-one", "title": "Check one", "prompt": "Check part one."},
        {"id": "check-two", "title": "Check two", "prompt": "Check part two."},
        {"id": "check-three", "title": "Check three", "prompt": "Check part three."}
      ]
    }
    ```
    """
    places: dict[str, list[tuple[Passage, int]]] = {}
    for passage in analysis.passages:
        if passage.section in ("prompt", "promptFragments"):
            for match in _LINE.finditer(passage.text):
                found = places.setdefault(match["line"], [])
                if all(other.step.route != passage.step.route for other, _ in found):
                    found.append((passage, match.start("line")))
    for line, found in places.items():
        if len(found) >= _MANY:
            passage, start = found[0]
            yield Finding(
                passage.route,
                f"the line is in {len(found)} steps",
                help="state it once, in a ref or a feature",
                window=(start, start + len(line)),
                related=tuple(Related(other.route, "also here") for other, _ in found[1:]),
            )


_MANY = 3
_LINE = re.compile(r"^[ \t]*+(?:[-*•]|\d{1,2}[.)])?[ \t]*+(?P<line>\S[^\n]{79,})$", re.MULTILINE)
