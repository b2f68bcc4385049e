from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from core.packages import PACKAGES, RUNTIME, is_name, is_standard, known_package, normal, package_of

ROOT = Path(__file__).parents[2]


def test_an_import_name_leads_to_its_package() -> None:
    assert package_of("sklearn.ensemble") == "scikit-learn"
    assert package_of("scipy.signal") == "scipy"
    assert package_of("wonderfilter") == ""


def test_a_package_is_known_by_either_name_in_any_spelling() -> None:
    assert known_package("cv2") == "opencv-python-headless"
    assert known_package("Scikit_Learn") == "scikit-learn"
    assert known_package("pywavelets") == "PyWavelets"
    assert known_package("wonderfilter") == ""


def test_the_standard_library_is_known() -> None:
    assert is_standard("xml.etree")
    assert not is_standard("numpy")


@pytest.mark.parametrize("text", ["-r", "./here", "git+https://a/b", "a==1", "a b", "", "a[b]", "a;b", "a\n"])
def test_what_an_installer_would_take_for_something_else_is_no_name(text: str) -> None:
    assert not is_name(text)


def test_every_package_of_the_tables_is_a_name() -> None:
    assert all(map(is_name, (*PACKAGES.values(), *RUNTIME)))


def test_the_extra_and_the_environment_have_the_same_packages() -> None:
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["runtime"]
    assert sorted(extra, key=str.lower) == sorted(RUNTIME, key=str.lower)


def test_every_package_of_the_environment_has_a_fixed_version_and_nothing_comes_from_an_address() -> None:
    lines = (files("sandbox") / "runtime-constraints.txt").read_text().splitlines()
    pinned = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", line) for line in pinned)
    assert {normal(name) for name in RUNTIME} <= {normal(line.partition("==")[0]) for line in pinned}
