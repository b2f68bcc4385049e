from __future__ import annotations

from sandbox.profile.names import labels_in_names, times_in_names


def counts(names: list[str]) -> dict[str, dict[str, int]]:
    return {labels.source: dict(labels.counts) for labels in labels_in_names(names)}


def test_folders_are_classes_and_a_guess() -> None:
    names = [f"{kind}/{at}.wav" for kind in ("cat", "dog") for at in range(3)]
    assert counts(names)["folder names"] == {"cat": 3, "dog": 3}
    assert all(labels.guess for labels in labels_in_names(names))


def test_folders_in_folders_are_told_level_by_level() -> None:
    names = [f"{part}/{kind}/{at}.png" for part in ("train", "test") for kind in ("a", "b") for at in range(2)]
    told = counts(names)
    assert told["folder names, level 1"] == {"train": 4, "test": 4} or told["folder names, level 1"] == {
        "test": 4,
        "train": 4,
    }
    assert told["folder names, level 2"] == {"a": 4, "b": 4}


def test_parts_of_names_in_counting_order() -> None:
    told = counts([f"csi_a{kind}_{take}.dat" for kind in range(1, 13) for take in range(1, 4)])
    assert list(told["file names, part 2"]) == [f"a{kind}" for kind in range(1, 13)]
    assert told["file names, part 3"] == {"1": 12, "2": 12, "3": 12}


def test_a_separator_that_cuts_all_names_alike_is_taken() -> None:
    names = [f"Acc-2011-03-24-10-24-{at:02d}-{kind}-f1.txt" for at in range(10) for kind in ("walk", "climb_stairs")]
    assert counts(names) == {"file names, part 3": {"climb_stairs": 10, "walk": 10}}
    assert times_in_names(names) == ("2011-03-24-10-24-00", "2011-03-24-10-24-09")


def test_words_with_numbers() -> None:
    assert counts([f"{kind}{at}.csv" for kind in ("run", "sit") for at in range(4)])["file names, part 1"] == {
        "run": 4,
        "sit": 4,
    }


def test_names_that_only_number_the_files_hold_no_labels() -> None:
    assert not counts([f"{at}.hea" for at in range(100, 120)])
    assert not counts(["a.csv", "b.csv"])
