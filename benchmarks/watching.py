"""The time from a save to the output of `wfk watch`, in a generated catalog.

python benchmarks/watching.py                     5,000 files without findings
python benchmarks/watching.py 5000 --findings     with findings in every other file
python benchmarks/watching.py 5000 --small        files of ten steps each, for a first check that takes less long

One row for each way in which a file is saved: the median from the save to the output, the shortest and the longest;
how long the process computed, and how long it was ready and had no CPU, which is the part of other processes;
and how many times longer a new `wfk lint` without a cache takes. Linux only.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

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


class Timed(NamedTuple):
    """One save, in milliseconds."""

    wall: float
    cpu: float
    waited: float
    """For a CPU."""


def spent(process: int) -> tuple[float, float]:
    """Return how long the *process* has computed and has waited for a CPU, in milliseconds."""
    threads = Path(f"/proc/{process}/task").iterdir()
    spent = [thread.joinpath("schedstat").read_text().split() for thread in threads]
    return sum(int(each[0]) for each in spent) / 1e6, sum(int(each[1]) for each in spent) / 1e6


def measure(folder: Path) -> dict[str, list[Timed]]:
    """Save files of the catalog in *folder* in each way, and time the answers."""
    paths = sorted(folder.rglob("*.json"))
    program = subprocess.Popen(
        [WFK, "watch", "--format", "text", "."], cwd=folder, stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    stream = program.stdout.fileno()
    _wait_for(stream, 3600)
    time.sleep(2)
    found: dict[str, list[Timed]] = {"in place": [], "by rename": []}
    for number in range(SAVES):
        for name, save in (("in place", _in_place), ("by rename", _by_rename)):
            path = paths[(number * 37) % len(paths)]
            text = path.read_text("utf-8")
            before, started = spent(program.pid), time.perf_counter()
            save(path, text.replace('"version"', '"versoin"'))
            _wait_for(stream, 60)
            wall = (time.perf_counter() - started) * 1000
            cpu, waited = (now - then for now, then in zip(spent(program.pid), before, strict=True))
            found[name].append(Timed(wall, cpu, waited))
            save(path, text)
            _wait_for(stream, 60)
            time.sleep(0.05)
    program.kill()
    program.wait()
    return found


def cold(folder: Path) -> tuple[float, float]:
    """Return the wall time and the CPU time of a new run without a cache, in milliseconds."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([WFK, "lint", "--no-cache", "."], cwd=folder, capture_output=True, check=False)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, cpu * 1000


def main() -> None:
    """Measure and print."""
    n_files = next((int(each) for each in sys.argv[1:] if each.isdigit()), 5000)
    if "--small" in sys.argv:
        source = generated.steps_in_files(PLACE, n_files, 10)
    else:
        source = generated.write(PLACE, n_files, 2 if "--findings" in sys.argv else 0)
    folder = PLACE / "watched"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder)
    # Otherwise the configuration of this repository would govern the files.
    (folder / "wfk.toml").write_text('[lint]\nprofile = "catalog"\n', "utf-8")
    wall, cpu = cold(folder)
    print(f"{n_files} files, wfk lint --no-cache: {wall:.0f} ms, CPU {cpu:.0f} ms")
    for name, saves in measure(folder).items():
        walls = [each.wall for each in saves]
        median = statistics.median(walls)
        print(
            f"saved {name}: {median:.0f} ms ({min(walls):.0f}–{max(walls):.0f}), "
            f"CPU {statistics.median(each.cpu for each in saves):.0f} ms, "
            f"waited for a CPU {statistics.median(each.waited for each in saves):.0f} ms, "
            f"{wall / median:.0f} times faster"
        )


if __name__ == "__main__":
    main()
