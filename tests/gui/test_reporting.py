"""A report of a problem holds what is needed to find it, and nothing that is nobody's business."""

import zipfile
from pathlib import Path

from tcpanim.library import read_builtin


def test_a_report_holds_log_versions_and_scenario(open_desk, tmp_path):
    scenario = tmp_path / "mine.tcpanim"
    scenario.write_text(read_builtin("lost-syn"), encoding="utf-8")
    desk = open_desk(str(scenario))
    desk.faults.report(RuntimeError(f"cannot read {Path.home()}/secret"))
    path = tmp_path / "report.zip"
    desk.reporting.write(str(path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(parts) == {"versions.txt", "log.txt", "scenario.tcpanim"}
    assert parts["scenario.tcpanim"] == scenario.read_text(encoding="utf-8")
    assert "cannot read ~/secret" in parts["log.txt"]
    assert "tcpanim 0." in parts["versions.txt"]
    assert "Nothing has been sent." in desk.window.notice.text.text()


def test_without_a_log_there_is_a_report_too(open_desk):
    parts = open_desk("lost-syn").reporting.parts()
    assert parts["log.txt"] == ""
    assert "builtin lost-syn" in parts["versions.txt"]


def test_a_report_that_cannot_be_written_is_told(open_desk, tmp_path):
    desk = open_desk()
    desk.reporting.write(str(tmp_path / "nowhere" / "report.zip"))
    assert desk.window.notice.text.text().startswith("The report could not be saved")
