"""Programs in the EdgeProg language, and profiles with round numbers."""

from __future__ import annotations

from placement.blocks import FlowGraph
from placement.flow import graph
from placement.language.parsing import parse
from placement.profiles import Data, DeviceProfile, InterfaceProfile, NetworkProfile, Opaque, Profiles, Work

DEVICES = "RPI A(MIC, DOOR_UNLOCK, OPEN_DOOR); TelosB B(LIGHT_SOLAR); Edge E(Database);"
VOICE = """
VSensor VoiceRecog("FE, ID"){
  VoiceRecog.setInput(A.MIC);
  FE.setModel("MFCC");
  ID.setModel("GMM", "open.gmm");
  VoiceRecog.setOutput(<string_t>, "open");
}"""
RULE = 'IF (VoiceRecog=="open" && B.LIGHT_SOLAR<100) THEN (A.DOOR_UNLOCK && A.OPEN_DOOR);'


def program(rules: str = RULE, sensors: str = VOICE, devices: str = DEVICES) -> FlowGraph:
    """The graph of a program, SmartDoor (Fig. 4) if nothing else is given."""
    text = f"Application Door{{ Configuration{{ {devices} }} Implementation{{ {sensors} }} Rule{{ {rules} }} }}"
    application, diagnostics = parse(text)
    assert application is not None
    assert not diagnostics
    return graph(application)


def stages(name: str, pipeline: str, source: str, model: str = "Double") -> str:
    """A virtual sensor whose stages all have one model."""
    names = pipeline.replace("{", "").replace("}", "").split(", ")
    models = "".join(f'{stage}.setModel("{model}");' for stage in names)
    return f'VSensor {name}("{pipeline}"){{ {name}.setInput({source}); {models} {name}.setOutput(<float_t>); }}\n'


def channels(count: int, length: int) -> FlowGraph:
    """As the EEG benchmark: parallel channels of stages in a row that one stage joins."""
    devices = "".join(f"TelosB A{channel}(EEG);" for channel in range(count))
    pipeline = ", ".join(f"W{stage}" for stage in range(length))
    sensors = "".join(stages(f"C{channel}", pipeline, f"A{channel}.EEG") for channel in range(count))
    joined = stages("All", "JOIN", ", ".join(f"C{channel}" for channel in range(count)))
    return program("IF (All > 0.5) THEN (E.Alarm);", sensors + joined, f"{devices} Edge E(Alarm);")


def flows(graph: FlowGraph) -> set[tuple[str, str]]:
    """Pairs of names."""
    return {(graph.blocks[source].name, graph.blocks[target].name) for source, target in graph.flows}


def inputs(graph: FlowGraph, name: str) -> list[str]:
    """Names of what a block takes, in order."""
    index = [block.name for block in graph.blocks].index(name)
    return [graph.blocks[source].name for source in graph.inputs(index)]


def device(
    name: str, clock: float, radio: str, ram: float = 10_000, flash: float = 50_000, *aliases: str, edge: bool = False
) -> DeviceProfile:
    """A device whose cycles tell the classes apart."""
    cycles = {"integer": 1.0, "multiply": 10.0, "float_add": 100.0, "float_multiply": 1000.0, "special": 10_000.0}
    return DeviceProfile(name, clock, ram, flash, cycles, 2.0, 0.1, 30.0, 50.0, radio, "", "measured", aliases, edge)


PROFILES = Profiles(
    devices={
        "TelosB": device("TelosB", 1e6, "Zigbee"),
        "RaspberryPi": device("RaspberryPi", 1e8, "WiFi", 1e9, 1e10, "RPI"),
        "Edge": device("Edge", 1e9, "WiFi", 1e12, 1e12, edge=True),
    },
    networks={
        "Zigbee": NetworkProfile("Zigbee", 100, 0.01, "", ("802.15.4",)),
        "WiFi": NetworkProfile("WiFi", 1000, 0.001, ""),
    },
    interfaces={"MIC": InterfaceProfile("MIC", Data(500, 2)), "EEG": InterfaceProfile("EEG", Data(128, 4))},
    opaque={
        "Double": Opaque(Work(float_add=5), Data(20, 4), 200, 1000),
        "MFCC": Opaque(Work(float_multiply=7, special=3), Data(39, 4), 300, 4000),
        "GMM": Opaque(Work(float_add=2), Data(1, 2), 100, 2000),
    },
)
