from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.dimensions import listed_words
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_fields, as_items
from workflowkit.text.routes import Json


@needs("outputContract")
@rule("R019", severity=Severity.WARNING, since="0.1.0")
def mismatched_contract_shape(analysis: Analysis) -> Iterator[Finding]:
    """A prompt lists values or fields that its contract does not have.

    ## Why

    The engine checks the artifact against the contract and blocks the step when a field or its value is unknown.
    The agent reads one list in the prompt and another in the engine's request, and follows the wrong one.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "review", "title": "Review", "prompt": "Review the change and return a verdict. The verdict is approve or reject.", "outputContract": {"contractRef": "wr.contracts.review_verdict"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "review", "title": "Review", "prompt": "Review the change and return a verdict. The verdict is clean, minor or blocking.", "outputContract": {"contractRef": "wr.contracts.review_verdict"}}
      ]
    }
    ```

    ## When not

    Words that explain the values of the contract may stay when the prompt names the values as well.
    """
    by_id = {contract.id: contract.schema for contract in analysis.spec.contracts.values()}
    for step in analysis.workflow.prompt_steps:
        schema = by_id.get(step.contract, {})
        enums, fields = _enums(schema), _fields(schema)
        for passage in analysis.passages.of(step) if schema else ():
            yield from _wrong_lists(passage, step.contract, enums)
            yield from _wrong_fields(passage, step.contract, fields)


def _fields(schema: Json) -> set[str]:
    """Return the names of all fields of an artifact, those inside its objects and lists included."""
    found: set[str] = set()
    pending = [schema]
    while pending:
        part = as_fields(pending.pop())
        properties = as_fields(part.get("properties"))
        found.update(properties)
        pending.extend(properties.values())
        if "items" in part:
            pending.append(part["items"])
    return found


def _wrong_fields(passage: Passage, contract: str, fields: set[str]) -> Iterator[Finding]:
    """Report names in a list of fields; at least one field of the contract shows that its artifact is meant."""
    for match in _FIELD_LIST.finditer(passage.text):
        names = [(name.start(1), name.group(1)) for name in _SPAN.finditer(match["names"])]
        wrong = [(start, name) for start, name in names if name not in fields]
        if wrong and len(wrong) < len(names):
            start, name = match.start("names") + wrong[0][0], wrong[0][1]
            yield Finding(
                passage.route,
                f"'{name}' is no field of '{contract}'",
                help=f"name the fields of the contract: {', '.join(sorted(fields - {'kind'}))}",
                window=(start, start + len(name)),
            )


_SPAN = re.compile(r"`(\w+)`")
_FIELD_LIST = re.compile(
    r"\b(?:fields?|properties)\b[^`.\n]{0,20}(?P<names>`\w+`(?:(?:\s*,)?(?:\s+(?:and|or))?\s*`\w+`)+)"
)


def _enums(schema: Mapping[str, Json]) -> dict[str, list[str]]:
    """Return the fields of an artifact and of the entries of its lists that accept a few texts only, with these."""
    found: dict[str, list[str]] = {}
    for name, field in as_fields(schema.get("properties")).items():
        values = as_items(as_fields(field).get("enum"))
        if values:
            found[name] = [value for value in values if isinstance(value, str)]
        found.update(_enums(as_fields(as_fields(field).get("items"))))
    return found


def _wrong_lists(
    passage: Passage, contract: str, enums: Mapping[str, list[str]]
) -> Iterator[Finding]:
    plain = passage.text.replace("`", " ").replace('"', " ").replace("'", " ")
    for name, values in enums.items():
        in_spans = list(_wrong_spans(passage, contract, name, values))
        if in_spans:
            yield from in_spans
            continue
        stated = _STATED.finditer(passage.text) if f"`{name}`" in passage.text else ()
        for field in stated:
            listed = _WORD.findall(field["words"])
            wrong = [word for word in listed if word not in (*values, "or")]
            if field["name"] == name and wrong and not (_PRONOUNS | _RELATIVE) & set(listed):
                yield _not_accepted(
                    passage, contract, (name, values), wrong[0], field.span("words")
                )
                return
        for field in re.finditer(rf"\b{re.escape(name)}\s*(?=:|=|is\b|must be\b|can be\b)", plain):
            start, end = (
                field.end(),
                min(plain.find("\n", field.end()) % (len(plain) + 1), field.end() + 90),
            )
            for first, last, listed in listed_words(plain, start, end):
                wrong = [word for word in listed if word not in values]
                if wrong and first - start < 20 and not _PRONOUNS & set(listed):
                    yield _not_accepted(passage, contract, (name, values), wrong[0], (first, last))
                break


def _not_accepted(
    passage: Passage,
    contract: str,
    field: tuple[str, list[str]],
    word: str,
    window: tuple[int, int],
) -> Finding:
    name, values = field
    return Finding(
        passage.route,
        f"'{word}' is no {name} of '{contract}', which accepts {', '.join(values)}",
        help="name the values of the contract",
        window=window,
    )


def _wrong_spans(
    passage: Passage, contract: str, name: str, values: list[str]
) -> Iterator[Finding]:
    """Report the first list of code spans behind the name of a field that holds another value."""
    pattern = rf"\b{re.escape(name)}\b[`\"]?(?:\s+(?:to|is|as|of|one of|either|must be|can be|may be))*\s*[:=(]?\s*{_SPANS}"
    for match in re.finditer(pattern, passage.text, re.IGNORECASE):
        listed = [
            (span.start(1), span[1])
            for span in _VALUE_SPAN.finditer(passage.text, *match.span("spans"))
        ]
        wrong = [(start, word) for start, word in listed if word not in values]
        if wrong and passage.text[: match.start()].count("```") % 2 == 0:
            start, word = wrong[0]
            yield _not_accepted(passage, contract, (name, values), word, (start, start + len(word)))
            return


_SPANS = r"(?P<spans>`[\w-]+`(?:\s*[,|/]\s*`[\w-]+`)*(?:,?\s*(?:or|\||/|,)\s*`[\w-]+`))"
_VALUE_SPAN = re.compile(r"`([\w-]+)`")
_STATED = re.compile(
    r"`(?P<name>\w+)` (?P<words>[a-z]+(?:, [a-z]+){0,8},? or [a-z]+)(?=[.,;)\n]|$)", re.MULTILINE
)
_WORD = re.compile(r"[a-z]+")
_RELATIVE = frozenset({"worse", "better", "higher", "lower", "above", "below", "more", "less"})
_PRONOUNS = frozenset({"yours", "mine", "ours", "theirs", "not", "none", "what", "whether"})
