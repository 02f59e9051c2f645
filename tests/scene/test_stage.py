"""The stage tells the truth of the moment, and stage, ladder and segment agree in every number."""

import pytest

from tcpanim.scene.clock import StoryTime
from tcpanim.scene.endpoint import number_rows
from tcpanim.scene.ladder import Ladder
from tcpanim.scene.lanes import SINGLE, Slot, Slots
from tcpanim.scene.names import Naming
from tcpanim.scene.stage import StageScene, stage_view
from tcpanim.scene.way import LOSS_PLACE
from tcpanim.tcp.states import State
from tcpanim.trace.events import Fate
from tcpanim.units import MS, S
from tests.scene.runs import Story, catalogue, lost_last_ack, opened

FITTING = {"card": 2, "slip": 3, "chip": 3}


def stage(trace, t, language="en", numbering="relative", detail="course"):
    time = StoryTime(trace)
    naming = Naming(trace, catalogue(language), numbering)
    return stage_view(trace, t, naming, time, Slots(trace, time, 0.35, FITTING), detail)


def rows(view):
    return {row.name: row.value for row in view.rows}


def test_nothing_is_known_before_its_segment_arrives():
    story = Story()
    t = opened(story) + 40 * MS
    story.sends(t, "client", "P.", 1, 1, 1000)
    trace = story.trace()
    during = stage(trace, t + 20 * MS)
    assert rows(during.left)["SND.NXT"] == "1001"
    assert rows(during.left)["SND.UNA"] == "1"
    assert rows(during.right)["RCV.NXT"] == "1"
    after = stage(trace, t + 50 * MS)
    assert rows(after.right)["RCV.NXT"] == "1001"
    assert [row.name for row in after.right.rows if row.changed] == ["RCV.NXT"]


@pytest.mark.parametrize("numbering", ["relative", "symbolic"])
def test_the_stage_looks_the_same_whatever_was_shown_before(numbering):
    """Forwards, backwards, within a step and beyond it."""
    trace = lost_last_ack()
    time = StoryTime(trace)
    naming = Naming(trace, catalogue("en"), numbering)
    scene = StageScene(trace, naming, time, Slots(trace, time, 0.35, FITTING), "course")
    moments = [time.to_virtual(time.length * share / 150) for share in range(151)]
    for t in (*moments, *reversed(moments), *moments[::37], 0):
        assert scene.at(t) == stage(trace, t, numbering=numbering)


@pytest.mark.parametrize(("share", "sizes"), [(0.4, {"card"}), (0.7, {"slip"})])
def test_cards_longer_than_half_the_lane_do_not_meet_where_one_leaves_as_another_arrives(share, sizes):
    story = Story()
    t = opened(story) + 200 * MS
    story.sends(t, "client", "P.", 1, 1, 100)
    story.sends(t + 50 * MS, "client", "P.", 101, 1, 100)  # at the moment at which the one before arrives
    trace = story.trace()
    slots = Slots(trace, StoryTime(trace), share, {"card": 1, "slip": 2, "chip": 3})
    assert {slots.of(flight.id).size for flight in trace.flights[-2:]} == sizes


def test_rows_are_found_once_and_ahead():
    trace = lost_last_ack()
    time = StoryTime(trace)
    scene = StageScene(trace, Naming(trace, catalogue("en")), time, Slots(trace, time, 0.35, FITTING), "course")
    assert [scene.find_row(flight.id) for flight in trace.flights[:3]] == [True, False, False]
    assert scene.at(30 * MS) == stage(trace, 30 * MS)


def test_only_the_sender_has_changed_its_state_while_the_segment_is_under_way():
    view = stage(lost_last_ack(), 30 * MS)
    assert (view.left.state, view.right.state) == (State.SYN_SENT, State.LISTEN)


@pytest.mark.parametrize("numbering", ["relative", "absolute", "symbolic"])
def test_the_number_after_a_fin_is_the_same_on_card_ladder_and_panel(numbering):
    """A FIN takes a number: what the client sends next has seq 502, and all views say so."""
    trace = lost_last_ack()
    naming = Naming(trace, catalogue("en"), numbering)
    fin, ack = trace.flights[12], trace.flights[13]
    t = ack.sent
    view = stage(trace, t, numbering=numbering)
    card = next(card for card in view.cards if card.flight == ack.id)
    after = naming.seq(ack)
    assert after == {"relative": "502", "absolute": "602", "symbolic": "u+1"}[numbering]
    assert f"seq={after} " in card.numbers
    assert rows(view.left)["SND.NXT"] == after
    ladder = Ladder(trace, naming, StoryTime(trace))
    assert f"seq={after} " in ladder.labels(ladder.line(ack))[0]
    assert rows(view.left)["RCV.NXT"] == naming.ack(ack)
    assert rows(stage(trace, fin.sent, numbering=numbering).right)["SND.NXT"] == naming.ack(ack)


def test_a_step_to_an_arrival_shows_the_segment_where_it_arrived_and_its_answer_leaving():
    trace = lost_last_ack()
    view = stage(trace, 60 * MS)
    assert [(card.title, card.phase, card.position) for card in view.cards] == [
        ("SYN", "arrived", 1.0),
        ("SYN-ACK", "moving", 0.0),
    ]
    assert view.right.state_text == "SYN-RECEIVED"
    assert view.right.before == "LISTEN"


def test_a_lost_segment_stays_in_the_middle_of_the_network_until_the_next_step():
    trace = lost_last_ack()
    lost = trace.flights[13]
    after = trace.next_moment(lost.ended)
    assert after is not None
    for t in (lost.ended, lost.ended + 400 * MS, after - 1):
        card = next(card for card in stage(trace, t).cards if card.flight == lost.id)
        assert (card.phase, card.position) == ("lost", LOSS_PLACE)
        assert (card.note, card.second) == ("lost in the network", "nobody is told")
    assert all(card.flight != lost.id for card in stage(trace, after).cards)


def test_a_lost_segment_never_comes_further_than_the_middle():
    trace = lost_last_ack()
    lost = trace.flights[13]
    shown = [stage(trace, t).cards for t in range(lost.sent, lost.ended, MS)]
    places = [next(card.position for card in cards if card.flight == lost.id) for cards in shown]
    assert places == sorted(places)
    assert places[-1] <= LOSS_PLACE


def test_a_corrupted_segment_arrives_and_is_discarded_there():
    story = Story()
    t = opened(story) + 40 * MS
    story.sends(t, "client", "P.", 1, 1, 100, fate=Fate.CORRUPTED)
    card = stage(story.trace(), t + 50 * MS).cards[-1]
    assert (card.phase, card.position, card.finding, card.note) == ("discarded", 1.0, "checksum wrong", "discarded")


def test_a_retransmission_is_said_to_be_sent_again_and_a_copy_to_be_the_networks():
    story = Story()
    t = opened(story) + 40 * MS
    story.sends(t, "client", "P.", 1, 1, 100)
    story.sends(t + 10 * MS, "client", "P.", 1, 1, 100, copy_of=4)
    story.sends(t + 20 * MS, "client", "P.", 1, 1, 100, again=True)
    cards = stage(story.trace(), t + 25 * MS).cards
    assert [(card.again, card.copy, card.note) for card in cards] == [
        (False, False, ""),
        (False, True, "duplicate made by the network"),
        (True, False, "sent again"),
    ]


def test_an_injected_segment_comes_out_of_the_network():
    story = Story()
    story.sends(300 * MS, "client", "S", 0, injected=True, known=False, isn=90)
    trace = story.trace()
    places = []
    for t in range(278 * MS, 300 * MS, 4 * MS):
        (card,) = stage(trace, t).cards
        assert card.foreign
        places.append(card.position)
    assert places == sorted(places)
    assert 0.5 <= places[0] < places[-1] < 1
    assert stage(trace, 100 * MS).cards == ()


def test_silences_are_named_with_their_true_length():
    trace = lost_last_ack()
    silence = stage(trace, 1000 * MS).silence
    assert silence is not None
    assert silence.text == "925 ms"
    assert 0 < silence.progress < 1
    assert stage(trace, 400 * MS).silence is None


def test_timers_run_down_in_true_time():
    trace = lost_last_ack()
    (dial,) = stage(trace, 1000 * MS).right.timers
    assert (dial.label, dial.remaining, dial.total) == ("RTO", "470 ms", "1 s")
    assert dial.left == pytest.approx(0.47)


def test_calls_are_shown_where_and_when_they_are_made():
    trace = lost_last_ack()
    assert stage(trace, 10 * MS).left.calls == ("active open",)
    assert stage(trace, 12 * MS).left.calls == ("active open",)  # until the next step
    assert stage(trace, 60 * MS).left.calls == ()
    closing = next(row.t for row in trace.calls if row.host == "server" and row.call == "close")
    assert stage(trace, closing, "zh").right.calls == ("被动关闭",)


def test_levels_of_detail():
    trace = lost_last_ack()
    naming = Naming(trace, catalogue("en"))
    names = {d: [row.name for row in number_rows(trace, "client", S, naming, d)] for d in ("first", "course")}
    assert names == {"first": ["SND.NXT", "RCV.NXT"], "course": ["SND.UNA", "SND.NXT", "RCV.NXT", "RCV.WND"]}


# ---- several under way


def burst(count, gap):
    story = Story()
    t = opened(story) + 40 * MS
    for index in range(count):
        story.sends(t + index * gap, "client", "P.", 1 + index * 1000, 1, 1000)
    return story.trace(), t


def overlaps(cards, share):
    """Whether two cards of one row cover each other."""
    width = {"card": share, "slip": share * 0.55, "chip": share * 0.12}
    for index, one in enumerate(cards):
        for other in cards[:index]:
            same = (one.side, one.slot.row) == (other.side, other.slot.row)
            if same and abs(one.position - other.position) < width[one.slot.size] * 0.9:
                return True
    return False


@pytest.mark.parametrize(
    ("count", "gap", "size"), [(2, 0, "card"), (3, 0, "slip"), (4, 20 * MS, "card"), (50, MS, "chip")]
)
def test_segments_under_way_together_do_not_cover_each_other(count, gap, size):
    trace, t = burst(count, gap)
    seen = set()
    for moment in range(t + 5 * MS, t + 45 * MS, 3 * MS):  # on the even part of their way
        cards = [card for card in stage(trace, moment).cards if 0.1 < card.position < 0.9]
        assert not overlaps(cards, 0.35)
        seen |= {card.slot.size for card in cards}
    assert seen == {size}


@pytest.mark.parametrize("gap", [2 * MS, 3 * MS])
def test_signs_that_have_rows_enough_are_clear_of_each_other_even_where_they_leave_slowly(gap):
    trace, t = burst(12, gap)
    for moment in range(t, t + 12 * gap + 50 * MS, MS):
        cards = [card for card in stage(trace, moment).cards if card.phase == "moving"]
        assert {card.slot.size for card in cards} <= {"chip"}
        assert not overlaps(cards, 0.35)


def test_more_than_rows_have_room_for_are_fanned():
    trace, t = burst(6, 0)
    cards = stage(trace, t + 20 * MS).cards
    assert sorted(card.slot.row for card in cards) == [0, 1, 2, 3, 4, 5]
    assert {card.slot.rows for card in cards} == {6}
    assert not any(card.slot.behind for card in cards)


def test_of_many_that_left_at_once_each_is_seen():
    trace, t = burst(13, 0)
    slots = [card.slot for card in stage(trace, t + 20 * MS).cards]
    assert {slot.rows for slot in slots} == {6}
    assert len({(slot.row, slot.behind) for slot in slots}) == 13
    assert sorted({slot.behind for slot in slots}) == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(("fate", "at"), [(Fate.DROPPED, 0), (Fate.DROPPED, 1), (Fate.NO_HOST, 0), (Fate.CORRUPTED, 1)])
@pytest.mark.parametrize("gap", [12 * MS, 16 * MS, 30 * MS])
def test_what_lies_there_until_the_next_step_is_not_passed_over(fate, at, gap):
    story = Story()
    t = opened(story) + 40 * MS
    for index in range(4):
        story.sends(t + index * gap, "client", "P.", 1 + index * 1000, 1, fate=fate if index == at else Fate.DELIVERED)
    trace = story.trace()
    for moment in range(t, trace.end, MS):
        cards = [card for card in stage(trace, moment).cards if card.phase != "arrived"]
        lying = [card for card in cards if card.phase != "moving"]
        assert not overlaps(cards, 0.35) or not lying


def test_where_there_are_not_rows_enough_what_was_lost_lies_on_top():
    story = Story()
    t = opened(story) + 40 * MS
    for index in range(12):
        story.sends(
            t + index * 3 * MS, "client", "P.", 1 + index * 1000, 1, fate=Fate(("delivered", "dropped")[index % 2])
        )
    trace = story.trace()
    for moment in range(t, trace.end, MS):
        phases = [card.phase == "lost" for card in stage(trace, moment).cards]
        assert phases == sorted(phases)


def test_a_segment_that_will_be_lost_waits_in_the_queue_like_the_others():
    story = Story()
    t = opened(story) + 40 * MS
    story.sends(t, "client", "P.", 1, 1, 1000)
    story.sends(t, "client", "P.", 1001, 1, 1000, fate=Fate.DROPPED, waits=20 * MS)
    trace = story.trace()
    assert [card.flight for card in stage(trace, t + 10 * MS).cards] == [4]
    assert [card.flight for card in stage(trace, t + 21 * MS).cards] == [4, 5]


def test_a_card_keeps_its_row_for_its_whole_flight():
    trace, t = burst(6, 8 * MS)
    rows_of: dict[int, Slot] = {}
    for moment in range(t, t + 95 * MS, 2 * MS):
        for card in stage(trace, moment).cards:
            assert rows_of.setdefault(card.flight, card.slot) == card.slot


def test_a_segment_alone_flies_in_the_middle_of_its_lane():
    trace = lost_last_ack()
    assert stage(trace, 30 * MS).cards[0].slot == SINGLE


def test_one_overtakes_another_in_a_row_of_its_own():
    story = Story()
    t = opened(story) + 40 * MS
    story.sends(t, "client", "P.", 1, 1, 1000, takes=150 * MS)
    story.sends(t + 20 * MS, "client", "P.", 1001, 1, 1000)
    trace = story.trace()
    slow, fast = (next(c for c in stage(trace, t + 60 * MS).cards if c.flight == n) for n in (4, 5))
    assert fast.position > slow.position
    assert fast.slot.row != slow.slot.row
