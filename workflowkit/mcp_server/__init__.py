"""The MCP server: what the commands do, as tools for agents, with answers of limited size.

Each call of a tool runs a command of `wfk` in a process of its own, so that answers equal those of the command line and a call can be stopped at any time.
Only `server.py`, `transports.py`, `resources.py` and `prompts.py` import the SDK.
"""
