from __future__ import annotations

from contextlib import suppress
from dataclasses import astuple
from importlib import import_module
from inspect import Parameter, signature

import numpy as np
import pytest

from placement.algorithms.algorithm import Algorithm, BadArguments
from placement.algorithms.catalogue import CATALOGUE, find
from placement.profiles import Data, Work
from tests.placement.algorithms.samples import SAMPLES

EVERY = [pytest.param(algorithm, id=name) for name, algorithm in CATALOGUE.items()]
METHODS = [pytest.param(algorithm, id=name) for name, algorithm in CATALOGUE.items() if algorithm.method]
OWN = [pytest.param(algorithm, id=name) for name, algorithm in CATALOGUE.items() if algorithm.run]

# By what the work is multiplied when twice as much comes in.
GROWTH = {
    "FFT": (2.0, 2.3),
    "IFFT": (2.0, 2.3),
    "Outlier": (2.0, 2.3),
    "MatMul": (2.8, 2.9),
    "US_PRE": (3.9, 4.1),
    "RandomForest": (1.0, 1.0),
}


def by_class(work: Work) -> tuple[float, ...]:
    return astuple(work)


def test_the_report_s_number_of_algorithms_is_there() -> None:
    roles = [algorithm.role for algorithm in CATALOGUE.values()]
    assert roles.count("feature") >= 12
    assert roles.count("classification") >= 5
    assert set(roles) == {"feature", "classification", "other"}


def test_every_algorithm_has_a_sample_here() -> None:
    assert set(SAMPLES) == set(CATALOGUE)


def test_names_and_aliases_are_found_in_any_case_and_only_once() -> None:
    names = [name.casefold() for one in CATALOGUE.values() for name in (one.name, *one.aliases)]
    assert len(set(names)) == len(names)
    assert all(find(name) for name in names)
    assert find("average") is CATALOGUE["Mean"]
    assert find("DWT") is CATALOGUE["Wavelet"]
    assert find("Calculation") is None


@pytest.mark.parametrize(
    "name",
    "MFCC GMM FFT IFFT WindowSlicing EnergyThreshold ComplementaryFilter KalmanFilter CosineSimilarity Denoise Rearrange "
    "Division CNN ResBlock2D ResBlock3D FC Sum VecConcat MatMul US_PRE US_CAL_DIST".split(),
)
def test_what_the_listings_name_is_there(name: str) -> None:
    assert find(name)


@pytest.mark.parametrize("algorithm", EVERY)
def test_it_is_described_and_has_exactly_one_place_for_its_code(algorithm: Algorithm) -> None:
    assert algorithm.summary
    assert algorithm.source
    assert algorithm.flash > 0
    assert bool(algorithm.run) != bool(algorithm.method)
    assert (algorithm.cost.__doc__ or "").strip()


@pytest.mark.parametrize("algorithm", OWN)
def test_its_function_takes_the_settings_of_its_cost_with_the_same_defaults(algorithm: Algorithm) -> None:
    assert algorithm.run
    costed, taken = signature(algorithm.cost).parameters, signature(algorithm.run).parameters
    own = {name: one.default for name, one in taken.items() if one.kind is Parameter.KEYWORD_ONLY and name != "model"}
    assert own.items() <= {name: one.default for name, one in costed.items()}.items()


@pytest.mark.parametrize("algorithm", METHODS)
def test_a_named_method_of_the_library_means_the_same_by_the_same_settings(algorithm: Algorithm) -> None:
    method = getattr(import_module(f"knowledge.methods.{algorithm.method}"), algorithm.method.rpartition(".")[2])
    taken = signature(method).parameters
    for name, setting in signature(algorithm.cost).parameters.items():
        if name in taken and taken[name].default is not Parameter.empty:
            assert setting.default == taken[name].default


@pytest.mark.parametrize("size", [64, 240, 512])
@pytest.mark.parametrize("algorithm", OWN)
def test_what_comes_out_is_as_large_as_the_model_says(algorithm: Algorithm, size: int) -> None:
    sample = SAMPLES[algorithm.name](size)
    result = algorithm.apply(*sample.arrays, arguments=sample.arguments, model=sample.model)
    assert result.size == algorithm.output(sample.inputs, sample.arguments).values
    assert np.isfinite(result).all()


@pytest.mark.parametrize("algorithm", EVERY)
def test_work_grows_as_its_order_says(algorithm: Algorithm) -> None:
    small, large = (SAMPLES[algorithm.name](size) for size in (4096 * 4, 8192 * 4))
    work = [sum(by_class(algorithm.work(sample.inputs, sample.arguments))) for sample in (small, large)]
    least, most = GROWTH.get(algorithm.name, (1.97, 2.03))
    assert least <= work[1] / work[0] <= most


@pytest.mark.parametrize("width", [2, 4])
@pytest.mark.parametrize("algorithm", EVERY)
def test_more_data_never_costs_less(algorithm: Algorithm, width: int) -> None:
    before: tuple[float, ...] = (0.0,) * 7
    for size in (16, 32, 64, 256, 1024, 4096):
        sample = SAMPLES[algorithm.name](size)
        inputs = [Data(data.values, width) for data in sample.inputs]
        cost = algorithm.work(inputs, sample.arguments)
        now = (*by_class(cost), algorithm.ram(inputs, sample.arguments), algorithm.stored(inputs, sample.arguments))
        assert all(later >= earlier for later, earlier in zip(now, before, strict=True))
        assert sum(by_class(cost)) > 0
        assert algorithm.output(inputs, sample.arguments).size <= algorithm.ram(inputs, sample.arguments)
        before = now


@pytest.mark.parametrize(
    ("name", "fewer", "more"),
    [
        ("GMM", (4,), (8,)),
        ("GMM", (8, 2), (8, 5)),
        ("RandomForest", (10, 4), (10, 8)),
        ("RandomForest", (5,), (50,)),
        ("SVM", (20,), (40,)),
        ("SVM", (20, 3), (20, 6)),
        ("MNSVG", (20, 2), (20, 3)),
        ("FC", (10,), (20,)),
        ("CNN", (8, 3), (8, 5)),
        ("ResBlock3D", (4,), (8,)),
        ("MFCC", (12,), (13,)),
        ("MFCC", (13, 20), (13, 40)),
        ("Wavelet", (1, 4), (1, 8)),
        ("WaveletEnergy", (3,), (7,)),
        ("LEC", (4,), (8,)),
        ("KMeans", (2, 1, 5), (2, 1, 10)),
        ("Clustering", (13, 15, 2), (13, 15, 4)),
    ],
)
def test_a_larger_setting_is_more_work(name: str, fewer: tuple[float, ...], more: tuple[float, ...]) -> None:
    algorithm, inputs = CATALOGUE[name], [Data(1024)]
    less, much = (by_class(algorithm.work(inputs, arguments)) for arguments in (fewer, more))
    assert all(b >= a for a, b in zip(less, much, strict=True))
    assert sum(much) > sum(less)


@pytest.mark.parametrize("algorithm", EVERY)
def test_narrow_values_are_worked_on_without_floating_point(algorithm: Algorithm) -> None:
    sample = SAMPLES[algorithm.name](256)
    work = algorithm.work([Data(data.values, 2) for data in sample.inputs], sample.arguments)
    assert work.float_add == work.float_multiply == work.special == 0


@pytest.mark.parametrize("number", [1e9, 1.0])
@pytest.mark.parametrize("algorithm", EVERY)
def test_extreme_settings_end_at_once_in_a_cost_or_a_refusal(algorithm: Algorithm, number: float) -> None:
    names = [name for name, one in signature(algorithm.cost).parameters.items() if one.kind is Parameter.KEYWORD_ONLY]
    for given in range(len(names) + 1):
        with suppress(BadArguments):
            work = algorithm.work([Data(10**12)], (number,) * given)
            assert all(0 <= count < float("inf") for count in by_class(work))


def test_files_and_stages_among_the_arguments_are_no_settings() -> None:
    assert CATALOGUE["GMM"].settings(("open.gmm", 16, "Other", 3)) == {"components": 16, "classes": 3}


@pytest.mark.parametrize("name", ["FC", "CNN", "ResBlock2D", "ResBlock3D"])
def test_a_network_layer_without_its_size_is_opaque(name: str) -> None:
    algorithm = CATALOGUE[name]
    assert algorithm.missing(("weights.pt",))
    assert not algorithm.missing(("weights.pt", 16))
    with pytest.raises(
        BadArguments, match=rf"{name}: nothing tells its (outputs|filters|channels); add it to setModel"
    ):
        algorithm.work([Data(64)], ("weights.pt",))


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("FFT", (8, 9), "FFT: 2 numbers are given, its settings are: points; leave out"),
        ("Variance", (1,), "its settings are: none"),
        ("Mean", (-1,), "Mean: group is -1; give a number above 0"),
        ("MFCC", (0,), "coefficients is 0; give a number above 0"),
        ("MFCC", (12.5,), "coefficients is 12.5; give a whole number"),
        ("LEC", (float("nan"),), "code_bits is nan"),
        ("GMM", (1e10,), r"components is 1e\+10; give a number up to 1e\+09"),
        ("Wavelet", (65,), "there are 65 levels; give 64 at most"),
        ("CNN", (8, 3, 1, 1, 4), "there are 4 dimensions; give 1, 2 or 3"),
        ("Wavelet", (1, 6), "no filter of 6 taps; give 2, 4 or 8"),
    ],
)
def test_bad_settings_are_refused_by_name(name: str, arguments: tuple[float, ...], words: str) -> None:
    with pytest.raises(BadArguments, match=words):
        CATALOGUE[name].output([Data(64)], arguments)


@pytest.mark.parametrize("inputs", [[], [Data(0)]])
def test_no_data_is_refused(inputs: list[Data]) -> None:
    with pytest.raises(BadArguments, match="FFT gets no data"):
        CATALOGUE["FFT"].work(inputs)


def test_what_runs_in_the_library_says_so() -> None:
    with pytest.raises(BadArguments, match=r"MFCC has no function of its own; .* audio\.mfcc_numpy"):
        CATALOGUE["MFCC"].apply(np.zeros(500))


def test_several_inputs_of_a_function_of_one_are_joined() -> None:
    assert CATALOGUE["Mean"].apply(np.array([1.0, 2.0]), np.array([6.0])) == [3.0]
