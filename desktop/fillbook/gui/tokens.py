"""The colours of the four themes and of the P&L schemes, by name."""

from enum import StrEnum


class Look(StrEnum):
    """What the window is painted in."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast_light"
    CONTRAST_DARK = "contrast_dark"


class Scheme(StrEnum):
    """Which two colours say gain and loss."""

    BLUE_ORANGE = "blue_orange"
    STANDARD = "standard"
    ASIA = "asia"
    VIVID = "vivid"


_LOOKS = tuple(Look)

_TABLE = {
    "chrome": ("#F0EEE9", "#0D0E10", "#FFFFFF", "#000000"),
    "canvas": ("#F7F6F3", "#121316", "#FFFFFF", "#000000"),
    "surface": ("#FFFFFF", "#191B1F", "#FFFFFF", "#000000"),
    "sunken": ("#F4F2EE", "#141518", "#FFFFFF", "#000000"),
    "raised": ("#FFFFFF", "#22252A", "#FFFFFF", "#000000"),
    "hover": ("#F5F3EF", "#1F2226", "#EDEDED", "#1F1F1F"),
    "pressed": ("#EAE7E1", "#292C32", "#DADADA", "#303030"),
    "line": ("#E6E3DD", "#26292E", "#595959", "#9A9A9A"),
    "grid": ("#EFECE7", "#212429", "#BDBDBD", "#4A4A4A"),
    "control": ("#CFCAC1", "#3B3F47", "#1A1A1A", "#E6E6E6"),
    "text": ("#1C1B19", "#ECEDEF", "#000000", "#FFFFFF"),
    "text2": ("#55514A", "#ACB0B8", "#1F1F1F", "#EDEDED"),
    "text3": ("#69645C", "#90959E", "#3A3A3A", "#D2D2D2"),
    "disabled": ("#A8A39A", "#5C6068", "#6B6B6B", "#A0A0A0"),
    "accent": ("#5348C7", "#A49CFF", "#2A1FA0", "#FFE14D"),
    "accent_fill": ("#5348C7", "#6558DD", "#2A1FA0", "#FFE14D"),
    "on_accent": ("#FFFFFF", "#FFFFFF", "#FFFFFF", "#000000"),
    "accent_soft": ("#ECEAFA", "#26243F", "#E3E0FF", "#333000"),
    "accent_line": ("#C9C4F0", "#4A4585", "#2A1FA0", "#FFE14D"),
    "ok": ("#177343", "#4CC38A", "#0A5228", "#6BF2A4"),
    "ok_soft": ("#E5F3EA", "#15291F", "#FFFFFF", "#000000"),
    "warn": ("#8A5A00", "#E0B04A", "#5C3B00", "#FFD36B"),
    "warn_soft": ("#FBF1DA", "#2C2413", "#FFFFFF", "#000000"),
    "bad": ("#B3312A", "#F27B70", "#8B0D0D", "#FF9C94"),
    "bad_soft": ("#FBE9E7", "#301B1A", "#FFFFFF", "#000000"),
    "candle_up": ("#FFFFFF", "#191B1F", "#FFFFFF", "#000000"),
    "candle_edge": ("#6F6A62", "#A3A8B1", "#000000", "#FFFFFF"),
    "candle_down": ("#6F6A62", "#7B818B", "#000000", "#FFFFFF"),
    "shadow": ("#1C3C321E", "#6E000000", "#00000000", "#00000000"),
}

_PNL = {
    Scheme.BLUE_ORANGE: (
        ("#1A63C4", "#6CAEFF", "#003C8F", "#7CC4FF"),
        ("#A64A00", "#F39A4D", "#7A3300", "#FFB570"),
    ),
    Scheme.STANDARD: (
        ("#14703F", "#4CC38A", "#0A5228", "#6BF2A4"),
        ("#B3261E", "#F4817A", "#8B0D0D", "#FF9C94"),
    ),
    Scheme.ASIA: (
        ("#B3261E", "#F4817A", "#8B0D0D", "#FF9C94"),
        ("#14703F", "#4CC38A", "#0A5228", "#6BF2A4"),
    ),
    Scheme.VIVID: (
        ("#00458F", "#5CD6FF", "#003070", "#7FE3FF"),
        ("#A8005C", "#FF86C0", "#7D0045", "#FF9FD0"),
    ),
}

CATEGORIES = (
    "#8C7CF0",  # violet
    "#5FA8A0",  # teal
    "#C9824A",  # ochre
    "#6C93C9",  # steel
    "#B7668C",  # rose
    "#8E9A55",  # olive
    "#8A93A3",  # slate
    "#B9A26A",  # sand
)
"""Dots of the user's own categories; the same in every theme."""


def tokens(look: Look, scheme: Scheme) -> dict[str, str]:
    """Every colour by name, as #RRGGBB or #AARRGGBB."""
    column = _LOOKS.index(look)
    found = {name: shades[column] for name, shades in _TABLE.items()}
    gain, loss = _PNL[scheme]
    found["gain"], found["loss"] = gain[column], loss[column]
    return found
