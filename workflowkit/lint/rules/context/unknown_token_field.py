from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.analysis.data_flow.fields import fields_of, has_same_fields
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.runtime.tokens import TOKEN
from workflowkit.text.json_values import as_text
from workflowkit.text.suggest import closest
from workflowkit.text.wording import quoted


@rule("C033", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unknown_token_field(analysis: Analysis) -> Iterator[Finding]:
    """A token reads a field that the captured value does not have.

    ## Why

    Only objects have fields, and a list has a `length`; for everything else the engine prints `[unset: path]`.
    From 3.74.2 on it refuses to enter a `forEach` loop whose body reads fields of entries that have none.
    The fields of an object, or of the entries of a list, are those that its description lists.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "cut", "title": "Cut", "promptBlocks": {"goal": "Divide the work.", "outputRequired": {"workSlices": "list: objects with name, goal and size"}}},
        {
          "id": "slices",
          "type": "loop",
          "title": "Slices",
          "loop": {"type": "forEach", "items": "workSlices", "itemVar": "slice", "maxIterations": 9},
          "body": [{"id": "build", "title": "Build", "prompt": "Build {{slice.title}}."}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "cut", "title": "Cut", "promptBlocks": {"goal": "Divide the work.", "outputRequired": {"workSlices": "list: objects with name, goal and size"}}},
        {
          "id": "slices",
          "type": "loop",
          "title": "Slices",
          "loop": {"type": "forEach", "items": "workSlices", "itemVar": "slice", "maxIterations": 9},
          "body": [{"id": "build", "title": "Build", "prompt": "Build {{slice.name}}."}]
        }
      ]
    }
    ```

    ## When not

    A description that lists no fields allows for all of them.
    """
    found: dict[str, list[Finding]] = {}
    for step in analysis.workflow.prompt_steps:
        for route, text in (*step.texts(), ((*step.route, "title"), step.title)):
            for match in TOKEN.finditer(text) if "{{" in text else ():
                root, _, rest = match[1].partition(".")
                if not rest:
                    continue
                key = _looped_over(step, root)
                captures = analysis.context.captures_of_key(key or root)
                field = rest.partition(".")[0]
                fact, help_ = _offence(root, field, captures, is_entry=key is not None)
                if fact:
                    captured = Related(captures[0].route, "captured here")
                    found.setdefault(fact, []).append(
                        Finding(route, fact, help=help_, related=(captured,), window=match.span(1))
                    )
    for first, *others in found.values():
        also = tuple(Related(other.route, "also read here") for other in others)
        yield replace(first, related=(*first.related, *also))


def _looped_over(step: Step, name: str) -> str | None:
    """Return the key whose entries *name* stands for in the body that *step* is in; None when it stands for none."""
    loop = step.loop
    if loop is None or loop.loop_type != "forEach":
        return None
    is_variable = name == (as_text(loop.config.get("itemVar")) or "currentItem")
    return as_text(loop.config.get("items")) if is_variable else None


def _offence(
    root: str, field: str, captures: Sequence[Capture], *, is_entry: bool
) -> tuple[str, str]:
    """Return message and help for the *field* of *root*; empty when it may exist."""
    if not captures:
        return "", ""
    types = {capture.type for capture in captures}
    if not is_entry and types <= _PLAIN:
        return (
            f"'{{{{{root}.{field}}}}}' reads a field of {quoted(root)}, which is captured as {_PLAIN_WORDS[captures[0].type]}",
            f"print '{{{{{root}}}}}', or capture an object",
        )
    if not is_entry and types == {"list"}:
        if field == "length":
            return "", ""
        return (
            f"'{{{{{root}.{field}}}}}' reads a field of {quoted(root)}, which is a list and has only 'length'",
            "use a 'forEach' loop to print its entries",
        )
    listed = [
        fields_of(capture.description)
        for capture in captures
        if not has_same_fields(capture.description)
    ]
    known = [name for names in listed for name in names]
    is_allowed = (
        not listed or not all(listed) or field in known or (not is_entry and types != {"object"})
    )
    if is_allowed:
        return "", ""
    guess = closest(field, known)
    owner = f"the entries of {quoted(captures[0].key)}" if is_entry else quoted(root)
    return (
        f"{owner} have no field '{field}'" if is_entry else f"{owner} has no field '{field}'",
        f"did you mean '{guess}'?" if guess else "use one of: " + ", ".join(known),
    )


_PLAIN_WORDS = {
    "text": "a text",
    "number": "a number",
    "boolean": "a boolean",
    "one of": "one of several words",
}
_PLAIN = frozenset(_PLAIN_WORDS)
