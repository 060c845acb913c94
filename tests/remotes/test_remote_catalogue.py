from pathlib import Path

import pytest

from fillbook.domain.errors import NotFound, Refused
from fillbook.remotes import catalogue
from fillbook.remotes.addresses import canonical_base_url
from fillbook.remotes.catalogue import REMOTES, Login, RemoteSpec, remote_spec
from fillbook.remotes.remote import Settings
from fillbook.remotes.secret import Secret

each_remote = pytest.mark.parametrize("spec", REMOTES, ids=lambda spec: spec.kind)


def test_every_folder_of_a_remote_is_listed():
    folders = Path(catalogue.__file__).parent.glob("*/remote.py")

    assert {file.parent.name for file in folders} == {spec.kind for spec in REMOTES}


@each_remote
def test_a_remote_is_what_its_entry_says(spec: RemoteSpec):
    settings = Settings(base_url=spec.default_url, username="ann@example.org", server="demo")
    remote = spec.make(settings, Secret("some-key"))

    assert (remote.kind, remote.title) == (spec.kind, spec.title)
    assert canonical_base_url(spec.default_url, spec.default_url) == spec.default_url
    assert spec.default_url.startswith("https://")
    assert remote.limits.per_minute > 0


@each_remote
def test_a_remote_is_never_asked_for_anything_that_moves_money(spec: RemoteSpec):
    words = ("order", "position", "transfer", "withdraw", "payout", "deposit")
    writes = [route for route in spec.routes if route.method != "GET"]

    assert len(set(spec.routes)) == len(spec.routes) > 0
    assert not [route for route in writes if any(word in route.path for word in words)]


def test_a_key_is_cleaned_and_a_password_kept():
    by_login = {spec.login: spec for spec in REMOTES}

    assert by_login[Login.KEY].cleaned(" Bearer abc\n").reveal() == "abc"
    with pytest.raises(Refused):
        by_login[Login.KEY].cleaned("two words")


def test_a_kind_is_found_by_its_name():
    assert remote_spec("tradavity").title == "Tradavity"
    with pytest.raises(NotFound, match="tradavity"):
        remote_spec("journalx")
