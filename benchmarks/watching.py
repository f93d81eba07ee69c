"""The time from a save to the output of `wfk watch`, in a generated catalog.

python benchmarks/watching.py                     5,000 files without findings
python benchmarks/watching.py 5000 --findings     with findings in every other file
python benchmarks/watching.py 5000 --small        files of ten steps each, for a first check that takes less long

Figures: the median of the saves, the shortest and the longest, by the way in which the file is saved.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import generated

PLACE = Path(__file__).resolve().parent.parent / "build" / "bench"
WFK = str(Path(sys.executable).parent / "wfk")
SAVES = 15


def _wait_for(stream: int, seconds: float) -> bytes:
    """Return the next output up to its last line, which ends in a duration."""
    content, ends = b"", time.perf_counter() + seconds
    while time.perf_counter() < ends:
        content += os.read(stream, 1 << 20)
        if content.rstrip().endswith(b" ms") or content.rstrip().endswith(b" s"):
            return content
    raise SystemExit("no output")


def _in_place(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _by_rename(path: Path, text: str) -> None:
    other = path.with_suffix(".tmp")
    other.write_text(text, "utf-8")
    other.rename(path)


def measure(folder: Path) -> dict[str, list[float]]:
    """Save files of the catalog in *folder* in each way, and time the answers."""
    paths = sorted(folder.rglob("*.json"))
    program = subprocess.Popen(
        [WFK, "watch", "--format", "text", "."], cwd=folder, stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    stream = program.stdout.fileno()
    _wait_for(stream, 3600)
    time.sleep(2)
    found: dict[str, list[float]] = {"in place": [], "by rename": []}
    for number in range(SAVES):
        for name, save in (("in place", _in_place), ("by rename", _by_rename)):
            path = paths[(number * 37) % len(paths)]
            text = path.read_text("utf-8")
            started = time.perf_counter()
            save(path, text.replace('"version"', '"versoin"'))
            _wait_for(stream, 60)
            found[name].append(time.perf_counter() - started)
            save(path, text)
            _wait_for(stream, 60)
            time.sleep(0.05)
    program.kill()
    program.wait()
    return found


def main() -> None:
    """Measure and print."""
    n_files = next((int(each) for each in sys.argv[1:] if each.isdigit()), 5000)
    if "--small" in sys.argv:
        source = generated.steps_in_files(PLACE, n_files, 10)
    else:
        source = generated.write(PLACE, n_files, with_findings="--findings" in sys.argv)
    folder = PLACE / "watched"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder)
    # Otherwise the configuration of this repository would govern the files.
    (folder / "wfk.toml").write_text('[lint]\nprofile = "catalog"\n', "utf-8")
    for name, seconds in measure(folder).items():
        times = [each * 1000 for each in seconds]
        print(
            f"{n_files} files, saved {name}: {statistics.median(times):.0f} ms "
            f"({min(times):.0f}–{max(times):.0f})"
        )


if __name__ == "__main__":
    main()
