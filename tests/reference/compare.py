"""How a run differs from a conversation of the real Linux kernel.

``differences`` compares a trace document (``tcpanim run FILE --format json``) with a recording. Nothing here looks into
the program: it sees documents only.
"""

from __future__ import annotations

from collections import defaultdict

from tests.reference.replay import CLOCK, MODULUS, NAMES, Json

PEER = {"A": "B", "B": "A"}

TOLERANCE = 0.15
"""How far the gap before a repetition may be off: the kernel's timers fire late by up to an eighth."""


# ---- what both sent ------------------------------------------------------------------------------------------------


def differences(case: Json, document: Json) -> list[str]:
    """How the trace differs from the recording: the segments of each direction, their timing, and the states."""
    found = []
    for host in "AB":
        theirs, ours = _sent_by_kernel(case, host), _sent_here(document, NAMES[host])
        found += _compare_segments(host, theirs, ours)
        found += _compare_states(case, document, host)
    return found


def differences_but_acks(case: Json, document: Json) -> list[str]:
    """The same without the segments that only acknowledge: what was sent and sent again, when, and the states."""
    found = []
    for host in "AB":
        theirs, ours = (
            [{**row, "n": number, "ack": None} for number, row in enumerate(filter(_takes_numbers, rows), 1)]
            for rows in (_sent_by_kernel(case, host), _sent_here(document, NAMES[host]))
        )
        found += _compare_segments(host, theirs, ours)
        found += _compare_states(case, document, host)
    return found


def _takes_numbers(row: Json) -> bool:
    return bool(row["len"]) or "SYN" in row["flags"] or "FIN" in row["flags"]


def _sent_by_kernel(case: Json, host: str) -> list[Json]:
    peer = PEER[host]
    sent = []
    for row in case["ladder"]:
        if row["dir"][0] != host or row.get("copy") or row.get("injected"):
            continue
        sent.append(
            {
                "n": row["n"],
                "t": row["t_sent"],
                "flags": "|".join(flag for flag in row["flags"].split("|") if flag != "PSH"),
                "seq": _wire(row["seq_rel"], row.get("seq_gen", 0), case["isn"][host], row.get("seq_raw")),
                "ack": None
                if row["ack_rel"] is None
                else _wire(row["ack_rel"], row.get("ack_gen", 0), case["isn"][peer], None),
                "len": row["len"],
                "lost": row["t_delivered"] is None,
            }
        )
    return sent


def _wire(number: int, generation: int, isns: list[int], raw: object) -> int:
    return number if raw or not isns else (isns[generation] + number) % MODULUS


def _sent_here(document: Json, name: str) -> list[Json]:
    order = ("FIN", "SYN", "RST", "ACK", "URG", "ECE", "CWR")
    rows = [
        row for row in document["segments"] if row["from"] == name and not row["injected"] and row["copy_of"] is None
    ]
    names = {"SYN": 0, "FIN": 1, "RST": 2, "ACK": 3, "URG": 4, "ECE": 5, "CWR": 6}
    return [
        {
            "n": number,
            "t": row["sent"] / 1e9,
            "flags": "|".join(sorted((flag for flag in row["flags"] if flag in order), key=names.__getitem__)),
            "seq": row["seq"],
            "ack": row["ack"],
            "len": row["len"],
            "lost": row["fate"] not in ("delivered", "unfinished"),
        }
        for number, row in enumerate(rows, 1)
    ]


def _compare_segments(host: str, theirs: list[Json], ours: list[Json]) -> list[str]:
    found = []
    keys = ("flags", "seq", "ack", "len", "lost")
    for their, our in zip(theirs, ours, strict=False):
        wrong = [key for key in keys if their[key] != our[key]]
        if wrong:
            found.append(f"{host} segment {their['n']}: the kernel sent {_shown(their)}, we {_shown(our)}")
    if len(theirs) != len(ours):
        found.append(f"{host}: the kernel sent {len(theirs)} segments, we {len(ours)}")
    if not found:
        for (number, there), (_, here) in zip(_gaps(theirs), _gaps(ours), strict=True):
            if abs(there - here) > max(TOLERANCE * there, CLOCK):
                found.append(f"{host} segment {number}: sent again after {there:.3f} s, here {here:.3f} s")
    return found


def _shown(row: Json) -> str:
    return (
        f"{row['flags']} {row['seq']} {row['ack']} len {row['len']}{' lost' if row['lost'] else ''} at {row['t']:.3f}"
    )


def _gaps(rows: list[Json]) -> list[tuple[int, float]]:
    """Repetitions, and how long after the same number had left before: data, SYNs, FINs, and empty probes."""
    last: dict[tuple[int, bool], float] = {}
    gaps = []
    for row in rows:
        takes = _takes_numbers(row)
        probe = not takes and "RST" not in row["flags"] and (row["seq"] + 1) % MODULUS in {k[0] for k in last}
        if not takes and not probe:
            continue
        key = (row["seq"], bool(takes))
        if key in last:
            gaps.append((row["n"], row["t"] - last[key]))
        last[key] = row["t"]
    return gaps


# ---- states

_SPELLING = {
    "SYN_SENT": "SYN-SENT",
    "SYN_RECV": "SYN-RECEIVED",
    "FIN_WAIT1": "FIN-WAIT-1",
    "FIN_WAIT2": "FIN-WAIT-2",
    "CLOSE_WAIT": "CLOSE-WAIT",
    "LAST_ACK": "LAST-ACK",
    "TIME_WAIT": "TIME-WAIT",
}


def _compare_states(case: Json, document: Json, host: str) -> list[str]:
    """The states that both could see; the kernel is looked at between segments: what has no duration is missing."""
    theirs = _states_of_kernel(case, host)
    ours = _states_here(document, NAMES[host])
    if _matches(theirs, ours):
        return []
    return [f"{host} states: the kernel went through {', '.join(theirs)}; we {', '.join(s for s, _ in ours)}"]


def _states_of_kernel(case: Json, host: str) -> list[str]:
    per_socket: dict[str, list[str]] = defaultdict(list)
    for entry in case["states"][host]:
        state = _SPELLING.get(entry["state"], entry["state"])
        if state not in ("LISTEN", "BOUND") and per_socket[entry["sock"]][-1:] != [state]:
            per_socket[entry["sock"]].append(state)
    return [state for states in per_socket.values() for state in states]


def _states_here(document: Json, name: str) -> list[tuple[str, bool]]:
    """Each state, and whether it may be missing in the recording."""
    per_connection: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in document["states"]:
        if row["host"] == name and (row["from"], row["to"]) != ("CLOSED", "LISTEN"):
            # A handshake that fails leaves no socket there; here the listener's own endpoint returns to LISTEN.
            per_connection[row["connection"]].append((row["t"], row["to"].replace("LISTEN", "CLOSED")))
    begun = {states[0][0] for states in per_connection.values()}
    made = []
    for states in per_connection.values():
        for index, (t, state) in enumerate(states):
            following = states[index + 1][0] if index + 1 < len(states) else None
            # CLOSE-WAIT lasts here until the FIN leaves, there until the call; TIME-WAIT that gives way is not CLOSED.
            made.append((state, following == t or state == "CLOSE-WAIT" or (state == "CLOSED" and t in begun)))
    return made


def _matches(theirs: list[str], ours: list[tuple[str, bool]]) -> bool:
    place = 0
    for state, unseen in ours:
        if place < len(theirs) and theirs[place] == state:
            place += 1
        elif not unseen:
            return False
    return place == len(theirs)
