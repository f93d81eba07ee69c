"""The shape check: whether a document is a workflow, and if not, each of its errors once.

The verdict is that of the engine's schema (docs/engine/format.md).
Only files with errors load the models that explain them.
"""

from __future__ import annotations

from workflowkit.format.compile_error import CompileError
from workflowkit.format.dialect import Dialect
from workflowkit.format.fast_validator import is_workflow
from workflowkit.text.routes import Json

_DEFAULT = Dialect()


def check_shape(value: Json, dialect: Dialect = _DEFAULT) -> list[CompileError]:
    """Return every error of the shape of a workflow in *dialect*; empty exactly when the schema of that engine accepts it."""
    try:
        if is_workflow(value, dialect):
            return []
    except RecursionError:
        # Too deep for the fast validator; the models check conditions without recursion.
        pass
    from workflowkit.format.validation import workflow_errors

    return workflow_errors(value, dialect)
