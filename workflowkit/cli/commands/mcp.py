"""`wfk mcp`: a server of the Model Context Protocol for agents."""

from __future__ import annotations

import gc
import os
from importlib.util import find_spec

import click

from workflowkit.cli.options import ExistingPath
from workflowkit.errors import UsageError


@click.command(
    epilog="""\b
Examples:
  wfk mcp                              the current folder, over standard input and output
  wfk mcp --root ~/shop                another project
  wfk mcp --root . --root ../shared    with a folder that the project uses
  wfk mcp --allow-writes               with tools that apply fixes and save workflows
  wfk mcp --http 8765                  over HTTP, at http://127.0.0.1:8765/mcp

\b
Exit codes: 0 the client has left, 2 usage or configuration, or the extra is missing."""
)
@click.option(
    "--root",
    "roots",
    multiple=True,
    type=ExistingPath(),
    metavar="DIR",
    help="Folder that may be used, the first is the project; repeatable.  [default: the current folder]",
)
@click.option("--allow-writes", is_flag=True, help="Offer tools that write workflow files.")
@click.option(
    "--http",
    "port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Listen on this port of 127.0.0.1; 0 chooses a free one.",
)
@click.option(
    "--max-tokens",
    type=click.IntRange(1000, 100_000),
    default=8000,
    show_default=True,
    help="Highest limit of an answer, in tokens.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(1, 600),
    default=30.0,
    show_default=True,
    help="Seconds after which a call is stopped.",
)
def mcp(
    roots: tuple[str, ...],
    allow_writes: bool,
    port: int | None,
    max_tokens: int,
    time_limit: float,
) -> None:
    """Serve the commands to agents as tools of the Model Context Protocol.

    Needs the extra 'mcp': pip install 'workflowkit[mcp]'.
    Files outside of the given folders are never read, and none is written without --allow-writes.
    """
    if find_spec("mcp") is None or find_spec("mcp_types") is None:
        raise UsageError(
            "the MCP server needs the package 'mcp', version 2 or later",
            help="pip install 'workflowkit[mcp]'",
        )
    places = roots or (".",)
    for place in places:
        if not os.path.isdir(place):
            raise UsageError(f"{place}: not a folder", help="name a folder with --root")
    # The settings of short-lived commands, which a server is not.
    gc.set_threshold(2000, 10, 10)
    from workflowkit.mcp_server.commands import Commands, Limits
    from workflowkit.mcp_server.roots import Roots
    from workflowkit.mcp_server.server import ProtocolServer
    from workflowkit.mcp_server.transports import serve_http, serve_stdio

    commands = Commands(Roots.of(places), Limits(seconds=time_limit), allow_writes)
    server = ProtocolServer(commands, max_tokens)
    if port is None:
        serve_stdio(server)
    else:
        serve_http(server, port)
