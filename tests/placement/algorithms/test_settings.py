from __future__ import annotations

import pytest

from placement.algorithms.catalogue import CATALOGUE
from placement.algorithms.settings import MEANINGS, settings


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_setting_has_a_meaning(name: str) -> None:
    algorithm = CATALOGUE[name]
    found = settings(algorithm)
    assert [one.name for one in found] == [one.name for one in algorithm.parameters]
    assert tuple(one.name for one in found if one.default is None) == algorithm.missing()
    assert all(one.meaning for one in found)


def test_every_meaning_is_of_a_setting() -> None:
    known = {(one.name, parameter.name) for one in CATALOGUE.values() for parameter in one.parameters}
    told = {key.rpartition(".")[2] for key in MEANINGS}
    assert told == {name for _, name in known}
    assert {tuple(key.split(".")) for key in MEANINGS if "." in key} <= known


def test_a_unit_may_hang_on_the_algorithm() -> None:
    frames = {name: settings(CATALOGUE[name])[3 if name == "MFCC" else 0] for name in ("MFCC", "STFT")}
    assert frames["MFCC"].meaning == "length of a window in s"
    assert (frames["STFT"].meaning, frames["STFT"].whole, frames["STFT"].default) == ("values of a window", True, 256)
