from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule


@rule("M004", severity=Severity.ERROR, since="0.1.0", fix="safe")
def misplaced_metrics_key(step: Step) -> Iterator[Finding]:
    """A prompt asks for metrics inside an object.

    ## Why

    The engine reads only flat keys that begin with `metrics_`.
    It ignores an object under `metrics`.

    ## Bad

    ```json
    {
      "steps": [{"id": "last", "title": "Last", "prompt": "Report, and set `context.metrics.outcome` to success or error."}]
    }
    ```

    ## Good

    ```json
    {
      "steps": [{"id": "last", "title": "Last", "prompt": "Report, and set `metrics_outcome` to success or error."}]
    }
    ```

    ## Fix

    Writes paths, and the entries of an object in an example, as flat keys.
    """
    for route, text in step.texts():
        if "metrics" not in text:
            continue
        found = [*_PATH.finditer(text), *_OBJECT.finditer(text)]
        if found:
            flat = _OBJECT.sub(_without_object, _PATH.sub(_flat, text))
            first = min(found, key=lambda match: match.start())
            yield Finding(
                route,
                "metrics inside an object are not read",
                help="write flat keys such as 'metrics_outcome'",
                window=first.span(),
                fix=Fix(
                    "write flat keys",
                    (Edit("set", route, flat),),
                    safe=True,
                    changes="the names of the metrics keys in the prompt",
                ),
            )


_NAMES = (
    "outcome|pr_numbers|prNumbers|commit_shas|commitShas|files_changed|filesChanged"
    "|lines_added|linesAdded|lines_removed|linesRemoved"
)
_PATH = re.compile(
    rf"\bcontext\.metrics\.(?P<name>{_NAMES})\b"
    rf"|(?<=\bset `)metrics\.(?P<ordered>{_NAMES})\b"
    r"|(?<![\w.])metrics\.(?P<certain>pr_numbers|commit_shas|files_changed|lines_added|lines_removed)\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(rf'"metrics"\s*:\s*\{{\s*(?P<entries>"(?:{_NAMES})"\s*:[^{{}}]*+)\}}')
_ENTRY = re.compile(rf'"(?P<name>{_NAMES})"(?=\s*:)')


def _flat(match: re.Match[str]) -> str:
    return "metrics_" + _snake(next(name for name in match.groups() if name))


def _without_object(match: re.Match[str]) -> str:
    return _ENTRY.sub(lambda entry: f'"metrics_{_snake(entry["name"])}"', match["entries"].rstrip())


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
