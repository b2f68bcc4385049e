"""A mixed integer linear model, collected as arrays and handed to HiGHS in one call."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Self

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

from placement.problem import Array

Index = NDArray[np.int64]
# HiGHS stops at a part in 10^4 unless told; the models are scaled so that the best value is about 1000.
_GAP = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Linear expressions, numbered by row: the sum of ``values`` times ``columns`` of each."""

    rows: Index
    columns: Index
    values: Array

    @classmethod
    def of(cls, rows: Index, columns: Index, values: ArrayLike) -> Self:
        """Terms of arrays that are broadcast to the rows."""
        return cls(rows, columns, np.broadcast_to(np.asarray(values, np.float64), rows.shape))

    def __neg__(self) -> Terms:
        return Terms(self.rows, self.columns, -self.values)

    def __add__(self, other: Terms) -> Terms:
        pairs = ((self.rows, other.rows), (self.columns, other.columns))
        rows, columns = (np.concatenate(pair) for pair in pairs)
        return Terms(rows, columns, np.concatenate((self.values, other.values)))

    def __sub__(self, other: Terms) -> Terms:
        return self + -other


@dataclass(frozen=True, slots=True)
class Outcome:
    """What HiGHS says: whether its answer is proven, whether there is none, the columns' values and the bound."""

    proven: bool
    infeasible: bool
    stopped: bool
    words: str
    columns: Array
    bound: float
    nodes: int
    seconds: float


@dataclass(slots=True, eq=False)
class Model:
    """Columns and rows so far."""

    costs: list[Array] = field(default_factory=list)
    uppers: list[Array] = field(default_factory=list)
    integer: list[NDArray[np.int32]] = field(default_factory=list)
    terms: list[Terms] = field(default_factory=list)
    bounds: list[tuple[Array, Array]] = field(default_factory=list)
    width: int = 0
    height: int = 0

    def columns(self, count: int, upper: float = np.inf, *, integer: bool = False) -> Index:
        """New variables from 0 to ``upper``; their indices."""
        self.costs.append(np.zeros(count))
        self.uppers.append(np.full(count, upper))
        self.integer.append(np.full(count, integer, np.int32))
        self.width += count
        return np.arange(self.width - count, self.width)

    def constrain(self, terms: Terms, lower: ArrayLike, upper: ArrayLike, count: int) -> None:
        """``lower <= terms <= upper`` for rows 0 to ``count`` of the terms."""
        self.terms.append(Terms(terms.rows + self.height, terms.columns, terms.values))
        self.bounds.append((np.broadcast_to(lower, count).astype(float), np.broadcast_to(upper, count).astype(float)))
        self.height += count

    def minimise(self, terms: Terms) -> None:
        """Add terms to the objective; their rows do not count."""
        costs = np.concatenate(self.costs)
        np.add.at(costs, terms.columns, terms.values)
        self.costs = [costs]

    def solve(self, time_limit: float, start: Array | None = None, *, presolve: bool = True) -> Outcome:
        """Run HiGHS for at most ``time_limit`` s, from the values ``start`` of the first columns if given."""
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("presolve", "choose" if presolve else "off")
        for name, number in (("time_limit", time_limit), ("mip_rel_gap", _GAP), ("mip_abs_gap", _GAP)):
            solver.setOptionValue(name, number)
        self._pass(solver)
        if start is not None:
            solver.setSolution(len(start), np.arange(len(start), dtype=np.int32), start)
        began = time.perf_counter()
        solver.run()
        return _outcome(solver, time.perf_counter() - began)

    def _pass(self, solver: highspy.Highs) -> None:
        """All rows in one call, in compressed rows; HiGHS takes a column once in a row."""
        rows, columns, values = (
            np.concatenate([getattr(one, name) for one in self.terms]) for name in ("rows", "columns", "values")
        )
        keys, slots = np.unique(rows * self.width + columns, return_inverse=True)
        starts = np.searchsorted(keys, np.arange(self.height + 1) * self.width)
        lower, upper = (np.concatenate([pair[side] for pair in self.bounds]) for side in (0, 1))
        status = solver.passModel(
            self.width,
            self.height,
            len(keys),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            np.concatenate(self.costs),
            np.zeros(self.width),
            np.concatenate(self.uppers),
            lower,
            upper,
            starts.astype(np.int32),
            (keys % self.width).astype(np.int32),
            np.bincount(slots, weights=values, minlength=len(keys)).astype(np.float64),
            np.concatenate(self.integer),
        )
        if status == highspy.HighsStatus.kError:
            raise RuntimeError("HiGHS does not take the model: please report the program that it came from")


def _outcome(solver: highspy.Highs, seconds: float) -> Outcome:
    status, info = solver.getModelStatus(), solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    kind = highspy.HighsModelStatus
    return Outcome(
        proven=status == kind.kOptimal,
        infeasible=status in (kind.kInfeasible, kind.kUnboundedOrInfeasible),
        stopped=status == kind.kTimeLimit,
        words=solver.modelStatusToString(status),
        columns=np.asarray(solver.getSolution().col_value if found else ()),
        bound=info.mip_dual_bound,
        nodes=info.mip_node_count,
        seconds=seconds,
    )
