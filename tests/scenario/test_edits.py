"""Edits: what they make of a scenario, and the list of them with undo and redo."""

from dataclasses import replace

import pytest

from tcpanim.scenario import edits
from tcpanim.scenario.edit_history import EditHistory, Entry
from tcpanim.scenario.edits import Setting, WireSetting, apply
from tcpanim.scenario.model import Place
from tcpanim.tcp.config import ConfigError
from tcpanim.units import MS, S
from tests.sim.runs import scenario

BASE = scenario("  - {when: {client: ESTABLISHED}, client: {send: 500}}", more="faults: [{drop: {from: client}}]")


def test_no_edits_change_nothing():
    assert apply(BASE, ()) == BASE


def test_edits_stand_behind_what_the_file_says_and_are_numbered():
    changed = apply(BASE, (edits.drop("server", 2), edits.call(3 * S, "client", "close")))
    assert changed.faults == (*BASE.faults, replace(edits.drop("server", 2), place=Place(0, 1)))
    assert changed.script == (*BASE.script, replace(edits.call(3 * S, "client", "close"), place=Place(0, 2)))
    assert edits.number_of(changed.script[-1].place) == 2
    assert edits.number_of(BASE.script[-1].place) is None


def test_settings_of_one_host_and_of_both():
    changed = apply(BASE, (Setting("server", "mss", 500), Setting(None, "nagle", "on")))
    assert [host.tcp.mss for host in changed.hosts] == [1000, 500]
    assert [host.tcp.nagle for host in changed.hosts] == ["on", "on"]


def test_settings_that_only_go_together_may_come_in_either_order():
    pair = (Setting("client", "rto_min", 70 * S), Setting("client", "rto_max", 90 * S))
    assert apply(BASE, pair).hosts[0] == apply(BASE, pair[::-1]).hosts[0]
    with pytest.raises(ConfigError):
        apply(BASE, pair[:1])


def test_the_path_for_one_direction():
    wire = apply(BASE, (WireSetting("delay", 80 * MS, "server"), WireSetting("loss", 10_000))).wire
    assert wire.delay == {"client": 50 * MS, "server": 80 * MS}
    assert wire.loss == {"client": 10_000, "server": 10_000}


A, B = edits.drop("client", 1), edits.drop("client", 2)


def test_undo_and_redo():
    history = EditHistory().add(A).add(B)
    assert history.active == (A, B)
    assert history.undo().active == (A,)
    assert history.undo().undo().active == ()
    assert history.undo().undo().undo() == history.undo().undo()
    assert history.undo().redo() == history
    assert history.redo() is history


def test_a_new_edit_forgets_what_was_undone():
    history = EditHistory().add(A).undo().add(B)
    assert not history.can_redo
    assert history.active == (B,)


def test_switching_off_keeps_the_entry_and_can_be_undone():
    history = EditHistory().add(A).add(B).switch(0, on=False)
    assert history.entries == (Entry(A, on=False), Entry(B))
    assert history.active == (B,)
    assert history.undo().active == (A, B)
    assert history.switch(0, on=False) is history


def test_the_original_any_time_and_back():
    history = EditHistory().add(A).add(B).original()
    assert history.active == ()
    assert [entry.edit for entry in history.entries] == [A, B]
    assert history.undo().active == (A, B)


def test_to_the_original_and_back_with_the_same_ones_on():
    history = EditHistory().add(A).add(B).switch(0, on=False)
    assert history.toggle_original().active == ()
    assert history.toggle_original().toggle_original().active == (B,)
    opened_again = EditHistory((Entry(A, on=False), Entry(B, on=False)))
    assert opened_again.toggle_original().active == (A, B)


def test_the_same_edit_once_more_is_switched_on():
    history = EditHistory().add(A).switch(0, on=False).add(A)
    assert history.entries == (Entry(A),)
    assert EditHistory().add(A).add(A) == EditHistory().add(A)


def test_several_edits_in_one_step():
    history = EditHistory().add(A, B)
    assert history.active == (A, B)
    assert history.undo().active == ()
    assert history.remove(0).active == (B,)


def test_one_thing_at_a_time_happens_to_a_segment_and_a_setting_has_one_value():
    history = EditHistory().add(A).add(edits.deliver("client", 1))
    assert history.active == (edits.deliver("client", 1),)
    history = EditHistory().add(edits.skip("server", "close", 1)).add(edits.skip("server", "close", 2))
    assert history.add(edits.postpone("server", "close", 1, S)).active == (
        edits.skip("server", "close", 2),
        edits.postpone("server", "close", 1, S),
    )
    history = EditHistory().add(Setting("client", "mss", 500)).add(Setting("server", "mss", 600))
    assert len(history.active) == 2
    assert history.add(Setting(None, "mss", 700)).active == (Setting(None, "mss", 700),)
    assert history.undo().undo().active == ()
