"""What every format owes to the profile: inherit, give one good and one broken file."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.profiles import Group, Profile
from sandbox.profile import known_formats, profile


class FormatContract:
    """A format; ``name`` is the good file's, ``shapes`` and ``rate_hz`` are what it holds."""

    format: str
    name: str
    shapes: tuple[str, ...]
    rate_hz: float | None = None
    broken_says: str

    def good(self, path: Path) -> None:
        """Write a good file, and what belongs to it."""
        raise NotImplementedError

    def broken(self, path: Path) -> None:
        """Write a file of this name that is damaged."""
        raise NotImplementedError

    @pytest.fixture
    def told(self, tmp_path: Path) -> Profile:
        self.good(tmp_path / self.name)
        return profile(tmp_path)

    @pytest.fixture
    def group(self, told: Profile) -> Group:
        (group,) = told.groups
        return group

    def test_a_good_file_has_its_shape_and_rate(self, told: Profile, group: Group) -> None:
        assert not told.problems
        assert (group.format, group.count, group.shapes) == (self.format, 1, self.shapes)
        assert group.sampling_rate_hz == (pytest.approx(self.rate_hz, rel=1e-3) if self.rate_hz else None)

    def test_the_text_names_it_and_no_path(self, told: Profile, tmp_path: Path) -> None:
        text = told.markdown()
        assert self.format in text
        assert self.name in text
        assert str(tmp_path) not in text
        assert len(text) < 1500

    def test_a_single_file_is_profiled_as_a_folder_is(self, told: Profile, tmp_path: Path) -> None:
        alone = profile(tmp_path / self.name)
        assert [group.format for group in alone.groups] == [self.format]
        assert alone.root == self.name

    def test_its_content_tells_it_whatever_its_name(self, told: Profile, tmp_path: Path) -> None:
        path = tmp_path / self.name
        path = path.rename(path.with_suffix(".weird"))
        if self.format not in ("NumPy archive (npz)", "WFDB record"):
            assert [group.format for group in profile(path).groups] == [self.format]

    def test_a_broken_file_has_a_reason(self, tmp_path: Path) -> None:
        self.broken(tmp_path / self.name)
        problems = [(name, reason) for name, reason in profile(tmp_path).problems if name == self.name]
        assert len(problems) == 1, problems
        assert self.broken_says in problems[0][1]

    def test_an_empty_file_has_a_reason(self, tmp_path: Path) -> None:
        (tmp_path / self.name).touch()
        assert profile(tmp_path).problems == ((self.name, "empty"),)

    def test_every_length_of_it_is_survived(self, told: Profile, tmp_path: Path) -> None:
        content = (tmp_path / self.name).read_bytes()
        for length in range(1, min(len(content), 400), 7):
            (tmp_path / self.name).write_bytes(content[:length])
            profile(tmp_path).markdown()

    def test_its_suffix_announces_no_other_format(self) -> None:
        announced = [form.name for form in known_formats() if Path(self.name).suffix in form.suffixes]
        assert announced in ([], [self.format])
