"""What listed values mean, for editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_PROFILE: Final[Mapping[str, str]] = {
    "core": "Only what the engine rejects.",
    "catalog": "What is broken or likely to be; the default.",
    "style": "The house style as well.",
    "routine": "For files of routines.",
    "fixture": "For hidden test fixtures.",
    "import": "Only what is broken, for files that were written elsewhere.",
}
_SEVERITY: Final[Mapping[str, str]] = {
    "error": "The finding is an error.",
    "warning": "The finding is a warning.",
    "info": "The finding is for information.",
    "off": "The rule does not run.",
}

_MODEL_TIER: Final[Mapping[str, str]] = {
    "lightweight": "A small and fast model.",
    "mid": "A model of medium size.",
    "heavy": "The most capable model.",
}

VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "workflow.modelTier": _MODEL_TIER,
    "standardStep.modelTier": _MODEL_TIER,
    "parallelDelegation.modelTier": _MODEL_TIER,
    "agentSettings.modelTier": _MODEL_TIER,
    "confirmationGate.kind": {
        "coordinator_eval": "The coordinator decides.",
        "human_approval": "A person decides.",
    },
    "workflow.metricsProfile": {
        "coding": "Asks for the commits after every step, and for outcome, pull requests, files and lines after the last one.",
        "review": "Asks for pull requests and outcome after the last step.",
        "research": "Asks for the outcome after the last step.",
        "design": "Asks for the outcome after the last step.",
        "ticket": "Asks for the outcome after the last step.",
        "none": "Asks for no metrics.",
    },
    "extensionPoint.acceptedKinds": {
        "routine": "A routine may fill the slot; for information only.",
        "workflow": "A workflow may fill the slot; for information only.",
    },
    "functionDefinition.scope": {
        "workflow": "Meant for all steps; no check reads it.",
        "loop": "Meant for the steps of a loop; no check reads it.",
        "step": "Meant for one step; no check reads it.",
    },
    "functionParameter.type": {
        "string": "A text.",
        "number": "A number.",
        "boolean": "True or false.",
        "array": "A list.",
        "object": "An object.",
    },
    "loopConfig.type": {
        "while": "Repeats while `condition` holds, or while the decision of `conditionSource` is to continue.",
        "until": "Repeats until `condition` holds; a decision by artifact is not inverted.",
        "for": "Repeats `count` times.",
        "forEach": "Repeats for each entry of the list in the context key `items`.",
    },
    "recommendedPreferences.recommendedAutonomy": {
        "guided": "The agent involves the user.",
        "full_auto_stop_on_user_deps": "The agent works on its own, and stops where it depends on the user.",
        "full_auto_never_stop": "The agent works on its own, and never stops.",
    },
    "recommendedPreferences.recommendedRiskPolicy": {
        "conservative": "Prefers the safe way.",
        "balanced": "Balances safety and speed.",
        "aggressive": "Prefers the fast way.",
    },
    "validationRule.type": {
        "contains": "The output contains `value`.",
        "regex": "The output matches `pattern`.",
        "length": "The output has `min` to `max` characters.",
        "schema": "The output is JSON that `schema` accepts.",
    },
    "workflowReference.resolveFrom": {
        "workspace": "The source is relative to the workspace; the default.",
        "package": "The source is relative to the root of the package with the workflow.",
    },
    "expectations.end": {
        "complete": "The run is complete.",
        "blocked": "A step can no longer be completed.",
        "failed": "The engine answers with an error, or cannot start.",
        "waiting": "The scenario gives no further answer.",
    },
    "expectedBlock.code": {
        "MISSING_REQUIRED_NOTES": "The notes are missing.",
        "MISSING_REQUIRED_OUTPUT": "A required artifact or assessment is missing.",
        "INVALID_REQUIRED_OUTPUT": "The output violates its contract.",
        "ASSESSMENT_FOLLOWUP_REQUIRED": "A level of an assessment requires a follow-up.",
        "INVARIANT_VIOLATION": "The output could not be evaluated.",
    },
    "lintConfig.profile": _PROFILE,
    "lintConfig.severity": _SEVERITY,
    "ruleChoice.profile": _PROFILE,
    "ruleChoice.severity": _SEVERITY,
    "agentSettings.stuckAbortPolicy": {
        "abort": "A session that is stuck is aborted; the default.",
        "notify_only": "A session that is stuck is only reported.",
    },
    "hookSettings.runOn": {
        "success": "Meant for runs that succeed; never executed.",
        "failure": "Meant for runs that fail; never executed.",
        "always": "Meant for every run; never executed.",
    },
    "triggerSettings.provider": {
        "generic": "Each request to its webhook.",
        "gitlab_poll": "Each new merge request event.",
        "github_issues_poll": "Each new issue event.",
        "github_prs_poll": "Each new pull request event.",
        "github_queue_poll": "The next issue of a queue.",
    },
    "triggerSettings.concurrencyMode": {
        "serial": "One run after another; the default.",
        "parallel": "Runs at the same time; those of one workflow stay serial.",
    },
    "triggerSettings.branchStrategy": {
        "worktree": "Each run has a worktree of its own; `autoCommit` needs it.",
        "none": "Runs use the current checkout.",
        "read-only": "Known from 3.91.0 on.",
    },
    "authoringRule.status": {
        "active": "The rule holds now.",
        "experimental": "The rule is tried out.",
        "planned": "The rule does not hold yet.",
        "retired": "The rule no longer holds.",
    },
    "authoringRule.level": {
        "required": "A workflow must follow it.",
        "recommended": "A workflow should follow it.",
        "discouraged": "A workflow should not do it.",
    },
    "enforcement.kind": {
        "schema": "The format enforces it.",
        "compile": "The compiler enforces it.",
        "runtime": "The engine enforces it during a run.",
        "lint": "Rules of `wfk lint` report it.",
        "judge": "A model judges it.",
        "review": "A person reviews it.",
        "advisory": "Nothing can check it.",
    },
    "engine.loopDecisionScope": {
        "session": "A loop decides by the latest decision of the session.",
        "submission": "A loop decides by the decision of the submission.",
    },
}
"""Kind of object and key to what each listed value means."""
