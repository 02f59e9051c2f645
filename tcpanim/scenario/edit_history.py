"""The list of what-if edits, each of them on or off, with undo and redo: one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tcpanim.scenario.edits import Edit, replaces


@dataclass(frozen=True, slots=True)
class Entry:
    """One edit of the list; one that is off stays in the list and changes nothing."""

    edit: Edit
    on: bool = True


Entries = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class EditHistory:
    """The list as it is (``entries``), as it was before (the last is the newest), and what was undone."""

    entries: Entries = ()
    before: tuple[Entries, ...] = ()
    undone: tuple[Entries, ...] = ()

    @property
    def active(self) -> tuple[Edit, ...]:
        """The edits that are on, in their order."""
        return tuple(entry.edit for entry in self.entries if entry.on)

    @property
    def can_undo(self) -> bool:
        """Whether there is a list before this one."""
        return bool(self.before)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone."""
        return bool(self.undone)

    def change(self, entries: Entries) -> EditHistory:
        """Another list; the one before can be had back. The same list is no change."""
        return self if entries == self.entries else EditHistory(entries, (*self.before, self.entries))

    def add(self, *edits: Edit) -> EditHistory:
        """These edits last, in one step; those that they take the place of go."""
        kept = tuple(entry for entry in self.entries if not any(replaces(edit, entry.edit) for edit in edits))
        return self.change((*kept, *(Entry(edit) for edit in edits)))

    def switch(self, number: int, *, on: bool) -> EditHistory:
        """Entry ``number`` (from 0) on or off."""
        changed = replace(self.entries[number], on=on)
        return self.change((*self.entries[:number], changed, *self.entries[number + 1 :]))

    def remove(self, number: int) -> EditHistory:
        """Without entry ``number`` (from 0)."""
        return self.change((*self.entries[:number], *self.entries[number + 1 :]))

    def toggle_original(self) -> EditHistory:
        """All of them off; where they are, as they were before that."""
        if self.active:
            return self.original()
        edits = [entry.edit for entry in self.entries]
        for entries in reversed(self.before):
            if any(entry.on for entry in entries) and [entry.edit for entry in entries] == edits:
                return self.change(entries)
        return self.change(tuple(replace(entry, on=True) for entry in self.entries))

    def original(self) -> EditHistory:
        """All of them off."""
        return self.change(tuple(replace(entry, on=False) for entry in self.entries))

    def undo(self) -> EditHistory:
        """As it was before the last change."""
        if not self.before:
            return self
        return EditHistory(self.before[-1], self.before[:-1], (*self.undone, self.entries))

    def redo(self) -> EditHistory:
        """Once more what was undone last."""
        if not self.undone:
            return self
        return EditHistory(self.undone[-1], (*self.before, self.entries), self.undone[:-1])
