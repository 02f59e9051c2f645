"""A conversation of the real Linux kernel as a scenario file, and how the two differ.

A recording (``kernel/NAME.PROFILE.json``) tells what two applications did, what the network lost, copied or delayed,
and every segment that two kernels sent. ``scenario_text`` writes the same calls and faults as a scenario under the
``linux`` profile; ``differences`` compares a trace document (``tcpanim run FILE --format json``) with the recording.
Nothing here looks into the program: text in, document out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

NAMES = {"A": "client", "B": "server"}
PEER = {"A": "B", "B": "A"}
ADDRESSES = {"A": "10.0.0.1", "B": "10.0.0.2"}
MODULUS = 1 << 32

TOLERANCE = 0.15
"""How far the gap before a repetition may be off: the kernel's timers fire late by up to an eighth."""
CLOCK = 0.012
"""Seconds that a jiffy, the relay and the timer wheel may add to a gap of any length."""

RATE = "1 Gbit/s"
"""The relay hands over one packet after the other; what an application does in answer comes in between."""

Json = dict[str, Any]


# ---- the recording as a scenario -----------------------------------------------------------------------------------


def scenario_text(case: Json) -> str:
    """The scenario file (JSON is YAML too)."""
    return json.dumps(_scenario(case), indent=1)


def _scenario(case: Json) -> Json:
    actions = case["case"]["actions"]
    delay = {NAMES[way[0]]: _time(_delay(case, way)) for way in case["delay_s"]}
    return {
        "tcpanim": 1,
        "title": f"{case['name']}, {case['profile']}",
        "profile": "linux",
        "hosts": {NAMES[host]: _host(case, host, actions) for host in "AB"},
        "wire": {"delay": delay, "rate": RATE},
        "script": _script(case, actions),
        "faults": _faults(case),
        "until": _time(case["t_end"]),
    }


def _delay(case: Json, way: str) -> float:
    """What the relay really took: the delay it was told, and its own few tens of microseconds."""
    took = sorted(
        row["t_delivered"] - row["t_sent"]
        for row in case["ladder"]
        if row["dir"] == way and row["t_delivered"] and row["t_sent"] is not None and not row.get("copy")
    )
    return max(case["delay_s"][way], took[0]) if took else case["delay_s"][way]


def _time(seconds: float) -> str:
    return f"{round(seconds * 1_000_000)} us"


def _host(case: Json, host: str, actions: list[Json]) -> Json:
    own = [action for action in actions if action.get("host") == host and action["do"] in ("listen", "connect")]
    port = own[0]["port"] if own else next((a["to"] for a in actions if a["do"] == "connect"), 40000)
    made = {
        "address": ADDRESSES[host],
        "port": port,
        "tcp": _settings(case["sysctl"][host], _socket_options(case, own)),
    }
    if case["isn"][host]:
        made["isn"] = case["isn"][host]
    return made


def _socket_options(case: Json, own: list[Json]) -> Json:
    options = dict(case["sockopt_default"])
    for action in own:
        options.update(action.get("opts", {}))
    return options


def _settings(sysctl: dict[str, Any], options: Json) -> Json:
    """The kernel's sysctls and the socket's options as settings over the ``linux`` profile."""
    on = {name: int(value) for name, value in sysctl.items() if value and value.lstrip("-").isdigit()}
    mss = options.get("maxseg", 1460)
    orphans = on["tcp_orphan_retries"]
    ecn = {0: "off", 1: "on"}.get(on["tcp_ecn"], "passive")
    congestion = {"reno": "newreno"}.get(options.get("cc", sysctl["tcp_congestion_control"]), "cubic")
    settings: Json = {
        "mss": mss,
        "window_scale": 10 if on["tcp_window_scaling"] else "off",
        "sack": _switch(on["tcp_sack"]),
        "dsack": _switch(on["tcp_sack"] and on["tcp_dsack"]),
        "timestamps": _switch(on["tcp_timestamps"]),
        "rto_min": f"{on['tcp_rto_min_us']} us",
        "syn_retries": options.get("syncnt", on["tcp_syn_retries"]),
        "synack_retries": on["tcp_synack_retries"],
        "syn_linear_timeouts": on["tcp_syn_linear_timeouts"] or "off",
        "retries_2": on["tcp_retries2"],
        "orphan_retries": orphans or 8,  # the kernel reads 0 as 8
        "fin_wait_2_timeout": f"{options.get('linger2') or on['tcp_fin_timeout']} s",
        "congestion": congestion,
        "tlp": _switch(on["tcp_sack"] and on["tcp_early_retrans"] >= 3),
        "rack": _switch(on["tcp_sack"] and on["tcp_recovery"] & 1),
        "frto": _switch(on["tcp_frto"]),
        "slow_start_after_idle": _switch(on["tcp_slow_start_after_idle"]),
        "dupthresh": on["tcp_reordering"],
        "rfc1337": _switch(on["tcp_rfc1337"]),
        "ecn": ecn,
    }
    if "rcvbuf" in options:
        settings["receive_buffer"] = options["rcvbuf"]
    if options.get("nodelay"):
        settings["nagle"] = "off"
    if options.get("user_timeout"):
        settings["user_timeout"] = f"{options['user_timeout']} ms"
    if "keepalive" in options:
        idle, interval, probes = options["keepalive"]
        settings["keepalive"] = {"idle": f"{idle} s", "interval": f"{interval} s", "probes": probes}
    return settings


def _switch(value: object) -> str:
    return "on" if value else "off"


# ---- calls


def _script(case: Json, actions: list[Json]) -> list[Json]:
    limits: dict[str, int] = {}
    steps = []
    for action in actions:
        first, *more = _calls(action, limits)
        steps.append({**_trigger(case, action), **first})
        steps += [{"after": "0 s", **call} for call in more]  # right after the step before it
    return steps


def _calls(action: Json, limits: dict[str, int]) -> list[Json]:
    """What the action is here; the rig's shutdown is a close, its close an exit."""
    if action["do"] == "inject":
        return [{"inject": _inject(action)}]
    name = NAMES[action["host"]]
    match action["do"]:
        case "listen" | "connect" as do:
            calls: list[Any] = [{"read": "off"}] if action.get("recv") is False else []
            calls.append("listen" if do == "listen" else {"open": {"port": action["port"]}})
        case "send":
            calls = [{"send": action["n"]}]
        case "shutdown":
            calls = ["close"]
        case "close":
            calls = ["unlisten"] if action["sock"].startswith("l") else ["exit"]
        case "abort":
            calls = ["abort"]
        case "crash":
            calls = ["crash", *([] if action.get("down_for") else ["boot"])]
            if action.get("down_for"):
                return [{name: "crash"}, {name: "boot", "after": _time(action["down_for"])}]
        case "recv_off":
            calls = [{"read": "off"}]
        case "recv_on" if "limit" in action:
            taken = limits.get(name, 0)
            limits[name] = action["limit"]
            calls = [{"read": action["limit"] - taken}]
        case "recv_on":
            calls = [{"read": "on"}]
        case "setsockopt":
            calls = [{"set": setting} for setting in _set(action["opts"])]
        case other:
            raise AssertionError(other)
    return [{name: call} for call in calls]


def _set(options: Json) -> list[Json]:
    made: list[Json] = []
    for name, value in options.items():
        if name == "nodelay":
            made.append({"nagle": "off" if value else "minshall"})
        elif name == "cork":
            made.append({"cork": _switch(value)})
        elif name == "user_timeout":
            made.append({"user_timeout": f"{value} ms"})
        elif name == "keepalive":
            idle, interval, probes = value
            made.append({"keepalive": {"idle": f"{idle} s", "interval": f"{interval} s", "probes": probes}})
    return made


def _inject(action: Json) -> Json:
    source, target = action["dir"][0], action["dir"][2]
    flags = action["flags"]
    forged: Json = {
        "as": NAMES[source],
        "to": NAMES[target],
        "flags": flags.replace("|", ","),
        "seq": _number(action.get("seq", 0)),
        "src_port": action["sport"],
        "dst_port": action["dport"],
        "window": action.get("win", 65535),
    }
    if "ACK" in flags:
        forged["ack"] = _number(action.get("ack", 0))
    if action.get("len"):
        forged["data"] = "x" * action["len"]
    if "mss" in action:
        forged["options"] = {"mss": action["mss"]}
    return forged


def _number(value: Any) -> Any:
    if isinstance(value, dict):
        return f"isn{value['isn']:+d}" if "isn" in value else value["abs"] % MODULUS
    return value % MODULUS


# ---- triggers


def _trigger(case: Json, action: Json) -> Json:
    """An absolute time stays one; what followed an event follows the same event here."""
    if "t" in action:
        return {"at": _time(_executed(case, action))}
    waits = action["after"]
    host = waits.get("host", action.get("host"))
    trigger: Json = {"when": {NAMES[host]: _condition(case, host, waits)}}
    nth = _time_of(waits["sock"])
    if nth > 1 and waits["ev"] != "recv" and trigger["when"][NAMES[host]] != "CLOSE-WAIT":
        trigger["when"]["nth"] = nth
    if action.get("delay"):
        trigger["after"] = _time(action["delay"])
    return trigger


def _time_of(socket: str) -> int:
    """c2 and s2 are the second connection."""
    digits = "".join(letter for letter in socket if letter.isdigit())
    return int(digits or 1)


def _executed(case: Json, action: Json) -> float:
    """When it was really done: some tens of microseconds later than asked for."""
    told = {key: value for key, value in action.items() if key != "t"}
    for done in case["actions_executed"]:
        if all(done.get(key) == value for key, value in told.items()) and 0 <= done["t"] - action["t"] < CLOCK:
            return float(done["t"])
    return float(action["t"])


def _condition(case: Json, host: str, waits: Json) -> Any:
    match waits["ev"]:
        case "connected" | "accepted":
            return "ESTABLISHED"
        case "recv":
            return {"received": waits.get("bytes", 1)}
        case "eof":
            return _state_at_eof(case, host, waits["sock"])
    raise AssertionError(waits)


def _state_at_eof(case: Json, host: str, socket: str) -> str:
    """Reading reaches the FIN: CLOSE-WAIT, unless this side had closed before."""
    events = [event for event in case["app_events"] if event["host"] == host and event["sock"] == socket]
    closed = [event["t"] for event in events if event["ev"] == "shutdown"]
    if not closed or any(event["ev"] == "eof" and event["t"] < closed[0] for event in events):
        return "CLOSE-WAIT"
    return "CLOSING" if any(entry["state"] == "CLOSING" for entry in case["states"][host]) else "TIME-WAIT"


# ---- faults


def _faults(case: Json) -> list[Json]:
    """What was done to which segment; segments are counted per sender, injections and copies not."""
    faults: list[Json] = []
    for way in ("A>B", "B>A"):
        sender = NAMES[way[0]]
        faults += [{"drop": {"from": sender, "segment": n}} for n in case["drops"][way]]
        faults += [{"duplicate": {"from": sender, "segment": n, "after": _time(gap)}} for n, gap in case["dups"][way]]
        faults += [
            {"delay": {"from": sender, "segment": n, "by": _time(extra)}} for n, extra in case["extra_delays"][way]
        ]
    return faults


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
