"""A fault of one view: told, logged, and the rest of the window goes on."""

from tcpanim.gui.widgets.stage import Stage


def broken(*_args):
    raise RuntimeError("this view is broken")


def test_a_view_that_raises_is_told_once_and_the_others_follow(open_desk, monkeypatch, capsys):
    desk = open_desk()
    desk.faults.install()
    try:
        monkeypatch.setattr(Stage, "show_at", broken)
        trace, window = desk.session.trace, desk.window
        desk.playhead.seek(trace.moments[2])
        desk.playhead.seek(trace.end)
    finally:
        desk.faults.remove()
    assert window.below.named("events").steps.rowCount() == len(trace.moments)
    assert window.caption.what.text()
    assert window.notice.isVisible()
    assert "this view is broken" in window.notice.text.text()
    assert str(desk.faults.log_path()) in window.notice.second.text()
    log = desk.faults.log_path().read_text(encoding="utf-8")
    assert log.count("RuntimeError: this view is broken") == 1
    assert "this view is broken" in capsys.readouterr().err


def test_an_audience_sees_no_fault(open_desk, capsys):
    desk = open_desk()
    desk.presentation.begin(whole=False)
    desk.faults.report(RuntimeError("not for them"))
    assert not desk.window.notice.isVisible()
    desk.actions["close"].trigger()
    assert desk.window.notice.isVisible()
    assert "not for them" in desk.window.notice.text.text()
    assert "not for them" in capsys.readouterr().err
