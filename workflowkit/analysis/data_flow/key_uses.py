"""Uses of keys in prompts: names in camel case or snake case in backticks, as far as they can be context keys.

Other things have such names too: fields of lists and objects, of artifacts and of examples, functions, dimensions of assessments, names in code.
A name counts as one of these as soon as it is one in a single place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.reads import loop_variables
from workflowkit.format.reader import Step, Workflow
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route


@dataclass(frozen=True)
class KeyUse:
    """One place where a prompt names a key in backticks. What its words say is read when it is asked for: most keys are captured, and nothing more is asked."""

    key: str
    step: Step
    route: Route
    window: tuple[int, int]
    text: str
    marked: tuple[int, int]
    """Where the name is in the text, its backticks included."""
    sentence: tuple[int, int]
    is_about_code: bool
    """True when some text of the workflow names parts of a program."""

    @cached_property
    def is_conditional(self) -> bool:
        """True when its sentence has a condition or an alternative, so that the key may be unset there."""
        # A condition on the value of keys demands that they have one.
        return (
            self.is_optional
            or _CONDITIONAL.search(_TESTED.sub("", self._sentence_text)) is not None
        )

    @cached_property
    def is_optional(self) -> bool:
        """True when its sentence expects that the key may have no value at all."""
        return (
            _OR.match(self.text, self.marked[1]) is not None
            or _OPTIONAL.search(self._sentence_text) is not None
        )

    @cached_property
    def is_in_code(self) -> bool:
        """True when its line names parts of a program, or another text does and nothing is taken from it, so that it may be one of them."""
        line = self.text[self.text.rfind("\n", 0, self.marked[0]) + 1 : self.sentence[1]]
        return _CODE.search(line) is not None or (
            self.is_about_code and _TAKEN_FROM.search(self._lead) is None
        )

    @cached_property
    def is_collection(self) -> bool:
        """True when the text takes entries from it, as in "each report in"."""
        return _ENTRIES_OF.search(self._lead) is not None

    @property
    def _sentence_text(self) -> str:
        start, end = self.sentence
        return self.text[start : min(end, start + _LONGEST)]

    @property
    def _lead(self) -> str:
        return self.text[max(0, self.marked[0] - _LONGEST_LEAD) : self.marked[0]]


def key_uses(context: Context) -> Mapping[str, tuple[KeyUse, ...]]:
    """Return the uses of every name that can be a key, in the order in which the steps first run."""
    found: dict[str, list[KeyUse]] = {}
    is_about_code = any(
        "`" in text and _PROGRAM.search(text)
        for step in context.workflow.all_steps
        for _, text in step.texts()
    )
    for step in sorted(context.workflow.all_steps, key=context.position):
        uses = [
            use
            for route, text in step.texts()
            for use in _uses_in(step, route, text, is_about_code=is_about_code)
        ]
        captured = {
            capture.window: capture.route
            for capture in (context.captures if uses else ())
            if capture.step == step
        }
        for use in uses:
            if captured.get(use.window) != use.route and use.key not in ENGINE_NAMES:
                found.setdefault(use.key, []).append(use)
    others = _other_names(context.workflow, found.keys()) if found else frozenset()
    return {key: tuple(uses) for key, uses in found.items() if key not in others}


def names_in_force(context: Context) -> frozenset[str]:
    """Return the names that have a value without a capture: given keys, declared inputs and loop variables."""
    loops = (step for step in context.workflow.all_steps if step.is_loop)
    return context.inputs.union(*(loop_variables(loop) for loop in loops))


def _uses_in(step: Step, route: Route, text: str, *, is_about_code: bool) -> Iterator[KeyUse]:
    matches = list(_named_in(text)) if "`" in text else []
    if not matches:
        return
    bounds = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    index = 0
    for match in matches:
        while bounds[index + 1] <= match.start():
            index += 1
        yield KeyUse(
            match["key"],
            step,
            route,
            match.span("key"),
            text,
            match.span(),
            (bounds[index], bounds[index + 1]),
            is_about_code,
        )


def _named_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the names of *text* that are in backticks of their own, and that no word before or behind makes something else."""
    match = _NAME.search(text)
    while match:
        is_other = _OTHER_BEFORE.search(
            text, max(0, match.start() - _LONGEST_BEFORE), match.start()
        )
        if not is_other:
            yield match
        match = _NAME.search(text, match.start() + 1 if is_other else match.end())


def _other_names(workflow: Workflow, keys: Collection[str]) -> frozenset[str]:
    """Return the names that some place uses for anything but a key, as far as they are among *keys*."""
    found: set[str] = set()
    for step in workflow.all_steps:
        found |= {as_text(as_fields(function).get("name")) for function in _functions(step.value)}
        for _, text in step.texts():
            named = {key for key in keys if key in text and key not in found}
            if named:
                found |= _fields_in(text, named)
    found |= {as_text(as_fields(function).get("name")) for function in _functions(workflow.value)}
    for _, assessment in workflow.records("assessments"):
        found.add(as_text(assessment.get("id")))
        dimensions = as_items(assessment.get("dimensions"))
        found |= {as_text(as_fields(dimension).get("id")) for dimension in dimensions}
    return frozenset(found)


def _functions(value: Mapping[str, Json]) -> Iterable[Json]:
    return as_items(value.get("functionDefinitions"))


def _fields_in(text: str, wanted: set[str]) -> set[str]:
    """Return the *wanted* names, at least, that are in *text* inside braces, brackets and code blocks, behind "fields", "score" and the like or behind an order to make or provide them, and those that begin a bullet."""
    found: set[str] = set()
    folded = text.casefold()
    for pattern, words in _FIELDS:
        # Plain searches for what each match has are faster than the expression.
        if any(map(folded.__contains__, words)):
            for match in pattern.finditer(text):
                found.update(_COMPOUND.findall(match[0]))
            if wanted <= found:
                return found
    if any(_is_qualified(text, key) for key in wanted):
        for match in _QUALIFIED.finditer(text):
            found.update(_COMPOUND.findall(match[0]))
    return found


def _is_qualified(text: str, key: str) -> bool:
    """Return whether *text* may have *key* in a place where `_QUALIFIED` matches."""
    return (
        f".{key}" in text
        or any(f"{key}{mark}" in text for mark in ".(/")
        or any(f"{quote}{key}" in text for quote in "\"'")
    )


ENGINE_NAMES = frozenset(
    (
        *("notesMarkdown", "continueToken", "stateToken", "ackToken", "checkpointToken"),
        *("resumeToken", "workflowId", "workspacePath", "stepId", "loopId", "sessionId", "runId"),
        *("contractRef", "contextVariables", "outputContract", "promptBlocks", "runCondition"),
        *("metaGuidance", "outputRequired", "requireConfirmation", "validationCriteria"),
        *("templateCall", "promptFragments", "agentRole", "maxIterations", "validationRules"),
        *("functionDefinitions", "functionReferences", "askForFiles", "assessmentRefs", "forEach"),
        *("assessmentConsequences", "clarificationPrompts", "continueWorkflow", "startWorkflow"),
        *("definesReferences", "extensionPoints", "metricsProfile", "iterationVar", "itemVar"),
    )
)
"""Names of the engine's tools and of the format, which workflows about workflows write in backticks."""

_LONGEST = 600
_LONGEST_LEAD = 60
_ENTRIES_OF = re.compile(
    r"\b(?:each|every|all|any)\s(?:(?:of|the)\s)*(?:[a-z-]+\s){0,3}(?:in|of|from|on)\s+$|\b(?:each|every) (?:one )?of\s+$",
    re.IGNORECASE,
)
_TAKEN_FROM = re.compile(
    r"\b(?:from|in|of|with|per|by|each|every|using|use|read|see|to|against) (?:(?:the|your|its|this) )?$",
    re.IGNORECASE,
)
_COMPOUND_NAME = (
    r"(?<![A-Za-z0-9_])[a-z][a-z0-9]{0,40}"
    r"(?:[A-Z][A-Za-z0-9]{0,60}|(?:_[a-z0-9]{1,30}){1,8}(?![A-Za-z0-9_]))"
)
_COMPOUND = re.compile(rf"\b{_COMPOUND_NAME}\b")
_OTHER_BEFORE = re.compile(r"\b(?:is|are|as|be|call|marked|an?) \Z")
_LONGEST_BEFORE = 8
"""One more character than the longest of these words has, with its space."""
_NAME = re.compile(
    rf"`(?:context\.)?(?P<key>{_COMPOUND_NAME})`"
    r"(?!\s+(?:field|property|method|function|file|section|heading|parameter|argument|flag|tool|class)\b)"
)
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
_OPTIONAL = re.compile(
    r"\b(?:any|anything|including|included|optional|optionally|available|exists?|present|later|will|may|might|already"
    r"|applicable|unset|absent|not set|given|provided|supplied|as far as|(?:is|are|was|were) (?:there|set|known|filled|empty))\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:if|when|whenever|where|unless|otherwise|else|until|once|without(?! (?:your|my|their|its|the)\b))\b",
    re.IGNORECASE,
)
_TESTED = re.compile(
    r"\b(?:if|when|whenever|until|once|unless) (?:(?:both|all of|one of|any of|either) )?"
    r"`[^`\n]+`(?:(?:,? and|,? or|,) `[^`\n]+`)*(?! (?:was|were|has|have|had|(?:is|are) (?:there|set|known|filled|empty))\b)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"`[^`\n]*(?:[@(<]|::|->|\.(?:kts?|tsx?|jsx?|py|java|swift|go|rs|rb|cs|cpp|h|sql|sh)\b)[^`\n]*`"
    r"|`[A-Z][a-z0-9]+[A-Z]\w*`"
)
_PROGRAM = re.compile(
    r"`[A-Z][a-z0-9]+[A-Z]\w*`|`\w+\(\)?`|`[^`\n]*(?:::|\.(?:kts?|tsx?|jsx?|py|java|swift|go|rs|rb|cs|cpp|h|sql)\b)[^`\n]*`"
)
_OR = re.compile(r",?\s+or\b")
_IN_BRACES = re.compile(r"\{[^{}]*\}|\[[^\[\]\n]*\]")
_IN_FENCE = re.compile(r"^[ \t]*```[^`]*", re.MULTILINE)
_FIELD_LIST = re.compile(
    r"\b(?:fields?|propert(?:y|ies)|columns?|parameters?|arguments?|functions?|methods?|classes"
    r"|schema|named|called|(?:objects?|records?|entries|entry|items?|each)\s+(?:with|has|have|of(?!\s+`)|containing|:)"
    r"|(?:record|note|list|give|name|include|provide|state|for each|for every)\b[^.\n`]{0,40}:)[^.\n]{0,300}",
    re.IGNORECASE,
)
_SCORED = re.compile(
    r"\b(?:scor(?:e|es|ing)|rate|rating|dimensions?|axes|axis|lenses|criteria)\b[^\n]{0,2000}",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"\b(?:create|build|write|produce|prepare|maintain|keep|initiali[sz]e|draft|assemble)\s+"
    rf"(?:an?|one|your)\s+(?:(?!(?:of|from|in|for|with)\b)[a-z-]+\s+){{0,2}}`{_COMPOUND_NAME}`",
    re.IGNORECASE,
)
_PROVIDED = re.compile(
    rf"\b(?:provide|return|emit|output|fill(?: in)?|populate) `{_COMPOUND_NAME}`(?:(?: with|,? and|,) `{_COMPOUND_NAME}`)*"
    rf"|`{_COMPOUND_NAME}` (?:is|are) (?:non-|not )?(?:null|empty|blank)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(rf"^[ \t]*(?:[-*•]|\d+[.)])[ \t]+\**`?{_COMPOUND_NAME}", re.MULTILINE)
_FIELDS = (
    (_IN_BRACES, ("{", "[")),
    (_IN_FENCE, ("```",)),
    (
        _FIELD_LIST,
        (
            *(
                "field",
                "propert",
                "column",
                "parameter",
                "argument",
                "function",
                "method",
                "classes",
            ),
            *(
                "schema",
                "name",
                "called",
                "object",
                "record",
                "entr",
                "item",
                "each",
                "note",
                "list",
            ),
            *("give", "include", "provide", "state", "every"),
        ),
    ),
    (_SCORED, ("scor", "rate", "rating", "dimension", "ax", "lenses", "criteria")),
    (
        _MADE,
        (
            *("create", "build", "write", "produce", "prepare", "maintain", "keep", "initiali"),
            *("draft", "assemble"),
        ),
    ),
    (_BULLET, ("-", "*", "•", ".", ")")),
    (_PROVIDED, ("provide", "return", "emit", "output", "fill", "populate", "` is ", "` are ")),
)
"""Expressions for fields, with words of which each match has at least one in any case."""
_QUALIFIED = re.compile(rf"\.{_COMPOUND_NAME}|{_COMPOUND_NAME}[.(/]|[\"']{_COMPOUND_NAME}[\"']")
