"""What the remotes can do, compared with what their documentation says they can."""

import pytest

from fillbook.remotes.catalogue import RemoteSpec, remote_spec
from fillbook.remotes.remote import Capability, Remote, Settings
from fillbook.remotes.secret import Secret

CAN = Capability
MATRIX: dict[str, dict[Capability, bool]] = {
    # Rows of the matrix: list with ids, detail, create, update, delete, fills, pictures, keys.
    "tradervue": {
        CAN.ROW_IDS: True, CAN.DETAIL: True, CAN.CREATE: True, CAN.IMPORT: True,
        CAN.UPDATE: True, CAN.ARCHIVE: False, CAN.DELETE: True, CAN.FILLS: False,
        CAN.SCREENSHOTS: False, CAN.KEYS: False, CAN.EXECUTIONS: False, CAN.ACCOUNTS: False,
    },
    "tradavity": {
        CAN.ROW_IDS: True, CAN.DETAIL: True, CAN.CREATE: True, CAN.IMPORT: False,
        CAN.UPDATE: True, CAN.ARCHIVE: True, CAN.DELETE: False, CAN.FILLS: True,
        CAN.SCREENSHOTS: True, CAN.KEYS: True, CAN.EXECUTIONS: False, CAN.ACCOUNTS: True,
    },
    "tradejournalpro": {
        CAN.ROW_IDS: False, CAN.DETAIL: False, CAN.CREATE: True, CAN.IMPORT: False,
        CAN.UPDATE: False, CAN.ARCHIVE: False, CAN.DELETE: False, CAN.FILLS: False,
        CAN.SCREENSHOTS: False, CAN.KEYS: False, CAN.EXECUTIONS: False, CAN.ACCOUNTS: False,
    },
    "tradejournal": {
        CAN.ROW_IDS: True, CAN.DETAIL: False, CAN.CREATE: True, CAN.IMPORT: False,
        CAN.UPDATE: False, CAN.ARCHIVE: False, CAN.DELETE: False, CAN.FILLS: False,
        CAN.SCREENSHOTS: False, CAN.KEYS: False, CAN.EXECUTIONS: False, CAN.ACCOUNTS: False,
    },
}  # fmt: skip

PAGES = {"tradervue": 100, "tradavity": 200, "tradejournalpro": 500, "tradejournal": 100}
ASKED_A_MINUTE = {"tradervue": 60, "tradavity": 48, "tradejournalpro": 48, "tradejournal": 30}
HELD = {
    "tradervue": {"notes", "tags", "initial_risk", "fills"},
    "tradejournalpro": {"notes", "strategy", "trading_session", "stop_loss", "take_profit"},
    "tradejournal": {"notes", "setup", "stop_loss", "take_profit"},
}

each_kind = pytest.mark.parametrize("kind", MATRIX)


def made(spec: RemoteSpec) -> Remote:
    settings = Settings(base_url=spec.default_url, username="trader", options={"contact": "a@b.c"})
    return spec.make(settings, Secret("key"))


@each_kind
def test_a_remote_can_do_what_the_matrix_says_and_nothing_else(kind: str):
    remote = made(remote_spec(kind))

    for capability, can in MATRIX[kind].items():
        assert (capability in remote.capabilities) is can, capability


@each_kind
def test_pages_and_limits_are_the_documented_ones_or_our_share_of_them(kind: str):
    limits = made(remote_spec(kind)).limits

    assert (limits.page, limits.per_minute) == (PAGES[kind], ASKED_A_MINUTE[kind])


@pytest.mark.parametrize("kind", HELD)
def test_a_remote_holds_the_fields_that_its_documentation_names(kind: str):
    remote = made(remote_spec(kind))

    assert remote.holds == HELD[kind]
    assert remote.write_only <= remote.holds
    assert ("stop_loss" in remote.write_only) is (kind == "tradejournal")


@each_kind
def test_only_writes_that_a_remote_can_do_are_on_its_routes(kind: str):
    spec = remote_spec(kind)
    methods = {route.method for route in spec.routes}
    can = made(spec).capabilities

    assert ("DELETE" in methods) is bool(can & {CAN.ARCHIVE, CAN.DELETE})
    assert bool(methods & {"PUT", "PATCH"}) is (CAN.UPDATE in can)
