"""The tokens of all paths, by dynamic programming over the list of steps.

Behind each step, runs are distinguished only by what later steps can still depend on: the values of keys that are tested again, and the steps that wait to run late (docs/engine/interpreter.md#selection-of-the-next-step).
Runs that agree in this are merged, so that the number of paths does not matter.
Where too many runs differ, keys are forgotten: the bounds then hold for all runs, and perhaps for more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count, product
from math import prod

from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.budget.cells import Cell, Cells, RunState, VisitCost, merge, rounded, steps_of
from workflowkit.budget.elements import Element, FragmentCost, Passes, Program
from workflowkit.records import dataclass
from workflowkit.runtime.conditions import evaluate
from workflowkit.text.routes import Json

MAX_STATES = 400
"""Above this many different runs behind a step keys are forgotten."""
MAX_BRANCHES = 512
"""Above this many combinations of values a condition counts as independent of all others."""
MAX_WORK = 100_000
"""Above this many runs, waiting steps and choices of values in all, every condition counts as independent of all others."""

_Run = tuple[RunState, Cell]
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PathCosts:
    """The tokens of all paths of one workflow."""

    least: int
    typical: int
    most: int
    least_path: tuple[tuple[str, int], ...]
    """Steps of a path with the fewest tokens, each with how often it is visited."""
    most_path: tuple[tuple[str, int], ...]
    visits: Mapping[str, VisitCost]
    """Step id to the cost of one visit; steps that no path visits are missing."""
    is_exact: bool
    """False when there were too many different runs, so that the bounds may be wider than the paths."""


def path_costs(program: Program) -> PathCosts:
    """Return the tokens of all paths of *program*."""
    try:
        return _Search(program).result()
    except _TooManyRunsError:
        return _Search(program, is_free=True).result()


class _TooManyRunsError(Exception):
    """The runs cannot be distinguished in reasonable time."""


@dataclass(frozen=True, slots=True)
class _Repeats:
    """Passes of a loop that take the same way, from the pass with the index *start*."""

    passes: Passes
    start: int = 0


_ONCE = Passes(1, 1, 1)


class _Search:
    """The search through one program."""

    def __init__(self, program: Program, *, is_free: bool = False) -> None:
        self._is_free = is_free
        """True when every condition counts as independent of all others."""
        self._domains = program.domains
        self._volatile = program.volatile
        self._elements = program.elements
        self._is_exact = not is_free
        self._work = 0
        self._visits: dict[str, VisitCost] = {}
        self._keys_from, self._captured_from = [_NONE], [_NONE]
        for element in reversed(program.elements):
            self._keys_from.append(self._keys_from[-1] | element.keys)
            self._captured_from.append(self._captured_from[-1] | element.all_captures)
        self._keys_from.reverse()
        self._captured_from.reverse()
        tested = _NONE if is_free else frozenset(program.domains)
        self._unset = (self._captured_from[0] - program.given) & tested

    def result(self) -> PathCosts:
        """Search all paths."""
        cells: Cells = {RunState(unset=self._unset): Cell()}
        for index in range(len(self._elements)):
            cells = self._merged(self._after(index, cells), index)
        first, *others = cells.values()
        end = first
        for cell in others:
            end = end.merged(cell)
        return PathCosts(
            end.least,
            rounded(end.total / end.weight),
            end.most,
            steps_of(end.least_trail),
            steps_of(end.most_trail),
            self._visits,
            self._is_exact,
        )

    def _after(self, index: int, cells: Cells) -> Iterator[_Run]:
        """Yield the runs behind the element *index*."""
        element = self._elements[index]
        ran: Cells = {}
        for state, cell in cells.items():
            # The engine presents the first element whatever its condition.
            tests = self._test(element, state, cell) if index else [(state, cell, True)]
            for tested, costs, holds in tests:
                if holds:
                    for after, total in self._run(element, index, tested, costs):
                        merge(ran, after, total)
                elif self._is_free:
                    yield tested, costs
                else:
                    yield replace(tested, waiting=tested.waiting | {index}), costs
        yield from self._settled(index, ran)

    def _settled(self, index: int, cells: Cells) -> Iterator[_Run]:
        """Yield the runs behind the waiting elements that run now, after the element *index*."""
        order = count()
        queue: list[tuple[int, int, int]] = []
        runs: dict[int, tuple[RunState, Cell, frozenset[str]]] = {}
        numbers: dict[tuple[RunState, int, frozenset[str]], int] = {}

        def put(state: RunState, cell: Cell, start: int, fresh: frozenset[str]) -> None:
            state = self._trimmed(state, index, scan=(start, fresh))
            number = numbers.get((state, start, fresh))
            if number is not None and number in runs:
                runs[number] = (state, runs[number][1].merged(cell), fresh)
                return
            number = next(order)
            numbers[state, start, fresh] = number
            runs[number] = (state, cell, fresh)
            # Runs meet again when those with more left to do are continued first.
            heappush(queue, (-len(state.waiting), start, number))

        for state, cell in cells.items():
            put(state, cell, 0, self._elements[index].all_captures)
        while queue:
            _, start, number = heappop(queue)
            state, cell, fresh = runs.pop(number)
            due = self._due(state, start, fresh)
            if due is None:
                yield state, cell
                continue
            element = self._elements[due]
            for tested, costs, holds in self._test(element, state, cell):
                if not holds:
                    put(tested, costs, due + 1, fresh)
                    continue
                left = replace(tested, waiting=tested.waiting - {due})
                for after, total in self._run(element, index, left, costs):
                    put(after, total, *self._next_scan(after, due, fresh, element))

    def _due(self, state: RunState, start: int, fresh: frozenset[str]) -> int | None:
        """Return the first waiting element from *start* that tests a *fresh* key."""
        for index in sorted(state.waiting):
            if index >= start and not fresh.isdisjoint(self._elements[index].run_keys):
                return index
        return None

    def _next_scan(
        self, state: RunState, ran: int, fresh: frozenset[str], element: Element
    ) -> tuple[int, frozenset[str]]:
        """Return where the scan after the late element *ran* finds something new, and the fresh keys."""
        waiting = (self._elements[index].run_keys for index in state.waiting)
        if element.all_captures.isdisjoint(_NONE.union(*waiting)):
            return ran + 1, fresh
        return 0, fresh | element.all_captures

    def _run(self, element: Element, index: int, state: RunState, cell: Cell) -> Iterator[_Run]:
        """Yield the runs behind *element* itself, at the time of the element *index*."""
        passes = element.passes
        if passes is None:
            yield from self._visit(element, state, cell, _Repeats(_ONCE))
            return
        if not passes.least:
            yield state, cell.scaled(0.0 if passes.typical else 1.0)
        if not passes.most:
            return
        share = 1.0 if passes.typical or passes.least else 0.0
        cells: Cells = {state: cell.scaled(share)}
        more = Passes(*(max(n - 1, 0) for n in (passes.least, passes.typical, passes.most)))
        # The first pass sees the keys as they were, all others what the body has captured.
        for repeats in (_Repeats(_ONCE), _Repeats(more, start=1)):
            if repeats.passes.most:
                cells = self._pass(element, index, cells, repeats)
        yield from cells.items()

    def _pass(self, loop: Element, index: int, cells: Cells, repeats: _Repeats) -> Cells:
        """Return the runs behind passes of *loop* that all take the same way."""
        live = self._keys_from[index] | loop.keys
        for inner in loop.body:
            found: list[_Run] = []
            for state, cell in cells.items():
                for tested, costs, holds in self._test(inner, state, cell):
                    if holds:
                        found += self._visit(inner, tested, costs, repeats)
                    else:
                        found.append((tested, costs))
            cells = self._reduced(found, index, live)
        return cells

    def _visit(
        self, element: Element, state: RunState, cell: Cell, repeats: _Repeats
    ) -> Iterator[_Run]:
        """Yield the runs behind visits of *element*, one for each choice of its fragments."""
        notes = element.later_notes if state.has_notes else element.first_notes
        has_notes = state.has_notes or element.first_notes > 0
        for chosen, share, shown in self._shown(element.fragments, state):
            least, most = (element.tokens + notes + tokens for tokens in shown)
            costs = self._paid(element, cell.scaled(share), (least, most), repeats)
            kept = tuple(pair for pair in chosen.values if pair[0] not in element.captures)
            unset = chosen.unset - element.captures
            yield replace(chosen, values=kept, unset=unset, has_notes=has_notes), costs

    def _paid(
        self, element: Element, cell: Cell, prompt: tuple[int, int], repeats: _Repeats
    ) -> Cell:
        """Return *cell* with the visits of *element*, whose prompt has from *prompt* to *prompt* tokens."""
        least, most = prompt
        passes, start = repeats.passes, repeats.start
        banners = element.banners[start : start + passes.most] or (0,)
        self._record(element.id, least + min(banners), most + max(banners))
        mean = passes.typical * (least + most) / 2 + sum(banners[: passes.typical])
        visit = self._visits[element.id]
        visit.weight += cell.weight * passes.typical
        visit.total += cell.weight * mean
        low, high = cell.least_trail, cell.most_trail
        return Cell(
            cell.least + passes.least * least + sum(banners[: passes.least]),
            cell.most + passes.most * most + sum(banners[: passes.most]),
            cell.weight,
            cell.total + cell.weight * mean,
            (low, element.id, passes.least) if passes.least else low,
            (high, element.id, passes.most) if passes.most else high,
        )

    def _record(self, step: str, least: int, most: int) -> None:
        visit = self._visits.setdefault(step, VisitCost(least, most))
        visit.least, visit.most = min(visit.least, least), max(visit.most, most)

    def _shown(
        self, fragments: tuple[FragmentCost, ...], state: RunState
    ) -> Iterator[tuple[RunState, float, tuple[int, int]]]:
        """Yield what *fragments* can add: the values chosen, their share, and the least and most tokens."""
        if not fragments:
            yield state, 1.0, (0, 0)
            return
        keys = _NONE.union(*(fragment.keys for fragment in fragments))
        for chosen, share, known in self._branches(keys, state):
            if known is None:
                always = sum(each.tokens for each in fragments if not each.keys)
                yield chosen, share, (always, sum(each.tokens for each in fragments))
            else:
                tokens = sum(each.tokens for each in fragments if evaluate(each.condition, known))
                yield chosen, share, (tokens, tokens)

    def _test(
        self, element: Element, state: RunState, cell: Cell
    ) -> Iterator[tuple[RunState, Cell, bool]]:
        """Yield the runs in which the condition of *element* holds, and those in which it does not."""
        if not element.condition:
            yield state, cell, True
            return
        for chosen, share, known in self._branches(element.run_keys, state):
            if known is None:
                yield chosen, cell.scaled(share / 2), True
                yield chosen, cell.scaled(share / 2), False
            else:
                yield chosen, cell.scaled(share), evaluate(element.condition, known)

    def _branches(
        self, keys: Iterable[str], state: RunState
    ) -> Iterator[tuple[RunState, float, Mapping[str, Json] | None]]:
        """Yield each choice of values for *keys*, with its share; no values when there are too many."""
        chosen = dict(state.values)
        known = [key for key in sorted(keys) if key not in state.unset and key in self._domains]
        open_keys = [key for key in known if key not in chosen]
        n_picks = prod(len(self._domains[key]) for key in open_keys)
        self._work += n_picks
        if self._is_free or n_picks > MAX_BRANCHES:
            self._is_exact = False
            yield state, 1.0, None
            return
        for picks in product(*(range(len(self._domains[key])) for key in open_keys)):
            picked = dict(zip(open_keys, picks, strict=True))
            both = chosen | picked
            values = {key: self._domains[key][both[key]] for key in known}
            context = {key: value for key, value in values.items() if value is not UNSET}
            share = prod((self._share(key, index) for key, index in picked.items()), start=1.0)
            kept = sorted((key, i) for key, i in both.items() if key not in self._volatile)
            yield replace(state, values=tuple(kept)), share, context

    def _share(self, key: str, index: int) -> float:
        """Return how likely a value of *key* is: all are equally likely, but that a key stays unset is not."""
        values = self._domains[key]
        n_set = sum(value is not UNSET for value in values)
        if not n_set:
            return 1.0
        return 0.0 if values[index] is UNSET else 1 / n_set

    def _merged(self, runs: Iterable[_Run], index: int) -> Cells:
        return self._reduced(runs, index, self._keys_from[index + 1])

    def _reduced(self, runs: Iterable[_Run], index: int, live: frozenset[str]) -> Cells:
        """Merge *runs* behind the element *index*; *live* keys matter besides those of waiting elements."""
        cells: Cells = {}
        for state, cell in runs:
            merge(cells, self._trimmed(state, index, live), cell)
        while len(cells) > MAX_STATES:
            self._is_exact = False
            cells = self._forgotten(cells)
        return cells

    def _forgotten(self, cells: Cells) -> Cells:
        """Merge runs that differ in the key that most of them have a value of."""
        n_values = Counter(key for state in cells for key, _ in state.values)
        found: Cells = {}
        if n_values:
            key = min(n_values, key=lambda key: (-n_values[key], key))
            for state, cell in cells.items():
                values = tuple(pair for pair in state.values if pair[0] != key)
                merge(found, replace(state, values=values), cell)
            return found
        raise _TooManyRunsError

    def _trimmed(
        self,
        state: RunState,
        index: int,
        live: frozenset[str] | None = None,
        scan: tuple[int, frozenset[str]] = (0, _NONE),
    ) -> RunState:
        """Return *state* behind the element *index* without what nothing depends on.

        The *scan* that is not finished continues at an element, and finds what tests its fresh keys.
        """
        self._work += 1 + len(state.waiting)
        if self._work > MAX_WORK and not self._is_free:
            raise _TooManyRunsError
        start, fresh = scan
        captured = self._captured_from[index + 1].union(
            *(self._elements[each].all_captures for each in state.waiting)
        )
        waiting = frozenset(
            each
            for each in state.waiting
            if not captured.isdisjoint(self._elements[each].run_keys)
            or (each >= start and not fresh.isdisjoint(self._elements[each].run_keys))
        )
        needed = self._keys_from[index + 1] if live is None else live
        needed = needed.union(*(self._elements[each].keys for each in waiting))
        values = tuple(pair for pair in state.values if pair[0] in needed)
        return RunState(values, state.unset & needed, waiting, state.has_notes)
