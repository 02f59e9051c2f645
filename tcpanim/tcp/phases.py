"""The phases of loss recovery, by the names that snapshots carry.

open; disorder (duplicate ACKs, not yet enough); recovery (fast recovery); loss (slow start after a timeout).
"""

OPEN, DISORDER, RECOVERY, LOSS = "open", "disorder", "recovery", "loss"
