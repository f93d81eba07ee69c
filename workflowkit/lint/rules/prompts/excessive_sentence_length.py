from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Finding, Severity, rule


@rule("P029", severity=Severity.INFO, since="0.1.0")
def excessive_sentence_length(passage: Passage) -> Iterator[Finding]:
    """A sentence has more than sixty words.

    ## Why

    An agent follows the end of such a sentence and neglects its beginning.
    Two sentences, or the items of a list, can be checked one by one.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "a-step",
          "title": "A step",
          "prompt": "Read the file and the file behind it and the file behind it and the file behind it and the file behind it and the file behind it and the file behind it and the file behind it and the file behind it and the file behind it and the file behind it and the file behind it and the file behind it and the file behind it and then report."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "a-step",
          "title": "A step",
          "prompt": "Read the file and every file that it includes. Then report."
        }
      ]
    }
    ```

    ## When not

    Parts between semicolons, colons and markers such as `(2)` are counted separately.
    """
    if len(passage.prose) < _SHORTEST:
        return
    for start, end in passage.sentences:
        if end - start < _SHORTEST:
            continue
        n_words = max(len(part.split()) for part in _PART.split(passage.prose[start:end]))
        if n_words > _MOST_WORDS:
            yield Finding(
                passage.route,
                f"the sentence has {n_words} words; expected at most {_MOST_WORDS}",
                help="write two sentences or a list",
                window=(start, end),
            )


_MOST_WORDS = 60
_PART = re.compile(r"[;:]\s|\((?:\d{1,2}|[A-Za-z])\)\s")
"""Between two parts of a sentence that are read one by one: a semicolon, a colon, or a marker such as `(2)`."""

_SHORTEST = 2 * _MOST_WORDS
"""Sixty words need more characters than this."""
