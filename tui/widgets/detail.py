"""One sub-task in detail: specification, code, documentation, sources, what the latest revision changed; and the run of them all."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, ScrollableContainer, Vertical, VerticalScroll
from textual.content import Content
from textual.highlight import highlight
from textual.widgets import OptionList, Static, TabbedContent, TabPane, Tabs
from textual.widgets.option_list import Option

from core.events import Event
from core.papers import Citation
from core.project import SubTask
from core.run_events import RunStarted
from tui.messages import CodeWanted, SourceWanted
from tui.progress import Progress
from tui.rows import printable
from tui.run_progress import RunProgress
from tui.widgets.prose import Prose
from tui.widgets.run import RunPart

_NOTHING = "Nothing chosen.\nA sub-task of the plan is shown here."
_RUN = "The run of the program"

TABS = ("spec", "code", "docs", "sources", "diff", "run")


class Detail(Vertical):
    """Renders a sub-task, and the last run of the program.

    Its parts are mounted when there is something to show: the first frame does not wait for them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "code('clipboard')", "Copy code"),
        Binding("s", "code('file')", "Save code"),
        Binding("o", "source", "Open page"),
        Binding("left", "tab(-1)", "Tab", show=False),
        Binding("right", "tab(1)", "Tab", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="detail")
        self._item: SubTask | None = None
        self._run: RunProgress | None = None
        self._cited: tuple[tuple[str, Citation], ...] = ()
        self._showing = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Nothing is chosen yet."""
        yield Static(_NOTHING, id="detail-title", markup=False)

    @property
    def shown(self) -> SubTask | None:
        """The sub-task that is shown."""
        return self._item

    async def show(self, task: SubTask, diff: str = "") -> None:
        """Another sub-task, or the same one after a change."""
        async with self._showing:
            await self._furnish()
            await self._fill(task, diff)

    async def _furnish(self) -> None:
        if not self.query(Parts):
            await self.mount(Parts())

    async def note(self, event: Event, progress: Progress) -> None:
        """An event of the running turn: a run that begins is brought to the front."""
        if isinstance(event, RunStarted) and (self._run is None or not self._run.running):
            titles = {number: item.title for number, item in progress.items.items()}
            await self.show_run(RunProgress(progress.clock, titles))
            self.turn_to("run")
        if self._run and self._run.running:
            self._run.note(event)

    async def show_run(self, run: RunProgress | None) -> None:
        """Another run, or none."""
        async with self._showing:
            self._run = run
            if run:
                await self._furnish()
            for part in self.query(RunPart):
                part.show(run)

    def draw(self) -> None:
        """Draw what a run has come to."""
        for part in self.query(RunPart):
            part.draw()

    def settle(self) -> None:
        """The turn is over, and with it a run that has not come to its end."""
        if self._run:
            self._run.stop()
            self.draw()

    async def _fill(self, task: SubTask, diff: str) -> None:
        self._item = task
        self._entitle()
        await self.query_one("#detail-spec", Prose).update(_spec(task))
        code = _numbered(task.program.code, "python") if task.program else (Content(""), Content("No code yet."))
        for name, content in zip(("#code-lines", "#code-text"), code, strict=True):
            self.query_one(name, Static).update(content)
        docs = task.program.documentation if task.program else "No documentation yet."
        await self.query_one("#detail-docs", Prose).update(docs)
        self._show_sources(task)
        self.query_one("#detail-diff", Static).update(_highlighted(diff, "diff") if diff else "No change.")

    async def clear(self) -> None:
        """There is nothing to show."""
        async with self._showing:
            self._item, self._run, self._cited = None, None, ()
            await self.remove_children(Parts)
            self._entitle()

    @on(TabbedContent.TabActivated)
    def _entitle(self) -> None:
        """Say what is shown: the run is that of all sub-tasks."""
        ran = any(tabs.active == "tab-run" for tabs in self.query(TabbedContent))
        of_item = f"{self._item.id} {printable(self._item.title)}" if self._item else _NOTHING
        self.query_one("#detail-title", Static).update(_RUN if ran else of_item)

    def turn_to(self, tab: str) -> None:
        """Bring one of TABS to the front."""
        for tabs in self.query(TabbedContent):
            tabs.active = f"tab-{tab}"

    def enter(self) -> None:
        """Take the keys."""
        for tabs in self.query(Tabs):
            tabs.focus()

    def action_code(self, to: str) -> None:
        """Copy or save the code."""
        if self._item and self._item.program:
            self.post_message(CodeWanted(self._item.id, "clipboard" if to == "clipboard" else "file"))

    def action_source(self) -> None:
        """Open the page of the source under the cursor."""
        for sources in self.query("#sources").results(OptionList):
            if sources.highlighted is not None and sources.highlighted < len(self._cited):
                self.post_message(SourceWanted(self._cited[sources.highlighted][1]))

    def action_tab(self, step: int) -> None:
        """The next or the previous tab."""
        for tabs in self.query(TabbedContent):
            at = TABS.index(tabs.active.removeprefix("tab-"))
            self.turn_to(TABS[(at + step) % len(TABS)])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that have nothing to work on are not offered."""
        del parameters
        if action == "code":
            return bool(self._item and self._item.program)
        return bool(self._cited) if action == "source" else True

    def _show_sources(self, task: SubTask) -> None:
        self._cited = task.spec.cited() if task.spec else ()
        sources = self.query_one("#sources", OptionList)
        sources.clear_options()
        sources.add_options(Option(_source(field, citation)) for field, citation in self._cited)
        if not self._cited:
            sources.add_option(Option("No sources: nothing in the literature was quoted.", disabled=True))
        sources.highlighted = 0 if self._cited else None
        self.refresh_bindings()

    @on(OptionList.OptionSelected, "#sources")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_source()


class Parts(Vertical):
    """The tabs."""

    def compose(self) -> ComposeResult:
        """One pane for each of TABS."""
        with TabbedContent(initial="tab-spec"):
            with TabPane("Spec", id="tab-spec"), VerticalScroll():
                yield Prose(id="detail-spec")
            with TabPane("Code", id="tab-code"), ScrollableContainer(), Horizontal(id="code"):
                yield Static(id="code-lines", markup=False)
                yield Static(id="code-text", markup=False)
            with TabPane("Docs", id="tab-docs"), VerticalScroll():
                yield Prose(id="detail-docs")
            with TabPane("Sources", id="tab-sources"):
                yield OptionList(id="sources", markup=False)
            with TabPane("Diff", id="tab-diff"), ScrollableContainer():
                yield Static(id="detail-diff", markup=False)
            with TabPane("Run", id="tab-run"):
                yield RunPart()


def _spec(task: SubTask) -> str:
    """The description, the wishes and the specification, or what there is of them."""
    parts = [task.description, *_origin(task)]
    if task.error:
        parts.append(f"**Failed**\n\n{task.error}")
    if task.wishes:
        parts.append("**Wishes**\n" + "\n".join(f"- {wish}" for wish in task.wishes))
    # A line of its own for each heading, as the specification's text has none between heading and target.
    parts.append(task.spec.markdown().replace("**\n", "**\n\n") if task.spec else "*No specification yet.*")
    if task.notes:
        parts.append("**Notes**\n" + "\n".join(f"- {note}" for note in task.notes))
    return "\n\n".join(parts)


def _origin(task: SubTask) -> list[str]:
    """Where its program and the sub-task itself come from, and what the library has in its place."""
    program = task.program.origin if task.program else f"from the library, tested: {task.taken}" if task.taken else ""
    parts = [
        f"**Program:** {program}." if program else "",
        f"**Sub-task:** of the library's plan {task.plan}." if task.plan else "",
        f"**Offer:** {task.offered} of the library fits here. `/take {task.id}` takes it over." if task.offered else "",
    ]
    return [part for part in parts if part]


def _source(field: str, citation: Citation) -> Content:
    """Title, page and the quoted span."""
    return Content.assemble(
        (printable(citation.title) or "untitled", "bold"),
        f", p. {citation.page}",
        (f" · {printable(field)}", "$text-muted"),
        f"\n“{printable(citation.quote)}”\n",
    )


def _numbered(code: str, language: str) -> tuple[Content, Content]:
    """Line numbers, and the code beside them: a selection takes the code alone."""
    shown = _highlighted(code.rstrip("\n"), language)
    count = shown.plain.count("\n") + 1
    width = len(str(count))
    return Content("\n".join(f"{number:>{width}} " for number in range(1, count + 1))), shown


def _highlighted(text: str, language: str) -> Content:
    return highlight(printable(text).expandtabs(4), language=language)
