"""JSON Schemas derived from the records and models of all formats, with titles and descriptions for editors.

A format is either a model, which checks what authors write, or a record: a plain dataclass, described by the rules of `source.json_records`.
Descriptions are the docstrings of classes and fields, read from the source when a schema is made and never before.
Only this module needs pydantic for records; the code that reads and writes them does not.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from workflowkit.format.conditions import AuthoredCondition
from workflowkit.format.dialect import Dialect
from workflowkit.format.fields import LIMIT
from workflowkit.format.outputs import CriterionTree, ValidationComposition
from workflowkit.schemas.dialects import narrowed
from workflowkit.text.json_records import json_key, kebab_case

JsonSchema = dict[str, Any]

FORMATS = {
    "authoring-rules": ("spec.authoring_rules", "AuthoringRules"),
    "baseline": ("lint.baseline", "Baseline"),
    "budget": ("budget.records", "BudgetReport"),
    "check": ("report.catalog_records", "Check"),
    "breaking": ("changes.ledger", "Ledger"),
    "compat": ("report.compat_records", "Compatibility"),
    "config": ("config.settings", "Settings"),
    "diagnostics": ("report.json", "Diagnostics"),
    "diagnostics-line": ("report.jsonl", "DiagnosticsLine"),
    "diff": ("report.change_records", "CatalogDifference"),
    "engine": ("spec.pack", "Engine"),
    "engine-change": ("spec.pack", "EngineChange"),
    "exploration": ("report.exploration", "ExplorationReport"),
    "feature": ("spec.pack", "Feature"),
    "graph": ("graph.model", "WorkflowGraph"),
    "hash": ("report.hash_records", "Hashes"),
    "list": ("report.catalog_records", "Listing"),
    "manifest": ("catalog.manifest", "Manifest"),
    "preview": ("report.preview", "Preview"),
    "refactoring": ("report.refactoring_records", "RefactoringReport"),
    "rules": ("lint.summaries", "RuleList"),
    "rules-coverage": ("lint.summaries", "CoverageReport"),
    "sessions-metrics": ("report.session_records", "SessionMetrics"),
    "scenario": ("simulation.scenario", "Scenario"),
    "scenario-coverage": ("report.coverage_records", "ScenarioCoverage"),
    "scenario-list": ("report.scenario_report", "ScenarioList"),
    "show": ("report.catalog_records", "WorkflowPage"),
    "source-map": ("catalog.source_map", "SourceMap"),
    "stale": ("report.catalog_records", "Reviews"),
    "settings": ("report.settings_records", "EffectiveSettings"),
    "statistics": ("report.statistics", "Statistics"),
    "stamps": ("catalog.stamps", "Stamps"),
    "test": ("report.scenario_report", "ScenarioReport"),
    "triggers": ("triggers.settings", "TriggerList"),
    "triggers-test": ("report.trigger_records", "TriggerTest"),
    "triggers-validate": ("report.trigger_records", "TriggerReport"),
    "workflow": ("format.workflow", "AuthoredWorkflow"),
    "workflow-tags": ("spec.pack", "Tags"),
}
"""Name of a schema to the module and the class that it is derived from; imported when asked for."""

_READ: dict[str, Callable[[str], str]] = {
    "config": kebab_case,
    "engine": json_key,
    "engine-change": json_key,
    "feature": json_key,
    "scenario": json_key,
    "triggers": json_key,
    "workflow-tags": json_key,
}
"""Records that people write, with the spelling of their keys; fields with a default are optional. All other records are only written by `wfk`."""

_NESTED: dict[str, Any] = {
    "condition": AuthoredCondition,
    "validationComposition": ValidationComposition,
    "validationCriteria": CriterionTree,
}
"""Definitions that `Nested` and `Inner` values name."""


def json_schema(name: str, dialect: Dialect | None = None) -> JsonSchema:
    """Return the JSON Schema of the format called *name*, one of `FORMATS`; that of workflows for *dialect*, or the default one."""
    return narrowed(whole_schema(name), dialect or Dialect())


def whole_schema(name: str) -> JsonSchema:
    """Return the JSON Schema of the format called *name* with everything that any version of the engine knows, marked by `x-construct` and `x-limit`."""
    module, class_name = FORMATS[name]
    owner = getattr(import_module(f"workflowkit.{module}"), class_name)
    adapter, mode = _adapter(owner, _READ.get(name))
    made, definitions = _generated(adapter, mode)
    root = definitions.pop(_definition_name(class_name)) if is_dataclass(owner) else made
    definitions = _with_nested(definitions, root)
    schema = root | {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"https://workflowkit.dev/schemas/{name}.schema.json",
    }
    if definitions:
        schema["$defs"] = dict(sorted(definitions.items()))
    finished: JsonSchema = _finished(schema)
    return finished


_RECORD: ConfigDict = {
    "alias_generator": json_key,
    "extra": "forbid",
    "json_schema_serialization_defaults_required": True,
}


_Mode = Literal["validation", "serialization"]


def _adapter(owner: Any, spelling: Callable[[str], str] | None) -> tuple[TypeAdapter[Any], _Mode]:
    """Return what describes *owner*: a model or a record, which without a *spelling* is described as `wfk` writes it."""
    if not is_dataclass(owner):
        return TypeAdapter(owner), "validation"
    # Pydantic accepts a configuration for a container of a dataclass, but not for a dataclass itself.
    if spelling is None:
        return TypeAdapter(list[owner], config=_RECORD), "serialization"
    return TypeAdapter(list[owner], config={**_RECORD, "alias_generator": spelling}), "validation"


def _with_nested(definitions: dict[str, JsonSchema], root: JsonSchema) -> dict[str, JsonSchema]:
    """Return *definitions* with those of the nested values that they and *root* name."""
    pending = set(_placeholders([root, definitions]))
    while pending:
        nested = pending.pop()
        if nested not in definitions:
            made, inner = _generated(TypeAdapter(_NESTED[nested]), "validation")
            definitions = {nested: made} | inner | definitions
            pending.update(_placeholders([made, inner]))
    return definitions


class _Generator(GenerateJsonSchema):
    """Omits defaults: nothing is filled in, and null, the default of our fields, is rejected."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchema:
        inner = schema["schema"]
        if self.mode == "validation" and inner["type"] == "nullable":
            inner = inner["schema"]
        return self.generate_inner(inner)

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchema:
        keys = {
            field["name"]: field.get("serialization_alias", field["name"])
            for field in schema["schema"]["fields"]
        }
        made = super().dataclass_schema(schema)
        # Before pydantic 2.12 a dataclass has neither the configuration of its container nor a description.
        made.setdefault("description", inspect.cleandoc(schema["cls"].__doc__ or ""))
        made.setdefault("additionalProperties", False)
        if self.mode == "serialization":
            made["required"] = list(keys.values())
        return _described(made, schema["cls"], keys)

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchema:
        model: type[BaseModel] = schema["cls"]
        keys = {name: field.alias or name for name, field in model.model_fields.items()}
        return _described(super().model_schema(schema), model, keys)

    def get_title_from_name(self, name: str) -> str:
        return _title(_plain(name))


def _generated(adapter: TypeAdapter[Any], mode: _Mode) -> tuple[JsonSchema, dict[str, JsonSchema]]:
    """Return the schema of what *adapter* is for, and its definitions by plain name."""
    schema = adapter.json_schema(schema_generator=_Generator, mode=mode)
    definitions = schema.pop("$defs", {})
    return schema, {_definition_name(key): value for key, value in definitions.items()}


def _definition_name(class_name: str) -> str:
    name = _plain(class_name)
    return name[0].lower() + name[1:]


def _plain(class_name: str) -> str:
    """Return the name of what a class describes: an `AuthoredWorkflow` is a workflow."""
    return class_name.removeprefix("Authored")


def _title(name: str) -> str:
    """Return a camelCase name as words: `metaGuidance` is `Meta guidance`."""
    return " ".join(_WORDS.findall(name)).lower().capitalize()


_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")


def _placeholders(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for inner in schema:
            yield from _placeholders(inner)
    elif isinstance(schema, dict):
        if "x-definition" in schema:
            yield schema["x-definition"]
        for inner in schema.values():
            yield from _placeholders(inner)


def _finished(schema: Any) -> Any:
    """Return a copy in which references use the plain names of definitions, and keywords have a fixed order."""
    if isinstance(schema, list):
        return [_finished(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    copied: JsonSchema = {}
    for key in sorted(schema, key=lambda key: _ORDER.get(key, len(_ORDER))):
        value = schema[key]
        if key in ("properties", "$defs"):
            copied[key] = {name: _finished(inner) for name, inner in value.items()}
        elif key == "x-definition":
            copied["$ref"] = f"#/$defs/{value}"
        elif key == "$ref":
            copied["$ref"] = f"#/$defs/{_definition_name(value.rpartition('/')[2])}"
        elif key == "description":
            copied[key] = " ".join(value.split())
        else:
            copied[key] = _finished(value)
    return copied


_ORDER = {
    key: index
    for index, key in enumerate(
        [
            "$schema",
            "$id",
            "title",
            "description",
            "$ref",
            "x-definition",
            "type",
            "const",
            "enum",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
            "if",
            "then",
            "else",
            "minItems",
            "maxItems",
            LIMIT,
            "uniqueItems",
            "items",
            "required",
            "properties",
        ]
    )
}


def _described(schema: JsonSchema, owner: type, keys: Mapping[str, str]) -> JsonSchema:
    """Return *schema*, made of *owner*, with the docstrings of its fields; *keys* are the keys by field."""
    schema["title"] = _title(_plain(owner.__name__))
    docs = _docs_of_fields(owner)
    for name, key in keys.items():
        schema["properties"][key].setdefault("description", docs[name])
    return schema


def _docs_of_fields(owner: type) -> dict[str, str]:
    """Return the descriptions of the fields of *owner*, inherited ones included."""
    docs: dict[str, str] = {}
    for base in reversed(owner.__mro__):
        if base.__module__.startswith("workflowkit."):
            docs |= _field_docs(import_module(base.__module__)).get(base.__name__, {})
    return docs


@cache
def _field_docs(module: ModuleType) -> dict[str, dict[str, str]]:
    """Return class name to field name to the string below the field, on one line."""
    docs: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        fields = docs[node.name] = {}
        for field, below in zip(node.body, node.body[1:], strict=False):
            match field, below:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    fields[name] = " ".join(text.split())
    return docs
