"""Documentation is read without what means nothing outside of its package, and code is cut with what it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.datasets.candidates import Package, Thing, implementation
from knowledge.datasets.docs import read_doc
from knowledge.datasets.rst import LEAKS, markdown, one_line
from knowledge.datasets.sources import cut


def test_sentences_that_point_into_other_pages_are_left_out() -> None:
    text = """A kernel.

Read more in the :ref:`User Guide <svm>`.

It is fast. For a comparison, see
:ref:`sphx_glr_auto_examples_svm_plot_kernels.py`. It is small (*versionadded: 1.3.0*). ..deprecated:: 1.9
It goes."""
    assert markdown(text) == "A kernel.\n\nIt is fast.  It is small."
    assert LEAKS.search(markdown("kinds: 'a' by Someone For more see sphx_glr_auto_examples_svm_plot_kernels.py"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Batches; see :ref:`batch <b>` for details. More.", "Batches. More."),
        ("An int. See :term:`Glossary <g>`.", "An int."),
        ("Its type (see Notes). It is 2.", "Its type. It is 2."),
        ("For other arguments, see the :ref:`docs <d>`.", ""),
        (r"$a \\ 0$ and \*", r"$a \\ 0$ and *"),
        ("Kinds:\n\n- one: a\n- two: b", "Kinds: one: a; two: b"),
    ],
)
def test_pointers_go_and_lists_stay_readable_on_one_line(text: str, found: str) -> None:
    assert one_line(text) == found


def test_sections_are_read_whatever_their_underlines_and_names_are() -> None:
    text = "Sum.\n\nParameters\n----------\n(c, low) : tuple\n    Both.\ncopy : bool (optional, default=True)\n    It."
    text += "\n\nReturns\n----------\ny : float\n    Its root.\n\nSee also\n--------\nother"
    found = read_doc(text)
    assert [(p.name, p.type) for p in found.parameters] == [("(c, low)", "tuple"), ("copy", "bool")]
    assert [(p.name, p.meaning) for p in found.returns] == [("y", "Its root.")]


def test_a_cut_calls_itself_without_an_import_and_names_what_it_imports_inside(tmp_path: Path) -> None:
    package = tmp_path / "pack"
    package.mkdir()
    (package / "__init__.py").write_text("")
    long = "It halves its number as often as it can be halved, and says how often that was, " * 2
    (package / "a.py").write_text(
        f'def _half(x):\n    """{long}\n    >>> _half(3)\n    """\n    return halves(x // 2) + 1\n\n\n'
        'def halves(x):\n    """Old."""\n    import scipy\n    if x < 2:\n        return 0\n    return _half(x)\n'
    )
    found = cut(package / "a.py", "pack.a", "halves", "New.", {("pack.a", "halves"): "pack.halves"})
    assert "from pack" not in found.code
    assert ">>>" not in found.code
    assert max(map(len, found.code.splitlines())) < 110
    assert found.modules == ("scipy",)


def test_code_that_measures_time_is_left_out_because_its_trial_is_chance(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text('''import time\n\n\ndef since(start):
    """Seconds since a start."""
    now = time.monotonic()
    return now - start\n''')
    record = {"name": "a.since", "kind": "function", "module": "a", "qualname": "since", "file": str(file)}
    doc = "Seconds since a start."
    thing = Thing(Package("a", "1", "MIT", {}), {**record, "signature": "(start)", "doc": doc})
    assert "chance" in str(implementation(thing))
