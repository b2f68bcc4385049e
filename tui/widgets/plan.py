"""The plan: the problem, its sub-tasks with state and dependencies, and its review before anything else runs."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from core.events import PlanChecked
from core.project import Project, SubTask, SubTaskState
from tui.messages import SubTaskSelected
from tui.progress import Progress
from tui.rows import printable
from tui.widgets.review import Review

SYMBOLS = {
    SubTaskState.WAITING: ("○", "$text-muted"),
    SubTaskState.RUNNING: ("●", "$text-accent"),
    SubTaskState.DONE: ("✓", "$text-success"),
    SubTaskState.STALE: ("≈", "$text-warning"),
    SubTaskState.FAILED: ("✗", "$text-error"),
}
"""Each state has a symbol and its own word: colour only repeats them."""

_LIBRARY, _OFFER = "◆ library", "◇ offer"
"""A sub-task whose program is a method of the library, and one for which there is such a method."""

_EMPTY = "No plan yet.\nDescribe an application below."


class Plan(Vertical):
    """Renders a project, and what a running turn says of it; selecting a sub-task posts SubTaskSelected."""

    project: var[Project | None] = var(None, init=False)

    def __init__(self) -> None:
        super().__init__(id="plan")
        self._progress: Progress | None = None
        self._rows: list[tuple[int, Content]] = []

    def compose(self) -> ComposeResult:
        """Title, sub-tasks, review."""
        yield Static(_EMPTY, id="problem", markup=False)
        yield OptionList(id="subtasks", markup=False, compact=True)
        yield Review()

    def on_mount(self) -> None:
        """Nothing to choose yet."""
        self.draw()

    @property
    def review(self) -> Review:
        """Where a plan is accepted or edited."""
        return self.query_one(Review)

    def show(self, project: Project | None, progress: Progress | None = None) -> None:
        """The project as it stands; ``progress`` of the turn that works on it."""
        self._progress = progress
        self.project = project
        self.draw()

    def ask(self, project: Project, checked: PlanChecked | None) -> None:
        """Show a plan that waits for the person."""
        self.review.ask(checked)
        self.show(project)

    def draw(self) -> None:
        """Draw what changed; rates move while a turn runs."""
        title = printable(self.project.problem.title) if self.project else _EMPTY
        self.query_one("#problem", Static).update(title)
        rows = [(task.id, self._row(task)) for task in self._tasks()]
        if [number for number, _ in rows] != [number for number, _ in self._rows]:
            self._refill(rows)
        else:
            changed = [row for row, old in zip(rows, self._rows, strict=True) if row != old]
            for number, content in changed:
                self._list.replace_option_prompt(str(number), content)
        self._rows = rows
        self._list.display = bool(rows)

    @property
    def _list(self) -> OptionList:
        return self.query_one("#subtasks", OptionList)

    def _refill(self, rows: list[tuple[int, Content]]) -> None:
        chosen = self._list.highlighted
        self._list.clear_options()
        self._list.add_options(Option(content, id=str(number)) for number, content in rows)
        if rows:
            self._list.highlighted = min(chosen or 0, len(rows) - 1)

    def _tasks(self) -> list[SubTask]:
        """The project's sub-tasks as far as a turn has made them, or those of a plan that is being made."""
        made = self._progress.items if self._progress else {}
        known = [made.get(task.id, task) for task in self.project] if self.project else []
        return known or list(made.values())

    def _row(self, task: SubTask) -> Content:
        row = self._progress.rows.get(task.id) if self._progress else None
        state = row.state if row else task.state
        if state is SubTaskState.RUNNING and self.review.waits:
            state = SubTaskState.WAITING
        symbol, style = SYMBOLS[state]
        arrow = f"  ← {', '.join(map(str, task.depends_on))}" if task.depends_on else ""
        return Content.assemble(
            (f"{symbol} ", style),
            (f"{task.id} {printable(task.title)}", "bold"),
            (arrow, "$text-muted"),
            (f"\n  {self._state(task, state)}", style),
            (f" · {mark}" if (mark := _mark(task)) else "", "$text-accent"),
        )

    def _state(self, task: SubTask, state: SubTaskState) -> str:
        """The state in words, with the speed or the reason."""
        row = self._progress.rows.get(task.id) if self._progress else None
        match state:
            case SubTaskState.RUNNING:
                rate = self._progress.rate(task.id) if self._progress else 0
                speed = f" {rate:.1f} tok/s" if rate else ""
                return f"running{speed}" + (f" · {row.stage}" if row and row.stage else "")
            case SubTaskState.FAILED:
                return f"failed: {printable((row and row.reason) or task.error)}"
            case SubTaskState.STALE:
                return "stale: what it needs has changed"
            case _:
                return str(state)

    @on(OptionList.OptionHighlighted, "#subtasks")
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._tell(event, entered=False)

    @on(OptionList.OptionSelected, "#subtasks")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._tell(event, entered=True)

    def _tell(self, event: OptionList.OptionHighlighted | OptionList.OptionSelected, *, entered: bool) -> None:
        event.stop()
        if event.option_id:
            self.post_message(SubTaskSelected(int(event.option_id), entered))


def _mark(task: SubTask) -> str:
    """What the library has to do with a sub-task."""
    return _LIBRARY if task.taken else _OFFER if task.offered else ""
