"""The ids of workflows: what the format accepts, for its models and for commands that take an id."""

from __future__ import annotations

WORKFLOW_ID = r"^([a-z0-9_-]+|[a-z][a-z0-9_-]+\.[a-z][a-z0-9_-]+)$"
"""What the id of a workflow may be, in 3 to 64 characters."""
WORKFLOW_ID_HELP = "use 3 to 64 lowercase letters, digits, hyphens or underscores, and at most one dot with two or more of them on each side"
