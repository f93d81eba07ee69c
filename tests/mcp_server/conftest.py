"""The tests of the server need the SDK, which needs a newer pydantic than the package does."""

from __future__ import annotations

from importlib.util import find_spec

import pydantic

HAS_SDK = find_spec("mcp_types") is not None and tuple(
    map(int, pydantic.VERSION.split(".")[:2])
) >= (2, 12)

collect_ignore_glob = [] if HAS_SDK else ["test_*.py"]

if HAS_SDK:
    from tests.mcp_server.serving import links, project, warm_calls  # noqa: F401 - fixtures
