"""Write the files that are generated from the code, or check that they are up to date.

python scripts/generate.py            write what changed
python scripts/generate.py --check    list what is out of date and exit 1
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from workflowkit.model.schemas import MODELS, json_schema
from workflowkit.source import files

ROOT = Path(__file__).resolve().parent.parent

Producer = Callable[[], str]


def generated() -> Iterator[tuple[str, Producer]]:
    """Every generated file: its path from the root of the repository, and what makes its text."""
    for name in MODELS:
        yield f"spec/{name}.schema.json", partial(_schema, name)


def out_of_date() -> list[str]:
    """The paths of generated files that do not hold what the code would write."""
    return [
        path
        for path, produce in generated()
        if not (ROOT / path).is_file() or files.read(ROOT / path) != produce().encode()
    ]


def main(arguments: list[str]) -> int:
    """Run the command line; return the exit code."""
    stale = out_of_date()
    if "--check" in arguments:
        for path in stale:
            print(f"{path} is out of date; run: python scripts/generate.py")
        return 1 if stale else 0
    for path, produce in generated():
        if path in stale:
            files.write(ROOT / path, produce().encode())
            print(f"wrote {path}")
    return 0


def _schema(name: str) -> str:
    return json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
