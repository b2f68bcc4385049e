"""What every reader owes: inherit, give one good and one broken file."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import pytest

from core.errors import LiteratureError
from core.papers import ReadPaper
from ingest.chunking import passages
from ingest.readers import READERS, reader_for


class ReaderContract:
    """A reader of one format; the good file tells of beats, has a section and a reference to Pan."""

    name: str
    title: str

    def good(self, path: Path) -> None:
        """Write a good file."""
        raise NotImplementedError

    def broken(self, path: Path) -> None:
        """Write a file of this name that cannot be read."""
        raise NotImplementedError

    @pytest.fixture
    def read(self, tmp_path: Path) -> ReadPaper:
        self.good(tmp_path / self.name)
        return reader_for(tmp_path / self.name).read(tmp_path / self.name)

    def test_the_registry_knows_its_suffixes(self) -> None:
        reader = reader_for(Path(self.name))
        assert Path(self.name).suffix in reader.suffixes
        assert set(reader.suffixes) <= set(READERS)

    def test_the_id_is_the_hash_of_the_bytes(self, read: ReadPaper, tmp_path: Path) -> None:
        assert read.paper.id == hashlib.sha256((tmp_path / self.name).read_bytes()).hexdigest()[:32]

    def test_title_and_pages(self, read: ReadPaper) -> None:
        assert read.paper.title == self.title
        assert [page.number for page in read.pages] == list(range(1, read.paper.pages + 1))

    def test_prose_stands_apart_from_references(self, read: ReadPaper) -> None:
        prose = " ".join(page.text for page in read.pages)
        assert "adaptive threshold are beats" in prose.replace("\n", " ")
        assert "Tompkins" not in prose
        assert "Tompkins" in read.references

    def test_sections_stand_where_they_say(self, read: ReadPaper) -> None:
        sections = [(page, section) for page in read.pages for section in page.sections]
        assert sections
        for page, section in sections:
            assert " ".join(page.text[section.start :].split()).startswith(section.title)

    def test_it_travels_between_processes_and_makes_passages(self, read: ReadPaper) -> None:
        again = pickle.loads(pickle.dumps(read))
        assert again == read
        assert passages(again) == passages(read)

    def test_a_broken_file_is_a_clear_error(self, tmp_path: Path) -> None:
        path = tmp_path / self.name
        self.broken(path)
        with pytest.raises(LiteratureError) as caught:
            reader_for(path).read(path)
        assert caught.value.message.startswith(f"{path.name}: ")
        assert caught.value.hint
