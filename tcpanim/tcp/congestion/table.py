"""Which class answers to which name of the ``congestion`` knob."""

from __future__ import annotations

from tcpanim.tcp.congestion.base import CongestionControl
from tcpanim.tcp.congestion.none import NoCongestionControl

CONTROLS: dict[str, type[CongestionControl]] = {"none": NoCongestionControl}
