import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.remotes.body import MAX_PICTURE_BYTES, Body, largest_bytes
from fillbook.remotes.errors import Unreadable
from fillbook.remotes.json_text import MAX_BYTES


@given(st.binary(max_size=3000), st.integers(1, 400), st.booleans())
def test_a_body_comes_whole_in_whatever_pieces(content: bytes, size: int, packed: bool):
    sent = gzip.compress(content) if packed else content
    body = Body("gzip" if packed else "", len(content))

    for start in range(0, len(sent), size):
        body.take(sent[start : start + size])

    assert body.whole() == content


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_one_byte_too_many_is_refused(encoding: str):
    content = b"x" * 1001
    body = Body(encoding, 1000)

    with pytest.raises(Unreadable, match="larger"):
        body.take(gzip.compress(content) if encoding else content)


def test_a_bomb_is_not_unpacked_beyond_the_bound():
    bomb = gzip.compress(bytes(50 * 1024 * 1024))
    body = Body("gzip", 1000)

    with pytest.raises(Unreadable, match="larger"):
        body.take(bomb)

    assert len(body._pieces) <= 1001


def test_a_packed_answer_without_its_end_is_cut_off():
    body = Body("gzip", 1000)
    body.take(gzip.compress(b"some trades")[:-6])

    with pytest.raises(Unreadable, match="cut off"):
        body.whole()


def test_nothing_follows_the_end_of_a_packed_answer():
    body = Body("gzip", 1000)
    body.take(gzip.compress(b"some trades"))

    with pytest.raises(Unreadable, match="goes on"):
        body.take(b"more")


def test_what_is_not_packed_as_it_says_cannot_be_read():
    with pytest.raises(Unreadable, match="unpacked"):
        Body("gzip", 1000).take(zlib.compress(b"some trades"))
    with pytest.raises(Unreadable, match="nobody asked"):
        Body("br", 1000)


def test_a_packed_answer_without_a_body_is_empty():
    assert Body("gzip", 1000).whole() == b""


def test_pictures_have_a_bound_of_their_own():
    assert largest_bytes("Image/PNG") == MAX_PICTURE_BYTES
    assert largest_bytes("application/pdf") == MAX_PICTURE_BYTES
    assert largest_bytes("application/json; charset=utf-8") == MAX_BYTES
    assert largest_bytes("") == MAX_BYTES
