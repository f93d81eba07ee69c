"""Random edits and requests bring no exception, and leave the findings of the command line.

Ten thousand are run by hand: python -m tests.language_server.fuzz FOLDER 10000 SEED
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language_server.fuzz import run


@pytest.mark.parametrize("seed", [1, 2])
def test_random_edits_leave_what_the_command_line_finds(tmp_path: Path, seed: int) -> None:
    assert run(tmp_path, 75, seed) == []
