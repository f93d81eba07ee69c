"""The rules, one file each, in a folder per group.

A rule is registered by being there: `scripts/generate.py` writes what must be known of each into `index.py`, and CI checks that it is current.
So a run imports only the rules of its profile.
"""

from __future__ import annotations

from workflowkit.lint.rule import Rule, indexed
from workflowkit.lint.rules.index import INDEX

ALL: tuple[Rule, ...] = tuple(map(indexed, INDEX))
"""Every rule, group by group, by code within each."""

CONTENT_RULES: tuple[Rule, ...] = tuple(rule for rule in ALL if rule.subject != "SuppressionReport")
"""The rules about what files hold, for runs that do not report on what the project accepts."""
