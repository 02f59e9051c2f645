"""Segments as values, and sequence numbers on their circle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcpanim.wire import seq
from tcpanim.wire.segment import FLAGS, Address, Flags, Segment

numbers = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize(
    ("bits", "data", "kind", "length", "names"),
    [
        (Flags.SYN, b"", "SYN", 1, ("SYN",)),
        (Flags.SYN | Flags.ACK, b"", "SYN-ACK", 1, ("SYN", "ACK")),
        (Flags.ACK, b"", "ACK", 0, ("ACK",)),
        (Flags.ACK | Flags.PSH, b"abc", "DATA", 3, ("PSH", "ACK")),
        (Flags.ACK | Flags.FIN, b"abc", "FIN", 4, ("FIN", "ACK")),
        (Flags.RST | Flags.ACK, b"", "RST", 0, ("RST", "ACK")),
        (Flags(0), b"", "NONE", 0, ()),
        (Flags(0), b"a", "DATA", 1, ()),
    ],
)
def test_what_a_segment_is_called_and_how_long_it_is(bits, data, kind, length, names):
    segment = Segment(1, 2, 3, 4, bits, 5, data)
    assert (segment.kind, segment.length, segment.flag_names) == (kind, length, names)


# RFC 9293: MUST-1.
@pytest.mark.parametrize(
    "change", [{"seq": 2**32}, {"ack": -1}, {"window": 65536}, {"src_port": -1}, {"urgent": 70000}, {"ecn": 4}]
)
def test_a_field_that_does_not_fit_is_refused(change):
    fields = {"src_port": 1, "dst_port": 2, "seq": 3, "ack": 4, "flags": Flags.ACK, "window": 5} | change
    with pytest.raises(ValueError, match="does not fit"):
        Segment(**fields)


def test_plain_bits_become_flags_and_options_cannot_be_changed():
    options = {"mss": 1000}
    segment = Segment(1, 2, 3, 4, 0x12, 5, options=options)  # type: ignore[arg-type]
    assert segment.flags is FLAGS[0x12]
    assert segment.flags == Flags.SYN | Flags.ACK
    options["mss"] = 1
    assert segment.options == {"mss": 1000}


def test_addresses_as_text():
    assert str(Address("10.0.0.1", 80)) == "10.0.0.1:80"
    assert str(Address("2001:db8::1", 80)) == "[2001:db8::1]:80"


@given(numbers, st.integers(-(2**31) + 1, 2**31 - 1))
def test_comparisons_go_round_the_circle(first, distance):
    second = seq.add(first, distance)
    assert seq.diff(second, first) == distance
    assert seq.lt(first, second) == (distance > 0) == seq.gt(second, first)
    assert seq.le(first, second) == (distance >= 0) == seq.ge(second, first)


@given(numbers, numbers, st.integers(0, 2**32 - 1))
def test_within_counts_from_the_first(number, first, size):
    assert seq.within(number, first, size) == ((number - first) % 2**32 < size)
