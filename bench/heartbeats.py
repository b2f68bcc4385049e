"""Detectors of heartbeats side by side: precision, recall, F1 and seconds a record on the first lead of WFDB records.

    python -m bench.heartbeats [DIR]

DIR holds the records with their annotated beats; by default the shared MIT-BIH records. A detection is right within 150 ms of
a beat that no other detection has. Other packages' detectors are run where they can be imported.
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.signal import find_peaks

from bench.report import show
from knowledge.methods.ecg.pan_tompkins import pan_tompkins
from knowledge.methods.ecg.r_peaks import r_peaks
from knowledge.methods.evaluation.event_scores import event_scores
from knowledge.methods.readers.wfdb_beats import wfdb_beats
from knowledge.methods.readers.wfdb_signals import wfdb_signals

WINDOW_S = 0.15
Detector = Callable[[np.ndarray, float], np.ndarray]


def bare_peaks(signal: np.ndarray, rate: float) -> np.ndarray:
    """What a program without knowledge does: maxima above the mean plus one deviation, 250 ms apart."""
    found: np.ndarray = find_peaks(signal, height=signal.mean() + signal.std(), distance=round(0.25 * rate))[0]
    return found


def xqrs() -> Detector:
    from wfdb.processing import xqrs_detect

    return lambda signal, rate: np.asarray(xqrs_detect(signal, rate, verbose=False))


def sleepecg() -> Detector:
    package: Any = __import__("sleepecg")
    return lambda signal, rate: np.asarray(package.detect_heartbeats(signal, rate))


def neurokit(method: str) -> Detector:
    package: Any = __import__("neurokit2")

    def detect(signal: np.ndarray, rate: float) -> np.ndarray:
        cleaned = package.ecg_clean(signal, sampling_rate=int(rate), method=method)
        return np.asarray(package.ecg_peaks(cleaned, sampling_rate=int(rate), method=method)[1]["ECG_R_Peaks"])

    return detect


DETECTORS: dict[str, Callable[[], Detector]] = {
    "ecg.r_peaks": lambda: r_peaks,
    "ecg.pan_tompkins": lambda: pan_tompkins,
    "wfdb XQRS": xqrs,
    "sleepecg": sleepecg,
    "neurokit2": lambda: neurokit("neurokit"),
    "neurokit2 pantompkins1985": lambda: neurokit("pantompkins1985"),
    "find_peaks, mean + 1 sd": lambda: bare_peaks,
}


def scored(detect: Detector, folder: str) -> tuple[float, float, float, float]:
    """Precision, recall and F1 over the beats of all records together, and seconds a record."""
    signals, rates = wfdb_signals(folder)
    annotated = wfdb_beats(folder)
    hits, found, true, seconds = 0, 0, 0, 0.0
    for name in signals.keys() & annotated.keys():
        began = time.perf_counter()
        peaks = detect(signals[name], rates[name])
        seconds += time.perf_counter() - began
        recall = event_scores(peaks / rates[name], annotated[name] / rates[name], WINDOW_S)[1]
        hits, found, true = hits + round(recall * len(annotated[name])), found + len(peaks), true + len(annotated[name])
    return hits / max(1, found), hits / max(1, true), 2 * hits / max(1, found + true), seconds / len(signals)


def main() -> None:
    beside = Path(__file__).parents[2] / "shared" / "data"
    default = Path(os.environ.get("GPIOT_TEST_DATA", beside)) / "mitbih"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=default, type=Path, metavar="DIR")
    given = parser.parse_args()
    rows = []
    for name, made in DETECTORS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                detect = made()
            except ImportError as error:
                print(f"{name}: skipped, {error.name} is not installed")
                continue
            precision, recall, f1, seconds = scored(detect, str(given.folder))
        rows.append([name, f"{precision:.4f}", f"{recall:.4f}", f"{f1:.4f}", f"{seconds:.2f}"])
    show("heartbeats", ("detector", "precision", "recall", "F1", "s a record"), rows, folder=str(given.folder))


if __name__ == "__main__":
    main()
