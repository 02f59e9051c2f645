"""`packaging/dev.py modelcheck`: the whole model check, and the page that tells of it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tcpanim.tcp.states import TRANSITIONS, State
from tests.model.explore import Bounds, Found, explore
from tests.model.scenarios import PROFILES, of_connections, under

PAGE = Path(__file__).resolve().parents[2] / "resources" / "docs" / "model-check.md"
FULL = Bounds(losses=3, mixed=2)

HEAD = """# The model check

Written by `python3 packaging/dev.py modelcheck`; a smaller form of it runs with the tests.

Each built-in about opening, closing, losing, refusing and aborting connections is run with every pattern of faults on
the wire within these bounds, repetitions of segments included:

- **up to three losses**, of any segments;
- **up to two faults of any kind**, mixed: a segment is lost, copied at once, copied three seconds later, or overtaken
  by the next one of the same host.

Each is run as the file has it (profile textbook) and under the profiles rfc and linux. After every step of every
endpoint the variables of its TCB are within their bounds. At the end of every run:

- no assertion of the engine has failed, and each change of state is an edge of its table;
- nothing hangs: the run comes to rest by itself, each end is CLOSED or back in LISTEN, or where it is without faults,
  or its user has been told of an error. The one exception is what RFC 9293 §3.5.1 calls half-open: a reset was lost, or
  the peer has crashed, and an end that has nothing to send cannot find out. Those runs are counted;
- the bytes that an application has read are those that its peer wrote, in order, each once; all of them, unless a
  user was told of an error or gave the connection up.

"""


def main() -> int:
    """Run all, write the page; the exit code is 1 when anything is wrong."""
    rows: list[tuple[str, dict[str, Found]]] = []
    wrong: list[str] = []
    totals = {profile: Found() for profile in PROFILES}
    began = time.process_time()
    for name, scenario in of_connections():
        found = {profile: explore(under(scenario, profile), FULL) for profile in PROFILES}
        rows.append((name, found))
        for profile, one in found.items():
            totals[profile].take_in(one)
            wrong += [f"{name}, {profile}: {text}" for text in one.wrong]
        patterns = sum(one.patterns for one in found.values())
        print(f"{name:28} {patterns:7,} patterns  {time.process_time() - began:6.1f} s", flush=True)
    seconds = time.process_time() - began
    for text in wrong[:50]:
        print(text, file=sys.stderr)
    PAGE.write_text(HEAD + _figures(rows, totals, seconds, len(wrong)), encoding="utf-8", newline="\n")
    print(f"{len(wrong)} wrong; written: {PAGE}")
    return 1 if wrong else 0


def _figures(rows: list[tuple[str, dict[str, Found]]], totals: dict[str, Found], seconds: float, wrong: int) -> str:
    whole = Found()
    for total in totals.values():
        whole.take_in(total)
    edges = {(edge.before, edge.after) for edge in TRANSITIONS}
    lines = [
        "## Figures",
        "",
        "| | |",
        "|---|---|",
        f"| patterns run | {whole.patterns:,} |",
        f"| segments sent in them | {whole.segments:,} |",
        f"| states seen | {len(whole.states)} of {len(State)} |",
        f"| pairs of states seen (one end, the other) | {len(whole.pairs)} |",
        f"| steps from state to state seen | {len(whole.transitions & edges)} of {len(edges)} in the table |",
        f"| runs that end half-open | {whole.half_open} |",
        f"| runs in which anything is wrong | {wrong} |",
        f"| seconds of one core | {seconds:.0f} |",
        "",
        "Patterns by scenario and profile:",
        "",
        f"| Scenario | {' | '.join(totals)} |",
        f"|---|{'---:|' * len(totals)}",
        *(f"| {name} | {' | '.join(f'{one.patterns:,}' for one in found.values())} |" for name, found in rows),
        f"| all | {' | '.join(f'{total.patterns:,}' for total in totals.values())} |",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
