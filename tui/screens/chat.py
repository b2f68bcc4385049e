"""The main screen: plan, conversation and detail, side by side or one at a time, above the field to write in.

The field and the status are its first frame; the three parts follow as soon as what draws them is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.reactive import var
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer

from tui.messages import SubTaskSelected, Suggested
from tui.widgets.complaint import Complaint
from tui.widgets.composer import Composer
from tui.widgets.status import Status

if TYPE_CHECKING:
    from agent.chat import Status as ChatStatus
    from core.events import Event, PlanChecked
    from core.project import Project, SubTask
    from tui.pieces import Author
    from tui.progress import Progress
    from tui.widgets.conversation import Conversation
    from tui.widgets.detail import Detail
    from tui.widgets.plan import Plan

_DRAWN_PER_SECOND = 4
_PLAN_GROWS = frozenset({"ModelChosen", "SubTaskReady", "SpecReady", "ProgramReady"})


class ChatScreen(Screen[None]):
    """Lays the parts out and hands them what they render."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared so by Textual
        (0, "-narrow"),
        (100, "-wide"),
    ]
    AUTO_FOCUS = "#field"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "app.slash('help')", "Help"),
        Binding("f2", "front('plan')", "Plan"),
        Binding("f3", "front('conversation')", "Chat"),
        Binding("f4", "front('detail')", "Detail"),
        Binding("f5", "app.retry", "Retry", priority=True),
        Binding("f6", "app.slash('model')", "Switch backend", priority=True),
        Binding("ctrl+r", "app.correct", "Correct", priority=True),
        Binding("ctrl+s", "app.slash('session')", "Sessions", priority=True),
        Binding("f7", "app.slash('methods')", "Methods", priority=True),
        Binding("ctrl+l", "app.slash('papers')", "Papers", show=False, priority=True),
        Binding("escape", "app.cancel", "Cancel"),
        Binding("escape", "leave", "Back", show=False),
    ]
    front: var[str] = var("conversation")

    plan: Plan
    conversation: Conversation
    detail: Detail

    def __init__(self) -> None:
        super().__init__()
        self.furnished = False
        self._progress: Progress | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Room for the parts, what went wrong, the field, the status."""
        yield Horizontal(id="parts")
        yield Complaint(id="complaint")
        yield Composer(_commands)
        yield Status()

    def on_mount(self) -> None:
        """Rates move while a turn runs."""
        self._timer = self.set_interval(1 / _DRAWN_PER_SECOND, self._draw, pause=True)

    async def furnish(self) -> None:
        """Put the plan, the conversation and the detail in, and the keys."""
        from tui.widgets.conversation import Conversation
        from tui.widgets.detail import Detail
        from tui.widgets.plan import Plan

        self.plan, self.conversation, self.detail = Plan(), Conversation(), Detail()
        await self.query_one("#parts").mount(self.plan, self.conversation, self.detail)
        await self.mount(Footer(compact=True, show_command_palette=False))
        self.furnished = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not there yet cannot be brought to the front."""
        del parameters
        return self.furnished or action not in {"front", "leave", "page", "to_end"}

    @property
    def composer(self) -> Composer:
        """Where the person writes."""
        return self.query_one(Composer)

    @property
    def status(self) -> Status:
        """The line above the keys."""
        return self.query_one(Status)

    @property
    def complaint(self) -> Complaint:
        """What went wrong last."""
        return self.query_one(Complaint)

    async def open(self, project: Project | None, lines: Sequence[tuple[Author, str]]) -> None:
        """Another session: its project and its conversation."""
        self.complaint.clear()
        await self._settle()
        self.plan.show(project)
        await self.detail.show_run(None)
        if project is None or not project.order:
            await self.detail.clear()
        await self.conversation.live.clear()
        await self.conversation.show(lines)
        self.composer.field.remember([text for author, text in lines if author == "person"])
        await self.greet()

    async def greet(self, status: ChatStatus | None = None) -> None:
        """Show a newcomer what to do where nothing was said yet."""
        from tui.widgets.welcome import Welcome

        found = self.query(Welcome)
        if not self.conversation.empty:
            await found.remove()
        elif not found:
            await self.conversation.mount(Welcome(), before=0)
        self.conversation.set_class(self.conversation.empty, "-empty")
        if status is not None:
            for welcome in self.query(Welcome):
                welcome.show(status)

    async def begin(self, said: str, project: Project | None, progress: Progress) -> None:
        """A turn begins."""
        self._progress = progress
        self.complaint.clear()
        self.conversation.begin(said, progress)
        self.plan.show(project, progress)
        await self.greet()
        if self._timer:
            self._timer.resume()

    async def note(self, event: Event, project: Callable[[], Project | None]) -> None:
        """An event of the running turn; ``project`` reads the project as it stands."""
        if self._progress is None:
            return
        self._progress.note(event)
        self.status.context(self._progress.context)
        await self.conversation.note(event)
        await self.detail.note(event, self._progress)
        if type(event).__name__ == "RunStarted" and not self.composer.field.text:
            # The keys stay with the field: Esc there cancels the run, and afterwards goes back.
            self.front = "detail"
        if type(event).__name__ in _PLAN_GROWS:
            self.plan.show(project(), self._progress)

    async def finish(self, project: Project | None, lines: Sequence[tuple[Author, str]]) -> None:
        """The turn is over: the project, and the lines that it added."""
        await self._settle()
        for author, text in lines:
            await self.conversation.add(author, text)
        await self.conversation.live.clear()
        self.plan.show(project)

    async def _settle(self) -> None:
        """No turn runs any more."""
        self._progress = None
        if self._timer:
            self._timer.pause()
        self.detail.settle()
        await self.conversation.live.finish()

    def review(self, project: Project, checked: PlanChecked | None) -> None:
        """A plan waits for the person. Keys that are being typed into the field go on going there."""
        if self._progress:
            self._progress.wait(project)
        self.plan.ask(project, checked)
        if self.detail.shown:
            self.post_message(SubTaskSelected(self.detail.shown.id, entered=False))
        if not self.composer.field.text:
            self.action_front("plan")
            self.plan.review.focus()
        else:
            self.complaint.say("The plan waits for your decision.", "F2 goes there.")

    def reviewed(self) -> None:
        """The person has decided."""
        self.plan.review.close()
        self.complaint.clear()
        self.action_front("conversation")

    async def show_task(self, task: SubTask, diff: str) -> None:
        """A sub-task in detail, as far as the running turn has made it."""
        made = self._progress.items if self._progress else {}
        await self.detail.show(made.get(task.id, task), diff)

    def made(self, number: int) -> SubTask | None:
        """A sub-task of the plan that is being made."""
        return self._progress.items.get(number) if self._progress else None

    def watch_front(self, front: str) -> None:
        """On a narrow terminal one part is seen at a time."""
        for part in ("plan", "conversation", "detail"):
            self.set_class(part == front, f"-{part}")

    def action_front(self, part: str) -> None:
        """Bring a part to the front and give it the keys."""
        self.front = part
        if part == "plan":
            (self.plan.review if self.plan.review.waits else self.query_one("#subtasks")).focus()
        elif part == "detail":
            self.detail.enter()
        else:
            self.composer.field.focus()

    def action_leave(self) -> None:
        """Close the completion, or go back to the field."""
        if self.composer.offers:
            self.composer.close()
        else:
            self.action_front("conversation")

    def action_page(self, step: int) -> None:
        """Scroll the conversation by a page."""
        tail = self.conversation.tail
        (tail.action_page_down if step > 0 else tail.action_page_up)()

    async def action_to_end(self) -> None:
        """To the end of the conversation."""
        await self.conversation.to_end()

    @on(Suggested)
    def _suggested(self, event: Suggested) -> None:
        self.composer.fill(event.text)

    def _draw(self) -> None:
        if self._progress:
            self._progress.tick()
        self.plan.draw()
        self.detail.draw()


def _commands(text: str) -> list[tuple[str, str]]:
    """Slash commands that begin like the text."""
    from agent.slash import COMMANDS, complete

    helps = {f"/{command.name}": f"{command.arguments} {command.help}".strip() for command in COMMANDS}
    return [(name, helps[name]) for name in complete(text)]
