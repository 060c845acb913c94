import pytest

from fillbook.gui import icons
from fillbook.gui.icons import Icon


@pytest.mark.parametrize("icon", Icon)
def test_every_icon_is_in_the_font(qtbot, icon: Icon):
    icons.load()

    drawn = icons.pixmap(icon, size=24, ratio=1.0).toImage()

    inked = any(drawn.pixelColor(x, y).alpha() for x in range(24) for y in range(24))
    assert inked
