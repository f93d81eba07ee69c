"""Tells whether a value fits a schema, yes or no. Generated from the models by scripts/generate.py."""

from __future__ import annotations

import re
from collections.abc import Hashable
from math import isfinite

from workflowkit.format.dialect import Dialect
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
_K5 = frozenset(['prompt', 'rubric'])
_K6 = frozenset(['and', 'contains', 'equals', 'gt', 'gte', 'in', 'lt', 'lte', 'not', 'not_equals', 'or', 'var'])
_K7 = frozenset(['condition', 'kind'])
_K8 = frozenset(['coordinator_eval', 'human_approval'])
_K9 = frozenset(['guidance', 'kind'])
_K10 = frozenset(['anyEqualsLevel', 'forAssessment'])
_K11 = frozenset(['acceptedKinds', 'default', 'purpose', 'slotId'])
_K12 = re.compile('^[a-z][a-z0-9_]*\\Z').search
_K13 = frozenset(['routine', 'workflow'])
_K14 = frozenset(['args', 'name'])
_K15 = re.compile('^[a-zA-Z_][a-zA-Z0-9_]*\\Z').search
_K16 = frozenset(['definition', 'name', 'parameters', 'scope'])
_K17 = frozenset(['loop', 'step', 'workflow'])
_K18 = frozenset(['default', 'description', 'enum', 'name', 'required', 'type'])
_K19 = frozenset(['array', 'boolean', 'number', 'object', 'string'])
_K20 = frozenset(['condition', 'conditionSource', 'count', 'indexVar', 'itemVar', 'items', 'iterationVar', 'maxIterations', 'type'])
_K21 = frozenset(['for', 'forEach', 'until', 'while'])
_K22 = frozenset(['body', 'functionDefinitions', 'id', 'loop', 'notesOptional', 'requireConfirmation', 'runCondition', 'title', 'type'])
_K23 = re.compile('^[a-z0-9-]+\\Z').search
_K24 = frozenset(['contractRef', 'required'])
_K25 = frozenset(['allowedTools', 'args', 'contextMapping', 'goal', 'modelTier', 'runCondition', 'workflowId'])
_K26 = frozenset(['heavy', 'lightweight', 'mid'])
_K27 = re.compile('^[a-zA-Z][a-zA-Z0-9_:\\-]*\\Z').search
_K28 = frozenset(['id', 'notesOptional', 'parallelDelegations', 'requireConfirmation', 'runCondition', 'synthesis', 'title', 'type'])
_K29 = frozenset(['constraints', 'goal', 'outputRequired', 'procedure', 'verify'])
_K30 = frozenset(['id', 'text', 'when'])
_K31 = re.compile('^[a-z][a-z0-9_-]*\\Z').search
_K32 = frozenset(['recommendedAutonomy', 'recommendedRiskPolicy'])
_K33 = frozenset(['full_auto_never_stop', 'full_auto_stop_on_user_deps', 'guided'])
_K34 = frozenset(['aggressive', 'balanced', 'conservative'])
_K35 = frozenset(['kind', 'refId'])
_K36 = frozenset(['and', 'equals', 'gt', 'gte', 'lt', 'lte', 'not', 'not_equals', 'or', 'var'])
_K37 = frozenset(['agentRole', 'askForFiles', 'assessmentConsequences', 'assessmentRefs', 'audit', 'functionCalls', 'functionDefinitions', 'functionReferences', 'guidance', 'hasValidation', 'id', 'modelTier', 'notesOptional', 'outputContract', 'prompt', 'promptBlocks', 'promptFragments', 'requireConfirmation', 'runCondition', 'templateCall', 'title', 'validationCriteria', 'verification'])
_K38 = re.compile('^[a-zA-Z_][a-zA-Z0-9_]*\\(\\)\\Z').search
_K39 = frozenset(['outputContract', 'prompt'])
_K40 = frozenset(['args', 'templateId'])
_K41 = frozenset(['kind', 'text'])
_K42 = frozenset(['and', 'not', 'or'])
_K43 = frozenset(['condition', 'flags', 'max', 'message', 'min', 'pattern', 'schema', 'type', 'value'])
_K44 = frozenset(['contains', 'length', 'regex', 'schema'])
_K45 = frozenset(['command', 'prompt'])
_K46 = frozenset(['authoritative', 'id', 'purpose', 'resolveFrom', 'source', 'title'])
_K47 = frozenset(['package', 'workspace'])
_K48 = frozenset(['about', 'assessments', 'clarificationPrompts', 'description', 'examples', 'extensionPoints', 'features', 'functionDefinitions', 'id', 'metaGuidance', 'metricsProfile', 'modelTier', 'name', 'preconditions', 'recommendedPreferences', 'references', 'steps', 'validatedAgainstSpecVersion', 'version'])
_K49 = re.compile('^([a-z0-9_-]+|[a-z][a-z0-9_-]+\\.[a-z][a-z0-9_-]+)\\Z').search
_K50 = re.compile('^(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)(?:-(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?\\Z').search
_K51 = frozenset(['coding', 'design', 'none', 'research', 'review', 'ticket'])
_K52 = frozenset(['advisoryBecause', 'bad', 'checks', 'enforcement', 'examples', 'good', 'id', 'level', 'reviewedOn', 'rule', 'scope', 'since', 'sources', 'status', 'why'])
_K53 = re.compile('^[a-z][a-z0-9-]*\\Z').search
_K54 = frozenset(['active', 'experimental', 'planned', 'retired'])
_K55 = frozenset(['discouraged', 'recommended', 'required'])
_K56 = re.compile('^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z').search
_K57 = frozenset(['codes', 'kind', 'reason'])
_K58 = frozenset(['advisory', 'compile', 'judge', 'lint', 'review', 'runtime', 'schema'])
_K59 = frozenset(['by', 'id'])
_K60 = frozenset(['path', 'step'])
_K61 = frozenset(['kind', 'note', 'path'])
_K62 = frozenset(['id', 'rules', 'title'])
_K63 = frozenset(['note', 'required', 'rulesVersion'])
_K64 = frozenset(['id', 'surface', 'text'])
_K65 = frozenset(['$schema', 'changelog', 'enforcementKinds', 'formatVersion', 'levels', 'planned', 'reviewedOn', 'rulesVersion', 'scopes', 'statuses', 'topics'])
_K66 = frozenset(['$schema', 'constraints', 'procedure', 'verify'])
_K67 = frozenset(['displayName', 'examples', 'id', 'when'])
_K68 = frozenset(['hidden', 'tags'])
_K69 = frozenset(['$schema', 'tags', 'version', 'workflows'])


def _is_workflow_artifact_source(value: Json, dialect: Dialect) -> bool:
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


def _is_workflow_assessment_consequence(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('when' in value and 'effect' in value):
        return False
    if not (value.keys() <= _K2):
        return False
    v4 = value['when']
    if not (_is_workflow_consequence_trigger(v4, dialect)):
        return False
    v5 = value['effect']
    if not (_is_workflow_consequence_effect(v5, dialect)):
        return False
    return True


def _is_workflow_assessment_definition(value: Json, dialect: Dialect) -> bool:
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
        if not (_is_workflow_assessment_dimension(v9, dialect)):
            return False
    return True


def _is_workflow_assessment_dimension(value: Json, dialect: Dialect) -> bool:
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


def _is_workflow_audit(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (value.keys() <= _K5):
        return False
    if 'prompt' in value:
        v15 = value['prompt']
        if not (isinstance(v15, str) and len(v15) >= 1 and len(v15) <= 4096):
            return False
    if 'rubric' in value:
        v16 = value['rubric']
        if not (isinstance(v16, list)):
            return False
        if not (len(v16) >= 1):
            return False
        for v17 in v16:
            if not (isinstance(v17, str)):
                return False
    return True


def _is_workflow_condition(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (value.keys() <= _K6):
        return False
    if 'var' in value:
        v18 = value['var']
        if not (isinstance(v18, str)):
            return False
    if 'gt' in value:
        v21 = value['gt']
        if not (_is_number(v21)):
            return False
    if 'gte' in value:
        v22 = value['gte']
        if not (_is_number(v22)):
            return False
    if 'lt' in value:
        v23 = value['lt']
        if not (_is_number(v23)):
            return False
    if 'lte' in value:
        v24 = value['lte']
        if not (_is_number(v24)):
            return False
    if 'and' in value:
        v25 = value['and']
        if not (isinstance(v25, list)):
            return False
        for v26 in v25:
            if not (_is_workflow_condition(v26, dialect)):
                return False
    if 'or' in value:
        v27 = value['or']
        if not (isinstance(v27, list)):
            return False
        for v28 in v27:
            if not (_is_workflow_condition(v28, dialect)):
                return False
    if 'not' in value:
        v29 = value['not']
        if not (_is_workflow_condition(v29, dialect)):
            return False
    if 'in' in value:
        v30 = value['in']
        if not (isinstance(v30, list)):
            return False
    if 'contains' in value:
        v32 = value['contains']
        if not ('condition.contains' in dialect.constructs):
            return False
        if not (isinstance(v32, str)):
            return False
    return True


def _is_workflow_confirmation_gate(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value):
        return False
    if not (value.keys() <= _K7):
        return False
    v33 = value['kind']
    if not (isinstance(v33, str) and v33 in _K8):
        return False
    if 'condition' in value:
        v34 = value['condition']
        if not ('confirmationGate.condition' in dialect.constructs):
            return False
        if not (_is_workflow_condition(v34, dialect)):
            return False
    return True


def _is_workflow_consequence_effect(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'guidance' in value):
        return False
    if not (value.keys() <= _K9):
        return False
    v35 = value['kind']
    if not (type(v35) is str and v35 == 'require_followup'):
        return False
    v36 = value['guidance']
    if not (isinstance(v36, str) and len(v36) >= 1 and len(v36) <= 512):
        return False
    return True


def _is_workflow_consequence_trigger(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('anyEqualsLevel' in value):
        return False
    if not (value.keys() <= _K10):
        return False
    v37 = value['anyEqualsLevel']
    if not (isinstance(v37, str) and len(v37) >= 1 and len(v37) <= 64):
        return False
    if 'forAssessment' in value:
        v38 = value['forAssessment']
        if not ('consequenceTrigger.forAssessment' in dialect.constructs):
            return False
        if not (isinstance(v38, str) and len(v38) >= 1 and len(v38) <= 128):
            return False
    return True


def _is_workflow_context_source(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'condition' in value):
        return False
    if not (value.keys() <= _K7):
        return False
    v39 = value['kind']
    if not (type(v39) is str and v39 == 'context_variable'):
        return False
    v40 = value['condition']
    if not (_is_workflow_condition(v40, dialect)):
        return False
    return True


def _is_workflow_extension_point(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('slotId' in value and 'purpose' in value and 'default' in value):
        return False
    if not (value.keys() <= _K11):
        return False
    v41 = value['slotId']
    if not (isinstance(v41, str) and len(v41) >= 2 and len(v41) <= 64 and _K12(v41) is not None):
        return False
    v42 = value['purpose']
    if not (isinstance(v42, str) and len(v42) >= 1 and len(v42) <= 256):
        return False
    v43 = value['default']
    if not (isinstance(v43, str) and len(v43) >= 1 and len(v43) <= 128):
        return False
    if 'acceptedKinds' in value:
        v44 = value['acceptedKinds']
        if not (isinstance(v44, list)):
            return False
        for v45 in v44:
            if not (isinstance(v45, str) and v45 in _K13):
                return False
        if not (len(v44) < 2 or _is_unique(v44)):
            return False
    return True


def _is_workflow_function_call(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('name' in value and 'args' in value):
        return False
    if not (value.keys() <= _K14):
        return False
    v46 = value['name']
    if not (isinstance(v46, str) and _K15(v46) is not None):
        return False
    v47 = value['args']
    if not (isinstance(v47, dict)):
        return False
    return True


def _is_workflow_function_definition(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('name' in value and 'definition' in value):
        return False
    if not (value.keys() <= _K16):
        return False
    v48 = value['name']
    if not (isinstance(v48, str) and _K15(v48) is not None):
        return False
    v49 = value['definition']
    if not (isinstance(v49, str)):
        return False
    if 'parameters' in value:
        v50 = value['parameters']
        if not (isinstance(v50, list)):
            return False
        for v51 in v50:
            if not (_is_workflow_function_parameter(v51, dialect)):
                return False
    if 'scope' in value:
        v52 = value['scope']
        if not (isinstance(v52, str) and v52 in _K17):
            return False
    return True


def _is_workflow_function_parameter(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('name' in value and 'type' in value):
        return False
    if not (value.keys() <= _K18):
        return False
    v53 = value['name']
    if not (isinstance(v53, str) and _K15(v53) is not None):
        return False
    v54 = value['type']
    if not (isinstance(v54, str) and v54 in _K19):
        return False
    if 'required' in value:
        v55 = value['required']
        if not (isinstance(v55, bool)):
            return False
    if 'description' in value:
        v56 = value['description']
        if not (isinstance(v56, str)):
            return False
    if 'enum' in value:
        v57 = value['enum']
        if not (isinstance(v57, list)):
            return False
        if not (len(v57) >= 1):
            return False
        for v58 in v57:
            if not ((isinstance(v58, str)) + (_is_number(v58)) + (isinstance(v58, bool)) == 1):
                return False
    return True


def _is_workflow_69(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v70 = value['type']
        if not (type(v70) is str and v70 == 'while'):
            return False
    return True


def _is_workflow_71(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('condition' in value):
            return False
    return True


def _is_workflow_72(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('conditionSource' in value):
            return False
    return True


def _is_workflow_73(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v74 = value['type']
        if not (type(v74) is str and v74 == 'until'):
            return False
    return True


def _is_workflow_75(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('condition' in value):
            return False
    return True


def _is_workflow_76(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('conditionSource' in value):
            return False
    return True


def _is_workflow_77(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v78 = value['type']
        if not (type(v78) is str and v78 == 'for'):
            return False
    return True


def _is_workflow_79(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('count' in value):
            return False
    return True


def _is_workflow_80(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v81 = value['type']
        if not (type(v81) is str and v81 == 'forEach'):
            return False
    return True


def _is_workflow_82(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('items' in value):
            return False
    return True


def _is_workflow_loop_config(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('type' in value and 'maxIterations' in value):
        return False
    if not (value.keys() <= _K20):
        return False
    v60 = value['type']
    if not (isinstance(v60, str) and v60 in _K21):
        return False
    v61 = value['maxIterations']
    if not (_is_number(v61) and v61 >= 1 and v61 <= 1000):
        return False
    if 'condition' in value:
        v62 = value['condition']
        if not (_is_workflow_condition(v62, dialect)):
            return False
    if 'conditionSource' in value:
        v63 = value['conditionSource']
        if not ((_is_workflow_artifact_source(v63, dialect)) + (_is_workflow_context_source(v63, dialect)) == 1):
            return False
    if 'count' in value:
        v64 = value['count']
        if not ((_is_number(v64) and v64 >= 0 and v64 <= 1000) + (isinstance(v64, str)) == 1):
            return False
    if 'items' in value:
        v65 = value['items']
        if not (isinstance(v65, str)):
            return False
    if 'iterationVar' in value:
        v66 = value['iterationVar']
        if not (isinstance(v66, str) and _K15(v66) is not None):
            return False
    if 'itemVar' in value:
        v67 = value['itemVar']
        if not (isinstance(v67, str) and _K15(v67) is not None):
            return False
    if 'indexVar' in value:
        v68 = value['indexVar']
        if not (isinstance(v68, str) and _K15(v68) is not None):
            return False
    if _is_workflow_69(value, dialect):
        if not ((_is_workflow_71(value, dialect)) or (_is_workflow_72(value, dialect))):
            return False
    if _is_workflow_73(value, dialect):
        if not ((_is_workflow_75(value, dialect)) or (_is_workflow_76(value, dialect))):
            return False
    if _is_workflow_77(value, dialect):
        if not ((_is_workflow_79(value, dialect))):
            return False
    if _is_workflow_80(value, dialect):
        if not ((_is_workflow_82(value, dialect))):
            return False
    return True


def _is_workflow_95(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v96 = value['type']
        if not (type(v96) is str and v96 == 'parallel'):
            return False
    return True


def _is_workflow_93(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, list)):
        return False
    if not (len(value) >= 1):
        return False
    for v94 in value:
        if 'loopStep.body.parallelStep' in dialect.constructs and _is_workflow_95(v94, dialect):
            if not (_is_workflow_parallel_step(v94, dialect)):
                return False
        if not ('loopStep.body.parallelStep' in dialect.constructs and _is_workflow_95(v94, dialect)):
            if not (_is_workflow_standard_step(v94, dialect)):
                return False
    return True


def _is_workflow_loop_step(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'type' in value and 'title' in value and 'loop' in value and 'body' in value):
        return False
    if not (value.keys() <= _K22):
        return False
    v83 = value['id']
    if not (isinstance(v83, str) and len(v83) >= 3 and len(v83) <= 64 and _K23(v83) is not None):
        return False
    v84 = value['type']
    if not (type(v84) is str and v84 == 'loop'):
        return False
    v85 = value['title']
    if not (isinstance(v85, str) and len(v85) >= 1 and len(v85) <= 128):
        return False
    if 'runCondition' in value:
        v86 = value['runCondition']
        if not (_is_workflow_condition(v86, dialect)):
            return False
    v87 = value['loop']
    if not (_is_workflow_loop_config(v87, dialect)):
        return False
    if 'functionDefinitions' in value:
        v88 = value['functionDefinitions']
        if not (isinstance(v88, list)):
            return False
        for v89 in v88:
            if not (_is_workflow_function_definition(v89, dialect)):
                return False
    if 'requireConfirmation' in value:
        v90 = value['requireConfirmation']
        if not ((isinstance(v90, bool)) + (_is_workflow_condition(v90, dialect)) + ('confirmationGate' in dialect.constructs and _is_workflow_confirmation_gate(v90, dialect)) == 1):
            return False
    if 'notesOptional' in value:
        v91 = value['notesOptional']
        if not (isinstance(v91, bool)):
            return False
    v92 = value['body']
    if not ((isinstance(v92, str)) + (_is_workflow_93(v92, dialect)) == 1):
        return False
    return True


def _is_workflow_output_contract(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('contractRef' in value):
        return False
    if not (value.keys() <= _K24):
        return False
    v97 = value['contractRef']
    if not (isinstance(v97, str) and len(v97) >= 1):
        return False
    if 'required' in value:
        v98 = value['required']
        if not (isinstance(v98, bool)):
            return False
    return True


def _is_workflow_parallel_delegation(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('workflowId' in value):
        return False
    if not (value.keys() <= _K25):
        return False
    v99 = value['workflowId']
    if not (isinstance(v99, str) and len(v99) >= 1 and len(v99) <= 128):
        return False
    if 'contextMapping' in value:
        v100 = value['contextMapping']
        if not (isinstance(v100, dict)):
            return False
        for v101, v102 in v100.items():
            if not (isinstance(v102, str)):
                return False
    if 'goal' in value:
        v103 = value['goal']
        if not ('parallelDelegation.goal' in dialect.constructs):
            return False
        if not (isinstance(v103, str)):
            return False
    if 'runCondition' in value:
        v104 = value['runCondition']
        if not ('parallelDelegation.runCondition' in dialect.constructs):
            return False
        if not (_is_workflow_condition(v104, dialect)):
            return False
    if 'args' in value:
        v105 = value['args']
        if not ('parallelDelegation.args' in dialect.constructs):
            return False
        if not (isinstance(v105, dict)):
            return False
        for v106, v107 in v105.items():
            if not (isinstance(v107, str)):
                return False
    if 'modelTier' in value:
        v108 = value['modelTier']
        if not ('parallelDelegation.modelTier' in dialect.constructs):
            return False
        if not (isinstance(v108, str) and v108 in _K26):
            return False
    if 'allowedTools' in value:
        v109 = value['allowedTools']
        if not ('parallelDelegation.allowedTools' in dialect.constructs):
            return False
        if not (isinstance(v109, list)):
            return False
        if not (len(v109) >= 1):
            return False
        for v110 in v109:
            if not (isinstance(v110, str) and _K27(v110) is not None):
                return False
    return True


def _is_workflow_parallel_step(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'type' in value and 'title' in value and 'parallelDelegations' in value):
        return False
    if not (value.keys() <= _K28):
        return False
    v111 = value['id']
    if not (isinstance(v111, str) and len(v111) >= 3 and len(v111) <= 64 and _K23(v111) is not None):
        return False
    v112 = value['type']
    if not (type(v112) is str and v112 == 'parallel'):
        return False
    v113 = value['title']
    if not (isinstance(v113, str) and len(v113) >= 1 and len(v113) <= 128):
        return False
    if 'runCondition' in value:
        v114 = value['runCondition']
        if not (_is_workflow_condition(v114, dialect)):
            return False
    v115 = value['parallelDelegations']
    if not (isinstance(v115, list)):
        return False
    if not (len(v115) >= 1):
        return False
    for v116 in v115:
        if not (_is_workflow_parallel_delegation(v116, dialect)):
            return False
    if not (len(v115) < 2 or _is_unique(v115)):
        return False
    if 'synthesis' in value:
        v117 = value['synthesis']
        if not ('parallelStep.synthesis' in dialect.constructs):
            return False
        if not (_is_workflow_synthesis(v117, dialect)):
            return False
    if 'requireConfirmation' in value:
        v118 = value['requireConfirmation']
        if not ((isinstance(v118, bool)) + (_is_workflow_condition(v118, dialect)) + ('confirmationGate' in dialect.constructs and _is_workflow_confirmation_gate(v118, dialect)) == 1):
            return False
    if 'notesOptional' in value:
        v119 = value['notesOptional']
        if not (isinstance(v119, bool)):
            return False
    return True


def _is_workflow_121(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, list)):
        return False
    for v122 in value:
        if not ((_is_workflow_text_part(v122, dialect)) + (_is_workflow_ref_part(v122, dialect)) == 1):
            return False
    return True


def _is_workflow_125(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, list)):
        return False
    for v126 in value:
        if not ((_is_workflow_text_part(v126, dialect)) + (_is_workflow_ref_part(v126, dialect)) == 1):
            return False
    return True


def _is_workflow_129(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, list)):
        return False
    for v130 in value:
        if not ((_is_workflow_text_part(v130, dialect)) + (_is_workflow_ref_part(v130, dialect)) == 1):
            return False
    return True


def _is_workflow_136(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, list)):
        return False
    for v137 in value:
        if not ((_is_workflow_text_part(v137, dialect)) + (_is_workflow_ref_part(v137, dialect)) == 1):
            return False
    return True


def _is_workflow_prompt_blocks(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (value.keys() <= _K29):
        return False
    if 'goal' in value:
        v120 = value['goal']
        if not ((isinstance(v120, str)) + (_is_workflow_121(v120, dialect)) == 1):
            return False
    if 'constraints' in value:
        v123 = value['constraints']
        if not (isinstance(v123, list)):
            return False
        for v124 in v123:
            if not ((isinstance(v124, str)) + (_is_workflow_125(v124, dialect)) == 1):
                return False
    if 'procedure' in value:
        v127 = value['procedure']
        if not (isinstance(v127, list)):
            return False
        for v128 in v127:
            if not ((isinstance(v128, str)) + (_is_workflow_129(v128, dialect)) == 1):
                return False
    if 'outputRequired' in value:
        v131 = value['outputRequired']
        if not (isinstance(v131, dict)):
            return False
        for v132, v133 in v131.items():
            if not (isinstance(v133, str)):
                return False
    if 'verify' in value:
        v134 = value['verify']
        if not (isinstance(v134, list)):
            return False
        for v135 in v134:
            if not ((isinstance(v135, str)) + (_is_workflow_136(v135, dialect)) == 1):
                return False
    return True


def _is_workflow_prompt_fragment(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'text' in value):
        return False
    if not (value.keys() <= _K30):
        return False
    v138 = value['id']
    if not (isinstance(v138, str) and len(v138) >= 1 and len(v138) <= 64 and _K31(v138) is not None):
        return False
    v139 = value['text']
    if not (isinstance(v139, str) and len(v139) >= 1 and len(v139) <= 4096):
        return False
    if 'when' in value:
        v140 = value['when']
        if not (_is_workflow_condition(v140, dialect)):
            return False
    return True


def _is_workflow_recommended_preferences(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (value.keys() <= _K32):
        return False
    if 'recommendedAutonomy' in value:
        v141 = value['recommendedAutonomy']
        if not (isinstance(v141, str) and v141 in _K33):
            return False
    if 'recommendedRiskPolicy' in value:
        v142 = value['recommendedRiskPolicy']
        if not (isinstance(v142, str) and v142 in _K34):
            return False
    return True


def _is_workflow_ref_part(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'refId' in value):
        return False
    if not (value.keys() <= _K35):
        return False
    v143 = value['kind']
    if not (type(v143) is str and v143 == 'ref'):
        return False
    v144 = value['refId']
    if not (isinstance(v144, str) and len(v144) >= 1):
        return False
    return True


def _is_workflow_rule_condition(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (value.keys() <= _K36):
        return False
    if 'var' in value:
        v145 = value['var']
        if not (isinstance(v145, str)):
            return False
    if 'gt' in value:
        v148 = value['gt']
        if not (_is_number(v148)):
            return False
    if 'gte' in value:
        v149 = value['gte']
        if not (_is_number(v149)):
            return False
    if 'lt' in value:
        v150 = value['lt']
        if not (_is_number(v150)):
            return False
    if 'lte' in value:
        v151 = value['lte']
        if not (_is_number(v151)):
            return False
    if 'and' in value:
        v152 = value['and']
        if not (isinstance(v152, list)):
            return False
        for v153 in v152:
            if not (isinstance(v153, dict)):
                return False
    if 'or' in value:
        v154 = value['or']
        if not (isinstance(v154, list)):
            return False
        for v155 in v154:
            if not (isinstance(v155, dict)):
                return False
    if 'not' in value:
        v156 = value['not']
        if not (isinstance(v156, dict)):
            return False
    return True


def _is_workflow_170(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, list)):
        return False
    for v171 in value:
        if not (_is_workflow_validation_rule(v171, dialect)):
            return False
    return True


def _is_workflow_standard_step(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'title' in value):
        return False
    if not (value.keys() <= _K37):
        return False
    v157 = value['id']
    if not (isinstance(v157, str) and len(v157) >= 3 and len(v157) <= 64 and _K23(v157) is not None):
        return False
    v158 = value['title']
    if not (isinstance(v158, str) and len(v158) >= 1 and len(v158) <= 128):
        return False
    if 'runCondition' in value:
        v159 = value['runCondition']
        if not (_is_workflow_condition(v159, dialect)):
            return False
    if 'prompt' in value:
        v160 = value['prompt']
        if not (isinstance(v160, str) and len(v160) >= 1 and len(v160) <= 8192):
            return False
    if 'promptBlocks' in value:
        v161 = value['promptBlocks']
        if not (_is_workflow_prompt_blocks(v161, dialect)):
            return False
    if 'templateCall' in value:
        v162 = value['templateCall']
        if not (_is_workflow_template_call(v162, dialect)):
            return False
    if 'agentRole' in value:
        v163 = value['agentRole']
        if not (isinstance(v163, str) and len(v163) >= 10 and len(v163) <= 1024):
            return False
    if 'guidance' in value:
        v164 = value['guidance']
        if not (isinstance(v164, list)):
            return False
        for v165 in v164:
            if not (isinstance(v165, str)):
                return False
    if 'askForFiles' in value:
        v166 = value['askForFiles']
        if not (isinstance(v166, bool)):
            return False
    if 'hasValidation' in value:
        v167 = value['hasValidation']
        if not (isinstance(v167, bool)):
            return False
    if 'requireConfirmation' in value:
        v168 = value['requireConfirmation']
        if not ((isinstance(v168, bool)) + (_is_workflow_condition(v168, dialect)) + ('confirmationGate' in dialect.constructs and _is_workflow_confirmation_gate(v168, dialect)) == 1):
            return False
    if 'validationCriteria' in value:
        v169 = value['validationCriteria']
        if not ((_is_workflow_170(v169, dialect)) + (_is_workflow_validation_composition(v169, dialect)) == 1):
            return False
    if 'outputContract' in value:
        v172 = value['outputContract']
        if not (_is_workflow_output_contract(v172, dialect)):
            return False
    if 'assessmentRefs' in value:
        v173 = value['assessmentRefs']
        if not (isinstance(v173, list)):
            return False
        if not (len(v173) >= 1):
            return False
        for v174 in v173:
            if not (isinstance(v174, str) and len(v174) >= 1 and len(v174) <= 64):
                return False
        if not (len(v173) < 2 or _is_unique(v173)):
            return False
    if 'assessmentConsequences' in value:
        v175 = value['assessmentConsequences']
        if not (isinstance(v175, list)):
            return False
        if not (len(v175) >= 1):
            return False
        if not (len(v175) <= dialect.max_consequences):
            return False
        for v176 in v175:
            if not (_is_workflow_assessment_consequence(v176, dialect)):
                return False
    if 'notesOptional' in value:
        v177 = value['notesOptional']
        if not (isinstance(v177, bool)):
            return False
    if 'functionDefinitions' in value:
        v178 = value['functionDefinitions']
        if not (isinstance(v178, list)):
            return False
        for v179 in v178:
            if not (_is_workflow_function_definition(v179, dialect)):
                return False
    if 'functionCalls' in value:
        v180 = value['functionCalls']
        if not (isinstance(v180, list)):
            return False
        for v181 in v180:
            if not (_is_workflow_function_call(v181, dialect)):
                return False
    if 'functionReferences' in value:
        v182 = value['functionReferences']
        if not (isinstance(v182, list)):
            return False
        for v183 in v182:
            if not (isinstance(v183, str) and _K38(v183) is not None):
                return False
    if 'promptFragments' in value:
        v184 = value['promptFragments']
        if not (isinstance(v184, list)):
            return False
        if not (len(v184) >= 1):
            return False
        for v185 in v184:
            if not (_is_workflow_prompt_fragment(v185, dialect)):
                return False
    if 'modelTier' in value:
        v186 = value['modelTier']
        if not ('standardStep.modelTier' in dialect.constructs):
            return False
        if not (isinstance(v186, str) and v186 in _K26):
            return False
    if 'audit' in value:
        v187 = value['audit']
        if not ('standardStep.audit' in dialect.constructs):
            return False
        if not (_is_workflow_audit(v187, dialect)):
            return False
    if 'verification' in value:
        v188 = value['verification']
        if not ('standardStep.verification' in dialect.constructs):
            return False
        if not (_is_workflow_verification(v188, dialect)):
            return False
    return True


def _is_workflow_synthesis(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (value.keys() <= _K39):
        return False
    if 'prompt' in value:
        v189 = value['prompt']
        if not (isinstance(v189, str) and len(v189) >= 1 and len(v189) <= 4096):
            return False
    if 'outputContract' in value:
        v190 = value['outputContract']
        if not (_is_workflow_output_contract(v190, dialect)):
            return False
    return True


def _is_workflow_template_call(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('templateId' in value):
        return False
    if not (value.keys() <= _K40):
        return False
    v191 = value['templateId']
    if not (isinstance(v191, str) and len(v191) >= 1 and len(v191) <= 128):
        return False
    if 'args' in value:
        v192 = value['args']
        if not (isinstance(v192, dict)):
            return False
    return True


def _is_workflow_text_part(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value and 'text' in value):
        return False
    if not (value.keys() <= _K41):
        return False
    v193 = value['kind']
    if not (type(v193) is str and v193 == 'text'):
        return False
    v194 = value['text']
    if not (isinstance(v194, str)):
        return False
    return True


def _is_workflow_validation_composition(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not (len(value) >= 1 and len(value) <= 1):
        return False
    if not (value.keys() <= _K42):
        return False
    if 'and' in value:
        v195 = value['and']
        if not (isinstance(v195, list)):
            return False
        if not (len(v195) >= 1):
            return False
        for v196 in v195:
            if not (_is_workflow_validation_criteria(v196, dialect)):
                return False
    if 'or' in value:
        v197 = value['or']
        if not (isinstance(v197, list)):
            return False
        if not (len(v197) >= 1):
            return False
        for v198 in v197:
            if not (_is_workflow_validation_criteria(v198, dialect)):
                return False
    if 'not' in value:
        v199 = value['not']
        if not (_is_workflow_validation_criteria(v199, dialect)):
            return False
    return True


def _is_workflow_validation_criteria(value: Json, dialect: Dialect) -> bool:
    if not ((_is_workflow_validation_rule(value, dialect)) + (_is_workflow_validation_composition(value, dialect)) == 1):
        return False
    return True


def _is_workflow_validation_rule(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('type' in value and 'message' in value):
        return False
    if not (value.keys() <= _K43):
        return False
    v200 = value['type']
    if not (isinstance(v200, str) and v200 in _K44):
        return False
    v201 = value['message']
    if not (isinstance(v201, str)):
        return False
    if 'value' in value:
        v202 = value['value']
        if not (isinstance(v202, str)):
            return False
    if 'pattern' in value:
        v203 = value['pattern']
        if not (isinstance(v203, str)):
            return False
    if 'flags' in value:
        v204 = value['flags']
        if not (isinstance(v204, str)):
            return False
    if 'min' in value:
        v205 = value['min']
        if not (_is_number(v205)):
            return False
    if 'max' in value:
        v206 = value['max']
        if not (_is_number(v206)):
            return False
    if 'schema' in value:
        v207 = value['schema']
        if not (isinstance(v207, dict)):
            return False
    if 'condition' in value:
        v208 = value['condition']
        if not (_is_workflow_rule_condition(v208, dialect)):
            return False
    return True


def _is_workflow_verification(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('command' in value):
        return False
    if not (value.keys() <= _K45):
        return False
    v209 = value['command']
    if not (isinstance(v209, str) and len(v209) >= 1 and len(v209) <= 1024):
        return False
    if 'prompt' in value:
        v210 = value['prompt']
        if not (isinstance(v210, str) and len(v210) >= 1 and len(v210) <= 4096):
            return False
    return True


def _is_workflow_workflow_reference(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'title' in value and 'source' in value and 'purpose' in value and 'authoritative' in value):
        return False
    if not (value.keys() <= _K46):
        return False
    v211 = value['id']
    if not (isinstance(v211, str) and len(v211) >= 2 and len(v211) <= 64 and _K31(v211) is not None):
        return False
    v212 = value['title']
    if not (isinstance(v212, str) and len(v212) >= 1 and len(v212) <= 128):
        return False
    v213 = value['source']
    if not (isinstance(v213, str) and len(v213) >= 1 and len(v213) <= 512):
        return False
    v214 = value['purpose']
    if not (isinstance(v214, str) and len(v214) >= 1 and len(v214) <= 512):
        return False
    v215 = value['authoritative']
    if not (isinstance(v215, bool)):
        return False
    if 'resolveFrom' in value:
        v216 = value['resolveFrom']
        if not (isinstance(v216, str) and v216 in _K47):
            return False
    return True


def _is_workflow_246(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v247 = value['type']
        if not (type(v247) is str and v247 == 'loop'):
            return False
    return True


def _is_workflow_248(value: Json, dialect: Dialect) -> bool:
    if isinstance(value, dict):
        if not ('type' in value):
            return False
        v249 = value['type']
        if not (type(v249) is str and v249 == 'parallel'):
            return False
    return True


def is_workflow(value: Json, dialect: Dialect) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'name' in value and 'description' in value and 'version' in value and 'steps' in value):
        return False
    if not (value.keys() <= _K48):
        return False
    v217 = value['id']
    if not (isinstance(v217, str) and len(v217) >= 3 and len(v217) <= 64 and _K49(v217) is not None):
        return False
    v218 = value['name']
    if not (isinstance(v218, str) and len(v218) >= 1 and len(v218) <= 128):
        return False
    v219 = value['description']
    if not (isinstance(v219, str) and len(v219) >= 1 and len(v219) <= 512):
        return False
    v220 = value['version']
    if not (isinstance(v220, str) and _K50(v220) is not None):
        return False
    if 'preconditions' in value:
        v221 = value['preconditions']
        if not (isinstance(v221, list)):
            return False
        for v222 in v221:
            if not (isinstance(v222, str) and len(v222) >= 1 and len(v222) <= 256):
                return False
        if not (len(v221) < 2 or _is_unique(v221)):
            return False
    if 'clarificationPrompts' in value:
        v223 = value['clarificationPrompts']
        if not (isinstance(v223, list)):
            return False
        for v224 in v223:
            if not (isinstance(v224, str) and len(v224) >= 1 and len(v224) <= 256):
                return False
        if not (len(v223) < 2 or _is_unique(v223)):
            return False
    if 'metaGuidance' in value:
        v225 = value['metaGuidance']
        if not (isinstance(v225, list)):
            return False
        for v226 in v225:
            if not (isinstance(v226, str) and len(v226) >= 1 and len(v226) <= 256):
                return False
        if not (len(v225) < 2 or _is_unique(v225)):
            return False
    if 'functionDefinitions' in value:
        v227 = value['functionDefinitions']
        if not (isinstance(v227, list)):
            return False
        for v228 in v227:
            if not (_is_workflow_function_definition(v228, dialect)):
                return False
        if not (len(v227) < 2 or _is_unique(v227)):
            return False
    if 'recommendedPreferences' in value:
        v229 = value['recommendedPreferences']
        if not (_is_workflow_recommended_preferences(v229, dialect)):
            return False
    if 'features' in value:
        v230 = value['features']
        if not (isinstance(v230, list)):
            return False
        for v231 in v230:
            if not (isinstance(v231, str) and len(v231) >= 1 and len(v231) <= 128):
                return False
        if not (len(v230) < 2 or _is_unique(v230)):
            return False
    if 'assessments' in value:
        v232 = value['assessments']
        if not (isinstance(v232, list)):
            return False
        for v233 in v232:
            if not (_is_workflow_assessment_definition(v233, dialect)):
                return False
        if not (len(v232) < 2 or _is_unique(v232)):
            return False
    if 'extensionPoints' in value:
        v234 = value['extensionPoints']
        if not (isinstance(v234, list)):
            return False
        for v235 in v234:
            if not (_is_workflow_extension_point(v235, dialect)):
                return False
        if not (len(v234) < 2 or _is_unique(v234)):
            return False
    if 'references' in value:
        v236 = value['references']
        if not (isinstance(v236, list)):
            return False
        for v237 in v236:
            if not (_is_workflow_workflow_reference(v237, dialect)):
                return False
        if not (len(v236) < 2 or _is_unique(v236)):
            return False
    if 'validatedAgainstSpecVersion' in value:
        v238 = value['validatedAgainstSpecVersion']
        if not (_is_integer(v238) and v238 >= 1):
            return False
    if 'about' in value:
        v239 = value['about']
        if not (isinstance(v239, str) and len(v239) >= 1 and len(v239) <= 4096):
            return False
    if 'examples' in value:
        v240 = value['examples']
        if not (isinstance(v240, list)):
            return False
        if not (len(v240) >= 1 and len(v240) <= 6):
            return False
        for v241 in v240:
            if not (isinstance(v241, str) and len(v241) >= 10 and len(v241) <= 120):
                return False
        if not (len(v240) < 2 or _is_unique(v240)):
            return False
    if 'metricsProfile' in value:
        v242 = value['metricsProfile']
        if not (isinstance(v242, str) and v242 in _K51):
            return False
    if 'modelTier' in value:
        v243 = value['modelTier']
        if not ('workflow.modelTier' in dialect.constructs):
            return False
        if not (isinstance(v243, str) and v243 in _K26):
            return False
    v244 = value['steps']
    if not (isinstance(v244, list)):
        return False
    if not (len(v244) >= 1):
        return False
    for v245 in v244:
        if _is_workflow_246(v245, dialect):
            if not (_is_workflow_loop_step(v245, dialect)):
                return False
        if not (_is_workflow_246(v245, dialect)):
            if 'parallelStep' in dialect.constructs and _is_workflow_248(v245, dialect):
                if not (_is_workflow_parallel_step(v245, dialect)):
                    return False
            if not ('parallelStep' in dialect.constructs and _is_workflow_248(v245, dialect)):
                if not (_is_workflow_standard_step(v245, dialect)):
                    return False
    return True


def _is_authoring_rules_authoring_rule(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('id' in value and 'status' in value and 'level' in value and 'scope' in value and 'rule' in value and 'why' in value and 'enforcement' in value and 'checks' in value and 'since' in value and 'reviewedOn' in value):
        return False
    if not (value.keys() <= _K52):
        return False
    v1 = value['id']
    if not (isinstance(v1, str) and len(v1) >= 1 and len(v1) <= 64 and _K53(v1) is not None):
        return False
    v2 = value['status']
    if not (isinstance(v2, str) and v2 in _K54):
        return False
    v3 = value['level']
    if not (isinstance(v3, str) and v3 in _K55):
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
    if not (isinstance(v22, str) and _K56(v22) is not None):
        return False
    return True


def _is_authoring_rules_enforcement(value: Json) -> bool:
    if not (isinstance(value, dict)):
        return False
    if not ('kind' in value):
        return False
    if not (value.keys() <= _K57):
        return False
    v23 = value['kind']
    if not (isinstance(v23, str) and v23 in _K58):
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
    if not (value.keys() <= _K59):
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
    if not (value.keys() <= _K60):
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
    if not (value.keys() <= _K61):
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
    if not (value.keys() <= _K62):
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
    if not (value.keys() <= _K63):
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
    if not (value.keys() <= _K64):
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
    if not (value.keys() <= _K65):
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
    if not (isinstance(v50, str) and _K56(v50) is not None):
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
    if not (value.keys() <= _K35):
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
    if not (value.keys() <= _K41):
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
    if not (value.keys() <= _K66):
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
    if not (value.keys() <= _K67):
        return False
    v1 = value['id']
    if not (isinstance(v1, str) and len(v1) >= 1 and len(v1) <= 64 and _K31(v1) is not None):
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
    if not (value.keys() <= _K68):
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
    if not (value.keys() <= _K69):
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
