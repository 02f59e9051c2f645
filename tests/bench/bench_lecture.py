"""A whole lecture, key by key and frame by frame, on both screens: what each costs, in processor and in wall time.

Against the budget: a frame within 16 ms of processor time at 1920 × 1080 and 33 ms at 3840 × 2160, where a new step
begins, too; from each key to the first picture that shows it 38 ms; from F5 to the first picture 150 ms at
1920 × 1080.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import pytest
from PySide6.QtCore import QEventLoop, QSettings, QTime
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from tcpanim.gui.app import make_application, source_of
from tcpanim.gui.desk import Desk
from tcpanim.gui.faults import Faults
from tcpanim.gui.options import WindowOptions
from tcpanim.gui.presentation.orders import ORDERS
from tcpanim.gui.rest import Rest

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SIZES = {"1080p": (1920, 1080), "4K": (3840, 2160)}
RUNS = (
    ("three-way-handshake", None, False),
    ("four-way-close", None, True),
    ("four-way-close", "ladder", False),
    ("four-way-close", "diagram", False),
    ("congestion-rounds", "plots", False),
)
BUILT_INS = ("four-way-close", "congestion-rounds")
PRESSED = {"theme": 3, "numbering": 3, "one-side": 3, "zoom": 4, "tables": 5, "plot-next": 6, "panel-next": 7,
           "panel-before": 7, "last": 1}  # fmt: skip
"""How often an order is given until everything is as it was; most are given twice."""
BACK = {"larger": "size-reset", "smaller": "size-reset", "wire": "states", "faster": "slower", "slower": "faster",
        "notes-larger": "notes-smaller", "notes-smaller": "notes-larger"}  # fmt: skip
NOT_HERE = {
    "leave",
    "nothing",
    "window",
    "swap",
    "windowed",
    "presenter",
    "prepared",
    *(f"sleeve-{n}" for n in range(1, 10)),
}
"""Orders that place windows, or compute another run."""
FRAME = 1 / 60
MOST = 240
"""Frames of one way that are measured."""


class Costs:
    """Processor and wall time of what is done, in ms."""

    def __init__(self) -> None:
        self.cpu: list[float] = []
        self.wall: list[float] = []

    def of(self, do: Callable[[], object]) -> None:
        cpu, wall = time.process_time(), time.perf_counter()
        do()
        QApplication.processEvents()
        self.cpu.append(1000 * (time.process_time() - cpu))
        self.wall.append(1000 * (time.perf_counter() - wall))

    def told(self, name: str) -> dict[str, float]:
        cpu, wall = sorted(self.cpu), sorted(self.wall)
        last = int(len(cpu) * 0.99)
        return {
            f"{name} cpu median": round(median(cpu), 2), f"{name} cpu p99": round(cpu[last], 2),
            f"{name} cpu max": round(cpu[-1], 2), f"{name} wall median": round(median(wall), 2),
            f"{name} wall p99": round(wall[last], 2),
        }  # fmt: skip


@pytest.fixture
def open_desk(qtbot, tmp_path):
    """A function that opens a window with a built-in."""
    make_application()
    made: list[Desk] = []

    def opened(name: str) -> Desk:
        store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        desk = Desk(store, Faults(lambda: tmp_path / "tcpanim.log"), (1280, 720))
        made.append(desk)
        desk.window.show()
        with qtbot.waitSignal(desk.session.settled, timeout=20_000):
            desk.session.open(source_of(WindowOptions(file=name)))
        rest = Rest(desk)
        qtbot.waitUntil(lambda: rest.done, timeout=60_000)
        return desk

    yield opened
    for desk in made:
        desk.presentation.end()
        desk.window.close()


def a_frame_of_a_fade() -> None:
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def settle(desk: Desk) -> None:
    """A few seconds in which somebody speaks: what fades is gone, what is made ready while nothing moves is ready."""
    audience = desk.presentation.audience
    while audience is not None and audience._before is not None:
        a_frame_of_a_fade()
    for _ in range(40):
        desk.presentation.pulse(desk.presentation.clocks.now(), QTime.currentTime())
        QApplication.processEvents()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_beginning(benchmark, open_desk, size):
    desk = open_desk("four-way-close")
    presentation = desk.presentation

    def begin():
        presentation.begin(whole=False, size=size)
        QApplication.processEvents()
        presentation.audience.grab()

    begun = Costs()

    def once():
        presentation.end()
        QApplication.processEvents()
        begun.of(begin)

    benchmark.pedantic(once, rounds=5, warmup_rounds=1)
    benchmark.extra_info.update(begun.told("begin"))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize(("name", "panel", "presenter"), RUNS)
def test_a_whole_lecture(benchmark, open_desk, name, panel, presenter, size):
    desk = open_desk(name)
    presentation, playhead = desk.presentation, desk.playhead
    presentation.begin(whole=False, size=size)
    if presenter:
        presentation.windows.toggle_presenter()
        presentation.presenter.resize(1280, 720)
    settle(desk)
    playhead.driven = True  # the frames are counted out here
    frames, keys = Costs(), Costs()

    def press():
        presentation.order("next")
        playhead.tick(FRAME)

    def teach():
        presentation.lecture.restart()
        settle(desk)
        for _ in range(100):
            if panel is not None and presentation.picture.content.panel != {"diagram": "states"}.get(panel, panel):
                keys.of(lambda: presentation.order(panel))
            keys.of(press)
            for _ in range(MOST):
                if not playhead.moving:
                    break
                frames.of(lambda: playhead.tick(FRAME))
            if playhead.moving:
                presentation.lecture.next()
            while presentation.audience._before is not None:
                frames.of(a_frame_of_a_fade)
            settle(desk)
            if presentation.lecture.done and presentation.lecture.question is None:
                break

    benchmark.pedantic(teach, rounds=1)
    benchmark.extra_info.update(frames.told("frame") | keys.told("key"))
    print(name, panel, size, benchmark.extra_info)


class Pictures:
    """When after a key the windows were painted, in ms of processor time."""

    def __init__(self, *windows: QWidget) -> None:
        self._began = 0.0
        self.first: dict[QWidget, float] = {}
        for window in windows:
            self._watch(window)

    def _watch(self, window: QWidget) -> None:
        paint = window.paintEvent

        def painted(event: QPaintEvent) -> None:
            paint(event)
            self.first.setdefault(window, 1000 * (time.process_time() - self._began))

        window.paintEvent = painted  # type: ignore[method-assign]

    def after(self, do: Callable[[], object]) -> float | None:
        """When the first of them showed what that does; None: none did."""
        self.first.clear()
        self._began = time.process_time()
        do()
        QApplication.processEvents()
        return min(self.first.values(), default=None)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("name", BUILT_INS)
def test_every_key(benchmark, open_desk, name, size):
    """Each order at three points, with both screens: from the key to the first picture that is another one.

    And the frames in which that fades in.
    """
    desk = open_desk(name)
    presentation, playhead = desk.presentation, desk.playhead
    presentation.begin(whole=False, size=size)
    presentation.windows.toggle_presenter()
    presentation.presenter.resize(1280, 720)
    pictures = Pictures(presentation.audience, presentation.presenter, presentation.presenter.mirror)
    playhead.driven = True
    found: dict[str, list[float]] = {}
    fades = Costs()

    def give(order: str) -> None:
        def do() -> None:
            presentation.order(order)
            playhead.tick(FRAME)

        when = pictures.after(do)
        if when is not None:
            found.setdefault(order, []).append(when)
        while presentation.audience._before is not None:
            fades.of(a_frame_of_a_fade)
        while playhead.moving:
            playhead.tick(FRAME)
        settle(desk)

    def press_all() -> None:
        for number in (1, 3, 5):
            for order in (row.id for row in ORDERS if row.id not in NOT_HERE):
                presentation.lecture.go(number)
                settle(desk)
                for _ in range(PRESSED.get(order, 2)):
                    give(order)
                if order in BACK:
                    give(BACK[order])
                    give(BACK[order])

    benchmark.pedantic(press_all, rounds=1)
    most = {order: round(max(times), 1) for order, times in sorted(found.items(), key=lambda one: -max(one[1]))}
    benchmark.extra_info.update(most | fades.told("fade"))
    print(name, size, most, fades.told("fade"))
