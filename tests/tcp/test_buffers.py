"""The send buffer, the reader's buffer and the store for early text, each against a plain model of itself."""

from hypothesis import given
from hypothesis import strategies as st

from tcpanim.tcp.buffers import ReceiveBuffer, SendBuffer
from tcpanim.tcp.reassembly import Reassembly


@given(st.lists(st.tuples(st.binary(max_size=9), st.booleans(), st.integers(0, 9)), max_size=30))
def test_the_send_buffer_is_a_queue_of_bytes_with_marks(script):
    buffer, model, marks = SendBuffer(), b"", set()
    for data, push, released in script:
        buffer.append(data, push)
        model += data
        if push:
            marks.add(len(model))
        count = min(released, len(model))
        buffer.release(count)
        model = model[count:]
        marks = {mark - count for mark in marks if mark > count}
        assert len(buffer) == len(model)
        for offset in range(len(model)):
            for length in range(1, len(model) - offset + 1):
                assert buffer.read(offset, length) == model[offset : offset + length]
                assert buffer.pushed(offset, length) == any(offset < mark <= offset + length for mark in marks)


@given(st.lists(st.one_of(st.binary(max_size=9), st.integers(0, 12), st.none()), max_size=30))
def test_the_receive_buffer_is_a_queue_of_bytes(script):
    buffer, model = ReceiveBuffer(), b""
    for step in script:
        if isinstance(step, bytes):
            buffer.append(step)
            model += step
        else:
            count = len(model) if step is None else min(step, len(model))
            assert buffer.take(step) == model[:count]
            model = model[count:]
        assert buffer.unread == len(model)


pieces = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12), st.integers(0, 255)), max_size=25)


@given(pieces, st.integers(0, 12))
def test_the_store_keeps_what_came_first_and_gives_it_out_in_order(script, every):
    store, model, taken = Reassembly(), dict[int, int](), 0
    for index, (offset, length, value) in enumerate(script):
        new = {taken + offset + i for i in range(length)} - set(model)
        assert store.insert(offset, bytes([value]) * length) == len(new)
        model |= dict.fromkeys(new, value)
        if every and index % every == 0:
            expected = bytearray()
            while taken in model:
                expected.append(model.pop(taken))
                taken += 1
            assert b"".join(store.take()) == bytes(expected)
        assert store.size == len(model)
        assert store.empty == (not model)


def test_a_fin_ends_the_store():
    store = Reassembly()
    store.insert(2, b"cdefgh")
    store.insert(10, b"xy")
    assert store.note_fin(5)
    assert (store.size, store.empty, store.fin_is_next) == (3, False, False)
    assert store.insert(4, b"..xyz") == 0
    assert store.insert(0, b"ab") == 2
    assert b"".join(store.take()) == b"abcde"
    assert store.fin_is_next
    assert store.note_fin(0)
    assert not store.note_fin(3)
