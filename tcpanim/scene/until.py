"""Run until …: a condition on what is sent, on a state or on a variable, read from a line of text.

    FIN                     a segment with FIN leaves         server RST        the server sends one
    loss  timeout  again    lost; the RTO ran out; sent again
    TIME-WAIT               a host enters it                  client TIME-WAIT  that host does
    server.cwnd > 4000      a variable                        client.flight >= client.cwnd
    client.rto > 1 s and server.state == ESTABLISHED          both; or: either

A condition is a value; ``moments`` says when it becomes true in a run. Nothing is ever executed.
"""

from __future__ import annotations

import operator
import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from tcpanim.i18n import Message
from tcpanim.scenario.state_names import state_named
from tcpanim.tcp.states import State
from tcpanim.trace.events import NEVER_SEEN
from tcpanim.trace.trace import Trace
from tcpanim.units import SIZE_UNITS, TIME_UNITS
from tcpanim.wire.segment import ACK, FIN, RST, SYN, Segment
from tcpanim.wire.seq import MODULUS

SEGMENTS = ("SYN", "SYN-ACK", "ACK", "DATA", "FIN", "RST", "ANY")
OCCASIONS = ("loss", "timeout", "again")
OWN = ("snd_una", "snd_nxt", "recover")
PEERS = ("rcv_nxt",)
TIMES = ("srtt", "rttvar", "rto")
SIZES = (
    "snd_wnd",
    "rcv_wnd",
    "cwnd",
    "ssthresh",
    "flight",
    "unread",
    "unsent",
    "snd_mss",
    "sacked",
    "lost",
    "delivered",
)
COUNTS = ("dupacks", "backoff")
VARIABLES = ("state", *OWN, *PEERS, *SIZES, *TIMES, *COUNTS)
JOINERS = {"and": "and", "&&": "and", "且": "and", "并且": "and", "or": "or", "||": "or", "或": "or", "或者": "or"}
LONGEST = 400
"""So many characters are read; nobody writes more by hand."""

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
_SIGNS = {"＞": ">", "＜": "<", "≥": ">=", "≤": "<=", "≠": "!=", "＝": "==", "=": "==", "＞=": ">=", "＜=": "<="}
_TOKEN = re.compile(r"\s*(?:(?P<sign>[<>]=|[=!]=|[<>=≥≤≠＞＜＝]=?)|(?P<word>[^\s<>=!≥≤≠＞＜＝:：]+)|(?P<other>\S))")
_NUMBER = re.compile(r"(\d{1,15}(?:\.\d{1,9})?)([^\d\s]*)", re.ASCII)


class UntilError(ValueError):
    """A line that is no condition: what is wrong, and where (``start`` from 0, ``length`` in characters)."""

    def __init__(self, message: Message, start: int, length: int) -> None:
        super().__init__(message.key)
        self.message, self.start, self.length = message, start, length


class _Token(NamedTuple):
    kind: str  # sign, word, end
    text: str
    start: int


# ---- conditions


class Condition(ABC):
    """True at some times of a run, and false at others."""

    @abstractmethod
    def holds(self, trace: Trace) -> Callable[[int], bool]:
        """A function that says whether it is true at t (ns)."""

    @abstractmethod
    def changes(self, trace: Trace) -> Iterable[int]:
        """The times at which it may become true or false."""

    def instants(self, trace: Trace) -> Iterable[int]:
        """The times at which something happens that it waits for: each counts, one after the other."""
        del trace
        return ()


@dataclass(frozen=True)
class Happens(Condition):
    """A segment leaves, or something else happens; ``host`` None: wherever."""

    what: str
    host: str | None = None

    def _times(self, trace: Trace) -> list[int]:
        if self.what == "timeout":
            return [
                run.ended for run in trace.timers
                if run.timer == "retransmission" and run.end == "fired" and run.ended is not None
                and self.host in (None, run.host)
            ]  # fmt: skip
        own = [flight for flight in trace.flights if self.host in (None, flight.sender)]
        if self.what == "loss":
            return [flight.ended for flight in own if flight.fate in NEVER_SEEN]
        if self.what == "again":
            return [flight.sent for flight in own if flight.retransmission]
        return [flight.sent for flight in own if flight.copy_of is None and _matches(flight.segment, self.what)]

    def holds(self, trace: Trace) -> Callable[[int], bool]:
        return frozenset(self._times(trace)).__contains__

    def changes(self, trace: Trace) -> Iterable[int]:
        return self._times(trace)

    def instants(self, trace: Trace) -> Iterable[int]:
        return self._times(trace)


def _matches(segment: Segment, name: str) -> bool:
    """Whether a segment is what scenario files call ``name``."""
    flags = segment.flags
    match name:
        case "SYN":
            return bool(flags & SYN) and not flags & ACK
        case "SYN-ACK":
            return bool(flags & SYN) and bool(flags & ACK)
        case "ACK":
            return bool(flags & ACK) and not segment.data and not flags & (SYN | FIN | RST)
        case "DATA":
            return bool(segment.data)
        case "FIN":
            return bool(flags & FIN)
        case "RST":
            return bool(flags & RST)
    return True


@dataclass(frozen=True)
class InState(Condition):
    """A host is in a state; ``host`` None: either. ``equal`` False: it is not."""

    state: State
    host: str | None = None
    equal: bool = True

    def _hosts(self, trace: Trace) -> list[str]:
        return [self.host] if self.host is not None else [host.name for host in trace.hosts]

    def holds(self, trace: Trace) -> Callable[[int], bool]:
        hosts = self._hosts(trace)
        return lambda t: any((trace.state(host, t) is self.state) == self.equal for host in hosts)

    def changes(self, trace: Trace) -> Iterable[int]:
        return [t for host in self._hosts(trace) for t, _ in trace.state_changes(host)]


@dataclass(frozen=True)
class Variable:
    """A variable of a host, as the panel of numbers names it."""

    host: str
    name: str

    def value(self, trace: Trace, t: int) -> Fraction | None:
        """Its value at ``t``: bytes, ns, or a sequence number counted from the first; None while it has none."""
        if self.name == "delivered":
            return Fraction(trace.delivered(self.host, t))
        sample = trace.sample(self.host, t)
        if sample is None:
            return None
        number: int | None = getattr(sample.tcb, self.name)
        base = sample.tcb.iss if self.name in OWN else sample.tcb.irs if self.name in PEERS else 0
        if number is None or base is None:
            return None
        return Fraction((number - base) % MODULUS if self.name in (*OWN, *PEERS) else number)

    def changes(self, trace: Trace) -> Iterable[int]:
        """The times at which it may change."""
        if self.name == "delivered":
            return [row.t for row in trace.deliveries if row.host == self.host]
        return [sample.t for sample in trace.samples if sample.host == self.host]


@dataclass(frozen=True)
class Compares(Condition):
    """A variable beside a number (in bytes, ns, segments of MSS …) or beside another variable."""

    left: Variable
    sign: str
    right: Variable | Fraction
    in_mss: bool = False
    wire: bool = False
    """The number is a sequence number as on the wire, and not counted from the first."""

    def holds(self, trace: Trace) -> Callable[[int], bool]:
        compare = _COMPARE[self.sign]

        def at(t: int) -> bool:
            left = self.left.value(trace, t)
            right = self.right.value(trace, t) if isinstance(self.right, Variable) else self._number(trace, t)
            return left is not None and right is not None and compare(left, right)

        return at

    def _number(self, trace: Trace, t: int) -> Fraction | None:
        assert isinstance(self.right, Fraction)
        sample = trace.sample(self.left.host, t)
        if sample is not None and self.in_mss:
            return self.right * sample.tcb.snd_mss
        if sample is not None and self.wire:
            base = sample.tcb.iss if self.left.name in OWN else sample.tcb.irs
            return None if base is None else (self.right - base) % MODULUS
        return self.right

    def changes(self, trace: Trace) -> Iterable[int]:
        yield from self.left.changes(trace)
        if isinstance(self.right, Variable):
            yield from self.right.changes(trace)


@dataclass(frozen=True)
class Joined(Condition):
    """All of some conditions, or any of them."""

    parts: tuple[Condition, ...]
    every: bool

    def holds(self, trace: Trace) -> Callable[[int], bool]:
        functions = [part.holds(trace) for part in self.parts]
        gather = all if self.every else any
        return lambda t: gather(function(t) for function in functions)

    def changes(self, trace: Trace) -> Iterable[int]:
        for part in self.parts:
            yield from part.changes(trace)

    def instants(self, trace: Trace) -> Iterable[int]:
        for part in self.parts:
            yield from part.instants(trace)


def moments(condition: Condition, trace: Trace) -> tuple[int, ...]:
    """The times (ns) at which ``condition`` becomes true; each segment that it waits for counts anew."""
    true_at = condition.holds(trace)
    instants = frozenset(condition.instants(trace))
    found: list[int] = []
    before = False
    for t in sorted({*condition.changes(trace), *instants}):
        now = true_at(t)
        if now and (not before or t in instants):
            found.append(t)
        before = now and t not in instants
    return tuple(found)


def next_moment(times: Sequence[int], t: int) -> int | None:
    """The first of ``times`` after ``t``."""
    index = bisect_right(times, t)
    return times[index] if index < len(times) else None


# ---- reading


def hosts_of(trace: Trace) -> dict[str, str]:
    """What the hosts of a run can be called, names and labels, and the name behind each."""
    labels = {label: host.name for host in trace.hosts for label in host.label if label}
    return labels | {host.name: host.name for host in trace.hosts}


def read_condition(text: str, hosts: Mapping[str, str], *, wire: bool = False) -> Condition:
    """The condition that ``text`` writes; raises UntilError.

    ``hosts``: what they can be called, and their names. ``wire``: sequence numbers are as on the wire.
    """
    return _Reader(text[:LONGEST], hosts, wire).read()


class _Reader:
    """Reads tokens from left to right; ``and`` binds closer than ``or``."""

    def __init__(self, text: str, hosts: Mapping[str, str], wire: bool) -> None:
        self._hosts = {called.casefold(): name for called, name in hosts.items()}
        self._names = tuple(dict.fromkeys(hosts.values()))
        self._wire = wire
        self._tokens = tokens_of(text)
        self._at = 0

    @property
    def _token(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._token
        if token.kind != "end":
            self._at += 1
        return token

    def _fail(self, key: str, token: _Token, **args: object) -> UntilError:
        return UntilError(Message(f"until.{key}", {"text": token.text, **args}), token.start, max(1, len(token.text)))

    def read(self) -> Condition:
        if self._token.kind == "end":
            raise self._fail("empty", self._token)
        condition = self._any()
        if self._token.kind != "end":
            raise self._fail("joiner", self._token)
        return condition

    def _any(self) -> Condition:
        parts = [self._every()]
        while JOINERS.get(self._token.text.casefold()) == "or":
            self._take()
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), every=False)

    def _every(self) -> Condition:
        parts = [self._one()]
        while JOINERS.get(self._token.text.casefold()) == "and":
            self._take()
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), every=True)

    def _one(self) -> Condition:
        token = self._take()
        if token.kind != "word":
            raise self._fail("wanted", token)
        host, rest = self._host_of(token)
        if rest is None:  # the host alone: what it does, or which variable is meant, comes next
            rest = self._take()
            if rest.kind != "word":
                raise self._fail("after-host", rest, host=token.text)
        return self._about(host, rest)

    def _host_of(self, token: _Token) -> tuple[str | None, _Token | None]:
        """``client.cwnd`` is a host and the rest; a host alone has no rest; anything else has no host."""
        name, dot, rest = token.text.partition(".")
        host = self._hosts.get(name.casefold())
        if host is None:
            if dot and rest.casefold().replace(".", "_").replace("-", "_") in VARIABLES:
                raise self._fail("host", token._replace(text=name), hosts=tuple(self._names))
            return None, token
        if not rest:
            return host, None
        return host, _Token("word", rest, token.start + len(name) + 1)

    def _about(self, host: str | None, token: _Token) -> Condition:
        name = token.text.casefold().replace(".", "_").replace("-", "_")
        if name in VARIABLES and (self._token.kind == "sign" or token.text.upper() not in SEGMENTS):
            if self._token.kind != "sign":
                raise self._fail("sign", self._token, name=token.text)
            return self._compared(host, name)
        if token.text.upper() in SEGMENTS:
            return Happens(token.text.upper(), host)
        if token.text.casefold() in OCCASIONS:
            return Happens(token.text.casefold(), host)
        state = state_named(token.text)
        if state is not None:
            return InState(state, host)
        raise self._fail("unknown", token)

    def _compared(self, host: str | None, name: str) -> Condition:
        sign_token = self._take()
        sign = _SIGNS.get(sign_token.text, sign_token.text)
        if sign not in _COMPARE:
            raise self._fail("sign", sign_token, name=name)
        token = self._take()
        if token.kind != "word":
            raise self._fail("value", token, name=name)
        if name == "state":
            state = state_named(token.text)
            if sign not in ("==", "!=") or state is None:
                raise self._fail("state", token if state is None else sign_token)
            return InState(state, host, equal=sign == "==")
        hosts = [host] if host is not None else list(self._names)
        other, rest = self._host_of(token)
        if other is not None or token.text.casefold() in VARIABLES:
            named = (rest or self._take()) if other is not None else token
            right = named.text.casefold().replace(".", "_").replace("-", "_")
            if right not in VARIABLES or right == "state" or _kind(right) != _kind(name):
                raise self._fail("variable", named, name=name)
            parts = [Compares(Variable(one, name), sign, Variable(other or one, right)) for one in hosts]
        else:
            number, in_mss = self._number(token, name)
            wire = self._wire and name in (*OWN, *PEERS)
            parts = [Compares(Variable(one, name), sign, number, in_mss, wire) for one in hosts]
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), every=False)

    def _number(self, token: _Token, name: str) -> tuple[Fraction, bool]:
        """A number with its unit, in bytes or ns; True: in segments of MSS."""
        match = _NUMBER.fullmatch(token.text)
        if match is None:
            raise self._fail("value", token, name=name)
        number, unit = Fraction(match[1]), match[2]
        unit_token = token
        if not unit and self._token.kind == "word" and self._token.text.casefold() not in JOINERS:
            unit_token = self._take()
            unit = unit_token.text
        kind = _kind(name)
        if kind == "time":
            if unit not in TIME_UNITS:
                raise self._fail("time-unit", unit_token, name=name, units=tuple(TIME_UNITS))
            return number * TIME_UNITS[unit], False
        if kind == "size" and unit.upper() == "MSS":
            return number, True
        if kind == "size" and unit in SIZE_UNITS:
            return number * SIZE_UNITS[unit], False
        if unit:
            raise self._fail("unit", unit_token, name=name)
        return number, False


def _kind(name: str) -> str:
    return "time" if name in TIMES else "size" if name in SIZES else "count" if name in COUNTS else "number"


def tokens_of(text: str) -> list[_Token]:
    """The words and signs of a line, and its end."""
    found: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            break
        at = match.end()
        kind = match.lastgroup
        if kind in ("sign", "word"):
            found.append(_Token(kind, match[kind], match.start(kind)))
        elif match["other"] not in ":：":
            raise UntilError(Message("until.sign-unknown", {"text": match["other"]}), match.start("other"), 1)
    return [*found, _Token("end", "", len(text))]


# ---- completing


def completions(text: str, hosts: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """What the last word of ``text`` may become: where that word begins, and the words to choose from."""
    try:
        words = tokens_of(text)[:-1]
    except UntilError:
        return len(text), ()
    begun = bool(words) and words[-1].kind == "word" and text[-1:].strip() != ""
    last = words[-1] if begun else _Token("word", "", len(text))
    before = words[:-1] if begun else words
    host, dot, part = last.text.partition(".")
    if dot and host.casefold() in [one.casefold() for one in hosts]:
        return last.start + len(host) + 1, _fitting(part, VARIABLES)
    offered: tuple[str, ...] = (*(f"{one}." for one in hosts), *SEGMENTS, *OCCASIONS, *(str(state) for state in State))
    if before and before[-1].kind == "sign":
        about_state = len(before) > 1 and before[-2].text.casefold().endswith("state")
        offered = tuple(str(state) for state in State) if about_state else tuple(f"{one}." for one in hosts)
    elif before and before[-1].text.casefold() in [one.casefold() for one in hosts]:
        offered = (*SEGMENTS, *OCCASIONS, *(str(state) for state in State))
    elif before and before[-1].text.casefold() not in JOINERS:
        offered = ("and", "or")
    return last.start, _fitting(last.text, offered)


def _fitting(part: str, offered: Sequence[str]) -> tuple[str, ...]:
    wanted = part.casefold()
    return tuple(one for one in offered if one.casefold().startswith(wanted) and one.casefold() != wanted)
