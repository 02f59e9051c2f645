"""What is proposed at a place of a text that is being written."""

import pytest

from tcpanim.library import builtins
from tcpanim.scenario.complete import complete, host_names

HEAD = """\
tcpanim: 1
title: test
hosts:
  client: {isn: 100}
  server:
    isn: 300
"""


def proposed(text):
    """The words at the mark ▮; the hosts of HEAD are known."""
    done = complete(HEAD + text.replace("▮", ""), len(HEAD) + text.index("▮"))
    return [one.word for one in done.proposals]


CASES = [
    ("scr▮", {"script"}, {"client"}),
    ("▮", {"wire", "script", "faults"}, {"title", "tcpanim"}),
    ("script:\n  - ▮", {"at", "when", "client", "server"}, {"title"}),
    ("script:\n  - {▮", {"at", "when", "client"}, {"title"}),
    ("script:\n- {at: 1 s, ▮}", {"after", "client"}, {"at"}),
    ("script:\n  - {at: 1 s, client: cl▮}", {"close"}, {"open"}),
    ("script:\n  - at: 1 s\n    client: ▮", {"close", "open"}, {"send"}),
    ("script:\n  - {at: 1 s, client: {▮", {"send", "read", "set"}, {"close"}),
    ("script:\n  - {when: {▮", {"client", "server", "nth"}, {"at"}),
    ("script:\n  - {when: {client: ESTAB▮", {"ESTABLISHED"}, set()),
    ("script:\n  - {when: {client: ▮", {"TIME-WAIT", "SYN-RECEIVED"}, {"TIME_WAIT"}),
    ("script:\n  - {when: {client: {got: ▮", {"SYN-ACK", "FIN"}, set()),
    ("script:\n  - {at: 0 ms, client: {set: {na▮", {"nagle"}, set()),
    ("script:\n  - {at: 0 ms, client: {set: {nagle: ▮", {"off", "on", "minshall"}, set()),
    ("faults:\n  - {▮", {"drop", "delay", "cut", "wire"}, {"client"}),
    ("faults:\n  - {drop: {from: ▮", {"client", "server"}, set()),
    ("faults: [{drop: {from: client, match: S▮", {"SYN", "SYN-ACK"}, {"ACK"}),
    ("faults:\n  - drop:\n      from: client\n      ▮", {"match", "nth", "segment"}, {"from"}),
    ("wire: {▮", {"delay", "rate", "loss"}, {"client"}),
    ("wire:\n  ▮", {"delay", "rate"}, set()),
    ("wire:\n  delay: ▮", {"50 ms"}, set()),
    ("tcp: {cong▮", {"congestion"}, set()),
    ("tcp: {congestion: ▮", {"newreno", "cubic"}, set()),
    ("profile: ▮", {"textbook", "rfc", "linux"}, set()),
    ("expect:\n  final: {client: CL▮", {"CLOSED", "CLOSING"}, set()),
    ("expect:\n  states: {client: [▮", {"LISTEN"}, set()),
    ("expect:\n  ladder:\n    - {client: ▮", {"SYN"}, set()),
    ("notes:\n  - on: {client: SYN▮", {"SYN-SENT"}, set()),
    ("notes:\n  - on: {at: 1 s}\n    show: {view: ▮", {"ladder"}, set()),
]


@pytest.mark.parametrize(("text", "wanted", "unwanted"), CASES, ids=[text for text, _, _ in CASES])
def test_what_can_stand_there(text, wanted, unwanted):
    words = set(proposed(text))
    assert wanted <= words
    assert not unwanted & words


@pytest.mark.parametrize(
    "text", ["# scr▮", 'script:\n  - {at: 0 ms, client: {send: "G▮', "description: |\n  scr▮", "profile:▮", "seed: 1▮"]
)
def test_nothing_is_proposed_in_texts_comments_and_numbers(text):
    assert proposed(text) == []


def test_the_prefix_is_what_will_be_replaced():
    text = HEAD + "script:\n  - {at: 1 s, client: cl"
    assert complete(text, len(text)).prefix == "cl"


def test_keys_are_explained():
    text = HEAD + "wire: {del"
    (one,) = complete(text, len(text)).proposals
    assert (one.word, one.key) == ("delay", True)
    assert "one-way" in one.doc


@pytest.mark.parametrize(
    "text",
    [
        "hosts:\n  a: {}\n  b:\n    isn: 1\nwire: {}",
        "hosts: {a: {isn: 1}, b: {isn: [2, 3]}}",
        "x: 1\nhosts:\n# c\n    a:\n    b:",
    ],
)
def test_the_hosts_of_an_unfinished_text(text):
    assert host_names(text) == ("a", "b")


@pytest.mark.parametrize("path", [path for _, path in builtins()][::7], ids=lambda path: path.stem)
def test_no_place_of_a_scenario_is_too_strange(path):
    text = path.read_text("utf-8")
    proposed = 0
    for offset in range(0, len(text), 17):
        done = complete(text, offset)
        assert not done.proposals or text[:offset].endswith(done.prefix)
        assert all(done.prefix.casefold() in one.word.casefold() for one in done.proposals)
        proposed += bool(done.proposals)
    assert proposed > 20
