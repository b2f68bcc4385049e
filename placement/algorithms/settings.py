"""The settings of algorithms as a person writes them: their order in ``setModel``, defaults, units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import Parameter

from placement.algorithms.algorithm import Algorithm

# By setting, or by algorithm and setting where its meaning is another there.
MEANINGS: Mapping[str, str] = {
    "axes": "values of a vector",
    "bands": "mel bands",
    "celsius": "temperature of the air in °C",
    "channels": "channels that come in",
    "classes": "classes to tell apart",
    "clusters": "clusters",
    "Clustering.clusters": "clusters there may be at most",
    "code_bits": "bits of a compressed value, on average",
    "coefficients": "coefficients of a window that come out",
    "columns": "channels that are interleaved",
    "components": "Gaussians of a class",
    "cutoff": "highest frequency that passes, as a share of half the sampling rate",
    "degrees": "angle in ° within which vectors are of one cluster",
    "depth": "comparisons from a tree's root to a leaf at most",
    "dimensions": "1, 2 or 3: of the places that a filter moves over",
    "factor": "scaled median absolute deviations from which a value is an outlier",
    "EnergyThreshold.factor": "share of the mean energy below which a value becomes 0",
    "features": "values of a vector",
    "filters": "filters, so channels that come out",
    "frame": "values of a window",
    "MFCC.frame": "length of a window in s",
    "group": "values of a group; 0: all are one",
    "highest": "highest pitch in Hz",
    "hop": "values from one window to the next",
    "MFCC.hop": "time from one window to the next in s",
    "Pitch.hop": "time from one frame to the next in s",
    "inner": "columns of the first matrix, rows of the second; 0: as many as the shorter input has values",
    "kernel": "places along each side of a filter",
    "length": "values of a window",
    "levels": "levels of the decomposition",
    "lowest": "lowest pitch in Hz",
    "measurement_variance": "variance of a reading's noise; 0: estimated from the data",
    "neighbours": "nearest samples that vote",
    "outputs": "values that come out",
    "points": "values to transform, filled up with zeros; 0: the next power of two",
    "process_variance": "variance of the value's change from reading to reading; 0: estimated from the data",
    "rate": "samples a second, in Hz",
    "rounds": "rounds of Lloyd's algorithm",
    "samples": "labelled samples that are kept",
    "step": "values from one window to the next",
    "stride": "places from one filtered place to the next",
    "taps": "coefficients of the filter",
    "tau": "time constant in s: slower changes follow gravity, quicker ones the gyroscope",
    "trees": "trees that vote",
    "vectors": "support vectors",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """default: None where it has to be given"""

    name: str
    whole: bool
    default: float | None
    meaning: str


def settings(algorithm: Algorithm) -> tuple[Setting, ...]:
    """What the numbers of ``setModel`` fill, in their order."""
    return tuple(
        Setting(
            one.name,
            one.annotation == "int",
            None if one.default is Parameter.empty else one.default,
            MEANINGS.get(f"{algorithm.name}.{one.name}") or MEANINGS[one.name],
        )
        for one in algorithm.parameters
    )
