"""The pages of the window. A page is loaded when it is first shown."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from fillbook.gui.icons import Icon
from fillbook.gui.session import Session


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: its key, how it is called, and how it is made."""

    key: str
    title: str
    icon: Icon
    shortcut: str
    make: Callable[[Session], QWidget]
    group: int = 0  # pages of one group stand together in the navigation
    listed: bool = True  # in the navigation and the View menu
    light: bool = False  # can stand in the first frame: imports nothing heavy


def _dashboard(session: Session) -> QWidget:
    from fillbook.gui.pages.dashboard.page import DashboardPage

    return DashboardPage(session)


def _trades(session: Session) -> QWidget:
    from fillbook.gui.pages.trades.page import TradesPage

    return TradesPage(session)


def _calendar(session: Session) -> QWidget:
    from fillbook.gui.pages.calendar.page import CalendarPage

    return CalendarPage(session)


def _statistics(session: Session) -> QWidget:
    from fillbook.gui.pages.statistics.page import StatisticsPage

    return StatisticsPage(session)


def _positions(session: Session) -> QWidget:
    from fillbook.gui.pages.positions.page import PositionsPage

    return PositionsPage(session)


def _import(session: Session) -> QWidget:
    from fillbook.gui.pages.importing.page import ImportPage

    return ImportPage(session)


def _connections(session: Session) -> QWidget:
    from fillbook.gui.pages.connections.page import ConnectionsPage

    return ConnectionsPage(session)


def _settings(session: Session) -> QWidget:
    from fillbook.gui.pages.settings.page import SettingsPage

    return SettingsPage(session)


def _welcome(session: Session) -> QWidget:
    from fillbook.gui.pages.welcome.page import WelcomePage

    return WelcomePage(session)


def _help(session: Session) -> QWidget:
    from fillbook.gui.pages.guide.page import GuidePage

    return GuidePage(session)


DASHBOARD, TRADES, IMPORT = "dashboard", "trades", "import"
CALENDAR, STATISTICS = "calendar", "statistics"
POSITIONS, CONNECTIONS = "positions", "connections"
SETTINGS, WELCOME, HELP = "settings", "welcome", "help"

PAGES = (
    PageSpec(DASHBOARD, "Dashboard", Icon.DASHBOARD, "Ctrl+1", _dashboard),
    PageSpec(TRADES, "Trades", Icon.TRADES, "Ctrl+2", _trades, light=True),
    PageSpec(POSITIONS, "Open positions", Icon.CROSSHAIR, "Ctrl+7", _positions),
    PageSpec(CALENDAR, "Calendar", Icon.CALENDAR, "Ctrl+4", _calendar),
    PageSpec(STATISTICS, "Statistics", Icon.STATISTICS, "Ctrl+5", _statistics),
    PageSpec(IMPORT, "Import", Icon.IMPORT, "Ctrl+3", _import, group=1),
    PageSpec(CONNECTIONS, "Connections", Icon.CONNECTIONS, "Ctrl+6", _connections, group=1),
    PageSpec(SETTINGS, "Settings", Icon.SETTINGS, "", _settings, listed=False),
    PageSpec(HELP, "Guide", Icon.GUIDE, "", _help, listed=False),
    PageSpec(WELCOME, "Welcome", Icon.PLAY, "", _welcome, listed=False),
)


def page(key: str) -> PageSpec:
    """The page of a key; the trades where there is none, as in a layout of another version."""
    return next((each for each in PAGES if each.key == key), PAGES[1])
