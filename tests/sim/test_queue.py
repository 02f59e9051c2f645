"""What happens first at one instant."""

from tcpanim.sim.queue import ARRIVAL, SCRIPT, TIMER, EventQueue


def drain(queue):
    done = []
    while len(queue):
        t, action = queue.pop()
        action(t)
        done.append(action.name)
    return done


class Named:
    def __init__(self, name):
        self.name = name

    def __call__(self, t):
        pass


def test_time_then_priority_then_number_then_order_of_adding():
    queue = EventQueue()
    queue.add(5, SCRIPT, 1, Named("second step"))
    queue.add(5, SCRIPT, 0, Named("first step"))
    queue.add(5, ARRIVAL, 9, Named("later segment"))
    queue.add(5, ARRIVAL, 2, Named("earlier segment"))
    queue.add(5, TIMER, 1, Named("timer"))
    queue.add(4, SCRIPT, 7, Named("before"))
    queue.add(5, SCRIPT, 1, Named("second step again"))
    assert drain(queue) == [
        "before",
        "timer",
        "earlier segment",
        "later segment",
        "first step",
        "second step",
        "second step again",
    ]


def test_knows_when_only_timers_are_left():
    queue = EventQueue()
    assert queue.next_time() is None
    queue.add(3, TIMER, 0, Named("timer"))
    assert queue.next_time() == 3
    assert not queue.holds_more_than(TIMER)
    queue.add(9, ARRIVAL, 0, Named("segment"))
    assert queue.holds_more_than(TIMER)
