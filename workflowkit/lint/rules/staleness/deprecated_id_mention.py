from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.retired_ids import Mention, may_mention, retired_mentions, stem_of
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Route


@rule("X004", severity=Severity.WARNING, since="0.1.0", fix="safe")
def deprecated_id_mention(analysis: Analysis) -> Iterator[Finding]:
    """A text names a workflow or routine by a retired id.

    ## Why

    An agent that is told to run `routine-ideation` requests that id, which the engine does not know.
    The delegation fails, or the agent improvises.

    ## Bad

    ```json
    {
      "steps": [{"id": "first", "title": "First", "prompt": "Delegate to `routine-ideation`."}]
    }
    ```

    ## Good

    ```json
    {
      "steps": [{"id": "first", "title": "First", "prompt": "Delegate to `wr.routine-ideation`."}]
    }
    ```

    ## Fix

    Replaces the retired id by the current one wherever the text names it.

    ## When not

    An id that is also a plain word is reported in code spans and quotes only.
    An id that a workflow, a routine or a step of the run has is not retired there.
    Before engine 3.68.0 the ids without `wr.` were the current ones.
    """
    aliases = _retired_ids(analysis)
    texts = list(_texts(analysis))
    if not may_mention("\n".join(text for _, text in texts), aliases):
        return
    for route, text in texts:
        by_name: dict[str, list[Mention]] = {}
        for mention in retired_mentions(text, aliases):
            if not mention.is_file:
                by_name.setdefault(mention.text, []).append(mention)
        for name, mentions in by_name.items():
            times = f", {len(mentions)} times in this text" if len(mentions) > 1 else ""
            yield Finding(
                route,
                f"'{name}' is a retired id{times}",
                help=f"write '{mentions[0].current}'",
                window=mentions[0].window,
                fix=Fix(
                    f"write '{mentions[0].current}'",
                    (Edit("set", route, _replaced(text, mentions)),),
                    safe=True,
                    changes="the id that the text names",
                ),
            )


def _retired_ids(analysis: Analysis) -> dict[str, str]:
    """Return the retired ids with their replacements, without those that something in this run or engine has."""
    taken = {analysis.workflow.id, *(step.id for step in analysis.workflow.all_steps)}
    written = "\n".join(text for _, text in _texts(analysis))
    is_renamed = analysis.spec.engine.has_bundled_namespace
    return {
        old: new
        for old, new in analysis.spec.aliases.items()
        if old not in taken
        and (is_renamed or not new.startswith("wr."))
        # What no text can mention need not be asked.
        and not (stem_of(old) in written and old in analysis.known_ids)
    }


def _texts(analysis: Analysis) -> Iterator[tuple[Route, str]]:
    for step in analysis.workflow.all_steps:
        yield from step.texts()
    for route, slot in analysis.workflow.records("extensionPoints"):
        if as_text(slot.get("default")):
            yield (*route, "default"), slot["default"]


def _replaced(text: str, mentions: list[Mention]) -> str:
    for mention in reversed(mentions):
        start, end = mention.window
        text = text[:start] + mention.current + text[end:]
    return text
