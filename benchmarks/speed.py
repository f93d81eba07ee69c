"""Speed and memory against check-jsonschema, which checks the schema alone; writes the table of docs/performance.md.

python benchmarks/speed.py                    all rows, as the table says
python benchmarks/speed.py --huge 100000      also the largest catalog: memory and time of lint and compile, the cache, and shards
python benchmarks/speed.py --small            few files and runs: whether every row can be measured, not what it is

All commands of a row run in turn, after one warm-up each, which commands of more than ten seconds do without;
a figure is the median of the runs, with the spread of the middle half.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import generated

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PLACE = ROOT / "build" / "bench"
PEERS = ROOT / "build" / "peers"
PAGE = ROOT / "docs" / "performance.md"
WFK = str(BIN / "wfk")
SCHEMA = str(ROOT / "spec" / "workflow.schema.json")
LONG = 10
BEGIN, END = "<!-- measured -->", "<!-- end -->"


@dataclass(frozen=True)
class Measured:
    """The runs of one command."""

    seconds: list[float]
    peaks: list[float]
    """Peak memory of the largest process, in MiB."""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def text(self) -> str:
        if len(self.seconds) < 4:
            low, high = min(self.seconds), max(self.seconds)
        else:
            low, _, high = statistics.quantiles(self.seconds, n=4)
        return f"{_seconds(self.median)} ({_seconds(low)}–{_seconds(high)})"


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


@dataclass(frozen=True)
class Command:
    """A command line, where it runs, what happens before each run, and where its output goes."""

    arguments: Sequence[str]
    folder: Path = ROOT
    before: Callable[[], object] | None = None
    output: str = os.devnull


def measure(commands: dict[str, Command], runs: int) -> dict[str, Measured]:
    """Run the commands in turn, *runs* times each, after a warm-up where it takes no more than `LONG` seconds."""
    found = {name: Measured([], []) for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            if len(found[name].seconds) == runs:
                continue
            measured = once(command)
            if run or measured.median > LONG:
                found[name].seconds.extend(measured.seconds)
                found[name].peaks.extend(measured.peaks)
    return found


def once(command: Command) -> Measured:
    """Run *command* one time; stop where it could not do its work."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "WFK_", "COLUMNS"))
    }
    if command.before is not None:
        command.before()
    with open(command.output, "wb") as stream:
        started = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env=environment,
            stdout=stream,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"failed: {' '.join(command.arguments[:6])}")
    return Measured([seconds], [usage.ru_maxrss / 1024])


def peer() -> str:
    """Return check-jsonschema from an environment of its own, which is made when it is missing."""
    program = PEERS / "bin" / "check-jsonschema"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        install = [str(PEERS / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*install, "check-jsonschema"], check=True)
    return str(program)


def _files(folder: Path) -> list[str]:
    return sorted(str(path) for path in (folder / "workflows").glob("*.json"))


Row = tuple[str, str, str, str, str, str]
"""Work, against, at most, measured, and both figures."""


def _row(work: str, against: str, limit: float, own: Measured, other: Measured) -> Row:
    ratio = own.median / other.median
    mark = "" if ratio <= limit else " (missed)"
    return (work, against, f"{limit}", f"{ratio:.3g}{mark}", own.text, other.text)


def lint_rows(few: Path, many: Path, runs: tuple[int, int]) -> list[Row]:
    """Measure `wfk lint`: cold, with nothing changed, with one changed file, and by profile."""
    check = [peer(), "--schemafile", SCHEMA]
    one = _files(few)[0]
    cold = [WFK, "lint", "--no-cache"]
    small = measure(
        {
            "peer": Command([*check, *_files(few)]),
            "cold": Command([*cold, "."], few),
            "spec": Command([*cold, "--spec", str(ROOT / "spec"), "."], few),
            "warm": Command([WFK, "lint", "."], few),
            "one peer": Command([*check, one]),
            "one": Command([*cold, one]),
        },
        runs[0],
    )
    changed = Path(_files(many)[-1])
    text = changed.read_text("utf-8")
    numbers = iter(range(10**6))

    def change() -> None:
        changed.write_text(text.replace('"version"', f'"version" {" " * next(numbers)}'), "utf-8")

    # The first of these runs fills the cache.
    once(Command([WFK, "lint", "."], many))
    large = measure(
        {
            "peer": Command([*check, *_files(many)]),
            "cold": Command([*cold, "."], many),
            "alone": Command([*cold, "-j", "1", "."], many),
            "core": Command([*cold, "--profile", "core", "."], many),
            "changed": Command([WFK, "lint", "."], many, change),
        },
        runs[1],
    )
    changed.write_text(text, "utf-8")
    large |= measure(
        {
            "warm": Command([WFK, "lint", "."], many),
            "stat": Command([WFK, "lint", "--cache", "stat", "."], many),
            "warm peer": Command([*check, *_files(many)]),
        },
        runs[1],
    )
    n_few, n_many = len(_files(few)), len(_files(many))
    return [
        _row(f"{n_few} files, cold", "check-jsonschema", 0.45, small["cold"], small["peer"]),
        _row(f"{n_few} files with --spec, cold", "same", 0.45, small["spec"], small["peer"]),
        _row(f"{n_few} files, nothing changed", "same", 0.06, small["warm"], small["peer"]),
        _row("one file, cold", "same, one file", 0.5, small["one"], small["one peer"]),
        _row(f"{n_many} files, cold", "check-jsonschema", 0.8, large["cold"], large["peer"]),
        _row(f"{n_many} files, profile core, cold", "same", 0.4, large["core"], large["peer"]),
        _row(f"{n_many} files, nothing changed", "same", 0.02, large["warm"], large["warm peer"]),
        _row(f"{n_many} files, --cache stat", "same", 0.02, large["stat"], large["warm peer"]),
        _row(f"one file changed of {n_many}", "cold", 0.02, large["changed"], large["cold"]),
        _row(f"two workers, {n_many} files", "one worker", 0.55, large["cold"], large["alone"]),
    ]


def compile_rows(many: Path, runs: int) -> list[Row]:
    """Measure `wfk compile` into an empty folder."""
    out = PLACE / "compiled"
    numbers = iter(range(10**6))

    def clear() -> None:
        # Some file systems take long to make files just after others were removed.
        if out.exists():
            out.rename(PLACE / f"compiled-{next(numbers)}")

    found = measure(
        {
            "peer": Command([peer(), "--schemafile", SCHEMA, *_files(many)]),
            "compile": Command([WFK, "compile", "--out", str(out), "."], many, clear),
        },
        runs,
    )
    for place in PLACE.glob("compiled*"):
        shutil.rmtree(place)
    work = f"compile into an empty folder, {len(_files(many))} files"
    return [_row(work, "check-jsonschema", 0.35, found["compile"], found["peer"])]


def start_rows(runs: int) -> list[Row]:
    """Measure starts that need no command."""
    found = measure(
        {
            "bare": Command([sys.executable, "-c", "pass"]),
            "version": Command([WFK, "--version"]),
            "help": Command([WFK, "--help"]),
        },
        runs,
    )
    return [
        _row(f"wfk --{name}", "python -c pass", 1.3, found[name], found["bare"])
        for name in ("version", "help")
    ]


def growth_rows(folders: tuple[Path, Path], runs: int) -> list[Row]:
    """Measure memory and time by number of files and by number of steps."""
    smaller, larger = folders
    short = generated.steps_in_files(PLACE, 10, 100)
    long = generated.steps_in_files(PLACE, 1, 1000)
    cold = [WFK, "lint", "--no-cache", "."]
    found = measure(
        {
            "smaller": Command(cold, smaller),
            "larger": Command(cold, larger),
            "short": Command([*cold, "-j1"], short),
            "long": Command([*cold, "-j1"], long),
        },
        runs,
    )
    n_small, n_large = len(_files(smaller)), len(_files(larger))
    cost = found["larger"].median / n_large / (found["smaller"].median / n_small)
    return [
        _memory_row(
            f"peak memory, {n_large} files", f"{n_small} files", found["larger"], found["smaller"]
        ),
        (
            f"cost per file, {n_large} files",
            f"{n_small} files",
            "1.1",
            f"{cost:.3g}" + ("" if cost <= 1.1 else " (missed)"),
            found["larger"].text,
            found["smaller"].text,
        ),
        _row("a file of 1,000 steps", "ten of 100 steps", 1.3, found["long"], found["short"]),
    ]


def _memory_row(work: str, against: str, larger: Measured, smaller: Measured) -> Row:
    peaks = [statistics.median(measured.peaks) for measured in (larger, smaller)]
    ratio = peaks[0] / peaks[1]
    mark = "" if ratio <= 1.2 else " (missed)"
    own, other = (f"{peak:.0f} MiB" for peak in peaks)
    return (work, against, "1.2", f"{ratio:.3g}{mark}", own, other)


def huge_rows(smaller: Path, huge: Path) -> list[Row]:
    """Measure the largest catalog once: lint, lint again from the cache, lint in shards, and compile, with their memory."""
    out = PLACE / "compiled"

    def forget() -> None:
        shutil.rmtree(huge / ".wfk_cache", ignore_errors=True)

    reports = [str(PLACE / f"{name}.json") for name in ("whole", "again", "merged")]
    lint = [WFK, "lint", "--format", "json", "."]
    build = [WFK, "compile", "--out", str(out), "."]
    # Each once and without a warm-up: the files are read for the first time in most real runs.
    small_lint = once(Command(lint, smaller))
    small_compile = once(Command(build, smaller))
    shutil.rmtree(out)
    cold = once(Command(lint, huge, forget, reports[0]))
    again = once(Command(lint, huge, None, reports[1]))
    shards, merge = in_shards(huge, reports[2])
    if len({Path(report).read_bytes() for report in reports}) > 1:
        raise SystemExit("the report from the cache, or the one of the shards, is another one")
    compiled = once(Command(build, huge))
    shutil.rmtree(out)
    n_files, n_smaller = len(_files(huge)), len(_files(smaller))
    longest = max(shards, key=lambda measured: measured.median)
    largest = max(shards, key=lambda measured: measured.peaks)
    return [
        _memory_row(
            f"peak memory of lint, {n_files} files", f"{n_smaller} files", cold, small_lint
        ),
        _memory_row(
            f"peak memory of compile, {n_files} files",
            f"{n_smaller} files",
            compiled,
            small_compile,
        ),
        _memory_row(
            f"peak memory of {len(shards)} shards of lint, {n_files} files",
            f"{n_smaller} files",
            largest,
            small_lint,
        ),
        _memory_row(
            f"peak memory of merge, {n_files} files", f"{n_smaller} files", merge, small_lint
        ),
        _row(f"{n_files} files, nothing changed", "cold", 0.02, again, cold),
        _row(f"the longest of {len(shards)} shards of {n_files} files", "cold", 0.3, longest, cold),
        _row(f"merge of {n_files} files", "cold", 0.3, merge, cold),
        _row(f"compile of {n_files} files", "lint", 1.0, compiled, cold),
    ]


def in_shards(folder: Path, report: str, n_shards: int = 4) -> tuple[list[Measured], Measured]:
    """Lint *folder* in shards, write their merged *report* as JSON, and return the run of each shard, and that of the merge."""
    parts = [str(PLACE / f"{number}.wfkpart") for number in range(1, n_shards + 1)]
    found = [
        once(
            Command(
                [WFK, "lint", "--no-cache", "--shard", f"{number}/{n_shards}", "--save", part, "."],
                folder,
            )
        )
        for number, part in enumerate(parts, 1)
    ]
    merge = once(Command([WFK, "merge", *parts, "--format", "json"], folder, None, report))
    return found, merge


def table(rows: Sequence[Row], note: str) -> str:
    """Return the table of the page."""
    head = ("work", "against", "at most", "measured", "wfk", "the other")
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, ("---",) * 6, *rows)]
    return "\n".join([BEGIN, note, "", *lines, END])


def main() -> None:
    """Measure, print and write the table, group by group."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=5000, help="files of the large catalog")
    parser.add_argument("--most", type=int, default=50000, help="files of the largest catalog")
    parser.add_argument("--runs", type=int, default=9, help="runs of short commands")
    parser.add_argument("--long-runs", type=int, default=3, help="runs of long commands")
    parser.add_argument("--huge", type=int, default=0, help="files of the catalog that is run once")
    parser.add_argument("--small", action="store_true", help="few files and runs; keeps the page")
    given = parser.parse_args()
    if given.small:
        given.many, given.most, given.huge, given.runs, given.long_runs = 20, 40, 60, 1, 1
    few = generated.write(PLACE, 35)
    many = generated.write(PLACE, given.many)
    findings = generated.write(PLACE, max(given.many // 5, 10), 2)
    most = generated.write(PLACE, given.most)
    note = (
        f"Python {platform.python_version()}, {os.cpu_count()} CPUs; {given.runs} runs of short commands, "
        f"{given.long_runs} of long ones; the catalog is clean unless a row says otherwise."
    )
    rows: list[Row] = []

    def add(found: Sequence[Row]) -> None:
        """Print the rows, and write all that there are: the largest catalog takes an hour."""
        rows.extend(found)
        print(*(" | ".join(row) for row in found), sep="\n", flush=True)
        if not given.small:
            before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
            PAGE.write_text(before + table(rows, note) + rest.partition(END)[2], "utf-8")

    add(start_rows(given.runs))
    add(lint_rows(few, many, (given.runs, given.long_runs)))
    add(compile_rows(many, given.long_runs))
    add(
        [
            (f"{row[0]} (with findings)", *row[1:])
            for row in lint_rows(few, findings, (1, given.long_runs))
            if str(len(_files(findings))) in row[0]
        ]
    )
    add(growth_rows((many, most), 1))
    if given.huge:
        # Some findings, so that the reports have something to agree on.
        folders = (generated.write(PLACE, n_files, 50) for n_files in (given.many, given.huge))
        add(huge_rows(*folders))


if __name__ == "__main__":
    main()
