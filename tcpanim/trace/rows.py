"""A long table in little memory: blocks of rows, of which only those in use stand there as objects.

A row as an object takes a few hundred bytes, and a bulk transfer has a million of them. So the builder keeps the latest
rows as they are, since those may still change, and packs the older ones: block by block, column by column, which is a
tenth of the size. Whoever reads a row gets its block unpacked; the blocks read last are kept. To ask all rows the same
there are ``columns``.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar, overload

R = TypeVar("R")

BLOCK = 256
"""Rows in a block."""

RECENT = 4 * BLOCK
"""So many of the latest rows are not packed; a table of no more is a plain tuple in the end."""

_CHANGING = 4
"""So many older blocks may be changed at a time, before the first of them is packed again."""

_KEPT = 64
"""So many unpacked blocks are kept."""


class Form(NamedTuple):
    """How a row becomes a tuple of plain values, and back.

    ``whole``: the columns, from the right, whose values are shared objects, such as payload, and are left as they are.
    ``places``: in which of the other columns an attribute of the row stands.
    """

    flat: Callable[[Any], tuple[Any, ...]]
    made: Callable[[Iterable[Any]], Any]
    whole: int = 0
    places: Mapping[str, int] = {}


class _Block(NamedTuple):
    columns: bytes
    whole: tuple[tuple[Any, ...], ...]


class Rows(Sequence[R], Generic[R]):
    """A sequence of immutable rows, by index and slice, to which rows are appended. A slice is a tuple."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._blocks: list[_Block] = []
        self._old = 0  # how many rows are in blocks
        self._recent: list[R] = []  # those behind them
        self._read: OrderedDict[int, Sequence[R]] = OrderedDict()
        self._changing: dict[int, list[R]] = {}  # older blocks of which a row was replaced

    # ---- reading

    def __len__(self) -> int:
        return self._old + len(self._recent)

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[R, ...]: ...
    def __getitem__(self, index: int | slice) -> R | tuple[R, ...]:
        if isinstance(index, slice):
            return self._slice(*index.indices(len(self)))
        place = index - self._old
        if place >= 0:
            return self._recent[place]
        if index < 0:
            return self._at(len(self) + index)
        return self._block(index // BLOCK)[index % BLOCK]

    def _at(self, index: int) -> R:
        if index < 0:
            raise IndexError(index)
        return self[index]

    def _slice(self, start: int, stop: int, step: int) -> tuple[R, ...]:
        if step != 1:
            return tuple(self[place] for place in range(start, stop, step))
        if start >= stop:
            return ()
        first = start // BLOCK
        return tuple(islice(chain.from_iterable(self._from(first)), start - first * BLOCK, stop - first * BLOCK))

    def __iter__(self) -> Iterator[R]:
        return chain.from_iterable(self._from(0))

    def _from(self, first: int) -> Iterator[Sequence[R]]:
        """The blocks from number ``first`` on, and the recent rows; those are no whole block."""
        packed = len(self._blocks)
        for number in range(first, packed):
            yield self._block(number)
        yield self._recent[max(0, first - packed) * BLOCK :]

    def columns(self, *names: str) -> Iterator[Any]:
        """What ``attrgetter(*names)`` says of each row in turn; no rows are made for it."""
        ask, places = attrgetter(*names), [self._form.places[name] for name in names]
        for number, block in enumerate(self._blocks):
            rows = self._changing.get(number) or self._read.get(number)
            if rows is not None:
                yield from map(ask, rows)
                continue
            packed = pickle.loads(block.columns)  # noqa: S301 - written below, in this process
            yield from packed[places[0]] if len(places) == 1 else zip(*(packed[at] for at in places), strict=True)
        yield from map(ask, self._recent)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows | tuple | list):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def _block(self, number: int) -> Sequence[R]:
        read = self._read
        rows = self._changing.get(number) or read.get(number)
        if rows is None:
            rows = read[number] = self._unpacked(self._blocks[number])
            if len(read) > _KEPT:
                read.popitem(last=False)
        return rows

    # ---- writing

    def append(self, row: R) -> None:
        """One more row."""
        recent = self._recent
        recent.append(row)
        if len(recent) >= RECENT + BLOCK:
            self._pack_oldest()

    def __setitem__(self, index: int, row: R) -> None:
        """Another row in the place of one."""
        if index >= self._old:
            self._recent[index - self._old] = row
            return
        number, offset = divmod(index, BLOCK)
        if number not in self._changing:
            if len(self._changing) >= _CHANGING:
                self._settle(next(iter(self._changing)))
            self._changing[number] = list(self._block(number))
            self._read.pop(number, None)
        self._changing[number][offset] = row

    def _settle(self, number: int) -> None:
        self._blocks[number] = self._packed(self._changing.pop(number))

    def finished(self) -> Sequence[R]:
        """No row will change any more: a tuple, or what takes little memory."""
        if len(self) <= RECENT:
            return tuple(self)
        while len(self._recent) >= BLOCK:
            self._pack_oldest()
        for number in tuple(self._changing):
            self._settle(number)
        self._read.clear()
        return self

    def _pack_oldest(self) -> None:
        self._blocks.append(self._packed(self._recent[:BLOCK]))
        self._old += BLOCK
        del self._recent[:BLOCK]

    def _packed(self, rows: list[R]) -> _Block:
        columns = tuple(zip(*map(self._form.flat, rows), strict=True))
        plain = len(columns) - self._form.whole
        return _Block(pickle.dumps(columns[:plain], protocol=5), columns[plain:])

    def _unpacked(self, block: _Block) -> tuple[R, ...]:
        # What is read here was written above, in this process.
        columns = pickle.loads(block.columns) + block.whole  # noqa: S301
        return tuple(map(self._form.made, zip(*columns, strict=True)))


def columns(rows: Sequence[Any], *names: str) -> Iterator[Any]:
    """The attributes of each row in turn, alone or as a tuple, from a table of whatever length."""
    return rows.columns(*names) if isinstance(rows, Rows) else map(attrgetter(*names), rows)
