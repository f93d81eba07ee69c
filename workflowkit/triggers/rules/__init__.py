"""The rules about trigger files, one file each, by code."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.triggers.rules.absolute_user_path import absolute_user_path
from workflowkit.triggers.rules.accidental_secret_scan_off import accidental_secret_scan_off
from workflowkit.triggers.rules.autocommit_needs_worktree import autocommit_needs_worktree
from workflowkit.triggers.rules.autocommit_on_main_checkout import autocommit_on_main_checkout
from workflowkit.triggers.rules.awkward_trigger_id import awkward_trigger_id
from workflowkit.triggers.rules.block_on_dash_line import block_on_dash_line
from workflowkit.triggers.rules.broken_yaml import broken_yaml
from workflowkit.triggers.rules.colliding_triggers import colliding_triggers
from workflowkit.triggers.rules.condition_compares_text import condition_compares_text
from workflowkit.triggers.rules.conflicting_workspace import conflicting_workspace
from workflowkit.triggers.rules.different_reading import different_reading
from workflowkit.triggers.rules.disabled_secret_scan import disabled_secret_scan
from workflowkit.triggers.rules.duplicate_trigger_id import duplicate_trigger_id
from workflowkit.triggers.rules.duplicate_trigger_key import duplicate_trigger_key
from workflowkit.triggers.rules.empty_trigger_value import empty_trigger_value
from workflowkit.triggers.rules.ignored_inline_block import ignored_inline_block
from workflowkit.triggers.rules.inert_completion_hook import inert_completion_hook
from workflowkit.triggers.rules.leaked_key import leaked_key
from workflowkit.triggers.rules.literal_secret import literal_secret
from workflowkit.triggers.rules.lost_list import lost_list
from workflowkit.triggers.rules.lost_polled_events import lost_polled_events
from workflowkit.triggers.rules.malformed_source_address import malformed_source_address
from workflowkit.triggers.rules.malformed_variable_name import malformed_variable_name
from workflowkit.triggers.rules.metrics_delivery_mismatch import metrics_delivery_mismatch
from workflowkit.triggers.rules.missing_fallback_goal import missing_fallback_goal
from workflowkit.triggers.rules.missing_goal_template import missing_goal_template
from workflowkit.triggers.rules.missing_secret import missing_secret
from workflowkit.triggers.rules.missing_session_limit import missing_session_limit
from workflowkit.triggers.rules.missing_turn_limit import missing_turn_limit
from workflowkit.triggers.rules.multiline_value import multiline_value
from workflowkit.triggers.rules.null_as_text import null_as_text
from workflowkit.triggers.rules.open_polling_webhook import open_polling_webhook
from workflowkit.triggers.rules.open_webhook import open_webhook
from workflowkit.triggers.rules.parallel_writers import parallel_writers
from workflowkit.triggers.rules.pr_needs_commit import pr_needs_commit
from workflowkit.triggers.rules.quoted_key import quoted_key
from workflowkit.triggers.rules.relative_workspace_path import relative_workspace_path
from workflowkit.triggers.rules.retired_workflow_id import retired_workflow_id
from workflowkit.triggers.rules.self_trigger_loop import self_trigger_loop
from workflowkit.triggers.rules.static_webhook_goal import static_webhook_goal
from workflowkit.triggers.rules.token_in_static_goal import token_in_static_goal
from workflowkit.triggers.rules.trailing_comment import trailing_comment
from workflowkit.triggers.rules.trigger_schema import trigger_schema
from workflowkit.triggers.rules.trigger_unknown_workflow import trigger_unknown_workflow
from workflowkit.triggers.rules.unexpanded_variable import unexpanded_variable
from workflowkit.triggers.rules.unknown_boolean import unknown_boolean
from workflowkit.triggers.rules.unknown_event import unknown_event
from workflowkit.triggers.rules.unknown_trigger_key import unknown_trigger_key
from workflowkit.triggers.rules.unknown_workspace import unknown_workspace
from workflowkit.triggers.rules.unprocessed_escape import unprocessed_escape
from workflowkit.triggers.rules.unreadable_trigger_file import unreadable_trigger_file
from workflowkit.triggers.rules.unresolvable_payload_path import unresolvable_payload_path
from workflowkit.triggers.rules.unresolved_yaml_reference import unresolved_yaml_reference
from workflowkit.triggers.rules.unused_trigger_setting import unused_trigger_setting
from workflowkit.triggers.rules.worktree_needs_base_and_prefix import worktree_needs_base_and_prefix

ALL: tuple[Rule, ...] = (
    trigger_schema,
    duplicate_trigger_id,
    trigger_unknown_workflow,
    autocommit_needs_worktree,
    pr_needs_commit,
    worktree_needs_base_and_prefix,
    parallel_writers,
    missing_goal_template,
    missing_session_limit,
    literal_secret,
    open_webhook,
    self_trigger_loop,
    absolute_user_path,
    metrics_delivery_mismatch,
    missing_turn_limit,
    autocommit_on_main_checkout,
    unreadable_trigger_file,
    broken_yaml,
    trailing_comment,
    lost_list,
    ignored_inline_block,
    block_on_dash_line,
    quoted_key,
    unprocessed_escape,
    multiline_value,
    null_as_text,
    unresolved_yaml_reference,
    leaked_key,
    different_reading,
    duplicate_trigger_key,
    unknown_trigger_key,
    empty_trigger_value,
    unknown_boolean,
    accidental_secret_scan_off,
    disabled_secret_scan,
    unused_trigger_setting,
    inert_completion_hook,
    unknown_event,
    conflicting_workspace,
    unknown_workspace,
    missing_secret,
    malformed_variable_name,
    unexpanded_variable,
    relative_workspace_path,
    lost_polled_events,
    static_webhook_goal,
    colliding_triggers,
    unresolvable_payload_path,
    token_in_static_goal,
    missing_fallback_goal,
    condition_compares_text,
    retired_workflow_id,
    awkward_trigger_id,
    malformed_source_address,
    open_polling_webhook,
)
"""Every rule of group W, by code."""
