"""The trace document: complete, plain, and the same bytes on every run."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tcpanim.trace.codec import dumps, to_document, write
from tests.trace.test_queries import TEXT, trace_of

RICH = """
tcpanim: 1
title: {en: Everything, zh: 一切}
hosts:
  client: {label: {en: Client, zh: 客户端}, address: 10.0.0.1, port: 49152, isn: 100}
  server: {address: 10.0.0.2, port: 80, isn: [300, 400]}
wire: {delay: {client: 20 ms, server: 35 ms}}
seed: 7
script:
  - {at: 0 ms, server: listen}
  - {at: 5 ms, inject: {as: 192.0.2.1, to: server, flags: RST, seq: 5}}
  - {at: 10 ms, client: open}
  - {when: {client: ESTABLISHED}, client: {send: 500}}
  - {at: 500 ms, server: crash}
  - {at: 600 ms, server: boot}
  - {at: 700 ms, client: {send: 5}}
notes:
  - {on: {client: SYN-SENT}, say: {en: look, zh: 看}, pause: true, show: {view: ladder, panels: [states]},
     ask: {question: q, choices: [a, b], answer: 2}}
"""


def rich():
    scenario = parse(RICH).scenario
    assert scenario is not None
    return simulate(scenario)


def test_the_keys_of_the_format():
    document = to_document(rich())
    assert (document["format"], document["version"]) == ("tcpanim-trace", 1)
    assert document["title"] == {"en": "Everything", "zh": "一切"}
    assert document["seed"] == 7
    assert document["wire"]["delay"] == {"client": 20_000_000, "server": 35_000_000}
    client, server = document["hosts"]
    assert (client["name"], client["address"], client["port"], client["isn"], client["isns"]) == (
        "client",
        "10.0.0.1",
        49152,
        100,
        [100],
    )
    assert client["label"] == {"en": "Client", "zh": "客户端"}
    assert server["isns"] == [300]
    assert document["stopped"] == "quiet"
    assert document["final"] == {"client": "CLOSED", "server": "CLOSED"}
    assert document["delivered"] == {"client": 0, "server": 500}
    assert document["errors"] == [{"t": document["errors"][0]["t"], "host": "client", "error": "connection reset"}]


def test_segments():
    forged, syn, *_ = to_document(rich())["segments"]
    assert {key: forged[key] for key in ("id", "from", "to", "injected", "src", "dst", "seq_base")} == {
        "id": 1,
        "from": None,
        "to": "server",
        "injected": True,
        "src": "192.0.2.1:49152",
        "dst": "10.0.0.2:80",
        "seq_base": None,
    }
    expected = {
        "id": 2,
        "connection": 1,
        "from": "client",
        "to": "server",
        "sent": 10_000_000,
        "arrived": 30_000_000,
        "fate": "delivered",
        "by": None,
        "injected": False,
        "copy_of": None,
        "src": "10.0.0.1:49152",
        "dst": "10.0.0.2:80",
        "flags": ["SYN"],
        "seq": 100,
        "ack": None,
        "seq_base": 100,
        "ack_base": None,
        "len": 0,
        "window": 65535,
        "urgent": None,
        "ecn": 0,
        "options": {"mss": 1000},
        "retransmission": False,
        "reason": "active-open",
    }
    assert {key: syn[key] for key in expected} == expected


def test_causes_of_states():
    changes = to_document(rich())["states"]
    assert [(row["host"], row["to"], row["cause"]) for row in changes] == [
        ("server", "LISTEN", {"call": "listen"}),
        ("client", "SYN-SENT", {"call": "open"}),
        ("server", "SYN-RECEIVED", {"segment": 2}),
        ("client", "ESTABLISHED", {"segment": 3}),
        ("server", "ESTABLISHED", {"segment": 4}),
        ("server", "CLOSED", {"crash": True}),
        ("client", "CLOSED", {"segment": 8}),
    ]
    assert changes[0]["rule"] == "RFC 9293 §3.10.1"


def test_a_timer_as_a_cause():
    changes = to_document(trace_of(0))["states"]
    assert {"timer": "time-wait"} in [row["cause"] for row in changes]


def test_calls_timers_samples_events_and_notes():
    document = to_document(rich())
    assert [(row["call"], row["argument"], row["result"]) for row in document["calls"]] == [
        ("listen", None, "ok"),
        ("open", None, "ok"),
        ("send", 500, 500),
        ("crash", None, "ok"),
        ("boot", None, "ok"),
        ("send", 5, 5),
    ]
    assert document["timers"][0] == {
        "host": "client",
        "connection": 1,
        "timer": "retransmission",
        "armed": 10_000_000,
        "deadline": 1_010_000_000,
        "ended": 65_000_000,
        "end": "cancelled",
    }
    sample = document["samples"][1]
    assert (sample["host"], sample["state"], sample["snd_una"], sample["snd_nxt"]) == ("client", "SYN-SENT", 100, 101)
    assert sample["timers"] == [{"timer": "retransmission", "deadline": 1_010_000_000}]
    first = document["events"][0]
    assert {key: first[key] for key in ("id", "t", "host", "kind", "cause", "reason", "rule")} == {
        "id": 1,
        "t": 0,
        "host": "server",
        "kind": "call",
        "cause": None,
        "reason": None,
        "rule": None,
    }
    (note,) = document["notes"]
    assert (note["t"], note["say"], note["pause"], note["show"]) == (
        10_000_000,
        {"en": "look", "zh": "看"},
        True,
        {"view": "ladder", "panels": ["states"]},
    )
    assert note["ask"]["answer"] == 2


def test_the_text_is_json_of_the_document_with_integers_only():
    trace = trace_of(1)
    text = dumps(trace)
    assert json.loads(text) == to_document(trace)
    json.loads(text, parse_float=lambda number: (_ for _ in ()).throw(AssertionError(number)))


def test_it_is_written_row_by_row():
    pieces = list(write(trace_of(1)))
    assert max(len(piece) for piece in pieces) < 4000
    assert "".join(pieces).endswith("\n}\n")


CHANCY = f"{TEXT}\nseed: 3\nuntil: 90 s"


def test_the_same_bytes_everywhere(golden):
    """Written down once. A change of the engine changes it, and is a reviewed difference; a platform must not."""
    scenario = parse(CHANCY).scenario
    assert scenario is not None
    texts = [dumps(simulate(scenario)) for _ in range(2)]
    assert texts[0] == texts[1]
    golden("digest", hashlib.sha256(texts[0].encode()).hexdigest() + "\n")


def test_the_same_bytes_whatever_python_hashes_like():
    """Nothing may depend on the order of a set or on a hash that differs from process to process."""
    program = (
        "import sys; from tcpanim.scenario.parse import parse; from tcpanim.sim.run import simulate; "
        "from tcpanim.trace.codec import dumps; sys.stdout.write(dumps(simulate(parse(sys.argv[1]).scenario)))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", program, CHANCY],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(texts) == 1
