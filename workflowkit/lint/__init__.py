"""Lint rules, their selection, and the runner.

`workflowkit.lint` is the name of this package and of the function that lints: the package can be called as `workflowkit.api.lint`.
"""

from __future__ import annotations

from sys import modules
from types import ModuleType
from typing import Any


class _CallablePackage(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Lint files and folders; see `workflowkit.api.lint`."""
        from importlib import import_module

        # By name, because this package is below the API, which only its callers use.
        return import_module("workflowkit.api").lint(*arguments, **options)


modules[__name__].__class__ = _CallablePackage
