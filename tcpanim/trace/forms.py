"""How the rows of the long tables are packed (see ``rows``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.trace.events import Delivery, Event, Flight, Sample, TimerRun
from tcpanim.trace.rows import Form
from tcpanim.wire.segment import FLAGS, NO_OPTIONS, Address, Segment

_SRC = Flight._fields.index("src")
_SAMPLE = Sample._fields.index("tcb")
assert Flight._fields[_SRC : _SRC + 3] == ("src", "dst", "segment")
assert Flight._fields[-1] == "received"
assert Sample._fields[-1] == "tcb"


def _flat_event(event: Event) -> tuple[Any, ...]:
    numbers = event.numbers
    return event if numbers is None or type(numbers) is dict else (*event[:-1], dict(numbers))


def _flat_flight(flight: Flight) -> tuple[Any, ...]:
    src, dst, segment = flight.src, flight.dst, flight.segment
    return (
        *flight[:_SRC], src.host, src.port, dst.host, dst.port, *flight[_SRC + 3 : -1],
        segment.src_port, segment.dst_port, segment.seq, segment.ack, int(segment.flags), segment.window,
        dict(segment.options) or None, segment.urgent, segment.ecn,
        segment.data, flight.received,
    )  # fmt: skip


_REST = len(Flight._fields) - _SRC - 4  # what stands between the segment and ``received``


def _made_flight(values: Iterable[Any]) -> Flight:
    own = tuple(values)
    src_host, src_port, dst_host, dst_port = own[_SRC : _SRC + 4]
    src_of, dst_of, number, ack, flags, window, options, urgent, ecn, data, received = own[_SRC + 4 + _REST :]
    return Flight._make(
        (
            *own[:_SRC],
            Address(src_host, src_port),
            Address(dst_host, dst_port),
            Segment(src_of, dst_of, number, ack, FLAGS[flags], window, data, options or NO_OPTIONS, urgent, ecn),
            *own[_SRC + 4 : _SRC + 4 + _REST],
            received,
        )
    )


def _flat_sample(sample: Sample) -> tuple[Any, ...]:
    return *sample[:_SAMPLE], *sample.tcb


def _made_sample(values: Iterable[Any]) -> Sample:
    own = tuple(values)
    return Sample._make((*own[:_SAMPLE], TcbSnapshot._make(own[_SAMPLE:])))


_FLIGHT_PLACES = {name: place for place, name in enumerate(Flight._fields[:_SRC])}
_FLIGHT_PLACES |= {name: _SRC + 4 + place for place, name in enumerate(Flight._fields[_SRC + 3 : -1])}
_FLIGHT_PLACES |= {
    f"segment.{name}": _SRC + 4 + _REST + place
    for place, name in enumerate(("src_port", "dst_port", "seq", "ack", "flags", "window"))
}
EVENTS = Form(_flat_event, Event._make, places={name: place for place, name in enumerate(Event._fields[:-1])})
# Payload is shared, and what was damaged is rare.
FLIGHTS = Form(_flat_flight, _made_flight, whole=2, places=_FLIGHT_PLACES)
SAMPLES = Form(_flat_sample, _made_sample, places={name: place for place, name in enumerate(Sample._fields[:_SAMPLE])})
TIMERS = Form(tuple, TimerRun._make)
DELIVERIES = Form(tuple, Delivery._make)
