"""The list of problems: a press on a place shows its line between its neighbours."""

from PySide6.QtWidgets import QApplication, QLabel

from tcpanim.gui.widgets.parts import KeyButton
from tcpanim.library import read_builtin


def test_a_press_on_the_place_shows_the_lines_around_it(open_desk, qtbot, tmp_path):
    path = tmp_path / "mine.tcpanim"
    text = read_builtin("half-close").replace("  delay: 50 ms", "  dealy: 50 ms")
    path.write_text(text, encoding="utf-8")
    line = text.splitlines().index("  dealy: 50 ms") + 1
    desk = open_desk()
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_file(path)
    QApplication.processEvents()
    problems = desk.window.problems
    place = next(button for button in problems.findChildren(KeyButton) if f":{line}:" in button.text())

    def shown():
        return [
            label.text()
            for label in problems.findChildren(QLabel)
            if label.isVisible() and "dealy: 50 ms" in label.text()
        ]

    assert len(shown()) == 1
    place.click()
    (around,) = shown()
    assert f"▶ {line:>4}    dealy: 50 ms" in around
    assert f"  {line - 1:>4}  wire:" in around
    assert len(around.splitlines()) == 7
    place.click()
    assert "wire:" not in shown()[0]


def test_what_stands_behind_the_problems_is_told(open_desk, qtbot, tmp_path):
    desk = open_desk()
    whole = read_builtin("half-close")
    path = tmp_path / "mine.tcpanim"

    def opened(text):
        path.write_text(text, encoding="utf-8")
        with qtbot.waitSignal(desk.session.settled, timeout=20_000):
            desk.session.open_file(path)
        return desk.window.problems.kept.text()

    assert opened(whole.replace("\nscript:\n", "\nscript:\n  - {when: {client: CLOSING}, client: exit}\n")) == (
        "What ran is shown."
    )
    assert opened(whole.replace("  delay: 50 ms", "  dealy: 50 ms")) == "The last good run is still shown."


def test_in_the_editor_problems_stand_beside_the_text_alone(open_desk, qtbot, tmp_path):
    desk = open_desk()
    path = tmp_path / "mine.tcpanim"
    path.write_text(read_builtin("half-close").replace("  delay: 50 ms", "  dealy: 50 ms"), encoding="utf-8")
    with qtbot.waitSignal(desk.session.settled, timeout=20_000):
        desk.session.open_file(path)
    assert desk.window.problems.isVisible()
    desk.editing.open()
    assert not desk.window.problems.isVisible()
    desk.editing.close()
    assert desk.window.problems.isVisible()


def test_what_is_possible_is_listed_as_the_language_lists(open_desk, qtbot, tmp_path):
    path = tmp_path / "mine.tcpanim"
    path.write_text(read_builtin("lost-syn").replace("from: client", "from: clinet"), encoding="utf-8")
    for language, hosts in (("en", "client, server"), ("zh", "client、server")):
        desk = open_desk(language=language)
        with qtbot.waitSignal(desk.session.settled, timeout=20_000):
            desk.session.open_file(path)
        assert any(hosts in one.text() for one in desk.window.problems.findChildren(QLabel))
