"""Forks of this process run the program: what starting Python and importing the program costs is paid once.

python warm_server.py SOCKET

A client sends the descriptors of its three streams with the length of a request, and then the request, as JSON:

    folder          the current folder
    environment     all variables
    program         the name of the program
    arguments       its arguments
    first           Python to run before

The answer is the exit code, negative after a signal.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from typing import Any, NoReturn

from workflowkit import entry

FIRST = "WFK_TEST_FIRST"
"""The variable with Python to run before the program, such as a limit on resources."""

PROGRAMS = {"wfk": "workflowkit.entry", "wfk-call": "workflowkit.mcp_server.child"}
"""Program to the module with its `main`: the command, and one call of the MCP server."""


def import_all() -> None:
    """Import the modules of the package; what needs an extra that is not installed is left out."""
    import workflowkit

    for module in pkgutil.walk_packages(workflowkit.__path__, "workflowkit."):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(ImportError):
                importlib.import_module(module.name)


def serve(path: str) -> None:
    """Run requests that come by the socket at *path* until standard input ends."""
    import_all()
    gc.collect()
    gc.freeze()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    print("ready", flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if os.fork() == 0:
        # Ends the server with the process that started it.
        sys.stdin.read()
        os.kill(os.getppid(), signal.SIGKILL)
        os._exit(0)
    while True:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            answer(connection)
        connection.close()


def answer(connection: socket.socket) -> NoReturn:
    """Run what *connection* asks for in a child, and send its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    head, streams, _, _ = socket.recv_fds(connection, 8, 3)
    length, text = int.from_bytes(head, "big"), b""
    while len(text) < length:
        text += connection.recv(length - len(text))
    child = os.fork()
    if child == 0:
        connection.close()
        run(json.loads(text), streams)
    for stream in streams:
        os.close(stream)
    watcher = os.fork()
    if watcher == 0:
        # A client that is stopped stops its program.
        connection.recv(1)
        os.kill(child, signal.SIGTERM)
        os._exit(0)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    os.kill(watcher, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def run(request: dict[str, Any], streams: list[int]) -> NoReturn:
    """Become the program that *request* asks for."""
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", errors=errors, closefd=False)  # noqa: SIM115
            for number, mode, errors in (
                (0, "r", "surrogateescape"), (1, "w", "strict"), (2, "w", "backslashreplace"),
            )
        )  # fmt: skip
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"])
        sys.argv = [request["program"], *request["arguments"]]
        # Found anew from the environment.
        tempfile.tempdir = None
        entry._STARTED = time.perf_counter()
        exec(request["first"], {})
        importlib.import_module(PROGRAMS[request["program"]]).main()
    except SystemExit as done:
        os._exit(done.code if isinstance(done.code, int) else 1)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(1)


if __name__ == "__main__":
    serve(sys.argv[1])
