"""Why a run failed: out of what the driver reported, how the process ended, and where it was just before."""

from __future__ import annotations

import re
import signal
from collections.abc import Mapping
from pathlib import Path

from core.project import Parameter
from core.runs import Fault, Limits, Step
from sandbox.channels import file_of
from sandbox.job import Job
from sandbox.reported import ReportedFault, Reports

_FRAME = re.compile(r'^  File "(?P<file>[^"]{1,4096})", line (?P<line>\d{1,9})', re.MULTILINE)
_LONGEST_TRACE = 4000


def fault_of(
    job: Job, limits: Limits, reports: Reports, status: int, broken: str, dump: str, printed: str
) -> Fault | None:
    """The fault of a run that has ended, None where it has none.

    status: exit status, 128 + N where signal N ended it; broken: the limit for which it was ended, in words
    dump: where each thread stood, as ``faulthandler`` writes it
    """
    steps = {step.subtask: step for step in job.steps}
    if broken:
        return _stopped(job, reports, "limit", f"over the limit of {broken}", dump)
    if reports.fault:
        return _reported(reports.fault, steps, limits, printed)
    if status > 128:
        return _stopped(job, reports, "crash", _signal_name(status - 128), dump)
    if not reports.ended:
        reason = f"the program ended at once with status {status}" if reports.started else _unstarted(status, printed)
        return _stopped(job, reports, "crash", reason, dump)
    return None


def no_result(job: Job, reports: Reports) -> Fault | None:
    """The fault of a run that came to its end without the result that its last sub-task declares."""
    last = next((step for step in job.steps if step.subtask == job.only), job.steps[-1] if job.steps else None)
    if last is None or not last.outputs:
        return None
    reason = f"the program came to its end without calling {last.function}, which gives the result"
    return Fault("result", reason, 0 if last.subtask not in reports.seconds else last.subtask)


def _reported(found: ReportedFault, steps: Mapping[int, Step], limits: Limits, printed: str) -> Fault:
    trace = _contract(found, steps) if found.kind == "contract" else found.trace
    reason = found.reason
    if found.kind == "limit" and reason.startswith("out of memory"):
        reason = reason.replace("out of memory", f"out of memory (the limit is {limits.memory_mb} MB)", 1)
    if reason.startswith("the program ended itself with status") and (line := _last_line(printed)):
        reason = f"{reason}: {line}"
    return Fault(found.kind, reason, found.subtask, found.provider, trace, found.values)


def _contract(found: ReportedFault, steps: Mapping[int, Step]) -> str:
    """Both specifications of a breached contract: what the one gives and what the other takes."""
    lines = []
    if found.side == "output" and found.subtask in steps:
        lines += _listed(f"Sub-task {found.subtask} gives", steps[found.subtask].outputs)
    elif found.subtask in steps:
        if found.provider in steps:
            lines += _listed(f"Sub-task {found.provider} gives", steps[found.provider].outputs)
        lines += _listed(f"Sub-task {found.subtask} takes", steps[found.subtask].inputs)
    return "\n".join(lines)[:_LONGEST_TRACE]


def _listed(title: str, parameters: tuple[Parameter, ...]) -> list[str]:
    return [f"{title}:", *(f"- {parameter.markdown()}" for parameter in parameters)]


def _stopped(job: Job, reports: Reports, kind: str, reason: str, dump: str) -> Fault:
    """A fault of which only the place is known: by the frames, else by the sub-task that was running."""
    files = {str(file_of(job.folder, step)): step.subtask for step in job.steps}
    running = next(reversed(reports.running), 0)
    place = _place(dump, files)
    subtask = place[1] if place else running
    if place:
        reason = f"{reason} ({Path(place[0]).name}, line {place[2]})"
    elif running:
        function = next(step.function for step in job.steps if step.subtask == running)
        reason = f"{reason}, in {function}"
    values = reports.running.get(subtask, {})
    trace = dump.strip().replace(f"{job.folder.absolute()}/", "")[:_LONGEST_TRACE]
    return Fault("limit" if kind == "limit" else "crash", reason, subtask, 0, trace, values)


def _place(dump: str, files: Mapping[str, int]) -> tuple[str, int, int] | None:
    """File, sub-task and line of the frame nearest to the fault; the thread at fault, or the main one, comes first."""
    threads = re.split(r"^(?=(?:Current thread|Thread) 0x)", dump, flags=re.MULTILINE)
    for text in sorted(threads, key=lambda text: not text.startswith("Current thread")):
        for match in _FRAME.finditer(text):
            if match["file"] in files:
                return match["file"], files[match["file"]], int(match["line"])
    return None


def _signal_name(number: int) -> str:
    if number == signal.SIGKILL:
        return "the program was killed from outside; this machine may be out of memory"
    try:
        return (signal.strsignal(number) or signal.Signals(number).name).capitalize()
    except ValueError:
        return f"the program was ended by signal {number}"


def _unstarted(status: int, printed: str) -> str:
    said = _last_line(printed)
    return f"the interpreter did not start (status {status}){f': {said}' if said else ''}"


def _last_line(printed: str) -> str:
    from core.terminal import clean

    lines = [line for line in clean(printed[-2000:]).splitlines() if line.strip()]
    return lines[-1].strip()[:200] if lines else ""
