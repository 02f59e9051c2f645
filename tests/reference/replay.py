"""A conversation of the real Linux kernel as a scenario file.

A recording (``kernel/NAME.PROFILE.json``) tells what two applications did, what the network lost, copied or delayed,
and every segment that two kernels sent. ``scenario_text`` writes the same calls and faults as a scenario under the
``linux`` profile; how the two differ tells ``compare``.
"""

from __future__ import annotations

import json
from typing import Any

NAMES = {"A": "client", "B": "server"}
ADDRESSES = {"A": "10.0.0.1", "B": "10.0.0.2"}
MODULUS = 1 << 32

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
        "tcp": _settings(case, host, _socket_options(case, own)),
    }
    if case["isn"][host]:
        made["isn"] = case["isn"][host]
    return made


def _socket_options(case: Json, own: list[Json]) -> Json:
    options = dict(case["sockopt_default"])
    for action in own:
        options.update(action.get("opts", {}))
    return options


def _settings(case: Json, host: str, options: Json) -> Json:
    """The kernel's sysctls and the socket's options as settings over the ``linux`` profile."""
    sysctl = case["sysctl"][host]
    on = {name: int(value) for name, value in sysctl.items() if value and value.lstrip("-").isdigit()}
    mss = options.get("maxseg", 1460)
    orphans = on["tcp_orphan_retries"]
    ecn = {0: "off", 1: "on"}.get(on["tcp_ecn"], "passive")
    congestion = {"reno": "newreno"}.get(options.get("cc", sysctl["tcp_congestion_control"]), "cubic")
    settings: Json = {
        "mss": mss,
        "window_scale": _window_scale(case, host) if on["tcp_window_scaling"] else "off",
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
    if "rcvbuf" in options or not on["tcp_moderate_rcvbuf"]:
        settings["receive_buffer_limit"] = "off"
    if options.get("nodelay"):
        settings["nagle"] = "off"
    if on["tcp_fastopen"] & 3 == 3:
        settings["fast_open"] = "on"
    if options.get("user_timeout"):
        settings["user_timeout"] = f"{options['user_timeout']} ms"
    if "keepalive" in options:
        idle, interval, probes = options["keepalive"]
        settings["keepalive"] = {"idle": f"{idle} s", "interval": f"{interval} s", "probes": probes}
    return settings


def _window_scale(case: Json, host: str) -> int:
    """The kernel makes the shift fit the largest buffer that the socket may get; 10 where no SYN tells."""
    sent = (row for row in case["ladder"] if row["dir"][0] == host and not row.get("injected"))
    syns = (row for row in sent if "SYN" in row["flags"])
    return next((int(row["options"]["wscale"]) for row in syns if "wscale" in row["options"]), 10)


def _switch(value: object) -> str:
    return "on" if value else "off"


# ---- calls


def _script(case: Json, actions: list[Json]) -> list[Json]:
    limits: dict[str, int] = {}
    steps = []
    late = {id(action): _deferred(case, action) for action in actions}
    for action in sorted(actions, key=lambda action: late[id(action)] is action):  # what waited comes first
        if _skipped(case, action):
            continue
        first, *more = _calls(case, action, limits)
        steps.append({**_trigger(case, late[id(action)]), **first})
        steps += [{"after": "0 s", **call} for call in more]  # right after the step before it
    return steps


def _calls(case: Json, action: Json, limits: dict[str, int]) -> list[Json]:
    """What the action is here; the rig's shutdown is a close, its close an exit."""
    if action["do"] == "inject":
        return [{"inject": _inject(action)}]
    name = NAMES[action["host"]]
    match action["do"]:
        case "listen" | "connect" as do:
            calls: list[Any] = [{"read": "off"}] if action.get("recv") is False else []
            calls.append(_listen(case, action) if do == "listen" else {"open": _open(action)})
        case "send" if action.get("oob"):
            calls = [{"send": {"bytes": action["n"], "urgent": "on"}}]
        case "send":
            calls = [{"send": action["n"]}]
        case "accept":
            calls = ["accept"]
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
    of = _connection(case, action)
    return [{name: call, **of} if _is_of_connection(call) else {name: call} for call in calls]


def _is_of_connection(call: Any) -> bool:
    word = call if isinstance(call, str) else next(iter(call))
    return word in ("send", "close", "exit", "abort", "set")


def _connection(case: Json, action: Json) -> Json:
    """Where a host has more than one connection, which one it is; they are counted in order of their handshakes."""
    socket = action.get("sock", "")
    if socket[:1] not in ("c", "s"):
        return {}
    others = (other.get("sock", "") for other in case["case"]["actions"])
    several = any(other[:1] == socket[0] and _time_of(other) != _time_of(socket) for other in others)
    return {"connection": _time_of(socket)} if several else {}


def _skipped(case: Json, action: Json) -> bool:
    """Whether it was not done: its time or event never came, or no socket could have done it."""
    told = {key: value for key, value in action.items() if key not in ("t", "after", "delay")}
    done = [
        done
        for done in case["actions_executed"]
        if all(done.get(key) == value for key, value in told.items())
        and ("t" not in action or 0 <= done["t"] - action["t"] < CLOCK)
    ]
    return not done or any("skipped" in one for one in done)


def _deferred(case: Json, action: Json) -> Json:
    """The rig keeps a write to a socket that is not connected yet, or its shutdown, until it is."""
    if action["do"] not in ("send", "shutdown") or "t" not in action or not action["sock"].startswith("c"):
        return action
    name = {"host": action["host"], "sock": action["sock"]}
    connected = [e["t"] for e in case["app_events"] if e["ev"] == "connected" and name.items() <= e.items()]
    if not connected or connected[0] < action["t"]:
        return action
    return {**{key: value for key, value in action.items() if key != "t"}, "after": {**name, "ev": "connected"}}


def _listen(case: Json, action: Json) -> Any:
    """A backlog counts only where the application does not accept by itself; the kernel lets one more wait."""
    if action.get("accept") is not False:
        return "listen"
    overflow = "reset" if int(case["sysctl"][action["host"]]["tcp_abort_on_overflow"]) else "drop"
    return {"listen": {"accept_backlog": action.get("backlog", 8) + 1, "overflow": overflow}}


def _open(action: Json) -> Json:
    return {"port": action["port"], **({"data": action["data"]} if "data" in action else {})}


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
    if "tfo" in action:
        forged.setdefault("options", {})["fast_open"] = action["tfo"] or "none"
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
    if waits["ev"] == "eof":
        nth = 1 + _eofs_before(case, host, waits["sock"])
    if nth > 1 and waits["ev"] != "recv":
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
            return {"received": waits.get("bytes", 1) + _received_before(case, host, waits["sock"])}
        case "eof":
            return _state_at_eof(case, host, waits["sock"])
    raise AssertionError(waits)


def _received_before(case: Json, host: str, socket: str) -> int:
    """What the connections before this one have read: triggers count for the host."""
    totals: dict[str, int] = {}
    for event in case["app_events"]:
        if event["host"] == host and event["ev"] == "recv" and _time_of(event["sock"]) < _time_of(socket):
            totals[event["sock"]] = event["total"]
    return sum(totals.values())


def _eofs_before(case: Json, host: str, socket: str) -> int:
    """How many earlier connections of the host have read to the end in the same state."""
    state = _state_at_eof(case, host, socket)
    earlier = {
        event["sock"]
        for event in case["app_events"]
        if event["host"] == host and event["ev"] == "eof" and _time_of(event["sock"]) < _time_of(socket)
    }
    return sum(_state_at_eof(case, host, other) == state for other in earlier)


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
        faults += [{"mark": {"from": sender, "segment": n}} for n in case.get("marks", {}).get(way, ())]
    return faults
