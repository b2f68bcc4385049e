"""What do the best placements save, and how long do they take to find? The five benchmarks of the technical report.

    python -m bench.placement [--quick] [--limit SECONDS] [--svg DIR] [--page FILE]
    python -m bench.placement --drawn

Prints what Fig. 8, 9, 10, 20 and 21 show, each beside what the report's text says; its bars themselves are lost.
``--svg`` writes the pictures, ``--page`` the tables as Markdown. ``--quick`` leaves out the larger problems of Fig. 20
and 21 (seconds instead of a minute). ``--drawn`` times drawn applications of up to 10,000 instead (`placement_solvers`).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import placement_solvers
from bench.report import show, table
from placement.benchmarks.tables import Outcome, outcome
from placement.problem import Goal


def drawn(limit: float) -> None:
    """Random applications instead of EEG, for energy as in Appendix B."""
    rows = placement_solvers.timed(Goal.ENERGY, limit, seed=1)
    stages = placement_solvers.STAGES
    show("placement", ("problem", "scale", "solver", "status", "total_s", *stages, "solving_s", "cpu_s", "gap"), rows)


def written(found: Outcome, pictures: Path | None, page: Path | None) -> None:
    """Pictures and tables as files."""
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        for name, svg in found.pictures.items():
            (pictures / f"{name}.svg").write_text(svg, encoding="utf-8")
    if page:
        page.write_text("\n".join(one.markdown() for one in found.tables), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="only what takes seconds")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds for one solver and one problem")
    parser.add_argument("--svg", type=Path, help="folder for the pictures")
    parser.add_argument("--page", type=Path, help="file for the tables as Markdown")
    parser.add_argument("--drawn", action="store_true", help="time drawn applications instead")
    given = parser.parse_args()
    if given.drawn:
        drawn(given.limit)
        return
    found = outcome(quick=given.quick, limit=given.limit)
    for one in found.tables:
        print(f"\n{one.title}\n{one.note}\n{table(one.columns, one.rows)}" if one.rows else "")
    written(found, given.svg, given.page)


if __name__ == "__main__":
    main()
