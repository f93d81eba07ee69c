"""Generated workflows, and documents that are nearly workflows, for property tests."""

from __future__ import annotations

import copy
import math
from typing import Any

from hypothesis import strategies as st

from workflowkit.text.routes import Json, Route, value_at, walk

LETTERS = "abcxyz019-"
TEXT = st.text(st.sampled_from("abc XYZ{}.,-_0é\n\t🏔\ud83c\u2028"), max_size=12)
WORDS = st.text(st.sampled_from("abc é🏔\n"), min_size=1, max_size=12)


def numbers() -> st.SearchStrategy[int | float]:
    """Numbers as the reader gives them: integral ones are `int`."""
    floats = st.floats(allow_nan=False)
    return st.integers(-5, 2000) | floats.map(
        lambda value: int(value) if math.isfinite(value) and value.is_integer() else value
    )


FINITE = numbers().filter(math.isfinite)
SCALARS = st.none() | st.booleans() | numbers() | TEXT
VALUES: st.SearchStrategy[Json] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(TEXT, VALUES, max_size=3)
IDS = st.text(st.sampled_from(LETTERS), min_size=3, max_size=8)
IDENTIFIERS = st.from_regex(r"\A[a-zA-Z_][a-zA-Z0-9_]{0,5}\Z")
TITLES = WORDS


def _object(
    required: dict[str, st.SearchStrategy[Any]], optional: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def _distinct(items: st.SearchStrategy[Any], low: int = 0, high: int = 3) -> st.SearchStrategy[Any]:
    # `repr` tells true from 1; equal objects whose keys are in another order do not come up.
    return st.lists(items, min_size=low, max_size=high, unique_by=repr)


CONDITIONS: st.SearchStrategy[dict[str, Any]] = st.recursive(
    _object(
        {},
        {
            "var": TEXT,
            "equals": VALUES,
            "not_equals": VALUES,
            "gt": FINITE,
            "gte": FINITE,
            "lt": FINITE,
            "lte": FINITE,
            "in": st.lists(VALUES, max_size=3),
        },
    ),
    lambda inner: _object(
        {}, {"and": st.lists(inner, max_size=2), "or": st.lists(inner, max_size=2), "not": inner}
    ),
    max_leaves=4,
)
CONFIRMATIONS = st.booleans() | CONDITIONS
RULES = _object(
    {"type": st.sampled_from(["contains", "regex", "length", "schema"]), "message": TEXT},
    {
        "value": TEXT,
        "pattern": TEXT,
        "flags": TEXT,
        "min": FINITE,
        "max": FINITE,
        "schema": OBJECTS,
        "condition": _object(
            {}, {"var": TEXT, "gt": FINITE, "and": st.lists(OBJECTS), "not": OBJECTS}
        ),
    },
)


def _compositions(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    members = st.lists(inner, min_size=1, max_size=2)
    return st.one_of(
        members.map(lambda items: {"and": items}),
        members.map(lambda items: {"or": items}),
        inner.map(lambda item: {"not": item}),
    )


CRITERIA = st.lists(RULES, max_size=2) | _compositions(
    st.recursive(RULES, _compositions, max_leaves=3)
)
PARTS = st.builds(lambda text: {"kind": "text", "text": text}, TEXT) | st.builds(
    lambda ref: {"kind": "ref", "refId": ref}, WORDS
)
PROMPT_VALUES = TEXT | st.lists(PARTS, max_size=2)
BLOCKS = _object(
    {},
    {
        "goal": PROMPT_VALUES,
        "constraints": st.lists(PROMPT_VALUES, max_size=2),
        "procedure": st.lists(PROMPT_VALUES, max_size=2),
        "verify": st.lists(PROMPT_VALUES, max_size=2),
        "outputRequired": st.dictionaries(TEXT, TEXT, max_size=2),
    },
)
PARAMETERS = _object(
    {"name": IDENTIFIERS, "type": st.sampled_from(["string", "number", "array"])},
    {
        "required": st.booleans(),
        "description": TEXT,
        "enum": st.lists(TEXT | FINITE | st.booleans(), min_size=1, max_size=2),
        "default": VALUES,
    },
)
FUNCTIONS = _object(
    {"name": IDENTIFIERS, "definition": TEXT},
    {
        "parameters": st.lists(PARAMETERS, max_size=2),
        "scope": st.sampled_from(["workflow", "loop", "step"]),
    },
)
CONSEQUENCES = _object(
    {
        "when": _object({"anyEqualsLevel": WORDS}, {}),
        "effect": _object({"kind": st.just("require_followup"), "guidance": WORDS}, {}),
    },
    {},
)
STEPS = _object(
    {"id": IDS, "title": TITLES},
    {
        "prompt": WORDS,
        "promptBlocks": BLOCKS,
        "templateCall": _object({"templateId": WORDS}, {"args": OBJECTS}),
        "agentRole": st.just("You are a potter."),
        "guidance": st.lists(TEXT, max_size=2),
        "askForFiles": st.booleans(),
        "requireConfirmation": CONFIRMATIONS,
        "runCondition": CONDITIONS,
        "validationCriteria": CRITERIA,
        "outputContract": _object({"contractRef": WORDS}, {"required": st.booleans()}),
        "assessmentRefs": _distinct(WORDS, 1, 2),
        "assessmentConsequences": st.lists(CONSEQUENCES, min_size=1, max_size=1),
        "functionDefinitions": st.lists(FUNCTIONS, max_size=2),
        "functionCalls": st.lists(_object({"name": IDENTIFIERS, "args": OBJECTS}, {}), max_size=2),
        "functionReferences": st.lists(IDENTIFIERS.map(lambda name: f"{name}()"), max_size=2),
        "promptFragments": st.lists(
            _object({"id": st.just("late"), "text": WORDS}, {"when": CONDITIONS}),
            min_size=1,
            max_size=2,
        ),
    },
)
SOURCES = _object(
    {"kind": st.just("artifact_contract"), "contractRef": WORDS}, {"loopId": WORDS}
) | _object({"kind": st.just("context_variable"), "condition": CONDITIONS}, {})
_PASSES = st.integers(1, 1000) | st.just(1.5)
CONFIGS = st.one_of(
    _object(
        {
            "type": st.sampled_from(["while", "until"]),
            "maxIterations": _PASSES,
            "condition": CONDITIONS,
        },
        {"conditionSource": SOURCES, "iterationVar": IDENTIFIERS},
    ),
    _object({"type": st.just("until"), "maxIterations": _PASSES, "conditionSource": SOURCES}, {}),
    _object(
        {
            "type": st.just("for"),
            "maxIterations": _PASSES,
            "count": st.integers(0, 1000) | st.just(0.5) | TEXT,
        },
        {"condition": CONDITIONS},
    ),
    _object(
        {"type": st.just("forEach"), "maxIterations": _PASSES, "items": TEXT},
        {"itemVar": IDENTIFIERS, "indexVar": IDENTIFIERS},
    ),
)
LOOPS = _object(
    {
        "id": IDS,
        "type": st.just("loop"),
        "title": TITLES,
        "loop": CONFIGS,
        "body": TEXT | st.lists(STEPS, min_size=1, max_size=2),
    },
    {
        "requireConfirmation": CONFIRMATIONS,
        "runCondition": CONDITIONS,
        "notesOptional": st.booleans(),
    },
)
ASSESSMENTS = _object(
    {
        "id": WORDS,
        "purpose": WORDS,
        "dimensions": st.lists(
            _object(
                {"id": WORDS, "purpose": WORDS, "levels": _distinct(WORDS, 2, 3)},
                {"required": st.booleans()},
            ),
            min_size=1,
            max_size=2,
        ),
    },
    {},
)


def workflows() -> st.SearchStrategy[dict[str, Any]]:
    """Workflows that the engine's schema accepts; structure and meaning are random."""
    return _object(
        {
            "id": st.sampled_from(["kiln-plan", "kiln.plan", "ab.cd", "_-_"]),
            "name": WORDS,
            "description": WORDS,
            "version": st.sampled_from(["0.0.0", "1.2.3-rc.1+build.5", "10.20.30"]),
            "steps": st.lists(STEPS | LOOPS, min_size=1, max_size=3),
        },
        {
            "preconditions": _distinct(WORDS),
            "metaGuidance": _distinct(WORDS),
            "functionDefinitions": _distinct(FUNCTIONS, 0, 2),
            "recommendedPreferences": _object(
                {}, {"recommendedAutonomy": st.sampled_from(["guided", "full_auto_never_stop"])}
            ),
            "features": _distinct(WORDS),
            "assessments": _distinct(ASSESSMENTS, 0, 2),
            "extensionPoints": _distinct(
                _object(
                    {"slotId": st.just("helper"), "purpose": WORDS, "default": WORDS},
                    {"acceptedKinds": _distinct(st.sampled_from(["routine", "workflow"]), 0, 2)},
                ),
                0,
                1,
            ),
            "references": _distinct(
                _object(
                    {
                        "id": st.sampled_from(["guide", "map_2"]),
                        "title": TITLES,
                        "source": WORDS,
                        "purpose": WORDS,
                        "authoritative": st.booleans(),
                    },
                    {"resolveFrom": st.sampled_from(["workspace", "package"])},
                ),
            ),
            "validatedAgainstSpecVersion": st.integers(1, 9),
            "about": WORDS,
            "examples": _distinct(st.integers(0, 99).map(lambda n: f"fire the kiln {n}"), 1, 2),
            "metricsProfile": st.sampled_from(["coding", "none"]),
        },
    )


KEYS = [
    "id",
    "title",
    "prompt",
    "promptBlocks",
    "type",
    "loop",
    "body",
    "condition",
    "and",
    "or",
    "not",
    "in",
    "var",
    "equals",
    "count",
    "items",
    "kind",
    "text",
    "refId",
    "steps",
    "examples",
    "features",
    "maxIterations",
    "message",
    "schema",
    "args",
    "levels",
    "titel",
    "promt",
    "$schema",
    "audit",
    "contains",
    "modelTier",
    "parallelDelegations",
    "synthesis",
]
_SCALARS_TO_TRY: list[Json] = [None, True, False, 0, 1, -1, 1001, 1.5, math.inf, "", "x", "loop"]
_TEXTS_TO_TRY: list[Json] = ["for", "abc\n", "a" * 2000, "1.0.0\n", "v1", "\ud83c"]
_LISTS_TO_TRY: list[Json] = [[], [None], [[]], ["a", "a"], [1, True], [1, 1.0]]
_OBJECTS_TO_TRY: list[Json] = [
    {},
    {"var": "a"},
    {"type": "loop"},
    {"kind": "text"},
    {"and": []},
    {"type": "parallel"},
]
REPLACEMENTS: st.SearchStrategy[Json] = VALUES | st.sampled_from(
    [*_SCALARS_TO_TRY, *_TEXTS_TO_TRY, *_LISTS_TO_TRY, *_OBJECTS_TO_TRY]
)


@st.composite
def mutated(draw: st.DrawFn, documents: st.SearchStrategy[Json] | None = None) -> Json:
    """A document with one to three random changes: keys dropped, renamed, added, values of another kind, items repeated."""
    document = copy.deepcopy(draw(workflows() if documents is None else documents))
    for _ in range(draw(st.integers(1, 3))):
        routes = [route for route, _ in walk(document) if route]
        if not routes:
            break
        _mutate(draw, document, draw(st.sampled_from(routes)))
    return document


def _mutate(draw: st.DrawFn, document: Json, route: Route) -> None:
    parent, last = value_at(document, route[:-1]), route[-1]
    change = draw(st.sampled_from(["delete", "replace", "rename", "add", "repeat"]))
    if change == "replace":
        parent[last] = copy.deepcopy(draw(REPLACEMENTS))
    elif change == "delete":
        del parent[last]
    elif isinstance(parent, list):
        parent.insert(draw(st.integers(0, len(parent))), copy.deepcopy(parent[last]))
    elif change == "rename":
        parent[draw(st.sampled_from(KEYS) | TEXT)] = parent.pop(last)
    else:
        parent[draw(st.sampled_from(KEYS) | TEXT)] = copy.deepcopy(draw(REPLACEMENTS))
