from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.retired_ids import retired_mentions
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.text.wording import quoted


@rule("X005", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def missing_mentioned_file(analysis: Analysis) -> Iterator[Finding]:
    """A prompt names a file that the package does not have.

    ## Why

    The agent does not find the file and continues without what it was meant to read.
    Most such names date from before a file was renamed.

    ## Bad

    ```json
    {
      "steps": [{"id": "first", "title": "First", "prompt": "Follow the form of `workflows/bug-investigation-agentic.json`."}]
    }
    ```

    ## Good

    ```json
    {
      "steps": [{"id": "first", "title": "First", "prompt": "Follow the form of `workflows/bug-investigation.json`."}]
    }
    ```

    ## Fix

    Replaces the retired file name by the current one.

    ## When not

    Only folders of the package are checked; files of the workspace depend on where a run takes place.
    """
    exists = analysis.file.file_exists
    if exists is None:
        return
    for step in analysis.workflow.all_steps:
        for route, text in step.texts():
            if ".json" not in text and ".md" not in text:
                continue
            for match in _PACKAGED.finditer(text):
                if not exists(match.group()):
                    yield Finding(
                        route,
                        f"the package has no file {quoted(match.group())}",
                        help="write the path relative to the root of the package",
                        window=match.span(),
                    )
            for mention in retired_mentions(text, analysis.spec.aliases):
                start, end = mention.window
                name = mention.current.rpartition("routine-")[2].removeprefix("wr.")
                folder = "routines" if mention.text.startswith("routine-") else "workflows"
                stem = mention.text.removeprefix("routine-")
                is_there = exists(f"{folder}/{mention.text}.json") or exists(
                    f"{folder}/{stem}.json"
                )
                if mention.is_file and not is_there:
                    yield Finding(
                        route,
                        f"'{mention.text}.json' is the file of a retired id",
                        help=f"did you mean '{name}.json'?",
                        window=(start, end + len(".json")),
                        fix=Fix(
                            f"write '{name}.json'",
                            (Edit("set", route, text[:start] + name + text[end:]),),
                        ),
                    )


_PACKAGED = re.compile(
    r"(?<![\w./-])(?:workflows/references|spec/(?:refs|features|contracts|engines))/[\w.-]+\.(?:md|json)\b"
)
