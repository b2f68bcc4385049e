"""Do the three sensors of the room say what was done, and none of them all of it?"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from knowledge.samples.room_activities import ACTIVITIES, RATE, write


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("room")
    write(folder, 1)
    return folder


def loudness(path: Path) -> np.ndarray:
    """Mean power of each tenth of a second."""
    with wave.open(str(path), "rb") as file:
        assert (file.getframerate(), file.getnchannels()) == (RATE, 1)
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    return np.asarray((sound.reshape(20, -1) ** 2).mean(axis=1))


def test_every_person_does_everything_before_all_sensors(room: Path) -> None:
    stems = {path.name.split(".")[0] for path in room.iterdir()}
    assert len(stems) == 144
    assert {stem.split("_")[0] for stem in stems} == set(ACTIVITIES)
    assert all(
        (room / f"{stem}{ending}").is_file() for stem in stems for ending in (".wav", ".depth.npy", ".radar.npy")
    )
    assert sum(path.stat().st_size for path in room.iterdir()) < 5_000_000


def test_sound_tells_a_clap_from_a_wave_and_a_wave_not_from_sitting(room: Path) -> None:
    peaks = {kind: np.median([loudness(path).max() for path in room.glob(f"{kind}_*.wav")]) for kind in ACTIVITIES}
    assert peaks["clap"] > 5 * peaks["wave"]
    assert peaks["wave"] == pytest.approx(peaks["sit"], rel=0.2)


def test_depth_shows_a_fall_lower_than_sitting_and_talk_like_clapping(room: Path) -> None:
    def top(kind: str) -> float:
        lasts = [np.load(path)[-1] for path in room.glob(f"{kind}_*.depth.npy")]
        return float(np.median([np.flatnonzero((frame < 140).any(axis=1))[0] for frame in lasts]))

    assert top("fall") > top("sit") > top("talk")
    assert top("talk") == pytest.approx(top("clap"), abs=1)


def test_radar_turns_with_the_moving_body_and_cannot_tell_talk_from_stillness(room: Path) -> None:
    def doppler(kind: str) -> float:
        echoes = [np.load(path) for path in room.glob(f"{kind}_*.radar.npy")]
        return float(np.median([np.angle((echo[1:] * echo[:-1].conj()).sum()) for echo in echoes]))

    assert doppler("walk") > 0.3
    assert abs(doppler("talk")) < 0.2


def test_the_same_seed_gives_the_same_data(room: Path, tmp_path: Path) -> None:
    write(tmp_path, 1)
    assert all(path.read_bytes() == (room / path.name).read_bytes() for path in tmp_path.iterdir())
