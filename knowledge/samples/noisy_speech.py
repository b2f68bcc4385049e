"""Sentences in the noise of a fan, and in which frames of 10 ms somebody speaks.

Words of ``_sound`` with pauses of 0.6 to 2 s, in fan noise from 18 down to 8 dB below; the recordings differ in level by 20 dB,
so that no fixed threshold fits all of them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._sound import RATE, WORDS, fan, speakers, spoken, write_wav
from knowledge.samples._tables import write_table


def write(folder: Path, seed: int) -> None:
    """Write five recordings, each with the truth of its frames of 32 ms, one every 10 ms."""
    rng = np.random.default_rng(seed)
    for number, speaker in enumerate(speakers(5, rng)):
        parts, spoken_there = [], []
        for word in rng.choice(list(WORDS), 7).tolist():
            pause, said = np.zeros(round(RATE * rng.uniform(0.6, 2.0))), spoken(word, speaker, rng)
            parts += [pause, said / said.std()]
            spoken_there += [np.zeros(pause.size), np.ones(said.size)]
        sound, truth = np.concatenate(parts), np.concatenate(spoken_there)
        noisy = sound + 10 ** (-(18 - 2.5 * number) / 20) * fan(sound.size, rng)
        write_wav(folder / f"room_{number}.wav", noisy * 0.15 * 10 ** (-number / 4))
        middles = np.arange(0, sound.size - 255, 80) + 128
        write_table(folder / f"room_{number}.truth.csv", {"speech": truth[middles].astype(int)})
