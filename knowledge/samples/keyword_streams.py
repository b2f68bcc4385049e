"""Running speech with a keyword in it, templates of the keyword, and when it is said.

Words of ``_sound`` are strung together with short pauses; the keyword "three" comes five times in each of four recordings of a
speaker, so that one slip leaves the greater part right. Four further speakers gave one template each. A fan is heard 20 dB below.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._sound import RATE, WORDS, Speaker, fan, speakers, spoken, write_wav
from knowledge.samples._tables import write_table

KEYWORD, SAID = "three", 5


def _stream(speaker: Speaker, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Speech, and when the keyword begins in s."""
    others = [word for word in WORDS if word != KEYWORD]
    words = [*rng.choice(others, 16).tolist(), *[KEYWORD] * SAID]
    parts, starts, now = [], [], 0
    for word in rng.permutation(words).tolist():
        pause = np.zeros(round(RATE * rng.uniform(0.1, 0.4)))
        said = spoken(word, speaker, rng)
        if word == KEYWORD:
            starts.append((now + pause.size) / RATE)
        parts += [pause, said]
        now += pause.size + said.size
    return np.concatenate(parts), np.array(starts)


def write(folder: Path, seed: int) -> None:
    """Write four templates and four streams with their truths."""
    rng = np.random.default_rng(seed)
    voices = speakers(8, rng)
    for number, speaker in enumerate(voices[::2]):
        said = spoken(KEYWORD, speaker, rng)
        write_wav(folder / f"template_{number}.wav", 0.5 * (said + 0.02 * fan(said.size, rng)))
    for number, speaker in enumerate(voices[1::2]):
        sound, starts = _stream(speaker, rng)
        write_wav(folder / f"room_{number}.wav", 0.5 * (sound + 0.02 * fan(sound.size, rng)))
        write_table(folder / f"room_{number}.truth.csv", {"start": starts})
