"""The executor of a lint run: the option that names a cluster."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from workflowkit.errors import UsageError

if TYPE_CHECKING:
    from workflowkit.run.dask_cluster import ClusterAddress
    from workflowkit.run.lint_stream import Mapper


def _address(
    context: click.Context,  # noqa: ARG001 - as click calls it
    parameter: click.Parameter,  # noqa: ARG001
    value: str | None,
) -> ClusterAddress | None:
    """Return the address that the option gives. Raises UsageError."""
    if value is None:
        return None
    from workflowkit.run.dask_cluster import ClusterAddress

    found = ClusterAddress.parse(value)
    if found is None:
        raise UsageError(
            f"--executor: '{value}' is no address of a scheduler",
            help="write it like dask://localhost:8786, or tls://localhost:8786",
        )
    return found


def option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--executor`, passed on as `executor`, a `ClusterAddress`, or None when it is not given."""
    return click.option(
        "--executor",
        metavar="dask://HOST:PORT",
        callback=_address,
        help="Lint on a Dask cluster. Needs the extra 'dask'.",
    )(command)


NOT_ON_CLUSTERS: Final = {
    "fix": "--fix",
    "unsafe_fixes": "--unsafe-fixes",
    "diff": "--diff",
    "fingerprints": "--fingerprint",
    "write_baseline": "--write-baseline",
    "prune_baseline": "--prune-baseline",
    "witness": "--witness",
    "jobs": "-j",
    "shard": "--shard",
    "changed_since": "--changed-since",
    "staged": "--staged",
    "profile_time": "--profile-time",
    "show_settings": "--show-settings",
}
"""Parameters of runs that a cluster does not do, with their options."""


def prepare(context: click.Context, executor: ClusterAddress | None, *, is_stdin: bool) -> None:
    """Raise UsageError for an *executor* with options that it does not support, and UnusableCluster when it cannot be reached."""
    if executor is None:
        return
    if is_stdin:
        raise UsageError("standard input is one file, and needs no cluster", help="omit --executor")
    for parameter, name in NOT_ON_CLUSTERS.items():
        if context.get_parameter_source(parameter) not in (None, ParameterSource.DEFAULT):
            raise UsageError(f"{name} is not supported with --executor", help=f"omit {name}")
    from workflowkit.run.dask_cluster import require_reachable

    require_reachable(executor)


def mapper_on(context: click.Context, executor: ClusterAddress | None) -> Mapper | None:
    """Return the map on the workers of *executor*, whose client is closed with *context*; None for that of this machine."""
    if executor is None:
        return None
    from workflowkit.run.clusters import ClusterMap
    from workflowkit.run.dask_cluster import DaskCluster
    from workflowkit.run.lint_map import mapped

    known: list[DaskCluster] = []

    def connect() -> DaskCluster:
        if not known:
            known.append(context.with_resource(DaskCluster(executor)))
        return known[0]

    return partial(mapped, executor=ClusterMap(connect))
