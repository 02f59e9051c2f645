"""Each mistake is found at its exact place, with a sentence that says what is wrong."""

import pytest

from tcpanim.scenario.messages import ENGLISH
from tcpanim.scenario.parse import parse
from tests.scenario.files import marked, scenario_text

HEAD = [
    ("tcpanim: ▲2", "version 1 of the format, not “2”"),
    ("tcpanim: ▲one", "version 1"),
    ("▲tcpanim:", "“tcpanim” has no value"),
    ("title: ▲''", "empty"),
    ("title: ▲[a]", "a text, or {en: …, zh: …}"),
    ("title: ▲{}", "a text, or {en: …, zh: …}"),
    ("title: {en: A, ▲cn: B}", "unknown key “cn”"),
    ("title: {▲en: }", "a value is missing"),
    ("title: {en: Hello, ▲world, zh: B}", "put a text with a comma in quotes"),
    ("title: {en: ▲[a]}", "a single value"),
    ('title: ▲"a\\nb"', "single line"),
    ('description: ▲"a\\0b"', "control character"),
    ('description: ▲"a\\ud800b"', "not a character"),
    ("▲titel: x", "unknown key “titel”"),
    ("order: ▲first", "a whole number is expected here, not “first”"),
    ("order: ▲1.5", "a whole number"),
    ("minutes: ▲0", "too small; the least is 1"),
    ("minutes: ▲99999999999999999999", "too large; the most is 1000"),
    ("level: ▲begginner", "one of first, course, advanced"),
    ("pair: ▲Other File", "identifier"),
    ("tags: ▲{a: b}", "a list is expected"),
    ("references: [▲[a]]", "a single value"),
    ("profile: ▲textbok", "one of textbook, rfc, linux"),
    ("seed: ▲-1", "too small"),
    ("until: ▲5", "a duration needs a unit: write 5 ms"),
    ("until: ▲0 s", "too small"),
    ("until: ▲600000 min", "the most is a year"),
    ("script: ▲[]", "at least 1"),
    ("script: ▲listen", "a list is expected"),
    ("script: [▲listen]", "keys with values are expected here"),
]

HOSTS = [
    ("hosts: ▲{client: {}}", "exactly two hosts; here are 1"),
    ("hosts: ▲{a: {}, b: {}, server: {}}", "exactly two hosts; here are 3"),
    ("hosts: ▲[client, server]", "keys with values are expected"),
    ("hosts: {▲Client: {}, server: {}}", "“Client” cannot be a host’s name: small letters"),
    ("hosts: {▲at: {}, server: {}}", "the format uses this word itself"),
    ("hosts: {▲seq: {}, server: {}}", "the format uses this word itself"),
    ("hosts: {client: ▲here, server: {}}", "keys with values are expected"),
    ("hosts: {client: {▲adress: 10.0.0.1}, server: {}}", "unknown key “adress”"),
    ("hosts: {client: {address: ▲10.0.0.256}, server: {}}", "not an IPv4 or IPv6 address"),
    ("hosts: {client: {address: ▲example.org}, server: {}}", "not an IPv4 or IPv6 address"),
    ("hosts: {client: {address: ▲224.0.0.1}, server: {}}", "cannot be the address of a host"),
    ("hosts: {client: {address: ▲255.255.255.255}, server: {}}", "cannot be the address of a host"),
    ("hosts: {client: {address: 10.0.0.9}, server: {address: ▲10.0.0.9}}", "both hosts have the address 10.0.0.9"),
    ("hosts: {client: {address: '2001:db8::1'}, server: {address: ▲10.0.0.2}}", "cannot talk to each other"),
    ("hosts: {client: {port: ▲0}, server: {}}", "too small"),
    ("hosts: {client: {port: ▲65536}, server: {}}", "too large; the most is 65535"),
    ("hosts: {client: {isn: ▲some}, server: {}}", "an initial sequence number, a list of them"),
    ("hosts: {client: {isn: ▲4294967296}, server: {}}", "too large; the most is 4294967295"),
    ("hosts: {client: {isn: [1, ▲x]}, server: {}}", "a whole number"),
    ("hosts: {client: {isn: ▲[]}, server: {}}", "at least 1"),
    ("hosts: {client: {isn: ▲{}}, server: {}}", "“always” is missing"),
]

TCP = [
    ("tcp: ▲5", "keys with values are expected"),
    ("tcp: {▲msss: 5}", "unknown key “msss”"),
    ("tcp: {mss: ▲0}", "too small; the least is 1"),
    ("tcp: {mss: ▲70000}", "too large; the most is 65535"),
    ("tcp: {mss: ▲off}", "mss cannot be off"),
    ("tcp: {mss: ▲big}", "“big” is not a size"),
    ("tcp: {mss: ▲1.5}", "not a whole number of B"),
    ("tcp: {msl: ▲120}", "a duration needs a unit: write 120 ms"),
    ("tcp: {msl: ▲2 minuts}", "unknown unit “minuts”"),
    ("tcp: {msl: ▲long}", "“long” is not a duration"),
    ("tcp: {msl: ▲-2 s}", "must not be negative"),
    ("tcp: {msl: ▲0.1 ns}", "not a whole number of ns"),
    ("tcp: {delayed_ack: ▲500 ms}", "500 ms is too large; the most is 499 ms"),
    ("tcp: {rto_min: ▲0 s}", "0 s is too small; the least is 1 ns"),
    ("wire: {rate: ▲0 bit/s}", "0 bit/s is too small; the least is 1 bit/s"),
    ("tcp: {persist: ▲maybe}", "on or off is expected here, not “maybe”"),
    (
        "script: [{at: 1 s, inject: {as: client, to: server, flags: SYN, seq: 1, options: {fast_open: ▲00ff0}}}]",
        "“00ff0” is not a cookie",
    ),
    ("tcp: {congestion: ▲vegas}", "one of none, tahoe, newreno, cubic"),
    ("tcp: {beta: ▲95 %}", "between 10 % and 90 %"),
    ("tcp: {keepalive: ▲{idle: 1 s, interval: 1 s}}", "“probes” is missing"),
    ("tcp: {challenge_limit: {acks: ▲0, per: 1 s}}", "too small"),
    ("tcp: {rto_min: ▲70 s}", "rto_min must not exceed rto_max"),
    ("hosts: {client: {tcp: {rto_min: ▲70 s}}, server: {}}", "rto_min must not exceed rto_max"),
    ("hosts: {client: {tcp: {window_scale: ▲15}}, server: {}}", "too large; the most is 14"),
]

WIRE = [
    ("wire: {delay: ▲50}", "a duration needs a unit: write 50 ms"),
    ("wire: {▲dely: 50 ms}", "unknown key “dely”"),
    ("wire: {▲delay：50 ms}", "“：” is a full-width mark; YAML wants “: ”"),
    ("wire: {delay: {client: ▲50}}", "a duration needs a unit"),
    ("wire: {delay: {▲cleint: 50 ms}}", "unknown host “cleint”; the hosts are client, server"),
    ("wire: {rate: ▲10}", "a rate needs a unit: write 10 Mbit/s"),
    ("wire: {rate: ▲10 Mbps}", "unknown unit “Mbps”"),
    ("wire: {rate: ▲0 bit/s}", "too small"),
    ("wire: {rate: ▲fast}", "“fast” is not a rate"),
    ("wire: {queue: ▲0}", "too small"),
    ("wire: {loss: ▲1}", "“1” is not a share; write for example 1 %"),
    ("wire: {loss: ▲101 %}", "between 0 % and 100 %"),
    ("wire: {loss: ▲0.00001 %}", "in steps of"),
    ("wire: {▲jitter: }", "has no value"),
]

SCRIPT = [
    ("script: [▲{client: open}]", "the first step needs a time"),
    ("script: [▲{after: 1 s, client: open}]", "the first step needs a time"),
    ("script: [{at: ▲10, client: open}]", "a duration needs a unit: write 10 ms"),
    ("script: [{at: 0 s, server: listen}, {▲at:10 ms, client: open}]", "a space is missing after the colon"),
    ("script: [{at: 1 s, ▲cleint: open}]", "unknown host “cleint”; the hosts are client, server"),
    ("script: [{at: 1 s, ▲aftr: 2 s, client: open}]", "unknown key “aftr”"),
    ("script: [{at: 1 s, ▲Some Host: open}]", "unknown key “Some Host”"),
    ("script: [▲{at: 1 s}]", "one of client, server"),
    ("script: [{at: 1 s, client: open, ▲server: listen}]", "“client” and “server” cannot stand together"),
    ("script: [{at: 1 s, ▲when: {client: CLOSED}, client: open}]", "“at” and “when” cannot stand together"),
    ("script: [{when: ▲ESTABLISHED, client: open}]", "keys with values are expected"),
    ("script: [{when: {client: ▲ESTABLISHD}, client: close}]", "unknown state “ESTABLISHD”"),
    ("script: [{when: {▲clint: ESTABLISHED}, client: close}]", "unknown host “clint”"),
    ("script: [{when: {client: ▲{}}, client: close}]", "a state, or one of received, got, sent"),
    ("script: [{when: {client: ▲{got: SYN, sent: SYN}}, client: close}]", "a state, or one of received, got, sent"),
    ("script: [{when: {client: {▲recieved: 5}}, client: close}]", "unknown key “recieved”"),
    ("script: [{when: {client: {received: ▲0}}, client: close}]", "too small"),
    ("script: [{when: {client: {got: ▲SINACK}}, client: close}]", "unknown kind of segment “SINACK”"),
    ("script: [{when: {client: {got: SYN, nth: ▲0}}, client: close}]", "too small"),
    ("script: [{when: {client: {got: SYN, nth: ▲2}, nth: 2}, client: close}]", "nth is given twice"),
    ("script: [{when: {client: ▲{received: 5}, nth: 2}, client: close}]", "nth has no meaning with received"),
    ("script: [{when: {client: CLOSED, nth: ▲x}, client: close}]", "a whole number"),
    ("script: [{at: 1 s, client: ▲opne}]", "unknown call “opne”"),
    ("script: [{at: 1 s, ▲client: }]", "a value is missing"),
    ("script: [{at: 1 s, client: ▲[open]}]", "keys with values are expected"),
    ("script: [{at: 1 s, client: ▲{}}]", "keys with values are expected"),
    ("script: [{at: 1 s, client: ▲send}]", "send needs an argument; write for example {send: 500}"),
    ("script: [{at: 1 s, client: {▲snd: 5}}]", "unknown call “snd”"),
    ("script: [{at: 1 s, client: {send: 5, ▲read: 5}}]", "“send” and “read” cannot stand together"),
    ("script: [{at: 1 s, client: {close: ▲now}}]", "close takes no argument; write just close"),
    ("script: [{at: 1 s, client: {send: ▲0}}]", "too small"),
    ("script: [{at: 1 s, client: {send: ▲-5}}]", "must not be negative"),
    ("script: [{at: 1 s, client: {send: ▲5 apples}}]", "unknown unit “apples”"),
    ("script: [{at: 1 s, client: {send: ▲5 big apples}}]", "neither a size nor clearly a text"),
    ("script: [{at: 1 s, client: {▲send: }}]", "a number of bytes, or a text in quotes"),
    ("script: [{at: 1 s, client: {send: ▲''}}]", "a number of bytes, or a text in quotes"),
    ("script: [{at: 1 s, client: {send: ▲[5]}}]", "a number of bytes, or a text in quotes"),
    ("script: [{at: 1 s, client: {send: ▲300 MiB}}]", "more than 256 MiB"),
    ("script: [{at: 1 s, client: {send: {bytes: 5, urgent: ▲maybe}}}]", "on or off"),
    ("script: [{at: 1 s, client: {send: {bytes: ▲x}}}]", "not a size"),
    ("script: [{at: 1 s, client: {read: ▲some}}]", "not a size"),
    ("script: [{at: 1 s, client: {read: ▲0}}]", "too small"),
    ("script: [{at: 1 s, client: {open: {port: ▲0}}}]", "too small"),
    ("script: [{at: 1 s, client: {open: {data: ▲1x}}}]", "unknown unit “x”"),
    ("script: [{at: 1 s, client: {open: ▲fast}}]", "open takes no argument"),
    ("script: [{at: 1 s, client: {set: {▲nagel: off}}}]", "unknown key “nagel”"),
    ("script: [{at: 1 s, client: {set: {nagle: ▲sometimes}}}]", "one of off, on, minshall"),
    ("script: [{at: 1 s, client: {set: {cork: ▲5}}}]", "on or off"),
    ("script: [{at: 1 s, client: {set: ▲{}}}]", "keys with values are expected"),
    ("script: [{at: 1 s, client: {set: {mss: 5, ▲sws: off}}}]", "“mss” and “sws” cannot stand together"),
    ("script: [{at: 1 s, client: open, connection: ▲1}]", "connection has no meaning with open"),
    ("script: [{at: 1 s, client: close, connection: ▲0}]", "too small"),
]

INJECT = [
    ("▲as: client", "“to” is missing"),
    ("as: ▲clint, to: server, flags: SYN, seq: 1", "“clint” is neither a host (client, server) nor an IP address"),
    ("as: client, to: ▲sever, flags: SYN, seq: 1", "unknown host “sever”"),
    ("as: client, to: ▲client, flags: SYN, seq: 1", "cannot arrive at the host that it comes from"),
    ("as: client, to: server, flags: ▲SIN, seq: 1", "unknown flag “SIN”"),
    ("as: client, to: server, flags: [SYN, ▲AKC], seq: 1, ack: 1", "unknown flag “AKC”"),
    ("as: client, to: server, flags: SYN, seq: ▲x+1", "“x+1” is not a sequence number"),
    ("as: client, to: server, flags: SYN, seq: ▲-1", "too small"),
    ("as: client, to: server, flags: SYN, seq: 1, ▲ack: 1", "ack has no meaning without the flag ACK"),
    ("as: client, to: server, flags: SYN, seq: 1, window: ▲65536", "too large"),
    ("as: client, to: server, flags: SYN, seq: 1, options: {▲mms: 5}", "unknown key “mms”"),
    ("as: client, to: server, flags: SYN, seq: 1, options: {timestamps: ▲[1]}", "at least 2"),
    ("as: client, to: server, flags: SYN, seq: 1, options: {timestamps: ▲[1, 2, 3]}", "at most 2"),
]

FAULTS = [
    ("faults: [▲drop]", "keys with values are expected"),
    ("faults: [▲{}]", "exactly one of drop, delay, duplicate, corrupt, mark, deliver, wire, flood, cut"),
    ("faults: [{▲dropp: {from: client}}]", "unknown key “dropp”"),
    ("faults: [{drop: {from: client}, ▲cut: {at: 1 s}}]", "“drop” and “cut” cannot stand together"),
    ("faults: [{drop: ▲{match: ACK}}]", "“from” is missing"),
    ("faults: [{drop: {from: ▲sever}}]", "unknown host “sever”"),
    ("faults: [{drop: {from: client, match: ▲PSH}}]", "unknown kind of segment “PSH”"),
    ("faults: [{drop: {from: client, nth: ▲0}}]", "too small"),
    ("faults: [{drop: {from: client, nth: ▲first}}]", "a whole number"),
    ("faults: [{drop: {from: client, nth: ▲[]}}]", "at least 1"),
    ("faults: [{drop: {from: client, segment: 1, ▲match: SYN}}]", "“segment” and “match” cannot stand together"),
    ("faults: [{delay: ▲{from: client}}]", "“by” is missing"),
    ("faults: [{delay: {from: client, by: ▲5}}]", "a duration needs a unit"),
    ("faults: [{cut: {at: 3 s, until: ▲2 s}}]", "until must be later than at"),
    ("faults: [{wire: {at: 3 s, until: ▲2 s, delay: 1 s}}]", "until must be later than at"),
    ("faults: [{wire: ▲{at: 3 s}}]", "at least one of delay, loss is needed here"),
]

EXPECT = [
    ("expect: {▲stats: {}}", "unknown key “stats”"),
    ("expect: {states: {client: ▲CLOSED}}", "a list is expected"),
    ("expect: {states: {client: [▲…, CLOSED]}}", "… can only stand at the end"),
    ("expect: {states: {client: [CLOSED, ▲WAITING]}}", "unknown state “WAITING”"),
    ("expect: {ladder: ▲{client: SYN}}", "a list is expected"),
    ("expect: {ladder: [▲SYN]}", "keys with values are expected"),
    ("expect: {ladder: [{client: ▲SIN}]}", "unknown kind of segment “SIN”"),
    ("expect: {ladder: [{client: SYN, ▲sqe: 0}]}", "unknown key “sqe”"),
    ("expect: {ladder: [{client: SYN, seq: ▲x}]}", "a whole number"),
    ("expect: {ladder: [▲{seq: 0}]}", "one of client, server"),
    ("expect: {delivered: {client: ▲much}}", "not a size"),
    ("expect: {delivered: {▲clinet: 5}}", "unknown host “clinet”"),
    ("expect: {errors: {client: ▲connection rest}}", "one of connection refused, connection reset"),
    ("expect: {final: {client: ▲DONE}}", "unknown state “DONE”"),
]

NOTES = [
    ("start: {view: ▲laddr}", "one of stage, ladder, states, sequence, plots, events, header"),
    ("start: {panels: [▲state-of-things]}", "one of states, numbers"),
    ("start: {zoom: ▲clinet}", "one of client, server, wire, all"),
    ("start: {numbering: ▲symbols}", "one of relative, absolute, symbolic"),
    ("notes: [▲{say: x}]", "“on” is missing"),
    ("notes: [{on: ▲{}, say: x}]", "such as {client: ESTABLISHED}, {segment: 3}"),
    ("notes: [{on: ▲SYN-SENT, say: x}]", "keys with values"),
    ("notes: [{on: {client: ▲FOO}, say: x}]", "unknown state “FOO”"),
    ("notes: [{on: {client: ▲{got: SYN}}, say: x}]", "a single value"),
    ("notes: [{on: ▲{segment: 1, at: 1 s}, say: x}]", "“segment” and “at” cannot stand together"),
    ("notes: [{on: {segment: ▲0}, say: x}]", "too small"),
    ("notes: [{on: {at: ▲5}, say: x}]", "a duration needs a unit"),
    ("notes: [{on: {segment: 1}, ▲sya: x}]", "unknown key “sya”"),
    ("notes: [{on: {segment: 1}, pause: ▲5}]", "on or off"),
    ("notes: [{on: {segment: 1}, ask: {question: q, choices: ▲[a], answer: 1}}]", "at least 2"),
    ("notes: [{on: {segment: 1}, ask: {question: q, choices: ▲[a, b, c, d, e, f], answer: 1}}]", "at most 5"),
    ("notes: [{on: {segment: 1}, ask: {question: q, choices: [a, b], answer: ▲3}}]", "answer counts from 1 to 2"),
    ("notes: [{on: {segment: 1}, ask: {question: q, choices: [a, b], answer: ▲0}}]", "too small"),
    ("notes: [{on: {segment: 1}, ask: ▲{choices: [a, b], answer: 1}}]", "“question” is missing"),
]

SECTIONS = [
    *(((row[0],), row[1]) for table in (HEAD, HOSTS, TCP, WIRE, SCRIPT, FAULTS, EXPECT, NOTES) for row in table),
    *(
        ((f"script: [{{at: 1 s, inject: {{{fields}}}}}]",), said)
        for fields, said in INJECT
        if not fields.startswith("▲")
    ),
    (("script: [{at: 1 s, inject: ▲{as: client, to: server, flags: SYN}}]",), "“seq” is missing"),
    (("script: [{at: 1 s, inject: ▲{as: client, to: server, flags: ACK, seq: 1}}]",), "a segment with ACK needs ack"),
    (("script: [{at: 1 s, inject: {as: client, to: server, flags: SYN, seq: 1}, ▲client: open}]",), "together"),
]

FILES = [
    ("▲", "nothing in this file"),
    ("▲# only a comment\n", "nothing in this file"),
    ("▲---\n", "nothing in this file"),
    ("▲hello", "a mapping that begins with tcpanim: 1"),
    ("▲[a, b]", "a mapping that begins with tcpanim: 1"),
    ("▲{format: tcpanim-trace, version: 1, segments: []}", "the trace of a run, not a scenario"),
    ("▲tcpanim: 1\ntitle: x\nscript: [{at: 0 s, server: listen}]\n", "“hosts” is missing"),
    ("tcpanim: 1\n▲---\ntcpanim: 1\n", "a second document"),
    ("a:\n▲\tb: 1\n", "a tab stands here"),
    ("title: TCP▲: the handshake\n", "a “:” is not expected here"),
    ("title: ▲%x\n", "cannot start with %"),
    ("title: ▲@x\n", "cannot start with @"),
    ("hosts: {client: {}, server: {}\n▲script: []\n", "a “,” or a closing } is expected here (opened in line 1)"),
    ("script: [{}, {}\n▲x: 1\n", "a “,” or a closing “]” is expected here (opened in line 1)"),
    ('title: ▲"abc\nx: 1\n', "the quotation that begins here is never closed"),
    ("a: 1\n▲b\nc: 2\n", "a “:” and a value are missing"),
    ("script:\n  - {at: 1 s}\n ▲- {at: 2 s}\n", "does not fit in here"),
    ('title: "a\\▲q"\n', "\\q means nothing here"),
    ("script: [{at: 0 s}]  ▲- {at: 1 s}\n", "a list entry cannot begin here"),
    ("script: [▲- {at: 1 s}]\n", "a list entry cannot begin here"),
    ("hosts: {client: ▲]}\n", "a value is expected here, not “]”"),
    ("script: [\n▲", "the file ends here"),
    ("title: ▲& x\n", "a value cannot start with &"),
    ("title: ▲|x\n", "a value cannot start with |"),
    ('title: "▲\\xZZ"\n', "\\x is followed by 2 hexadecimal digits"),
    ('title: "a ▲\\u12"\n', "\\u is followed by 4 hexadecimal digits"),
    ('title: "▲\\UFFFFFFFF"\n', "that is not a character"),
    ('title: "say "▲hi""\n', "the text in quotes ends before this"),
    ("title: 'it'▲s'\n", "the text in quotes ends before this"),
    ("tcpanim▲：1\ntitle: x\n", "“：” is a full-width mark; YAML wants “: ”"),
    ("title: {en: A▲，zh: B}\n", "“，” is a full-width mark; YAML wants “, ”"),
    ("tags: [a, b▲］\n", "“］” is a full-width mark; YAML wants “]”"),
    ("title: {zh: 好，啊, en: ▲%}\n", "cannot start with %"),
    ("▲%YAML 1.2\ntcpanim: 1\n", "begins with %"),
    ("▲%YAML 3.0\n---\ntcpanim: 1\n", "begins with %"),
    ("▲%TAG x\n---\ntcpanim: 1\n", "begins with %"),
    ("title: ▲!<%zz> x\n", "cannot start with !"),
    ("title: ▲!e!x y\n", "cannot start with !"),
    ("title: ▲!!python/object/apply:os.system [echo]\n", "tags are not allowed"),
    ("title: ▲!x y\n", "tags are not allowed"),
    ("title: ▲*x\n", "nothing above is named &x"),
    ("title: &x [▲*x]\n", "*x stands inside itself"),
    ("? ▲[a]\n: b\n", "a key must be a simple word"),
    ("title: a\n▲title: b\n", "“title” is given twice; the first one is in line 1"),
    ("title: " + "[" * 23 + "▲[" + "]" * 24, "nested too deeply"),
    ("title: a▲\x07b\n", "not a text file: it contains the control character U+0007"),
]


@pytest.mark.parametrize(("sections", "said"), SECTIONS, ids=[sections[0] for sections, _ in SECTIONS])
def test_one_mistake_is_reported_once_at_its_place(sections, said):
    text, places = marked(scenario_text(*sections))
    parsed = parse(text)
    assert parsed.scenario is None
    assert [(problem.line, problem.column) for problem in parsed.problems] == places
    assert said in parsed.problems[0].message


@pytest.mark.parametrize(("text", "said"), FILES, ids=[text[:40] for text, _ in FILES])
def test_what_is_no_scenario_at_all_is_reported_at_its_place(text, said):
    text, places = marked(text)
    problems = parse(text).problems
    assert [(problem.line, problem.column) for problem in problems if said in problem.message] == places


def test_all_mistakes_of_a_file_come_at_once_in_the_order_of_their_places():
    text, places = marked("""tcpanim: 1
title: T
hosts: {client: {port: ▲99999}, server: {isn: ▲x}}
script:
  - {▲after: 1 s, ▲clent: open}
  - {at: ▲1, client: ▲opn}
faults: [{drop: {from: ▲nobody}}]
expect: {final: {client: ▲OVER}}
▲nonsense: 1
""")
    # The step itself is at fault, not its key.
    places[2] = (5, 5)
    assert [(problem.line, problem.column) for problem in parse(text).problems] == places


def test_wrong_hosts_do_not_make_every_mention_of_a_host_wrong():
    text = scenario_text("hosts: {client: {}, Server: {}}", "faults: [{drop: {from: client}}]")
    assert [problem.code for problem in parse(text).problems] == ["host-name"]


def test_a_wrong_name_of_a_host_does_not_hide_other_mistakes():
    text = scenario_text(
        "hosts: {client: {}, Server: {}}", "script: [{at: 0 s, client: opn}, {at: 0 s, Server: lsten}]"
    )
    assert [problem.code for problem in parse(text).problems] == ["host-name", "unknown-call", "unknown-call"]


@pytest.mark.parametrize(
    ("section", "meant"),
    [
        ("titel: x", "title"),
        ("script: [{at: 0 s, clinet: open}]", "client"),
        ("script: [{when: {client: ESTABLISHD}, client: close}]", "ESTABLISHED"),
        ("script: [{when: {client: time wiat}, client: close}]", "TIME-WAIT"),
        ("script: [{when: {client: SYN_RCVDD}, client: close}]", "SYN-RECEIVED"),
        ("script: [{at: 0 s, client: clsoe}]", "close"),
        ("script: [{at: 0 s, client: {set: {nagel: off}}}]", "nagle"),
        ("wire: {rate: 10 Mbps}", "Mbit/s"),
        ("wire: {delay: 5 seconds}", "s"),
        ("wire: {delay: 5 MS}", "ms"),
        ("tcp: {recieve_buffer: 5}", "receive_buffer"),
        ("tcp: {receive-bufer: 5}", "receive_buffer"),
        ("level: advnaced", "advanced"),
        ("faults: [{dorp: {from: client}}]", "drop"),
        ("faults: [{drop: {from: client, mach: ACK}}]", "match"),
        ("expect: {errors: {client: conection reset}}", "connection reset"),
        ("tcp: {qwertyuiop: 5}", ""),
    ],
)
def test_what_was_probably_meant_is_suggested(section, meant):
    (problem,) = parse(scenario_text(section)).problems
    assert problem.hint == meant


def test_the_path_names_the_value():
    text = scenario_text("script: [{at: 0 ms, server: listen}, {at: 1 s, client: {send: 5 apples}}]")
    (problem,) = parse(text).problems
    assert problem.path == "script[2].client.send"


def test_every_sentence_about_mistakes_is_seen_by_these_tests():
    seen = set()
    for sections, _ in SECTIONS:
        seen |= {problem.code for problem in parse(marked(scenario_text(*sections))[0]).problems}
    for text, _ in FILES:
        seen |= {problem.code for problem in parse(marked(text)[0]).problems}
    # In test_yaml_reader.py and test_problems.py.
    elsewhere = {"more", "did-you-mean", "too-big", "not-utf8", "utf-16", "capture", "too-many"}
    # What no text is known to bring about: the parser's next release may find something new to stumble over.
    elsewhere.add("syntax")
    assert set(ENGLISH) - seen == elsewhere
