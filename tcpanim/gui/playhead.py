"""The one moment that every view shows, and what moves it: the only timer of the program.

Three clocks are kept apart: real time (measured), screen time (real time × speed), virtual time (what the clock of the
scene makes of screen time). Views receive virtual time and nothing else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from tcpanim.gui.turns import Order, Turns
from tcpanim.scene.clock import StoryMap

SLOWEST, FASTEST = 0.1, 10.0
GLIDE = 0.22
"""Seconds that a step forward takes on the screen, whatever the speed: the eye follows, nobody waits."""
HASTE = 4.0
"""A way that has to be short is played so many times as fast at most: the eye still follows a segment."""
_FRAME_MS = 16
_LONGEST_FRAME = 0.1


class Playhead(QObject):
    """Virtual time t, in ns, from 0 to the end of the run.

    A step forward glides to the next moment within GLIDE seconds; pressed again on the way, it lands at once and goes
    on to the one after, so that every press is one step. A step back and a seek are immediate and exact.

    Not every view has to follow in every frame: what is ordered ``in_turn`` is done, while time flows, in one of the
    next few frames, one that has time for it, and at once while time stands.
    """

    moved = Signal(object)
    """t changed; int ns, which does not fit Qt's int."""
    playing_changed = Signal(int)
    """+1 playing, -1 playing backwards, 0 at rest."""
    speed_changed = Signal(float)
    loop_changed = Signal(object)
    """(first, last) of the stretch that is played again and again (ns), or None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._map: StoryMap | None = None
        self._moments: tuple[int, ...] = ()
        self._stops: tuple[int, ...] = ()
        self._breaks: tuple[int, ...] = ()
        self._end = 0
        self._t = 0
        self._screen = 0.0
        self._direction = 0
        self._speed = 1.0
        self._haste = 1.0  # on a way that would take too long
        self._glide: tuple[int, float, float] | None = None  # target, screen time at its start, seconds gone
        self._target: int | None = None  # playing forwards stops there
        self._loop: tuple[int, int] | None = None
        self._turns = Turns()
        self._flows = False  # what is told now is one frame of many
        self.glides = True
        """False where the reader wants reduced motion: steps forward land at once too."""
        self.driven = False
        """True where somebody else calls ``tick``, as a measurement does: then the timer stands still."""
        self._elapsed = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._time_out)

    # ---- what it moves along

    def set_run(
        self, time_map: StoryMap, moments: tuple[int, ...], end: int, stops: tuple[int, ...] = (), at: int = 0
    ) -> None:
        """Move along another run, beginning at ``at``. ``stops``: where playing forwards pauses by itself."""
        self.pause()
        self.set_loop(None)
        self._map, self._moments, self._end, self._stops = time_map, moments, end, stops
        self._t = -1  # whoever watches is told, even of the same moment: it is another run's
        self.seek(at)

    def set_map(self, time_map: StoryMap) -> None:
        """Show the same run in another time (story or uniform); the moment stays."""
        self._land()
        self._map = time_map
        self._screen = time_map.to_screen(self._t)

    # ---- where it is

    @property
    def t(self) -> int:
        """The moment shown, ns."""
        return self._t

    @property
    def direction(self) -> int:
        """+1 playing, -1 playing backwards, 0 at rest (a step's glide is rest)."""
        return self._direction

    @property
    def speed(self) -> float:
        """How many times as fast as the scene's clock."""
        return self._speed

    @property
    def moving(self) -> bool:
        """Whether there are frames to come; at rest the timer does not run, and nothing waits for its turn."""
        return bool(self._direction or self._glide or self._turns)

    @property
    def _step(self) -> int:
        """The number of the step that is reached."""
        return bisect_right(self._moments, self._t)

    def target(self) -> int:
        """Where it is, or where the step under way will land."""
        return self._glide[0] if self._glide else self._t

    # ---- orders

    def play(self, direction: int = 1) -> None:
        """Play forwards, or backwards with -1; from the far end it starts over."""
        if self._map is None:
            return
        self._land()
        if direction > 0 and self._t >= self._end:
            self.seek(0)
        elif direction < 0 and self._t <= 0:
            self.seek(self._end)
        self._target = None
        self._haste = 1.0
        self._set_direction(direction)
        self._run_timer()

    def run_to(self, t: int, *, within: float | None = None) -> None:
        """Play forwards up to ``t`` and stop there.

        ``within``: a way that would take more seconds than that goes faster, up to HASTE times.
        """
        if t > self._t:
            self.play()
            self._target = t
            if within is not None and self._map is not None:
                seconds = (self._map.to_screen(t) - self._screen) / self._speed
                self._haste = min(max(seconds / within, 1.0), HASTE)

    @property
    def loop(self) -> tuple[int, int] | None:
        """The stretch that playing forwards repeats (ns), None: none."""
        return self._loop

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Repeat a stretch; one without length, or None: no more."""
        if loop is not None and loop[0] >= loop[1]:
            loop = None
        if loop != self._loop:
            self._loop = loop
            self.loop_changed.emit(loop)

    def set_breaks(self, times: tuple[int, ...]) -> None:
        """Breakpoints, ascending: playing stops there, whichever way it goes. They outlast a run."""
        self._breaks = times

    def pause(self) -> None:
        """Stand still; a step under way lands."""
        self._land()
        self._catch_up()
        self._set_direction(0)
        self._run_timer()

    def toggle(self, direction: int = 1) -> None:
        """Play in that direction, or pause if it plays that way already."""
        if self._direction == direction:
            self.pause()
        else:
            self.play(direction)

    def step_forward(self) -> None:
        """To the next moment at which something happens."""
        self.pause()
        index = bisect_right(self._moments, self._t)
        self.glide_to(self._moments[index] if index < len(self._moments) else self._end)

    def step_back(self) -> None:
        """To the moment before, at once."""
        if self._glide:  # back from a step under way is back to where it began
            _, began, _ = self._glide
            self._glide = None
            self._set_direction(0)
            self._run_timer()
            if self._map is not None:
                self._move(self._map.to_virtual(began), began)
            return
        self.pause()
        index = bisect_left(self._moments, self._t)
        self.seek(self._moments[index - 1] if index else 0)

    def glide_to(self, t: int) -> None:
        """To ``t`` within GLIDE seconds, or at once where motion is unwanted or the way leads back."""
        self.pause()
        t = min(max(t, 0), self._end)
        if not self.glides or t <= self._t or self._map is None:
            self.seek(t)
            return
        self._glide = (t, self._screen, 0.0)
        self._run_timer()

    def seek(self, t: int) -> None:
        """To ``t`` at once; playing goes on from there."""
        self._glide = None
        t = min(max(t, 0), self._end)
        self._move(t, self._map.to_screen(t) if self._map else 0.0)
        self._catch_up()
        self._run_timer()

    def set_speed(self, speed: float) -> None:
        """From SLOWEST to FASTEST."""
        speed = min(max(speed, SLOWEST), FASTEST)
        if speed != self._speed:
            self._speed = speed
            self.speed_changed.emit(speed)

    def in_turn(self, name: str, order: Order) -> None:
        """Have ``order`` done: at once, or while time flows within the next few frames.

        Until then another one under the same ``name`` takes its place.
        """
        if self._flows:
            self._turns.wait(name, order)
        else:
            self._turns.take(name, order)

    def _catch_up(self) -> None:
        """Nothing waits any more; what a frame has begun, as where it arrives at a stop, has its turn in the next."""
        if not self._flows:
            self._turns.all()

    # ---- motion

    def tick(self, dt: float) -> None:
        """A frame while time flows: ``dt`` real seconds pass, then those have their turn for whom there is time.

        In a frame in which another step begins there is none, where it can be helped: that frame has enough to do.
        """
        before = self._step
        self._flows = True
        try:
            self.advance(dt)
        finally:
            self._flows = False
        self._turns.some(full=self._step != before)
        self._run_timer()

    def advance(self, dt: float) -> None:
        """Let ``dt`` real seconds pass at once, with all that is shown, as a test or a film does frame by frame."""
        self._catch_up()
        if self._map is None:
            return
        if self._glide:
            self._advance_glide(dt)
        elif self._direction:
            self._advance_play(dt)

    def _advance_glide(self, dt: float) -> None:
        assert self._glide is not None
        assert self._map is not None
        target, began, gone = self._glide
        gone += dt
        if gone >= GLIDE:
            self._land()
            self._run_timer()
            return
        self._glide = (target, began, gone)
        share = 1 - (1 - gone / GLIDE) ** 2
        screen = began + (self._map.to_screen(target) - began) * share
        self._move(min(self._map.to_virtual(screen), target), screen)

    def _advance_play(self, dt: float) -> None:
        assert self._map is not None
        before = self._t
        screen = self._screen + dt * self._speed * self._haste * self._direction
        last = self._map.to_screen(self._end)
        at_limit = screen >= last if self._direction > 0 else screen <= 0
        screen = min(max(screen, 0.0), last)
        t = (self._end if self._direction > 0 else 0) if at_limit else self._map.to_virtual(screen)
        if self._direction > 0:
            if self._loop is not None and before < self._loop[1] <= t:
                self._move(self._loop[0], self._map.to_screen(self._loop[0]))
                return
            stop = self._next_stop(before)
            index = bisect_right(self._breaks, before)
            stop = min(stop, self._breaks[index]) if index < len(self._breaks) else stop
            if stop <= t:
                t, at_limit = stop, True
                screen = self._map.to_screen(t)
        else:
            index = bisect_left(self._breaks, before)
            if index and self._breaks[index - 1] >= t:
                t, at_limit = self._breaks[index - 1], True
                screen = self._map.to_screen(t)
        self._move(t, screen)
        if at_limit:
            self._set_direction(0)
            self._run_timer()

    def _next_stop(self, t: int) -> int:
        """Where playing forwards stops by itself; with a target, it does not stop on the way to it."""
        if self._target is not None:
            return min(self._target, self._end)
        index = bisect_right(self._stops, t)
        return self._stops[index] if index < len(self._stops) else self._end

    def _land(self) -> None:
        if self._glide and self._map is not None:
            target = self._glide[0]
            self._glide = None
            self._move(target, self._map.to_screen(target))

    def _move(self, t: int, screen: float) -> None:
        self._screen = screen
        if t != self._t:
            self._t = t
            self.moved.emit(t)

    def _set_direction(self, direction: int) -> None:
        if direction != self._direction:
            self._direction = direction
            self.playing_changed.emit(direction)

    def _run_timer(self) -> None:
        if not self.moving or self.driven:
            self._timer.stop()
        elif not self._timer.isActive():
            self._elapsed.start()
            self._timer.start()

    def _time_out(self) -> None:
        # After a stall (a dialog, a suspended laptop) the story goes on where it was rather than leaping ahead.
        self.tick(min(self._elapsed.restart() / 1000, _LONGEST_FRAME))
