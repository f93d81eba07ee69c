from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.key_guess import did_you_mean_key
from workflowkit.analysis.data_flow.key_uses import names_in_force
from workflowkit.analysis.data_flow.mentions import is_only_read
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.routes import Route
from workflowkit.text.suggest import Names, closest
from workflowkit.text.wording import quoted


@rule("C026", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unknown_prompt_key(analysis: Analysis) -> Iterator[Finding]:
    """A prompt names a key in backticks that no step captures.

    ## Why

    A name in camel case and backticks refers the agent to a value of an earlier step.
    When no step captures it, the agent searches for it, guesses it, or takes another value.
    Usually the step that captures it spells the name differently, or no longer captures it.
    A captured key in other capitals is another key as well: `topitems` is not `topItems`.
    All places that name one key are one finding.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "collect", "title": "Collect", "promptBlocks": {"goal": "Collect what is known.", "outputRequired": {"factBase": "list: the facts, each with its source"}}},
        {"id": "write", "title": "Write", "prompt": "Write the report from `factsBase`."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "collect", "title": "Collect", "promptBlocks": {"goal": "Collect what is known.", "outputRequired": {"factBase": "list: the facts, each with its source"}}},
        {"id": "write", "title": "Write", "prompt": "Write the report from `factBase`."}
      ]
    }
    ```

    ## When not

    Given keys, declared inputs, loop variables and keys of injected routines are known.
    Unless it resembles a captured key, a name is reported only when every text that has it clearly reads it, as *from `factBase`* or *each of `factBase`* does.
    A list, a table or an order in other words, as *keep `riskList`*, may set it.
    Names of fields, functions, assessments and parameters are not reported, nor are sentences with *if* or *when available*.
    A routine file is not checked, because its callers set the keys.
    """
    context = analysis.context
    if not context.captures_by_key or context.unread_calls:
        return
    yield from _in_another_case(analysis)
    known = names_in_force(context).union(
        context.captures_by_key,
        # What a condition or a token reads without a capture is reported there.
        (read.key for read in (*context.condition_reads, *context.token_reads)),
    )
    captured = Names(context.captures_by_key)
    for key, uses in analysis.key_uses.items():
        if key in known:
            continue
        is_misspelled = closest(key, captured) is not None
        # Tools and columns have names in snake case, too.
        is_candidate = is_misspelled or "_" not in key
        firm = [use for use in uses if is_misspelled or not (use.is_optional or use.is_in_code)]
        if not firm or not is_candidate:
            continue
        # It may be set there, in words that are not understood.
        if not is_misspelled and not is_only_read(key, context.mentions(key)):
            continue
        # One `openRisk` is an entry of the captured `openRisks`, unless it is asked for the entries.
        if not known.isdisjoint(_plurals(key)) and not any(use.is_collection for use in firm):
            continue
        yield Finding(
            firm[0].route,
            f"no step captures {quoted(key)}, which this prompt names",
            help=did_you_mean_key(
                context, key, "capture it in an earlier step, or write it without backticks"
            ),
            related=tuple(Related(use.route, "also named here") for use in firm[1:]),
            window=firm[0].window,
        )


def _in_another_case(analysis: Analysis) -> Iterator[Finding]:
    """Report captured keys in camel case that a text writes in lower case, which is another key."""
    context = analysis.context
    folded = {key.lower(): key for key in context.captures_by_key if not key.islower()}
    known = names_in_force(context) | context.captures_by_key.keys()
    found: dict[str, list[tuple[Route, tuple[int, int]]]] = {}
    for passage, match in analysis.passages.find_in_text(_LOWER, "`"):
        name = match["key"]
        if name in folded and name not in known:
            found.setdefault(name, []).append((passage.route, match.span("key")))
    for name, places in found.items():
        yield Finding(
            places[0][0],
            f"no step captures {quoted(name)}, which this prompt names",
            help=f"did you mean '{folded[name]}'?",
            related=tuple(Related(route, "also named here") for route, _ in places[1:]),
            window=places[0][1],
        )


_LOWER = re.compile(r"`(?P<key>[a-z][a-z0-9]+)`")


def _plurals(key: str) -> tuple[str, ...]:
    """Return what the list could be called whose entries are called *key*."""
    return f"{key}s", f"{key}es", f"{key.removesuffix('y')}ies", f"{key.removesuffix('on')}a"
