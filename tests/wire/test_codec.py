"""Segments to bytes and back, with scapy as the second opinion."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import IP, TCP
from scapy.layers.inet6 import IPv6

from tcpanim.wire.checksum import internet_checksum, tcp_checksum
from tcpanim.wire.errors import WireError
from tcpanim.wire.ip_codec import decode_ip, encode_ip
from tcpanim.wire.segment import FLAGS, Flags, Segment
from tcpanim.wire.tcp_codec import options_size

V4 = ("10.0.0.1", "10.0.0.2")
V6 = ("2001:db8::1", "2001:db8::2")

uint16 = st.integers(0, 0xFFFF)
uint32 = st.integers(0, 0xFFFF_FFFF)
options = st.fixed_dictionaries(
    {},
    optional={
        "mss": uint16,
        "window_scale": st.integers(0, 14),
        "sack_permitted": st.just(True),
        "timestamps": st.tuples(uint32, uint32),
        "sack": st.lists(st.tuples(uint32, uint32), min_size=1, max_size=2).map(tuple),
    },
)
segments = st.builds(
    Segment,
    uint16,
    uint16,
    uint32,
    uint32,
    st.integers(0, 255).map(FLAGS.__getitem__),
    uint16,
    st.binary(max_size=50),
    options,
    uint16,
)


# RFC 9293: MUST-4, MUST-5.
@given(segments, st.sampled_from([V4, V6]))
def test_what_is_written_is_read_back(segment, addresses):
    wire = segment.encode(*addresses)
    assert Segment.decode(wire, *addresses) == segment
    assert len(wire) == 20 + options_size(segment.options) + len(segment.data)


# RFC 9293: MUST-2, MUST-68, MUST-69.
@given(segments, st.sampled_from([V4, V6]))
def test_scapy_reads_the_same_and_finds_the_checksum_right(segment, addresses):
    wire = segment.encode(*addresses)
    theirs = TCP(wire)
    assert (theirs.sport, theirs.dport, theirs.seq, theirs.ack) == (
        segment.src_port,
        segment.dst_port,
        segment.seq,
        segment.ack,
    )
    assert (int(theirs.flags), theirs.window, theirs.urgptr) == (int(segment.flags), segment.window, segment.urgent)
    assert bytes(theirs.payload) == segment.data
    names = {"MSS": "mss", "WScale": "window_scale", "Timestamp": "timestamps", "SAckOK": "sack_permitted"}
    read = {names[name]: value for name, value in theirs.options if name in names}
    assert {name: read[name] for name in read if name != "sack_permitted"} == {
        name: value for name, value in segment.options.items() if name not in ("sack_permitted", "sack")
    }
    checksum = theirs.chksum
    carrier = IP(src=V4[0], dst=V4[1]) if addresses is V4 else IPv6(src=V6[0], dst=V6[1])
    del theirs.chksum
    layer = IP if addresses is V4 else IPv6
    assert layer(bytes(carrier / theirs))[TCP].chksum == checksum


def test_a_syn_as_bytes():
    segment = Segment(49152, 80, 100, 0, Flags.SYN, 65535, options={"mss": 1000})
    assert segment.encode(*V4).hex(" ", 2) == "c000 0050 0000 0064 0000 0000 6002 ffff c53b 0000 0204 03e8"


# RFC 9293: MUST-3.
@pytest.mark.parametrize("addresses", [V4, V6])
def test_every_flipped_bit_is_found(addresses):
    wire = Segment(1, 2, 3, 4, Flags.ACK, 5, b"odd").encode(*addresses)
    for bit in range(8 * len(wire)):
        broken = bytearray(wire)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises(WireError):
            Segment.decode(bytes(broken), *addresses)


def test_without_addresses_the_checksum_is_not_looked_at():
    wire = bytearray(Segment(1, 2, 3, 4, Flags.ACK, 5).encode(*V4))
    wire[16] ^= 0xFF
    assert Segment.decode(bytes(wire)).seq == 3


# RFC 9293: MUST-7.
@pytest.mark.parametrize(
    ("change", "offset"),
    [
        (lambda wire: wire[:19], 19),
        (lambda wire: wire[:0], 0),
        (lambda wire: wire[:12] + b"\x40" + wire[13:], 12),
        (lambda wire: wire[:12] + b"\xf0" + wire[13:], 12),
        (lambda wire: wire[:20] + b"\x02\x00\x03\xe8", 20),
        (lambda wire: wire[:20] + b"\x02\x05\x03\xe8", 20),
        (lambda wire: wire[:20] + b"\x02\x03\x03\x01", 20),
        (lambda wire: wire[:20] + b"\x01\x01\x01\x02", 23),
        (lambda wire: wire[:20] + b"\x05\x04\x03\x01", 20),
    ],
)
def test_broken_headers_are_named_by_their_place(change, offset):
    wire = Segment(1, 2, 3, 0, Flags.SYN, 5, options={"mss": 1000}).encode(*V4)
    with pytest.raises(WireError) as caught:
        Segment.decode(change(wire))
    assert caught.value.offset == offset


# RFC 9293: MUST-6, MUST-64.
def test_unknown_options_are_passed_over_and_reading_ends_at_the_end_of_the_list():
    wire = Segment(1, 2, 3, 0, Flags.SYN, 5, options={"mss": 1000, "timestamps": (1, 2)}).encode(*V4)
    strange = wire[:20] + b"\xfd\x04\xff\xff" + b"\x02\x04\x03\xe8" + b"\x00\x05\x63\x63" + bytes(4)
    assert dict(Segment.decode(strange).options) == {"mss": 1000}


def test_options_that_do_not_fit_are_refused():
    blocks = tuple((number, number + 1) for number in range(5))
    with pytest.raises(ValueError, match="room for 40"):
        Segment(1, 2, 3, 4, Flags.ACK, 5, options={"sack": blocks}).encode(*V4)


def test_fast_open_cookie():
    segment = Segment(1, 2, 3, 0, Flags.SYN, 5, options={"mss": 1460, "fast_open": b"12345678"})
    assert Segment.decode(segment.encode(*V4), *V4) == segment


# RFC 9293: MUST-7.
@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(data):
    """Nothing but WireError is raised, and what has been read is written so that it is read again."""
    with suppress(WireError):
        segment = Segment.decode(data)
        assert Segment.decode(segment.encode(*V4)) == segment
    with suppress(WireError):
        packet = decode_ip(data)
        assert packet.payload in data


@given(st.binary(max_size=41))
def test_checksum_against_the_sum_of_words(data):
    padded = data + b"\0" * (len(data) % 2)
    total = sum(int.from_bytes(padded[i : i + 2], "big") for i in range(0, len(padded), 2))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    assert internet_checksum(data) == total ^ 0xFFFF


def test_mixed_ip_versions_are_refused():
    with pytest.raises(ValueError, match="different IP versions"):
        tcp_checksum(V4[0], V6[1], b"")
    with pytest.raises(ValueError, match="different IP versions"):
        encode_ip(V4[0], V6[1], b"")


@pytest.mark.parametrize(("addresses", "layer"), [(V4, IP), (V6, IPv6)])
def test_datagrams_agree_with_scapy(addresses, layer):
    segment = Segment(49152, 80, 7, 8, Flags.ACK, 100, b"hello").encode(*addresses)
    datagram = encode_ip(addresses[0], addresses[1], segment, ecn=2, ttl=61)
    theirs = layer(datagram)
    assert (theirs.src, theirs.dst) == addresses
    assert bytes(theirs[TCP]) == segment
    rebuilt = layer(datagram)
    if layer is IP:
        del rebuilt.chksum
        assert theirs.tos & 3 == 2
    assert bytes(rebuilt) == datagram
    packet = decode_ip(datagram)
    assert (packet.src, packet.dst, packet.protocol, packet.payload, packet.ttl, packet.ecn) == (
        *addresses,
        6,
        segment,
        61,
        2,
    )
    assert decode_ip(datagram[:-2]).payload_length == len(segment)


def test_ipv6_extension_headers_are_skipped_and_fragments_refused():
    plain = encode_ip(*V6, b"x" * 20)
    extended = plain[:4] + (28).to_bytes(2, "big") + b"\x00" + plain[7:40] + b"\x06\x00" + bytes(6) + b"x" * 20
    assert decode_ip(extended).payload == b"x" * 20
    fragment = extended[:6] + bytes((44,)) + extended[7:40] + b"\x06\x00\x00\x08" + bytes(4) + b"x" * 20
    with pytest.raises(WireError, match="fragment"):
        decode_ip(fragment)
    whole = encode_ip(*V4, b"x")
    with pytest.raises(WireError, match="fragment"):
        decode_ip(whole[:6] + b"\x20" + whole[7:])
