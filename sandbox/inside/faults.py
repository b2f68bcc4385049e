"""An exception of the program, traced to the step at fault and said in one line."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType

_HERE = str(Path(__file__).resolve().parent)
_FRAMES = 12
_LONGEST_REASON = 300
_LONGEST_TRACE = 4000
_LIMITS = {
    errno.EFBIG: "a file grew over the limit on what may be written",
    errno.ENOSPC: "the private /tmp is full",
    errno.EMFILE: "too many open files",
    errno.EAGAIN: "too many processes or threads",
}


def own(trace: TracebackType | None) -> TracebackType | None:
    """The traceback without the frames of this package."""
    kept: list[TracebackType] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        if not code.co_filename.startswith((_HERE, "<frozen importlib")):
            kept.append(trace)
        trace = trace.tb_next
    made: TracebackType | None = None
    for part in reversed(kept):
        made = TracebackType(made, part.tb_frame, part.tb_lasti, part.tb_lineno)
    return made


def fault(error: BaseException, files: Mapping[str, int], folder: Path) -> dict[str, object]:
    """Kind, reason, sub-task and trace of an exception that nobody caught; its frames are ``own`` ones.

    files: the sub-task of each module, by the module's path
    """
    file, line, subtask = _place(error, files, folder)
    where = f" ({file}, line {line})" if file else ""
    said = _first_line(error)
    kind = _kind(error, folder)
    limit = _limit(error)
    reason = f"{limit}: {said}" if limit else said
    return {
        "kind": "limit" if limit else kind,
        "reason": f"{reason[: _LONGEST_REASON - len(where)]}{where}",
        "subtask": subtask,
        "trace": _trace(error, folder),
    }


def _kind(error: BaseException, folder: Path) -> str:
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).parent == folder:
        return "syntax"
    return "import" if isinstance(error, ImportError) else "error"


def _limit(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "out of memory"
    if isinstance(error, OSError) and error.errno in _LIMITS:
        return _LIMITS[error.errno]
    return _LIMITS[errno.EAGAIN] if isinstance(error, RuntimeError) and "start new thread" in str(error) else ""


def _place(error: BaseException, files: Mapping[str, int], folder: Path) -> tuple[str, int, int]:
    """File, line and sub-task: the deepest frame in a step, in what raised it or in what that was raised from."""
    for link in _chain(error):
        if isinstance(link, SyntaxError) and link.filename and link.filename in files:
            return Path(link.filename).name, link.lineno or 0, files[link.filename]
        if isinstance(link, ModuleNotFoundError) and link.name and str(folder / f"{link.name}.py") in files:
            return f"{link.name}.py", 0, files[str(folder / f"{link.name}.py")]
        for name, number in reversed(_lines(link)):
            if name in files:
                return Path(name).name, number, files[name]
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).parent == folder:
        return Path(error.filename).name, error.lineno or 0, 0
    inside = [(name, number) for name, number in _lines(error) if Path(name).is_relative_to(folder)]
    return (Path(inside[-1][0]).name, inside[-1][1], 0) if inside else ("", 0, 0)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _lines(error: BaseException) -> list[tuple[str, int]]:
    return [(frame.f_code.co_filename, number) for frame, number in traceback.walk_tb(error.__traceback__)]


def _first_line(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"{type(error).__name__}: {error.msg}"
    if isinstance(error, SystemExit):
        return f"the program ended itself with {'status ' if isinstance(error.code, int) else ''}{error.code}"
    lines = _text(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as problem:  # noqa: BLE001 - a class of the program may raise whatever it likes
        return f"(its text cannot be made: {type(problem).__name__})"


def _trace(error: BaseException, folder: Path) -> str:
    frames = traceback.extract_tb(error.__traceback__, limit=-_FRAMES)
    said = (
        traceback.format_exception_only(type(error), error)
        if isinstance(error, SyntaxError)
        else [f"{type(error).__name__}: {_text(error)}\n"]
    )
    text = "".join([*traceback.format_list(frames), *said])
    return text.replace(f"{folder}/", "")[-_LONGEST_TRACE:]
