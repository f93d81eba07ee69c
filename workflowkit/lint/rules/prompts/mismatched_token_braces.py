from __future__ import annotations

import re
from collections.abc import Iterator, Set

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.reads import loop_variables
from workflowkit.analysis.prompts.prose import without_code
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.routes import Route


@rule("P049", severity=Severity.WARNING, since="0.1.0")
def mismatched_token_braces(analysis: Analysis) -> Iterator[Finding]:
    """A token has one brace too few.

    ## Why

    The engine replaces `{{name}}` only, with two braces on each side.
    Anything else reaches the agent as it is written, and the value is missing.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "promptBlocks": {
            "goal": "Write the plan.",
            "outputRequired": {"planPath": "text: path of the plan"}
          }
        },
        {"id": "build", "title": "Build", "prompt": "Build what {{planPath} describes."}
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
          "promptBlocks": {
            "goal": "Write the plan.",
            "outputRequired": {"planPath": "text: path of the plan"}
          }
        },
        {"id": "build", "title": "Build", "prompt": "Build what {{planPath}} describes."}
      ]
    }
    ```

    ## When not

    Single braces around a name that no step captures are text, such as the pattern of a file name.
    """
    known = {*analysis.context.captures_by_key, *analysis.context.inputs}
    for step in analysis.workflow.prompt_steps:
        names = known | loop_variables(step.loop)
        for route, text in (*step.texts(), ((*step.route, "title"), step.title)):
            if "{" in text:
                yield from _tokens(route, text, names)


_OF_A_SHELL = re.compile(r"\$\{(?P<key>[A-Za-z_]\w*)\}", re.ASCII)
_PATH = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_BRACES = re.compile(
    rf"(?<![{{$\\%])(?:\{{\{{(?P<open>{_PATH})\}}(?!\}})|\{{(?P<close>{_PATH})\}}\}}(?!\}})|\{{(?P<single>{_PATH})\}}(?!\}}))",
    re.ASCII,
)


def _tokens(route: Route, text: str, names: Set[str]) -> Iterator[Finding]:
    plain = without_code(text)
    for match in _OF_A_SHELL.finditer(plain) if "${" in text else ():
        if match["key"] in names:
            yield Finding(
                route,
                f"'{match[0]}' is no token, so that it is not filled in",
                help=f"write '{{{{{match['key']}}}}}'",
                window=match.span(),
            )
    for match in _BRACES.finditer(text):
        path = match["open"] or match["close"] or match["single"]
        # Two opening braces in prose are meant as a token, even of an unknown key.
        is_token = match["open"] is not None and plain[slice(*match.span())] == match[0]
        if is_token or path.partition(".")[0] in names:
            yield Finding(
                route,
                f"'{match[0]}' lacks a brace, so that it is not filled in",
                help=f"write '{{{{{path}}}}}'",
                window=match.span(),
            )
