import pytest
from PySide6.QtGui import QColor

from fillbook.gui import theme
from fillbook.gui.theme import Mode
from fillbook.gui.tokens import Look, Scheme, tokens

_GROUNDS = ("canvas", "surface", "chrome", "hover", "accent_soft")
_STATES = ("ok", "warn", "bad")
_CONTRAST = (Look.CONTRAST_LIGHT, Look.CONTRAST_DARK)


def ratio(ink: QColor, ground: QColor) -> float:
    """The contrast ratio of WCAG 2."""
    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(named: dict[str, str], ink: str, ground: str) -> float:
    return ratio(QColor(named[ink]), QColor(named[ground]))


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("ink", ["text", "text2", "text3", "accent", *_STATES])
def test_words_can_be_read_on_every_surface(look: Look, ink: str):
    named = tokens(look, Scheme.BLUE_ORANGE)

    worst = min(contrast(named, ink, ground) for ground in (*_GROUNDS, "pressed"))

    assert worst >= 4.5


@pytest.mark.parametrize("look", _CONTRAST)
@pytest.mark.parametrize("ink", ["text", "text2", "text3", "accent", *_STATES])
def test_high_contrast_keeps_seven_on_its_base(look: Look, ink: str):
    assert contrast(tokens(look, Scheme.BLUE_ORANGE), ink, "surface") >= 7


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("state", _STATES)
def test_a_state_can_be_read_on_its_own_tint(look: Look, state: str):
    assert contrast(tokens(look, Scheme.BLUE_ORANGE), state, f"{state}_soft") >= 4.5


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("result", ["gain", "loss"])
def test_results_can_be_read_on_every_surface_and_selection(
    look: Look, scheme: Scheme, result: str
):
    named = tokens(look, scheme)

    assert min(contrast(named, result, ground) for ground in _GROUNDS) >= 4.5


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("result", ["gain", "loss"])
def test_tinted_cells_keep_their_figures_readable(look: Look, scheme: Scheme, result: str):
    named = tokens(look, scheme)
    surface, ink = QColor(named["surface"]), QColor(named[result])

    day = theme.blend(surface, ink, 0.16)
    heat = theme.blend(surface, ink, 0.45)

    assert ratio(ink, day) >= (4.5 if look not in _CONTRAST else 3.0)
    assert ratio(QColor(named["text2"]), day) >= 5.5
    assert ratio(QColor(named["text"]), heat) >= 4.5


@pytest.mark.parametrize("look", Look)
def test_the_primary_button_can_be_read(look: Look):
    assert contrast(tokens(look, Scheme.BLUE_ORANGE), "on_accent", "accent_fill") >= 4.5


def test_a_theme_change_reaches_everyone_once(qtbot):
    theme.apply(Mode.LIGHT)
    heard = []
    theme.events.changed.connect(lambda: heard.append(theme.look()))

    theme.apply(Mode.DARK, Scheme.VIVID, 1.5)

    assert heard == [Look.DARK]
    assert theme.color("gain").name().upper() == "#5CD6FF"
    assert theme.font("body").pixelSize() == 20
    theme.apply(Mode.LIGHT)


def test_figures_have_one_width_in_every_role(qtbot):
    from PySide6.QtGui import QFontMetricsF

    from fillbook.gui.fonts import ROLES

    theme.apply(Mode.LIGHT)
    for role in ROLES:
        metrics = QFontMetricsF(theme.font(role))
        assert len({round(metrics.horizontalAdvance(digit), 2) for digit in "0123456789"}) == 1
