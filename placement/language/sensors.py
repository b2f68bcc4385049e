"""Checks virtual sensors: their stages, models, inputs and outputs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from placement.language.messages import Report
from placement.language.names import NAMELESS, Names
from placement.language.outputs import check_output
from placement.language.tree import Name, Reference, SetInput, SetModel, SetOutput, Statement, String, VirtualSensor

METHODS = {SetInput: "setInput", SetModel: "setModel", SetOutput: "setOutput"}


@dataclass
class Setup:
    """A virtual sensor's statements, each put where it belongs or seems to be meant."""

    sensor: VirtualSensor
    stages: dict[str, int]  # the group that each stage is in
    models: dict[str, SetModel] = field(default_factory=dict)
    inputs: dict[str, SetInput] = field(default_factory=dict)
    output: SetOutput | None = None
    folded: dict[str, str] = field(init=False)
    guessed: bool = True  # a model's stage could be told for every statement
    takes: dict[str, set[str]] = field(default_factory=dict)  # what a target chooses as its inputs
    feeds: set[str] = field(default_factory=set)  # virtual sensors and variables whose values it takes

    def __post_init__(self) -> None:
        self.folded = {stage.casefold(): stage for stage in self.stages}

    @property
    def name(self) -> str:
        """The virtual sensor's name."""
        return self.sensor.name.text

    def same(self, name: str) -> str | None:
        """The stage of this name, upper and lower case taken as one."""
        return self.folded.get(name.casefold())

    @property
    def free(self) -> list[str]:
        """Stages without a model."""
        return [stage for stage in self.stages if stage not in self.models]


class SensorCheck:
    """Checks all virtual sensors of a program."""

    def __init__(self, names: Names, report: Report, algorithms: Collection[str]) -> None:
        self._names, self._report = names, report
        self._algorithms = {name.casefold(): name for name in algorithms}

    def check(self, sensor: VirtualSensor) -> Setup:
        """Report what is wrong with one virtual sensor."""
        setup = Setup(sensor, {stage.text: at for at, group in enumerate(sensor.pipeline) for stage in group})
        self._stages(sensor)
        strays = [statement for statement in sensor.statements if not self._settle(statement, setup)]
        self._models_astray([stray for stray in strays if isinstance(stray, SetModel)], setup)
        for stray in strays:
            if not isinstance(stray, SetModel):
                self._astray(stray, setup)
        for statement in sensor.statements:
            self._references(statement, setup)
        self._missing(setup)
        return setup

    def _stages(self, sensor: VirtualSensor) -> None:
        seen: set[str] = set()
        for stage in (stage for group in sensor.pipeline for stage in group):
            if stage.text in seen:
                self._report.add("duplicate-stage", stage.span, what=sensor.name, name=stage)
            if stage.text in self._names.sensors:
                self._report.add("name-clash", stage.span, what=stage, kind="a virtual sensor")
            seen.add(stage.text)

    def _settle(self, statement: Statement, setup: Setup) -> bool:
        """Put a statement where its target says; False if the target is not one for it."""
        target = statement.target.text
        if isinstance(statement, SetModel) and target in setup.stages:
            first: Statement = setup.models.setdefault(target, statement)
        elif isinstance(statement, SetInput) and (target in setup.stages or target == setup.name):
            first = setup.inputs.setdefault(target, statement)
        elif isinstance(statement, SetOutput) and target == setup.name:
            first = setup.output = setup.output or statement
        else:
            return setup.sensor.auto and isinstance(statement, SetModel) and self._model_in_auto(statement)
        if first is not statement:
            code = METHODS[type(statement)].replace("set", "duplicate-").lower()
            self._report.add(code, statement.target.span, what=target, line=first.target.span.line)
        return True

    def _model_in_auto(self, statement: SetModel) -> bool:
        self._report.add("model-in-auto", statement.target.span)
        return True

    def _models_astray(self, strays: list[SetModel], setup: Setup) -> None:
        """Report models of no stage. If there are as many as stages without a model, they are taken in order."""
        in_order = dict(zip(map(id, strays), setup.free, strict=True)) if len(strays) == len(setup.free) else {}
        for stray in strays:
            if self._report.full:
                return
            target, free = stray.target.text, setup.free
            near = setup.same(target) or self._report.nearest(target, free) or in_order.get(id(stray))
            self._wrong_stage(stray.target, near or self._report.nearest(target, setup.stages), setup)
            setup.guessed &= near is not None
            if near:
                setup.models.setdefault(near, stray)

    def _wrong_stage(self, target: Name, near: str | None, setup: Setup) -> None:
        text, names = target.text, self._names
        if names.lost(text) or NAMELESS in setup.stages:
            return
        if setup.same(text):
            self._report.add("name-case", target.span, near, what=text)
        elif text in names.sensors:
            self._report.add("model-on-sensor", target.span, near, what=text)
        elif text in names.stages:
            self._report.add("foreign-stage", target.span, near, what=text, owner=names.stages[text].name)
        else:
            self._report.add("undeclared-stage", target.span, near, what=text, name=setup.name)

    def _astray(self, stray: SetInput | SetOutput, setup: Setup) -> None:
        """Report an input or an output of something else; it is taken as the virtual sensor's own."""
        self._wrong_sensor(stray, setup)
        if isinstance(stray, SetOutput):
            setup.output = setup.output or stray
        else:
            setup.inputs.setdefault(setup.same(stray.target.text) or setup.name, stray)

    def _wrong_sensor(self, stray: SetInput | SetOutput, setup: Setup) -> None:
        target, names, name = stray.target.text, self._names, setup.name
        span, method = stray.target.span, METHODS[type(stray)]
        same = name if name.casefold() == target.casefold() else isinstance(stray, SetInput) and setup.same(target)
        if names.lost(target, name):
            return
        if target in setup.stages:
            self._report.add("output-on-stage", span, f"{name}.{method}", what=target)
        elif same:
            self._report.add("name-case", span, same, what=target)
        elif target in names.sensors:
            self._report.add("foreign-sensor", span, name, what=target, method=method, name=name)
        elif target in names.stages:
            self._report.add("foreign-stage", span, name, what=target, owner=names.stages[target].name)
        else:
            self._report.add("undeclared-sensor", span, name, what=target)

    def _references(self, statement: Statement, setup: Setup) -> None:
        """Look up everything that a statement names."""
        target = statement.target.text
        stages = setup.stages if target in setup.stages else {}
        if isinstance(statement, SetInput):
            for source in statement.sources:
                self._source(source, target, stages, setup)
            self._repeated(statement)
        elif isinstance(statement, SetOutput):
            check_output(statement, self._report)
        else:
            self._algorithm(statement.algorithm)
            for argument in statement.arguments:
                if isinstance(argument, Reference) and self._is_file(argument):
                    self._report.add("unquoted", argument.span, f'"{argument.full}"', what=argument.full)
                elif isinstance(argument, Reference):
                    self._source(argument, target, stages, setup)
                elif isinstance(argument, String):
                    self._argument(argument, target, setup)

    def _is_file(self, argument: Reference) -> bool:
        """The name of a file without quotes: neither side of its dot is known."""
        owner, name = argument.owner, argument.name.text
        return owner is not None and not self._names.declares(owner.text) and name not in self._names.owners

    def _source(self, source: Reference, target: str, stages: dict[str, int], setup: Setup) -> None:
        unknown = source.owner is None and not self._names.declares(source.full)
        near = self._report.nearest(source.full, stages) if unknown else None
        setup.takes.setdefault(target, set()).add(near or source.full)
        found = self._names.resolve(source, stages)
        if source.owner is not None:
            return
        if found is None:
            self._order(source.name, target, setup)
        if source.name.text not in setup.stages:
            setup.feeds.add(source.name.text)

    def _argument(self, argument: String, target: str, setup: Setup) -> None:
        """A string may name a stage or a virtual sensor; else it is a file or a parameter."""
        text, names = argument.text, self._names
        same = setup.same(text) or names.folded.get(text.casefold()) or self._meant(text, target, setup)
        if text in setup.stages or text in names.sensors or same:
            setup.takes.setdefault(target, set()).add(same or text)
        if text in setup.stages:
            self._order(Name(text, argument.span), target, setup)
        elif text in names.sensors:
            names.read.add(text)
            setup.feeds.add(text)
        elif text in names.stages:
            near = self._report.nearest(text, [stage for stage in setup.stages if stage != target])
            self._report.add("foreign-stage", argument.span, near, what=text, owner=names.stages[text].name)
        elif same:
            self._report.add("text-or-name", argument.span, same, what=text)

    def _meant(self, text: str, target: str, setup: Setup) -> str | None:
        """The stage or virtual sensor that is nearly called so; a file has an ending or a folder."""
        if not text.isidentifier():
            return None
        names = (*setup.stages, *self._names.sensors)
        return self._report.nearest(text, [name for name in names if name not in (target, setup.name)])

    def _repeated(self, statement: SetInput) -> None:
        seen: set[Reference] = set()
        for source in statement.sources:
            if source in seen:
                self._report.add("repeated-source", source.span, what=source.full, name=statement.target)
            seen.add(source)

    def _order(self, source: Name, target: str, setup: Setup) -> None:
        stages = setup.stages if self._names.whole else {}
        if source.text in stages and stages[source.text] >= stages.get(target, len(setup.sensor.pipeline)):
            self._report.add("later-stage", source.span, what=source, name=target)

    def _algorithm(self, algorithm: String) -> None:
        if algorithm.text.casefold() not in self._algorithms:
            near = self._report.nearest(algorithm.text, self._algorithms.values())
            self._report.add("opaque-algorithm", algorithm.span, near, what=algorithm.text or '""')

    def _missing(self, setup: Setup) -> None:
        """Report what is not said of the virtual sensor; not where something of it could not be read."""
        if not self._names.whole:
            return
        spans = {stage.text: stage.span for group in setup.sensor.pipeline for stage in group}
        for stage in setup.free if setup.guessed else ():
            self._report.add("no-model", spans[stage], what=stage)
        for stage in self._idle(setup) if setup.guessed else ():
            self._report.add("unused-stage", spans[stage], what=stage)
        if not self._has_input(setup):
            self._report.add("no-input", setup.sensor.name.span, what=setup.name)
        if setup.output is None:
            code = "auto-no-output" if setup.sensor.auto else "no-output"
            self._report.add(code, setup.sensor.name.span, what=setup.name)
        elif not setup.output.types:
            self._report.add("no-types", setup.output.target.span)

    @staticmethod
    def _idle(setup: Setup) -> list[str]:
        """Stages before the last group whose output no later stage takes."""
        groups = [[stage.text for stage in group] for group in setup.sensor.pipeline]
        taken: set[str] = set().union(*setup.takes.values())
        for before, group in pairwise(groups):
            if not all(setup.takes.get(stage) for stage in group):
                taken.update(before)
        return [stage for group in groups[:-1] for stage in group if stage not in taken]

    def _has_input(self, setup: Setup) -> bool:
        """The virtual sensor has one, or each stage of its first group has one of its own."""
        inputs, first = setup.inputs, setup.sensor.pipeline[:1]
        if setup.name in inputs:
            return bool(inputs[setup.name].sources)
        return bool(first) and all(self._fed(stage.text, setup) for stage in first[0])

    def _fed(self, stage: str, setup: Setup) -> bool:
        if stage in setup.inputs:
            return bool(setup.inputs[stage].sources)
        arguments = setup.models[stage].arguments if stage in setup.models else ()
        return any(isinstance(item, Reference) or str(getattr(item, "text", "")) in setup.feeds for item in arguments)


def cycles(setups: dict[str, Setup], added: dict[str, set[str]]) -> Iterator[list[str]]:
    """Rings of what waits for each other, each as names with the first one again at the end.

    added: what is added to each variable; its own value it has already
    """
    feeds = {name: sources - {name} for name, sources in added.items()}
    feeds |= {name: setup.feeds for name, setup in setups.items()}
    feeds = {name: sources & feeds.keys() for name, sources in feeds.items()}
    while True:
        try:
            TopologicalSorter(feeds).prepare()
        except CycleError as error:
            ring = list(error.args[1])
            yield ring
            for name in ring:
                feeds[name] -= set(ring)
        else:
            return
