"""Build the extension for Visual Studio Code: dist/workflowkit-VERSION.vsix.

python3 scripts/build_vscode.py

Needs Node.js 20 or newer with npm, and Python 3.11 or newer.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "editors" / "vscode"
MADE = ("node_modules", "dist", "*.vsix")
"""What building and testing write, which is no source."""


def main() -> int:
    """Build the extension; return 1 when a tool fails, and 3 without npm."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is needed: install Node.js 20 or newer", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as name:
        # Nothing that lies in the source folder can get into the package.
        folder = Path(name, "vscode")
        shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns(*MADE))
        shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
        version = _take_version(folder / "package.json")
        commands = (
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            [npm, "run", "package"],
        )
        for command in commands:
            print(f"$ {' '.join(command)}", flush=True)
            if subprocess.run(command, cwd=folder, check=False).returncode:
                return 1
        target = ROOT / "dist" / f"workflowkit-{version}.vsix"
        target.parent.mkdir(exist_ok=True)
        shutil.move(folder / "workflowkit.vsix", target)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")
    return 0


def _take_version(manifest: Path) -> str:
    """Write the version of workflowkit into *manifest*, and return it: both are released together."""
    source = (ROOT / "workflowkit" / "version.py").read_text("utf-8")
    found = re.search(r'VERSION = "([^"]+)"', source)
    assert found is not None
    record = json.loads(manifest.read_text("utf-8"))
    record["version"] = found[1]
    manifest.write_text(json.dumps(record, indent=2), "utf-8")
    return found[1]


if __name__ == "__main__":
    sys.exit(main())
