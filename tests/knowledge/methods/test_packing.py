"""Packing for radios: published vectors, exact round trips, bounds of error, and refusal of what is broken."""

from __future__ import annotations

import math
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.methods.packing.binary_files import binary_files
from knowledge.methods.packing.binary_records import binary_records
from knowledge.methods.packing.cbor_decode import cbor_decode
from knowledge.methods.packing.cbor_encode import cbor_encode
from knowledge.methods.packing.coap_decode import coap_decode
from knowledge.methods.packing.coap_encode import coap_encode
from knowledge.methods.packing.cobs_encode import cobs_encode
from knowledge.methods.packing.cobs_frames import cobs_frames
from knowledge.methods.packing.crc16_ccitt import crc16_ccitt
from knowledge.methods.packing.crc32 import crc32
from knowledge.methods.packing.delta_varint_decode import delta_varint_decode
from knowledge.methods.packing.delta_varint_encode import delta_varint_encode
from knowledge.methods.packing.gorilla_decode import gorilla_decode
from knowledge.methods.packing.gorilla_encode import gorilla_encode
from knowledge.methods.packing.lec_decode import lec_decode
from knowledge.methods.packing.lec_encode import lec_encode
from knowledge.methods.packing.lora_airtime import lora_airtime
from knowledge.methods.packing.lora_fragments import lora_fragments
from knowledge.methods.packing.lora_reassemble import lora_reassemble
from knowledge.methods.packing.mqtt_publish_decode import mqtt_publish_decode
from knowledge.methods.packing.mqtt_publish_encode import mqtt_publish_encode
from knowledge.methods.packing.packing_scores import packing_scores
from knowledge.methods.packing.payload_verdicts import payload_verdicts
from knowledge.methods.packing.run_length_encode import run_length_encode
from knowledge.methods.packing.scaled_counts import scaled_counts
from knowledge.methods.packing.senml_pack import senml_pack
from knowledge.methods.packing.senml_resolve import senml_resolve
from knowledge.methods.packing.stream_loss import stream_loss
from knowledge.methods.packing.swinging_door import swinging_door
from knowledge.methods.packing.temporal_compression import temporal_compression
from knowledge.methods.packing.trend_scores import trend_scores


def _weather(samples: int = 2000, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    hours = np.arange(samples) / 30
    return 15 + 6 * np.sin(2 * np.pi * hours / 24) + np.cumsum(random.normal(0, 0.01, samples))


def _bits(packed: bytes) -> str:
    return "".join(format(byte, "08b") for byte in packed)


@pytest.mark.parametrize(
    ("difference", "bits"),
    [
        (0, "00"),
        (1, "0101"),
        (-1, "0100"),
        (2, "01110"),
        (-3, "01100"),
        (7, "100111"),
        (-8, "1010111"),
        (255, "111110" + "1" * 8),
    ],
)
def test_lec_encode_writes_the_codes_of_the_table(difference: int, bits: str) -> None:
    packed, _ = lec_encode(np.array([8192 + difference]))
    assert _bits(packed).startswith(bits)
    assert len(packed) == math.ceil(len(bits) / 8)


def test_lec_encode_shrinks_a_temperature_log() -> None:
    counts = scaled_counts(_weather())
    assert len(lec_encode(counts)[0]) < 0.4 * 2 * counts.size


@pytest.mark.parametrize("counts", [np.array([1.5]), np.array([-1]), np.array([1 << 14]), np.zeros((2, 2), int)])
def test_lec_encode_refuses_what_does_not_fit(counts: np.ndarray) -> None:
    with pytest.raises(ValueError, match="counts"):
        lec_encode(counts)


@given(st.lists(st.integers(0, 65535), max_size=60))
def test_lec_decode_gives_back_every_count(values: list[int]) -> None:
    packed, samples = lec_encode(np.array(values, dtype=np.int64), bits=16)
    assert lec_decode(packed, samples, bits=16).tolist() == values


def test_lec_decode_refuses_a_packet_that_was_cut() -> None:
    packed, _ = lec_encode(np.array([0, 16383, 0, 16383]))
    with pytest.raises(ValueError, match="ends before"):
        lec_decode(packed[:-2], 4)


@pytest.mark.parametrize(
    ("number", "packed"), [(0, "00"), (-1, "01"), (1, "02"), (-2, "03"), (150, "ac02"), (0x7FFFFFFF, "feffffff0f")]
)
def test_delta_varint_encode_writes_protocol_buffers_numbers(number: int, packed: str) -> None:
    assert delta_varint_encode(np.array([number]), order=0).hex() == packed


def test_delta_varint_encode_needs_one_byte_for_a_regular_clock() -> None:
    assert len(delta_varint_encode(np.arange(1_700_000_000, 1_700_006_000, 60), order=2)) < 100 + 10


@given(st.lists(st.integers(-(1 << 40), 1 << 40), max_size=40), st.integers(0, 2))
def test_delta_varint_decode_gives_back_every_number(values: list[int], order: int) -> None:
    packed = delta_varint_encode(np.array(values, dtype=np.int64), order)
    assert delta_varint_decode(packed, order).tolist() == values


@pytest.mark.parametrize(("packed", "order"), [("80", 1), ("ff" * 10 + "01", 0), ("00", 3)])
def test_delta_varint_decode_refuses_what_is_no_number(packed: str, order: int) -> None:
    with pytest.raises(ValueError, match=r"packed|order"):
        delta_varint_decode(bytes.fromhex(packed), order)


def test_run_length_encode_counts_every_run() -> None:
    values, lengths = run_length_encode(np.array(["shut", "shut", "open", "shut"]))
    assert (values.tolist(), lengths.tolist()) == (["shut", "open", "shut"], [2, 1, 1])
    assert np.repeat(values, lengths).tolist() == ["shut", "shut", "open", "shut"]
    assert [part.size for part in run_length_encode(np.array([]))] == [0, 0]
    with pytest.raises(ValueError, match="NaN"):
        run_length_encode(np.array([1.0, np.nan]))


def test_gorilla_encode_writes_the_published_control_bits() -> None:
    packed = gorilla_encode(np.array([12.0, 12.0, 24.0]))
    # 12 and 24 differ in one bit: eleven zeros lead, one bit is meaningful (section 4.1.2, figure 5).
    assert _bits(packed[12:]).startswith("0" + "11" + "01011" + "000000" + "1")


def test_gorilla_encode_uses_the_window_before() -> None:
    plain = len(gorilla_encode(np.array([15.5, 14.0625, 3.25, 8.625, 13.1])))
    assert plain <= 4 + 8 + 25
    assert len(gorilla_encode(np.round(_weather() * 4) / 4)) < 0.35 * 8 * 2000


@given(st.lists(st.floats(), max_size=40))
def test_gorilla_decode_gives_back_every_bit(values: list[float]) -> None:
    signal = np.array(values, dtype=np.float64)
    assert gorilla_decode(gorilla_encode(signal)).tobytes() == signal.tobytes()


def test_gorilla_decode_refuses_a_stream_that_was_cut() -> None:
    packed = gorilla_encode(_weather(50))
    for size in (0, 3, 11, len(packed) - 2):
        with pytest.raises(ValueError, match="packed"):
            gorilla_decode(packed[:size])


def test_crc16_ccitt_meets_the_catalogue() -> None:
    assert crc16_ccitt(b"123456789") == 0x29B1
    assert crc16_ccitt(b"123456789", start=0) == 0x31C3
    assert crc16_ccitt(b"6789", crc16_ccitt(b"12345")) == 0x29B1
    assert crc16_ccitt(b"") == 0xFFFF


def test_crc32_meets_the_catalogue() -> None:
    assert crc32(b"123456789") == 0xCBF43926
    assert crc32(b"56789", crc32(b"1234")) == 0xCBF43926
    with pytest.raises(ValueError, match="before"):
        crc32(b"", -1)


@pytest.mark.parametrize(
    ("payload", "frame"),
    [
        ("", "01"),
        ("00", "0101"),
        ("0000", "010101"),
        ("11220033", "0311220233"),
        ("11223344", "0511223344"),
        ("11000000", "0211010101"),
    ],
)
def test_cobs_encode_meets_known_frames(payload: str, frame: str) -> None:
    assert cobs_encode(bytes.fromhex(payload)).hex() == frame


def test_cobs_encode_splits_blocks_of_254() -> None:
    long = bytes(range(1, 255))
    assert cobs_encode(long) == b"\xff" + long
    assert cobs_encode(long + b"\xff") == b"\xff" + long + b"\x02\xff"
    assert cobs_encode(b"\x00" + long) == b"\x01\xff" + long
    assert cobs_encode(long + b"\x00") == b"\xff" + long + b"\x01\x01"


def _sealed(payload: bytes) -> bytes:
    return cobs_encode(payload + crc16_ccitt(payload).to_bytes(2, "big")) + b"\x00"


@given(st.lists(st.binary(max_size=600), max_size=5))
def test_cobs_frames_gives_back_every_payload(payloads: list[bytes]) -> None:
    assert cobs_frames(b"".join(map(_sealed, payloads))) == (payloads, 0)


def test_cobs_frames_loses_only_the_broken_frame() -> None:
    good, bad = _sealed(b"21.5 C"), bytearray(_sealed(b"21.6 C"))
    bad[3] ^= 0x01
    assert cobs_frames(b"rest" + b"\x00" + good + bytes(bad) + good + good[:4]) == ([b"21.5 C"] * 2, 2)


@pytest.mark.parametrize(("size", "length"), [(124, "7f"), (125, "8001"), (16380, "ff7f"), (16381, "808001")])
def test_mqtt_publish_encode_writes_the_standards_lengths(size: int, length: str) -> None:
    assert mqtt_publish_encode("t", bytes(size)).hex().startswith("30" + length + "000174")


def test_mqtt_publish_encode_sets_the_flags() -> None:
    assert mqtt_publish_encode("a/b", b"", retain=True).hex() == "31050003612f62"
    assert mqtt_publish_encode("a/b", b"", quality=2, packet=10, duplicate=True).hex() == "3c070003612f62000a"


@pytest.mark.parametrize(
    "settings", [{"topic": "a/+"}, {"topic": ""}, {"quality": 1}, {"quality": 3}, {"duplicate": True}]
)
def test_mqtt_publish_encode_refuses_what_the_standard_forbids(settings: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        mqtt_publish_encode(**({"topic": "a", "payload": b""} | settings))  # type: ignore[arg-type]


def test_mqtt_publish_decode_walks_over_other_packets() -> None:
    connect = bytes.fromhex("100f00044d51545404000000") + bytes.fromhex("0003") + b"abc"
    stream = connect + mqtt_publish_encode("hall/t", b"x" * 300, 1, 7) + b"\xc0\x00" + mqtt_publish_encode("é", b"2")
    first, second = mqtt_publish_decode(stream)
    assert (first["topic"], len(first["payload"]), first["quality"], first["packet"]) == ("hall/t", 300, 1, 7)
    assert second == {"topic": "é", "payload": b"2", "quality": 0, "packet": 0, "retain": False, "duplicate": False}


@pytest.mark.parametrize("stream", ["30", "3005000361", "36050003612f62", "30ffffffff7f", "30020003", "3001"])
def test_mqtt_publish_decode_refuses_broken_packets(stream: str) -> None:
    with pytest.raises(ValueError):
        mqtt_publish_decode(bytes.fromhex(stream))


def test_coap_encode_writes_the_example_of_the_standard() -> None:
    request = coap_encode("0.01", 0x7D34, [(11, b"temperature")])
    assert request.hex() == "40017d34bb" + b"temperature".hex()
    response = coap_encode("2.05", 0x7D34, [], b"22.3 C", kind="acknowledgement")
    assert response.hex() == "60457d34ff" + b"22.3 C".hex()


def test_coap_encode_extends_numbers_and_lengths() -> None:
    datagram = coap_encode("0.02", 1, [(300, b"x" * 13), (35, b"y" * 300)], token=b"ab")
    assert datagram[:6].hex() == "420200016162"
    assert datagram[6:10].hex() == "de16001f"
    assert datagram[310:313].hex() == "ddfc00"
    with pytest.raises(ValueError, match="code"):
        coap_encode("GET", 1, [])


@given(
    st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=300)), max_size=6),
    st.binary(max_size=20),
    st.binary(max_size=8),
)
def test_coap_decode_gives_back_every_option(options: list[tuple[int, bytes]], payload: bytes, token: bytes) -> None:
    fields = coap_decode(coap_encode("0.02", 77, options, payload, token, "non-confirmable"))
    assert fields["options"] == sorted(options, key=lambda option: option[0])
    assert (fields["payload"], fields["token"], fields["message"]) == (payload, token, 77)
    assert (fields["kind"], fields["code"]) == ("non-confirmable", "0.02")


@pytest.mark.parametrize(
    "datagram", ["", "80017d34", "49017d34" + "00" * 9, "40017d34ff", "40017d34b5", "40017d34f0", "40017d34d0"]
)
def test_coap_decode_refuses_format_errors(datagram: str) -> None:
    with pytest.raises(ValueError, match="datagram"):
        coap_decode(bytes.fromhex(datagram))


def test_senml_pack_leaves_out_what_is_missing() -> None:
    readings = {"t": np.array([20.0, np.nan]), "h": np.array([np.nan, 55.0])}
    pack = senml_pack(
        readings, np.array([1.6e9, 1.6e9 + 60]), {"t": "Cel", "h": "%RH"}, "urn:dev:mac:0024befffe804ff1:"
    )
    resolved = [
        (record["name"][-2:], record["unit"], record["time"], record["value"]) for record in senml_resolve(pack)
    ]
    assert resolved == [(":t", "Cel", 1_600_000_000, 20), (":h", "%RH", 1_600_000_060, 55)]
    with pytest.raises(ValueError, match="units"):
        senml_pack({"t": np.array([1.0])}, np.array([0.0]), {})


def test_senml_resolve_meets_the_standards_example() -> None:
    pack = (
        b'[{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},'
        b'{"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.3},{"n":"current","v":1.7}]'
    )
    resolved = senml_resolve(pack)
    assert [record["time"] for record in resolved] == pytest.approx(
        [1.276020071001e9, 1.276020072001e9, *[1.276020076001e9] * 2]
    )
    assert [record["unit"] for record in resolved] == ["A", "A", "V", "A"]
    assert {record["name"] for record in resolved} == {
        f"urn:dev:ow:10e2073a0108006:{name}" for name in ("voltage", "current")
    }


def test_senml_resolve_adds_base_values_and_the_clock() -> None:
    resolved = senml_resolve(b'[{"bn":"b","bv":20,"n":"t","v":1.5,"t":-60},{"n":"u"},{"n":"s","vs":"on"}]', now=1.7e9)
    assert [(record["name"], record["value"], record["time"]) for record in resolved[:2]] == [
        ("bt", 21.5, 1.7e9 - 60),
        ("bu", 20, 1.7e9),
    ]


@pytest.mark.parametrize(
    "pack",
    [b"", b"{}", b"[1]", b'[{"n":"a"}]', b'[{"v":1}]', b'[{"n":"a b","v":1}]', b'[{"n":"a","v":"1"}]', b'[{"n":"a","v":NaN}]',
     b'[{"n":"a","v":true}]', b'[{"n":"a","v":1,"x_":1}]', b'[{"n":"a","v":1,"bver":"5"}]', b'[{"n":"a","v":1,"bver":11}]'],
)  # fmt: skip
def test_senml_resolve_refuses_bad_packs(pack: bytes) -> None:
    with pytest.raises(ValueError, match="pack"):
        senml_resolve(pack)


@pytest.mark.parametrize(
    ("item", "packed"),
    [(0, "00"), (23, "17"), (24, "1818"), (1000, "1903e8"), (1000000, "1a000f4240"), (1000000000000, "1b000000e8d4a51000"),
     (-1, "20"), (-1000, "3903e7"), (0.0, "f90000"), (1.1, "fb3ff199999999999a"), (1.5, "f93e00"), (65504.0, "f97bff"),
     (100000.0, "fa47c35000"), (3.4028234663852886e38, "fa7f7fffff"), (1.0e300, "fb7e37e43c8800759c"), (5.960464477539063e-8, "f90001"),
     (-4.1, "fbc010666666666666"), (math.inf, "f97c00"), (False, "f4"), (True, "f5"), (None, "f6"), (b"\1\2\3\4", "4401020304"),
     ("IETF", "6449455446"), ("ü", "62c3bc"), ([1, [2, 3], [4, 5]], "8301820203820405"), ({"a": 1, "b": [2, 3]}, "a26161016162820203"),
     (list(range(1, 26)), "98190102030405060708090a0b0c0d0e0f101112131415161718181819")],
)  # fmt: skip
def test_cbor_encode_meets_appendix_a(item: object, packed: str) -> None:
    assert cbor_encode(item).hex() == packed
    assert cbor_decode(bytes.fromhex(packed)) == item


def test_cbor_encode_refuses_other_types() -> None:
    for item in ({1, 2}, 1 << 64, [1j]):
        with pytest.raises(ValueError, match="item"):
            cbor_encode(item)
    assert cbor_encode(math.nan).hex() == "f97e00"


@pytest.mark.parametrize(
    "packed", ["", "18", "62c3", "9f01ff", "8201", "0000", "a1800", "fc", "81" * 60 + "00", "9bffffffffffffffff00"]
)
def test_cbor_decode_refuses_what_is_broken(packed: str) -> None:
    with pytest.raises(ValueError):
        cbor_decode(bytes.fromhex(packed))


def test_cbor_decode_reads_over_tags() -> None:
    assert cbor_decode(bytes.fromhex("c11a514b67b0")) == 1363896240


@pytest.mark.parametrize(
    ("spreading", "milliseconds"),
    [(7, 61.696), (8, 113.152), (9, 205.824), (10, 370.688), (11, 823.296), (12, 1482.752)],
)
def test_lora_airtime_meets_known_times_of_ten_bytes(spreading: int, milliseconds: float) -> None:
    assert 1000 * lora_airtime(23, spreading) == pytest.approx(milliseconds, abs=0.001)


def test_lora_airtime_follows_its_settings() -> None:
    assert lora_airtime(23, 7, bandwidth=250_000) == pytest.approx(lora_airtime(23, 7) / 2)
    assert lora_airtime(23, 7, preamble=10) - lora_airtime(23, 7) == pytest.approx(2 * 128 / 125_000)
    assert lora_airtime(23, 7, coding=4) > lora_airtime(23, 7) > lora_airtime(23, 7, header=False, checksum=False)
    with pytest.raises(ValueError, match="size"):
        lora_airtime(256)


def test_lora_fragments_keep_to_the_data_rate_and_the_duty_cycle() -> None:
    fragments, airtime, duration = lora_fragments(bytes(range(200)), number=258, spreading=10)
    assert [len(fragment) for fragment in fragments] == [51, 51, 51, 51, 11]
    assert [tuple(fragment[:3]) for fragment in fragments] == [(2, index, 5) for index in range(5)]
    assert airtime == pytest.approx(4 * lora_airtime(64, 10) + lora_airtime(24, 10))
    assert duration == pytest.approx(400 * lora_airtime(64, 10) + lora_airtime(24, 10))
    with pytest.raises(ValueError, match="255"):
        lora_fragments(bytes(48 * 255 + 1), spreading=12)


def test_lora_reassemble_joins_in_any_order_and_names_what_is_lost() -> None:
    message = np.random.default_rng(1).bytes(900)
    first, second = lora_fragments(message, 1)[0], lora_fragments(message[::-1], 2)[0]
    received = [*second[:3], *first[::-1], first[0], *second[4:]]
    assert lora_reassemble(received, 1) == (message, [])
    assert lora_reassemble(received, 2) == (b"", [3])
    with pytest.raises(ValueError, match="none"):
        lora_reassemble(received, 3)
    with pytest.raises(ValueError, match="contradict"):
        lora_reassemble([first[0], first[0][:-1]], 1)
    with pytest.raises(ValueError, match="header"):
        lora_reassemble([bytes([1, 2, 2])])


@pytest.mark.parametrize("seed", range(5))
def test_swinging_door_stays_within_its_deviation(seed: int) -> None:
    signal = _weather(seed=seed)
    times, values = swinging_door(signal, 1 / 30, 0.1)
    ratio, greatest, _ = trend_scores(signal, 1 / 30, times, values)
    assert greatest <= 0.1 + 1e-9
    assert ratio > 5
    assert set(values) <= set(signal)


def test_swinging_door_handles_little_and_refuses_gaps() -> None:
    found = [swinging_door(np.arange(size), 1.0, 0.1)[0].tolist() for size in range(4)]
    assert found == [[], [0], [0, 1], [0, 2]]
    with pytest.raises(ValueError, match="finite"):
        swinging_door(np.array([1, np.nan, 2]), 1.0)
    with pytest.raises(ValueError, match="rate"):
        swinging_door(np.zeros(3), 0.0)


@pytest.mark.parametrize("seed", range(5))
def test_temporal_compression_stays_within_its_margin(seed: int) -> None:
    signal = _weather(seed=seed)
    line = temporal_compression(signal, 1 / 30, 0.1)
    ratio, greatest, _ = trend_scores(signal, 1 / 30, *line)
    assert greatest <= 0.1 + 1e-9
    assert (np.abs(line[1] - np.interp(line[0], np.arange(2000) * 30, signal)) > 0.001).any()
    assert ratio > 10


def test_temporal_compression_handles_little() -> None:
    assert temporal_compression(np.arange(0), 1.0)[0].tolist() == []
    assert temporal_compression(np.array([3.0]), 1.0)[1].tolist() == [3.0]
    where, what = temporal_compression(np.full(100, 3.0), 2.0)
    assert (where.tolist(), what.tolist()) == ([0, 49.5], [3, 3])


def test_trend_scores_restore_the_line() -> None:
    line = np.array([0.0, 2.0]), np.array([10.0, 14.0])
    ratio, greatest, typical = trend_scores(np.array([10, 11, 12.0, 13.2, 13.7]), 2.0, *line, sample_bytes=2)
    assert (ratio, greatest, typical) == pytest.approx((10 / 16, 0.3, np.sqrt((0.04 + 0.09) / 5)))
    with pytest.raises(ValueError, match="span"):
        trend_scores(np.zeros(5), 1.0, *line)


def test_scaled_counts_round_to_the_nearest_and_never_wrap() -> None:
    assert scaled_counts(np.array([0.0, 0.009, 0.996]), 0.01, 0.0, 8).tolist() == [0, 1, 100]
    assert scaled_counts(np.array([-40.0, 21.5]), 0.5, -40.0, 8).tolist() == [0, 123]
    for reading in (2.56, -0.01, np.nan):
        with pytest.raises(ValueError, match="signal"):
            scaled_counts(np.array([reading]), 0.01, 0.0, 8)


def test_packing_scores_tell_size_and_error() -> None:
    ratio, saved, greatest = packing_scores(np.array([1.0, 2.0]), np.array([1.0, 1.5]), b"12345", bits=64)
    assert (ratio, saved, greatest) == pytest.approx((3.2, 0.6875, 0.5))
    with pytest.raises(ValueError, match="shape"):
        packing_scores(np.zeros(3), np.zeros(2), b"")


def test_binary_files_read_every_capture(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x00\xff")
    (tmp_path / "b.raw").write_bytes(b"\r\n")
    assert binary_files(str(tmp_path)) == {"a": b"\x00\xff"}
    assert binary_files(str(tmp_path), ".raw") == {"b": b"\r\n"}
    assert binary_files(str(tmp_path / "b.raw")) == {"b": b"\r\n"}
    with pytest.raises(ValueError, match="no capture"):
        binary_files(str(tmp_path), ".pcap")


def test_binary_records_scale_the_fields() -> None:
    payloads = [struct.pack(">Bhi", 255, -1234, 70000), b"", struct.pack(">Bhi", 0, 5, -5)]
    sequence, readings, refused = binary_records(payloads, ">Bhi", 0.1)
    assert sequence.tolist() == [255, 0]
    assert readings.ravel().tolist() == pytest.approx([-123.4, 7000, 0.5, -0.5])
    assert refused == 1
    assert binary_records([])[1].shape == (0, 2)
    for layout in ("<H", "nonsense"):
        with pytest.raises(ValueError, match="layout"):
            binary_records(payloads, layout)


def test_stream_loss_follows_wraps_and_late_packets() -> None:
    numbers = np.arange(65_000, 67_000) % 65_536
    order = np.delete(numbers, [3, 700, 701])
    order[[10, 11]] = order[[11, 10]]
    assert stream_loss(np.insert(order, 900, order[890])) == (3, 1, 3 / 2000)
    assert stream_loss(np.array([254, 0, 1]), bits=8) == (1, 0, 0.25)
    assert stream_loss(np.array([])) == (0, 0, 0.0)
    with pytest.raises(ValueError, match="fit"):
        stream_loss(np.array([256]), bits=8)


def _published(payload: bytes, packet: int = 1, duplicate: bool = False) -> dict[str, object]:
    return {"topic": "site/n7/climate", "payload": payload, "packet": packet, "duplicate": duplicate}


@pytest.mark.parametrize(
    ("payload", "verdict"),
    [
        (b'[{"bn":"n7:","n":"t","u":"Cel","v":21.5},{"n":"h","u":"%RH","v":55}]', "good"),
        (b'[{"bn":"n7:","bu":"Cel","bv":20,"n":"t","v":1.5}]', "good"),
        (b'[{"bn":"n7:","n":"t","u":"Cel","v":21.5},{"n":"h","u":"%RH","v":155}]', "implausible"),
        (b'[{"bn":"n7:","bu":"Cel","bv":80,"n":"t","v":6}]', "implausible"),
        (b'[{"bn":"n7:","n":"t","u":"F","v":70}]', "implausible"),
        (b'[{"bn":"n8:","n":"t","u":"Cel","v":21.5}]', "foreign"),
        (b'[{"bn":"n7:","n":"t","u":"Cel","v":NaN}]', "malformed"),
        (b'[{"bn":"n7:","n":"t","u":"Cel","v":"21.5"}]', "malformed"),
        (b'[{"bn":"n7:","n":"t","u":"Cel"}]', "malformed"),
        (b"[]", "malformed"),
        (b'[{"bn":"n7:"', "malformed"),
    ],
)
def test_payload_verdicts_name_the_fault(payload: bytes, verdict: str) -> None:
    assert payload_verdicts([_published(payload)]).tolist() == [verdict]


def test_payload_verdicts_tell_redelivery_from_a_first_arrival() -> None:
    good = b'[{"bn":"n7:","n":"t","u":"Cel","v":21.5}]'
    messages = [_published(good, 1, True), _published(good, 1, True), _published(good, 2), _published(good, 2)]
    assert payload_verdicts(messages).tolist() == ["good", "repeated", "good", "good"]
