"""Fast Open (RFC 7413): cookies, data in the SYN, and every way in which it falls back to an ordinary handshake."""

from __future__ import annotations

from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tcpanim.trace.trace import Trace
from tests.sim.runs import HOSTS, run, told

ON = "tcp: {fast_open: on}"
FIRST = """
  - {when: {server: {received: 100}}, after: 100 ms, client: close}
  - {when: {server: CLOSE-WAIT}, server: close}
"""
TWICE = f"""
  - {{at: 0 ms, server: listen}}
  - {{at: 10 ms, client: {{open: {{data: 100}}}}}}
{FIRST}
  - {{at: 1 s, client: {{open: {{port: 49153, data: 100}}}}}}
"""


def second(more: str = "", *, settings: str = ON, script: str = TWICE) -> list[str]:
    """The segments of the second connection."""
    trace = run(opening=script, more=f"{settings}\nuntil: 5 s\n{more}")
    begin = next(n for n, flight in enumerate(trace.flights) if flight.sent >= 1_000_000_000)
    return told(trace)[begin:]


def reasons(trace: Trace) -> set[str]:
    return {event.reason for event in trace.events if event.reason}


def test_the_first_connection_asks_for_a_cookie_and_sends_after_the_handshake() -> None:
    trace = run(opening=TWICE, more=f"{ON}\nuntil: 900 ms")
    assert told(trace)[:4] == ["client SYN 0", "server SYN-ACK 0 1", "client ACK 1 1", "client DATA 1 1 len 100"]
    assert trace.flights[0].segment.options["fast_open"] == b""
    assert len(trace.flights[1].segment.options["fast_open"]) == 8
    assert {"fast-open-requested", "fast-open-granted", "fast-open-cookie-kept"} <= reasons(trace)


def test_the_second_sends_data_with_the_syn() -> None:
    assert second() == ["client SYN 0 len 100", "server SYN-ACK 0 101", "client ACK 101 1"]


def test_the_server_answers_before_the_handshake_is_over() -> None:
    answer = "  - {when: {server: {received: 200}}, server: {send: 300}}\n"
    assert second(script=TWICE + answer) == [
        "client SYN 0 len 100",
        "server SYN-ACK 0 101",
        "server DATA 1 101 len 300",
        "client ACK 101 1",
        "client ACK 101 301",
    ]


def test_a_server_that_has_forgotten_everything_knows_its_cookies() -> None:
    crash = "  - {at: 800 ms, server: crash}\n  - {at: 850 ms, server: boot}\n  - {at: 860 ms, server: listen}\n"
    assert second(script=TWICE + crash)[0:2] == ["client SYN 0 len 100", "server SYN-ACK 0 101"]


def test_a_client_that_has_forgotten_everything_asks_again() -> None:
    crash = "  - {at: 800 ms, client: crash}\n  - {at: 850 ms, client: boot}\n"
    assert second(script=TWICE + crash)[0] == "client SYN 0"


def test_a_lost_syn_is_repeated_without_cookie_and_data() -> None:
    lost = "faults:\n  - {drop: {from: client, match: SYN, nth: 2}}"
    segments = second(lost)
    assert segments == [
        "client SYN 0 len 100 dropped",
        "client SYN 0",
        "server SYN-ACK 0 1",
        "client DATA 1 1 len 100",
        "server ACK 1 101",
    ]


def test_a_repeated_syn_ack_covers_the_data_again() -> None:
    lost = "faults:\n  - {drop: {from: server, match: SYN-ACK, nth: 2}}"
    segments = second(lost)
    assert segments[:2] == ["client SYN 0 len 100", "server SYN-ACK 0 101 dropped"]
    assert "server SYN-ACK 0 101" in segments
    assert segments[-1] == "client ACK 101 1"


def test_a_server_with_fast_open_off_gives_no_cookie() -> None:
    other = HOSTS.replace("port: 80,", "port: 80, tcp: {fast_open: off},")
    parsed = parse(f"tcpanim: 1\ntitle: test\n{other}\nwire: {{delay: 50 ms}}\n{ON}\nscript:\n{TWICE}\nuntil: 5 s\n")
    assert parsed.scenario is not None, parsed.problems
    trace = simulate(parsed.scenario)
    assert [flight.segment.data for flight in trace.flights if flight.segment.kind == "SYN"] == [b"", b""]
    assert trace.delivered("server") == 200


def test_a_cookie_of_somebody_else_costs_the_data_only() -> None:
    script = """
  - {at: 0 ms, server: listen}
  - at: 10 ms
    inject: {as: client, to: server, flags: SYN, seq: 100, data: 50, options: {fast_open: 0011223344556677}}
"""
    trace = run(opening=script, more=f"{ON}\nuntil: 100 ms")
    answer = trace.flights[1].segment
    assert answer.ack == 101
    assert answer.options["fast_open"] not in (b"", bytes.fromhex("0011223344556677"))
    assert "fast-open-refused" in reasons(trace)
    assert trace.delivered("server") == 0


def test_more_than_a_segment_goes_partly_with_the_syn() -> None:
    script = TWICE.replace("port: 49153, data: 100", "port: 49153, data: 2500")
    for settings in (ON, "profile: linux\ntcp: {fast_open: on, mss: 1000, timestamps: off}"):
        segments = second(settings=settings, script=script)
        assert segments[:4] == [
            "client SYN 0 len 960",  # the MSS does not count the options of a SYN (RFC 9293 §3.7.1)
            "server SYN-ACK 0 961",
            "client ACK 961 1",
            "client DATA 961 1 len 1000",
        ]


def test_without_the_option_open_with_data_sends_after_the_handshake() -> None:
    assert second(settings="")[:4] == [
        "client SYN 0",
        "server SYN-ACK 0 1",
        "client ACK 1 1",
        "client DATA 1 1 len 100",
    ]
