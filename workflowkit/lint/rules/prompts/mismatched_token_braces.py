from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

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
    context = analysis.context
    for step in analysis.workflow.prompt_steps:
        for route, text in (*step.texts(), ((*step.route, "title"), step.title)):
            if "{" in text:
                yield from _tokens(route, text, partial(context.knows, loop_variables(step.loop)))


_OF_A_SHELL = re.compile(r"\$\{(?P<key>[A-Za-z_]\w*)\}", re.ASCII)
_PATH = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_BRACES = re.compile(
    rf"(?<![{{$\\%])(?:\{{\{{(?P<open>{_PATH})\}}(?!\}})|\{{(?P<close>{_PATH})\}}\}}(?!\}})|\{{(?P<single>{_PATH})\}}(?!\}}))",
    re.ASCII,
)


def _tokens(route: Route, text: str, is_known: Callable[[str], bool]) -> Iterator[Finding]:
    plain = without_code(text)
    for match in _OF_A_SHELL.finditer(plain) if "${" in text else ():
        if is_known(match["key"]):
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
        if is_token or is_known(path.partition(".")[0]):
            yield Finding(
                route,
                f"'{match[0]}' lacks a brace, so that it is not filled in",
                help=f"write '{{{{{path}}}}}'",
                window=match.span(),
            )
