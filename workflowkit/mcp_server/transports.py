"""How clients reach the server: over standard input and output, or over HTTP from this machine only."""

from __future__ import annotations

import socket
import sys

import anyio
import uvicorn
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette

from workflowkit.errors import UsageError
from workflowkit.mcp_server.server import ProtocolServer

LOOPBACK = "127.0.0.1"
PATH = "/mcp"


def serve_stdio(server: ProtocolServer) -> None:
    """Answer the requests on standard input until it ends."""

    async def serve() -> None:
        made = server.made()
        async with stdio_server() as (requests, answers):
            await made.run(requests, answers, made.create_initialization_options())

    anyio.run(serve)


def serve_http(server: ProtocolServer, port: int) -> None:
    """Answer the requests to *port* of this machine, or to a free port when it is 0, until interrupted. Raises UsageError."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen()
    except OSError as error:
        listener.close()
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"port {port}: {reason}", help="choose another port, or 0") from error
    chosen: int = listener.getsockname()[1]
    print(f"wfk mcp: listening at http://{LOOPBACK}:{chosen}{PATH}", file=sys.stderr, flush=True)
    settings = uvicorn.Config(
        application(server, chosen), log_level="warning", lifespan="on", timeout_graceful_shutdown=2
    )
    with listener:
        uvicorn.Server(settings).run(sockets=[listener])


def application(server: ProtocolServer, port: int) -> Starlette:
    """Return the application for *port*: a request that names another host, or comes from a page of another origin, is rejected."""
    hosts = [f"{host}:{port}" for host in (LOOPBACK, "localhost")]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=hosts,
        allowed_origins=[f"http://{host}" for host in hosts],
    )
    return server.made().streamable_http_app(
        streamable_http_path=PATH, transport_security=security, host=LOOPBACK
    )
