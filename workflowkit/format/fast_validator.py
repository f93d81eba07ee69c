"""Tells whether a value fits a schema, yes or no. Generated from the models by scripts/generate.py."""

from __future__ import annotations

import re
from collections.abc import Hashable
from math import isfinite

from workflowkit.text.routes import Json


def _is_number(value: Json) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _is_integer(value: Json) -> bool:
    return _is_number(value) and (isinstance(value, int) or value.is_integer())


def _is_unique(items: list[Json]) -> bool:
    return len({_identity(member) for member in items}) == len(items)


def _identity(value: Json) -> Hashable:
    """Equal for equal JSON values: key order does not count, 1 and 1.0 are one number, true is not 1."""
    if isinstance(value, dict):
        return frozenset((key, _identity(member)) for key, member in value.items())
    if isinstance(value, list):
        return tuple(_identity(member) for member in value)
    return (isinstance(value, bool), value)


_K1 = frozenset(['contractRef', 'kind', 'loopId'])
_K2 = frozenset(['effect', 'when'])
_K3 = frozenset(['dimensions', 'id', 'purpose'])
_K4 = frozenset(['id', 'levels', 'purpose', 'required'])
_K5 = frozenset(['and', 'equals', 'gt', 'gte', 'in', 'lt', 'lte', 'not', 'not_equals', 'or', 'var'])
_K6 = frozenset(['guidance', 'kind'])
_K7 = frozenset(['anyEqualsLevel'])
_K8 = frozenset(['condition', 'kind'])
_K9 = frozenset(['acceptedKinds', 'default', 'purpose', 'slotId'])
_K10 = re.compile('^[a-z][a-z0-9_]*\\Z').search
_K11 = frozenset(['routine', 'workflow'])
_K12 = frozenset(['args', 'name'])
_K13 = re.compile('^[a-zA-Z_][a-zA-Z0-9_]*\\Z').search
_K14 = frozenset(['definition', 'name', 'parameters', 'scope'])
_K15 = frozenset(['loop', 'step', 'workflow'])
_K16 = frozenset(['default', 'description', 'enum', 'name', 'required', 'type'])
_K17 = frozenset(['array', 'boolean', 'number', 'object', 'string'])
_K18 = frozenset(['condition', 'conditionSource', 'count', 'indexVar', 'itemVar', 'items', 'iterationVar', 'maxIterations', 'type'])
_K19 = frozenset(['for', 'forEach', 'until', 'while'])
_K20 = frozenset(['body', 'functionDefinitions', 'id', 'loop', 'notesOptional', 'requireConfirmation', 'runCondition', 'title', 'type'])
_K21 = re.compile('^[a-z0-9-]+\\Z').search
_K22 = frozenset(['contractRef', 'required'])
_K23 = frozenset(['constraints', 'goal', 'outputRequired', 'procedure', 'verify'])
_K24 = frozenset(['id', 'text', 'when'])
_K25 = re.compile('^[a-z][a-z0-9_-]*\\Z').search
_K26 = frozenset(['recommendedAutonomy', 'recommendedRiskPolicy'])
_K27 = frozenset(['full_auto_never_stop', 'full_auto_stop_on_user_deps', 'guided'])
_K28 = frozenset(['aggressive', 'balanced', 'conservative'])
_K29 = frozenset(['kind', 'refId'])
_K30 = frozenset(['and', 'equals', 'gt', 'gte', 'lt', 'lte', 'not', 'not_equals', 'or', 'var'])
_K31 = frozenset(['agentRole', 'askForFiles', 'assessmentConsequences', 'assessmentRefs', 'functionCalls', 'functionDefinitions', 'functionReferences', 'guidance', 'hasValidation', 'id', 'notesOptional', 'outputContract', 'prompt', 'promptBlocks', 'promptFragments', 'requireConfirmation', 'runCondition', 'templateCall', 'title', 'validationCriteria'])
_K32 = re.compile('^[a-zA-Z_][a-zA-Z0-9_]*\\(\\)\\Z').search
_K33 = frozenset(['args', 'templateId'])
_K34 = frozenset(['kind', 'text'])
_K35 = frozenset(['and', 'not', 'or'])
_K36 = frozenset(['condition', 'flags', 'max', 'message', 'min', 'pattern', 'schema', 'type', 'value'])
_K37 = frozenset(['contains', 'length', 'regex', 'schema'])
_K38 = frozenset(['authoritative', 'id', 'purpose', 'resolveFrom', 'source', 'title'])
_K39 = frozenset(['package', 'workspace'])
_K40 = frozenset(['about', 'assessments', 'clarificationPrompts', 'description', 'examples', 'extensionPoints', 'features', 'functionDefinitions', 'id', 'metaGuidance', 'metricsProfile', 'name', 'preconditions', 'recommendedPreferences', 'references', 'steps', 'validatedAgainstSpecVersion', 'version'])
_K41 = re.compile('^([a-z0-9_-]+|[a-z][a-z0-9_-]+\\.[a-z][a-z0-9_-]+)\\Z').search
_K42 = re.compile('^(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)(?:-(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?\\Z').search
_K43 = frozenset(['coding', 'design', 'none', 'research', 'review', 'ticket'])
_K44 = frozenset(['advisoryBecause', 'bad', 'checks', 'enforcement', 'examples', 'good', 'id', 'level', 'reviewedOn', 'rule', 'scope', 'since', 'sources', 'status', 'why'])
_K45 = re.compile('^[a-z][a-z0-9-]*\\Z').search
_K46 = frozenset(['active', 'experimental', 'planned', 'retired'])
_K47 = frozenset(['discouraged', 'recommended', 'required'])
_K48 = re.compile('^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z').search
_K49 = frozenset(['codes', 'kind', 'reason'])
_K50 = frozenset(['advisory', 'compile', 'judge', 'lint', 'review', 'runtime', 'schema'])
_K51 = frozenset(['by', 'id'])
_K52 = frozenset(['path', 'step'])
_K53 = frozenset(['kind', 'note', 'path'])
_K54 = frozenset(['id', 'rules', 'title'])
_K55 = frozenset(['note', 'required', 'rulesVersion'])
_K56 = frozenset(['id', 'surface', 'text'])
_K57 = frozenset(['$schema', 'changelog', 'enforcementKinds', 'formatVersion', 'levels', 'planned', 'reviewedOn', 'rulesVersion', 'scopes', 'statuses', 'topics'])
_K58 = frozenset(['$schema', 'constraints', 'procedure', 'verify'])
_K59 = frozenset(['displayName', 'examples', 'id', 'when'])
_K60 = frozenset(['hidden', 'tags'])
_K61 = frozenset(['$schema', 'tags', 'version', 'workflows'])


def _is_workflow_artifact_source(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'contractRef' in value):
        return False
    if not (value.keys() <= _K1):
        return False
    v1 = value['kind']
    if not (type(v1) is str and v1 == 'artifact_contract'):
        return False
    v2 = value['contractRef']
    if not (isinstance(v2, str) and len(v2) >= 1):
        return False
    if 'loopId' in value:
        v3 = value['loopId']
        if not (isinstance(v3, str) and len(v3) >= 1):
            return False
    return True


def _is_workflow_assessment_consequence(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('when' in value and 'effect' in value):
        return False
    if not (value.keys() <= _K2):
        return False
    v4 = value['when']
    if not (_is_workflow_consequence_trigger(v4)):
        return False
    v5 = value['effect']
    if not (_is_workflow_consequence_effect(v5)):
        return False
    return True


def _is_workflow_assessment_definition(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'purpose' in value and 'dimensions' in value):
        return False
    if not (value.keys() <= _K3):
        return False
    v6 = value['id']
    if not (isinstance(v6, str) and len(v6) >= 1 and len(v6) <= 64):
        return False
    v7 = value['purpose']
    if not (isinstance(v7, str) and len(v7) >= 1 and len(v7) <= 256):
        return False
    v8 = value['dimensions']
    if not (isinstance(v8, list)):
        return False
    if not (len(v8) >= 1):
        return False
    for v9 in v8:
        if not (_is_workflow_assessment_dimension(v9)):
            return False
    return True


def _is_workflow_assessment_dimension(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'purpose' in value and 'levels' in value):
        return False
    if not (value.keys() <= _K4):
        return False
    v10 = value['id']
    if not (isinstance(v10, str) and len(v10) >= 1 and len(v10) <= 64):
        return False
    v11 = value['purpose']
    if not (isinstance(v11, str) and len(v11) >= 1 and len(v11) <= 256):
        return False
    v12 = value['levels']
    if not (isinstance(v12, list)):
        return False
    if not (len(v12) >= 2):
        return False
    for v13 in v12:
        if not (isinstance(v13, str) and len(v13) >= 1 and len(v13) <= 64):
            return False
    if not (len(v12) < 2 or _is_unique(v12)):
        return False
    if 'required' in value:
        v14 = value['required']
        if not (isinstance(v14, bool)):
            return False
    return True


def _is_workflow_condition(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (value.keys() <= _K5):
        return False
    if 'var' in value:
        v15 = value['var']
        if not (isinstance(v15, str)):
            return False
    if 'gt' in value:
        v18 = value['gt']
        if not (_is_number(v18)):
            return False
    if 'gte' in value:
        v19 = value['gte']
        if not (_is_number(v19)):
            return False
    if 'lt' in value:
        v20 = value['lt']
        if not (_is_number(v20)):
            return False
    if 'lte' in value:
        v21 = value['lte']
        if not (_is_number(v21)):
            return False
    if 'and' in value:
        v22 = value['and']
        if not (isinstance(v22, list)):
            return False
        for v23 in v22:
            if not (_is_workflow_condition(v23)):
                return False
    if 'or' in value:
        v24 = value['or']
        if not (isinstance(v24, list)):
            return False
        for v25 in v24:
            if not (_is_workflow_condition(v25)):
                return False
    if 'not' in value:
        v26 = value['not']
        if not (_is_workflow_condition(v26)):
            return False
    if 'in' in value:
        v27 = value['in']
        if not (isinstance(v27, list)):
            return False
    return True


def _is_workflow_consequence_effect(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'guidance' in value):
        return False
    if not (value.keys() <= _K6):
        return False
    v29 = value['kind']
    if not (type(v29) is str and v29 == 'require_followup'):
        return False
    v30 = value['guidance']
    if not (isinstance(v30, str) and len(v30) >= 1 and len(v30) <= 512):
        return False
    return True


def _is_workflow_consequence_trigger(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('anyEqualsLevel' in value):
        return False
    if not (value.keys() <= _K7):
        return False
    v31 = value['anyEqualsLevel']
    if not (isinstance(v31, str) and len(v31) >= 1 and len(v31) <= 64):
        return False
    return True


def _is_workflow_context_source(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'condition' in value):
        return False
    if not (value.keys() <= _K8):
        return False
    v32 = value['kind']
    if not (type(v32) is str and v32 == 'context_variable'):
        return False
    v33 = value['condition']
    if not (_is_workflow_condition(v33)):
        return False
    return True


def _is_workflow_extension_point(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('slotId' in value and 'purpose' in value and 'default' in value):
        return False
    if not (value.keys() <= _K9):
        return False
    v34 = value['slotId']
    if not (isinstance(v34, str) and len(v34) >= 2 and len(v34) <= 64 and _K10(v34) is not None):
        return False
    v35 = value['purpose']
    if not (isinstance(v35, str) and len(v35) >= 1 and len(v35) <= 256):
        return False
    v36 = value['default']
    if not (isinstance(v36, str) and len(v36) >= 1 and len(v36) <= 128):
        return False
    if 'acceptedKinds' in value:
        v37 = value['acceptedKinds']
        if not (isinstance(v37, list)):
            return False
        for v38 in v37:
            if not (isinstance(v38, str) and v38 in _K11):
                return False
        if not (len(v37) < 2 or _is_unique(v37)):
            return False
    return True


def _is_workflow_function_call(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('name' in value and 'args' in value):
        return False
    if not (value.keys() <= _K12):
        return False
    v39 = value['name']
    if not (isinstance(v39, str) and _K13(v39) is not None):
        return False
    v40 = value['args']
    if not (isinstance(v40, dict)):
        return False
    return True


def _is_workflow_function_definition(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('name' in value and 'definition' in value):
        return False
    if not (value.keys() <= _K14):
        return False
    v41 = value['name']
    if not (isinstance(v41, str) and _K13(v41) is not None):
        return False
    v42 = value['definition']
    if not (isinstance(v42, str)):
        return False
    if 'parameters' in value:
        v43 = value['parameters']
        if not (isinstance(v43, list)):
            return False
        for v44 in v43:
            if not (_is_workflow_function_parameter(v44)):
                return False
    if 'scope' in value:
        v45 = value['scope']
        if not (isinstance(v45, str) and v45 in _K15):
            return False
    return True


def _is_workflow_function_parameter(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('name' in value and 'type' in value):
        return False
    if not (value.keys() <= _K16):
        return False
    v46 = value['name']
    if not (isinstance(v46, str) and _K13(v46) is not None):
        return False
    v47 = value['type']
    if not (isinstance(v47, str) and v47 in _K17):
        return False
    if 'required' in value:
        v48 = value['required']
        if not (isinstance(v48, bool)):
            return False
    if 'description' in value:
        v49 = value['description']
        if not (isinstance(v49, str)):
            return False
    if 'enum' in value:
        v50 = value['enum']
        if not (isinstance(v50, list)):
            return False
        if not (len(v50) >= 1):
            return False
        for v51 in v50:
            if not ((isinstance(v51, str)) + (_is_number(v51)) + (isinstance(v51, bool)) == 1):
                return False
    return True


def _is_workflow_62(value: Json) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v63 = value['type']
        if not (type(v63) is str and v63 == 'while'):
            return False
    return True


def _is_workflow_64(value: Json) -> bool:
    if isinstance(value, dict):
        if not ('condition' in value):
            return False
    return True


def _is_workflow_65(value: Json) -> bool:
    if isinstance(value, dict):
        if not ('conditionSource' in value):
            return False
    return True


def _is_workflow_66(value: Json) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v67 = value['type']
        if not (type(v67) is str and v67 == 'until'):
            return False
    return True


def _is_workflow_68(value: Json) -> bool:
    if isinstance(value, dict):
        if not ('condition' in value):
            return False
    return True


def _is_workflow_69(value: Json) -> bool:
    if isinstance(value, dict):
        if not ('conditionSource' in value):
            return False
    return True


def _is_workflow_70(value: Json) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v71 = value['type']
        if not (type(v71) is str and v71 == 'for'):
            return False
    return True


def _is_workflow_72(value: Json) -> bool:
    if isinstance(value, dict):
        if not ('count' in value):
            return False
    return True


def _is_workflow_73(value: Json) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v74 = value['type']
        if not (type(v74) is str and v74 == 'forEach'):
            return False
    return True


def _is_workflow_75(value: Json) -> bool:
    if isinstance(value, dict):
        if not ('items' in value):
            return False
    return True


def _is_workflow_loop_config(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('type' in value and 'maxIterations' in value):
        return False
    if not (value.keys() <= _K18):
        return False
    v53 = value['type']
    if not (isinstance(v53, str) and v53 in _K19):
        return False
    v54 = value['maxIterations']
    if not (_is_number(v54) and v54 >= 1 and v54 <= 1000):
        return False
    if 'condition' in value:
        v55 = value['condition']
        if not (_is_workflow_condition(v55)):
            return False
    if 'conditionSource' in value:
        v56 = value['conditionSource']
        if not ((_is_workflow_artifact_source(v56)) + (_is_workflow_context_source(v56)) == 1):
            return False
    if 'count' in value:
        v57 = value['count']
        if not ((_is_number(v57) and v57 >= 0 and v57 <= 1000) + (isinstance(v57, str)) == 1):
            return False
    if 'items' in value:
        v58 = value['items']
        if not (isinstance(v58, str)):
            return False
    if 'iterationVar' in value:
        v59 = value['iterationVar']
        if not (isinstance(v59, str) and _K13(v59) is not None):
            return False
    if 'itemVar' in value:
        v60 = value['itemVar']
        if not (isinstance(v60, str) and _K13(v60) is not None):
            return False
    if 'indexVar' in value:
        v61 = value['indexVar']
        if not (isinstance(v61, str) and _K13(v61) is not None):
            return False
    if _is_workflow_62(value):
        if not ((_is_workflow_64(value)) or (_is_workflow_65(value))):
            return False
    if _is_workflow_66(value):
        if not ((_is_workflow_68(value)) or (_is_workflow_69(value))):
            return False
    if _is_workflow_70(value):
        if not ((_is_workflow_72(value))):
            return False
    if _is_workflow_73(value):
        if not ((_is_workflow_75(value))):
            return False
    return True


def _is_workflow_86(value: Json) -> bool:
    if not (isinstance(value, list)):
        return False
    if not (len(value) >= 1):
        return False
    for v87 in value:
        if not (_is_workflow_standard_step(v87)):
            return False
    return True


def _is_workflow_loop_step(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'type' in value and 'title' in value and 'loop' in value and 'body' in value):
        return False
    if not (value.keys() <= _K20):
        return False
    v76 = value['id']
    if not (isinstance(v76, str) and len(v76) >= 3 and len(v76) <= 64 and _K21(v76) is not None):
        return False
    v77 = value['type']
    if not (type(v77) is str and v77 == 'loop'):
        return False
    v78 = value['title']
    if not (isinstance(v78, str) and len(v78) >= 1 and len(v78) <= 128):
        return False
    if 'runCondition' in value:
        v79 = value['runCondition']
        if not (_is_workflow_condition(v79)):
            return False
    v80 = value['loop']
    if not (_is_workflow_loop_config(v80)):
        return False
    if 'functionDefinitions' in value:
        v81 = value['functionDefinitions']
        if not (isinstance(v81, list)):
            return False
        for v82 in v81:
            if not (_is_workflow_function_definition(v82)):
                return False
    if 'requireConfirmation' in value:
        v83 = value['requireConfirmation']
        if not ((isinstance(v83, bool)) + (_is_workflow_condition(v83)) == 1):
            return False
    if 'notesOptional' in value:
        v84 = value['notesOptional']
        if not (isinstance(v84, bool)):
            return False
    v85 = value['body']
    if not ((isinstance(v85, str)) + (_is_workflow_86(v85)) == 1):
        return False
    return True


def _is_workflow_output_contract(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('contractRef' in value):
        return False
    if not (value.keys() <= _K22):
        return False
    v88 = value['contractRef']
    if not (isinstance(v88, str) and len(v88) >= 1):
        return False
    if 'required' in value:
        v89 = value['required']
        if not (isinstance(v89, bool)):
            return False
    return True


def _is_workflow_91(value: Json) -> bool:
    if not (isinstance(value, list)):
        return False
    for v92 in value:
        if not ((_is_workflow_text_part(v92)) + (_is_workflow_ref_part(v92)) == 1):
            return False
    return True


def _is_workflow_95(value: Json) -> bool:
    if not (isinstance(value, list)):
        return False
    for v96 in value:
        if not ((_is_workflow_text_part(v96)) + (_is_workflow_ref_part(v96)) == 1):
            return False
    return True


def _is_workflow_99(value: Json) -> bool:
    if not (isinstance(value, list)):
        return False
    for v100 in value:
        if not ((_is_workflow_text_part(v100)) + (_is_workflow_ref_part(v100)) == 1):
            return False
    return True


def _is_workflow_106(value: Json) -> bool:
    if not (isinstance(value, list)):
        return False
    for v107 in value:
        if not ((_is_workflow_text_part(v107)) + (_is_workflow_ref_part(v107)) == 1):
            return False
    return True


def _is_workflow_prompt_blocks(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (value.keys() <= _K23):
        return False
    if 'goal' in value:
        v90 = value['goal']
        if not ((isinstance(v90, str)) + (_is_workflow_91(v90)) == 1):
            return False
    if 'constraints' in value:
        v93 = value['constraints']
        if not (isinstance(v93, list)):
            return False
        for v94 in v93:
            if not ((isinstance(v94, str)) + (_is_workflow_95(v94)) == 1):
                return False
    if 'procedure' in value:
        v97 = value['procedure']
        if not (isinstance(v97, list)):
            return False
        for v98 in v97:
            if not ((isinstance(v98, str)) + (_is_workflow_99(v98)) == 1):
                return False
    if 'outputRequired' in value:
        v101 = value['outputRequired']
        if not (isinstance(v101, dict)):
            return False
        for v102, v103 in v101.items():
            if not (isinstance(v103, str)):
                return False
    if 'verify' in value:
        v104 = value['verify']
        if not (isinstance(v104, list)):
            return False
        for v105 in v104:
            if not ((isinstance(v105, str)) + (_is_workflow_106(v105)) == 1):
                return False
    return True


def _is_workflow_prompt_fragment(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'text' in value):
        return False
    if not (value.keys() <= _K24):
        return False
    v108 = value['id']
    if not (isinstance(v108, str) and len(v108) >= 1 and len(v108) <= 64 and _K25(v108) is not None):
        return False
    v109 = value['text']
    if not (isinstance(v109, str) and len(v109) >= 1 and len(v109) <= 4096):
        return False
    if 'when' in value:
        v110 = value['when']
        if not (_is_workflow_condition(v110)):
            return False
    return True


def _is_workflow_recommended_preferences(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (value.keys() <= _K26):
        return False
    if 'recommendedAutonomy' in value:
        v111 = value['recommendedAutonomy']
        if not (isinstance(v111, str) and v111 in _K27):
            return False
    if 'recommendedRiskPolicy' in value:
        v112 = value['recommendedRiskPolicy']
        if not (isinstance(v112, str) and v112 in _K28):
            return False
    return True


def _is_workflow_ref_part(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'refId' in value):
        return False
    if not (value.keys() <= _K29):
        return False
    v113 = value['kind']
    if not (type(v113) is str and v113 == 'ref'):
        return False
    v114 = value['refId']
    if not (isinstance(v114, str) and len(v114) >= 1):
        return False
    return True


def _is_workflow_rule_condition(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (value.keys() <= _K30):
        return False
    if 'var' in value:
        v115 = value['var']
        if not (isinstance(v115, str)):
            return False
    if 'gt' in value:
        v118 = value['gt']
        if not (_is_number(v118)):
            return False
    if 'gte' in value:
        v119 = value['gte']
        if not (_is_number(v119)):
            return False
    if 'lt' in value:
        v120 = value['lt']
        if not (_is_number(v120)):
            return False
    if 'lte' in value:
        v121 = value['lte']
        if not (_is_number(v121)):
            return False
    if 'and' in value:
        v122 = value['and']
        if not (isinstance(v122, list)):
            return False
        for v123 in v122:
            if not (isinstance(v123, dict)):
                return False
    if 'or' in value:
        v124 = value['or']
        if not (isinstance(v124, list)):
            return False
        for v125 in v124:
            if not (isinstance(v125, dict)):
                return False
    if 'not' in value:
        v126 = value['not']
        if not (isinstance(v126, dict)):
            return False
    return True


def _is_workflow_140(value: Json) -> bool:
    if not (isinstance(value, list)):
        return False
    for v141 in value:
        if not (_is_workflow_validation_rule(v141)):
            return False
    return True


def _is_workflow_standard_step(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'title' in value):
        return False
    if not (value.keys() <= _K31):
        return False
    v127 = value['id']
    if not (isinstance(v127, str) and len(v127) >= 3 and len(v127) <= 64 and _K21(v127) is not None):
        return False
    v128 = value['title']
    if not (isinstance(v128, str) and len(v128) >= 1 and len(v128) <= 128):
        return False
    if 'runCondition' in value:
        v129 = value['runCondition']
        if not (_is_workflow_condition(v129)):
            return False
    if 'prompt' in value:
        v130 = value['prompt']
        if not (isinstance(v130, str) and len(v130) >= 1 and len(v130) <= 8192):
            return False
    if 'promptBlocks' in value:
        v131 = value['promptBlocks']
        if not (_is_workflow_prompt_blocks(v131)):
            return False
    if 'templateCall' in value:
        v132 = value['templateCall']
        if not (_is_workflow_template_call(v132)):
            return False
    if 'agentRole' in value:
        v133 = value['agentRole']
        if not (isinstance(v133, str) and len(v133) >= 10 and len(v133) <= 1024):
            return False
    if 'guidance' in value:
        v134 = value['guidance']
        if not (isinstance(v134, list)):
            return False
        for v135 in v134:
            if not (isinstance(v135, str)):
                return False
    if 'askForFiles' in value:
        v136 = value['askForFiles']
        if not (isinstance(v136, bool)):
            return False
    if 'hasValidation' in value:
        v137 = value['hasValidation']
        if not (isinstance(v137, bool)):
            return False
    if 'requireConfirmation' in value:
        v138 = value['requireConfirmation']
        if not ((isinstance(v138, bool)) + (_is_workflow_condition(v138)) == 1):
            return False
    if 'validationCriteria' in value:
        v139 = value['validationCriteria']
        if not ((_is_workflow_140(v139)) + (_is_workflow_validation_composition(v139)) == 1):
            return False
    if 'outputContract' in value:
        v142 = value['outputContract']
        if not (_is_workflow_output_contract(v142)):
            return False
    if 'assessmentRefs' in value:
        v143 = value['assessmentRefs']
        if not (isinstance(v143, list)):
            return False
        if not (len(v143) >= 1):
            return False
        for v144 in v143:
            if not (isinstance(v144, str) and len(v144) >= 1 and len(v144) <= 64):
                return False
        if not (len(v143) < 2 or _is_unique(v143)):
            return False
    if 'assessmentConsequences' in value:
        v145 = value['assessmentConsequences']
        if not (isinstance(v145, list)):
            return False
        if not (len(v145) >= 1 and len(v145) <= 1):
            return False
        for v146 in v145:
            if not (_is_workflow_assessment_consequence(v146)):
                return False
    if 'notesOptional' in value:
        v147 = value['notesOptional']
        if not (isinstance(v147, bool)):
            return False
    if 'functionDefinitions' in value:
        v148 = value['functionDefinitions']
        if not (isinstance(v148, list)):
            return False
        for v149 in v148:
            if not (_is_workflow_function_definition(v149)):
                return False
    if 'functionCalls' in value:
        v150 = value['functionCalls']
        if not (isinstance(v150, list)):
            return False
        for v151 in v150:
            if not (_is_workflow_function_call(v151)):
                return False
    if 'functionReferences' in value:
        v152 = value['functionReferences']
        if not (isinstance(v152, list)):
            return False
        for v153 in v152:
            if not (isinstance(v153, str) and _K32(v153) is not None):
                return False
    if 'promptFragments' in value:
        v154 = value['promptFragments']
        if not (isinstance(v154, list)):
            return False
        if not (len(v154) >= 1):
            return False
        for v155 in v154:
            if not (_is_workflow_prompt_fragment(v155)):
                return False
    return True


def _is_workflow_template_call(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('templateId' in value):
        return False
    if not (value.keys() <= _K33):
        return False
    v156 = value['templateId']
    if not (isinstance(v156, str) and len(v156) >= 1 and len(v156) <= 128):
        return False
    if 'args' in value:
        v157 = value['args']
        if not (isinstance(v157, dict)):
            return False
    return True


def _is_workflow_text_part(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'text' in value):
        return False
    if not (value.keys() <= _K34):
        return False
    v158 = value['kind']
    if not (type(v158) is str and v158 == 'text'):
        return False
    v159 = value['text']
    if not (isinstance(v159, str)):
        return False
    return True


def _is_workflow_validation_composition(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (len(value) >= 1 and len(value) <= 1):
        return False
    if not (value.keys() <= _K35):
        return False
    if 'and' in value:
        v160 = value['and']
        if not (isinstance(v160, list)):
            return False
        if not (len(v160) >= 1):
            return False
        for v161 in v160:
            if not (_is_workflow_validation_criteria(v161)):
                return False
    if 'or' in value:
        v162 = value['or']
        if not (isinstance(v162, list)):
            return False
        if not (len(v162) >= 1):
            return False
        for v163 in v162:
            if not (_is_workflow_validation_criteria(v163)):
                return False
    if 'not' in value:
        v164 = value['not']
        if not (_is_workflow_validation_criteria(v164)):
            return False
    return True


def _is_workflow_validation_criteria(value: Json) -> bool:
    if not ((_is_workflow_validation_rule(value)) + (_is_workflow_validation_composition(value)) == 1):
        return False
    return True


def _is_workflow_validation_rule(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('type' in value and 'message' in value):
        return False
    if not (value.keys() <= _K36):
        return False
    v165 = value['type']
    if not (isinstance(v165, str) and v165 in _K37):
        return False
    v166 = value['message']
    if not (isinstance(v166, str)):
        return False
    if 'value' in value:
        v167 = value['value']
        if not (isinstance(v167, str)):
            return False
    if 'pattern' in value:
        v168 = value['pattern']
        if not (isinstance(v168, str)):
            return False
    if 'flags' in value:
        v169 = value['flags']
        if not (isinstance(v169, str)):
            return False
    if 'min' in value:
        v170 = value['min']
        if not (_is_number(v170)):
            return False
    if 'max' in value:
        v171 = value['max']
        if not (_is_number(v171)):
            return False
    if 'schema' in value:
        v172 = value['schema']
        if not (isinstance(v172, dict)):
            return False
    if 'condition' in value:
        v173 = value['condition']
        if not (_is_workflow_rule_condition(v173)):
            return False
    return True


def _is_workflow_workflow_reference(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'title' in value and 'source' in value and 'purpose' in value and 'authoritative' in value):
        return False
    if not (value.keys() <= _K38):
        return False
    v174 = value['id']
    if not (isinstance(v174, str) and len(v174) >= 2 and len(v174) <= 64 and _K25(v174) is not None):
        return False
    v175 = value['title']
    if not (isinstance(v175, str) and len(v175) >= 1 and len(v175) <= 128):
        return False
    v176 = value['source']
    if not (isinstance(v176, str) and len(v176) >= 1 and len(v176) <= 512):
        return False
    v177 = value['purpose']
    if not (isinstance(v177, str) and len(v177) >= 1 and len(v177) <= 512):
        return False
    v178 = value['authoritative']
    if not (isinstance(v178, bool)):
        return False
    if 'resolveFrom' in value:
        v179 = value['resolveFrom']
        if not (isinstance(v179, str) and v179 in _K39):
            return False
    return True


def _is_workflow_208(value: Json) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v209 = value['type']
        if not (type(v209) is str and v209 == 'loop'):
            return False
    return True


def is_workflow(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'name' in value and 'description' in value and 'version' in value and 'steps' in value):
        return False
    if not (value.keys() <= _K40):
        return False
    v180 = value['id']
    if not (isinstance(v180, str) and len(v180) >= 3 and len(v180) <= 64 and _K41(v180) is not None):
        return False
    v181 = value['name']
    if not (isinstance(v181, str) and len(v181) >= 1 and len(v181) <= 128):
        return False
    v182 = value['description']
    if not (isinstance(v182, str) and len(v182) >= 1 and len(v182) <= 512):
        return False
    v183 = value['version']
    if not (isinstance(v183, str) and _K42(v183) is not None):
        return False
    if 'preconditions' in value:
        v184 = value['preconditions']
        if not (isinstance(v184, list)):
            return False
        for v185 in v184:
            if not (isinstance(v185, str) and len(v185) >= 1 and len(v185) <= 256):
                return False
        if not (len(v184) < 2 or _is_unique(v184)):
            return False
    if 'clarificationPrompts' in value:
        v186 = value['clarificationPrompts']
        if not (isinstance(v186, list)):
            return False
        for v187 in v186:
            if not (isinstance(v187, str) and len(v187) >= 1 and len(v187) <= 256):
                return False
        if not (len(v186) < 2 or _is_unique(v186)):
            return False
    if 'metaGuidance' in value:
        v188 = value['metaGuidance']
        if not (isinstance(v188, list)):
            return False
        for v189 in v188:
            if not (isinstance(v189, str) and len(v189) >= 1 and len(v189) <= 256):
                return False
        if not (len(v188) < 2 or _is_unique(v188)):
            return False
    if 'functionDefinitions' in value:
        v190 = value['functionDefinitions']
        if not (isinstance(v190, list)):
            return False
        for v191 in v190:
            if not (_is_workflow_function_definition(v191)):
                return False
        if not (len(v190) < 2 or _is_unique(v190)):
            return False
    if 'recommendedPreferences' in value:
        v192 = value['recommendedPreferences']
        if not (_is_workflow_recommended_preferences(v192)):
            return False
    if 'features' in value:
        v193 = value['features']
        if not (isinstance(v193, list)):
            return False
        for v194 in v193:
            if not (isinstance(v194, str) and len(v194) >= 1 and len(v194) <= 128):
                return False
        if not (len(v193) < 2 or _is_unique(v193)):
            return False
    if 'assessments' in value:
        v195 = value['assessments']
        if not (isinstance(v195, list)):
            return False
        for v196 in v195:
            if not (_is_workflow_assessment_definition(v196)):
                return False
        if not (len(v195) < 2 or _is_unique(v195)):
            return False
    if 'extensionPoints' in value:
        v197 = value['extensionPoints']
        if not (isinstance(v197, list)):
            return False
        for v198 in v197:
            if not (_is_workflow_extension_point(v198)):
                return False
        if not (len(v197) < 2 or _is_unique(v197)):
            return False
    if 'references' in value:
        v199 = value['references']
        if not (isinstance(v199, list)):
            return False
        for v200 in v199:
            if not (_is_workflow_workflow_reference(v200)):
                return False
        if not (len(v199) < 2 or _is_unique(v199)):
            return False
    if 'validatedAgainstSpecVersion' in value:
        v201 = value['validatedAgainstSpecVersion']
        if not (_is_integer(v201) and v201 >= 1):
            return False
    if 'about' in value:
        v202 = value['about']
        if not (isinstance(v202, str) and len(v202) >= 1 and len(v202) <= 4096):
            return False
    if 'examples' in value:
        v203 = value['examples']
        if not (isinstance(v203, list)):
            return False
        if not (len(v203) >= 1 and len(v203) <= 6):
            return False
        for v204 in v203:
            if not (isinstance(v204, str) and len(v204) >= 10 and len(v204) <= 120):
                return False
        if not (len(v203) < 2 or _is_unique(v203)):
            return False
    if 'metricsProfile' in value:
        v205 = value['metricsProfile']
        if not (isinstance(v205, str) and v205 in _K43):
            return False
    v206 = value['steps']
    if not (isinstance(v206, list)):
        return False
    if not (len(v206) >= 1):
        return False
    for v207 in v206:
        if _is_workflow_208(v207):
            if not (_is_workflow_loop_step(v207)):
                return False
        if not (_is_workflow_208(v207)):
            if not (_is_workflow_standard_step(v207)):
                return False
    return True


def _is_authoring_rules_authoring_rule(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'status' in value and 'level' in value and 'scope' in value and 'rule' in value and 'why' in value and 'enforcement' in value and 'checks' in value and 'since' in value and 'reviewedOn' in value):
        return False
    if not (value.keys() <= _K44):
        return False
    v1 = value['id']
    if not (isinstance(v1, str) and len(v1) >= 1 and len(v1) <= 64 and _K45(v1) is not None):
        return False
    v2 = value['status']
    if not (isinstance(v2, str) and v2 in _K46):
        return False
    v3 = value['level']
    if not (isinstance(v3, str) and v3 in _K47):
        return False
    v4 = value['scope']
    if not (isinstance(v4, list)):
        return False
    if not (len(v4) >= 1):
        return False
    for v5 in v4:
        if not (isinstance(v5, str) and len(v5) >= 1):
            return False
    if not (len(v4) < 2 or _is_unique(v4)):
        return False
    v6 = value['rule']
    if not (isinstance(v6, str) and len(v6) >= 1 and len(v6) <= 200):
        return False
    v7 = value['why']
    if not (isinstance(v7, str) and len(v7) >= 1 and len(v7) <= 160):
        return False
    v8 = value['enforcement']
    if not (isinstance(v8, list)):
        return False
    if not (len(v8) >= 1):
        return False
    for v9 in v8:
        if not (_is_authoring_rules_enforcement(v9)):
            return False
    v10 = value['checks']
    if not (isinstance(v10, list)):
        return False
    for v11 in v10:
        if not (_is_authoring_rules_rule_check(v11)):
            return False
    if 'advisoryBecause' in value:
        v12 = value['advisoryBecause']
        if not (isinstance(v12, str) and len(v12) >= 1):
            return False
    if 'bad' in value:
        v13 = value['bad']
        if not (isinstance(v13, list)):
            return False
        for v14 in v13:
            if not (isinstance(v14, str) and len(v14) >= 1):
                return False
    if 'good' in value:
        v15 = value['good']
        if not (isinstance(v15, list)):
            return False
        for v16 in v15:
            if not (isinstance(v16, str) and len(v16) >= 1):
                return False
    if 'sources' in value:
        v17 = value['sources']
        if not (isinstance(v17, list)):
            return False
        for v18 in v17:
            if not (_is_authoring_rules_rule_source(v18)):
                return False
    if 'examples' in value:
        v19 = value['examples']
        if not (isinstance(v19, list)):
            return False
        for v20 in v19:
            if not (_is_authoring_rules_rule_example(v20)):
                return False
    v21 = value['since']
    if not (_is_integer(v21) and v21 >= 1):
        return False
    v22 = value['reviewedOn']
    if not (isinstance(v22, str) and _K48(v22) is not None):
        return False
    return True


def _is_authoring_rules_enforcement(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value):
        return False
    if not (value.keys() <= _K49):
        return False
    v23 = value['kind']
    if not (isinstance(v23, str) and v23 in _K50):
        return False
    if 'codes' in value:
        v24 = value['codes']
        if not (isinstance(v24, list)):
            return False
        for v25 in v24:
            if not (isinstance(v25, str) and len(v25) >= 1):
                return False
        if not (len(v24) < 2 or _is_unique(v24)):
            return False
    if 'reason' in value:
        v26 = value['reason']
        if not (isinstance(v26, str) and len(v26) >= 1):
            return False
    return True


def _is_authoring_rules_29(value: Json) -> bool:
    if not (isinstance(value, list)):
        return False
    for v30 in value:
        if not (isinstance(v30, str) and len(v30) >= 1):
            return False
    return True


def _is_authoring_rules_rule_check(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'by' in value):
        return False
    if not (value.keys() <= _K51):
        return False
    v27 = value['id']
    if not (isinstance(v27, str) and len(v27) >= 1 and len(v27) <= 120):
        return False
    v28 = value['by']
    if not ((isinstance(v28, str) and len(v28) >= 1) + (_is_authoring_rules_29(v28)) == 1):
        return False
    return True


def _is_authoring_rules_rule_example(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('path' in value):
        return False
    if not (value.keys() <= _K52):
        return False
    v31 = value['path']
    if not (isinstance(v31, str) and len(v31) >= 1):
        return False
    if 'step' in value:
        v32 = value['step']
        if not (isinstance(v32, str) and len(v32) >= 1):
            return False
    return True


def _is_authoring_rules_rule_source(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'path' in value):
        return False
    if not (value.keys() <= _K53):
        return False
    v33 = value['kind']
    if not (isinstance(v33, str) and len(v33) >= 1):
        return False
    v34 = value['path']
    if not (isinstance(v34, str) and len(v34) >= 1):
        return False
    if 'note' in value:
        v35 = value['note']
        if not (isinstance(v35, str) and len(v35) >= 1):
            return False
    return True


def _is_authoring_rules_rule_topic(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'title' in value and 'rules' in value):
        return False
    if not (value.keys() <= _K54):
        return False
    v36 = value['id']
    if not (isinstance(v36, str) and len(v36) >= 1):
        return False
    v37 = value['title']
    if not (isinstance(v37, str) and len(v37) >= 1):
        return False
    v38 = value['rules']
    if not (isinstance(v38, list)):
        return False
    for v39 in v38:
        if not (_is_authoring_rules_authoring_rule(v39)):
            return False
    return True


def _is_authoring_rules_rules_change(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('rulesVersion' in value and 'required' in value and 'note' in value):
        return False
    if not (value.keys() <= _K55):
        return False
    v40 = value['rulesVersion']
    if not (_is_integer(v40) and v40 >= 1):
        return False
    v41 = value['required']
    if not (isinstance(v41, list)):
        return False
    for v42 in v41:
        if not (isinstance(v42, str) and len(v42) >= 1):
            return False
    if not (len(v41) < 2 or _is_unique(v41)):
        return False
    v43 = value['note']
    if not (isinstance(v43, str) and len(v43) >= 1):
        return False
    return True


def _is_authoring_rules_scope(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'surface' in value and 'text' in value):
        return False
    if not (value.keys() <= _K56):
        return False
    v44 = value['id']
    if not (isinstance(v44, str) and len(v44) >= 1):
        return False
    v45 = value['surface']
    if not (isinstance(v45, str) and len(v45) >= 1):
        return False
    v46 = value['text']
    if not (isinstance(v46, str) and len(v46) >= 1):
        return False
    return True


def is_authoring_rules(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('formatVersion' in value and 'rulesVersion' in value and 'reviewedOn' in value and 'levels' in value and 'statuses' in value and 'enforcementKinds' in value and 'scopes' in value and 'topics' in value and 'planned' in value and 'changelog' in value):
        return False
    if not (value.keys() <= _K57):
        return False
    if '$schema' in value:
        v47 = value['$schema']
        if not (isinstance(v47, str) and len(v47) >= 1):
            return False
    v48 = value['formatVersion']
    if not (_is_integer(v48) and v48 >= 1):
        return False
    v49 = value['rulesVersion']
    if not (_is_integer(v49) and v49 >= 1):
        return False
    v50 = value['reviewedOn']
    if not (isinstance(v50, str) and _K48(v50) is not None):
        return False
    v51 = value['levels']
    if not (isinstance(v51, list)):
        return False
    for v52 in v51:
        if not (isinstance(v52, str) and len(v52) >= 1):
            return False
    if not (len(v51) < 2 or _is_unique(v51)):
        return False
    v53 = value['statuses']
    if not (isinstance(v53, list)):
        return False
    for v54 in v53:
        if not (isinstance(v54, str) and len(v54) >= 1):
            return False
    if not (len(v53) < 2 or _is_unique(v53)):
        return False
    v55 = value['enforcementKinds']
    if not (isinstance(v55, list)):
        return False
    for v56 in v55:
        if not (isinstance(v56, str) and len(v56) >= 1):
            return False
    if not (len(v55) < 2 or _is_unique(v55)):
        return False
    v57 = value['scopes']
    if not (isinstance(v57, list)):
        return False
    for v58 in v57:
        if not (_is_authoring_rules_scope(v58)):
            return False
    if not (len(v57) < 2 or _is_unique(v57)):
        return False
    v59 = value['topics']
    if not (isinstance(v59, list)):
        return False
    for v60 in v59:
        if not (_is_authoring_rules_rule_topic(v60)):
            return False
    v61 = value['planned']
    if not (isinstance(v61, list)):
        return False
    for v62 in v61:
        if not (_is_authoring_rules_rule_topic(v62)):
            return False
    v63 = value['changelog']
    if not (isinstance(v63, list)):
        return False
    for v64 in v63:
        if not (_is_authoring_rules_rules_change(v64)):
            return False
    return True


def _is_feature_ref_part(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'refId' in value):
        return False
    if not (value.keys() <= _K29):
        return False
    v1 = value['kind']
    if not (type(v1) is str and v1 == 'ref'):
        return False
    v2 = value['refId']
    if not (isinstance(v2, str) and len(v2) >= 1):
        return False
    return True


def _is_feature_text_part(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'text' in value):
        return False
    if not (value.keys() <= _K34):
        return False
    v3 = value['kind']
    if not (type(v3) is str and v3 == 'text'):
        return False
    v4 = value['text']
    if not (isinstance(v4, str)):
        return False
    return True


def _is_feature_7(value: Json) -> bool:
    if not (isinstance(value, list)):
        return False
    for v8 in value:
        if not ((_is_feature_text_part(v8)) + (_is_feature_ref_part(v8)) == 1):
            return False
    return True


def _is_feature_11(value: Json) -> bool:
    if not (isinstance(value, list)):
        return False
    for v12 in value:
        if not ((_is_feature_text_part(v12)) + (_is_feature_ref_part(v12)) == 1):
            return False
    return True


def _is_feature_15(value: Json) -> bool:
    if not (isinstance(value, list)):
        return False
    for v16 in value:
        if not ((_is_feature_text_part(v16)) + (_is_feature_ref_part(v16)) == 1):
            return False
    return True


def is_feature(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (value.keys() <= _K58):
        return False
    if 'constraints' in value:
        v5 = value['constraints']
        if not (isinstance(v5, list)):
            return False
        for v6 in v5:
            if not ((isinstance(v6, str)) + (_is_feature_7(v6)) == 1):
                return False
    if 'procedure' in value:
        v9 = value['procedure']
        if not (isinstance(v9, list)):
            return False
        for v10 in v9:
            if not ((isinstance(v10, str)) + (_is_feature_11(v10)) == 1):
                return False
    if 'verify' in value:
        v13 = value['verify']
        if not (isinstance(v13, list)):
            return False
        for v14 in v13:
            if not ((isinstance(v14, str)) + (_is_feature_15(v14)) == 1):
                return False
    if '$schema' in value:
        v17 = value['$schema']
        if not (isinstance(v17, str) and len(v17) >= 1):
            return False
    return True


def _is_workflow_tags_tag(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'displayName' in value and 'when' in value):
        return False
    if not (value.keys() <= _K59):
        return False
    v1 = value['id']
    if not (isinstance(v1, str) and len(v1) >= 1 and len(v1) <= 64 and _K25(v1) is not None):
        return False
    v2 = value['displayName']
    if not (isinstance(v2, str) and len(v2) >= 1 and len(v2) <= 64):
        return False
    v3 = value['when']
    if not (isinstance(v3, list)):
        return False
    if not (len(v3) >= 1):
        return False
    for v4 in v3:
        if not (isinstance(v4, str) and len(v4) >= 1):
            return False
    if 'examples' in value:
        v5 = value['examples']
        if not (isinstance(v5, list)):
            return False
        for v6 in v5:
            if not (isinstance(v6, str) and len(v6) >= 1 and len(v6) <= 64):
                return False
        if not (len(v5) < 2 or _is_unique(v5)):
            return False
    return True


def _is_workflow_tags_tag_entry(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('tags' in value):
        return False
    if not (value.keys() <= _K60):
        return False
    v7 = value['tags']
    if not (isinstance(v7, list)):
        return False
    for v8 in v7:
        if not (isinstance(v8, str) and len(v8) >= 1):
            return False
    if not (len(v7) < 2 or _is_unique(v7)):
        return False
    if 'hidden' in value:
        v9 = value['hidden']
        if not (isinstance(v9, bool)):
            return False
    return True


def is_workflow_tags(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('tags' in value and 'workflows' in value):
        return False
    if not (value.keys() <= _K61):
        return False
    v10 = value['tags']
    if not (isinstance(v10, list)):
        return False
    for v11 in v10:
        if not (_is_workflow_tags_tag(v11)):
            return False
    if not (len(v10) < 2 or _is_unique(v10)):
        return False
    v12 = value['workflows']
    if not (isinstance(v12, dict)):
        return False
    for v13, v14 in v12.items():
        if not (_is_workflow_tags_tag_entry(v14)):
            return False
    if 'version' in value:
        v15 = value['version']
        if not (_is_integer(v15) and v15 >= 1):
            return False
    if '$schema' in value:
        v16 = value['$schema']
        if not (isinstance(v16, str) and len(v16) >= 1):
            return False
    return True
