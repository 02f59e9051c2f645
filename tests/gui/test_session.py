"""The session: what is opened, what stays, what is told."""

import pytest

from tcpanim.gui.loading import Source
from tcpanim.gui.session import Session
from tcpanim.library import read_builtin
from tcpanim.scenario.edits import Setting, drop, duplicate

GOOD = read_builtin("three-way-handshake")
LONG = """\
tcpanim: 1
title: long
hosts: {client: {}, server: {}}
script:
  - {at: 0 ms, server: listen}
  - {at: 1 ms, client: open}
  - {when: {client: ESTABLISHED}, client: {send: 60 MB}}
"""
BAD = GOOD.replace("client: open", "clinet: open")


@pytest.fixture
def session():
    made = Session()
    yield made
    made.close()


def settle(qtbot, session, action):
    with qtbot.waitSignal(session.settled, timeout=20_000):
        action()


def test_a_builtin_runs(qtbot, session):
    settle(qtbot, session, lambda: session.open_builtin("three-way-handshake"))
    assert session.trace is not None
    assert session.title.zh == "三次握手"
    assert session.troubles == ()


def test_a_bad_file_tells_its_problems_and_the_last_run_stays(qtbot, session, tmp_path):
    settle(qtbot, session, lambda: session.open_builtin("four-way-close"))
    before = session.trace
    (tmp_path / "bad.tcpanim").write_text(BAD, encoding="utf-8")
    settle(qtbot, session, lambda: session.open_file(tmp_path / "bad.tcpanim"))
    assert session.trace is before
    (trouble,) = session.troubles
    line = BAD.split("\n").index(next(line for line in BAD.split("\n") if "clinet" in line)) + 1
    assert trouble.line == line
    assert trouble.excerpt[0].strip() == BAD.split("\n")[line - 1].strip()
    assert trouble.excerpt[1].index("^") == trouble.excerpt[0].index("clinet")
    assert trouble.hint == "client"


def test_a_mended_file_is_read_again_by_itself(qtbot, session, tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(BAD, encoding="utf-8")
    settle(qtbot, session, lambda: session.open_file(path))
    assert session.trace is None
    settle(qtbot, session, lambda: path.write_text(GOOD, encoding="utf-8"))
    assert session.trace is not None
    assert session.troubles == ()


def test_a_file_that_was_away_is_read_when_it_is_back(qtbot, session, tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(GOOD, encoding="utf-8")
    settle(qtbot, session, lambda: session.open_file(path))
    shown = session.trace
    with qtbot.waitSignal(session._watcher.fileChanged):  # another branch of a repository, say
        path.unlink()
    assert session.trace is shown
    settle(qtbot, session, lambda: path.write_text(BAD, encoding="utf-8"))
    assert session.troubles
    settle(qtbot, session, lambda: path.write_text(GOOD, encoding="utf-8"))  # and it goes on being watched
    assert session.troubles == ()
    (tmp_path / "other").write_text(GOOD.replace("isn: 100", "isn: 111"), encoding="utf-8")
    settle(qtbot, session, lambda: (tmp_path / "other").replace(path))
    assert session.trace.flights[0].segment.seq == 111


@pytest.mark.parametrize(
    ("name", "key"),
    [("missing.tcpanim", "trouble.missing"), (".", "trouble.folder"), ("\0", "trouble.unreadable")],
)
def test_what_cannot_be_read_is_told_in_a_sentence(qtbot, session, tmp_path, name, key):
    settle(qtbot, session, lambda: session.open_file(str(tmp_path / name) if name != "\0" else name))
    assert [trouble.message.key for trouble in session.troubles] == [key]


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"\xff\xfe", b"[" * 5000, b"a: &a [*a]", b"!!python/object:os.x {}"]
)
def test_no_content_brings_it_down(qtbot, session, tmp_path, content):
    path = tmp_path / "x.tcpanim"
    path.write_bytes(content)
    settle(qtbot, session, lambda: session.open_file(path))
    assert session.trace is None
    assert session.troubles


def test_only_the_newest_request_counts(qtbot, session):
    seen = []
    session.trace_changed.connect(lambda _trace: seen.append(session.title.en))
    session.open_builtin("four-way-close")
    session.open_builtin("zero-window")
    settle(qtbot, session, lambda: session.open_builtin("three-way-handshake"))
    qtbot.waitUntil(lambda: not session.busy)
    assert seen == ["Three-way handshake"]


def test_a_run_that_takes_long_says_how_far_it_is(qtbot, session):
    told: list[tuple[int, int]] = []
    session.progressed.connect(told.append)
    session.open(Source("text", "long", LONG.encode()))
    qtbot.waitUntil(lambda: len(told) > 1 and told[-1][1] > 0, timeout=20_000)
    session.cancel()
    (first, few), (later, many) = told[0], told[-1]
    assert 0 <= first <= later
    assert 0 <= few <= many


def test_a_run_without_end_can_be_cancelled(qtbot, session):
    settle(qtbot, session, lambda: session.open_builtin("three-way-handshake"))
    shown = session.trace
    endless = GOOD.replace("script:", "tcp: {msl: 1 ms}\nscript:", 1) if "tcp:" not in GOOD else GOOD
    session.open(Source("text", "endless", endless.encode()))
    settle(qtbot, session, session.cancel)
    assert not session.busy
    assert session.trace is shown


def test_selection_is_of_segments_that_exist(qtbot, session):
    settle(qtbot, session, lambda: session.open_builtin("three-way-handshake"))
    session.select(2)
    assert session.selection == 2
    session.select(99)
    assert session.selection is None


# ---- what if


def test_an_edit_runs_the_scenario_anew_and_undo_brings_the_same_run_back(qtbot, session):
    settle(qtbot, session, lambda: session.open_builtin("three-way-handshake"))
    before = session.trace
    settle(qtbot, session, lambda: session.edit(drop("client", 2)))
    assert session.changed
    assert session.reopened
    assert [str(flight.fate) for flight in session.trace.flights][:3] == ["delivered", "delivered", "dropped"]
    assert session.baseline is before
    settle(qtbot, session, session.undo)
    assert session.trace is before
    assert not session.changed
    settle(qtbot, session, session.redo)
    assert session.changed


def test_the_selected_segment_stays_selected(qtbot, session):
    settle(qtbot, session, lambda: session.open_builtin("four-way-close"))
    third = next(flight for flight in session.trace.flights if flight.sender == "client" and flight.id > 3)
    session.select(third.id)
    settle(qtbot, session, lambda: session.edit(duplicate("client", 2, 5_000_000)))
    assert session.selection == third.id + 1
    assert session.trace.flight(third.id + 1).segment == third.segment


def test_settings_that_do_not_go_together_are_refused_and_nothing_changes(qtbot, session):
    settle(qtbot, session, lambda: session.open_builtin("three-way-handshake"))
    before = session.trace, session.edits
    with qtbot.waitSignal(session.edits_refused, timeout=1000) as refused:
        session.edit(Setting("client", "rto_min", 10**12))
    assert refused.args[0].field == "rto_min"
    assert (session.trace, session.edits) == before


def test_an_edit_that_meets_nothing_is_marked_as_idle(qtbot, session):
    settle(qtbot, session, lambda: session.open_builtin("three-way-handshake"))
    settle(qtbot, session, lambda: session.edit(drop("client", 2), drop("client", 500)))
    assert session.loaded.idle == {1}
    assert session.troubles == ()


def test_a_scenario_opened_again_is_as_its_author_wrote_it_and_its_list_is_kept(qtbot, session):
    settle(qtbot, session, lambda: session.open_builtin("three-way-handshake"))
    settle(qtbot, session, lambda: session.edit(drop("client", 2)))
    settle(qtbot, session, lambda: session.open_builtin("four-way-close"))
    assert session.edits.entries == ()
    settle(qtbot, session, lambda: session.open_builtin("three-way-handshake"))
    assert [(entry.edit, entry.on) for entry in session.edits.entries] == [(drop("client", 2), False)]
    assert not session.changed


def test_a_reload_keeps_the_edits_at_work(qtbot, session):
    settle(qtbot, session, lambda: session.open_builtin("three-way-handshake"))
    settle(qtbot, session, lambda: session.edit(drop("client", 2)))
    settle(qtbot, session, session.reload)
    assert session.edits.active == (drop("client", 2),)
    assert session.changed


def test_while_the_text_is_edited_a_change_on_the_disk_is_told_and_not_read(qtbot, session, tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(GOOD, encoding="utf-8")
    settle(qtbot, session, lambda: session.open_file(path))
    before = session.trace
    session.editing = True
    with qtbot.waitSignal(session.disk_changed, timeout=20_000):
        path.write_text(BAD, encoding="utf-8")
    assert session.trace is before
    assert session.troubles == ()
