"""Captions: the model sentences word for word, and a sentence for whatever may happen."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcpanim import library
from tcpanim.explain.happening import happenings
from tcpanim.explain.narrate import MOST, arguments, main_sentence, narrate
from tcpanim.i18n import LANGUAGES
from tcpanim.scenario.parse import parse
from tcpanim.sim.limits import Limits
from tcpanim.sim.run import simulate
from tcpanim.units import MS
from tcpanim.wire.segment import FIN
from tests.explain.chinese import faults
from tests.explain.texts import said
from tests.sim.runs import run

LABELLED = """
hosts:
  client: {label: {en: Client, zh: 客户端}, address: 10.0.0.1, port: 49152, isn: [100, 700]}
  server: {label: {en: Server, zh: 服务器}, address: 10.0.0.2, port: 80, isn: [300, 500]}
"""


def builtin(name):
    parsed = parse(library.read_builtin(name), name)
    assert parsed.scenario is not None, parsed.problems
    return simulate(parsed.scenario)


def told(trace, language, **style):
    """All captions in order: the what of each sentence."""
    return [what for t in trace.moments for what, _ in said(trace, t, language, **style)]


LEFT_OUT = [
    ("client: {send: 5}", "call: send", "Here the application at the client would call send; it does not."),
    ("server: {read: off}", "call: read", "Here the server would stop reading; it goes on."),
    ("server: {read: on}", "call: read", "Here the server would read again; it does not."),
    ("server: crash", "call: crash", "Here the server would crash; it does not."),
    ("client: close", "call: close", "Here the application at the client would call close; it does not."),
]


@pytest.mark.parametrize(("step", "call", "sentence"), LEFT_OUT, ids=[step for step, _, _ in LEFT_OUT])
def test_a_call_that_is_left_out_is_told_of_and_nothing_follows(step, call, sentence):
    host = step.partition(":")[0]
    trace = run(
        f"  - {{at: 1 s, {step}}}", hosts=LABELLED, more=f"faults: [{{skip: {{host: {host}, {call}}}}}]"
    )  # fmt: skip
    ((what, _),) = said(trace, trace.skipped[0].t, "en")
    assert what == sentence
    ((what, _),) = said(trace, trace.skipped[0].t, "zh")
    assert "本应" in what
    assert trace.end == trace.skipped[0].t


def reasons(trace, language):
    return [why for t in trace.moments for _, why in said(trace, t, language)]


HANDSHAKE = {
    "en": [
        "The server opens passively and enters LISTEN.",
        "The client opens actively and sends SYN=1, seq=x; it enters SYN-SENT.",
        "The server answers SYN=1, ACK=1, seq=y, ack=x+1 and enters SYN-RECEIVED.",
        "The client acknowledges: ACK=1, seq=x+1, ack=y+1. For the client the connection is ESTABLISHED.",
        "The ACK arrives; the server is ESTABLISHED too.",
    ],
    "zh": [
        "服务器被动打开，进入 LISTEN（监听）状态。",
        "客户端主动打开，发送 SYN=1，seq=x，进入 SYN-SENT（同步已发送）状态。",
        "服务器回答 SYN=1，ACK=1，seq=y，ack=x+1，进入 SYN-RCVD（同步收到）状态。",
        "客户端确认：ACK=1，seq=x+1，ack=y+1。客户端进入 ESTABLISHED（已建立连接）状态。",
        "ACK 到达，服务器也进入 ESTABLISHED（已建立连接）状态。",
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handshake_is_told_in_the_model_words(language):
    assert told(builtin("three-way-handshake"), language) == HANDSHAKE[language]


def test_the_handshake_says_why():
    trace = builtin("three-way-handshake")
    assert reasons(trace, "en")[1:] == [
        "x is its initial sequence number; the SYN carries no data but uses up one number.",
        "One segment does two jobs: it acknowledges the SYN and announces its own initial number y.",
        "The server does not know this yet: it is still in SYN-RECEIVED.",
        "Now each side knows that its own initial number has reached the other.",
    ]
    assert reasons(trace, "zh")[2] == "一个报文段做两件事：确认对方的 SYN，并告知自己的初始序号 y。"


def test_a_relative_zero_is_not_called_the_number_that_was_chosen():
    trace = builtin("three-way-handshake")
    (_, why), *_ = said(trace, 10 * MS, "en", numbering="relative")
    assert why.startswith("100 (shown as 0) is its initial sequence number")


CLOSE = {
    "en": [
        "The client has no more to send: FIN=1, ACK=1, seq=u, ack=v. It enters FIN-WAIT-1.",
        "The server acknowledges at once: ACK=1, seq=v, ack=u+1. It enters CLOSE-WAIT.",
        "The FIN is acknowledged: the client enters FIN-WAIT-2.",
        "The server has sent everything and closes: FIN=1, ACK=1, seq=w, ack=u+1. It enters LAST-ACK.",
        "The client acknowledges: ACK=1, seq=u+1, ack=w+1, and stays in TIME-WAIT for 2 MSL (4 min).",
        "The last ACK arrives: the server is CLOSED.",
        "2 MSL are over; the client is CLOSED, and the same four numbers (addresses, ports) may be used again.",
    ],
    "zh": [
        "客户端没有数据要发送了：FIN=1，ACK=1，seq=u，ack=v，进入 FIN-WAIT-1（终止等待 1）状态。",
        "服务器立即确认：ACK=1，seq=v，ack=u+1，进入 CLOSE-WAIT（关闭等待）状态。",
        "FIN 得到确认，客户端进入 FIN-WAIT-2（终止等待 2）状态。",
        "服务器数据发完，关闭连接：FIN=1，ACK=1，seq=w，ack=u+1，进入 LAST-ACK（最后确认）状态。",
        "客户端确认：ACK=1，seq=u+1，ack=w+1，进入 TIME-WAIT（时间等待）状态，停留 2MSL（4 分钟）。",
        "最后的 ACK 到达，服务器进入 CLOSED（关闭）状态。",
        "2MSL 到时，客户端进入 CLOSED（关闭）状态，同一个四元组（地址和端口）可以再次使用。",
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_close_is_told_in_the_model_words(language):
    captions = told(builtin("four-way-close"), language)
    assert [caption for caption in captions if caption in CLOSE[language]] == CLOSE[language]


def test_w_counts_the_bytes_sent_in_between():
    (why,) = (why for why in reasons(builtin("four-way-close"), "en") if why.startswith("This is w"))
    assert why == (
        "This is w = v + 1000: the bytes sent meanwhile count. "
        "The ack is u+1 again, as the client has sent nothing new."
    )


def test_a_loss_says_that_nobody_is_told():
    trace = builtin("lost-last-ack")
    lost = next(flight for flight in trace.flights if flight.arrived is None)
    assert said(trace, lost.ended, "en") == [
        ("The ACK is lost in the network.", "Nobody is told; the server only notices that no answer comes.")
    ]
    assert said(trace, lost.ended, "zh") == [("ACK 在网络中丢失。", "谁也不会得到通知，服务器只是等不到确认。")]


def test_what_an_interruption_takes_is_told_once_with_its_number():
    trace = builtin("congestion-rounds")
    cut = next(flight for flight in trace.flights if flight.by == "cut")
    many = sum(flight.by == "cut" and flight.ended == cut.ended for flight in trace.flights)
    assert many > 6
    assert [what for what, _ in said(trace, cut.ended, "en")] == [f"The path is interrupted: {many} segments are lost."]
    assert [what for what, _ in said(trace, cut.ended, "zh")] == [f"通路中断，{many} 个报文段丢失。"]


def test_a_repeated_fin_keeps_its_number_and_starts_time_wait_anew():
    captions = told(builtin("lost-last-ack"), "en")
    assert "No ACK has come within the RTO of 1 s, so the server sends its FIN again, same seq=w." in captions
    assert (
        "The client is still in TIME-WAIT: it acknowledges again, ACK=1, seq=u+1, ack=w+1, and starts the 2 MSL anew."
        in captions
    )


def test_before_anything_happens_there_is_a_sentence_too():
    trace = builtin("connection-refused")
    assert said(trace, 0, "en") == [("Nothing has happened yet.", "")]


def test_a_step_stands_until_the_next_one():
    trace = builtin("three-way-handshake")
    assert narrate(trace, 59 * MS) == narrate(trace, 10 * MS)


def test_several_segments_at_one_instant_are_told_together():
    trace = run(
        "  - {at: 200 ms, client: {send: 3000}}",
        hosts=LABELLED,
    )
    assert said(trace, 250 * MS, "en", numbering="relative", labels="plain") == [
        (
            "The server gets 3 segments with 3000 bytes and acknowledges, last with ACK seq=1 ack=3001.",
            "The ack is the number of the next byte that the server expects.",
        )
    ]


def test_the_user_is_told_of_a_reset_in_a_sentence_of_its_own():
    trace = builtin("half-open-data")
    assert told(trace, "en", numbering="absolute")[-2:] == [
        "The RST ends the connection: the server is CLOSED at once.",
        "The application at the server is told: connection reset.",
    ]


STORIES = {
    "call-refused": "  - {at: 200 ms, server: listen}",
    "open-exists": "  - {at: 200 ms, server: {open: {port: 80}}}",
    "send-short": "  - {at: 200 ms, client: {send: 9000}}\n",
    "unlisten": "  - {at: 200 ms, server: unlisten}",
    "exit-unread": """
  - {at: 0 ms, server: {read: off}}
  - {at: 200 ms, client: {send: 10}}
  - {at: 400 ms, server: exit}
""",
    "data-after-exit": "  - {at: 200 ms, server: exit}\n  - {at: 400 ms, client: {send: 10}}",
    "exit-quiet": "  - {at: 200 ms, client: close}\n  - {at: 210 ms, client: exit}",
    "window-opened": """
  - {at: 0 ms, server: {read: off}}
  - {at: 200 ms, client: {send: 2500}}
  - {at: 210 ms, client: close}
  - {at: 500 ms, server: {read: on}}
""",
    "acked-last": "  - {at: 200 ms, client: {send: 2500}}\n  - {at: 210 ms, client: close}",
    "fin-too": """
  - {at: 0 ms, server: {read: off}}
  - {at: 200 ms, client: {send: 3500}}
  - {at: 210 ms, client: close}
  - {at: 500 ms, server: {read: on}}
""",
    "close-syn-sent": "  - {at: 20 ms, client: close}",
    "abort-silent": "  - {at: 20 ms, client: abort}",
    "call-down": "  - {at: 200 ms, client: crash}\n  - {at: 300 ms, client: {send: 10}}",
    "boot-again": "  - {at: 200 ms, client: boot}",
    "set": "  - {at: 200 ms, client: {set: {delayed_ack: 40 ms}}}",
    "host-down": "  - {at: 200 ms, client: crash}\n  - {at: 300 ms, server: {send: 10}}",
    "reset-outside": "  - {at: 200 ms, inject: {as: client, to: server, flags: RST, seq: isn-10}}",
    "reset-challenged": "  - {at: 200 ms, inject: {as: client, to: server, flags: RST, seq: isn+100}}",
    "syn-challenged": "  - {at: 200 ms, inject: {as: client, to: server, flags: SYN, seq: 9000}}",
    "ack-of-unsent": "  - {at: 200 ms, inject: {as: client, to: server, flags: ACK, seq: isn+1, ack: isn+900}}",
    "not-a-syn": "  - {at: 30 ms, inject: {as: server, to: client, flags: [FIN, ACK], seq: isn+1, ack: isn+1}}",
    "ack-missing": "  - {at: 200 ms, inject: {as: client, to: server, flags: [], seq: isn+1, data: hello}}",
    "reset-without-ack": "  - {at: 30 ms, inject: {as: server, to: client, flags: [RST, ACK], seq: isn, ack: isn-9}}",
    "data-beyond": "  - {at: 1 s, inject: {as: client, to: server, flags: ACK, seq: isn+99999, ack: isn+1, data: x}}",
    "no-host": "  - {at: 200 ms, inject: {as: 10.9.9.9, to: server, flags: SYN, seq: 1}}",
}
SMALL = "tcp: {receive_buffer: 2000}"
SETTINGS = {"send-short": "tcp: {send_buffer: 2000}", "window-opened": SMALL, "acked-last": SMALL, "fin-too": SMALL}


@pytest.mark.parametrize("key", STORIES)
def test_what_is_rare_has_its_own_sentence(key):
    trace = run(STORIES[key], hosts=LABELLED, more=SETTINGS.get(key, ""))
    keys = [one.what.key for t in trace.moments for one in narrate(trace, t)]
    assert f"say.{key}" in keys


@pytest.mark.parametrize("key", ["window-opened", "acked-last", "fin-too"])
def test_a_fin_that_leaves_with_data_is_told_of(key):
    trace = run(STORIES[key], hosts=LABELLED, more=SMALL)
    (fin,) = (flight for flight in trace.flights if flight.sender == "client" and flight.segment.flags & FIN)
    assert any("FIN" in what for what, _ in said(trace, fin.sent, "en"))


def test_an_exit_in_fin_wait_2_says_how_long_the_system_waits():
    script = "  - {at: 200 ms, client: close}\n  - {at: 1 s, client: exit}"
    trace = run(script, hosts=LABELLED, more="tcp: {fin_wait_2_timeout: 60 s}")
    ((_, why),) = said(trace, 1000 * MS, "en")
    assert "60 s" in why
    ((_, why),) = said(run(script, hosts=LABELLED), 1000 * MS, "en")
    assert "RST" in why


def test_giving_up_says_how_it_ends():
    trace = run(more="faults: [{drop: {from: client, match: SYN, nth: all}}]", hosts=LABELLED)
    assert told(trace, "en")[-2:] == [
        "The client has repeated in vain for too long: it gives up and is CLOSED.",
        "The application at the client is told: connection aborted due to user timeout.",
    ]


CALLS = ["{send: 1}", "{send: 500}", "{send: 2500}", "close", "exit", "abort", "{read: off}", "{read: on}",
         "{read: 300}", "crash", "boot", "open", "listen", "unlisten"]  # fmt: skip
FLAGS = ["SYN", "RST", "FIN, ACK", "RST, ACK", "SYN, ACK", "ACK", ""]
TCP = ["delayed_ack: 40 ms", "delayed_ack: 200 ms, ack_every: 2, delayed_fin_ack: on", "time_wait: off", "rfc5961: off",
       "persist: off", "sws: off", "receive_buffer: 1500", "send_buffer: 2500", "verify_checksum: off"]  # fmt: skip
PATH = ["loss: 20 %", "duplicate: 10 %", "jitter: 40 ms", "rate: 200 kbit/s, queue: 2"]


@st.composite
def weather(draw):
    """A scenario in which anything may be called, lost, doubled and forged at any time."""
    host = st.sampled_from(["client", "server"])
    moment = st.integers(20, 3000)
    lines = [
        f"  - {{at: {draw(moment)} ms, {draw(host)}: {draw(st.sampled_from(CALLS))}}}"
        for _ in range(draw(st.integers(1, 8)))
    ]
    for _ in range(draw(st.integers(0, 2))):
        sender = draw(host)
        flags = draw(st.sampled_from(FLAGS))
        offset = st.sampled_from(["isn", "isn+1", "isn-9", "isn+501", "isn+90000"])
        ack = f", ack: {draw(offset)}" if "ACK" in flags else ""
        data = draw(st.sampled_from(["", ", data: hello"]))
        to = "server" if sender == "client" else "client"
        what = f"as: {sender}, to: {to}, flags: [{flags}], seq: {draw(offset)}{ack}{data}"
        lines.append(f"  - {{at: {draw(moment)} ms, inject: {{{what}}}}}")
    wire = ", ".join(["delay: 50 ms", *draw(st.lists(st.sampled_from(PATH), unique=True, max_size=2))])
    more = f"tcp: {{msl: 1 s, {draw(st.sampled_from(TCP))}}}\nseed: {draw(st.integers(0, 999))}\nuntil: 300 s"
    return "\n".join(lines), f"wire: {{{wire}}}", more


@settings(max_examples=40)
@given(weather())
def test_no_step_is_ever_without_words(parts):
    script, wire, more = parts
    trace = run(script, hosts=LABELLED, wire=wire, more=more, limits=Limits(events=800))
    for t in trace.moments:
        for language in LANGUAGES:
            sentences = said(trace, t, language, numbering="relative")
            assert sentences
            for what, why in sentences:
                assert "{" not in what + why
                if language == "zh":
                    assert faults(what) == faults(why) == [], what + why


def test_a_crowd_at_one_instant_is_summed_up():
    trace = run("  - {at: 200 ms, client: {send: 40000}}", hosts=LABELLED)
    assert [what for what, _ in said(trace, 300 * MS, "en", numbering="relative")] == [
        "The client gets 40 ACKs; the server has everything before number 40001."
    ]
    for t in trace.moments:
        assert len(narrate(trace, t)) <= MOST + 1


def test_a_scaled_window_is_told_in_bytes():
    trace = builtin("window-scaling")
    windows = {arguments(one)["window"].bytes for t in trace.moments for one in happenings(trace, t) if one.sent}
    assert windows >= {65535, 262144}


@pytest.mark.parametrize(
    ("setting", "en", "zh"),
    [
        ("delayed_ack: 40 ms", "40 ms", "40 ms"),
        ("delayed_ack: off", "off", "off"),
        ("receive_buffer: 4 KiB", "4096 bytes", "4096"),
        ("beta: 70 %", "70 %", "70 %"),
        ("nagle: on", "on", "on"),
        ("keepalive: {idle: 2 min, interval: 10 s, probes: 3}", "2 min + 3 × 10 s", "2 min + 3 × 10 s"),
        ("challenge_limit: {acks: 5, per: 500 ms}", "5 / 500 ms", "5 / 500 ms"),
    ],
)
def test_a_setting_is_told_in_units(setting, en, zh):
    trace = run(f"  - {{at: 200 ms, client: {{set: {{{setting}}}}}}}", hosts=LABELLED)
    option = setting.split(":")[0]
    for language, value in (("en", en), ("zh", zh)):
        (sentence,) = (what for what in told(trace, language) if option in what)
        assert value in sentence
        assert "00000" not in sentence


def test_each_of_several_acks_at_one_instant_says_what_it_has_brought_about_itself():
    trace = builtin("sequence-wrap")
    acks = happenings(trace, 260 * MS)
    assert [main_sentence(one).what.key for one in acks] == ["say.acked-part", "say.acked-part", "say.acked"]
    assert [one.data_outstanding for one in acks] == [2000, 1000, 0]


def test_bytes_that_fill_one_gap_of_two_are_acknowledged_up_to_the_next():
    trace = builtin("newreno-partial-ack")
    filled = [pair for t in trace.moments for pair in said(trace, t, "en", labels="plain") if "missing" in pair[0]]
    part, whole = (pair for pair in filled if "acknowledges" in pair[0])
    assert part[0].startswith("A part of what is missing arrives")
    assert "still missing, x+3001" in part[1]
    assert whole[0].startswith("The missing bytes arrive; the server acknowledges all of them")


def test_the_close_of_a_program_that_has_ended_does_not_promise_that_somebody_reads():
    whys = reasons(builtin("fin-wait-2-timeout"), "en")
    assert any("Nobody reads any more" in why for why in whys)
    assert any("no program waits" in why for why in whys)
    assert not any("it can still receive" in why or "goes on receiving" in why for why in whys)


def test_a_reset_that_only_lies_in_the_window_is_not_said_to_have_the_exact_number():
    trace = builtin("blind-reset-succeeds")
    assert "lies in the window" in said(trace, 1000 * MS, "en")[1][1]
    assert any("exactly the number" in why for why in reasons(builtin("half-open-data"), "en"))


def test_a_window_that_opens_with_the_ack_of_the_probe_is_more_than_an_update():
    (why,) = (why for why in reasons(builtin("zero-window-lost-update"), "en") if "bytes of room" in why)
    assert why == "This ACK acknowledges new data as well, and announces 1999 bytes of room."


def test_what_a_cork_has_held_does_not_leave_for_a_small_window():
    script = "  - {at: 200 ms, client: {set: {cork: on}}}\n  - {at: 210 ms, client: {send: 200}}"
    trace = run(script, hosts=LABELLED)
    ((what, why),) = said(trace, 410 * MS, "en", labels="plain")
    assert what == "The client has held the data back long enough: it sends what fits, DATA seq=x+1 ack=y+1 len=200."
    assert "window" not in why


def test_data_that_wait_for_cwnd_are_not_said_to_wait_for_the_peer():
    more = "tcp: {congestion: newreno, initial_window: 1}\n"
    trace = run("  - {at: 200 ms, client: {send: 1000}}\n  - {at: 210 ms, client: {send: 1000}}", more=more)
    ((_, why),) = said(trace, 210 * MS, "en")
    assert why.startswith("The congestion window")


def test_an_update_that_takes_a_waiting_ack_along_does_not_say_that_it_acknowledges_nothing():
    reading = """  - {at: 150 ms, server: {read: off}}
  - {at: 200 ms, client: {send: 700}}
  - {at: 300 ms, server: {read: on}}"""
    small = "tcp: {receive_buffer: 1000, delayed_ack: 200 ms, ack_every: 2}"
    trace = run(reading, hosts=LABELLED.replace("isn: [300, 500]", f"isn: [300, 500], {small}"))
    ((_, why),) = said(trace, 300 * MS, "en")
    assert why.startswith("The ACK that had waited goes along")


def test_data_that_make_an_early_fin_count_are_told_of_with_it():
    lost = "faults:\n  - {drop: {from: %s, match: DATA, nth: 1}}\n"
    first = run(
        "  - {at: 200 ms, client: {send: 500}}\n  - {at: 210 ms, client: close}", hosts=LABELLED, more=lost % "client"
    )
    assert any("with them the FIN counts" in what and "CLOSE-WAIT" in what for what in told(first, "en"))
    script = """  - {at: 200 ms, client: close}
  - {when: {server: CLOSE-WAIT}, server: {send: 500}}
  - {server: close}"""
    second = run(script, hosts=LABELLED, more=lost % "server")
    assert any("with them the FIN counts" in what and "TIME-WAIT for 2 MSL" in what for what in told(second, "en"))


def test_a_lost_update_leaves_nobody_waiting_who_has_nothing_to_send():
    trace = run(
        """  - {at: 150 ms, server: {read: off}}
  - {at: 200 ms, client: {send: 1000}}
  - {at: 400 ms, server: {read: on}}""",
        hosts=LABELLED.replace("isn: [300, 500]", "isn: [300, 500], tcp: {receive_buffer: 1000}"),
        more="faults:\n  - {drop: {from: server, match: ACK, nth: 2}}\n",
    )
    (why,) = (why for t in trace.moments for what, why in said(trace, t, "en") if what.startswith("The ACK is lost"))
    assert "nobody waits for it" in why


@pytest.mark.parametrize("name", [name for name, _ in library.builtins()])
def test_a_sentence_about_the_retransmission_timer_is_true_of_its_own_event(name):
    trace = builtin(name)
    for t in trace.moments:
        for one in happenings(trace, t):
            said_so = main_sentence(one).why
            running = one.sample is not None and "retransmission" in dict(one.sample.tcb.timers)
            if said_so is not None and said_so.key == "why.acked":
                assert not running, (t, one.root)
            if said_so is not None and said_so.key == "why.acked-part":
                assert running, (t, one.root)


@pytest.mark.parametrize("name", [name for name, _ in library.builtins()])
def test_that_it_is_established_and_that_it_sends_data_are_two_sentences(name):
    trace = builtin(name)
    for t in trace.moments:
        for what, _ in said(trace, t, "en", numbering="relative", labels="plain"):
            assert not re.search(r"ESTABLISHED.*\bsends\b.*\bbytes\b", what)


def test_data_that_waited_for_the_handshake_are_told_after_it():
    trace = builtin("byte-stream")
    assert said(trace, 112 * MS, "zh", numbering="relative", labels="plain")[0][0].endswith("状态。")
    assert [what for what, _ in said(trace, 112 * MS, "en", numbering="relative", labels="plain")] == [
        "The client acknowledges: ACK seq=1 ack=1. For the client the connection is ESTABLISHED.",
        "The client also sends DATA seq=1 ack=1 len=500.",
    ]
