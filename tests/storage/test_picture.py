"""What a picture is, by its first bytes."""

import struct
from contextlib import suppress
from io import BytesIO

import pytest

from fillbook.domain.errors import Refused
from fillbook.storage.picture import Picture, read_picture
from pictures import gif, jpeg, png, webp
from shared_data import shared_data


@pytest.mark.parametrize(
    ("content", "picture"),
    [
        (png(1920, 1080), Picture("image/png", 1920, 1080)),
        (jpeg(800, 600), Picture("image/jpeg", 800, 600)),
        (gif(40, 30, (0, 0, 40, 30)), Picture("image/gif", 40, 30)),
        (webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 64, 48)),
         Picture("image/webp", 64, 48)),
        (webp(b"VP8L", b"\x2f" + struct.pack("<I", 99 | 49 << 14) + bytes(5)),
         Picture("image/webp", 100, 50)),
        (webp(b"VP8X", bytes(4) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")),
         Picture("image/webp", 640, 480)),
    ],
)  # fmt: skip
def test_a_header_says_type_and_size(content: bytes, picture: Picture):
    assert read_picture("x", BytesIO(content)) == picture


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("orientation", "upright"), [(1, (800, 600)), (3, (800, 600)), (6, (600, 800)), (8, (600, 800))]
)
def test_a_photo_is_measured_upright(order: str, orientation: int, upright: tuple[int, int]):
    picture = read_picture("x.jpg", BytesIO(jpeg(800, 600, orientation, order)))

    assert (picture.width, picture.height) == upright


def test_a_pdf_is_measured_by_its_first_page():
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    content = BytesIO()
    document.save(content)

    assert read_picture("plan.pdf", content) == Picture("application/pdf", 595, 842)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (png(20_001, 1), "too large: 20001 x 1"),
        (png(10_000, 5_001), "too large"),
        (png(0, 7), "empty: 0 x 7"),
        (png(7, 7)[:20], "damaged"),
        (png(7, 7)[:-1] + b"\0", "damaged"),
        (jpeg(7, 7)[:10], "damaged"),
        (b"\xff\xd8\xff\xd9", "damaged"),
        (gif(30_000, 5, (0, 0, 5, 5)), "too large"),
        (gif(5, 5, (0, 30_000, 5, 5)), "too large: 5 x 30005"),
        (gif(5, 5, (0, 0, 0, 5)), "empty"),
        (b"GIF89a", "damaged"),
        (webp(b"ALPH", bytes(10)), "damaged"),
        (b"%PDF-1.7 nothing", "damaged"),
        (b"<svg/>", "no PNG"),
        (b"", "no PNG"),
        (b"II*\0", "no PNG"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(content: bytes, reason: str):
    with pytest.raises(Refused, match=reason):
        read_picture("x", BytesIO(content))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("decompression_bomb.gif", "too large"),
        ("decompression_bomb.ico", "no PNG"),
        ("broken.png", "damaged"),
        ("zero_width.gif", "empty"),
        ("crash-0da013a13571cc8eb457a39fee8db18f8a3c7127.tif", "no PNG"),
        ("oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif", "no PNG"),
    ],
)
def test_hostile_pictures_are_refused(name: str, reason: str):
    with shared_data(f"images/{name}").open("rb") as file, pytest.raises(Refused, match=reason):
        read_picture(name, file)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("apng_delay.png", (128, 64)),
        ("hopper_orientation_6.jpg", (128, 128)),
        ("truncated_jpeg.jpg", (100, 100)),
        ("decompression_bomb_extents.gif", (100, 100)),
    ],
)
def test_odd_pictures_are_measured(name: str, size: tuple[int, int]):
    with shared_data(f"images/{name}").open("rb") as file:
        picture = read_picture(name, file)

    assert (picture.width, picture.height) == size


def test_no_cut_of_a_picture_does_harm():
    whole = [png(9, 9), jpeg(9, 9, 6), gif(9, 9, (0, 0, 9, 9)), webp(b"VP8X", bytes(10))]
    for content in whole:
        for length in range(len(content)):
            with suppress(Refused):
                read_picture("x", BytesIO(content[:length]))
