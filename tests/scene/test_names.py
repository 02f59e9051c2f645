"""Names and numbers as textbooks write them."""

import pytest

from tcpanim.explain.values import Duration, HostName, SegmentLabel, SeqNumber, Size, StateName, TimerName
from tcpanim.i18n import Message
from tcpanim.library import read_builtin
from tcpanim.scenario.parse import parse
from tcpanim.scene.endpoint import number_rows
from tcpanim.scene.names import Naming
from tcpanim.sim.run import simulate
from tcpanim.tcp.states import State
from tcpanim.units import MS
from tests.scene.runs import Story, catalogue, lost_last_ack, opened, simulated


def labels(trace, numbering="symbolic", style="textbook", language="en"):
    naming = Naming(trace, catalogue(language), numbering, style)
    return [naming.label(flight) for flight in trace.flights]


def test_a_connection_as_the_books_write_it():
    trace = lost_last_ack()
    assert labels(trace) == [
        "SYN=1, seq=x",
        "SYN=1, ACK=1, seq=y, ack=x+1",
        "ACK=1, seq=x+1, ack=y+1",
        "ACK=1, seq=x+1, ack=y+1, 500 B",
        "ACK=1, seq=y+1, ack=x+501",
        "ACK=1, seq=y+1, ack=x+501, 1000 B",
        "ACK=1, seq=y+1001, ack=x+501, 1000 B",
        "ACK=1, seq=x+501, ack=y+2001",
        "FIN=1, ACK=1, seq=u, ack=v",
        "ACK=1, seq=v, ack=u+1",
        "ACK=1, seq=v, ack=u+1, 1000 B",
        "ACK=1, seq=u+1, ack=v+1000",  # w is no letter yet: the second FIN has not been sent
        "FIN=1, ACK=1, seq=w, ack=u+1",
        "ACK=1, seq=u+1, ack=w+1",
        "FIN=1, ACK=1, seq=w, ack=u+1",
        "ACK=1, seq=u+1, ack=w+1",
    ]
    naming = Naming(trace, catalogue("en"), "symbolic")
    assert naming.legend() == ("x = 100", "y = 300", "u = x + 501", "v = y + 2001", "w = v + 1000")


def test_a_letter_is_in_the_legend_as_soon_as_a_segment_is_written_with_it():
    trace = lost_last_ack()
    naming = Naming(trace, catalogue("en"), "symbolic")
    first_fin, answer, second_fin = (trace.flights[n].sent for n in (8, 9, 12))
    assert naming.legend(first_fin - 1)[-1] == "y = 300"
    assert naming.legend(first_fin)[2:] == ("u = x + 501", "v = y + 2001")  # it says ack=v before v has been sent
    assert naming.legend(answer) == naming.legend(second_fin - 1) == naming.legend(first_fin)
    assert naming.legend(second_fin)[-1] == "w = v + 1000"


def test_where_there_is_little_room_it_is_the_same_way_of_writing():
    trace = lost_last_ack()
    naming = Naming(trace, catalogue("en"), "symbolic", "textbook")
    short = [naming.short_label(flight) for flight in trace.flights]
    assert short[:3] == ["SYN=1, seq=x", "SYN=1, ACK=1, seq=y", "ACK=1, ack=y+1"]
    assert short[8:11] == ["FIN=1, seq=u", "ACK=1, ack=u+1", "DATA seq=v"]
    plain = Naming(trace, catalogue("en"), "symbolic", "plain")
    assert plain.short_label(trace.flights[8]) == "FIN seq=u"


def test_chinese_books_write_full_width_commas():
    assert labels(lost_last_ack(), language="zh")[1] == "SYN=1，ACK=1，seq=y，ack=x+1"


def test_when_the_second_fin_is_the_ack_w_is_v():
    story = Story()
    t = opened(story) + 50 * MS
    story.sends(t, "client", "F.", 1, 1)
    story.sends(t + 50 * MS, "server", "F.", 1, 2)
    story.sends(t + 100 * MS, "client", ".", 2, 2)
    trace = story.trace()
    assert labels(trace)[3:] == [
        "FIN=1, ACK=1, seq=u, ack=v",
        "FIN=1, ACK=1, seq=w, ack=u+1",
        "ACK=1, seq=u+1, ack=w+1",
    ]
    assert Naming(trace, catalogue("en"), "symbolic").legend()[-1] == "w = v"


def test_without_data_between_the_ack_has_v_and_the_fin_has_w():
    story = Story()
    t = opened(story) + 50 * MS
    story.sends(t, "client", "F.", 1, 1)
    story.sends(t + 50 * MS, "server", ".", 1, 2)
    story.sends(t + 90 * MS, "server", "F.", 1, 2)
    trace = story.trace()
    assert labels(trace)[4:] == ["ACK=1, seq=v, ack=u+1", "FIN=1, ACK=1, seq=w, ack=u+1"]


def test_when_the_fins_cross_they_are_u_and_v_and_there_is_no_w():
    story = Story()
    t = opened(story) + 50 * MS
    story.sends(t, "server", "F.", 1, 1)
    story.sends(t + 10 * MS, "client", "F.", 1, 1)
    story.sends(t + 50 * MS, "client", ".", 2, 2)
    story.sends(t + 60 * MS, "server", ".", 2, 2)
    trace = story.trace()
    assert labels(trace)[3:] == [
        "FIN=1, ACK=1, seq=u, ack=v",
        "FIN=1, ACK=1, seq=v, ack=u",
        "ACK=1, seq=v+1, ack=u+1",
        "ACK=1, seq=u+1, ack=v+1",
    ]
    assert Naming(trace, catalogue("en"), "symbolic").legend() == ("x = 100", "y = 300", "u = y + 1", "v = x + 1")


def test_x_is_whoever_sends_the_first_syn():
    story = Story()
    story.sends(0, "server", "S", 0)
    assert labels(story.trace()) == ["SYN=1, seq=x"]


def test_a_second_incarnation_has_subscripts():
    story = Story()
    opened(story)
    story.isns["client"].append(5000)
    story.sends(1000 * MS, "client", "S", 0, isn=5000)
    story.sends(1100 * MS, "client", "R", 1, isn=5000)
    assert labels(story.trace())[3:] == ["SYN=1, seq=x₂", "RST=1, seq=x₂+1"]


def test_a_stranger_is_z_and_its_answer_counts_from_it():
    story = Story()
    story.sends(0, "client", "S", 0, takes=300 * MS)
    story.sends(10 * MS, "client", "S", 0, injected=True, known=False, isn=90)
    story.sends(10 * MS, "server", "S.", 0, 1, ack_isn=90)
    trace = story.trace()
    assert labels(trace)[1:] == ["SYN=1, seq=z", "SYN=1, ACK=1, seq=y, ack=z+1"]
    relative = Naming(trace, catalogue("en"), "relative")
    assert relative.seq(trace.flights[1]) == "90*"  # a wire value, marked: it has no relative number
    assert Naming(trace, catalogue("en"), "symbolic").legend() == ("x = 100", "y = 300", "z = 90")


def test_an_answer_to_an_address_of_nobody_acknowledges_the_number_that_the_panel_shows():
    trace = simulated("syn-flood")
    naming = Naming(trace, catalogue("en"))
    syn, answer = trace.flights[:2]
    assert naming.seq(syn) == f"{syn.segment.seq}*"
    assert naming.ack(answer) == f"{syn.segment.seq + 1}*"
    rows = {row.name: row.value for row in number_rows(trace, "server", answer.sent, naming, "course")}
    assert (rows["SND.NXT"], rows["RCV.NXT"]) == ("1", naming.ack(answer))


def test_relative_numbers_survive_the_wrap():
    story = Story(isn={"client": 2**32 - 1, "server": 2**32 - 500})
    t = opened(story)
    story.sends(t, "server", "P.", 1, 1, 1000)
    story.sends(t + 50 * MS, "client", ".", 1, 1001)
    assert labels(story.trace(), "relative", "plain")[3:] == ["DATA seq=1 ack=1 len=1000", "ACK seq=1 ack=1001"]
    assert labels(story.trace(), "symbolic", "plain")[4] == "ACK seq=x+1 ack=y+1001"


@pytest.mark.parametrize(
    ("style", "syn", "syn_ack", "data"),
    [
        ("textbook", "SYN=1, seq=0", "SYN=1, ACK=1, seq=0, ack=1", "ACK=1, seq=1, ack=1, 500 B"),
        ("plain", "SYN seq=0 ack=–", "SYN-ACK seq=0 ack=1", "DATA seq=1 ack=1 len=500"),
        ("wireshark", "[SYN] Seq=0 Len=0", "[SYN, ACK] Seq=0 Ack=1 Len=0", "[PSH, ACK] Seq=1 Ack=1 Len=500"),
    ],
)
def test_label_styles(style, syn, syn_ack, data):
    shown = labels(lost_last_ack(), "relative", style)
    assert (shown[0], shown[1], shown[3]) == (syn, syn_ack, data)


def test_absolute_numbers_are_those_on_the_wire():
    assert labels(lost_last_ack(), "absolute", "plain")[8] == "FIN, ACK seq=601 ack=2301"


@pytest.mark.parametrize(
    ("style", "names"),
    [("rfc", "SYN-RECEIVED TIME-WAIT"), ("textbook", "SYN-RCVD TIME-WAIT"), ("sockets", "SYN_RCVD TIME_WAIT")],
)
def test_states_are_spelt_as_chosen(style, names):
    naming = Naming(lost_last_ack(), catalogue("en"), spelling=style)
    assert f"{naming.state(State.SYN_RECEIVED)} {naming.state(State.TIME_WAIT)}" == names


def test_the_default_spelling_is_the_textbooks_in_chinese_only():
    trace = lost_last_ack()
    assert Naming(trace, catalogue("zh")).state(State.SYN_RECEIVED) == "SYN-RCVD"
    assert Naming(trace, catalogue("en")).state(State.SYN_RECEIVED) == "SYN-RECEIVED"


def test_values_in_sentences_are_written_as_everywhere_else():
    trace = lost_last_ack()
    naming = Naming(trace, catalogue("zh"), "symbolic", "textbook")
    assert naming.show(HostName("client")) == "客户端"
    assert naming.show(StateName(State.FIN_WAIT_1)) == "FIN-WAIT-1（终止等待 1）"
    assert naming.show(SegmentLabel(2)) == "SYN=1，ACK=1，seq=y，ack=x+1"
    assert naming.show(SeqNumber("server", 3301, 13)) == "w"
    assert naming.show(SeqNumber("client", 602, 13)) == "u+1"
    assert naming.show(Duration(50 * MS)) == "50 ms"
    assert naming.show(Size(500)) == "500 字节"
    assert naming.show(TimerName("time-wait")) == "2MSL"
    assert naming.catalogue.render(Message("call.send", {"size": Size(500)}), naming.show) == "发送 500 字节"


def test_an_unknown_setting_is_refused():
    with pytest.raises(ValueError, match="roman"):
        Naming(lost_last_ack(), catalogue("en"), "roman")


def test_a_window_is_told_where_it_limits_the_other():
    scenario = parse(read_builtin("zero-window")).scenario
    assert scenario is not None
    zero = Naming(simulate(scenario), catalogue("en"))
    limited = [zero.window(flight) for flight in zero.trace.flights if flight.sender == "server"]
    assert " win=0" in limited
    assert {zero.window(flight) for flight in zero.trace.flights if flight.sender == "client"} == {""}
    assert Naming(lost_last_ack(), catalogue("en")).small_windows == frozenset()
