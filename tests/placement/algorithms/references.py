"""Plain scalar forms of the algorithms, as a microcontroller would do them."""

from __future__ import annotations

import cmath
import math
from itertools import pairwise

from tests.placement.algorithms.counting import Scalar, accumulated, angle, inner

Values = list[Scalar]


def mean(values: Values) -> Values:
    return [accumulated(values) / len(values)]


def variance(values: Values) -> Values:
    centre = mean(values)[0]
    distances = [value - centre for value in values]
    return [accumulated([one * one for one in distances]) / len(values)]


def root_mean_square(values: Values) -> Values:
    return [(inner(values, values) / len(values)).sqrt()]


def normalize(values: Values) -> Values:
    centre = mean(values)[0]
    distances = [value - centre for value in values]
    spread = (inner(distances, distances) / len(values)).sqrt()
    inverse = spread.tally.numbers([1.0])[0] / spread
    return [(value - centre) * inverse for value in values]


def matmul(left: Values, right: Values, size: int) -> Values:
    rows = [left[i : i + size] for i in range(0, len(left), size)]
    columns = [right[j::size] for j in range(size)]
    return [inner(row, column) for row in rows for column in columns]


def cosine(left: Values, right: Values) -> Values:
    return [inner(left, right) / (inner(left, left) * inner(right, right)).sqrt()]


def magnitude(values: Values) -> Values:
    return [inner(values[i : i + 3], values[i : i + 3]).sqrt() for i in range(0, len(values), 3)]


def fft(values: Values) -> Values:
    """Radix 2 on complex numbers whose imaginary parts begin as 0; real and imaginary parts by turns."""
    tally = values[0].tally
    transformed = _fft([(value, tally.numbers([0.0])[0]) for value in values])
    return [part for number in transformed[: len(values) // 2 + 1] for part in number]


def _fft(numbers: list[tuple[Scalar, Scalar]]) -> list[tuple[Scalar, Scalar]]:
    if len(numbers) == 1:
        return numbers
    even, odd = _fft(numbers[::2]), _fft(numbers[1::2])
    first, second = [], []
    for index, ((a, b), (c, d)) in enumerate(zip(even, odd, strict=True)):
        turn = cmath.exp(-2j * math.pi * index / len(numbers))
        real, imaginary = c * turn.real - d * turn.imag, c * turn.imag + d * turn.real
        first.append((a + real, b + imaginary))
        second.append((a - real, b - imaginary))
    return first + second


def wavelet(values: Values, taps: list[float]) -> Values:
    size = len(values)
    return [
        inner([values[(i + k) % size] for k in range(len(taps))], taps) for i in range(1 - len(taps) // 2, size, 2)
    ][: size // 2]


def difference_function(values: Values, window: int, shifts: int) -> Values:
    """YIN's, and its cumulative mean normalised form."""
    raw = []
    for shift in range(1, shifts + 1):
        gaps = [values[i] - values[i + shift] for i in range(window)]
        raw.append(inner(gaps, gaps))
    total, normalised = values[0].tally.numbers([0.0])[0], []
    for shift, value in enumerate(raw, 1):
        total = total + value
        normalised.append(value * shift / total)
    return normalised


def kalman(values: Values, process: float, noise: float) -> Values:
    level, spread = values[0], values[0].tally.numbers([noise])[0]
    estimates = [level]
    for value in values[1:]:
        spread = spread + process
        gain = spread / (spread + noise)
        level = level + gain * (value - level)
        spread = spread - gain * spread
        estimates.append(level)
    return estimates


def mixture(values: Values, means: list[list[float]], inverses: list[list[float]], constants: list[float]) -> Values:
    """Log-likelihood of one frame."""
    logs = []
    for centre, inverse, constant in zip(means, inverses, constants, strict=True):
        gaps = [value - middle for value, middle in zip(values, centre, strict=True)]
        logs.append(accumulated([gap * gap * weight for gap, weight in zip(gaps, inverse, strict=True)]) + constant)
    powers = [(log * 1.0).special(lambda x: math.exp(-0.5 * x)) for log in logs]
    return [accumulated(powers).special(math.log)]


def kernel_machine(values: Values, vectors: list[list[float]], coefficients: list[list[float]], gamma: float) -> Values:
    kernels = []
    for vector in vectors:
        gaps = [value - place for value, place in zip(values, vector, strict=True)]
        kernels.append((inner(gaps, gaps) * gamma).special(lambda x: math.exp(-x)))
    return [inner(kernels, row) + 0.5 for row in coefficients]


def dense(values: Values, weights: list[list[float]]) -> Values:
    return [inner(values, row) + 1.0 for row in weights]


def lec(counts: list[int]) -> tuple[int, int]:
    """Bits of the code and operations on integers, bit by bit."""
    operations = bits = 0
    before = 1 << 13
    for count in counts:
        gap, before, size = count - before, count, 0
        rest = abs(gap)
        operations += 4  # difference, sign, complement, remember
        while rest:
            rest, size = rest >> 1, size + 1
            operations += 2
        prefix = (2, 3, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)[size]
        operations += 2 + 3 * (prefix + size)  # table; shift, mask and store each bit
        bits += prefix + size
    return bits, operations


def mfcc_frame(values: Values, points: int, bands: list[list[float]], cosines: list[list[float]]) -> Values:
    """One frame: pre-emphasis, window, spectrum, power, mel bands, logarithms, cosine transform."""
    tally = values[0].tally
    emphasised = [value - before * 0.97 for before, value in pairwise([tally.numbers([0.0])[0], *values])]
    windowed = [value * 0.5 for value in emphasised]
    spectrum = fft([*windowed, *tally.numbers([0.0] * (points - len(values)))])
    power = [re * re + im * im for re, im in zip(spectrum[::2], spectrum[1::2], strict=True)]
    energies = []
    for weights in bands:
        touched = [(one, weight) for one, weight in zip(power, weights, strict=True) if weight]
        energies.append(accumulated([one * weight for one, weight in touched]))
    logs = [energy.special(lambda x: math.log(max(x, 1e-10))) for energy in energies]
    return [inner(logs, row) for row in cosines]


def energy_threshold(values: Values) -> Values:
    limit = accumulated([value * value for value in values]) / len(values)
    nothing = values[0].tally.numbers([0.0])[0]
    return [nothing if value * value < limit else value for value in values]


def moving_average(values: Values, length: int) -> Values:
    running, result = values[0].tally.numbers([0.0])[0], []
    for index, value in enumerate(values):
        running = running + value
        if index >= length:
            running = running - values[index - length]
        result.append(running * (1.0 / min(index + 1, length)))
    return result


def low_pass(values: Values, taps: list[float]) -> Values:
    return [inner(values[i : i + len(taps)], taps) for i in range(len(values) - len(taps) + 1)]


def complementary(values: Values, share: float) -> Values:
    """Roll and pitch, sample by sample."""
    angles: Values = values[0].tally.numbers([0.0, 0.0])
    for start in range(0, len(values), 6):
        x, y, z, *rotation = values[start : start + 5]
        gravity = [angle(y, z), angle(-x, (y * y + z * z).sqrt())]
        angles = [
            (old + turn * 0.01) * share + down * (1.0 - share)
            for old, turn, down in zip(angles, rotation, gravity, strict=True)
        ]
    return angles


def neighbours(values: Values, samples: list[list[float]]) -> Values:
    """The nearest of all: a distance and a comparison a sample."""
    least = values[0].tally.numbers([math.inf])[0]
    for sample in samples:
        gaps = [value - place for value, place in zip(values, sample, strict=True)]
        distance = inner(gaps, gaps)
        least = min(least, distance)
    return [least]


def bayes(values: Values, means: list[list[float]], constants: list[float]) -> Values:
    scores = []
    for centre, constant in zip(means, constants, strict=True):
        gaps = [value - middle for value, middle in zip(values, centre, strict=True)]
        scores.append(accumulated([gap * gap * 0.5 for gap in gaps]) + constant)
    return scores


def cluster_count(values: Values, features: int, clusters: list[list[float]], limit: float) -> Values:
    """Vectors that are near the last of some clusters."""
    means = [values[0].tally.numbers(cluster) for cluster in clusters]
    for start in range(0, len(values), features):
        vector = values[start : start + features]
        for index, centre in enumerate(means):
            if not cosine(vector, centre)[0] < limit or index == len(means) - 1:
                means[index] = [a + b for a, b in zip(vector, centre, strict=True)]
                break
    return [mean for centre in means for mean in centre]


def k_means_round(values: Values, features: int, centres: list[list[float]]) -> Values:
    vectors = [values[start : start + features] for start in range(0, len(values), features)]
    nearest = [
        min(range(len(centres)), key=[neighbours(vector, [centre])[0].value for centre in centres].__getitem__)
        for vector in vectors
    ]
    result = []
    for index in range(len(centres)):
        members = [vector for vector, own in zip(vectors, nearest, strict=True) if own == index]
        result += [accumulated(list(column)) / len(members) for column in zip(*members, strict=True)]
    return result
