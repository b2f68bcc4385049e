"""Support vector regression with several outputs at once (M-SVR), solved by iterative reweighted least squares.

M. Sanchez-Fernandez, M. de-Prado-Cumplido, J. Arenas-Garcia and F. Perez-Cruz, "SVM multiregression for nonlinear channel
estimation in multiple-input multiple-output systems", IEEE Transactions on Signal Processing 52(8), 2004, pages 2298-2307.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

KERNELS = ("rbf", "linear")
# A step that shrank this far has no descent left in floating point; a sample so near to its tube has no pull.
SHORTEST, WEAKEST = 1e-10, 1e-12


class Coefficients(NamedTuple):
    """beta, shape (samples, outputs), and b, shape (outputs,): a function sum_i beta_i k(x_i, x) + b."""

    weights: np.ndarray
    intercept: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What training found.

    support: (support vectors, features); weights: (support vectors, outputs); intercept: (outputs,)
    gamma: the RBF kernel's; history: the objective before the first step and after each; converged: within the tolerance
    """

    support: np.ndarray
    weights: np.ndarray
    intercept: np.ndarray
    gamma: float
    history: tuple[float, ...]
    converged: bool


class MSVR:
    """Least 1/2 sum_j ||w_j||^2 + C sum_i L(||y_i - f(x_i)||) with L(u) = max(0, u - epsilon)^2.

    The loss is of the norm of a sample's whole error, so the outputs share their support vectors and their weights of
    samples; independent regressions share nothing. With epsilon 0 it is kernel ridge regression with alpha = 1 / (2 C) and a
    free intercept. Time: O(steps x samples^3); memory: O(samples^2).

    penalty: C; epsilon: radius of the tube around a target, in the targets' unit
    kernel: 'rbf', exp(-gamma ||x - z||^2), or 'linear'; gamma: by default 1 / (features x variance of the inputs)
    tolerance: relative fall of the objective below which training ends; most_steps: where it ends anyway
    """

    def __init__(
        self,
        penalty: float = 1.0,
        epsilon: float = 0.1,
        *,
        kernel: str = "rbf",
        gamma: float | None = None,
        tolerance: float = 1e-8,
        most_steps: int = 200,
    ) -> None:
        self.penalty = _positive("penalty", penalty)
        self.epsilon = _positive("epsilon", epsilon, zero=True)
        self.gamma = None if gamma is None else _positive("gamma", gamma)
        if kernel not in KERNELS:
            raise ValueError(f"The kernel is {kernel!r}; it can be {' or '.join(KERNELS)}.")
        self.kernel = kernel
        self.tolerance = _positive("tolerance", tolerance)
        self.most_steps = int(_positive("most_steps", most_steps))
        self.fitted: Fitted | None = None

    def fit(self, inputs: np.ndarray, targets: np.ndarray) -> MSVR:
        """Train on inputs of shape (samples, features) and targets of shape (samples, outputs) or (samples,)."""
        inputs, targets = _table("inputs", inputs), _table("targets", targets)
        if len(inputs) != len(targets):
            raise ValueError(f"There are {len(inputs)} inputs and {len(targets)} targets; each input needs one target.")
        gamma = self.gamma if self.gamma is not None else _scale(inputs)
        gram = self._gram(inputs, inputs, gamma)
        now = Coefficients(np.zeros_like(targets), targets.mean(axis=0))
        history, converged = [self._objective(gram, targets, now)], False
        while not converged and len(history) <= self.most_steps:
            now, value = self._descend(gram, targets, now, history[-1])
            converged = history[-1] - value <= self.tolerance * history[-1]
            history.append(value)
        kept = np.any(now.weights != 0.0, axis=1)
        self.fitted = Fitted(inputs[kept], now.weights[kept], now.intercept, gamma, tuple(history), converged)
        return self

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Outputs, shape (samples, outputs), for inputs of shape (samples, features)."""
        if self.fitted is None:
            raise ValueError("The regression has learnt nothing yet; call fit first.")
        inputs, known = _table("inputs", inputs), self.fitted.support.shape[1]
        if inputs.shape[1] != known:
            raise ValueError(f"The inputs have {inputs.shape[1]} features; the regression was trained with {known}.")
        gram = self._gram(inputs, self.fitted.support, self.fitted.gamma)
        return np.asarray(gram @ self.fitted.weights + self.fitted.intercept)

    def _gram(self, left: np.ndarray, right: np.ndarray, gamma: float) -> np.ndarray:
        products = left @ right.T
        if self.kernel == "linear":
            return np.asarray(products)
        squares = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1) - 2.0 * products
        return np.asarray(np.exp(-gamma * np.maximum(squares, 0.0)))

    def _objective(self, gram: np.ndarray, targets: np.ndarray, at: Coefficients) -> float:
        fitted = gram @ at.weights
        errors = np.linalg.norm(targets - fitted - at.intercept, axis=1)
        losses = np.maximum(errors - self.epsilon, 0.0) ** 2
        return float(0.5 * np.sum(at.weights * fitted) + self.penalty * losses.sum())

    def _descend(
        self, gram: np.ndarray, targets: np.ndarray, now: Coefficients, value: float
    ) -> tuple[Coefficients, float]:
        """One step towards the weighted least squares solution, halved until the objective falls; else none."""
        goal, step = self._reweighted(gram, targets, now), 1.0
        while step > SHORTEST:
            there = Coefficients(*(old + step * (new - old) for old, new in zip(now, goal, strict=True)))
            if (reached := self._objective(gram, targets, there)) < value:
                return there, reached
            step /= 2.0
        return now, value

    def _reweighted(self, gram: np.ndarray, targets: np.ndarray, now: Coefficients) -> Coefficients:
        """Least 1/2 sum_j ||w_j||^2 + 1/2 sum_i a_i ||e_i||^2 with a_i = L'(u_i) / u_i at the present errors' norms u_i.

        Samples within the tube have a_i = 0 and drop out. For the others, beta_i = a_i e_i and sum_i beta_i = 0.
        """
        errors = np.linalg.norm(targets - gram @ now.weights - now.intercept, axis=1)
        # With epsilon 0 the loss is a plain square, whose pull is the same for every sample.
        pull = 1.0 - self.epsilon / np.maximum(errors, self.epsilon or 1.0)
        outside = np.flatnonzero(pull > WEAKEST)
        goal = Coefficients(np.zeros_like(targets), now.intercept)
        if not outside.size:
            return goal
        system = np.ones((outside.size + 1, outside.size + 1))
        system[:-1, :-1] = gram[np.ix_(outside, outside)] + np.diag(0.5 / (self.penalty * pull[outside]))
        system[-1, -1] = 0.0
        solved = np.linalg.solve(system, np.vstack([targets[outside], np.zeros(targets.shape[1])]))
        goal.weights[outside] = solved[:-1]
        return goal._replace(intercept=solved[-1])


def _scale(inputs: np.ndarray) -> float:
    variance = float(inputs.var())
    return 1.0 / (inputs.shape[1] * variance) if variance > 0.0 else 1.0


def _positive(name: str, value: float, *, zero: bool = False) -> float:
    if not np.isfinite(value) or value < 0.0 or (value == 0.0 and not zero):
        raise ValueError(f"{name} is {value}; it has to be a {'number from 0 up' if zero else 'number above 0'}.")
    return float(value)


def _table(name: str, values: np.ndarray) -> np.ndarray:
    """As finite floats of shape (samples, columns); raises ValueError saying what is wrong."""
    table = np.asarray(values, dtype=float)
    if table.ndim == 1 and name == "targets":
        table = table[:, None]
    if table.ndim != 2 or not table.size:
        raise ValueError(f"The {name} have the shape {table.shape}; they need rows of samples, at least one.")
    if not np.isfinite(table).all():
        raise ValueError(f"The {name} hold values that are not finite numbers; leave those samples out.")
    return table
