"""What must hold for every run, whatever the path does to it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tcpanim.scenario.model import Drop, Place, Selector
from tcpanim.sim.run import simulate
from tcpanim.trace.events import EventKind
from tcpanim.units import MS
from tcpanim.wire.seq import add
from tests.sim.runs import scenario

SCRIPT = """
  - {when: {client: ESTABLISHED}, client: {send: 6000}}
  - {when: {server: {received: 3000}}, server: {send: 2500}}
  - {when: {client: {received: 2500}}, client: close}
  - {when: {server: CLOSE-WAIT}, server: close}
"""
BASE = scenario(SCRIPT, more="until: 10 min")


@st.composite
def scenarios(draw):
    """The same story on paths of every kind."""
    per_host = st.fixed_dictionaries
    times, shares = st.integers(0, 120 * MS), st.integers(0, 150_000)
    wire = replace(
        BASE.wire,
        delay=draw(per_host({"client": times, "server": times})),
        loss=draw(per_host({"client": shares, "server": shares})),
        duplicate=draw(per_host({"client": shares, "server": shares})),
        jitter=draw(per_host({"client": times, "server": times})),
        rate=draw(per_host({"client": st.sampled_from((None, 500_000, 10_000_000)), "server": st.none()})),
        queue=draw(per_host({"client": st.sampled_from((None, 3)), "server": st.none()})),
    )
    return replace(BASE, wire=wire, seed=draw(st.integers(0, 2**63 - 1)))


@given(scenarios())
def test_all_data_arrives_once_or_a_user_is_told(one):
    trace = simulate(one)
    complete = trace.delivered("server") == 6000 and trace.delivered("client") == 2500
    assert complete or trace.errors or trace.stopped == "until"
    assert trace.delivered("server") <= 6000
    assert trace.delivered("client") <= 2500
    assert trace.stopped in ("quiet", "until")


@given(scenarios())
def test_the_same_scenario_gives_the_same_trace(one):
    assert simulate(one) == simulate(one)


@given(scenarios(), st.sampled_from(("client", "server")), st.integers(1, 15))
def test_before_a_change_nothing_changes(one, sender, number):
    """One more drop leaves everything up to the dropped segment's sending as it was."""
    before = simulate(one)
    after = simulate(replace(one, faults=(Drop(Selector(sender, segment=number), Place(1, 1)),)))
    sent = [flight for flight in before.flights if flight.sender == sender and flight.copy_of is None]
    until = sent[number - 1].event if len(sent) >= number else len(before.events)
    assert before.events[:until] == after.events[:until]


@given(scenarios())
def test_nothing_is_known_before_it_arrives(one):
    """No acknowledgment and no delivery runs ahead of what has arrived by then."""
    trace = simulate(one)
    for host in trace.hosts:
        arrived: set[int] = set()
        by_event = sorted(
            (event.id, trace.flights[event.row])
            for event in trace.events
            if event.kind is EventKind.ARRIVED and event.host == host.name and event.row is not None
        )
        sent = [flight for flight in trace.flights if flight.sender == host.name and flight.ack_base is not None]
        for flight in sent:
            while by_event and by_event[0][0] < flight.event:
                segment = by_event.pop(0)[1].segment
                arrived.add(add(segment.seq, segment.length))
            assert flight.segment.ack in arrived or flight.segment.kind == "RST"


@given(scenarios())
def test_the_network_invents_nothing(one):
    trace = simulate(one)
    for flight in trace.flights:
        assert flight.sent <= flight.left <= flight.due
        assert flight.sent <= flight.ended
        if flight.arrived is not None:
            assert flight.arrived == flight.due
            assert flight.due - flight.left >= one.wire.delay[flight.sender]
