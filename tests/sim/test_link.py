"""One direction of the path, asked directly."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tcpanim.scenario.model import Corrupt, Cut, Delay, Drop, Duplicate, Place, Selector, WireSpec
from tcpanim.sim.link import Copy, Link
from tcpanim.units import MS
from tcpanim.wire.segment import ACK, FIN, FLAGS, SYN, Segment

HERE = Place(1, 1)
SYN_SEGMENT = Segment(1, 2, 0, 0, FLAGS[SYN], 0)
ACK_SEGMENT = Segment(1, 2, 0, 0, FLAGS[ACK], 0)
DATA = Segment(1, 2, 0, 0, FLAGS[ACK], 0, b"x" * 1000)
DATA_FIN = replace(DATA, flags=FLAGS[ACK | FIN])


def link(*faults, seed=1, **wire):
    spec = {"delay": 50 * MS, "rate": None, "queue": None, "loss": 0, "duplicate": 0, "jitter": 0} | wire
    return Link("a", WireSpec(**{name: {"a": value, "b": value} for name, value in spec.items()}), faults, seed)


def test_delay_alone():
    passage = link().carry(ACK_SEGMENT, 40, 7)
    assert (passage.left, passage.due, passage.lost, passage.copies) == (7, 50 * MS + 7, None, ())


def test_rate_takes_bits_over_rate_rounded_up_and_one_after_the_other():
    way = link(rate=3_000_000)
    first, second = (way.carry(DATA, 1040, 0) for _ in range(2))
    time = -(-1040 * 8 * 10**9 // 3_000_000)
    assert time == 2773334  # 2,773,333.33 ns
    assert (first.left, first.due) == (0, time + 50 * MS)
    assert (second.left, second.due) == (time, 2 * time + 50 * MS)
    assert way.carry(DATA, 1040, 10 * MS).left == 10 * MS


def test_queue_drops_the_tail_and_has_room_again_when_a_segment_starts():
    way = link(rate=8_320_000, queue=2)  # 1 ms for each
    fates = [way.carry(DATA, 1040, 0).by for _ in range(5)]
    assert fates == [None, None, None, "queue", "queue"]  # one on the wire, two waiting
    assert way.carry(DATA, 1040, MS).by is None
    assert way.carry(DATA, 1040, MS).by == "queue"


def test_queue_full_is_lost_at_once():
    way = link(rate=8_320_000, queue=1)
    way.carry(DATA, 1040, 0)
    way.carry(DATA, 1040, 0)
    assert way.carry(DATA, 1040, 5).lost == 5


def test_drop_is_lost_in_the_middle_of_the_way():
    passage = link(Drop(Selector("a", "ACK"), HERE)).carry(ACK_SEGMENT, 40, 0)
    assert (passage.lost, passage.by) == (25 * MS, "fault 1")


def test_nth_counts_the_matches():
    way = link(Drop(Selector("a", "DATA", (2, 3)), HERE))
    sent = [DATA, ACK_SEGMENT, DATA_FIN, SYN_SEGMENT, DATA, DATA]
    assert [way.carry(segment, 40, 0).lost is not None for segment in sent] == [False, False, True, False, True, False]
    assert way.met[1] == 2


def test_all_and_segment():
    way = link(Drop(Selector("a", "FIN", None), HERE), Delay(Selector("a", segment=2), 5, HERE))
    assert way.carry(DATA_FIN, 40, 0).by == "fault 1"
    assert way.carry(DATA, 40, 0).due == 50 * MS + 5
    assert way.carry(DATA_FIN, 40, 0).by == "fault 1"


def test_faults_of_the_other_sender_do_nothing():
    assert link(Drop(Selector("b"), HERE)).carry(DATA, 40, 0).lost is None


def test_duplicate_and_delay_add_up():
    way = link(Duplicate(Selector("a"), 30 * MS, HERE), Delay(Selector("a"), 10 * MS, HERE))
    passage = way.carry(DATA, 40, 0)
    assert passage.due == 60 * MS
    assert passage.copies == (Copy(90 * MS, "fault 1"),)


def test_corrupt_names_a_bit():
    passage = link(Corrupt(Selector("a"), HERE)).carry(DATA, 40, 0)
    assert passage.damage is not None
    assert passage.by == "fault 1"
    assert passage.lost is None


def test_cut_from_at_until_before_until():
    way = link(Cut(10, 20, None, HERE), Cut(30, None, "b", HERE))
    assert [way.carry(DATA, 40, t).by for t in (9, 10, 19, 20, 40)] == [None, "cut", "cut", None, None]


@given(st.integers(0, 2**63 - 1), st.integers(0, 19))
def test_one_more_drop_does_not_reshuffle_the_rest(seed, dropped):
    chances = {"loss": 200_000, "duplicate": 200_000, "jitter": 20 * MS}
    plain = link(seed=seed, **chances)
    other = link(Drop(Selector("a", segment=dropped + 1), HERE), seed=seed, **chances)
    for number in range(20):
        before, after = plain.carry(DATA, 40, number), other.carry(DATA, 40, number)
        assert before == after or number == dropped


@given(st.integers(0, 2**32))
def test_loss_and_duplicates_happen_about_as_often_as_said(seed):
    way = link(seed=seed, loss=100_000, duplicate=500_000)
    passages = [way.carry(DATA, 40, 0) for _ in range(400)]
    lost = sum(passage.by == "loss" for passage in passages)
    assert 10 <= lost <= 80
    assert 120 <= sum(len(passage.copies) for passage in passages) <= 240


@given(st.integers(0, 2**32))
def test_jitter_stays_within_its_bound_and_may_reorder(seed):
    way = link(seed=seed, jitter=20 * MS)
    dues = [way.carry(DATA, 40, 0).due for _ in range(60)]
    assert all(50 * MS <= due <= 70 * MS for due in dues)
    assert dues != sorted(dues)
