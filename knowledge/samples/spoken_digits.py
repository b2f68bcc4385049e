"""Spoken words of five speakers, synthesised, as digit_speaker_take.wav.

Source-filter speech with formant courses for each word (see ``_sound``). Speakers differ in pitch, vocal tract, speed and
microphone, takes in all of these a little; a fan is heard 15 dB below, and silence before and after differs.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.samples._sound import RATE, WORDS, fan, speakers, spoken, write_wav


def write(folder: Path, seed: int) -> None:
    """Write two takes of six words by five speakers."""
    rng = np.random.default_rng(seed)
    for number, speaker in enumerate(speakers(5, rng)):
        for word in WORDS:
            for take in range(2):
                silence = [np.zeros(round(RATE * rng.uniform(0.1, 0.5))) for _ in range(2)]
                sound = np.concatenate([silence[0], spoken(word, speaker, rng), silence[1]])
                noisy = rng.uniform(0.1, 0.6) * (sound + 0.03 * fan(sound.size, rng))
                write_wav(folder / f"{word}_speaker{number}_{take}.wav", noisy)
