"""What `expect` says against what the run shows."""

import pytest

from tcpanim.sim.expect import never_happened, verify
from tcpanim.sim.run import simulate
from tests.sim.runs import scenario

CLOSE = """
  - {at: 300 ms, client: {send: 500}}
  - {when: {server: {received: 500}}, client: close}
  - {when: {server: CLOSE-WAIT}, after: 10 ms, server: close}
"""
RIGHT = """
expect:
  states:
    client: [CLOSED, SYN-SENT, ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT, CLOSED]
    server: [CLOSED, LISTEN, SYN-RECEIVED, …]
  ladder:
    - {client: SYN, seq: 0, wire_seq: 100, window: 65535}
    - {server: SYN-ACK, seq: 0, ack: 1, wire_ack: 101, lost: false}
    - {client: ACK, seq: 1, ack: 1, len: 0}
    - {client: DATA, len: 500, lost: true}
    - {client: ANY, len: 500, lost: false}
    - …
  delivered: {server: 500, client: 0}
  errors: {}
  final: {client: CLOSED, server: CLOSED}
faults: [{drop: {from: client, match: DATA}}]
"""


def failures(expect):
    one = scenario(CLOSE, more=expect)
    trace = simulate(one)
    assert never_happened(trace) == ()
    return verify(one, trace)


def test_all_is_well():
    assert failures(RIGHT) == ()


def test_nothing_expected_nothing_to_say():
    assert failures("faults: [{drop: {from: client, match: DATA}}]") == ()


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"),
    [
        (
            "SYN-RECEIVED, …]",
            "SYN-RECEIVED]",
            24,
            (
                "server went through CLOSED, LISTEN, SYN-RECEIVED, ESTABLISHED, CLOSE-WAIT, LAST-ACK, CLOSED; "
                "expected CLOSED, LISTEN, SYN-RECEIVED"
            ),
        ),
        (
            "{client: SYN, seq: 0, wire_seq: 100,",
            "{client: SYN, seq: 1, wire_seq: 101,",
            26,
            (
                "segment 1 is {client: SYN, seq: 0, window: 65535, wire_seq: 100}; "
                "expected {client: SYN, seq: 1, window: 65535, wire_seq: 101}"
            ),
        ),
        (
            "{client: ACK, seq: 1",
            "{server: ACK, seq: 1",
            28,
            "segment 3 is {client: ACK, seq: 1, ack: 1, len: 0}; expected {server: ACK, seq: 1, ack: 1, len: 0}",
        ),
        (
            "{client: ACK, seq: 1",
            "{client: FIN, seq: 1",
            28,
            "segment 3 is {client: ACK, seq: 1, ack: 1, len: 0}; expected {client: FIN, seq: 1, ack: 1, len: 0}",
        ),
        (
            "len: 500, lost: true",
            "len: 500, lost: false",
            29,
            "segment 4 is {client: DATA, len: 500, lost: true}; expected {client: DATA, len: 500, lost: false}",
        ),
        (
            "    - …\n",
            "",
            26,
            "10 segments were sent; expected 5: {server: ACK, seq: 1, ack: 501, len: 0} is one too many",
        ),
        ("server: 500", "server: 600", 32, "the application of server received 500 bytes; expected 600"),
        (
            "errors: {}",
            "errors: {client: connection reset}",
            33,
            "the application of client was told: –; expected: connection reset",
        ),
        ("final: {client: CLOSED", "final: {client: TIME-WAIT", 34, "client ends in CLOSED; expected TIME-WAIT"),
    ],
)
def test_a_difference_is_told_at_its_line(right, wrong, line, message):
    assert right in RIGHT
    found = failures(RIGHT.replace(right, wrong, 1))
    assert [problem.message for problem in found] == [message]
    assert found[0].line == line


def test_segments_that_were_never_sent():
    more = RIGHT.replace("    - …\n", "".join("    - {client: ANY}\n" for _ in range(9)))
    found = failures(more)
    assert found[0].message.startswith("segment 6 is {server: ACK}")
    short = simulate(
        one := scenario(more="expect: {ladder: [{client: SYN}, {server: SYN-ACK}, {client: ACK}, {client: FIN}]}")
    )
    assert [problem.message for problem in verify(one, short)] == [
        "only 3 segments were sent; expected {client: FIN} too"
    ]


def test_an_error_that_nobody_expected():
    one = scenario("  - {at: 300 ms, client: abort}", more="expect: {errors: {}}")
    (problem,) = verify(one, simulate(one))
    assert problem.message == "the application of server was told: connection reset; expected: –"


def test_an_ack_is_expected_where_there_is_none():
    one = scenario(more="expect: {ladder: [{client: SYN, ack: 0}, …]}")
    (problem,) = verify(one, simulate(one))
    assert problem.message == "segment 1 is {client: SYN, ack: none}; expected {client: SYN, ack: 0}"
