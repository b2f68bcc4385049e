"""Environment methods against published examples and analytic truths."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.methods.environment.air_change_rate import air_change_rate
from knowledge.methods.environment.air_quality_index import air_quality_index
from knowledge.methods.environment.dew_point import dew_point
from knowledge.methods.environment.growing_degree_days import growing_degree_days
from knowledge.methods.environment.hargreaves_evapotranspiration import hargreaves_evapotranspiration
from knowledge.methods.environment.heat_index import heat_index
from knowledge.methods.environment.humidity_corrected_particles import humidity_corrected_particles
from knowledge.methods.environment.infection_pressure import infection_pressure
from knowledge.methods.environment.irrigation_balance import irrigation_balance
from knowledge.methods.environment.occupants_from_co2 import occupants_from_co2
from knowledge.methods.environment.reference_evapotranspiration import reference_evapotranspiration
from knowledge.methods.environment.sun_position import sun_position
from knowledge.methods.environment.topp_soil_moisture import topp_soil_moisture
from knowledge.methods.environment.vapour_pressure_deficit import vapour_pressure_deficit
from knowledge.methods.environment.wet_bulb_temperature import wet_bulb_temperature

UCCLE = {  # FAO-56, example 18: Brussels, 6 July
    "temperature_low": 12.3,
    "temperature_high": 21.5,
    "humidity_low": 63.0,
    "humidity_high": 84.0,
    "wind_speed": 2.78,
    "solar_radiation": 22.07,
    "day_of_year": 187.0,
}


def _weather(**changes: float) -> dict[str, np.ndarray]:
    return {name: np.array([value]) for name, value in (UCCLE | changes).items()}


def test_reference_evapotranspiration_gives_the_published_example() -> None:
    evapotranspiration = reference_evapotranspiration(_weather(), 50.8, altitude=100.0, wind_height=10.0)
    assert evapotranspiration == pytest.approx([3.88], abs=0.02)


def test_reference_evapotranspiration_rises_with_wind_and_keeps_gaps() -> None:
    calm, windy, gap = (reference_evapotranspiration(_weather(wind_speed=wind), 50.8)[0] for wind in (1.0, 5.0, np.nan))
    assert calm + 0.5 < windy
    assert np.isnan(gap)


def test_reference_evapotranspiration_names_a_missing_column() -> None:
    weather = _weather()
    del weather["wind_speed"]
    with pytest.raises(ValueError, match="wind_speed"):
        reference_evapotranspiration(weather, 50.8)


def test_hargreaves_evapotranspiration_gives_the_published_example() -> None:
    evapotranspiration = hargreaves_evapotranspiration(np.array([14.8]), np.array([26.6]), 45.72, first_day=196)
    assert evapotranspiration == pytest.approx([5.05], abs=0.03)


def test_hargreaves_evapotranspiration_follows_the_hemisphere() -> None:
    year = np.full(365, 10.0), np.full(365, 20.0)
    north = hargreaves_evapotranspiration(*year, latitude=40.0)
    south = hargreaves_evapotranspiration(*year, latitude=-40.0)
    assert abs(int(np.argmax(north)) - 172) < 5
    assert min(int(np.argmax(south)), 365 - int(np.argmax(south))) < 20
    with pytest.raises(ValueError, match="above its high"):
        hargreaves_evapotranspiration(np.array([20.0]), np.array([10.0]))


@pytest.mark.parametrize(("temperature", "humidity", "dew"), [(20, 50, 9.26), (30, 80, 26.2), (0, 100, 0.0)])
def test_dew_point_gives_psychrometric_tables(temperature: float, humidity: float, dew: float) -> None:
    assert dew_point(np.array([temperature]), np.array([humidity])) == pytest.approx([dew], abs=0.05)


def test_dew_point_is_the_frost_point_below_freezing() -> None:
    frost = dew_point(np.array([-10.0]), np.array([100.0]))  # saturated over water is above saturation over ice
    assert frost == pytest.approx([-8.9], abs=0.15)
    with pytest.raises(ValueError, match="humidity"):
        dew_point(np.array([20.0]), np.array([0.0]))


@pytest.mark.parametrize(
    ("temperature", "humidity", "wet"), [(20.0, 50.0, 13.7), (30.0, 80.0, 27.1), (10.0, 99.0, 9.9)]
)
def test_wet_bulb_temperature_gives_published_values(temperature: float, humidity: float, wet: float) -> None:
    assert wet_bulb_temperature(np.array([temperature]), np.array([humidity])) == pytest.approx([wet], abs=0.3)
    with pytest.raises(ValueError, match="-20 to 50"):
        wet_bulb_temperature(np.array([60.0]), np.array([50.0]))


@pytest.mark.parametrize(
    ("fahrenheit", "humidity", "felt"), [(80, 40, 80), (90, 70, 106), (96, 50, 108), (110, 40, 136), (70, 50, 69)]
)
def test_heat_index_gives_the_weather_service_s_chart(fahrenheit: float, humidity: float, felt: float) -> None:
    index = heat_index(np.array([(fahrenheit - 32) / 1.8]), np.array([humidity], float))
    assert index * 1.8 + 32 == pytest.approx([felt], abs=1.0)


def test_heat_index_is_adjusted_for_very_humid_air() -> None:
    celsius = (82 - 32) / 1.8
    below, above = (heat_index(np.array([celsius]), np.array([humidity]))[0] for humidity in (85.0, 95.0))
    assert (above - below) * 1.8 == pytest.approx(4.1, abs=0.6)  # without the adjustment: 3.1


def test_vapour_pressure_deficit_gives_the_published_saturation_pressure() -> None:
    dry, humid = vapour_pressure_deficit(np.array([15.0, 24.5]), np.array([0.0, 50.0]))  # FAO-56, example 3
    assert dry == pytest.approx(1.705, abs=0.002)
    assert humid == pytest.approx(3.075 / 2, abs=0.002)
    assert vapour_pressure_deficit(np.array([24.5]), np.array([100.0]), leaf_offset=-2.0)[0] == 0.0


def test_growing_degree_days_agree_with_the_integral_of_the_sine() -> None:
    phase = np.linspace(0, 2 * np.pi, 100_001)[:-1]
    low, high = np.array([4.0, 15.0, 20.0]), np.array([18.0, 36.0, 24.0])
    day = (low + high)[:, None] / 2 + (high - low)[:, None] / 2 * np.sin(phase)
    truth = np.cumsum((np.clip(day, 10.0, 30.0) - 10.0).mean(axis=1))
    assert growing_degree_days(low, high) == pytest.approx(truth, abs=1e-3)


def test_growing_degree_days_pass_over_a_gap() -> None:
    sums = growing_degree_days(np.array([10.0, np.nan, 10.0]), np.array([20.0, 20.0, 20.0]))
    assert sums.tolist() == [5.0, 5.0, 10.0]


def test_topp_soil_moisture_gives_values_of_the_published_curve() -> None:
    moisture = topp_soil_moisture(np.array([3.0, 15.0, 25.0, 80.0]))
    assert moisture[:3] == pytest.approx([0.030, 0.276, 0.400], abs=0.002)
    assert np.isnan(moisture[3])
    with pytest.raises(ValueError, match="below 1"):
        topp_soil_moisture(np.array([0.5]))


def test_irrigation_balance_closes() -> None:
    rng = np.random.default_rng(0)
    use, rain = rng.uniform(2, 7, 200), rng.gamma(0.15, 10.0, 200)
    irrigation, depletion = irrigation_balance(use, rain, crop_coefficient=1.2)
    before = np.concatenate([[0.0], (depletion - irrigation)[:-1]])
    assert depletion == pytest.approx(np.maximum(before - rain, 0) + 1.2 * use)
    assert irrigation[irrigation > 0].min() >= 30.0
    assert np.all(irrigation[depletion >= 30.0] > 0)


def test_irrigation_balance_never_lacks_more_than_there_is() -> None:
    irrigation, depletion = irrigation_balance(np.array([70.0]), np.zeros(1), available_water=60.0)
    assert (irrigation.tolist(), depletion.tolist()) == ([60.0], [60.0])
    with pytest.raises(ValueError, match="length"):
        irrigation_balance(np.zeros(3), np.zeros(4))


@pytest.mark.parametrize(
    ("pm25", "pm10", "index"),
    [
        (0, 0, 0),
        (4.2, 0, 23),
        (9.09, 0, 50),
        (35.4, 0, 100),
        (35.9, 0, 102),
        (55.4, 100, 150),
        (225.4, 0, 300),
        (10, 154, 100),
    ],
)
def test_air_quality_index_gives_the_breakpoints(pm25: float, pm10: float, index: float) -> None:
    assert air_quality_index(np.array([pm25]), np.array([pm10])).tolist() == [index]


def test_air_quality_index_uses_the_pollutant_that_is_there() -> None:
    index = air_quality_index(np.array([np.nan, np.nan]), np.array([54.0, np.nan]))
    assert index[0] == 50
    assert np.isnan(index[1])


def test_humidity_corrected_particles_undo_hygroscopic_growth() -> None:
    humidity = np.array([10.0, 50.0, 90.0, 99.0])
    swollen = 12.0 * (1 + 0.5 / 1.65 / (100 / humidity - 1))
    corrected = humidity_corrected_particles(swollen, humidity, hygroscopicity=0.5)
    assert corrected[:3] == pytest.approx([12.0] * 3)
    assert np.isnan(corrected[3])


def test_infection_pressure_counts_wet_hours_weighed_by_temperature() -> None:
    humidity = np.array([60.0] * 2 + [95.0] * 8 + [60.0] * 2)
    best, cool, frozen = (infection_pressure(np.full(12, t), humidity, 1 / 3600) for t in (20.0, 10.0, -3.0))
    assert best[9] == pytest.approx(8 / 6)
    assert best[10] == 0.0
    assert cool[9] == pytest.approx(8 / 6 * 25 / 15 * (9 / 19) ** (19 / 15))
    assert frozen.max() == 0.0


def test_infection_pressure_knows_the_sampling_rate() -> None:
    quarter_hours = infection_pressure(np.full(24, 20.0), np.full(24, 95.0), 1 / 900)
    assert quarter_hours[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(4))
def test_air_change_rate_finds_the_decay_in_a_day_of_use(seed: int) -> None:
    rng = np.random.default_rng(seed)
    hours = np.arange(0, 8, 1 / 60)
    rise, decay = 900 * (1 - np.exp(-0.8 * hours)), 900 * np.exp(-0.8 * (hours - 3))
    excess = np.where(hours < 3, rise, decay * (1 - np.exp(-2.4)))
    rate = air_change_rate(420 + excess + rng.normal(0, 10, len(hours)), 1 / 60)
    assert rate == pytest.approx(0.8, rel=0.05)


def test_air_change_rate_refuses_a_room_that_stays_full() -> None:
    with pytest.raises(ValueError, match="decay"):
        air_change_rate(np.full(200, 900.0), 1 / 60)


def test_occupants_from_co2_follow_a_simulated_room() -> None:
    minutes = np.arange(480)
    people = np.where((minutes > 60) & (minutes < 240), 8, np.where((minutes > 300) & (minutes < 400), 3, 0))
    co2 = np.full(480, 420.0)
    for minute in range(1, 480):
        source = people[minute] * 0.0052e-3 / 120.0 * 1e6
        co2[minute] = co2[minute - 1] + 60 * (source - 1.5 / 3600 * (co2[minute - 1] - 420.0))
    noisy = co2 + np.random.default_rng(0).normal(0, 5, 480)
    noisy[100:104] = np.nan
    estimate = occupants_from_co2(noisy, 1 / 60, volume=120.0, air_changes=1.5)
    steady = np.ones(480, bool)
    for change in (60, 240, 300, 400):
        steady[change - 10 : change + 11] = False
    assert np.abs(estimate - people)[steady].mean() < 0.8


def test_sun_position_gives_the_published_example() -> None:
    # Reda and Andreas, "Solar Position Algorithm for Solar Radiation Applications", NREL, 2003, table A5.1
    elevation, azimuth = sun_position(np.array([1066419030.0]), latitude=39.742476, longitude=-105.1786)
    assert elevation == pytest.approx([90 - 50.11162], abs=0.03)
    assert azimuth == pytest.approx([194.34024], abs=0.03)


def test_sun_position_rises_in_the_east() -> None:
    morning, evening = sun_position(np.array([1710892800.0 + 8 * 3600, 1710892800.0 + 16 * 3600]), 50.0, 0.0)[1]
    assert 90 < morning < 180 < evening < 270
