"""The program as a child process that a test may kill; its modules are loaded once for all."""

import multiprocessing
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path

_LOADED_ONCE = (
    "fillbook.cli.main",
    "fillbook.remotes.tradavity.remote",
    "fillbook.storage.sync.writing",
    "anyio._backends._asyncio",
    "certifi",
    "cryptography.hazmat.primitives.ciphers.modes",
    "httpx",
    "keyring.backends.fail",
    "secretstorage",
    "truststore",
)
_turn = threading.Lock()
"""multiprocessing keeps its children in one list, for one thread at a time."""


def start(arguments: Sequence[str], typed: Path) -> BaseProcess:
    """``fillbook`` with these arguments, reading what a file says as if it were typed."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(list(_LOADED_ONCE))
    child = forks.Process(target=_run, args=(tuple(arguments), str(typed), dict(os.environ)))
    with _turn:
        child.start()
    return child


def ended(child: BaseProcess, within_s: float) -> int | None:
    """The exit code, below zero after a signal; None while it runs."""
    if not wait([child.sentinel], within_s):
        return None
    with _turn:
        return child.exitcode


def kill(child: BaseProcess) -> int | None:
    """The exit code after SIGKILL; that of its own end where it came too late."""
    child.kill()
    return ended(child, within_s=60)


def _run(arguments: Sequence[str], typed: str, environment: Mapping[str, str]) -> None:
    from fillbook.cli.main import main

    os.environ.update(environment)
    os.dup2(os.open(typed, os.O_RDONLY), 0)
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    sys.stdin = os.fdopen(0, encoding="utf-8")
    sys.exit(main(arguments))
