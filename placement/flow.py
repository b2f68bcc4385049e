"""From a program to its data flow graph: logic blocks and the flows between them (section IV-B1, Fig. 6).

A block is made first and connected later, from a list of things to do: nothing here calls itself, however deep a program is.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from placement import cycles, loading
from placement.blocks import Block, FlowGraph, Kind, Place
from placement.flow_reading import (
    Notes,
    Pipeline,
    State,
    called,
    interpolated,
    label,
    notes,
    parts,
    read,
    states,
    written,
)
from placement.language.names import implicit_edge, is_edge
from placement.language.tree import (
    Action,
    All,
    Any,
    Application,
    Assignment,
    Comparison,
    Condition,
    Name,
    Number,
    Reference,
    Rule,
    Span,
    String,
)
from placement.profiles import Opaque, Profiles

AUTO = "AUTO"
_MOST_FLOWS = 1_000_000
Arguments = tuple[String | Number | Reference, ...]


def graph(application: Application, opaque: Mapping[str, Opaque] | None = None) -> FlowGraph:
    """The data flow graph of a program without errors; virtual sensors that no rule needs are left out.

    opaque: profiles of algorithms and stages; where one prices a stage, its window is what an interface gives, not a reading
    Raises `cycles.Cycle` where stages or virtual sensors wait for each other, ValueError for a name that is not declared.
    """
    builder = _Builder(application, opaque or {})
    for rule in application.rules:
        builder.rule(rule)
    return builder.finish(application.name.text)


def places(application: Application) -> tuple[Place, ...]:
    """The declared devices. The first of the kind ``Edge`` is the edge server; if there is none, one is added."""
    edge = next(filter(is_edge, application.devices), None)
    declared = tuple(
        Place(device.alias.text, device.kind.text, device is edge, notes(device.annotation))
        for device in application.devices
    )
    return declared if edge else (*declared, Place(implicit_edge(application), "Edge", edge=True))


class _Builder:
    """The blocks and flows so far, and what is still to be connected."""

    def __init__(self, application: Application, opaque: Mapping[str, Opaque]) -> None:
        self.known = Profiles({}, {}, opaque=opaque)
        self.places = places(application)
        self.everywhere = tuple(place.alias for place in self.places)
        self.edge = next(place.alias for place in self.places if place.edge)
        self.interfaces = {
            f"{device.alias}.{interface.name}": notes(interface.annotation)
            for device in application.devices
            for interface in device.interfaces
        }
        self.sensors = {sensor.name.text: sensor for sensor in application.sensors}
        self.states = states(application.rules)
        self.pipelines: dict[str, Pipeline] = {}
        self.blocks: list[Block] = []
        self.flows: dict[tuple[int, int], None] = {}
        self.shared: dict[str, int] = {}
        self.numbers: Counter[str] = Counter()
        self.todo: deque[Callable[[], None]] = deque()

    def finish(self, name: str) -> FlowGraph:
        """Connect what is left, and sort. The inputs of a block keep the order that the program gives them."""
        while self.todo:
            self.todo.popleft()()
        order = cycles.order([block.name for block in self.blocks], self.flows)
        rank = {block: position for position, block in enumerate(order)}
        flows = sorted(((rank[source], rank[target]) for source, target in self.flows), key=lambda flow: flow[1])
        blocks = _described([self.blocks[index] for index in order], flows)
        return FlowGraph(name, self.places, tuple(blocks), tuple(flows))

    def add(self, block: Block) -> int:
        """A new block; its name gets a number if it is taken."""
        self.numbers[block.name] += 1
        if (number := self.numbers[block.name]) > 1:
            block = replace(block, name=f"{block.name}#{number}")
        self.blocks.append(block)
        return len(self.blocks) - 1

    def unnamed(self, kind: Kind, span: Span, functionality: str = "", arguments: Arguments = ()) -> int:
        """A new block that the program has no name for: CMP1, CMP2; junctions lie on the edge."""
        self.numbers[kind] += 1
        lies = (self.edge,) if kind in {Kind.CONJ, Kind.DISJ} else self.everywhere
        name = f"{kind}{self.numbers[kind]}"
        return self.add(Block(name, kind, functionality, lies, arguments=arguments, span=span))

    def flow(self, sources: Iterable[int], target: int) -> None:
        """Data goes from each of these blocks to the target, once each."""
        self.flows.update(dict.fromkeys((source, target) for source in sources))
        if len(self.flows) > _MOST_FLOWS:
            raise ValueError(f"The program has more than {_MOST_FLOWS:,} flows. Make its parallel groups smaller.")

    def rule(self, rule: Rule) -> None:
        """A junction of the conditions, and two blocks for each action."""
        junction = self.junction(rule.condition, rule.span)
        for action in rule.actions:
            self.action(action, junction)

    def junction(self, condition: Condition, span: Span) -> int:
        """CONJ, or DISJ for ``||``; a single comparison has its CONJ, too."""
        whole = All((condition,)) if isinstance(condition, Comparison) else condition
        root = self.unnamed(_junction(whole), span)
        stack: list[tuple[All | Any, int]] = [(whole, root)]
        while stack:
            joined, target = stack.pop()
            for part in parts(joined):
                if isinstance(part, Comparison):
                    source = self.comparison(part)
                else:
                    source = self.unnamed(_junction(part), span)
                    stack.append((part, source))
                self.flow((source,), target)
        return root

    def comparison(self, comparison: Comparison) -> int:
        """A CMP block; equal comparisons share one."""
        text = f"CMP({written(comparison.left)} {comparison.operator} {written(comparison.right)})"
        if text not in self.shared:
            self.shared[text] = index = self.unnamed(Kind.CMP, comparison.span, text)
            self.todo.append(partial(self.compare, index, comparison))
        return self.shared[text]

    def compare(self, index: int, comparison: Comparison) -> None:
        """The inputs of a CMP."""
        for mentioned in chain(read(comparison.left), read(comparison.right)):
            self.flow(self.sources(mentioned), index)

    def variable(self, name: str) -> int:
        """The block that adds a variable up. It lies where the variable is set back, so that a reset needs no flow."""
        if name not in self.shared:
            state = self.states[name]
            lies = (state.keeper,) if state.keeper else self.everywhere
            self.shared[name] = index = self.add(
                Block(name, Kind.ALGORITHM, state.functionality, lies, "Sum", (), state.notes, state.variable.span)
            )
            self.todo.append(partial(self.accumulate, index, state))
        return self.shared[name]

    def accumulate(self, index: int, state: State) -> None:
        """What is added to a variable. Its own value it has already."""
        for mentioned in state.sources:
            self.flow((source for source in self.sources(mentioned) if source != index), index)

    def action(self, action: Action, junction: int) -> None:
        """AUX and ACTUATE; what the arguments mention flows to ACTUATE."""
        device, name = action.device.text, label(action)
        if device not in self.everywhere:
            raise _undeclared(device)
        known = self.interface(name) if action.interface else ()
        arguments = tuple(one for one in action.arguments if not isinstance(one, Assignment))
        auxiliary = self.unnamed(Kind.AUX, action.span, arguments=arguments)
        actuate = self.add(Block(name, Kind.ACTUATE, f"ACTUATE({name})", (device,), notes=known, span=action.span))
        self.flow((junction,), auxiliary)
        self.flow((auxiliary,), actuate)
        for mentioned in chain.from_iterable(map(self.mentioned, arguments)):
            self.flow(self.sources(mentioned), actuate)

    def mentioned(self, argument: String | Number | Reference) -> Iterator[Reference]:
        """What an action's argument takes data from, ``{NAME}`` in a string too."""
        if isinstance(argument, Reference):
            yield argument
        elif isinstance(argument, String):
            yield from filter(self.declared, interpolated(argument))

    def declared(self, mentioned: Reference) -> bool:
        """Whether a reference names a virtual sensor, a variable or an interface."""
        if mentioned.owner is not None:
            return f"{mentioned.owner}.{mentioned.name}" in self.interfaces
        return mentioned.name.text in self.sensors or mentioned.name.text in self.states

    def sources(self, mentioned: Reference, pipeline: Pipeline | None = None, window: int = 1) -> Sequence[int]:
        """The blocks that a reference stands for; a stage's own pipeline comes before all else."""
        name = mentioned.name.text
        if mentioned.owner is not None:
            return (self.sample(f"{mentioned.owner}.{name}", mentioned.owner.text, window),)
        if pipeline is not None and name in pipeline.blocks:
            return (pipeline.blocks[name],)
        if name in self.sensors:
            return self.pipeline(name).outputs
        if name in self.states:
            return (self.variable(name),)
        raise _undeclared(name)

    def sample(self, name: str, device: str, window: int) -> int:
        """The SAMPLE block of an interface, of a reading or of a window; those who need the same share it."""
        given, text = dict(self.interface(name)), f"SAMPLE({name})"
        if window > 1:
            given["values"], text = window, f"SAMPLE({name}, {window})"
        if text not in self.shared:
            self.shared[text] = self.add(Block(name, Kind.SAMPLE, text, (device,), notes=tuple(given.items())))
        return self.shared[text]

    def interface(self, name: str) -> Notes:
        """The annotation of a declared interface."""
        if name not in self.interfaces:
            raise _undeclared(name)
        return self.interfaces[name]

    def pipeline(self, name: str) -> Pipeline:
        """A virtual sensor with the blocks of its stages, which are connected later."""
        if name not in self.pipelines:
            self.pipelines[name] = pipeline = Pipeline.of(self.sensors[name])
            for position, group in enumerate(pipeline.groups):
                usual = pipeline.usual(position)
                for stage in group:
                    pipeline.blocks[stage.text] = self.stage(pipeline, stage, usual)
        return self.pipelines[name]

    def stage(self, pipeline: Pipeline, stage: Name, usual: tuple[Reference, ...]) -> int:
        """An algorithm primitive. The inputs it chooses are no arguments any more."""
        name, sensor, model = stage.text, pipeline.sensor, pipeline.models.get(stage.text)
        if model is None and not sensor.auto:
            raise ValueError(f"The stage {name} of {sensor.name} has no algorithm. Add {name}.setModel(...).")
        algorithm, given = (model.algorithm.text, model.arguments) if model else (AUTO, ())
        chosen = [self.chosen(argument, pipeline) for argument in given]
        inputs = (*pipeline.own(name), *filter(None, chosen)) or usual
        arguments = tuple(argument for argument, taken in zip(given, chosen, strict=True) if taken is None)
        index = self.add(
            Block(
                name if sensor.auto else f"{sensor.name}.{name}",
                Kind.ALGORITHM,
                called(algorithm, (*inputs, *arguments)),
                self.everywhere,
                algorithm,
                arguments,
                notes(model.annotation) if model else (),
                stage.span,
            )
        )
        window = self.known.opaque[one[1]].window if (one := loading.pricing(self.blocks[index], self.known)) else 1
        self.todo.append(partial(self.connect, index, inputs, pipeline, window))
        return index

    def chosen(self, argument: String | Number | Reference, pipeline: Pipeline) -> Reference | None:
        """The input that an argument of ``setModel`` names, a stage or a virtual sensor in quotes (Fig. 17)."""
        if isinstance(argument, String) and (argument.text in pipeline.stages or argument.text in self.sensors):
            return Reference(None, Name(argument.text, argument.span), span=argument.span)
        return argument if isinstance(argument, Reference) else None

    def connect(self, index: int, inputs: Iterable[Reference], pipeline: Pipeline, window: int) -> None:
        """The inputs of a stage."""
        for mentioned in inputs:
            self.flow(self.sources(mentioned, pipeline, window), index)


def _junction(condition: All | Any) -> Kind:
    return Kind.CONJ if isinstance(condition, All) else Kind.DISJ


def _described(blocks: Sequence[Block], flows: Iterable[tuple[int, int]]) -> Iterator[Block]:
    """Blocks with what they do to their inputs where the program has no words for it: ``CONJ(CMP1, CMP2)``."""
    sources, _ = cycles.adjacent(len(blocks), flows)
    for block, taken in zip(blocks, sources, strict=True):
        if block.functionality:
            yield block
        else:
            yield replace(block, functionality=called(block.kind, [blocks[one].name for one in taken]))


def _undeclared(name: str) -> ValueError:
    return ValueError(f"{name} is not declared. Check the program, which names the place.")
