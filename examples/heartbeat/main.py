"""Find every heartbeat in the ECG recordings of the MIT-BIH Arrhythmia …"""

from __future__ import annotations

import argparse
import ast
from numbers import Real  # noqa: F401
from pathlib import Path  # noqa: F401


def literal(text: str) -> object:
    """A Python literal, or the text itself."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The program's input."""
    parser = argparse.ArgumentParser(description='Find every heartbeat in the ECG recordings of the MIT-BIH Arrhythmia …')
    parser.add_argument('data_path', type=str, help='data_path (str): path of the folder that holds the recordings')
    return parser.parse_args(argv)


def run(given: argparse.Namespace) -> dict[str, object]:
    """Call every sub-task in dependency order."""
    from step_1_load_recordings import load_recordings
    from step_2_suppress_noise import suppress_noise
    from step_3_detect_r_peaks import detect_r_peaks
    from step_4_read_annotated_beats import read_annotated_beats
    from step_5_score_detection import score_detection

    signals_1, rates_1 = load_recordings(data_path=given.data_path)
    filtered_2, spacing_2 = suppress_noise(signals=signals_1, rates=rates_1)
    peaks_3 = detect_r_peaks(signals=signals_1, rates=rates_1, filtered=filtered_2, spacing=spacing_2)
    beats_4 = read_annotated_beats(data_path=given.data_path)
    detection_accuracy_5, r_peaks_5 = score_detection(peaks=peaks_3, beats=beats_4, rates=rates_1)
    return {'detection_accuracy_5': detection_accuracy_5}


# The lines of the output format: literal text, or the name, style and decimal places of a value.
OUTPUT = (
    ('Case ', ('key', 'text', 0), ),
    ('Detection accuracy: ', ('detection_accuracy_5', 'percent', 0), ),
)


def shown(value: object, style: str, digits: int) -> str:
    """One value as the output format writes it; a percentage is a fraction of one or given in percent."""
    if style == "text" or not isinstance(value, Real):
        return str(value)
    if style == "percent":
        return f"{value * 100 if 0 <= value <= 1 else value:.{digits}f}%"
    return f"{value:.{digits}f}"


def rows(values: dict[str, object]) -> list[dict[str, object]]:
    """One row to print; one a key where results are mappings (of a value a record, say)."""
    mappings = [value for value in values.values() if isinstance(value, dict)]
    keys = list(mappings[0]) if mappings else [""]
    return [
        {"key": key, **{n: v.get(key, "") if isinstance(v, dict) else v for n, v in values.items()}} for key in keys
    ]


def report(values: dict[str, object]) -> None:
    """Print the results in the output format, once for each row."""
    for row in rows(values):
        for line in OUTPUT:
            print("".join(p if isinstance(p, str) else shown(row.get(p[0], ""), p[1], p[2]) for p in line))


if __name__ == "__main__":
    report(run(arguments()))
