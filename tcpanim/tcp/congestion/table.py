"""Which class answers to which name of the ``congestion`` knob."""

from __future__ import annotations

from tcpanim.tcp.congestion.base import CongestionControl
from tcpanim.tcp.congestion.cubic import Cubic
from tcpanim.tcp.congestion.newreno import NewReno
from tcpanim.tcp.congestion.none import NoCongestionControl
from tcpanim.tcp.congestion.tahoe import Tahoe

# RFC 9293: MAY-18.
CONTROLS: dict[str, type[CongestionControl]] = {
    "none": NoCongestionControl,
    "tahoe": Tahoe,
    "newreno": NewReno,
    "cubic": Cubic,
}
