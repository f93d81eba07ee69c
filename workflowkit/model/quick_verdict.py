"""Generated."""

from __future__ import annotations
import re
from math import isfinite
from typing import Any

Json = Any


def _unique(value: list[Json]) -> bool:
    try:
        if len(set(value)) == len(value) and all(type(item) is str for item in value):
            return True
    except TypeError:
        pass
    return len({_identity(item) for item in value}) == len(value)


def _identity(value: Json) -> Any:
    if isinstance(value, dict):
        return frozenset((key, _identity(item)) for key, item in value.items())
    if isinstance(value, list):
        return tuple(_identity(item) for item in value)
    return (isinstance(value, bool), value)


_K0 = frozenset({"contractRef", "loopId", "kind"})
_K1 = frozenset({"when", "effect"})
_K2 = frozenset({"purpose", "dimensions", "id"})
_K3 = frozenset({"purpose", "required", "levels", "id"})
_K4 = frozenset({"in", "lt", "gt", "lte", "gte", "or", "equals", "not", "var", "and", "not_equals"})
_K5 = frozenset({"guidance", "kind"})
_K6 = frozenset({"anyEqualsLevel"})
_K7 = frozenset({"condition", "kind"})
_K8 = frozenset({"acceptedKinds", "purpose", "slotId", "default"})
_K9 = frozenset({"workflow", "routine"})
_K10 = re.compile("^[a-z][a-z0-9_]*\\Z").search
_K11 = frozenset({"name", "args"})
_K12 = re.compile("^[a-zA-Z_][a-zA-Z0-9_]*\\Z").search
_K13 = frozenset({"name", "parameters", "definition", "scope"})
_K14 = frozenset({"loop", "workflow", "step"})
_K15 = frozenset({"name", "enum", "type", "required", "description", "default"})
_K16 = frozenset({"string", "array", "number", "object", "boolean"})
_K17 = frozenset(
    {
        "condition",
        "type",
        "count",
        "indexVar",
        "iterationVar",
        "itemVar",
        "maxIterations",
        "items",
        "conditionSource",
    }
)
_K18 = frozenset({"for", "until", "while", "forEach"})
_K19 = frozenset(
    {
        "type",
        "runCondition",
        "notesOptional",
        "loop",
        "body",
        "title",
        "id",
        "requireConfirmation",
        "functionDefinitions",
    }
)
_K20 = re.compile("^[a-z0-9-]+\\Z").search
_K21 = frozenset({"contractRef", "required"})
_K22 = frozenset({"outputRequired", "verify", "goal", "constraints", "procedure"})
_K23 = frozenset({"when", "text", "id"})
_K24 = re.compile("^[a-z][a-z0-9_-]*\\Z").search
_K25 = frozenset({"recommendedAutonomy", "recommendedRiskPolicy"})
_K26 = frozenset({"full_auto_never_stop", "full_auto_stop_on_user_deps", "guided"})
_K27 = frozenset({"balanced", "aggressive", "conservative"})
_K28 = frozenset({"refId", "kind"})
_K29 = frozenset({"lt", "gt", "lte", "gte", "or", "equals", "not", "var", "and", "not_equals"})
_K30 = frozenset(
    {
        "templateCall",
        "title",
        "guidance",
        "id",
        "validationCriteria",
        "requireConfirmation",
        "functionReferences",
        "functionCalls",
        "functionDefinitions",
        "promptFragments",
        "agentRole",
        "notesOptional",
        "prompt",
        "hasValidation",
        "askForFiles",
        "promptBlocks",
        "outputContract",
        "runCondition",
        "assessmentRefs",
        "assessmentConsequences",
    }
)
_K31 = re.compile("^[a-zA-Z_][a-zA-Z0-9_]*\\(\\)\\Z").search
_K32 = frozenset({"templateId", "args"})
_K33 = frozenset({"text", "kind"})
_K34 = frozenset({"or", "not", "and"})
_K35 = frozenset(
    {"condition", "type", "message", "value", "min", "schema", "flags", "pattern", "max"}
)
_K36 = frozenset({"length", "contains", "regex", "schema"})
_K37 = frozenset({"purpose", "resolveFrom", "authoritative", "source", "title", "id"})
_K38 = frozenset({"workspace", "package"})
_K39 = frozenset(
    {
        "examples",
        "metricsProfile",
        "references",
        "id",
        "preconditions",
        "steps",
        "clarificationPrompts",
        "functionDefinitions",
        "description",
        "validatedAgainstSpecVersion",
        "name",
        "version",
        "metaGuidance",
        "about",
        "extensionPoints",
        "recommendedPreferences",
        "assessments",
        "features",
    }
)
_K40 = re.compile("^([a-z0-9_-]+|[a-z][a-z0-9_-]+\\.[a-z][a-z0-9_-]+)\\Z").search
_K41 = frozenset({"none", "design", "review", "research", "coding", "ticket"})
_K42 = re.compile(
    "^(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)(?:-(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?\\Z"
).search


def is_artifact_source(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("kind" in value and "contractRef" in value):
        return False
    if not value.keys() <= _K0:
        return False
    v1 = value["contractRef"]
    if not (isinstance(v1, str) and v1):
        return False
    v2 = value["kind"]
    if not (type(v2) is str and v2 == "artifact_contract"):
        return False
    if "loopId" in value:
        v3 = value["loopId"]
        if not (isinstance(v3, str) and v3):
            return False
    return True


def is_assessment_consequence(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("when" in value and "effect" in value):
        return False
    if not value.keys() <= _K1:
        return False
    v4 = value["effect"]
    if not is_consequence_effect(v4):
        return False
    v5 = value["when"]
    if not is_consequence_trigger(v5):
        return False
    return True


def is_assessment_definition(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("id" in value and "purpose" in value and "dimensions" in value):
        return False
    if not value.keys() <= _K2:
        return False
    v6 = value["dimensions"]
    if not isinstance(v6, list):
        return False
    if len(v6) < 1:
        return False
    for v8 in v6:
        if not is_assessment_dimension(v8):
            return False
    v9 = value["id"]
    if not (isinstance(v9, str) and 1 <= len(v9) <= 64):
        return False
    v10 = value["purpose"]
    if not (isinstance(v10, str) and 1 <= len(v10) <= 256):
        return False
    return True


def is_assessment_dimension(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("id" in value and "purpose" in value and "levels" in value):
        return False
    if not value.keys() <= _K3:
        return False
    v11 = value["id"]
    if not (isinstance(v11, str) and 1 <= len(v11) <= 64):
        return False
    v12 = value["levels"]
    if not isinstance(v12, list):
        return False
    if len(v12) < 2:
        return False
    for v14 in v12:
        if not (isinstance(v14, str) and 1 <= len(v14) <= 64):
            return False
    if len(v12) > 1 and not _unique(v12):
        return False
    v15 = value["purpose"]
    if not (isinstance(v15, str) and 1 <= len(v15) <= 256):
        return False
    if "required" in value:
        v16 = value["required"]
        if not (v16 is True or v16 is False):
            return False
    return True


def is_condition(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not value.keys() <= _K4:
        return False
    if "and" in value:
        v17 = value["and"]
        if not isinstance(v17, list):
            return False
        for v18 in v17:
            if not is_condition(v18):
                return False
    if "gt" in value:
        v20 = value["gt"]
        if not (
            isinstance(v20, (int, float))
            and v20 is not True
            and v20 is not False
            and (isinstance(v20, int) or isfinite(v20))
        ):
            return False
    if "gte" in value:
        v21 = value["gte"]
        if not (
            isinstance(v21, (int, float))
            and v21 is not True
            and v21 is not False
            and (isinstance(v21, int) or isfinite(v21))
        ):
            return False
    if "in" in value:
        v22 = value["in"]
        if not isinstance(v22, list):
            return False
    if "lt" in value:
        v24 = value["lt"]
        if not (
            isinstance(v24, (int, float))
            and v24 is not True
            and v24 is not False
            and (isinstance(v24, int) or isfinite(v24))
        ):
            return False
    if "lte" in value:
        v25 = value["lte"]
        if not (
            isinstance(v25, (int, float))
            and v25 is not True
            and v25 is not False
            and (isinstance(v25, int) or isfinite(v25))
        ):
            return False
    if "not" in value:
        v26 = value["not"]
        if not is_condition(v26):
            return False
    if "or" in value:
        v28 = value["or"]
        if not isinstance(v28, list):
            return False
        for v29 in v28:
            if not is_condition(v29):
                return False
    if "var" in value:
        v30 = value["var"]
        if not isinstance(v30, str):
            return False
    return True


def is_consequence_effect(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("kind" in value and "guidance" in value):
        return False
    if not value.keys() <= _K5:
        return False
    v31 = value["guidance"]
    if not (isinstance(v31, str) and 1 <= len(v31) <= 512):
        return False
    v32 = value["kind"]
    if not (type(v32) is str and v32 == "require_followup"):
        return False
    return True


def is_consequence_trigger(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("anyEqualsLevel" in value):
        return False
    if not value.keys() <= _K6:
        return False
    v33 = value["anyEqualsLevel"]
    if not (isinstance(v33, str) and 1 <= len(v33) <= 64):
        return False
    return True


def is_context_source(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("kind" in value and "condition" in value):
        return False
    if not value.keys() <= _K7:
        return False
    v34 = value["condition"]
    if not is_condition(v34):
        return False
    v35 = value["kind"]
    if not (type(v35) is str and v35 == "context_variable"):
        return False
    return True


def is_extension_point(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("slotId" in value and "purpose" in value and "default" in value):
        return False
    if not value.keys() <= _K8:
        return False
    if "acceptedKinds" in value:
        v36 = value["acceptedKinds"]
        if not isinstance(v36, list):
            return False
        for v37 in v36:
            if not (isinstance(v37, str) and v37 in _K9):
                return False
        if len(v36) > 1 and not _unique(v36):
            return False
    v38 = value["default"]
    if not (isinstance(v38, str) and 1 <= len(v38) <= 128):
        return False
    v39 = value["purpose"]
    if not (isinstance(v39, str) and 1 <= len(v39) <= 256):
        return False
    v40 = value["slotId"]
    if not (isinstance(v40, str) and 2 <= len(v40) <= 64 and _K10(v40) is not None):
        return False
    return True


def is_function_call(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("name" in value and "args" in value):
        return False
    if not value.keys() <= _K11:
        return False
    v41 = value["args"]
    if not isinstance(v41, dict):
        return False
    v42 = value["name"]
    if not (isinstance(v42, str) and _K12(v42) is not None):
        return False
    return True


def is_function_definition(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("name" in value and "definition" in value):
        return False
    if not value.keys() <= _K13:
        return False
    v43 = value["definition"]
    if not isinstance(v43, str):
        return False
    v44 = value["name"]
    if not (isinstance(v44, str) and _K12(v44) is not None):
        return False
    if "parameters" in value:
        v45 = value["parameters"]
        if not isinstance(v45, list):
            return False
        for v46 in v45:
            if not is_function_parameter(v46):
                return False
    if "scope" in value:
        v47 = value["scope"]
        if not (isinstance(v47, str) and v47 in _K14):
            return False
    return True


def is_function_parameter(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("name" in value and "type" in value):
        return False
    if not value.keys() <= _K15:
        return False
    if "description" in value:
        v49 = value["description"]
        if not isinstance(v49, str):
            return False
    if "enum" in value:
        v50 = value["enum"]
        if not isinstance(v50, list):
            return False
        if len(v50) < 1:
            return False
        for v51 in v50:
            if (
                bool(isinstance(v51, str))
                + bool(
                    (
                        isinstance(v51, (int, float))
                        and v51 is not True
                        and v51 is not False
                        and (isinstance(v51, int) or isfinite(v51))
                    )
                )
                + bool((v51 is True or v51 is False))
            ) != 1:
                return False
    v52 = value["name"]
    if not (isinstance(v52, str) and _K12(v52) is not None):
        return False
    if "required" in value:
        v53 = value["required"]
        if not (v53 is True or v53 is False):
            return False
    v54 = value["type"]
    if not (isinstance(v54, str) and v54 in _K16):
        return False
    return True


def is_loop_config(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("type" in value and "maxIterations" in value):
        return False
    if not value.keys() <= _K17:
        return False
    if "condition" in value:
        v55 = value["condition"]
        if not is_condition(v55):
            return False
    if "conditionSource" in value:
        v56 = value["conditionSource"]
        if (bool(is_artifact_source(v56)) + bool(is_context_source(v56))) != 1:
            return False
    if "count" in value:
        v57 = value["count"]
        if (
            bool(
                (
                    isinstance(v57, (int, float))
                    and v57 is not True
                    and v57 is not False
                    and (isinstance(v57, int) or isfinite(v57))
                    and v57 >= 0
                    and v57 <= 1000
                )
            )
            + bool(isinstance(v57, str))
        ) != 1:
            return False
    if "indexVar" in value:
        v58 = value["indexVar"]
        if not (isinstance(v58, str) and _K12(v58) is not None):
            return False
    if "itemVar" in value:
        v59 = value["itemVar"]
        if not (isinstance(v59, str) and _K12(v59) is not None):
            return False
    if "items" in value:
        v60 = value["items"]
        if not isinstance(v60, str):
            return False
    if "iterationVar" in value:
        v61 = value["iterationVar"]
        if not (isinstance(v61, str) and _K12(v61) is not None):
            return False
    v62 = value["maxIterations"]
    if not (
        isinstance(v62, (int, float))
        and v62 is not True
        and v62 is not False
        and (isinstance(v62, int) or isfinite(v62))
        and v62 >= 1
        and v62 <= 1000
    ):
        return False
    v63 = value["type"]
    if not (isinstance(v63, str) and v63 in _K18):
        return False
    if not (_s1(value) if _s0(value) else True):
        return False
    if not (_s6(value) if _s5(value) else True):
        return False
    if not (_s11(value) if _s10(value) else True):
        return False
    if not (_s15(value) if _s14(value) else True):
        return False
    return True


def is_loop_step(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not (
        "id" in value
        and "type" in value
        and "title" in value
        and "loop" in value
        and "body" in value
    ):
        return False
    if not value.keys() <= _K19:
        return False
    v68 = value["body"]
    if (bool(isinstance(v68, str)) + _s19(v68)) != 1:
        return False
    if "functionDefinitions" in value:
        v71 = value["functionDefinitions"]
        if not isinstance(v71, list):
            return False
        for v72 in v71:
            if not is_function_definition(v72):
                return False
    v73 = value["id"]
    if not (isinstance(v73, str) and 3 <= len(v73) <= 64 and _K20(v73) is not None):
        return False
    v74 = value["loop"]
    if not is_loop_config(v74):
        return False
    if "notesOptional" in value:
        v75 = value["notesOptional"]
        if not (v75 is True or v75 is False):
            return False
    if "requireConfirmation" in value:
        v76 = value["requireConfirmation"]
        if (bool((v76 is True or v76 is False)) + bool(is_condition(v76))) != 1:
            return False
    if "runCondition" in value:
        v77 = value["runCondition"]
        if not is_condition(v77):
            return False
    v78 = value["title"]
    if not (isinstance(v78, str) and 1 <= len(v78) <= 128):
        return False
    v79 = value["type"]
    if not (type(v79) is str and v79 == "loop"):
        return False
    return True


def is_output_contract(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("contractRef" in value):
        return False
    if not value.keys() <= _K21:
        return False
    v80 = value["contractRef"]
    if not (isinstance(v80, str) and v80):
        return False
    if "required" in value:
        v81 = value["required"]
        if not (v81 is True or v81 is False):
            return False
    return True


def is_prompt_blocks(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not value.keys() <= _K22:
        return False
    if "constraints" in value:
        v82 = value["constraints"]
        if not isinstance(v82, list):
            return False
        for v83 in v82:
            if (bool(isinstance(v83, str)) + _s20(v83)) != 1:
                return False
    if "goal" in value:
        v85 = value["goal"]
        if (bool(isinstance(v85, str)) + _s21(v85)) != 1:
            return False
    if "outputRequired" in value:
        v87 = value["outputRequired"]
        if not isinstance(v87, dict):
            return False
        for v88, v89 in v87.items():
            if True:
                if not isinstance(v89, str):
                    return False
    if "procedure" in value:
        v90 = value["procedure"]
        if not isinstance(v90, list):
            return False
        for v91 in v90:
            if (bool(isinstance(v91, str)) + _s22(v91)) != 1:
                return False
    if "verify" in value:
        v93 = value["verify"]
        if not isinstance(v93, list):
            return False
        for v94 in v93:
            if (bool(isinstance(v94, str)) + _s23(v94)) != 1:
                return False
    return True


def is_prompt_fragment(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("id" in value and "text" in value):
        return False
    if not value.keys() <= _K23:
        return False
    v96 = value["id"]
    if not (isinstance(v96, str) and 1 <= len(v96) <= 64 and _K24(v96) is not None):
        return False
    v97 = value["text"]
    if not (isinstance(v97, str) and 1 <= len(v97) <= 4096):
        return False
    if "when" in value:
        v98 = value["when"]
        if not is_condition(v98):
            return False
    return True


def is_recommended_preferences(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not value.keys() <= _K25:
        return False
    if "recommendedAutonomy" in value:
        v99 = value["recommendedAutonomy"]
        if not (isinstance(v99, str) and v99 in _K26):
            return False
    if "recommendedRiskPolicy" in value:
        v100 = value["recommendedRiskPolicy"]
        if not (isinstance(v100, str) and v100 in _K27):
            return False
    return True


def is_ref_part(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("kind" in value and "refId" in value):
        return False
    if not value.keys() <= _K28:
        return False
    v101 = value["kind"]
    if not (type(v101) is str and v101 == "ref"):
        return False
    v102 = value["refId"]
    if not (isinstance(v102, str) and v102):
        return False
    return True


def is_rule_condition(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not value.keys() <= _K29:
        return False
    if "and" in value:
        v103 = value["and"]
        if not isinstance(v103, list):
            return False
        for v104 in v103:
            if not isinstance(v104, dict):
                return False
    if "gt" in value:
        v106 = value["gt"]
        if not (
            isinstance(v106, (int, float))
            and v106 is not True
            and v106 is not False
            and (isinstance(v106, int) or isfinite(v106))
        ):
            return False
    if "gte" in value:
        v107 = value["gte"]
        if not (
            isinstance(v107, (int, float))
            and v107 is not True
            and v107 is not False
            and (isinstance(v107, int) or isfinite(v107))
        ):
            return False
    if "lt" in value:
        v108 = value["lt"]
        if not (
            isinstance(v108, (int, float))
            and v108 is not True
            and v108 is not False
            and (isinstance(v108, int) or isfinite(v108))
        ):
            return False
    if "lte" in value:
        v109 = value["lte"]
        if not (
            isinstance(v109, (int, float))
            and v109 is not True
            and v109 is not False
            and (isinstance(v109, int) or isfinite(v109))
        ):
            return False
    if "not" in value:
        v110 = value["not"]
        if not isinstance(v110, dict):
            return False
    if "or" in value:
        v112 = value["or"]
        if not isinstance(v112, list):
            return False
        for v113 in v112:
            if not isinstance(v113, dict):
                return False
    if "var" in value:
        v114 = value["var"]
        if not isinstance(v114, str):
            return False
    return True


def is_standard_step(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("id" in value and "title" in value):
        return False
    if not value.keys() <= _K30:
        return False
    if "agentRole" in value:
        v115 = value["agentRole"]
        if not (isinstance(v115, str) and 10 <= len(v115) <= 1024):
            return False
    if "askForFiles" in value:
        v116 = value["askForFiles"]
        if not (v116 is True or v116 is False):
            return False
    if "assessmentConsequences" in value:
        v117 = value["assessmentConsequences"]
        if not isinstance(v117, list):
            return False
        if len(v117) < 1:
            return False
        if len(v117) > 1:
            return False
        for v118 in v117:
            if not is_assessment_consequence(v118):
                return False
    if "assessmentRefs" in value:
        v119 = value["assessmentRefs"]
        if not isinstance(v119, list):
            return False
        if len(v119) < 1:
            return False
        for v120 in v119:
            if not (isinstance(v120, str) and 1 <= len(v120) <= 64):
                return False
        if len(v119) > 1 and not _unique(v119):
            return False
    if "functionCalls" in value:
        v121 = value["functionCalls"]
        if not isinstance(v121, list):
            return False
        for v122 in v121:
            if not is_function_call(v122):
                return False
    if "functionDefinitions" in value:
        v123 = value["functionDefinitions"]
        if not isinstance(v123, list):
            return False
        for v124 in v123:
            if not is_function_definition(v124):
                return False
    if "functionReferences" in value:
        v125 = value["functionReferences"]
        if not isinstance(v125, list):
            return False
        for v126 in v125:
            if not (isinstance(v126, str) and _K31(v126) is not None):
                return False
    if "guidance" in value:
        v127 = value["guidance"]
        if not isinstance(v127, list):
            return False
        for v128 in v127:
            if not isinstance(v128, str):
                return False
    if "hasValidation" in value:
        v129 = value["hasValidation"]
        if not (v129 is True or v129 is False):
            return False
    v130 = value["id"]
    if not (isinstance(v130, str) and 3 <= len(v130) <= 64 and _K20(v130) is not None):
        return False
    if "notesOptional" in value:
        v131 = value["notesOptional"]
        if not (v131 is True or v131 is False):
            return False
    if "outputContract" in value:
        v132 = value["outputContract"]
        if not is_output_contract(v132):
            return False
    if "prompt" in value:
        v133 = value["prompt"]
        if not (isinstance(v133, str) and 1 <= len(v133) <= 8192):
            return False
    if "promptBlocks" in value:
        v134 = value["promptBlocks"]
        if not is_prompt_blocks(v134):
            return False
    if "promptFragments" in value:
        v135 = value["promptFragments"]
        if not isinstance(v135, list):
            return False
        if len(v135) < 1:
            return False
        for v136 in v135:
            if not is_prompt_fragment(v136):
                return False
    if "requireConfirmation" in value:
        v137 = value["requireConfirmation"]
        if (bool((v137 is True or v137 is False)) + bool(is_condition(v137))) != 1:
            return False
    if "runCondition" in value:
        v138 = value["runCondition"]
        if not is_condition(v138):
            return False
    if "templateCall" in value:
        v139 = value["templateCall"]
        if not is_template_call(v139):
            return False
    v140 = value["title"]
    if not (isinstance(v140, str) and 1 <= len(v140) <= 128):
        return False
    if "validationCriteria" in value:
        v141 = value["validationCriteria"]
        if (_s24(v141) + bool(is_validation_composition(v141))) != 1:
            return False
    return True


def is_template_call(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("templateId" in value):
        return False
    if not value.keys() <= _K32:
        return False
    if "args" in value:
        v143 = value["args"]
        if not isinstance(v143, dict):
            return False
    v144 = value["templateId"]
    if not (isinstance(v144, str) and 1 <= len(v144) <= 128):
        return False
    return True


def is_text_part(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("kind" in value and "text" in value):
        return False
    if not value.keys() <= _K33:
        return False
    v145 = value["kind"]
    if not (type(v145) is str and v145 == "text"):
        return False
    v146 = value["text"]
    if not isinstance(v146, str):
        return False
    return True


def is_validation_composition(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not value.keys() <= _K34:
        return False
    if len(value) < 1:
        return False
    if len(value) > 1:
        return False
    if "and" in value:
        v147 = value["and"]
        if not isinstance(v147, list):
            return False
        if len(v147) < 1:
            return False
        for v148 in v147:
            if not is_validation_criteria(v148):
                return False
    if "not" in value:
        v149 = value["not"]
        if not is_validation_criteria(v149):
            return False
    if "or" in value:
        v150 = value["or"]
        if not isinstance(v150, list):
            return False
        if len(v150) < 1:
            return False
        for v151 in v150:
            if not is_validation_criteria(v151):
                return False
    return True


def is_validation_criteria(value: Json) -> bool:
    if (bool(is_validation_rule(value)) + bool(is_validation_composition(value))) != 1:
        return False
    return True


def is_validation_rule(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not ("type" in value and "message" in value):
        return False
    if not value.keys() <= _K35:
        return False
    if "condition" in value:
        v152 = value["condition"]
        if not is_rule_condition(v152):
            return False
    if "flags" in value:
        v153 = value["flags"]
        if not isinstance(v153, str):
            return False
    if "max" in value:
        v154 = value["max"]
        if not (
            isinstance(v154, (int, float))
            and v154 is not True
            and v154 is not False
            and (isinstance(v154, int) or isfinite(v154))
        ):
            return False
    v155 = value["message"]
    if not isinstance(v155, str):
        return False
    if "min" in value:
        v156 = value["min"]
        if not (
            isinstance(v156, (int, float))
            and v156 is not True
            and v156 is not False
            and (isinstance(v156, int) or isfinite(v156))
        ):
            return False
    if "pattern" in value:
        v157 = value["pattern"]
        if not isinstance(v157, str):
            return False
    if "schema" in value:
        v158 = value["schema"]
        if not isinstance(v158, dict):
            return False
    v159 = value["type"]
    if not (isinstance(v159, str) and v159 in _K36):
        return False
    if "value" in value:
        v160 = value["value"]
        if not isinstance(v160, str):
            return False
    return True


def is_workflow_reference(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not (
        "id" in value
        and "title" in value
        and "source" in value
        and "purpose" in value
        and "authoritative" in value
    ):
        return False
    if not value.keys() <= _K37:
        return False
    v161 = value["authoritative"]
    if not (v161 is True or v161 is False):
        return False
    v162 = value["id"]
    if not (isinstance(v162, str) and 2 <= len(v162) <= 64 and _K24(v162) is not None):
        return False
    v163 = value["purpose"]
    if not (isinstance(v163, str) and 1 <= len(v163) <= 512):
        return False
    if "resolveFrom" in value:
        v164 = value["resolveFrom"]
        if not (isinstance(v164, str) and v164 in _K38):
            return False
    v165 = value["source"]
    if not (isinstance(v165, str) and 1 <= len(v165) <= 512):
        return False
    v166 = value["title"]
    if not (isinstance(v166, str) and 1 <= len(v166) <= 128):
        return False
    return True


def _s0(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("type" in value):
            return False
        v64 = value["type"]
        if not (type(v64) is str and v64 == "while"):
            return False
    return True


def _s1(value: Json) -> bool:
    if not (_s2(value) or _s3(value)):
        return False
    return True


def _s2(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("condition" in value):
            return False
    return True


def _s3(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("conditionSource" in value):
            return False
    return True


def _s4(value: Json) -> bool:
    return True


def _s5(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("type" in value):
            return False
        v65 = value["type"]
        if not (type(v65) is str and v65 == "until"):
            return False
    return True


def _s6(value: Json) -> bool:
    if not (_s7(value) or _s8(value)):
        return False
    return True


def _s7(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("condition" in value):
            return False
    return True


def _s8(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("conditionSource" in value):
            return False
    return True


def _s9(value: Json) -> bool:
    return True


def _s10(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("type" in value):
            return False
        v66 = value["type"]
        if not (type(v66) is str and v66 == "for"):
            return False
    return True


def _s11(value: Json) -> bool:
    if not (_s12(value)):
        return False
    return True


def _s12(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("count" in value):
            return False
    return True


def _s13(value: Json) -> bool:
    return True


def _s14(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("type" in value):
            return False
        v67 = value["type"]
        if not (type(v67) is str and v67 == "forEach"):
            return False
    return True


def _s15(value: Json) -> bool:
    if not (_s16(value)):
        return False
    return True


def _s16(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("items" in value):
            return False
    return True


def _s17(value: Json) -> bool:
    return True


def _s18(value: Json) -> bool:
    if not isinstance(value, list):
        return False
    if len(value) < 1:
        return False
    for v69 in value:
        if not is_standard_step(v69):
            return False
    return True


def _s19(value: Json) -> bool:
    if not isinstance(value, list):
        return False
    if len(value) < 1:
        return False
    for v70 in value:
        if not is_standard_step(v70):
            return False
    return True


def _s20(value: Json) -> bool:
    if not isinstance(value, list):
        return False
    for v84 in value:
        if (bool(is_text_part(v84)) + bool(is_ref_part(v84))) != 1:
            return False
    return True


def _s21(value: Json) -> bool:
    if not isinstance(value, list):
        return False
    for v86 in value:
        if (bool(is_text_part(v86)) + bool(is_ref_part(v86))) != 1:
            return False
    return True


def _s22(value: Json) -> bool:
    if not isinstance(value, list):
        return False
    for v92 in value:
        if (bool(is_text_part(v92)) + bool(is_ref_part(v92))) != 1:
            return False
    return True


def _s23(value: Json) -> bool:
    if not isinstance(value, list):
        return False
    for v95 in value:
        if (bool(is_text_part(v95)) + bool(is_ref_part(v95))) != 1:
            return False
    return True


def _s24(value: Json) -> bool:
    if not isinstance(value, list):
        return False
    for v142 in value:
        if not is_validation_rule(v142):
            return False
    return True


def _s25(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("type" in value):
            return False
        v193 = value["type"]
        if not (type(v193) is str and v193 == "loop"):
            return False
    return True


def _s26(value: Json) -> bool:
    if isinstance(value, dict):
        if not ("type" in value):
            return False
        v195 = value["type"]
        if not (type(v195) is str and v195 == "loop"):
            return False
    return True


def is_workflow(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    if not (
        "id" in value
        and "name" in value
        and "description" in value
        and "version" in value
        and "steps" in value
    ):
        return False
    if not value.keys() <= _K39:
        return False
    if "about" in value:
        v167 = value["about"]
        if not (isinstance(v167, str) and 1 <= len(v167) <= 4096):
            return False
    if "assessments" in value:
        v168 = value["assessments"]
        if not isinstance(v168, list):
            return False
        for v169 in v168:
            if not is_assessment_definition(v169):
                return False
        if len(v168) > 1 and not _unique(v168):
            return False
    if "clarificationPrompts" in value:
        v170 = value["clarificationPrompts"]
        if not isinstance(v170, list):
            return False
        for v171 in v170:
            if not (isinstance(v171, str) and 1 <= len(v171) <= 256):
                return False
        if len(v170) > 1 and not _unique(v170):
            return False
    v172 = value["description"]
    if not (isinstance(v172, str) and 1 <= len(v172) <= 512):
        return False
    if "examples" in value:
        v173 = value["examples"]
        if not isinstance(v173, list):
            return False
        if len(v173) < 1:
            return False
        if len(v173) > 6:
            return False
        for v174 in v173:
            if not (isinstance(v174, str) and 10 <= len(v174) <= 120):
                return False
        if len(v173) > 1 and not _unique(v173):
            return False
    if "extensionPoints" in value:
        v175 = value["extensionPoints"]
        if not isinstance(v175, list):
            return False
        for v176 in v175:
            if not is_extension_point(v176):
                return False
        if len(v175) > 1 and not _unique(v175):
            return False
    if "features" in value:
        v177 = value["features"]
        if not isinstance(v177, list):
            return False
        for v178 in v177:
            if not (isinstance(v178, str) and 1 <= len(v178) <= 128):
                return False
        if len(v177) > 1 and not _unique(v177):
            return False
    if "functionDefinitions" in value:
        v179 = value["functionDefinitions"]
        if not isinstance(v179, list):
            return False
        for v180 in v179:
            if not is_function_definition(v180):
                return False
        if len(v179) > 1 and not _unique(v179):
            return False
    v181 = value["id"]
    if not (isinstance(v181, str) and 3 <= len(v181) <= 64 and _K40(v181) is not None):
        return False
    if "metaGuidance" in value:
        v182 = value["metaGuidance"]
        if not isinstance(v182, list):
            return False
        for v183 in v182:
            if not (isinstance(v183, str) and 1 <= len(v183) <= 256):
                return False
        if len(v182) > 1 and not _unique(v182):
            return False
    if "metricsProfile" in value:
        v184 = value["metricsProfile"]
        if not (isinstance(v184, str) and v184 in _K41):
            return False
    v185 = value["name"]
    if not (isinstance(v185, str) and 1 <= len(v185) <= 128):
        return False
    if "preconditions" in value:
        v186 = value["preconditions"]
        if not isinstance(v186, list):
            return False
        for v187 in v186:
            if not (isinstance(v187, str) and 1 <= len(v187) <= 256):
                return False
        if len(v186) > 1 and not _unique(v186):
            return False
    if "recommendedPreferences" in value:
        v188 = value["recommendedPreferences"]
        if not is_recommended_preferences(v188):
            return False
    if "references" in value:
        v189 = value["references"]
        if not isinstance(v189, list):
            return False
        for v190 in v189:
            if not is_workflow_reference(v190):
                return False
        if len(v189) > 1 and not _unique(v189):
            return False
    v191 = value["steps"]
    if not isinstance(v191, list):
        return False
    if len(v191) < 1:
        return False
    for v194 in v191:
        if not (is_loop_step(v194) if _s26(v194) else is_standard_step(v194)):
            return False
    if "validatedAgainstSpecVersion" in value:
        v196 = value["validatedAgainstSpecVersion"]
        if not (
            isinstance(v196, (int, float))
            and v196 is not True
            and v196 is not False
            and (isinstance(v196, int) or v196.is_integer())
            and v196 >= 1
        ):
            return False
    v197 = value["version"]
    if not (isinstance(v197, str) and _K42(v197) is not None):
        return False
    return True
