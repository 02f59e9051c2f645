"""The sentences about runs that are not what their scenarios say, in English.

``problem.<code>`` is their key in the catalogues, as for the mistakes in a file.
"""

from __future__ import annotations

_ENDLESS = "the scenario does not come to an end by itself; until gives it one"

ENGLISH: dict[str, str] = {
    "never-step": "this step was never taken: its moment ({text}) never came",
    "never-fault": "this fault did not meet all that it names ({text})",
    "never-note": "the moment of this note ({text}) never came",
    "budget-time": f"the run was stopped after {{limit}} of virtual time: {_ENDLESS}",
    "budget-events": f"the run was stopped after {{limit}} events: {_ENDLESS}",
    "budget-idle": f"the run was stopped after {{limit}} events in which nothing was achieved: {_ENDLESS}",
    "budget-memory": f"the run was stopped when it took {{limit}} of memory: {_ENDLESS}",
    "expected-states": "{host} went through {actual}; expected {expected}",
    "expected-segment": "segment {number} is {actual}; expected {expected}",
    "expected-segment-missing": "only {actual} segments were sent; expected {expected} too",
    "expected-no-more": "{actual} segments were sent; expected {expected}: {segment} is one too many",
    "expected-delivered": "the application of {host} received {actual} bytes; expected {expected}",
    "expected-errors": "the application of {host} was told: {actual}; expected: {expected}",
    "expected-final": "{host} ends in {actual}; expected {expected}",
}
