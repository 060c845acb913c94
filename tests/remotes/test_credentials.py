import logging
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canary import CANARY, is_leaked, leaking_files
from fillbook.remotes import credentials
from fillbook.remotes.credentials import Credentials, system_keyring
from fillbook.remotes.secret import Secret


class MemoryKeyring:
    """A keyring with Windows' bound on an entry."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        assert len(password.encode("utf-16-le")) <= 2560
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class ForgetfulKeyring(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        """As the null back end does."""


class CuttingKeyring(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[:5])


class FailingKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise OSError(f"cannot unlock for {CANARY}")


def kept_in(keyring: MemoryKeyring | None) -> Credentials:
    return Credentials(lambda: keyring)


def text_of(secret: Secret | None) -> str | None:
    return None if secret is None else secret.reveal()


def test_a_secret_outlives_the_program_in_the_keyring():
    keyring = MemoryKeyring()

    assert kept_in(keyring).keep("c1", Secret(CANARY))

    assert text_of(kept_in(keyring).get("c1")) == CANARY
    assert kept_in(keyring).get("c2") is None


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_the_last_secret_is_read_whole_whatever_its_length(texts: list[str]):
    keyring = MemoryKeyring()
    secrets = kept_in(keyring)

    for text in texts:
        assert secrets.keep("c1", Secret(text * 40))

    assert text_of(secrets.get("c1")) == texts[-1] * 40


def test_a_shorter_secret_leaves_no_piece_of_a_longer_one():
    keyring = MemoryKeyring()
    secrets = kept_in(keyring)
    secrets.keep("c1", Secret("x" * 5000))

    secrets.keep("c1", Secret("short"))

    assert list(keyring.entries.values()) == ["1 short"]


def test_a_forgotten_secret_is_nowhere():
    keyring = MemoryKeyring()
    secrets = kept_in(keyring)
    secrets.keep("c1", Secret("x" * 5000))
    secrets.keep("c2", Secret("other"))

    secrets.forget("c1")
    secrets.forget("c1")

    assert secrets.get("c1") is None
    assert list(keyring.entries.values()) == ["1 other"]


@pytest.mark.parametrize("keyring", [None, ForgetfulKeyring(), CuttingKeyring(), FailingKeyring()])
def test_without_a_good_keyring_a_secret_lasts_for_this_run(keyring: MemoryKeyring | None):
    secrets = kept_in(keyring)

    assert not secrets.keep("c1", Secret(CANARY))

    assert text_of(secrets.get("c1")) == CANARY
    assert kept_in(keyring).get("c1") is None
    assert keyring is None or not keyring.entries
    secrets.forget("c1")
    assert secrets.get("c1") is None


def test_a_lent_secret_is_used_and_kept_nowhere():
    keyring = MemoryKeyring()
    secrets = kept_in(keyring)

    secrets.lend("c1", Secret(CANARY))

    assert text_of(secrets.get("c1")) == CANARY
    assert keyring.entries == {}


def test_a_secret_with_a_missing_piece_is_asked_for_again():
    keyring = MemoryKeyring()
    kept_in(keyring).keep("c1", Secret("x" * 1500))
    del keyring.entries["Fillbook", "c1 2"]

    assert kept_in(keyring).get("c1") is None


def test_a_keyring_that_does_not_answer_is_not_waited_for_twice(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(credentials, "PATIENCE_S", 0.05)
    answers = threading.Event()
    questions: list[int] = []
    keyring = MemoryKeyring()

    def slow() -> MemoryKeyring:
        questions.append(1)
        answers.wait(10)
        return keyring

    secrets = Credentials(slow)
    assert not secrets.keep("c1", Secret("late"))
    assert secrets.get("c2") is None
    assert len(questions) == 1

    asked = next(thread for thread in threading.enumerate() if thread.name == "keyring")
    answers.set()
    asked.join(10)
    assert secrets.keep("c1", Secret("now"))


def test_no_secret_is_in_a_file_a_log_or_a_picture_of_memory(
    own_folders: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: object
):
    caplog.set_level(logging.DEBUG)
    for keyring in (None, MemoryKeyring(), FailingKeyring()):
        secrets = kept_in(keyring)
        secrets.keep("c1", Secret(CANARY))
        secrets.get("c1")
        shown = f"{secrets!r} {vars(secrets)!r} {Secret(CANARY)!r}"
        assert not is_leaked(shown.encode())

    assert not is_leaked(caplog.text.encode())
    assert leaking_files(own_folders) == []
    assert "OSError" in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_crash_leaves_no_picture_of_memory():
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))

    kept_in(None)

    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


def test_the_canary_is_found_in_every_form():
    import base64
    import json
    from urllib.parse import quote

    for form in (
        CANARY.encode(),
        CANARY.encode("utf-16"),
        quote(CANARY).encode(),
        json.dumps({"password": CANARY}).encode(),
        *(base64.b64encode(f"{user}:{CANARY}!".encode()) for user in ("a", "an", "ann", "anna")),
    ):
        assert is_leaked(b"some " + form + b" bytes")
    assert not is_leaked(b"some bytes")


def test_no_plug_in_and_no_variable_changes_the_keyring(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")

    keyring = system_keyring()

    allowed = {"Windows", "macOS", "SecretService", "kwallet"}
    assert keyring is None or type(keyring).__module__.rpartition(".")[2] in allowed
    if sys.platform == "linux":
        assert keyring is None


def test_the_keyring_is_loaded_when_it_is_first_asked():
    import subprocess

    code = (
        "import sys; import fillbook.remotes.credentials as c; c.Credentials();"
        "print('keyring' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
