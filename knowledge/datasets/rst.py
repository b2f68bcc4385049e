"""reStructuredText, as docstrings have it, to the Markdown that models are to write."""

from __future__ import annotations

import re

_DROPPED = re.compile(
    r"\.\. (?:versionadded|versionchanged|deprecated|plot|image|figure|index|seealso|only|raw|include|literalinclude|"
    r"contents|currentmodule|module|autosummary|toctree|footbibliography|bibliography|minigallery|rubric|tab-set|"
    r"legacy|jupyterlite|try_examples|ipython|doctest|testsetup|testcode|testoutput|highlight|container|tags|"
    r"automodule|autofunction|autoclass|automethod|inheritance-diagram|graphviz|mermaid|table|list-table|csv-table|"
    r"tabularcolumns|cssclass|class|role|default-role|meta|xp_capabilities|cite|_[^:]+|\[[^\]]*\]|\|[^|]*\|)(?:::|:|\s|$)"
)
_KEPT = re.compile(
    r"\.\. (note|warning|tip|important|caution|hint|attention|math|admonition|topic|code-block|code)::\s*(.*)"
)
_ROLE = re.compile(r":(?:[\w+.-]+:)*([\w+.-]+):`([^`]+)`")
_TITLED = re.compile(r"^\s*!?~?(.*?)\s*(?:<([^<>]*)>)?\s*$", re.DOTALL)
_LINK = re.compile(r"`([^`<]+?)\s*<[^`>]+>`__?")
_CITED = re.compile(r"\b(in|by|of|to|from|see|See)(?:\s+\[(?:[\w#*-]{1,20}\]_|\d{1,2}\](?!\w)),?(?:\s+and(?=\s+\[))?)+")
_FOOTNOTE = re.compile(r"^\s*\[\^\w+\]:.*$|\s*\[\^\w+\]", re.MULTILINE)
_REFERENCE = re.compile(r"\s*(?:\[[\w#*-]{1,20}\]_)(?:\s*,?\s*\[[\w#*-]{1,20}\]_)*")
_RULE = re.compile(r"^\s*(?:=+(?: +=+)+|\+[-=+]+\+|={4,}|-+(?: +-+)+)\s*$")
_BOILERPLATE = re.compile(r"\*\*Array API Standard Support\*\*.*?(?:See :ref:`dev-arrayapi`.*?\.|\Z)", re.DOTALL)
_POINTER = re.compile(
    r"(?:(?<=[.!?:)]\s)|(?<=\n\n)|\A)[A-Z](?:(?!\.\s|\n\s*\n).)*?(?:\bsphx_glr_\w+(?:\.py)?|\b[Uu]ser [Gg]uide\b)"
    r"(?:(?!\.(?:\s|\Z)|\n\s*\n).)*\.?",
    re.DOTALL,
)
"""A sentence that points into its package's own pages."""
_TARGET = r"(?::(?:ref|doc|term):`[^`]*`|(?:the )?`*(?:Notes|Examples?|References)\b)"
_SEE = rf"(?:[Pp]lease )?(?:[Ss]ee|[Rr]efer to|[Rr]ead more in)\b[^.;()]{{0,80}}?{_TARGET}[^;()]*?"
_ELSEWHERE = re.compile(
    rf"\s*\({_SEE}\.?\)|[,;]\s+{_SEE}(?=\.(?:\s|\Z)|\n\s*\n|\Z)"
    rf"|(?:(?<=[.!?:]\s)|(?<=\n)|\A)[ ]*(?:For [^.;()]{{0,80}},\s)?{_SEE}(?:\.(?=\s|\Z)|(?=\n\s*\n)|\Z)"
)
"""What sends the reader to a page, or to a section that is not part of a pair."""
_VERSION = re.compile(r"\s*\(\*version\w+: [\d.]+\*\)|\s*\.\. ?(?:version\w+|deprecated)::.*?(?=\n\s*\n|\Z)", re.DOTALL)
LEAKS = re.compile(r":\w+:`|^[- ]*\.\. |``|\[\w+\]_(?!\w)|%\(\w+\)s|>>>|sphx_glr_|^\s*@\w+\{", re.MULTILINE)
"""Markup that must not be left in a text."""


def markdown(text: str) -> str:
    """The text without directives, roles and citations that mean nothing outside of its package's documentation."""
    lines = _directives(text.expandtabs().splitlines())
    found = "\n".join(line.rstrip() for line in lines if not _RULE.match(line))
    found = _BOILERPLATE.sub("", found)
    found = _ROLE.sub(_role, _ELSEWHERE.sub("", found))
    found = re.sub(r"``(.+?)``", r"`\1`", found, flags=re.DOTALL)
    found = _FOOTNOTE.sub("", _REFERENCE.sub("", _CITED.sub(r"\1 the literature", _LINK.sub(r"\1", found))))
    found = re.sub(r"`([\w .,-]+)`__?(?!\w)", r"\1", found)
    found = re.sub(r"`[!~][\w.]*?(\w+)`", r"`\1`", found)
    found = re.sub(r"(?<!\w)\|([A-Za-z][\w ]*)\|(?!\w)", r"\1", found)
    found = re.sub(r"\s*::[ ]*$", ":", found, flags=re.MULTILINE)
    found = re.sub(r"(?<!\\)\\(?=[*_|` ])", "", found)
    found = _VERSION.sub("", _POINTER.sub("", found))
    return re.sub(r"\n{3,}", "\n\n", found).strip()


def one_line(text: str) -> str:
    """The text as Markdown on one line, lists separated by semicolons."""
    items = re.sub(r"\n\s*[-*\u2022]\s+", "; ", markdown(text))
    return re.sub(r"([:;,.])\s*;\s", r"\1 ", " ".join(items.split()))


def _role(match: re.Match[str]) -> str:
    kind, inner = match[1], match[2]
    if kind == "math":
        return f"${inner.strip()}$"
    if kind.startswith(("footcite", "cite", "issue", "pr", "gh")):
        return ""
    title, target = _title(inner)
    shown = title or target
    if inner.lstrip().startswith("~"):
        shown = shown.rpartition(".")[2]
    return shown if kind in ("ref", "doc", "term", "std", "user", "wiki", "sup", "sub", "any", "gui") else f"`{shown}`"


def _title(inner: str) -> tuple[str, str]:
    found = _TITLED.match(inner)
    return (found[1], found[2] or "") if found else (inner, "")


def _directives(lines: list[str]) -> list[str]:
    kept: list[str] = []
    number = 0
    while number < len(lines):
        text = lines[number].lstrip()
        indent = len(lines[number]) - len(text)
        number += 1
        if not text.startswith(".. ") and text != "..":
            kept.append(lines[number - 1])
            continue
        body, number = _body(lines, number, indent)
        kept += _shown(text, body, " " * indent)
    return kept


def _body(lines: list[str], number: int, indent: int) -> tuple[list[str], int]:
    start = number
    while number < len(lines) and (
        not lines[number].strip() or len(lines[number]) - len(lines[number].lstrip()) > indent
    ):
        number += 1
    return lines[start:number], number


def _shown(text: str, body: list[str], margin: str) -> list[str]:
    """What is left of a directive."""
    found = _KEPT.match(text)
    if not found or _DROPPED.match(text):
        return [""] if body and not body[-1].strip() else []
    options = [line for line in body if not re.match(r"\s*:\w[\w-]*:", line)]
    inner = [margin + line.strip() for line in options]
    if found[1] == "math":
        formula = " ".join(part for part in (found[2], *(line.strip() for line in inner)) if part)
        return ["", f"{margin}$${formula}$$", ""]
    if found[1] in ("code-block", "code"):
        return ["", *[line for line in options if line.strip()], ""]
    first = [margin + found[2]] if found[2] and found[1] not in ("admonition", "topic") else []
    return ["", *first, *_directives(inner), ""]
