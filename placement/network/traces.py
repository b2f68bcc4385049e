"""Traces of a network's throughput and signal strength: reading, generating, and cutting into windows to learn from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from placement import rows

# The loading agent samples every 60 s (section III-B).
INTERVAL = 60.0
COLUMNS = ("time", "throughput", "rssi")


class TraceError(ValueError):
    """A trace cannot be read or is not fit to learn from."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a trace is generated: a link, what is in its way, and who else sends.

    rate: B/s that the link gives in full signal; distance: m from the edge, at the middle of its swing
    swing: the share of the distance by which the device moves to and fro; period: s of that
    power: dBm received at 1 m; exponent: of path loss; floor: noise in dBm; full: signal above noise in dB that gives ``rate``
    shadowing: standard deviation in dB; memory: its correlation from one sample to the next
    interference: dB by which a burst raises the noise; begins, ends: a burst's chances to do so within one interval
    jitter: standard deviation of a measurement, as a share
    """

    rate: float
    distance: float = 20.0
    swing: float = 0.0
    period: float = 3600.0
    power: float = -40.0
    exponent: float = 3.0
    floor: float = -95.0
    full: float = 25.0
    shadowing: float = 4.0
    memory: float = 0.9
    interference: float = 10.0
    begins: float = 0.03
    ends: float = 0.2
    jitter: float = 0.05


# Rates are what an application gets through a quiet channel: orders of magnitude, not measurements.
SITES = {
    "zigbee-still": Site(rate=6e3, memory=0.95, begins=0.02),
    "zigbee-cart": Site(rate=6e3, distance=15.0, swing=0.6, period=2400.0),
    "zigbee-near-wifi": Site(rate=6e3, interference=18.0, begins=0.1, ends=0.25),
    "wifi-still": Site(rate=2.5e6, power=-35.0, exponent=3.2, full=30.0),
    "wifi-robot": Site(rate=2.5e6, power=-35.0, distance=25.0, swing=0.7, period=1800.0, full=30.0),
    "wifi-crowded": Site(rate=2.5e6, power=-35.0, full=30.0, interference=15.0, begins=0.06, ends=0.08),
}


def generate(site: Site, samples: int, seed: int = 0, interval: float = INTERVAL) -> np.ndarray:
    """A made trace, shape (samples, 2): throughput in B/s and RSSI in dBm, one row every ``interval`` seconds.

    RSSI is log-distance path loss (T. S. Rappaport, "Wireless Communications: Principles and Practice", chapter on large-scale
    path loss) with shadowing that is correlated over time as a first-order autoregression (M. Gudmundson, "Correlation model
    for shadow fading in mobile radio systems", Electronics Letters 27(23), 1991). Interference comes in bursts, a two-state
    Markov chain (E. N. Gilbert, "Capacity of a burst-noise channel", Bell System Technical Journal 39(5), 1960); RSSI does not
    show it. Throughput is the Shannon capacity at the signal over noise and interference, as a share of that at ``full``.
    """
    random = np.random.default_rng(seed)
    angle = 2.0 * np.pi * (np.arange(samples) * interval / site.period + random.random())
    distance = np.maximum(site.distance * (1.0 + site.swing * np.sin(angle)), 1.0)
    rssi = site.power - 10.0 * site.exponent * np.log10(distance) + _shadowing(site, samples, random)
    margin = rssi - site.floor - site.interference * _bursts(site, samples, random)
    share = np.log1p(10.0 ** (margin / 10.0)) / np.log1p(10.0 ** (site.full / 10.0))
    noise = np.maximum(1.0 + site.jitter * random.standard_normal(samples), 0.0)
    return np.column_stack([site.rate * np.minimum(share, 1.0) * noise, np.round(rssi)])


def _shadowing(site: Site, samples: int, random: np.random.Generator) -> np.ndarray:
    fresh = random.standard_normal(samples) * site.shadowing
    fresh[1:] *= np.sqrt(1.0 - site.memory**2)
    for now in range(1, samples):
        fresh[now] += site.memory * fresh[now - 1]
    return fresh


def _bursts(site: Site, samples: int, random: np.random.Generator) -> np.ndarray:
    bursts, chances = np.zeros(samples), random.random(samples)
    for now in range(1, samples):
        bursts[now] = chances[now] >= site.ends if bursts[now - 1] else chances[now] < site.begins
    return bursts


def windows(trace: np.ndarray, lags: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Every stretch of a trace as a question and its answer.

    trace: (samples, channels), throughput first
    inputs: (windows, lags * channels), the last ``lags`` rows, oldest first; targets: (windows, steps), the throughput after
    """
    count = len(trace) - lags - steps + 1
    if lags < 1 or steps < 1 or count < 1:
        raise TraceError(
            f"{len(trace)} samples give no window of {lags} lags and {steps} steps; record a longer trace."
        )
    starts = np.arange(count)[:, None]
    inputs = trace[starts + np.arange(lags)].reshape(count, -1)
    return inputs, trace[starts + lags + np.arange(steps), 0]


def read(path: Path) -> np.ndarray:
    """A trace from CSV with the columns time (s), throughput (B/s) and, where it was measured, rssi (dBm).

    Returns shape (samples, 1 or 2). Samples have to be evenly spaced; others stand in no fixed relation to the next steps.
    """
    found = rows.read(path)
    found = replace(found, names=tuple(name.lower() for name in found.names))
    if missing := [name for name in COLUMNS[:2] if name not in found.names]:
        raise TraceError(
            f"{path} has no column {' and no column '.join(missing)}; its first line has to name them, with commas between."
        )
    if len(found.cells) < 2:
        raise TraceError(f"{path} holds {len(found.cells)} samples; a trace needs at least 2.")
    values = found.numbers([name for name in COLUMNS if name in found.names])
    if (below := values[:, 1] < 0.0).any():
        raise TraceError(f"{found.at(int(below.argmax()))}: a throughput is below 0; leave the line out.")
    _even(found, values[:, 0])
    return values[:, 1:]


def _even(found: rows.Rows, times: np.ndarray) -> None:
    gaps = np.diff(times)
    usual = float(np.median(gaps))
    wrong = np.abs(gaps - usual) > 0.5 * usual if usual > 0.0 else gaps <= 0.0
    if wrong.any():
        raise TraceError(
            f"{found.at(int(wrong.argmax()) + 1)}: the time does not follow the one before by about {usual:g} s; "
            "sort the trace, or part it where samples are missing."
        )
