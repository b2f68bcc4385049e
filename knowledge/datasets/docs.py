"""Docstrings taken apart: summary, description, parameters, returns, notes and examples, as Markdown."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import docstring_parser
from docstring_parser import Docstring, DocstringStyle

from core.project import Parameter
from knowledge.datasets.rst import markdown, one_line

_HEADING = re.compile(r"^([A-Z][A-Za-z ]{2,30}?)[ ]*:?[ ]*\n[-=]{3,}[ ]*$", re.MULTILINE)
_LISTS = ("parameters", "other parameters", "returns", "yields", "raises")
_GOOGLE = re.compile(r"^(?:Args|Arguments|Returns|Parameters):\s*$", re.MULTILINE)
_OBSOLETE = re.compile(r"\.\. deprecated::|^(?:\[?deprecated\b|deprecated:|alias (?:of|for)\b)", re.IGNORECASE)
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Doc:
    """A docstring in its parts; all texts are Markdown, ``examples`` is as written."""

    summary: str
    body: str = ""
    parameters: tuple[Parameter, ...] = ()
    returns: tuple[Parameter, ...] = ()
    raises: tuple[str, ...] = ()
    notes: str = ""
    examples: str = ""
    obsolete: bool = False

    def markdown(self, notes: bool = True) -> str:
        """The whole of it, without the examples."""
        parts = [self.summary, self.body]
        parts += [_block("Parameters", [p.markdown() for p in self.parameters])]
        parts += [_block("Returns", [_returned(p) for p in self.returns])]
        parts += [_block("Raises", self.raises), f"**Notes**\n\n{self.notes}" if notes and self.notes else ""]
        return "\n\n".join(part for part in parts if part)

    def docstring(self) -> str:
        """Its summary, description, parameters and returns as a numpydoc docstring."""
        parts = [_wrapped(self.summary), self.body]
        parts += [_section("Parameters", self.parameters), _section("Returns", self.returns)]
        return "\n\n".join(part for part in parts if part)


def read_doc(text: str) -> Doc:
    """Take a docstring apart; whatever its style, what cannot be told apart is part of the description."""
    text = _without_versions(inspect.cleandoc(text))
    sections = _sections(text)
    head = sections.pop("", "").strip()
    parsed = _parsed(text)
    summary, _, body = _lead(head).partition("\n\n")
    google = parsed is not None and parsed.style != DocstringStyle.NUMPYDOC
    if google and parsed:
        body = parsed.long_description or ""
    return Doc(
        summary=one_line(summary).strip("* "),
        body=markdown(_without_prompts(body)),
        parameters=_parameters(parsed),
        returns=_returns(parsed),
        raises=tuple(f"{r.type_name}: {one_line(r.description or '')}" for r in parsed.raises if r.type_name) if parsed else (),
        notes=markdown(_without_prompts(sections.get("notes", ""))),
        examples=_examples(sections, text),
        obsolete=bool(_OBSOLETE.search(head) or "deprecated" in summary.lower()[:60]),
    )  # fmt: skip


def _without_versions(text: str) -> str:
    """The text without remarks on versions, which parsers of parameter lists stumble over."""
    kept, margin = [], -1
    for line in text.expandtabs().splitlines():
        indent = len(line) - len(line.lstrip())
        if margin >= 0 and (not line.strip() or indent > margin):
            continue
        margin = indent if re.match(r"\s*\.\. version(?:added|changed|removed)::", line) else -1
        kept += [line] if margin < 0 else [""]
    return "\n".join(kept)


def _examples(sections: dict[str, str], text: str) -> str:
    found = "\n\n".join(part for name, part in sections.items() if name.startswith(("example", "usage")))
    if not found and ">>>" in text:
        block = re.search(r"^([ ]*)>>>.*", text, re.MULTILINE | re.DOTALL)
        return block[0] if block else ""
    return found


def _lead(head: str) -> str:
    """The description, without a signature that C code writes into its first line."""
    first, _, rest = head.partition("\n")
    return rest.strip() if re.match(r"^[\w.]+\(.*\)( ?->.*)?$", first.strip()) and rest.strip() else head


def _sections(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    marks = [*_HEADING.finditer(text)]
    found[""] = text[: marks[0].start()] if marks else text
    for mark, following in zip_longest(marks, marks[1:]):
        end = following.start() if following else len(text)
        found.setdefault(mark[1].strip().lower(), inspect.cleandoc(text[mark.end() : end]))
    return found


def _parsed(text: str) -> Docstring | None:
    if _HEADING.search(text):
        style = DocstringStyle.NUMPYDOC
    elif ":param" in text or ":return" in text:
        style = DocstringStyle.REST
    elif _GOOGLE.search(inspect.cleandoc(text)):
        style = DocstringStyle.GOOGLE
    else:
        return None
    try:
        return docstring_parser.parse(_lists(text) if style == DocstringStyle.NUMPYDOC else text, style)
    except (docstring_parser.ParseError, ValueError, IndexError, KeyError, AttributeError):
        return None


def _lists(text: str) -> str:
    """The sections that list something, their headings underlined just as the parser wants them."""
    sections = _sections(text)
    return "\n\n".join(f"{name.title()}\n{'-' * len(name)}\n{sections[name]}" for name in _LISTS if name in sections)


def _parameters(parsed: Docstring | None) -> tuple[Parameter, ...]:
    listed = [one for one in parsed.params if not one.args or one.args[0] != "attribute"] if parsed else []
    return tuple(
        Parameter(one.arg_name.lstrip("*"), _type(one.type_name), one_line(one.description or ""))
        for one in listed
        if one.arg_name and re.fullmatch(r"[*\w, ()]+", one.arg_name)
    )


def _returns(parsed: Docstring | None) -> tuple[Parameter, ...]:
    listed = parsed.many_returns or ([parsed.returns] if parsed.returns else []) if parsed else []
    return tuple(
        Parameter(one.return_name or "", _type(one.type_name), one_line(one.description or "")) for one in listed
    )


def _type(text: str | None) -> str:
    found = re.sub(r",? *(?:optional|keyword-only)\b", "", one_line(text or "")).strip(" ,.:").rstrip("( ")
    # The parser takes a default out of a set with the bracket that closes it.
    return (found.removeprefix("{") if "}" not in found else found) or "object"


def _returned(parameter: Parameter) -> str:
    if parameter.name:
        return parameter.markdown()
    return f"{parameter.type}: {parameter.meaning}" if parameter.meaning else parameter.type


def _block(title: str, lines: Sequence[str]) -> str:
    listed = "\n".join(f"- {line.rstrip(': ')}" for line in lines)
    return f"**{title}**\n\n{listed}" if listed else ""


def _section(title: str, listed: Sequence[Parameter]) -> str:
    lines = [title, "-" * len(title)] if listed else []
    for one in listed:
        lines.append(f"{one.name} : {one.type}" if one.name else one.type)
        lines += textwrap.wrap(one.meaning, _WIDTH, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines)


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, _WIDTH))


def _without_prompts(text: str) -> str:
    """The text without interactive examples: those are made pairs of their own."""
    blocks = re.split(r"\n\s*\n", text)
    return "\n\n".join(block for block in blocks if not re.search(r"^\s*(>>>|In \[\d+\])", block, re.MULTILINE))


def first_sentence(text: str) -> str:
    """The first sentence of a line of text."""
    found = re.match(r"(.+?(?<!e\.g)(?<!i\.e)(?<!\bcf)(?<!\bvs)(?<!et al)[.!?])(?=\s+[A-Z`$*]|\s*$)", text, re.DOTALL)
    return found[1] if found else text
