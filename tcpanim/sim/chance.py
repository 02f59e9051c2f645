"""The only chance there is: a draw is a pure function of (seed, stream, ordinal).

No generator is shared and nothing is remembered, so one more draw in one stream changes no other, and a draw is the
same on every platform and in every version of Python.
"""

from __future__ import annotations

from hashlib import blake2b


def draw(seed: int, stream: str, ordinal: int, bound: int) -> int:
    """The ``ordinal``-th number of ``stream``, from 0 to ``bound`` - 1 (``bound`` at most 2**32).

    The multiplication favours no number by more than one part in 2**32.
    """
    name = f"{seed}\0{stream}\0{ordinal}".encode()
    return (int.from_bytes(blake2b(name, digest_size=8).digest(), "big") * bound) >> 64
