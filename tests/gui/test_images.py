"""Pictures: read from files, drops and the clipboard."""

from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QSize, QUrl
from PySide6.QtGui import QColor, QImage, QTransform

from fillbook.domain.image import NamedBytes
from fillbook.gui.image_drop import has_pictures, pictures, png_bytes
from fillbook.gui.images import THUMBNAIL, NotAPicture, read_picture, write_thumbnail
from shared_data import shared_data

MIMES = {".jpg": "image/jpeg", ".gif": "image/gif", ".png": "image/png"}


def an_image(width: int = 640, height: int = 360) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    return image


@pytest.mark.usefixtures("qapp")
def test_a_picture_is_fitted_into_its_bound(tmp_path: Path):
    file = tmp_path / "shot"
    file.write_bytes(png_bytes(an_image(1600, 900)))

    assert read_picture(file, "image/png", THUMBNAIL).size() == QSize(320, 180)
    assert read_picture(file, "image/png").size() == QSize(1600, 900)


@pytest.mark.usefixtures("qapp")
def test_a_thumbnail_can_be_read_again(tmp_path: Path):
    write_thumbnail(an_image(320, 180), tmp_path / "cache" / "a.jpg")

    assert QImage(str(tmp_path / "cache" / "a.jpg")).size() == QSize(320, 180)
    assert len(list((tmp_path / "cache").iterdir())) == 1


@pytest.mark.usefixtures("qapp")
def test_a_turned_photo_is_shown_upright():
    file = shared_data("images/hopper_orientation_6.jpg")

    image = read_picture(file, "image/jpeg")

    lying = QImage(str(file)).transformed(QTransform().rotate(90))
    corners = [(5, 5), (120, 5), (5, 120), (120, 120), (64, 20)]
    assert [image.pixel(*at) for at in corners] == [lying.pixel(*at) for at in corners]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "name",
    [
        "broken.png",
        "decompression_bomb.gif",
        "decompression_bomb.ico",
        "decompression_bomb_extents.gif",
        "zero_width.gif",
        "truncated_jpeg.jpg",
        "crash-0da013a13571cc8eb457a39fee8db18f8a3c7127.tif",
        "oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif",
        "apng_delay.png",
    ],
)
def test_a_naughty_picture_is_shown_or_refused_without_harm(name: str):
    file = shared_data(f"images/{name}")

    with suppress(NotAPicture):
        image = read_picture(file, MIMES.get(file.suffix, "image/png"), THUMBNAIL)
        assert 0 < image.width() <= THUMBNAIL.width()


@pytest.mark.usefixtures("qapp")
def test_a_pdf_that_is_none_says_so(tmp_path: Path):
    file = tmp_path / "plan"
    file.write_bytes(b"%PDF-1.4 nothing")

    with pytest.raises(NotAPicture, match="PDF"):
        read_picture(file, "application/pdf", THUMBNAIL)


def test_a_missing_file_says_so(tmp_path: Path):
    with pytest.raises(NotAPicture, match="missing"):
        read_picture(tmp_path / "gone", "image/png")


@pytest.mark.usefixtures("qapp")
def test_dropped_files_come_as_they_are(tmp_path: Path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.png", "b.txt")])

    assert pictures(mime) == [tmp_path / "a.png"]


@pytest.mark.usefixtures("qapp")
def test_a_browser_picture_keeps_its_own_bytes():
    mime = QMimeData()
    mime.setUrls([QUrl("https://charts.example/shot.png")])
    mime.setData("image/png", QByteArray(png_bytes(an_image())))
    mime.setImageData(an_image())

    assert pictures(mime) == [NamedBytes("Pasted picture.png", png_bytes(an_image()))]


@pytest.mark.usefixtures("qapp")
def test_pixels_alone_become_a_png():
    mime = QMimeData()
    mime.setImageData(an_image())

    (picture,) = pictures(mime)

    assert isinstance(picture, NamedBytes)
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.usefixtures("qapp")
def test_an_address_alone_is_no_picture_and_nothing_is_fetched():
    mime = QMimeData()
    mime.setUrls([QUrl("https://charts.example/shot.png")])

    assert not has_pictures(mime)
    assert pictures(mime) == []
