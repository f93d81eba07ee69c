"""Group M. Metrics convention."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.metrics.coding_profile_without_commits import (
    coding_profile_without_commits,
)
from workflowkit.lint.rules.metrics.commits_without_coding_profile import (
    commits_without_coding_profile,
)
from workflowkit.lint.rules.metrics.final_footer_on_loop_exit import final_footer_on_loop_exit
from workflowkit.lint.rules.metrics.final_footer_unreachable import final_footer_unreachable
from workflowkit.lint.rules.metrics.manual_metrics_with_profile import manual_metrics_with_profile
from workflowkit.lint.rules.metrics.missing_metrics_profile import missing_metrics_profile
from workflowkit.lint.rules.metrics.nested_metrics_key import nested_metrics_key
from workflowkit.lint.rules.metrics.none_profile_on_user_workflow import (
    none_profile_on_user_workflow,
)
from workflowkit.lint.rules.metrics.outcome_before_final_step import outcome_before_final_step
from workflowkit.lint.rules.metrics.profile_tag_mismatch import profile_tag_mismatch
from workflowkit.lint.rules.metrics.sha_list_not_accumulated import sha_list_not_accumulated

RULES: tuple[Rule, ...] = (
    missing_metrics_profile,
    manual_metrics_with_profile,
    outcome_before_final_step,
    nested_metrics_key,
    final_footer_unreachable,
    profile_tag_mismatch,
    coding_profile_without_commits,
    commits_without_coding_profile,
    none_profile_on_user_workflow,
    final_footer_on_loop_exit,
    sha_list_not_accumulated,
)
