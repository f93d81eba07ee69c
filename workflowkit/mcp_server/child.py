"""The process of one call: `wfk` behind a guard.

python -m workflowkit.mcp_server.child SETTINGS ARGUMENTS...
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import NoReturn

from workflowkit.mcp_server.guard import Guard, program_folders
from workflowkit.mcp_server.roots import Roots


def main() -> NoReturn:
    """Run `wfk` with the arguments after the settings, and exit."""
    settings = json.loads(sys.argv[1])
    sys.argv[:] = ["wfk", *sys.argv[2:]]
    _limit(settings["seconds"], settings["memory"])
    guard = Guard(
        roots=Roots(tuple(settings["roots"])),
        temporary=settings["temporary"],
        allows_writes=settings["allowsWrites"],
        program=program_folders(),
    )
    sys.addaudithook(guard)
    # The entry point, which is above this package: what runs here is the whole program.
    import_module("workflowkit.entry").main()
    sys.exit(3)


def _limit(seconds: int, memory: int) -> None:
    """Limit processor time and memory where the system can: for the case that nobody stops this process."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main()
