"""What one documented object or one gallery script gives: Eq. 4, 5 and 6 of GPIoT, section 4.1.2."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge.datasets.docs import Doc, first_sentence, read_doc
from knowledge.datasets.drafts import Draft, from_docstring, from_script
from knowledge.datasets.examples import Example, Subject
from knowledge.datasets.modules import NotAloneError
from knowledge.datasets.pairs import MOST_CHARACTERS, Pair, Source
from knowledge.datasets.rst import LEAKS
from knowledge.datasets.shaping import shaped
from knowledge.datasets.sources import Alone, cut

_TIMED = re.compile(r"^\s*(?:import|from) (?:time|threading|multiprocessing|concurrent|psutil)\b", re.MULTILINE)
_FEWEST_WORDS = 25
_MOST_STATEMENTS = 60
_MOST_CITED = 2
_TESTING = re.compile(r"_test_(?:params|instance)")
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b")


@dataclass(frozen=True, slots=True)
class Package:
    """A package as surveyed; ``aliases`` gives public names by module and qualified name."""

    name: str
    version: str
    licence: str
    aliases: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Thing:
    """One documented object of a package; ``told`` is its documentation where it is known already."""

    package: Package
    record: Mapping[str, Any]
    told: Doc | None = None

    @functools.cached_property
    def doc(self) -> Doc:
        """Its documentation, taken apart."""
        return self.told or read_doc(str(self.record["doc"]))

    @property
    def name(self) -> str:
        """Its public dotted name."""
        return str(self.record["name"])

    @property
    def owner(self) -> str:
        """The object itself, or the class that a method belongs to."""
        return self.name.rpartition(".")[0] if self.record["kind"] == "method" else self.name

    def pair(self, kind: str, user: str, assistant: str, check: str) -> Pair:
        """A pair about it."""
        package = self.package
        file = re.sub(r"^.*/(?:site|dist)-packages/", "", str(self.record["file"]))
        family = ".".join(self.name.split(".")[:2]) if self.owner.count(".") > 1 else self.name.partition(".")[0]
        source = Source(package.name, package.version, self.name, file)
        group = f"{package.name}:{self.owner}"
        return Pair(kind, family, user, assistant, source, package.licence, check, group)


def unusable(thing: Thing) -> str:
    """Why nothing is made of an object; empty where something is."""
    if thing.doc.obsolete:
        return "deprecated"
    if _TESTING.search(thing.name):
        return "a part of its package's tests"
    if not thing.doc.summary:
        return "no description"
    if "docstring was copied from" in thing.doc.body[:200]:
        return "the documentation of another package"
    if _UNFINISHED.search(thing.doc.markdown()):
        return "unfinished"
    if thing.doc.markdown().count("the literature") > _MOST_CITED:
        return "not to be read without its references"
    return "markup left" if LEAKS.search(thing.doc.markdown()) else ""


def description(thing: Thing) -> Pair | str:
    """Eq. 4: a name to what the documentation says of it; or why not."""
    full, brief = thing.doc.markdown(), thing.doc.markdown(notes=False)
    last = thing.name.rpartition(".")[2]
    signature = str(thing.record["signature"])
    user = f"Provide a detailed description of `{thing.name}` from the Python package {thing.package.name}."
    for text in (full, brief):
        if len(text.split()) < _FEWEST_WORDS:
            return "a description of a few words"
        kind = {"class": "class ", "method": "", "function": ""}[str(thing.record["kind"])]
        answer = f"# `{thing.name}`\n\n`{kind}{last}{signature or '(...)'}`\n\n{text}"
        if len(user) + len(answer) <= MOST_CHARACTERS:
            return thing.pair("description", user, answer, "no code")
    return "too long"


def implementation(thing: Thing) -> tuple[Alone, Pair] | str:
    """Eq. 5: documentation to the whole documented function or class; or why not."""
    record = thing.record
    if record["kind"] == "method" or not record["file"] or not str(record["qualname"]).isidentifier():
        return "a method, or compiled"
    documentation = thing.doc.markdown(notes=False)
    try:
        alone = cut(
            Path(record["file"]), record["module"], record["qualname"], thing.doc.docstring(), thing.package.aliases
        )
    except (NotAloneError, SyntaxError, RecursionError) as reason:
        return str(reason) if isinstance(reason, NotAloneError) else "it cannot be cut out"
    if _TIMED.search(alone.code):
        return "it measures time or runs beside itself: whether it runs again is chance"
    user = f"Write some Python code with comments and documentation: `{alone.signature}`.\n\n{documentation}"
    answer = f"```python\n{alone.code}```\n\n{_about(alone.signature, thing.doc, alone.modules)}"
    if len(user) + len(answer) > MOST_CHARACTERS:
        return "too long"
    return alone, thing.pair("implementation", user, answer, "loaded")


def draft(thing: Thing) -> Draft | None:
    """The usage sample of its documentation."""
    if ">>>" not in thing.doc.examples:
        return None
    home, _, last = thing.owner.rpartition(".")
    found = from_docstring(thing.doc.examples, home, last)
    if found is None or len(found.statements) > _MOST_STATEMENTS:
        return None
    name, is_method = thing.name.rpartition(".")[2], thing.record["kind"] == "method"
    return shaped(found, name, _parameters(thing), is_method)


def _parameters(thing: Thing) -> list[str]:
    """The names of its parameters in order: by its signature, or by its documentation where that is not known."""
    try:
        function = ast.parse(f"def f{thing.record['signature'] or '?'}: ...").body[0]
    except SyntaxError:
        function = None
    if not isinstance(function, ast.FunctionDef):
        return [name.strip() for parameter in thing.doc.parameters for name in parameter.name.split(",")]
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def subject(thing: Thing, sample: Draft) -> Subject:
    """What a usage sample is to achieve."""
    named = "" if thing.record["kind"] == "script" else f"`{thing.name}` of "
    target = f"{_sentence(thing.doc.summary)} Use {named}the package {thing.package.name}."
    lead = first_sentence(sample.lead)
    told = f" {_sentence(lead.rstrip(':'))}" if 30 <= len(lead) <= 300 else ""
    return Subject(thing.name, target + told, thing.doc, thing.record["kind"] == "method")


def example(thing: Thing, made: Example) -> Pair | str:
    """Eq. 6: a specification to the function that fulfils it; or why not."""
    user = f"{made.spec.markdown()}"
    named = ", ".join(p.name for p in made.spec.inputs)
    answer = (
        f"```python\n{made.code}```\n\n**Documentation**\n\n`{made.function}({named})` shows `{thing.name}`: "
        f"{_sentence(thing.doc.summary)}\n\n{_results(made)}"
    )
    if LEAKS.search(user) or LEAKS.search(answer.replace("```", "")):
        return "markup left"
    if len(user) + len(answer) > MOST_CHARACTERS:
        return "too long"
    return thing.pair("example", user, answer, "called")


def gallery(path: Path, root: Path, package: Package) -> tuple[Thing, Draft] | None:
    """A gallery's script as something documented with its draft."""
    found = from_script(path.read_text("utf-8", errors="replace"))
    if found is None:
        return None
    title, sample = found
    name = str(path.relative_to(root))
    record = {"name": name, "kind": "script", "file": name, "signature": "", "module": "", "qualname": ""}
    doc = Doc(summary=title.rstrip("."), body=sample.lead)
    return Thing(package, record, doc), sample


def adapted(name: str, statements: Sequence[str]) -> list[str]:
    """An example's statements that call something by its bare name instead of a dotted one."""
    dotted = re.compile(rf"(?<![\w.])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\.{re.escape(name)}(?=\()")
    return [dotted.sub(name, text) for text in statements]


def called(pair: Pair) -> Pair:
    """The pair of code that was not only loaded but called."""
    return replace(pair, check="called")


def tree_package(tree: Path, packages: Mapping[str, Package]) -> Package:
    """The package of a source tree: the surveyed one of its folder's name, whose licence it shares; else without one."""
    folder = re.sub(r"-\d.*$", "", tree.resolve().name)
    same = [package for name, package in packages.items() if _normal(name) == _normal(folder)]
    return same[0] if same else Package(folder, "", "", {})


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _about(signature: str, doc: Doc, modules: Sequence[str]) -> str:
    needs = f" It needs {' and '.join(modules)}." if modules else " It needs no other package."
    return f"**Documentation**\n\n`{signature}`: {_sentence(first_sentence(doc.summary))}{needs}"


def _results(made: Example) -> str:
    return "It returns:\n" + "\n".join(f"- {p.markdown()}" for p in made.spec.outputs)


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
