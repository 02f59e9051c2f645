"""A run as a capture file: read back by ourselves and by scapy."""

import struct

import pytest
from scapy.utils import rdpcap

from tcpanim.export.capture import packets, pcap, pcapng
from tcpanim.trace.events import Fate
from tcpanim.wire.errors import WireError
from tcpanim.wire.ip_codec import decode_ip
from tcpanim.wire.segment import Segment
from tests.scene.runs import simulated


def read(packet):
    """The segment that the packet holds, its checksum verified."""
    datagram = decode_ip(packet.data)
    return Segment.decode(datagram.payload, datagram.src, datagram.dst, ecn=datagram.ecn)


@pytest.mark.parametrize("name", ["four-way-close", "ipv6", "ecn", "window-scaling", "fast-open", "sack-three-holes"])
def test_each_host_has_seen_what_it_sent_and_what_reached_it(name):
    trace = simulated(name)
    for host in ("client", "server"):
        seen = list(packets(trace, host))
        assert [packet.t for packet in seen] == sorted(packet.t for packet in seen)
        sent = [packet.flight for packet in seen if packet.sent]
        assert sent == [flight for flight in trace.flights if flight.sender == host]
        got = [packet.flight for packet in seen if not packet.sent]
        assert sorted(f.id for f in got) == [
            f.id for f in trace.flights if f.receiver == host and f.fate is Fate.DELIVERED
        ]
        for packet in seen:
            wanted = packet.flight.segment if packet.sent else packet.flight.received or packet.flight.segment
            assert read(packet) == wanted


def test_what_is_lost_is_in_the_senders_capture_only():
    trace = simulated("lost-data")
    lost = next(flight for flight in trace.flights if flight.fate is Fate.DROPPED)
    assert any(packet.flight is lost for packet in packets(trace, "client"))
    assert not any(packet.flight is lost for packet in packets(trace, "server"))


def test_a_router_s_mark_is_in_the_receivers_ip_header_only():
    trace = simulated("ecn")
    marked = next(flight for flight in trace.flights if flight.received is not None)
    codepoints = {
        host: next(decode_ip(one.data).ecn for one in packets(trace, host) if one.flight is marked)
        for host in ("client", "server")
    }
    assert codepoints == {"client": 2, "server": 3}


@pytest.mark.parametrize("name", ["corrupted-segment", "checksum-off"])
def test_damage_shows_in_the_checksum(name):
    trace = simulated(name)
    damaged = next(f for f in trace.flights if f.fate is Fate.CORRUPTED or f.received is not None)
    (sent,) = (packet for packet in packets(trace, "client") if packet.flight is damaged)
    assert read(sent) == damaged.segment
    (arrived,) = (packet for packet in packets(trace, "server") if packet.flight is damaged)
    with pytest.raises(WireError):
        read(arrived)
    if damaged.received is not None:  # read all the same
        assert Segment.decode(decode_ip(arrived.data).payload) == damaged.received


def test_a_copy_has_the_identification_of_the_original_and_a_retransmission_its_own():
    trace = simulated("duplicate-segment")
    number = {one.flight.id: struct.unpack_from("!H", one.data, 4)[0] for one in packets(trace, "server")}
    copy = next(flight for flight in trace.flights if flight.copy_of is not None)
    assert copy.copy_of is not None
    assert number[copy.id] == number[copy.copy_of]
    trace = simulated("lost-fin")
    first, second = (one for one in packets(trace, "client") if one.sent and "FIN" in one.flight.segment.flag_names)
    assert first.data[4:6] != second.data[4:6]


@pytest.mark.parametrize("suffix", ["pcap", "pcapng"])
def test_scapy_reads_the_same(tmp_path, suffix):
    trace = simulated("four-way-close")
    content = pcap(trace, "client") if suffix == "pcap" else pcapng(trace, "client", "tcpanim", lambda _t: "四次挥手")
    path = tmp_path / f"run.{suffix}"
    path.write_bytes(b"".join(content))
    theirs = rdpcap(str(path))
    ours = list(packets(trace, "client"))
    assert [bytes(packet) for packet in theirs] == [packet.data for packet in ours]
    assert [round(packet.time * 10**9) for packet in theirs] == [packet.t for packet in ours]
    if suffix == "pcapng":
        assert [packet.direction for packet in theirs] == [2 if packet.sent else 1 for packet in ours]
        assert theirs[0].comments == ["四次挥手".encode()]
