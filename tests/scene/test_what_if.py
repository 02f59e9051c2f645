"""What is offered at a moment, and how edits are worded."""

import pytest

from tcpanim.i18n import Catalogue
from tcpanim.library import load_catalogue, read_builtin
from tcpanim.scenario import edits
from tcpanim.scenario.edits import Setting, WireSetting, apply
from tcpanim.scenario.parse import parse
from tcpanim.scene.beginnings import beginnings
from tcpanim.scene.clock import StoryTime
from tcpanim.scene.edit_words import edit_words
from tcpanim.scene.endpoint import endpoint_view
from tcpanim.scene.event_rows import EventRows
from tcpanim.scene.ladder import Ladder
from tcpanim.scene.names import Naming
from tcpanim.scene.same_call import CallKey, Calls, made_in_step
from tcpanim.scene.what_if import all_offers, call_offers, host_offers, opposite, segment_offers, wire_offers
from tcpanim.sim.run import simulate
from tcpanim.tcp.config import KNOBS
from tcpanim.trace.events import EventKind, Fate
from tcpanim.units import MS, S
from tests.sim.runs import run, scenario

SEND = "  - {when: {client: ESTABLISHED}, after: 90 ms, client: {send: 3000}}\n"
BASE = scenario(SEND)
TRACE = simulate(BASE)
LOST = simulate(apply(BASE, (edits.drop("client", 3),)))


def keys(group):
    return [offer.text.key for offer in all_offers(group)]


def test_a_segment_can_be_lost_damaged_doubled_and_delayed():
    said = keys(segment_offers(TRACE, 4, TRACE.end))
    assert said[:3] == ["offer.drop", "offer.corrupt", "offer.duplicate"]
    assert said.count("offer.by") == 3


def test_what_was_lost_can_arrive_but_only_once_it_is_known_to_be_lost():
    lost = next(flight for flight in LOST.flights if flight.fate is Fate.DROPPED)
    assert "offer.deliver" in keys(segment_offers(LOST, lost.id, lost.ended))
    assert "offer.drop" not in keys(segment_offers(LOST, lost.id, lost.ended))
    assert "offer.deliver" not in keys(segment_offers(LOST, lost.id, lost.sent))
    assert opposite(LOST, lost.id, lost.ended) == ("arrives", edits.deliver("client", 3))
    assert opposite(LOST, lost.id, lost.sent) == ("lost", edits.drop("client", 3))


def test_nothing_can_happen_to_what_nobody_sent():
    trace = run("  - {at: 300 ms, inject: {as: client, to: server, flags: RST, seq: isn+5}}")
    injected = next(flight.id for flight in trace.flights if flight.injected)
    group = segment_offers(trace, injected, trace.end)
    assert group.why_not is not None
    assert list(all_offers(group)) == []
    assert opposite(trace, injected, trace.end) is None


def test_a_host_is_offered_what_it_can_do_now():
    assert "offer.open" in keys(host_offers(TRACE, "client", 0))
    assert "offer.open" not in keys(host_offers(TRACE, "client", 200 * MS))
    assert {"offer.close", "offer.exit", "offer.abort", "offer.read-off", "offer.crash", "offer.settings"} <= set(
        keys(host_offers(TRACE, "client", 200 * MS))
    )
    reading = simulate(apply(BASE, (edits.call(100 * MS, "server", "read", False),)))
    assert "offer.read-on" in keys(host_offers(reading, "server", 200 * MS))
    crashed = simulate(apply(BASE, (edits.call(100 * MS, "server", "crash"),)))
    assert keys(host_offers(crashed, "server", 200 * MS)) == ["offer.boot", "offer.settings", "offer.why-state"]


@pytest.mark.parametrize("name", ["three-way-handshake", "lost-last-ack", "syn-flood", "ecn"])
def test_every_offer_can_be_tried_and_is_worded_in_both_languages(name):
    one = parse(read_builtin(name)).scenario
    assert one is not None
    trace = simulate(one)
    t = trace.moments[len(trace.moments) // 2]
    groups = [segment_offers(trace, number, t) for number in range(1, min(trace.sent_count(t), 6) + 1)]
    groups += [host_offers(trace, host.name, t) for host in trace.hosts]
    groups.append(wire_offers(trace, t))
    for language in ("en", "zh"):
        naming = Naming(trace, load_catalogue(language))
        for group in groups:
            for offer in all_offers(group):
                assert bool(offer.edits) != bool(offer.form)
                assert naming.catalogue.render(offer.text, naming.show)
                simulate(apply(one, offer.edits))
                for edit in offer.edits:
                    assert edit_words(edit, naming).what


CLOSING = """
  - {when: {client: ESTABLISHED}, after: 90 ms, client: close}
  - {when: {server: CLOSE-WAIT}, after: 30 ms, server: close}
"""
CLOSED = simulate(scenario(CLOSING))
CLOSE = CallKey("server", "close", 1)


def test_a_call_can_be_left_out_or_come_later_and_one_that_is_left_out_cannot_again():
    naming = Naming(CLOSED, load_catalogue("en"))
    offers = call_offers(CLOSED, CLOSE, naming)
    assert offers is not None
    assert naming.catalogue.render(offers.text, naming.show) == "What if the server’s passive close …"
    assert keys(offers) == ["offer.skip", *["offer.by"] * 3, "offer.other"]
    for offer in all_offers(offers):
        assert bool(offer.edits) != bool(offer.form)
    without = simulate(apply(scenario(CLOSING), (edits.skip(*CLOSE),)))
    assert call_offers(without, CLOSE, naming) is None
    assert made_in_step(CLOSED, 280 * MS) == Calls((CLOSE,))
    assert made_in_step(CLOSED, 280 * MS, "client") == made_in_step(without, 280 * MS) == Calls(())


@pytest.mark.parametrize(
    ("language", "edit", "words"),
    [
        ("en", edits.skip(*CLOSE), ("Server: passive close is left out", "at 280 ms", "right")),
        ("zh", edits.skip(*CLOSE), ("服务器：略去被动关闭", "时刻 280 ms", "right")),
        ("en", edits.postpone(*CLOSE, 10 * S), ("Server: passive close comes 10 s later", "at 280 ms", "right")),
        ("zh", edits.postpone(*CLOSE, 10 * S), ("服务器：被动关闭推迟 10 s", "时刻 280 ms", "right")),
        ("en", edits.skip("client", "send", 2), ("Client: send no. 2 is left out", "", "left")),
    ],
)
def test_a_change_of_a_call_in_words(language, edit, words):
    assert edit_words(edit, Naming(CLOSED, load_catalogue(language))) == words


def test_a_change_of_a_call_begins_when_that_would_have_been_made():
    naming = Naming(CLOSED, load_catalogue("en"))
    for edit in (edits.skip(*CLOSE), edits.postpone(*CLOSE, 10 * S)):
        after = simulate(apply(scenario(CLOSING), (edit,)))
        assert [one.t for one in beginnings((edit,), Naming(after, naming.catalogue), naming)] == [280 * MS]


def test_a_call_that_is_left_out_is_seen_where_it_would_have_been():
    trace = simulate(apply(scenario(CLOSING), (edits.skip(*CLOSE),)))
    naming, time = Naming(trace, load_catalogue("en")), StoryTime(trace)
    end = endpoint_view(trace, "server", 280 * MS, naming, time, "course")
    assert (end.calls, end.idle) == (("passive close: left out",), True)
    assert endpoint_view(CLOSED, "server", 280 * MS, naming, time, "course").idle is False
    assert [(mark.text, mark.made) for mark in Ladder(trace, naming, time).calls["right"]] == [
        ("passive open", True), ("passive close: left out", False),
    ]  # fmt: skip
    rows = EventRows(trace)
    (row,) = (row for row, root in enumerate(rows.roots) if root.kind is EventKind.SKIPPED)
    told = rows.tell(row, naming)
    assert told.what == "Here the application at the server would call close; it does not."
    assert told.why.startswith("Without it no FIN is sent, and the server stays in CLOSE-WAIT")
    assert row in rows.chosen("right", "calls")


WORDS = [
    (edits.drop("client", 3), "DATA seq=1 ack=1 len=1000 from the client is lost", "", "left"),
    (edits.drop("client", 500), "segment 500 from the client is lost", "", "left"),
    (edits.delay("server", 1, 200 * MS), "SYN-ACK seq=0 ack=1 from the server takes 200 ms longer", "", "right"),
    (edits.cut(S), "The path is cut", "from 1 s on", "none"),
    (edits.cut(S, 3 * S, "client"), "Nothing from the client gets through", "from 1 s to 3 s", "left"),
    (edits.change_wire(S, loss=15_000), "The path loses 1.5 %", "from 1 s on", "none"),
    (edits.call(S, "client", "send", b"abc"), "Client: sends 3 bytes", "at 1 s", "left"),
    (edits.call(S, "server", "read", False), "Server: stops reading", "at 1 s", "right"),
    (Setting("server", "mss", 500), "Server: mss 500", "for the whole run", "right"),
    (Setting(None, "rto_min", 200 * MS), "Both hosts: rto_min 200 ms", "for the whole run", "none"),
    (WireSetting("rate", None), "Path: rate –", "for the whole run", "none"),
]


@pytest.mark.parametrize(("edit", "what", "when", "side"), WORDS, ids=[what for _, what, _, _ in WORDS])
def test_an_edit_in_words(edit, what, when, side):
    naming = Naming(TRACE, load_catalogue("en"))
    assert edit_words(edit, naming) == (what, when, side)


def test_a_segment_is_called_as_in_the_run_in_which_something_happens_to_it():
    """Without a listener the server's first segment is an RST, and no longer a SYN-ACK."""
    both = (edits.skip("server", "listen", 1), edits.drop("server", 1))
    naming = Naming(TRACE, load_catalogue("en"))
    changed = Naming(simulate(apply(BASE, both)), naming.catalogue)
    assert edit_words(both[1], naming).what == "SYN-ACK seq=0 ack=1 from the server is lost"
    assert edit_words(both[1], naming, changed).what == "RST, ACK seq=0 ack=1 from the server is lost"
    assert beginnings(both, changed, naming)[1].words == "RST, ACK seq=0 ack=1 from the server is lost"


def test_a_call_that_another_change_adds_is_called_what_it_is():
    both = (edits.call(S, "client", "send", b"abc"), edits.skip("client", "send", 2))
    naming = Naming(TRACE, load_catalogue("en"))
    changed = Naming(simulate(apply(BASE, both)), naming.catalogue)
    assert edit_words(both[1], naming, changed).what == "Client: send 3 B is left out"


def test_every_setting_is_explained_in_both_languages():
    catalogues: list[Catalogue] = [load_catalogue("en"), load_catalogue("zh")]
    assert [name for name in KNOBS if not all(one.has(f"knob.{name}") for one in catalogues)] == []
