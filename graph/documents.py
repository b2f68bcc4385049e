"""The README and the requirements of a project folder."""

from __future__ import annotations

from core.contracts import gaps
from core.demands import uncovered
from core.packages import package_of
from core.project import Project, SubTask


def requirements(project: Project) -> str:
    """``requirements.txt``: known packages by name; an import nobody knows is named in a comment, never installed."""
    imported = sorted({name for subtask in project if subtask.program for name in subtask.program.imports})
    known = [package for name in imported if (package := package_of(name))]
    unknown = [
        f"# {name}: imported, but not a package that gpiot knows; check it before you install anything"
        for name in imported
        if not package_of(name)
    ]
    return "".join(f"{line}\n" for line in [*known, *unknown])


def readme(project: Project) -> str:
    """``README.md``: the problem, the plan, what nothing covers, and the documentation of every module."""
    parts = [
        f"# {project.problem.title}",
        "Written by gpiot from the problem below. Every module says where it comes from: which model wrote it, or which tested "
        "method of the library it is. Nothing was run when this was written.",
        "## Problem\n\n" + project.problem.markdown(),
        "## Run\n\nIn a sandbox, measured: `gpiot run FOLDER --data PATH`. By hand:\n\n"
        "```\npip install -r requirements.txt\npython main.py --help\n```",
        "## Plan\n\n" + _planned(project) + "\n".join(_line(subtask) for subtask in project),
        *_sources(project),
        *_open_points(project),
        *(_section(subtask) for subtask in project),
    ]
    return "\n\n".join(parts) + "\n"


def _planned(project: Project) -> str:
    """Who made the plan, where that was no model."""
    plans = dict.fromkeys(subtask.plan for subtask in project if subtask.plan)
    return f"By the plan {', '.join(plans)} of the library, made by hand.\n\n" if plans else ""


def _line(subtask: SubTask) -> str:
    after = f" (after {', '.join(map(str, subtask.depends_on))})" if subtask.depends_on else ""
    origin = f", {subtask.program.origin}" if subtask.program else ""
    return f"{subtask.id}. **{subtask.title}**{after}: {subtask.description} `{subtask.file_name}`, {subtask.state}{origin}"


def _open_points(project: Project) -> list[str]:
    missing = [f"- {s.id}. {s.title}: nobody provides the input `{name}`" for s in project for name in gaps(s)]
    failed = [f"- {s.id}. {s.title}: {s.error}" for s in project if s.error]
    demands = [f"- Demand {demand}" for demand in uncovered(project.traces)]
    sections = (
        ("Inputs that `main.py` asks for", missing),
        ("Sub-tasks that failed", failed),
        ("Demands that no sub-task speaks of", demands),
    )
    return [f"## {title}\n\n" + "\n".join(lines) for title, lines in sections if lines]


def _sources(project: Project) -> list[str]:
    """Each paper with the pages that specifications cite, and who cites what."""
    lines = [
        f'- {citation.title}, page {citation.page}: "{citation.said}" ({subtask.id}. {subtask.title}, {field})'
        for subtask in project
        if subtask.spec
        for field, citation in subtask.spec.cited()
    ]
    return ["## Sources\n\n" + "\n".join(sorted(lines))] if lines else []


def _section(subtask: SubTask) -> str:
    if subtask.program is None:
        return f"## {subtask.id}. {subtask.title}\n\nNo program: {subtask.error or 'not written yet'}"
    return f"## {subtask.id}. {subtask.title}\n\n{subtask.program.documentation}"
