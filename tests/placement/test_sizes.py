from __future__ import annotations

from dataclasses import replace

import pytest

from placement.algorithms.catalogue import CATALOGUE
from placement.loading import UNKNOWN_INTERFACE, load
from placement.profiles import Data, Opaque, Work
from placement.sizes import SIGNAL, CostError, Demand, Waiting, assumed, demands, estimates, outputs
from tests.placement.programs import DEVICES, PROFILES, VOICE, program, stages

NO_OPAQUE = replace(PROFILES, opaque={})
COMPARED = "IF (V > 1) THEN (E.Database);"


def demand(name: str, sensors: str = VOICE, **more: str) -> Demand:
    """What a block of SmartDoor asks for, or of another program that compares V."""
    found = program(sensors=sensors, **more)
    profiles = PROFILES if sensors == VOICE or "Double" in sensors else NO_OPAQUE
    return dict(zip([block.name for block in found.blocks], demands(found, profiles), strict=True))[name]


def stage(model: str, after: str = "", source: str = "A.MIC") -> Demand:
    sensor = stages("V", "F", source).replace('F.setModel("Double");', f"F.setModel({model}){after};")
    return demand("V.F", sensor, rules=COMPARED)


def test_samples_give_what_their_profile_says() -> None:
    assert demand("A.MIC") == Demand(Data(500, 2), Work(integer=500), ram=1000)
    assert demand("B.LIGHT_SOLAR").output == UNKNOWN_INTERFACE.data


def test_an_annotation_comes_before_the_profile() -> None:
    assert demand("A.MIC", devices=DEVICES.replace("MIC", "MIC @(values=7)")).output == Data(7, 2)
    assert demand("A.MIC", devices=DEVICES.replace("MIC", "MIC @(width=1)")).output == Data(500, 1)
    assert demand("B.LIGHT_SOLAR", devices=DEVICES.replace("SOLAR", "SOLAR @(values=3, width=8)")).output.size == 24


def test_an_interface_that_is_sampled_and_acted_on_keeps_its_profile() -> None:
    found = program("IF (A.MIC > 1) THEN (A.MIC);", "")
    assert outputs(found, PROFILES)[0] == Data(500, 2)


def test_logic_gives_a_signal_and_costs_next_to_nothing() -> None:
    found = program()
    asked = dict(zip([block.name for block in found.blocks], demands(found, PROFILES), strict=True))
    for name in ("CMP1", "CONJ1", "AUX1", "A.OPEN_DOOR"):
        assert (asked[name].output, asked[name].flash) == (SIGNAL, 0)
    assert SIGNAL.size == 1
    assert asked["CMP1"].work == Work(float_add=1, integer=1)
    assert asked["CONJ1"].work == Work(integer=2)


@pytest.mark.parametrize(
    ("call", "size"),
    [
        ('Database("' + "x" * 300 + '")', 300),
        ('Database("heiß")', 5),
        ('Database("{VoiceRecog} is {B.LIGHT_SOLAR}!", VoiceRecog)', 5),
        ('Database("", B.LIGHT_SOLAR)', 1),
        ("Database(7, 8)", 8),
        ("Database", 1),
    ],
)
def test_a_message_weighs_what_the_program_says_in_it(call: str, size: int) -> None:
    rule = f'IF (VoiceRecog == "open" && B.LIGHT_SOLAR < 100) THEN (A.DOOR_UNLOCK && A.OPEN_DOOR && E.{call});'
    asked = demand("AUX3", rules=rule)
    assert (asked.output, asked.ram) == (Data(size, 1), size)
    assert asked.flash == (size if size > 1 else 0)


def test_opaque_algorithms_take_their_profile() -> None:
    assert demand("VoiceRecog.FE") == Demand(Data(39, 4), Work(float_multiply=7, special=3), ram=300, flash=4000)


def test_a_profile_of_one_stage_comes_before_that_of_its_algorithm() -> None:
    found = program()
    measured = Opaque(Work(integer=1), Data(3, 3), 5, 6)
    profiles = replace(PROFILES, opaque={**PROFILES.opaque, "VoiceRecog.FE": measured})
    names = [block.name for block in found.blocks]
    assert demands(found, profiles)[names.index("VoiceRecog.FE")] == Demand(Data(3, 3), Work(integer=1), 0, 5, 6)


def test_the_catalogues_model_is_asked_with_inputs_and_settings() -> None:
    mean = CATALOGUE["Mean"]
    data = (Data(500, 2),)
    assert stage('"mean"') == Demand(mean.output(data), mean.work(data), 0, mean.ram(data), mean.stored(data))
    wide = CATALOGUE["WindowSlicing"]
    (setting, *_) = wide.settings((100,))
    assert setting
    assert stage('"WindowSlicing", 100').output == wide.output(data, (100,))
    assert stage('"WindowSlicing", 100').output != stage('"WindowSlicing", 200').output


def test_data_is_followed_down_a_chain() -> None:
    sensor = stages("V", "F, G", "A.MIC", "Wavelet")
    found = program(COMPARED, sensor)
    sizes = dict(zip([block.name for block in found.blocks], outputs(found, NO_OPAQUE), strict=True))
    first = CATALOGUE["Wavelet"].output((Data(500, 2),))
    assert sizes["V.F"] == first
    assert sizes["V.G"] == CATALOGUE["Wavelet"].output((first,))
    assert sizes["V.G"].size < sizes["V.F"].size < sizes["A.MIC"].size


def test_an_annotation_prices_what_nobody_knows() -> None:
    known = stage('"Mystery"', " @(cycles=50, output=6, width=8, ram=9, flash=10)")
    assert known == Demand(Data(6, 8), Work(), 50, 9, 10)
    assert stage('"Mystery"', " @(float_multiply=5, special=2, output=6)") == Demand(
        Data(6, 4), Work(float_multiply=5, special=2), 0, 24, 0
    )


def test_an_annotation_changes_what_is_known_key_by_key() -> None:
    plain = stage('"Mean"')
    assert stage('"Mean"', " @(cycles=50)") == replace(plain, work=Work(), cycles=50)
    assert stage('"Mean"', " @(output=9)") == replace(plain, output=Data(9, plain.output.width))
    assert stage('"Mean"', " @(flash=0, ram=3)") == replace(plain, ram=3, flash=0)


@pytest.mark.parametrize(
    ("model", "after", "message"),
    [
        ('"Mystery"', "", "V.F cannot be priced: nothing is known of the algorithm Mystery.*@.cycles"),
        ('"Wavelett"', "", "Did you mean Wavelet"),
        ('"Mystery"', " @(cycles=50)", "its annotation has no output. Add output="),
        ('"Mystery"', " @(integer=50, width=2)", "its annotation has no output. Add output="),
        ('"Mystery"', " @(output=50)", "its annotation has no cycles. Add cycles=.*operations"),
        ('"Mystery"', " @(ram=50)", "nothing is known of the algorithm Mystery.*@.cycles=..., output="),
        (
            '"Mean", 1, 2, 3, 4, 5',
            "",
            "V.F cannot be priced: Mean: 5 numbers are given.* Leave out the last numbers .*, or w",
        ),
        ('"FC"', "", "V.F cannot be priced: nothing tells FC its .*as a number"),
    ],
)
def test_what_cannot_be_priced_is_told_by_name(model: str, after: str, message: str) -> None:
    with pytest.raises(CostError, match=message) as caught:
        stage(model, after)
    assert caught.value.hint
    assert str(caught.value) == f"{caught.value.message} {caught.value.hint}"


def told(sensor: str) -> dict[str, CostError]:
    """Of each block of a virtual sensor, why its cost cannot be told."""
    found = program(COMPARED, sensor)
    answers = zip([block.name for block in found.blocks], estimates(found, NO_OPAQUE), strict=True)
    return {name: answer for name, answer in answers if isinstance(answer, CostError)}


def test_what_takes_something_without_a_price_waits_for_it() -> None:
    chain = stages("V", "F, G, H", "A.MIC", "Mean")
    assert told(chain) == {}
    without = told(chain.replace('F.setModel("Mean")', 'F.setModel("Mystery")'))
    assert [isinstance(one, Waiting) for one in without.values()] == [False, True, True]
    priced = chain.replace('F.setModel("Mean")', 'F.setModel("Mystery")').replace(
        'G.setModel("Mean")', 'G.setModel("Mean") @(cycles=1, output=1)'
    )
    assert list(told(priced)) == ["V.F"]


def test_what_is_wrong_with_a_stage_itself_is_told_even_while_it_waits() -> None:
    chain = stages("V", "F, G, H", "A.MIC", "Mystery").replace('H.setModel("Mystery")', 'H.setModel("Mean", -1)')
    found = told(chain)
    assert not any(isinstance(one, Waiting) for one in found.values())
    assert "group is -1" in found["V.H"].message


def test_an_untrained_sensor_counts_as_statistics_and_a_forest() -> None:
    sensor = 'VSensor V(AUTO){ V.setInput(A.MIC, B.LIGHT_SOLAR); V.setOutput(<string_t>, "open", "close"); }'
    found = program('IF (V == "open") THEN (E.Database);', sensor)
    place = [block.name for block in found.blocks].index("V")
    guess = demands(found, PROFILES)[place]
    statistics, forest = CATALOGUE["Statistics"], CATALOGUE["RandomForest"]
    one, two = (statistics.work((data,)) for data in (Data(500, 2), UNKNOWN_INTERFACE.data))
    features = tuple(statistics.output((data,)) for data in (Data(500, 2), UNKNOWN_INTERFACE.data))
    last = forest.work(features)
    assert guess.output == forest.output(features)
    assert guess.work.float_add == one.float_add + two.float_add + last.float_add
    assert guess.work.integer == one.integer + two.integer + last.integer
    assert assumed(found, PROFILES) == ("B.LIGHT_SOLAR", "V")
    trained = replace(PROFILES, opaque={"v": Opaque(Work(integer=8), Data(1, 2))})
    assert demands(found, trained)[place].work == Work(integer=8)
    assert assumed(found, trained) == ("B.LIGHT_SOLAR",)


def test_what_is_annotated_is_not_assumed() -> None:
    for notes, guessed in (
        ("values=1, width=2", ()),
        ("values=1", ("B.LIGHT_SOLAR",)),
        ("width=2", ("B.LIGHT_SOLAR",)),
    ):
        found = program(devices=DEVICES.replace("SOLAR", f"SOLAR @({notes})"))
        assert assumed(found, PROFILES) == guessed
    assert assumed(program(), load()) == ()
