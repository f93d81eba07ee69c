"""`wfk` as a program, for tests that are not about starting it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.programs import warm_server

CAN_FORK = hasattr(os, "fork")
FIRST = warm_server.FIRST

CLIENT = f"""\
#!{sys.executable} -IS
import json, os, socket, sys
environment = dict(os.environ)
request = json.dumps({{
    "folder": os.getcwd(),
    "first": environment.pop("{FIRST}", ""),
    "environment": environment,
    "arguments": sys.argv[1:],
    "program": os.path.basename(__file__),
}}).encode()
connection = socket.socket(socket.AF_UNIX)
connection.connect(os.path.join(os.path.dirname(__file__), "socket"))
socket.send_fds(connection, [len(request).to_bytes(8, "big")], [0, 1, 2])
connection.sendall(request)
os._exit(int(connection.recv(8) or 1))
"""
"""Python without its packages, which starts in a tenth of the time that `wfk` takes."""

COLD = f"""\
@"{sys.executable}" -c "import os; exec(os.environ.pop('{FIRST}', '')); from {{}} import main; main()" %*
"""
"""What stands for it on a system without forks."""


def wfk(
    *arguments: str,
    cwd: Path | str | None = None,
    stdin: str = "",
    environment: Mapping[str, str] | None = None,
    first: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run `wfk` with *arguments* in a process of its own, after the Python code *first*."""
    variables = {**(os.environ if environment is None else environment)}
    if first:
        variables[FIRST] = first
    return subprocess.run(
        [program(), *arguments],
        cwd=cwd, input=stdin, env=variables,
        capture_output=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip


def program(name: str = "wfk") -> Path:
    """Return the path of `wfk`, with the other programs beside it: the streams that a shell or another process gives to them are those of the process that runs."""
    return _folder() / (name if CAN_FORK else f"{name}.cmd")


@cache
def _folder() -> Path:
    """Return the folder with the programs of this process, and start the server that they ask."""
    # The path of a socket may have about a hundred characters, which folders of tests exceed.
    folder = Path(tempfile.mkdtemp(prefix="wfk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for program, module in warm_server.PROGRAMS.items():
        if CAN_FORK:
            (folder / program).write_text(CLIENT, "utf-8")
            (folder / program).chmod(0o755)
        else:
            (folder / f"{program}.cmd").write_text(COLD.format(module), "utf-8")
    if CAN_FORK:
        _start_server(folder)
    return folder


def _start_server(folder: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, "-P", warm_server.__file__, folder / "socket"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    atexit.register(server.kill)
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
