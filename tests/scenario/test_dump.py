"""A scenario and its edits written as a file: it says the same, and the author's comments are where they were."""

import pytest

from tcpanim.scenario import edits
from tcpanim.scenario.dump import dump
from tcpanim.scenario.edit_history import Entry
from tcpanim.scenario.edits import Setting, WireSetting
from tcpanim.scenario.model import Drop
from tcpanim.scenario.parse import parse
from tcpanim.scenario.quantities import written_wire
from tcpanim.scenario.written import keep, kept
from tcpanim.tcp.config import ChallengeLimit, KeepAlive
from tcpanim.units import MS, S

TEXT = """\
# head
tcpanim: 1
title: test   # a title
hosts:
  client: {isn: 100}   # left
  server:
    isn: 300           # right

# the story
script:
  - {at: 0 ms, server: listen}   # first
  # then
  - at: 10 ms
    client: open       # really
  # end of the script

# what is expected
expect:
  final: {client: ESTABLISHED}   # is it?
# the end
"""


def test_a_rate_is_written_in_the_unit_that_suits_it():
    rates = (500_000, 10_000_000, 1_500_000, 1_000_000_000, 999)
    assert [written_wire("rate", rate) for rate in rates] == [
        "500 kbit/s",
        "10 Mbit/s",
        "1500 kbit/s",
        "1 Gbit/s",
        "999 bit/s",
    ]


def test_nothing_to_write_leaves_the_text_as_it_is():
    assert dump(TEXT, ()) == TEXT


def test_a_step_and_a_fault_stand_behind_the_others_and_comments_where_they_were():
    written = dump(TEXT, (edits.call(3 * S, "client", "close"), edits.drop("server", 2)))
    assert written == TEXT.replace(
        "  # end of the script\n",
        "  # end of the script\n  - {at: 3 s, client: close}\nfaults:\n  - {drop: {from: server, segment: 2}}\n",
    )


def test_settings_of_a_host_and_of_both():
    written = dump(TEXT, (Setting("client", "mss", 500), Setting("server", "nagle", "on"), Setting(None, "sack", True)))
    assert "  client: {isn: 100, tcp: {mss: 500}} # left\n" in written
    assert "    isn: 300           # right\n    tcp: {nagle: on}\ntcp: {sack: on}\n\n# the story\n" in written


def test_what_is_expected_no_longer_goes_and_its_neighbours_stay():
    written = dump(TEXT, (edits.drop("client", 2),), expected=False)
    assert "expect:" not in written
    assert written.endswith("  - {drop: {from: client, segment: 2}}\n\n# what is expected\n# the end\n")


def test_a_setting_that_both_share_by_an_alias_changes_for_one_only():
    text = TEXT.replace("{isn: 100}", "{isn: 100, tcp: &both {mss: 700}}").replace(
        "    isn: 300           # right", "    isn: 300\n    tcp: *both"
    )
    scenario = parse(dump(text, (Setting("server", "mss", 500),))).scenario
    assert scenario is not None
    assert [host.tcp.mss for host in scenario.hosts] == [700, 500]


def test_a_list_in_one_line():
    text = TEXT.replace("expect:", "faults: [{drop: {from: client}}]\nexpect:")
    scenario = parse(dump(text, (edits.drop("server", 1),))).scenario
    assert scenario is not None
    assert [fault.which.sender for fault in scenario.faults if isinstance(fault, Drop)] == ["client", "server"]


def test_another_indentation():
    flat = TEXT.replace("\n  - ", "\n- ").replace("\n    client: open ", "\n  client: open ").replace("\n  #", "\n#")
    written = dump(flat, (edits.call(3 * S, "client", "close"),))
    assert "\n- {at: 3 s, client: close}\n" in written


ALL = (
    edits.drop("client", 3),
    edits.delay("server", 2, 1_234_567),
    edits.duplicate("client", 1, 30 * MS),
    edits.corrupt("client", 2),
    edits.deliver("client", 2),
    edits.skip("server", "close", 2),
    edits.postpone("client", "send", 1, 1_234_567),
    edits.cut(S, 2 * S, "client"),
    edits.change_wire(S, delay=80 * MS, loss=12_345, sender="server"),
    edits.call(S, "client", "send", b"abc"),
    edits.call(S, "client", "send", b"GET / HTTP/1.0\r\n\r\n"),
    edits.call(S, "client", "send", b"500"),
    edits.call(2 * S, "server", "read", False),
    edits.call(2 * S, "server", "set", ("nagle", "on")),
    edits.call(3 * S, "server", "close", None, 1),
    Setting("client", "keepalive", KeepAlive(2 * S, S, 3)),
    Setting("client", "challenge_limit", ChallengeLimit(3, S)),
    Setting(None, "delayed_ack", 200 * MS),
    Setting("server", "beta", 700_000),
    Setting("server", "user_timeout", None),
    WireSetting("delay", 70 * MS),
    WireSetting("loss", 10_000, "server"),
    WireSetting("rate", 1_000_000, "client"),
    WireSetting("queue", 5),
)


@pytest.mark.parametrize("edit", ALL, ids=repr)
def test_every_kind_can_be_written_and_read_back(edit):
    assert parse(dump(TEXT, (edit,))).problems == ()
    entries = (Entry(edit), Entry(edit, on=False))
    assert kept(keep(entries), ("client", "server")) == entries


def test_what_is_not_understood_is_left_out():
    assert kept("[{on: true, fault: {drop: {from: nobody}}}, 3]", ("client", "server")) == ()
    assert kept("no list: [", ("client", "server")) == ()
