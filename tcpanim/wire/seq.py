"""Sequence numbers: 32-bit integers on a circle (RFC 9293 §3.4).

Comparisons are meaningful only for numbers less than 2**31 apart, which windows guarantee.
"""

from __future__ import annotations

MODULUS = 1 << 32
_HALF = 1 << 31


def add(number: int, amount: int) -> int:
    """The number ``amount`` further round the circle (``amount`` may be negative)."""
    return (number + amount) % MODULUS


def diff(a: int, b: int) -> int:
    """How far ``a`` lies ahead of ``b``: from -2**31 to 2**31 - 1."""
    return ((a - b + _HALF) % MODULUS) - _HALF


def lt(a: int, b: int) -> bool:
    """Whether ``a`` comes before ``b``."""
    return ((a - b) % MODULUS) >= _HALF


def le(a: int, b: int) -> bool:
    """Whether ``a`` comes before ``b`` or is ``b``."""
    return ((b - a) % MODULUS) < _HALF


def gt(a: int, b: int) -> bool:
    """Whether ``a`` comes after ``b``."""
    return ((b - a) % MODULUS) >= _HALF


def ge(a: int, b: int) -> bool:
    """Whether ``a`` comes after ``b`` or is ``b``."""
    return ((a - b) % MODULUS) < _HALF


def within(number: int, first: int, size: int) -> bool:
    """Whether ``number`` is one of the ``size`` numbers that start at ``first``."""
    return (number - first) % MODULUS < size
