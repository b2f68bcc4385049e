"""What a text says is sensed: a plan for one kind of sensor does not answer a problem that names others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_WORDS = {
    "heart signals": r"ecgs?|ekg|electrocardio\w*|holter|r-?peaks?|qrs|wfdb",
    "pulse light": r"ppgs?|photoplethysmo\w*|oximeters?|spo2|pulse clip|finger clip",
    "brain": r"eegs?|electroencephalo\w*",
    "muscle": r"emgs?|electromyo\w*",
    "motion": r"acceleromet\w*|accelerations?|gyro\w*|imus?|inertial|six-axis|smart ?watch\w*|motion sensors?",
    "vibration": r"vibrations?|bearings?|acceleromet\w*|accelerations?",
    "radio channel": r"csi|wi-?fi|channel state",
    "radar": r"radars?|mm-?wave|millimet\w+ wave|fmcw|chirps?|micro-?doppler",
    "sound": r"microphones?|sounds?|audio|acoustic\w*|noise level|voices?|speech|spoken|hotword|wake ?word|listen\w*",
    "heat image": r"thermal (?:array|camera|image|sensor)\w*|thermopile|infrared (?:array|camera)|grideye|mlx90640",
    "depth image": r"depth (?:camera|image|sensor)\w*|time-of-flight|lidars?",
    "photograph": r"photo(?:graph)?s?|cameras?|videos?|pictures?|x-rays?|microscop\w*|hyperspectral",
    "position": r"gps|gnss|satellite positions?",
    "radio ranging": r"ble|bluetooth|rssi|beacons?|uwb|ultra-?wide\w*|rfid",
    "electricity": r"mains|watts?|kwh|voltages?|currents?|electricity|power meters?|smart meters?|inverters?|batter\w+",
    "flow": r"water meters?|flow meters?|flow",
    "spectrum": r"spectr(?:um|a|ometer) (?:between|of light)|infrared spectr\w+|nanomet\w+|\d+ nm",
}
_NAMED = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _WORDS.items()}


def sensed(text: str) -> frozenset[str]:
    """The kinds of sensors that a text names."""
    return frozenset(name for name, words in _NAMED.items() if words.search(text))


def sensed_by(tags: Sequence[str], texts: Sequence[str]) -> frozenset[str]:
    """The kinds of sensors of a plan: those that its tags name, or two of its texts, for one may name another in passing."""
    named = Counter(kind for text in texts for kind in sensed(text))
    return sensed(" ".join(tags)) | {kind for kind, count in named.items() if count > 1}


def at_odds(problem: frozenset[str], plan: frozenset[str]) -> bool:
    """Whether both name sensors and share none."""
    return bool(problem and plan and not problem & plan)
