"""Validation criteria: the rules that the notes of a step must satisfy (docs/engine/interpreter.md#validation-criteria)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.javascript import BadPatternError, is_number, is_truthy, search, to_string
from workflowkit.runtime.output_schemas import check_text
from workflowkit.runtime.shapes import utf16_length
from workflowkit.runtime.strict_schemas import BadSchemaError
from workflowkit.text.ecmascript import trim
from workflowkit.text.routes import Json


class CriteriaErrorKind(StrEnum):
    """Why criteria cannot be evaluated; the step is then blocked for good."""

    FORMAT = "invalid_criteria_format"
    SCHEMA = "schema_compilation_failed"


@dataclass(frozen=True, slots=True)
class Issue:
    """One reason why a text does not satisfy its criteria."""

    message: str
    is_authored: bool
    """True when the words are those of the author."""


@dataclass(frozen=True, slots=True)
class CriteriaResult:
    """The result of checking a text against criteria."""

    issues: tuple[Issue, ...] = ()
    error: CriteriaErrorKind | None = None
    """Set when the criteria are broken; there are no issues then."""
    is_unwrapped: bool = False
    """True when JSON inside a JSON text was read as if it stood alone."""

    @property
    def is_valid(self) -> bool:
        """True when the text satisfies the criteria."""
        return not self.issues and self.error is None


def check_criteria(criteria: Json, text: str, context: Mapping[str, Json]) -> CriteriaResult:
    """Check *text* against *criteria*: a list of rules, a composition or a single rule."""
    evaluation = _Evaluation(text, context)
    try:
        issues = evaluation.check(criteria)
    except _CriteriaError as error:
        return CriteriaResult(error=error.kind)
    except (BadPatternError, RecursionError):
        return CriteriaResult(error=CriteriaErrorKind.FORMAT)
    except BadSchemaError:
        return CriteriaResult(error=CriteriaErrorKind.SCHEMA)
    return CriteriaResult(tuple(issues), None, evaluation.is_unwrapped)


class _CriteriaError(Exception):
    """Raised where the engine rejects criteria."""

    def __init__(self, kind: CriteriaErrorKind = CriteriaErrorKind.FORMAT) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(slots=True)
class _Evaluation:
    text: str
    context: Mapping[str, Json]
    is_unwrapped: bool = False

    def check(self, criteria: Json) -> list[Issue]:
        if isinstance(criteria, list):
            return self._check_list(criteria)
        if isinstance(criteria, dict) and "type" in criteria:
            return self._check_rule(criteria)
        if self._passes(criteria):
            return []
        # The messages of the members of a composition are lost.
        return [Issue("the output does not meet the combined criteria", False)]

    def _check_list(self, rules: Sequence[Json]) -> list[Issue]:
        if not rules:
            return [] if trim(self.text) else [Issue("the output is blank", False)]
        issues: list[Issue] = []
        for rule in rules:
            if isinstance(rule, str):
                # A bare pattern is an older spelling of a rule.
                if not search(rule, "", self.text):
                    issues.append(Issue(f"the output does not match '{rule}'", False))
            elif isinstance(rule, dict) and "type" in rule:
                issues.extend(self._check_rule(rule))
            else:
                raise _CriteriaError
        return issues

    def _passes(self, criteria: Json) -> bool:
        """Evaluate a member of a composition, stopping as soon as its result is certain."""
        if not isinstance(criteria, dict):
            raise _CriteriaError
        if "type" in criteria:
            return not self._check_rule(criteria)
        if not criteria:
            return True
        for name, decisive in (("and", False), ("or", True)):
            members = criteria.get(name)
            if members is None:
                continue
            if not isinstance(members, list):
                raise _CriteriaError
            for member in members:
                if self._passes(member) is decisive:
                    return decisive
            return not decisive
        if criteria.get("not") is None:
            raise _CriteriaError
        return not self._passes(criteria["not"])

    def _check_rule(self, rule: Mapping[str, Json]) -> list[Issue]:
        """Return one issue per violation; none when the condition of the rule does not hold."""
        if not evaluate(rule.get("condition"), self.context):
            return []
        message = rule.get("message")
        return [
            Issue(to_string(message), True) if message else Issue(violation, False)
            for violation in self._violations(rule)
        ]

    def _violations(self, rule: Mapping[str, Json]) -> list[str]:
        match rule["type"]:
            case "contains":
                value = rule.get("value")
                is_found = isinstance(value, str) and value in self.text
                return [] if is_found else [f"the output does not contain '{to_string(value)}'"]
            case "regex":
                pattern, flags = (to_string(rule.get(key) or "") for key in ("pattern", "flags"))
                is_found = search(pattern, flags, self.text)
                return [] if is_found else [f"the output does not match '{pattern}'"]
            case "length":
                return self._length_violations(rule)
            case "schema":
                schema = rule.get("schema")
                if not is_truthy(schema):
                    return ["the rule has no schema"]
                checked = check_text(schema, self.text)
                self.is_unwrapped |= checked.is_unwrapped
                return [] if checked.violation is None else [checked.violation]
        raise _CriteriaError

    def _length_violations(self, rule: Mapping[str, Json]) -> list[str]:
        least, most = rule.get("min"), rule.get("max")
        length = utf16_length(self.text)
        violations = []
        if is_number(least) and length < least:
            violations.append(f"the output has {length} characters, at least {least} are needed")
        if is_number(most) and length > most:
            violations.append(f"the output has {length} characters, at most {most} fit")
        return violations
