"""`wfk lsp`: the language server for editors."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from importlib.util import find_spec

import click

from workflowkit.errors import UsageError


@click.command(
    epilog="""\b
Examples:
  wfk lsp                           on standard input and output, for editors
  wfk lsp --port 7007               on a port of this machine

\b
Exit codes: 0 ended by the client, 2 usage, or the extra is not installed."""
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Listen on this port of the loopback address instead of standard input.",
)
@click.option("--stdio", is_flag=True, hidden=True, help="As without options; some editors add it.")
def lsp(port: int | None, stdio: bool) -> None:
    """Start the language server, which editors talk to.

    It shows the findings of `wfk lint` while a file is written, completes and explains what is written, and renames and fixes over all files. How to set up an editor is in docs/editors.md.
    """
    if port is not None and stdio:
        raise UsageError("--port and --stdio exclude each other")
    if find_spec("pygls") is None:
        raise UsageError(
            "the language server needs the package pygls",
            help="install it with: pip install 'workflowkit[lsp]'",
        )
    from workflowkit.language_server.start import make_server

    server = make_server()
    if port is not None:
        server.start_tcp("127.0.0.1", port)
        return
    # The server closes its output; and nothing else may write to it.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as output, redirect_stdout(sys.stderr):
        server.start_io(stdout=output)
