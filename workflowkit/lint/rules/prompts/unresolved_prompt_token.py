from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.reads import loop_variables
from workflowkit.analysis.prompts.prose import without_code
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.text.routes import Route


@rule("P016", severity=Severity.ERROR, since="0.1.0", fix="safe")
def unresolved_prompt_token(analysis: Analysis) -> Iterator[Finding]:
    r"""A token is not a path that the engine can fill in.

    ## Why

    The engine fills in dotted paths only, without blanks, indexes, arithmetic or calls.
    The agent reads everything else in double braces as it is written, braces included.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "collect",
          "title": "Collect",
          "prompt": "Collect the items.\n\nCapture:\n- `itemCount`: number: how many there are"
        },
        {"id": "report", "title": "Report", "prompt": "Report on {{ itemCount + 1 }} items."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "collect",
          "title": "Collect",
          "prompt": "Collect the items.\n\nCapture:\n- `itemCount`: number: how many there are"
        },
        {"id": "report", "title": "Report", "prompt": "Report on {{itemCount}} items."}
      ]
    }
    ```

    ## Fix

    Deletes blanks inside the braces, so that the token is filled in.

    ## When not

    Braces in code spans and fences are treated as text about other template languages, unless they name a key of the workflow.
    """
    context = analysis.context
    for step in analysis.workflow.prompt_steps:
        for route, text in (*step.texts(), ((*step.route, "title"), step.title)):
            if "{{" in text:
                yield from _tokens(route, text, partial(context.knows, loop_variables(step)))


_BRACES = re.compile(r"(?<![{$\\%])\{\{(?!wr\.)(?P<inner>[^{}\n]*)\}\}(?!\})")
_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_ROOT = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def _tokens(route: Route, text: str, is_known: Callable[[str], bool]) -> Iterator[Finding]:
    plain = without_code(text)
    trimmed = _BRACES.sub(lambda match: _trimmed(match, plain, is_known), text)
    for match in _BRACES.finditer(text):
        if not _is_broken(match, plain, is_known):
            continue
        can_trim = _PATH.fullmatch(match["inner"].strip()) is not None
        fix = Fix(
            "delete the blanks",
            (Edit("set", route, trimmed),),
            safe=True,
            changes="the token is filled in",
        )
        yield Finding(
            route,
            f"the engine cannot fill in '{match[0]}'",
            help="delete the blanks inside the braces"
            if can_trim
            else "capture the value under a key of its own and name that key",
            window=match.span(),
            fix=fix if can_trim else None,
        )


def _trimmed(match: re.Match[str], plain: str, is_known: Callable[[str], bool]) -> str:
    inner = match["inner"].strip()
    return (
        f"{{{{{inner}}}}}"
        if _is_broken(match, plain, is_known) and _PATH.fullmatch(inner)
        else match[0]
    )


def _is_broken(match: re.Match[str], plain: str, is_known: Callable[[str], bool]) -> bool:
    """Return whether the braces mean a value: outside of code, or with a name of the workflow in them."""
    inner = match["inner"]
    root = _ROOT.match(inner.strip())
    if root is None or _PATH.fullmatch(inner):
        return False
    return plain[match.start() : match.end()] == match[0] or is_known(root[0])
