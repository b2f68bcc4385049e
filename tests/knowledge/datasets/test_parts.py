"""The parts of the builders: schema, near-duplicates, sides, licences, markup, documentation, shards, the guard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import UsageError
from knowledge.datasets.docs import first_sentence, read_doc
from knowledge.datasets.drafts import from_docstring
from knowledge.datasets.guard import Guard
from knowledge.datasets.library import pairs_of_methods
from knowledge.datasets.licences import licence_of
from knowledge.datasets.minhash import Similar, distinct, jaccard, shingles
from knowledge.datasets.modules import NotAloneError
from knowledge.datasets.pairs import Pair, Source, pair_of, problems, read_lines
from knowledge.datasets.rst import LEAKS, markdown
from knowledge.datasets.shaping import shaped
from knowledge.datasets.shards import Shards
from knowledge.datasets.sources import cut
from knowledge.datasets.splitting import sides
from knowledge.datasets.writing import write

WORDS = [f"word{number}" for number in range(1000)]


def pair(text: str, group: str = "g") -> Pair:
    return Pair(
        "example", "f", f"Question {text}", f"Answer {text}", Source("p", "1", "o", "f.py"), "MIT", "called", group
    )


def words(seed: int, count: int = 100) -> list[str]:
    return [str(word) for word in np.random.default_rng(seed).choice(WORDS, count)]


def test_a_pair_keeps_the_schema_and_what_breaks_it_is_named() -> None:
    good: dict[str, Any] = pair("one").json()
    assert problems(good) == []
    assert [m["role"] for m in good["messages"]] == ["system", "user", "assistant"]
    assert problems({**good, "licence": ""}) == ["no licence"]
    assert "unknown kind" in problems({**good, "kind": "poem"})[0]
    assert "missing" in problems({name: good[name] for name in good if name != "source"})[0]
    assert "messages" in problems({**good, "messages": good["messages"][1:]})[0]
    assert problems({**good, "messages": [*good["messages"][:2], {"role": "assistant", "content": " "}]}) == [
        "an empty message"
    ]


def test_lines_that_are_no_json_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"a": 1}\n[2]\n')
    with pytest.raises(UsageError, match="line 2"):
        list(read_lines(tmp_path / "a.jsonl"))


def test_jaccard_is_shared_over_all() -> None:
    assert jaccard(shingles("a b c d"), shingles("a b c e")) == pytest.approx(1 / 3)
    assert jaccard(shingles("a b c"), shingles("a b c")) == 1.0


def test_near_duplicates_are_found_and_others_are_not() -> None:
    texts = [words(seed) for seed in range(200)]
    near = [[*text[:95], *words(1000 + n, 5)] for n, text in enumerate(texts)]
    far = [[*text[:60], *words(2000 + n, 40)] for n, text in enumerate(texts)]
    kept = distinct([" ".join(text) for text in (*texts, *near, *far)])
    assert kept == [*range(200), *range(400, 600)]


def test_related_texts_are_found_by_their_number() -> None:
    similar = Similar()
    for text in ("a completely different text about rivers and hills", "the radar counts people in a room by night"):
        similar.add(shingles(text))
    (found,) = similar.near(shingles("the radar counts people in a room by day"))
    assert found[0] == 1
    assert found[1] == pytest.approx(0.75, abs=0.06)


def test_groups_and_what_is_joined_with_them_are_never_torn_apart() -> None:
    names = [f"group{number % 500}" for number in range(2000)]
    joined = [("group1", "group2"), ("group2", "group3")]
    found = sides(names, joined, seed=0)
    by_name: dict[str, set[str]] = {}
    for name, side in zip(names, found, strict=True):
        by_name.setdefault(name, set()).add(side)
    assert all(len(one) == 1 for one in by_name.values())
    assert by_name["group1"] == by_name["group2"] == by_name["group3"]
    assert 40 <= found.count("test") <= 180
    assert found != sides(names, joined, seed=1)
    assert found == sides(names, joined, seed=0)


def test_a_group_larger_than_a_side_is_trained_on() -> None:
    for seed in range(20):
        found = sides(["large"] * 50 + [f"small{number}" for number in range(950)], [], seed)
        assert set(found[:50]) == {"train"}


def test_near_duplicates_are_left_out_and_related_pairs_stay_on_one_side(tmp_path: Path) -> None:
    pairs = [pair(" ".join(words(n)), f"g{n}") for n in range(60)]
    pairs += [pair(" ".join([*words(n)[:75], *words(500 + n, 25)]), f"other{n}") for n in range(60)]
    pairs += [replace(pairs[0], user=pairs[0].user + " again", group="copy")]
    built = write(tmp_path, "CGD", pairs, {"too long": 2}, 0, lambda _: None)
    assert built.pairs == 120
    assert built.dropped == {"near-duplicate of another pair": 1, "too long": 2}
    side_of = {
        line["messages"][1]["content"]: side
        for side in ("train", "valid", "test")
        for line in read_lines(tmp_path / f"{side}.jsonl")
    }
    assert all(side_of[pairs[n].user] == side_of[pairs[60 + n].user] for n in range(60))
    assert len(set(side_of.values())) > 1


@pytest.mark.parametrize(
    ("expression", "classifiers", "text", "wanted"),
    [
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", [], "", "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0"),
        ("GPL-3.0-or-later", [], "", ""),
        ("MIT AND LGPL-2.1-only", [], "", ""),
        ("GPL-2.0-only OR MIT", [], "", "GPL-2.0-only OR MIT"),
        ("", ["License :: OSI Approved :: MIT License"], "", "MIT"),
        ("", ["License :: OSI Approved :: GNU General Public License (GPL)"], "MIT", ""),
        ("", ["License :: OSI Approved"], "BSD (3-clause)", "BSD"),
        ("", [], "GNU Lesser General Public License, Version 3", ""),
        ("", [], "BSD 3-Clause License\n\nCopyright (c) 2019 - present", "BSD"),
        ("", [], "All rights reserved", ""),
        ("", [], "UNKNOWN", ""),
    ],
)  # fmt: skip
def test_only_permissive_licences_pass(expression: str, classifiers: list[str], text: str, wanted: str) -> None:
    assert licence_of(expression, classifiers, text) == wanted


def test_markup_becomes_markdown() -> None:
    text = """Use :func:`~scipy.signal.find_peaks` or ``x`` [1]_ with :math:`a^2`::

    code

As shown in [2]_ and [3]_.

.. versionadded:: 1.0
   In a hurry.

.. note:: Mind the gap.

.. math:: E = m c^2

See `a page <https://a.b>`_."""
    found = markdown(text)
    assert (
        found
        == """Use `find_peaks` or `x` with $a^2$:

    code

As shown in the literature.

Mind the gap.

$$E = m c^2$$

See a page."""
    )
    assert not LEAKS.search(found)


def test_documentation_is_taken_apart_in_both_styles() -> None:
    numpy = read_doc(
        "Sum.\n\nMore of it.\n\nParameters\n----------\nx : int, optional\n    A number.\n\nReturns\n-------\ny : float\n    Its root."
    )
    google = read_doc("Sum.\n\nMore of it.\n\nArgs:\n    x (int): A number.\n\nReturns:\n    float: Its root.\n")
    for found in (numpy, google):
        assert (found.summary, found.body) == ("Sum.", "More of it.")
        assert [p.markdown() for p in found.parameters] == ["x (int): A number."]
        assert [(p.type, p.meaning) for p in found.returns] == [("float", "Its root.")]
    assert read_doc("Sum.\n\n.. deprecated:: 1.0\n   Use more.").obsolete


def test_the_first_sentence_ends_at_its_end() -> None:
    assert first_sentence("Peaks, e.g. of a pulse. And more.") == "Peaks, e.g. of a pulse."


def test_a_draft_calls_in_each_way_once_and_names_literals() -> None:
    draft = from_docstring(">>> f([1, 2], 3)\n5\n>>> f([4, 5], 6)\n7\n>>> f([1], k=2).real\n3\n", "m", "f")
    assert draft is not None
    found = shaped(draft, "f", ["x", "y"], is_method=False)
    assert found.texts == ["from m import f", "x = [1, 2]", "y = 3", "f(x, y)", "k = 2", "f([1], k=k).real"]


def test_code_that_draws_is_left_out_where_nothing_builds_on_it() -> None:
    shown = from_docstring(">>> y = f(1)\n>>> plt.plot(y)\n>>> y\n2\n", "m", "f")
    built_on = from_docstring(">>> lines = plt.plot(f(1))\n>>> g(lines)\n2\n", "m", "f")
    assert shown
    assert built_on
    assert not any("plt.plot" in text for text in shaped(shown, "f", [], False).texts)
    assert any("plt.plot" in text for text in shaped(built_on, "f", [], False).texts)


def test_a_cut_takes_what_it_needs_and_refuses_what_it_cannot_have(tmp_path: Path) -> None:
    package = tmp_path / "pack"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text(
        "import numpy as np\nfrom pack._b import helper\nfrom pack._c import compiled\nLIMIT = 3\n_STATE = {}\n\n"
        "def good(x):\n    '''Doc.'''\n    y = helper(x)\n    return np.sum(y) + LIMIT\n\n"
        "def bad(x):\n    '''Doc.'''\n    y = compiled(x)\n    return y\n\n"
        "def stateful(x):\n    '''Doc.'''\n    y = _STATE[x]\n    return y\n"
    )
    (package / "_b.py").write_text("def helper(x):\n    '''Help :func:`x`.'''\n    return x\n")
    code = cut(package / "a.py", "pack.a", "good", "New.", {}).code
    assert code.startswith("import numpy as np\n\n\nLIMIT = 3\n\n\ndef helper(x):")
    assert '"""Help `x`."""' in code
    assert '"""New."""' in code
    assert "pack" not in code
    public = cut(package / "a.py", "pack.a", "good", "New.", {("pack._b", "helper"): "pack.helper"}).code
    assert "from pack import helper" in public
    for name, reason in (("bad", "compiled"), ("stateful", "state"), ("missing", "top level")):
        with pytest.raises(NotAloneError, match=reason):
            cut(package / "a.py", "pack.a", name, "New.", {})


def test_shards_count_only_when_they_are_whole(tmp_path: Path) -> None:
    shards = Shards(tmp_path, {"seed": 0})
    shards.put("one", b"1")
    shards.put("two", b"2")
    (tmp_path / "two").write_bytes(b"2 and a bit")
    again = Shards(tmp_path, {"seed": 0})
    assert again.get("one") == b"1"
    assert again.get("two") is None
    assert again.get("three") is None
    with pytest.raises(UsageError):
        Shards(tmp_path, {"seed": 1})


def test_the_guard_keeps_the_benchmark_and_what_resembles_it_out(tmp_path: Path) -> None:
    spec = " ".join(words(7, 60))
    (tmp_path / "task.toml").write_text(f'statement = "{spec}"\n')
    (tmp_path / "right.py").write_text(
        "def answer(x):\n" + "".join(f"    x{n} = x + {n}\n" for n in range(40)) + "    return x\n"
    )
    guard = Guard(tmp_path)
    inside = "\n".join(f"    x{n} = x + {n}" for n in range(40))
    code = replace(
        pair("q"),
        assistant=f"Some words first.\n```python\ndef other(x):\n{inside}\n    return x\n```\n\nAnd a long text after it.",
    )
    assert guard.keeps_out(replace(pair("q"), user=f"Please: {spec}"))
    assert guard.keeps_out(code)
    assert not guard.keeps_out(pair(" ".join(words(8, 60))))
    assert not Guard(tmp_path / "nothing").keeps_out(code)


def test_every_method_of_the_library_is_a_pair_of_its_own() -> None:
    found = pairs_of_methods()
    assert len({p.source.object for p in found}) == len(found)
    assert all(problems(p.json()) == [] for p in found)


def test_a_pair_comes_back_as_it_was_kept() -> None:
    from dataclasses import asdict

    assert pair_of(asdict(pair("one"))) == pair("one")
