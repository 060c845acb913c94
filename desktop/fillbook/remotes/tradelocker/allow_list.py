"""All that is ever asked of the broker. Nothing in it can place, change or close anything."""

from fillbook.remotes.effects import Request
from fillbook.remotes.origin import Route, Trespass

LOGIN = Route("POST", "/auth/jwt/token")
REFRESH = Route("POST", "/auth/jwt/refresh")

ROUTES = (
    LOGIN,
    REFRESH,
    Route("GET", "/auth/jwt/all-accounts"),
    Route("GET", "/trade/config"),
    Route("GET", "/trade/accounts"),
    Route("GET", "/trade/accounts/*/instruments"),
    Route("GET", "/trade/accounts/*/orders"),
    Route("GET", "/trade/accounts/*/ordersHistory"),
    Route("GET", "/trade/accounts/*/positions"),
    Route("GET", "/trade/accounts/*/executions"),
    Route("GET", "/trade/accounts/*/state"),
    Route("GET", "/trade/instruments/*"),
    Route("GET", "/trade/sessions/*"),
    Route("GET", "/trade/sessionStatuses/*"),
    Route("GET", "/trade/quotes"),
    Route("GET", "/trade/dailyBar"),
    Route("GET", "/trade/depth"),
    Route("GET", "/trade/history"),
)


def permitted(request: Request) -> Request:
    """The request, where it is one of those that only read or log in.

    Raises:
        Trespass: it is any other. No byte of it leaves this computer.
    """
    if not any(route.matches(request.method, request.path) for route in ROUTES):
        raise Trespass(f"{request.method} {request.path} could move money")
    return request
