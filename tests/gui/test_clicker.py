"""Keys that clickers send, and what is made of them."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from tcpanim.gui.presentation.orders import KNOWN, ORDERS, Clicker, Keys

KEY, MOD = Qt.Key, Qt.KeyboardModifier


class Clock:
    """Passes when it is told to."""

    def __init__(self):
        self.now = 10_000

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def press(key, modifiers=MOD.NoModifier, text="", *, repeat=False):
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text, repeat)


@pytest.mark.parametrize(
    ("key", "modifiers", "order"),
    [
        (KEY.Key_PageDown, MOD.NoModifier, "next"),
        (KEY.Key_Right, MOD.NoModifier, "next"),
        (KEY.Key_Down, MOD.KeypadModifier, "next"),
        (KEY.Key_N, MOD.NoModifier, "next"),
        (KEY.Key_Return, MOD.NoModifier, "next"),
        (KEY.Key_Enter, MOD.KeypadModifier, "next"),
        (KEY.Key_Space, MOD.NoModifier, "next"),
        (KEY.Key_PageUp, MOD.NoModifier, "back"),
        (KEY.Key_Left, MOD.NoModifier, "back"),
        (KEY.Key_Up, MOD.NoModifier, "back"),
        (KEY.Key_P, MOD.NoModifier, "back"),
        (KEY.Key_Backspace, MOD.NoModifier, "back"),
        (KEY.Key_Home, MOD.NoModifier, "first"),
        (KEY.Key_End, MOD.NoModifier, "last"),
        (KEY.Key_F5, MOD.NoModifier, "nothing"),
        (KEY.Key_F5, MOD.ShiftModifier, "nothing"),
        (KEY.Key_Escape, MOD.NoModifier, "leave"),
        (KEY.Key_Period, MOD.NoModifier, "black"),
        (KEY.Key_B, MOD.NoModifier, "black"),
        (KEY.Key_Colon, MOD.ShiftModifier, "black"),
        (KEY.Key_Semicolon, MOD.NoModifier, "black"),
        (KEY.Key_V, MOD.NoModifier, "black"),
        (KEY.Key_Slash, MOD.NoModifier, "black"),
        (KEY.Key_Comma, MOD.NoModifier, "white"),
        (KEY.Key_W, MOD.NoModifier, "white"),
        (KEY.Key_Question, MOD.ShiftModifier, "keys"),
        (KEY.Key_F1, MOD.NoModifier, "keys"),
        (KEY.Key_Plus, MOD.ControlModifier | MOD.ShiftModifier, "larger"),
        (KEY.Key_Equal, MOD.ControlModifier, "larger"),
        (KEY.Key_Minus, MOD.ControlModifier, "smaller"),
        (KEY.Key_0, MOD.ControlModifier, "size-reset"),
        (KEY.Key_L, MOD.ControlModifier, "laser"),
        (KEY.Key_Backtab, MOD.ShiftModifier, "panel-before"),
        (KEY.Key_F, MOD.ShiftModifier, "give-up"),
        (KEY.Key_1, MOD.ControlModifier, "sleeve-1"),
        (KEY.Key_AsciiTilde, MOD.ShiftModifier, None),
    ],
)
def test_what_keys_order(clock, key, modifiers, order):
    assert Clicker(Keys(), clock).order(press(key, modifiers)) == order


def test_no_key_means_two_things():
    keys = Keys()
    for order in ORDERS:
        assert keys.of(order.id), order.id
        assert len(keys.of(order.id)) >= len(order.keys), order.id


def test_held_keys_count_once_but_where_more_is_wanted(clock):
    clicker = Clicker(Keys(), clock)
    assert clicker.order(press(KEY.Key_PageDown)) == "next"
    for _ in range(20):
        clock.now += 500
        assert clicker.order(press(KEY.Key_PageDown, repeat=True)) is None
    for _ in range(3):
        assert clicker.order(press(KEY.Key_Plus, MOD.ControlModifier, repeat=True)) == "larger"


def test_a_doubled_press_is_one_and_two_presses_are_two(clock):
    clicker = Clicker(Keys(), clock)
    assert clicker.order(press(KEY.Key_PageDown)) == "next"
    clock.now += 60
    assert clicker.order(press(KEY.Key_PageDown)) is None
    clock.now += 250
    assert clicker.order(press(KEY.Key_PageDown)) == "next"
    clock.now += 50
    assert clicker.order(press(KEY.Key_PageUp)) == "back"


def test_the_time_of_the_press_counts_not_that_of_its_handling(clock):
    clicker = Clicker(Keys(), clock)
    first, second = press(KEY.Key_PageDown), press(KEY.Key_PageDown)
    first.setTimestamp(1000)
    second.setTimestamp(1400)
    assert [clicker.order(first), clicker.order(second)] == ["next", "next"]


def test_the_user_can_give_keys_other_meanings(clock):
    keys = Keys(
        {"next": ("F8", "Media Next"), "black": ("PgDown",), "hop": ("X",), "white": ("Nonsense",)}, space="play"
    )
    clicker = Clicker(keys, clock)
    assert clicker.order(press(KEY.Key_F8)) == "next"
    assert clicker.order(press(KEY.Key_PageDown)) == "black"
    assert clicker.order(press(KEY.Key_Right)) is None
    assert clicker.order(press(KEY.Key_Space)) == "play"
    assert "hop" not in KNOWN


def test_a_held_key_is_one_press_even_where_qt_does_not_know_that_it_is_held(clock):
    clicker = Clicker(Keys(), clock)

    def at(moment, kind=QEvent.Type.KeyPress, *, repeat=False):
        event = QKeyEvent(kind, KEY.Key_PageDown, MOD.NoModifier, "", repeat)
        event.setTimestamp(moment)
        return event

    assert clicker.order(at(1000)) == "next"
    clicker.let_go(at(1660, QEvent.Type.KeyRelease))  # X11's pair at one moment
    assert clicker.order(at(1660)) is None
    for moment in range(1700, 3000, 40):
        assert clicker.order(at(moment, repeat=True)) is None
    assert clicker.order(at(3020)) is None  # too near to the last repetition to be meant
    clicker.let_go(at(3060, QEvent.Type.KeyRelease))
    assert clicker.order(at(3400)) == "next"
