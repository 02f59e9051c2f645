"""The phases of loss recovery, by the names that snapshots carry.

open; disorder (duplicate ACKs, not yet enough); cwr (congestion was echoed, the window comes down); recovery (fast
recovery); loss (slow start after a timeout).
"""

OPEN, DISORDER, CWR, RECOVERY, LOSS = "open", "disorder", "cwr", "recovery", "loss"
