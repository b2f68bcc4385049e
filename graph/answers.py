"""Structured answers: read as JSON, wherever in the text they stand, and turned into parameters."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from core.contracts import normal_type
from core.project import Parameter, identifier
from graph.asking import InvalidError
from graph.sources import Named, named_source

T = TypeVar("T")


def read_json(text: str, key: str, kind: type[T]) -> T:
    """The value of ``key`` in the JSON object that the text holds; raises InvalidError where there is none."""
    return value_of(read_object(text), key, kind)


def value_of(answer: Mapping[str, Any], key: str, kind: type[T]) -> T:
    """The value of ``key`` in an answer; raises InvalidError where it is missing or of another kind."""
    value = answer.get(key)
    if not isinstance(value, kind):
        raise InvalidError(f'the JSON object needs "{key}" as a {kind.__name__}')
    return value


def read_object(text: str) -> dict[str, Any]:
    """The first JSON object of the text, fences and talk around it ignored; raises InvalidError where there is none."""
    start = text.find("{")
    if start < 0:
        raise InvalidError("there is no JSON object")
    try:
        value, _ = json.JSONDecoder().raw_decode(text[start:])
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidError(f"the JSON does not parse: {error}") from error
    if not isinstance(value, dict):
        raise InvalidError("the JSON is no object")
    return value


def read_target(text: str) -> tuple[str, Named]:
    """The target of a sub-task in one line, and the source it names."""
    answer = read_object(text)
    target = one_line(value_of(answer, "target", str))
    if len(target) < 8:
        raise InvalidError("the target says nothing")
    return target, named_source(answer)


def read_parameters(text: str, side: str, least: int) -> tuple[tuple[Parameter, Named], ...]:
    """Parameters with Python names, each once, and the source that each names; what has no usable name or type is left out.

    Raises InvalidError when fewer than ``least`` remain, with the reason of the last that was left out.
    """
    found: dict[str, tuple[Parameter, Named]] = {}
    reason = f"at least {least} of the {side} must be listed"
    for item in read_json(text, side, list):
        try:
            parameter = _parameter(item)
        except InvalidError as error:
            reason = error.message
        else:
            found.setdefault(parameter.name, (parameter, named_source(item)))
    if len(found) < least:
        raise InvalidError(reason)
    return tuple(found.values())


def _parameter(item: object) -> Parameter:
    match item:
        case {"name": str(name), "type": str(type_), "meaning": str(meaning), **rest}:
            spelled = normal_type(type_)
            if spelled is None:
                raise InvalidError(f"'{type_}' is no Python type")
            return Parameter(
                _python_name(name), spelled, one_line(meaning), _short(rest.get("shape")), _short(rest.get("unit"))
            )
    raise InvalidError("every parameter needs name, type and meaning")


def _python_name(text: str) -> str:
    name = text.strip().split("(")[0].strip("` ")
    if re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII) and not keyword.iskeyword(name):
        return name
    made = identifier(name, fallback="")
    if not made:
        raise InvalidError(f"'{text}' is no name for a Python variable")
    return made


def _short(value: object) -> str:
    """Shape or unit, empty where the model wrote that there is none."""
    text = one_line(value) if isinstance(value, str) else ""
    return "" if text.lower() in {"none", "null", "n/a", "na", "unknown", "-", "?", "unitless", "scalar"} else text


def one_line(text: str) -> str:
    """Text without line breaks and control characters, terminal escapes among them."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
