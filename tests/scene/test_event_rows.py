"""Rows of the event list: whose doing each is."""

import pytest

from tcpanim.explain.narrate import narrate
from tcpanim.i18n import LANGUAGES
from tcpanim.scene.event_rows import EventRows
from tcpanim.scene.reasons import spoken_at
from tcpanim.trace.events import EventKind
from tests.explain.test_narrate import builtin
from tests.explain.texts import naming


def rows_of(name, kind):
    trace = builtin(name)
    rows = EventRows(trace)
    return trace, rows, next(row for row, root in enumerate(rows.roots) if root.kind is kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_loss_in_the_network_is_nobodys_doing(language):
    trace, rows, row = rows_of("lost-last-ack", EventKind.LOST)
    names = naming(trace, language)
    told = rows.tell(row, names)
    assert (told.side, told.host) == ("none", {"en": "Network", "zh": "网络"}[language])
    assert row in rows.chosen("none", None)
    assert row not in rows.chosen("left", None) + rows.chosen("right", None)
    assert [one.host for one in narrate(trace, rows.time(row))] == [None]
    assert spoken_at(trace, rows.time(row), names).side == "none"


def test_what_has_a_wrong_checksum_is_discarded_by_its_receiver():
    trace, rows, row = rows_of("corrupted-segment", EventKind.DISCARDED)
    names = naming(trace, "en")
    receiver = trace.flight(rows.segment(row)).receiver
    side = "left" if receiver == trace.hosts[0].name else "right"
    assert narrate(trace, rows.time(row))[0].host == receiver
    told = rows.tell(row, names)
    assert (told.side, told.host) == (side, names.host(receiver))
    assert row in rows.chosen(side, None)
    assert spoken_at(trace, rows.time(row), names).side == side
