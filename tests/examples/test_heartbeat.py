"""The hand-written heartbeat project: in the form of an exported one, and right."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.contracts import gaps
from core.demands import uncovered
from core.problem import Problem
from core.project import SubTaskState
from graph.main_module import main_module
from graph.signatures import docstring
from tests.examples.assembled import files, read
from tests.examples.loading import EXAMPLES, HEARTBEAT, load
from tests.ingest.shared import shared

made = load(EXAMPLES / "make_heartbeats.py")
filtering = load(HEARTBEAT / "step_2_suppress_noise.py")
detecting = load(HEARTBEAT / "step_3_detect_r_peaks.py")
scoring = load(HEARTBEAT / "step_5_score_detection.py")
PROJECT = read(HEARTBEAT)


def results(folder: Path) -> tuple[dict[str, float], dict[str, Any], dict[str, Any]]:
    """Accuracy, peaks and annotated beats by record."""
    loaded, read_beats = (load(HEARTBEAT / f"step_{n}.py") for n in ("1_load_recordings", "4_read_annotated_beats"))
    signals, rates = loaded.load_recordings(str(folder))
    filtered, spacing = filtering.suppress_noise(signals, rates)
    beats = read_beats.read_annotated_beats(str(folder))
    accuracy, peaks = scoring.score_detection(detecting.detect_r_peaks(signals, rates, filtered, spacing), beats, rates)
    return accuracy, peaks, beats


def found(signal: np.ndarray[Any, Any], rate: float) -> np.ndarray[Any, Any]:
    """The peaks that the project detects in one recording."""
    filtered, spacing = filtering.suppress_noise({"x": signal}, {"x": rate})
    peaks: np.ndarray[Any, Any] = detecting.detect_r_peaks({"x": signal}, {"x": rate}, filtered, spacing)["x"]
    return peaks


def test_main_is_what_gpiot_writes_for_its_project() -> None:
    assert (HEARTBEAT / "main.py").read_text("utf-8") == main_module(PROJECT)


def test_every_file_follows_from_the_specifications_and_the_modules() -> None:
    # `python -m tests.examples.assembled examples/heartbeat` brings them up to date.
    expected = files(PROJECT)
    assert {path.name for path in HEARTBEAT.iterdir() if path.is_file()} == set(expected)
    for name, text in expected.items():
        assert (HEARTBEAT / name).read_text("utf-8") == text, name


def test_it_solves_the_problem_of_the_example_and_covers_its_demands() -> None:
    assert PROJECT.problem == Problem.from_text((EXAMPLES / "heartbeat.md").read_text("utf-8"))
    assert uncovered(PROJECT.traces) == ()
    assert [gaps(subtask) for subtask in PROJECT] == [()] * 5
    assert {subtask.state for subtask in PROJECT} == {SubTaskState.DONE}


@pytest.mark.parametrize("subtask", list(PROJECT), ids=lambda subtask: subtask.file_name)
def test_each_module_has_one_public_function_as_its_specification_says(subtask: Any) -> None:
    tree = ast.parse(subtask.program.code)
    (function,) = [n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]
    assert function.name == subtask.function
    wanted = ast.parse(docstring(subtask.spec).strip()).body[0]
    assert isinstance(wanted, ast.Expr)
    assert ast.get_docstring(function) == ast.get_docstring(ast.Module([wanted], []))
    assert [argument.arg for argument in function.args.args] == [p.name for p in subtask.spec.inputs]
    assert subtask.program.imports in (("numpy",), ())


def test_it_runs_as_a_program_and_prints_the_output_format(tmp_path: Path) -> None:
    made.make(tmp_path, records=2, seconds=30)
    result = subprocess.run(
        [sys.executable, "-B", str(HEARTBEAT / "main.py"), str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"(Case synthetic0\d\nDetection accuracy: (9[5-9]|100)%\n){2}", result.stdout)


def test_beats_of_a_heart_with_noise_wander_and_ectopic_beats_are_found(tmp_path: Path) -> None:
    known = made.make(tmp_path, records=6, seconds=60, seed=5)
    accuracy, peaks, beats = results(tmp_path)
    assert list(accuracy) == list(peaks) == list(known)
    assert min(accuracy.values()) > 0.97
    for name, at in known.items():
        assert np.array_equal(beats[name], at)
        near = [np.abs(peaks[name] - one).min() for one in at]
        assert np.median(near) <= 4


def clean(rate: float, seconds: float, bpm: float = 72.0) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """A lead without noise in ADC units, and its beats."""
    heart = made.Heart(bpm, 1.0, 1.0, 0.0, 0.0, 0.0)
    times, ventricular = made.beats(heart, seconds, np.random.default_rng(1))
    lead = made.lead(times, ventricular, heart, round(seconds * rate), rate)
    at = np.rint(times * rate).astype(int)
    return np.rint(lead * 200).astype(np.int16), at[(at > 0.1 * rate) & (at < (seconds - 0.1) * rate)]


@pytest.mark.parametrize("rate", [80.0, 128.0, 250.0, 360.0, 1000.0])
def test_the_rate_of_a_recording_does_not_matter(rate: float) -> None:
    signal, at = clean(rate, 40)
    peaks = found(signal, rate)
    assert all(np.abs(peaks - one).min() <= 0.02 * rate for one in at)
    assert len(at) <= len(peaks) <= len(at) + 2


@pytest.mark.parametrize("factor", [-1, 5, 0.2])
def test_neither_polarity_nor_scale_matters(factor: float) -> None:
    signal, at = clean(360.0, 40)
    peaks = found(np.rint(signal * factor).astype(np.int16), 360.0)
    assert all(np.abs(peaks - one).min() <= 0.05 * 360 for one in at)


def test_a_recording_without_beats_has_none() -> None:
    for samples in (0, 1, 2, 3, 50, 5000):
        assert len(found(np.full(samples, 1024, np.int16), 360.0)) == 0


def test_one_huge_artefact_costs_no_more_than_the_beats_beside_it() -> None:
    signal, at = clean(360.0, 60)
    disturbed = signal.copy()
    disturbed[10_000:10_040] = 30_000
    peaks = found(disturbed, 360.0)
    later = at[at > 13_000]
    assert all(np.abs(peaks - one).min() <= 18 for one in later)


def test_blocks_are_joined_without_a_seam() -> None:
    random = np.random.default_rng(4)
    signal = (200 * random.standard_normal(360 * 200)).astype(np.int16)
    (filtered,) = filtering.suppress_noise({"x": signal}, {"x": 360.0})[0].values()
    whole = filtering._filtered(signal.astype(float), 360.0)[::3]
    assert len(filtered) == len(whole)
    inner = slice(300, -300)
    assert np.abs(filtered[inner] - whole[inner]).max() < 0.02 * whole.std()


def test_the_band_passes_and_the_rest_does_not() -> None:
    when = np.arange(360 * 30) / 360.0
    for hertz, least, most in ((0.3, 0, 0.01), (9.0, 0.85, 1.0), (50.0, 0, 0.15)):
        signal = np.rint(1000 * np.sin(2 * np.pi * hertz * when)).astype(np.int16)
        (filtered,) = filtering.suppress_noise({"x": signal}, {"x": 360.0})[0].values()
        assert least <= np.abs(filtered[500:-500]).max() / 1000 <= most


@pytest.mark.parametrize(
    ("peaks", "beats", "accuracy"),
    [
        ([100, 500], [100, 500], 1.0),
        ([154, 500], [100, 500], 1.0),
        ([155, 500], [100, 500], 1 / 3),
        ([90, 110], [100], 0.5),
        ([100], [90, 110], 0.5),
        ([60, 140], [100, 180], 1.0),
        ([], [100], 0.0),
        ([], [], 1.0),
    ],
)
def test_each_beat_is_claimed_once_within_150_ms(peaks: list[int], beats: list[int], accuracy: float) -> None:
    given = {"r": np.array(peaks, int)}
    scored, returned = scoring.score_detection(given, {"r": np.array(beats, int)}, {"r": 360.0})
    assert scored == {"r": pytest.approx(accuracy)}
    assert returned is given


def test_a_recording_without_annotations_has_peaks_and_no_score() -> None:
    scored, returned = scoring.score_detection({"r": np.array([1])}, {}, {"r": 360.0})
    assert scored == {}
    assert list(returned) == ["r"]


@pytest.mark.data
def test_it_finds_the_beats_of_patients() -> None:
    _, peaks, beats = results(shared("mitbih"))
    correct = sum(scoring._correct(peaks[n].tolist(), beats[n].tolist(), 54.0) for n in beats)
    all_peaks, all_beats = (sum(map(len, side.values())) for side in (peaks, beats))
    assert all_beats > 15_000
    assert 2 * correct / (all_peaks + all_beats) > 0.97
