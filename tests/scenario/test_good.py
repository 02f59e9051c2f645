"""What a scenario file may say is read as it is meant, with every default filled in."""

from typing import Any

import pytest

from tcpanim.i18n import Text
from tcpanim.lesson import Ask, View
from tcpanim.scenario.model import (
    Call,
    Corrupt,
    Cut,
    Delay,
    Drop,
    Duplicate,
    Entered,
    Got,
    Inject,
    Place,
    Received,
    Selector,
    Sent,
    SeqExpr,
    Trigger,
)
from tcpanim.scenario.parse import parse
from tcpanim.scenario.problems import format_problem
from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.states import State
from tcpanim.units import MS, S
from tests.scenario.files import scenario_text

# The format's own example, whole.
WHOLE = r"""tcpanim: 1
title: {en: Lost handshake ACK, zh: 第三次握手丢失}   # every text: a string, or a map en/zh
description: One text for both
goal: {en: A pure ACK is never retransmitted, zh: 纯 ACK 不会重传}
unit: handshake
order: 9
minutes: 5
level: first
pair: other-id
tags: [handshake, loss]
references: [RFC 9293 §3.5]

profile: textbook
tcp: {mss: 1000}
hosts:
  client: {label: {en: Client, zh: 客户端}, address: 10.0.0.1, port: 49152, isn: 100}
  server: {address: 10.0.0.2, port: 80, isn: [300, 400], tcp: {receive_buffer: 4000}}
wire:
  delay: 50 ms
  rate: 10 Mbit/s
  queue: 20
  loss: 1 %
  duplicate: 1 %
  jitter: 5 ms
seed: 7
script:
  - {at: 0 ms, server: listen}
  - {at: 10 ms, client: open}
  - {when: {client: ESTABLISHED}, after: 3 s, client: {send: 500}}
  - {client: {send: "GET / HTTP/1.0\r\n\r\n"}}
  - {when: {server: {received: 500}}, server: {send: 3000}}
  - {when: {client: {received: 3000}}, after: 20 ms, client: close}
  - {when: {server: CLOSE-WAIT}, after: 30 ms, server: close}
faults:
  - {drop: {from: client, match: ACK, nth: 1}}
until: 5 min
expect:
  states: {client: [CLOSED, SYN-SENT, ESTABLISHED, …], server: […]}
  ladder:
    - {client: SYN, seq: 0}
    - {server: SYN-ACK, seq: 0, ack: 1}
    - {client: ACK, seq: 1, ack: 1, lost: true}
    - …
  delivered: {client: 3000, server: 500}
  errors: {}
  final: {client: CLOSED, server: CLOSED}
start: {view: ladder, numbering: symbolic}
notes:
  - on: {client: SYN-SENT}
    say: {en: Watch, zh: 看}
    speaker: {en: Ask them, zh: 提问}
    show: {view: ladder, panels: [states], numbering: symbolic, labels: textbook, time: uniform, zoom: client}
    pause: true
    ask: {question: {en: Q, zh: 问}, choices: [{en: A}, {en: B}, {en: C}], answer: 2, why: {en: W}}
  - {on: {segment: 3}, say: third}
  - {on: {at: 120 ms}, say: then}
"""


def read(*sections):
    text = scenario_text(*sections)
    parsed = parse(text)
    assert not parsed.problems, "\n".join(format_problem(problem, "test", text) for problem in parsed.problems)
    return parsed.scenario


def action_of(call):
    """What the step ``{at: 0 ms, client: …}`` does."""
    return read(f"script: [{{at: 0 ms, client: {call}}}]").script[0].action


def test_the_whole_example_is_read():
    parsed = parse(WHOLE.encode(), "lost.tcpanim")
    assert parsed.problems == ()
    scenario: Any = parsed.scenario
    assert scenario.title == Text("Lost handshake ACK", "第三次握手丢失")
    assert scenario.description == Text("One text for both")
    assert scenario.goal.zh == "纯 ACK 不会重传"
    assert (scenario.unit, scenario.order, scenario.minutes, scenario.level) == ("handshake", 9, 5, "first")
    assert (scenario.pair, scenario.tags) == ("other-id", ("handshake", "loss"))
    assert scenario.references == ("RFC 9293 §3.5",)
    client, server = scenario.hosts
    assert (client.name, client.label, client.address, client.port) == (
        "client",
        Text("Client", "客户端"),
        "10.0.0.1",
        49152,
    )
    assert (client.isn, server.isn) == ((100,), (300, 400))
    assert server.tcp == TcpConfig(mss=1000, receive_buffer=4000)
    assert scenario.wire.delay == {"client": 50 * MS, "server": 50 * MS}
    assert scenario.wire.rate == {"client": 10_000_000, "server": 10_000_000}
    assert scenario.wire.queue == {"client": 20, "server": 20}
    assert scenario.wire.loss == {"client": 10_000, "server": 10_000}
    assert scenario.wire.duplicate == {"client": 10_000, "server": 10_000}
    assert scenario.wire.jitter == {"client": 5 * MS, "server": 5 * MS}
    assert (scenario.seed, scenario.until) == (7, 300 * S)
    assert [step.trigger for step in scenario.script] == [
        Trigger(at=0),
        Trigger(at=10 * MS),
        Trigger(when=Entered("client", State.ESTABLISHED), after=3 * S),
        Trigger(),
        Trigger(when=Received("server", 500)),
        Trigger(when=Received("client", 3000), after=20 * MS),
        Trigger(when=Entered("server", State.CLOSE_WAIT), after=30 * MS),
    ]
    assert [(step.action.host, step.action.name) for step in scenario.script] == [
        ("server", "listen"),
        ("client", "open"),
        ("client", "send"),
        ("client", "send"),
        ("server", "send"),
        ("client", "close"),
        ("server", "close"),
    ]
    assert len(scenario.script[2].action.argument) == 500
    assert scenario.script[3].action.argument == b"GET / HTTP/1.0\r\n\r\n"
    assert scenario.script[1].place == (28, 5)
    assert scenario.faults == (Drop(Selector("client", "ACK", (1,)), Place(35, 5)),)
    expect = scenario.expect
    assert expect.states["client"].states == (State.CLOSED, State.SYN_SENT, State.ESTABLISHED)
    assert expect.states["client"].more
    assert (expect.states["server"].states, expect.states["server"].more) == ((), True)
    assert [(rung.sender, rung.match, rung.seq, rung.ack, rung.lost) for rung in expect.ladder.rungs] == [
        ("client", "SYN", 0, None, None),
        ("server", "SYN-ACK", 0, 1, None),
        ("client", "ACK", 1, 1, True),
    ]
    assert expect.ladder.more
    assert expect.delivered == {"client": 3000, "server": 500}
    assert expect.errors == {}
    assert expect.final == {"client": State.CLOSED, "server": State.CLOSED}
    assert expect.places["delivered.server"] == (44, 37)
    assert scenario.start == View(view="ladder", numbering="symbolic")
    first, second, third = scenario.notes
    assert first.on == Entered("client", State.SYN_SENT)
    assert first.teaching.show == View("ladder", ("states",), "symbolic", "textbook", "uniform", "client")
    assert first.teaching.pause
    assert first.teaching.ask == Ask(Text("Q", "问"), (Text("A"), Text("B"), Text("C")), 2, Text("W"))
    assert (second.on, third.on) == (3, Trigger(at=120 * MS))


def test_what_is_left_out_has_the_defaults():
    scenario = read("hosts: {client: {}, server: }")
    client, server = scenario.hosts
    assert (client.address, client.port, server.address, server.port) == ("10.0.0.1", 49152, "10.0.0.2", 80)
    assert (client.isn, client.isn_always) == ((), None)
    assert client.tcp == server.tcp == TcpConfig.textbook()
    assert (client.label, server.label) == (Text("Client", "客户端"), Text("Server", "服务器"))
    assert scenario.wire.delay == {"client": 50 * MS, "server": 50 * MS}
    assert scenario.wire.rate == {"client": None, "server": None}
    assert scenario.wire.loss == {"client": 0, "server": 0}
    assert (scenario.profile, scenario.level, scenario.until, scenario.expect) == ("textbook", "course", None, None)
    assert scenario.faults == scenario.notes == ()


def test_hosts_have_the_order_and_the_names_of_the_file():
    scenario = read("hosts: {zoe: {isn: 5}, adam_2: {isn: {always: 0x10}}}", "script: [{at: 0 s, adam_2: listen}]")
    assert [host.name for host in scenario.hosts] == ["zoe", "adam_2"]
    assert [host.label.pick("zh") for host in scenario.hosts] == ["zoe", "adam_2"]
    assert [(host.isn, host.isn_always) for host in scenario.hosts] == [((5,), None), ((), 16)]


def test_hosts_may_stand_after_everything_that_speaks_of_them():
    text = "tcpanim: 1\ntitle: x\nscript: [{at: 0 s, a: listen}]\nhosts: {a: {}, b: {}}\n"
    scenario: Any = parse(text).scenario
    assert scenario.script[0].action == Call("a", "listen")


@pytest.mark.parametrize(
    ("hosts", "addresses"),
    [
        ("{client: {address: 2001:db8::5}, server: {}}", ("2001:db8::5", "2001:db8::2")),
        ("{client: {}, server: {address: '2001:DB8:0::1'}}", ("2001:db8::2", "2001:db8::1")),
        ("{client: {}, server: {address: 10.0.0.1}}", ("10.0.0.2", "10.0.0.1")),
        ("{client: {address: 10.0.0.2}, server: {}}", ("10.0.0.2", "10.0.0.1")),
    ],
)
def test_the_default_address_goes_with_the_other_hosts(hosts, addresses):
    assert tuple(host.address for host in read(f"hosts: {hosts}").hosts) == addresses


def test_a_hosts_own_settings_go_over_those_of_both():
    scenario = read(
        "tcp: {mss: 500, time_wait: off, delayed_ack: 40 ms, msl: 30 s}",
        "hosts: {client: {}, server: {tcp: {mss: 2 KiB, delayed_ack: off, delayed_fin_ack: on}}}",
    )
    client, server = (host.tcp for host in scenario.hosts)
    assert client == TcpConfig(mss=500, time_wait=False, delayed_ack=40 * MS, msl=30 * S)
    assert server == TcpConfig(mss=2048, time_wait=False, delayed_fin_ack=True, msl=30 * S)


def test_a_wire_differs_by_sender_and_defaults_where_one_is_left_out():
    wire = read("wire: {delay: {server: 80 ms}, loss: {client: 2.5 %}, rate: {client: 1 Gbit/s}}").wire
    assert wire.delay == {"client": 50 * MS, "server": 80 * MS}
    assert wire.loss == {"client": 25_000, "server": 0}
    assert wire.rate == {"client": 1_000_000_000, "server": None}


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("listen", Call("client", "listen")),
        ("unlisten", Call("client", "unlisten")),
        ("open", Call("client", "open")),
        ("{open: {port: 49153}}", Call("client", "open", 49153)),
        ("{open: {}}", Call("client", "open")),
        ("exit", Call("client", "exit")),
        ("abort", Call("client", "abort")),
        ("crash", Call("client", "crash")),
        ("boot", Call("client", "boot")),
        ("{send: 5}", Call("client", "send", b"abcde")),
        ("{send: 5 B}", Call("client", "send", b"abcde")),
        ("{send: 28}", Call("client", "send", b"abcdefghijklmnopqrstuvwxyzab")),
        ("{send: {bytes: 5, urgent: off}}", Call("client", "send", b"abcde")),
        ("{send: hello}", Call("client", "send", b"hello")),
        ('{send: "5"}', Call("client", "send", b"5")),
        ("{send: 你好}", Call("client", "send", "你好".encode())),
        ('{send: "a\\0b"}', Call("client", "send", b"a\0b")),
        ("{read: 100}", Call("client", "read", 100)),
        ("{read: on}", Call("client", "read", True)),
        ("{read: off}", Call("client", "read", False)),
        ("{set: {nagle: off}}", Call("client", "set", ("nagle", "off"))),
        ("{set: {delayed_ack: off}}", Call("client", "set", ("delayed_ack", None))),
        ("{set: {delayed_ack: 200 ms}}", Call("client", "set", ("delayed_ack", 200 * MS))),
        ("{set: {cork: on}}", Call("client", "set", ("cork", True))),
        ("{send: 5}, connection: 2", Call("client", "send", b"abcde", 2)),
    ],
)
def test_calls(call, expected):
    assert action_of(call) == expected
    assert type(action_of(call).argument) is type(expected.argument)


def test_sends_of_one_size_share_their_bytes():
    script = read("script: [{at: 0 s, client: {send: 1 MiB}}, {client: {send: 1 MiB}}]").script
    assert script[0].action.argument is script[1].action.argument


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ("{client: TIME_WAIT}", Entered("client", State.TIME_WAIT)),
        ("{client: closed, nth: 2}", Entered("client", State.CLOSED, 2)),
        ("{server: {received: 1 KiB}}", Received("server", 1024)),
        ("{server: {got: SYN-ACK}}", Got("server", "SYN-ACK")),
        ("{server: {got: syn_ack}, nth: 3}", Got("server", "SYN-ACK", 3)),
        ("{server: {sent: FIN, nth: 3}}", Sent("server", "FIN", 3)),
        ("{server: {sent: 'SYN,ACK'}}", Sent("server", "SYN-ACK")),
    ],
)
def test_conditions(when, condition):
    assert read(f"script: [{{when: {when}, client: close}}]").script[0].trigger == Trigger(when=condition)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("flags: SYN, seq: 90", {"flags": 0x02, "seq": SeqExpr(None, 90)}),
        ("flags: SYN-ACK, seq: isn, ack: isn+1", {"flags": 0x12, "seq": SeqExpr("isn", 0), "ack": SeqExpr("isn", 1)}),
        ("flags: 'FIN,ACK', seq: isn-10, ack: 0", {"flags": 0x11, "seq": SeqExpr("isn", -10), "ack": SeqExpr(None, 0)}),
        ("flags: [rst], seq: isn + 5, window: 0", {"flags": 0x04, "seq": SeqExpr("isn", 5), "window": 0}),
        ("flags: none, seq: 0xffffffff, data: 3", {"flags": 0, "seq": SeqExpr(None, 0xFFFF_FFFF), "data": b"abc"}),
        (
            "flags: SYN, seq: 1, options: {mss: 5, sack_permitted: on, timestamps: [1, 2], sack: [[3, 4]]}",
            {
                "flags": 0x02,
                "seq": SeqExpr(None, 1),
                "options": {"mss": 5, "sack_permitted": True, "timestamps": (1, 2), "sack": ((3, 4),)},
            },
        ),
        (
            "flags: RST, seq: 1, src_port: 5, dst_port: 6",
            {"flags": 4, "seq": SeqExpr(None, 1), "src_port": 5, "dst_port": 6},
        ),
    ],
)
def test_injected_segments(fields, expected):
    scenario = read(f"script: [{{at: 1 s, inject: {{as: client, to: server, {fields}}}}}]")
    assert scenario.script[0].action == Inject("client", "server", **expected)


def test_a_stranger_may_seem_to_have_sent_an_injected_segment():
    scenario = read("script: [{at: 1 s, inject: {as: 192.0.2.7, to: server, flags: SYN, seq: 1}}]")
    assert scenario.script[0].action.sender == "192.0.2.7"


def test_faults():
    faults = read(
        """faults:
  - {drop: {from: client}}
  - {drop: {from: client, match: DATA, nth: [3, 1, 3]}}
  - {drop: {from: server, match: FIN, nth: all}}
  - {drop: {from: server, segment: 4}}
  - {delay: {from: client, match: SYN, by: 200 ms}}
  - {duplicate: {from: client, match: SYN, after: 30 ms}}
  - {duplicate: {from: client, match: SYN}}
  - {corrupt: {from: client, match: DATA, nth: 2}}
  - {cut: {at: 1 s, until: 3 s}}
  - {cut: {at: 1 s, from: server}}"""
    ).faults
    place = [fault.place for fault in faults]
    assert [spot.line for spot in place] == list(range(6, 16))
    assert faults == (
        Drop(Selector("client", "ANY", (1,)), place[0]),
        Drop(Selector("client", "DATA", (1, 3)), place[1]),
        Drop(Selector("server", "FIN", None), place[2]),
        Drop(Selector("server", "ANY", (1,), 4), place[3]),
        Delay(Selector("client", "SYN", (1,)), 200 * MS, place[4]),
        Duplicate(Selector("client", "SYN", (1,)), 30 * MS, place[5]),
        Duplicate(Selector("client", "SYN", (1,)), 10 * MS, place[6]),
        Corrupt(Selector("client", "DATA", (2,)), place[7]),
        Cut(1 * S, 3 * S, None, place[8]),
        Cut(1 * S, None, "server", place[9]),
    )


def test_expectations_are_complete_only_where_they_say_so():
    expect = read(
        """expect:
  states: {client: [CLOSED, LISTEN]}
  ladder: [{client: DATA, len: 1 KiB, window: 5, wire_seq: 7, wire_ack: 8}]
  errors: {client: connection reset, server: [connection refused, connection closing]}"""
    ).expect
    assert not expect.states["client"].more
    assert not expect.ladder.more
    (rung,) = expect.ladder.rungs
    assert (rung.len, rung.window, rung.wire_seq, rung.wire_ack, rung.lost) == (1024, 5, 7, 8, None)
    assert expect.errors == {"client": ("connection reset",), "server": ("connection refused", "connection closing")}
    assert expect.delivered is expect.final is None


def test_three_full_stops_are_an_ellipsis_too():
    expect = read("expect: {states: {client: [CLOSED, ...]}, ladder: [{client: SYN}, ...]}").expect
    assert expect.states["client"].more
    assert expect.ladder.more


@pytest.mark.parametrize("view", ["stage", "ladder", "states", "sequence", "plots", "events", "header"])
def test_every_view_can_be_asked_for(view):
    assert read(f"start: {{view: {view}}}").start.view == view


def test_anchors_and_aliases_say_things_twice():
    scenario = read("faults: [{drop: &first {from: client, match: SYN}}, {corrupt: *first}]")
    assert scenario.faults[0].which == scenario.faults[1].which


def test_line_ends_byte_order_mark_and_block_style_do_not_matter():
    text = WHOLE.replace("\n", "\r\n")
    assert parse("\ufeff" + text) == parse(text) == parse(text.encode("utf-8-sig"))
    assert parse(text).scenario == parse(WHOLE).scenario
