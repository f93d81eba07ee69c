"""Group G. Tags and catalogue."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.catalog.orphan_tag_entry import orphan_tag_entry
from workflowkit.lint.rules.catalog.routine_tag import routine_tag
from workflowkit.lint.rules.catalog.tag_count import tag_count
from workflowkit.lint.rules.catalog.tag_example_unknown import tag_example_unknown
from workflowkit.lint.rules.catalog.unknown_tag import unknown_tag
from workflowkit.lint.rules.catalog.untagged_workflow import untagged_workflow

RULES: tuple[Rule, ...] = (
    untagged_workflow,
    orphan_tag_entry,
    unknown_tag,
    tag_example_unknown,
    tag_count,
    routine_tag,
)
