"""What is known of devices, radios and networks, and of the work that an algorithm does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Work:
    """Operations of one run of an algorithm, by class; a device's profile gives cycles for each.

    integer: additions, comparisons, shifts and moves of integers; multiply: products of integers
    float_add, float_multiply: of single precision; special: square roots, logarithms, exponentials, divisions
    """

    integer: float = 0.0
    multiply: float = 0.0
    float_add: float = 0.0
    float_multiply: float = 0.0
    special: float = 0.0


@dataclass(frozen=True, slots=True)
class Data:
    """What flows from one block to another: a number of values of some bytes each."""

    values: int
    width: int = 4

    @property
    def size(self) -> int:
        """In bytes."""
        return self.values * self.width


@dataclass(frozen=True, slots=True)
class DeviceProfile:
    """A kind of device.

    clock: Hz; ram, flash: bytes that an application may take
    cycles: for each class of `Work`, the cycles of one operation
    active, idle, transmit, receive: powers in mW; the last two are of the whole device with its own radio
    radio: the network it speaks if none is named
    source: where the figures come from; basis: 'data sheet', 'cycle counts' or 'measured'
    """

    name: str
    clock: float
    ram: float
    flash: float
    cycles: Mapping[str, float]
    active: float
    idle: float
    transmit: float
    receive: float
    radio: str
    source: str
    basis: str
    aliases: tuple[str, ...] = ()
    edge: bool = False


@dataclass(frozen=True, slots=True)
class NetworkProfile:
    """A network: what one packet carries and how long it takes.

    payload: bytes of a packet, r of Eq. 4; packet_time: s of a packet, t of Eq. 4
    transmit, receive: mW of a usual radio alone, for devices whose own radio is another; 0 if not known
    """

    name: str
    payload: int
    packet_time: float
    source: str
    aliases: tuple[str, ...] = ()
    transmit: float = 0.0
    receive: float = 0.0

    @property
    def has_powers(self) -> bool:
        """Whether it tells what a radio takes."""
        return self.transmit > 0 and self.receive > 0


@dataclass(frozen=True, slots=True)
class InterfaceProfile:
    """What one sample of a sensor gives: windows of some values."""

    name: str
    data: Data
    source: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opaque:
    """Cost of an algorithm that gpiot does not have, from a profile or an annotation.

    window: samples that one run takes of each interface; 1 where it takes what a reading gives
    """

    work: Work
    output: Data
    ram: float = 0.0
    flash: float = 0.0
    window: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a person's own profile comes from. source: what its table says of that, empty where it says nothing"""

    file: Path
    source: str = ""


@dataclass(frozen=True, slots=True)
class Profiles:
    """All that a placement is computed from. Names are found without regard to case, by alias too.

    own: for those that a person's folder gives or changes, by kind (``networks``) and name, where they come from
    """

    devices: Mapping[str, DeviceProfile]
    networks: Mapping[str, NetworkProfile]
    interfaces: Mapping[str, InterfaceProfile] = field(default_factory=dict)
    opaque: Mapping[str, Opaque] = field(default_factory=dict)
    own: Mapping[tuple[str, str], Origin] = field(default_factory=dict)
