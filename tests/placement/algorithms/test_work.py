"""Work models against references that count what they do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from knowledge.methods.audio.mfcc_numpy import _cosines, _mel_filters
from knowledge.methods.packing.lec_encode import lec_encode
from placement.algorithms.catalogue import CATALOGUE
from placement.algorithms.wavelets import _LOW
from placement.profiles import Data, Work
from tests.placement.algorithms import references
from tests.placement.algorithms.counting import Scalar, Tally
from tests.placement.algorithms.samples import machines, mixture, signal

Reference = Callable[[list[Scalar]], list[Scalar]]


def counts(reference: Reference, values: np.ndarray) -> tuple[Tally, np.ndarray]:
    tally = Tally()
    result = reference(tally.numbers(values))
    return tally, np.array([number.value for number in result])


def compare(work: Work, tally: Tally, factor: float) -> None:
    """Each class of operations is within the factor, or both are a handful."""
    for model, counted in (
        (work.float_add, tally.add),
        (work.float_multiply, tally.multiply),
        (work.special, tally.special),
    ):
        assert counted / factor - 2 <= model <= counted * factor + 2, (work, tally)


MODEL = machines(12, 20, 3)
MIXTURE = mixture(4, 1, 13)
WEIGHTS = signal(5 * 20).reshape(5, 20)
CONSTANTS = [0.0] * 4
SAMPLES = signal(260, 2).reshape(20, 13)

CASES: list[tuple[str, tuple[float, ...], int, Reference]] = [
    ("Mean", (), 50, references.mean),
    ("Variance", (), 50, references.variance),
    ("RMS", (), 50, references.root_mean_square),
    ("Normalize", (), 50, references.normalize),
    ("Magnitude", (), 60, references.magnitude),
    ("FFT", (), 64, references.fft),
    ("FFT", (), 256, references.fft),
    ("Wavelet", (1, 4), 64, lambda values: references.wavelet(values, list(_LOW[4]))),
    ("Wavelet", (1, 8), 64, lambda values: references.wavelet(values, list(_LOW[8]))),
    ("KalmanFilter", (1, 1), 60, lambda values: references.kalman(values, 1.0, 1.0)),
    ("EnergyThreshold", (), 60, references.energy_threshold),
    ("MovingAverage", (4,), 60, lambda values: references.moving_average(values, 4)),
    ("ComplementaryFilter", (), 60, lambda values: references.complementary(values, 0.99)),
    ("NearestNeighbours", (1, 20), 13, lambda values: references.neighbours(values, SAMPLES.tolist())),
    ("NaiveBayes", (20,), 13, lambda values: references.bayes(values, SAMPLES.tolist(), [0.0] * 20)),
    ("Clustering", (13, 15, 4), 78, lambda values: references.cluster_count(values, 13, SAMPLES[:4].tolist(), 1.0)),
    ("FC", (5,), 20, lambda values: references.dense(values, WEIGHTS.tolist())),
    (
        "MNSVG",
        (12, 3),
        20,
        lambda values: references.kernel_machine(
            values, MODEL["vectors"].tolist(), MODEL["coefficients"].tolist(), 0.05
        ),
    ),
    (
        "GMM",
        (4, 1, 13),
        13,
        lambda values: references.mixture(values, MIXTURE["means"][0].tolist(), np.ones((4, 13)).tolist(), CONSTANTS),
    ),
]


@pytest.mark.parametrize(("name", "arguments", "size", "reference"), CASES)
def test_the_model_is_near_what_is_counted(
    name: str, arguments: tuple[float, ...], size: int, reference: Reference
) -> None:
    tally, _ = counts(reference, signal(size))
    compare(CATALOGUE[name].work([Data(size)], arguments), tally, 1.1)


@pytest.mark.parametrize(("name", "arguments", "size", "reference"), CASES[:9])
def test_the_reference_computes_the_same(
    name: str, arguments: tuple[float, ...], size: int, reference: Reference
) -> None:
    _, result = counts(reference, signal(size))
    expected = np.ravel(CATALOGUE[name].apply(signal(size), arguments=arguments))
    np.testing.assert_allclose(result, expected, atol=1e-9)


def test_the_trained_references_compute_the_same() -> None:
    by_name = {name: reference for name, _, _, reference in CASES}
    _, outputs = counts(by_name["MNSVG"], signal(20))
    np.testing.assert_allclose(outputs - 0.5, CATALOGUE["MNSVG"].apply(signal(20), model=MODEL), atol=1e-9)
    _, outputs = counts(by_name["FC"], signal(20))
    np.testing.assert_allclose(outputs, WEIGHTS @ signal(20) + 1.0, atol=1e-9)


def test_matrix_products_are_counted_exactly() -> None:
    tally = Tally()
    left, right = tally.numbers(signal(36)), tally.numbers(signal(36, 1))
    references.matmul(left, right, 6)
    work = CATALOGUE["MatMul"].work([Data(36), Data(36)], (6,))
    assert (work.float_add, work.float_multiply) == (tally.add, tally.multiply) == (216, 216)


def test_the_butterflies_of_a_transform_are_counted_exactly() -> None:
    tally, _ = counts(references.fft, signal(128))
    work = CATALOGUE["FFT"].work([Data(128)])
    assert (work.float_add, work.float_multiply) == (tally.add, tally.multiply) == (6 * 448, 4 * 448)


def test_cosine_similarity() -> None:
    tally = Tally()
    references.cosine(tally.numbers(signal(40)), tally.numbers(signal(40, 1)))
    compare(CATALOGUE["CosineSimilarity"].work([Data(40), Data(40)]), tally, 1.05)


def test_pitch_by_the_difference_function() -> None:
    """One frame at 1 kHz for pitches from 50 Hz: a window of 20 values at 22 shifts."""
    tally, _ = counts(lambda values: references.difference_function(values, 20, 22), signal(42))
    compare(CATALOGUE["Pitch"].work([Data(42)], (1000, 50, 400)), tally, 1.1)


@pytest.mark.parametrize("step", [2, 3])
def test_the_code_of_steps_of_two_and_three_counts(step: int) -> None:
    """Such steps are what the default of 5 bits a value is for."""
    rng = np.random.default_rng(0)
    values = (8192 + np.cumsum(rng.choice([-step, step], 2000))).clip(0, 16383)
    bits, operations = references.lec(values.tolist())
    packed, _ = lec_encode(values)
    output, work = (getattr(CATALOGUE["LEC"], what)([Data(2000, 2)]) for what in ("output", "work"))
    assert -(-bits // 8) == len(packed)
    assert abs(output.size - len(packed)) <= 2
    assert work.integer == pytest.approx(operations, rel=0.15)


def test_the_code_of_larger_steps() -> None:
    values = 8192 + np.cumsum(np.tile([25, -25], 500))
    bits, operations = references.lec(values.tolist())
    work = CATALOGUE["LEC"].work([Data(1000, 2)], (bits / 1000,))
    assert work.integer == pytest.approx(operations, rel=0.15)


def test_comparisons_of_outlier_detection() -> None:
    """Two medians by quicksort with random pivots."""

    def quicksort(values: list[Scalar]) -> list[Scalar]:
        if len(values) < 2:
            return values
        pivot, *rest = values
        below = [value < pivot for value in rest]
        first = [value for value, less in zip(rest, below, strict=True) if less]
        second = [value for value, less in zip(rest, below, strict=True) if not less]
        return [*quicksort(first), pivot, *quicksort(second)]

    def outlier(values: list[Scalar]) -> list[Scalar]:
        median = quicksort(values)[len(values) // 2]
        distances = [value - median for value in values]
        limit = quicksort(distances)[len(values) // 2] * 4.4478
        return [median if limit < distance else value for value, distance in zip(values, distances, strict=True)]

    tally, _ = counts(outlier, signal(1000))
    compare(CATALOGUE["Outlier"].work([Data(1000)]), tally, 1.35)


def test_the_steps_of_a_frame_of_mfcc() -> None:
    """200 values, padded to 256; bands and cosines as of the library's method."""
    bands, cosines = _mel_filters(26, 256, 8000.0), _cosines(13, 26)
    tally, _ = counts(lambda values: references.mfcc_frame(values, 256, bands.tolist(), cosines.tolist()), signal(200))
    compare(CATALOGUE["MFCC"].work([Data(200)]), tally, 1.05)


def test_a_low_pass_takes_its_taps_for_every_value() -> None:
    tally, _ = counts(lambda values: references.low_pass(values, [0.25] * 16), signal(115))
    work = CATALOGUE["LowPass"].work([Data(100)], (16,))
    assert (work.float_add, work.float_multiply) == (tally.add, tally.multiply) == (1600, 1600)


def test_rounds_of_k_means() -> None:
    """Two more are counted: the start and the last choice."""
    values = signal(80)
    tally, _ = counts(lambda numbers: references.k_means_round(numbers, 2, [[-1.0, 0.0], [1.0, 0.0]]), values)
    work = CATALOGUE["KMeans"].work([Data(80)], (2, 2, 10))
    assert work.float_multiply == 12 * tally.multiply
    assert work.float_add == pytest.approx(12 * tally.add, rel=0.25)
    assert work.special == 12 * tally.special


@pytest.mark.parametrize("values", [7, 64, 1000])
def test_mfcc_counts_its_frames(values: int) -> None:
    """Twice as many frames are twice the work; a signal shorter than a frame counts as one."""
    one, two = (CATALOGUE["MFCC"].work([Data(size)], (13, 26, 8000)) for size in (values % 200 + 1, 280))
    assert two.float_multiply == 2 * one.float_multiply
