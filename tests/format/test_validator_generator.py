from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_generated_files_are_what_the_code_would_write() -> None:
    generate = runpy.run_path(str(ROOT / "scripts" / "generate.py"))
    assert generate["out_of_date"]() == []
