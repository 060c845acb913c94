"""Runs connections: each over its own line, with its own secret, at its own pace."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from fillbook.domain.change import Changes
from fillbook.domain.connection import Connection, ConnectionState
from fillbook.domain.errors import FillbookError, Refused
from fillbook.remotes.catalogue import Login, RemoteSpec, remote_spec
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.http import Transport
from fillbook.remotes.limits import Limiter
from fillbook.remotes.remembering import NO_PASSWORD, Remembering, keep_token, kept_token
from fillbook.remotes.remote import Remote, Settings
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync import breaker
from fillbook.sync.cycle import Asked, reconcile
from fillbook.sync.driver import Driver, Records
from fillbook.sync.effects import Flow, Progress
from fillbook.sync.gate import Gate
from fillbook.sync.loop import Loop, aside
from fillbook.sync.news import Began, Moved, News, Wrote
from fillbook.sync.report import Report
from fillbook.sync.watching import Holdings, watched

T = TypeVar("T")

_log = logging.getLogger(__name__)


def run_now(
    library: Library,
    credentials: Credentials,
    names: Sequence[str] = (),
    *,
    full: bool = False,
    preview: bool = False,
    tell: Callable[[News], object] = lambda news: None,
) -> tuple[Report, ...]:
    """Sync the named connections, or all, until nothing is left that can be done now.

    Raises:
        NotFound: a name is that of no connection.
        FillbookError: the library cannot be used.
    """
    connections = [library.connection(name) for name in names] or list(library.connections())
    asked = Asked(manual=True, full=full, preview=preview)
    runs = Runs(library, credentials, tell, is_gentle=False)
    try:
        with asyncio.Runner(loop_factory=Loop) as runner:
            return tuple(runner.run(_all(runs, connections, asked)))
    finally:
        runs.close()


class Runs:
    """What every run of a library's connections shares.

    Args:
        tell: Hears the news, on the thread of the loop.
        is_gentle: A window is open beside them.
    """

    def __init__(
        self,
        library: Library,
        credentials: Credentials,
        tell: Callable[[News], object],
        *,
        is_gentle: bool,
    ) -> None:
        self.library = library
        self._credentials = credentials
        self._tell = tell
        self._is_gentle = is_gentle
        self._worker = ThreadPoolExecutor(1, "sync-library")
        self._limiters: dict[str, Limiter] = {}
        self._logged_in: dict[str, tuple[Settings, Secret, Remote]] = {}

    def close(self) -> None:
        """Finish what is being written."""
        self._worker.shutdown(wait=True)

    async def connections(self) -> tuple[Connection, ...]:
        """All connections, as they are now."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, self.library.connections)

    async def run(self, connection: Connection, asked: Asked, *, is_probe: bool) -> Report:
        """Bring a connection's both sides together; what that came to."""
        self._tell(Began(connection.id, asked.preview))
        spec = remote_spec(connection.kind)
        try:
            remote, token = await self._let_in(spec, connection)
        except Refused as error:
            return await self._refused(connection, asked, error)
        gate = self._gate(connection, remote, is_probe=is_probe)
        try:
            if asked.preview:
                return await self._tried(spec, connection, remote, gate, asked)
            return await self._driven(self.library, spec, connection, remote, gate, asked)
        finally:
            await self._keep_token(connection, remote, token)
            if not asked.preview:
                self._worker.submit(self._keep_pace, connection.id, gate)

    async def watch(self, connection: Connection) -> tuple[Holdings, ...]:
        """What is open at a broker now. Nothing of it is kept.

        Raises:
            FillbookError: it could not be asked.
        """
        spec = remote_spec(connection.kind)
        remote, token = await self._let_in(spec, connection)
        gate = self._gate(connection, remote, is_probe=False)
        try:
            flow = watched(connection, remote)
            return await self._performed(self.library, spec, connection, gate, flow)
        finally:
            await self._keep_token(connection, remote, token)
            if gate.breaker != breaker.restored(connection.breaker):
                self._worker.submit(self._keep_pace, connection.id, gate)

    async def _let_in(
        self, spec: RemoteSpec, connection: Connection
    ) -> tuple[Remote, Secret | None]:
        """The remote with what it is entered by, and the token that was kept of before.

        Raises:
            Refused: nothing that lets us in is known here.
        """
        secret = await aside(partial(self._credentials.get, connection.id), "secrets")
        token = await aside(partial(kept_token, self._credentials, connection.id), "secrets")
        if secret is None and token is None:
            raise Refused(
                f"{spec.title}'s key or password is not kept on this computer.",
                "Enter it again under Connections.",
            )
        remote = await self._remote(spec, connection, secret or NO_PASSWORD)
        if token is not None and isinstance(remote, Remembering):
            remote.resume(token)
        return remote, token

    async def _keep_token(
        self, connection: Connection, remote: Remote, before: Secret | None
    ) -> None:
        if isinstance(remote, Remembering):
            kept = partial(keep_token, self._credentials, connection.id, before, remote.token())
            await aside(kept, "secrets")

    async def _tried(
        self, spec: RemoteSpec, connection: Connection, remote: Remote, gate: Gate, asked: Asked
    ) -> Report:
        """The report of a run whose transactions are tried out on a copy."""
        loop = asyncio.get_running_loop()
        stage = ExitStack()
        opened = partial(stage.enter_context, self.library.trial())
        try:
            records = await loop.run_in_executor(self._worker, opened)
            return await self._driven(records, spec, connection, remote, gate, asked)
        finally:
            self._worker.submit(stage.close)

    async def _driven(
        self,
        records: Records,
        spec: RemoteSpec,
        connection: Connection,
        remote: Remote,
        gate: Gate,
        asked: Asked,
    ) -> Report:
        flow = reconcile(connection, remote, asked)
        return await self._performed(
            records, spec, connection, gate, flow, is_preview=asked.preview
        )

    async def _performed(
        self,
        records: Records,
        spec: RemoteSpec,
        connection: Connection,
        gate: Gate,
        flow: Flow[T],
        *,
        is_preview: bool = False,
    ) -> T:
        """A flow's result, over a line of its own."""
        transport = Transport(spec.title, connection.base_url, spec.routes)
        driver = Driver(
            records,
            connection,
            transport,
            gate,
            worker=self._worker,
            wrote=partial(self._wrote, connection.id, is_preview),
            moved=partial(self._moved, connection.id),
            is_gentle=self._is_gentle,
        )
        try:
            return await driver.run(flow)
        finally:
            await transport.close()

    async def _remote(self, spec: RemoteSpec, connection: Connection, secret: Secret) -> Remote:
        """The remote of a connection; where one logs in for tokens, the one that has them."""
        loop = asyncio.get_running_loop()
        accounts = await loop.run_in_executor(self._worker, self.library.accounts)
        settings = Settings(
            base_url=connection.base_url,
            username=connection.username,
            server=connection.server,
            accounts=connection.accounts,
            zones={account.id: account.timezone for account in accounts},
            options=connection.options,
        )
        if spec.login is not Login.SERVER:
            return spec.make(settings, secret)
        known = self._logged_in.get(connection.id)
        if known is not None and known[0] == settings and known[1].reveal() == secret.reveal():
            return known[2]
        remote = spec.make(settings, secret)
        self._logged_in[connection.id] = (settings, secret, remote)
        return remote

    def _gate(self, connection: Connection, remote: Remote, *, is_probe: bool) -> Gate:
        """The pace of before; a limiter of this process knows a preview's requests too."""
        if connection.id not in self._limiters:
            self._limiters[connection.id] = Limiter.restored(
                connection.limiter, remote.limits, time.monotonic(), datetime.now(UTC)
            )
        limiter = self._limiters[connection.id]
        remote.limits = limiter.limits
        return Gate(remote, limiter, breaker.restored(connection.breaker), is_probe=is_probe)

    async def _refused(self, connection: Connection, asked: Asked, why: Refused) -> Report:
        """The report of a connection that lets nobody in."""
        report = Report(
            connection_id=connection.id,
            name=connection.name,
            kind=connection.kind,
            state=ConnectionState.REFUSED,
            message=str(why),
        )
        if not asked.preview:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(
                self._worker, self._put_state, connection.id, report.state, report.message
            )
        return report

    def _put_state(self, connection_id: str, state: ConnectionState, message: str | None) -> None:
        def put(store: SyncStore) -> None:
            last = store.connection(connection_id).last_success
            store.put_state(connection_id, state=state, message=message, last_success=last)

        self.library.sync(put, origin="rule")

    def _keep_pace(self, connection_id: str, gate: Gate) -> None:
        """Keep what was learnt of a remote's pace, for the next run and the next program."""

        def put(store: SyncStore) -> None:
            known = store.connection(connection_id)
            store.put_state(
                connection_id,
                state=known.state,
                message=known.message,
                last_success=known.last_success,
                breaker=gate.breaker.written(),
                limiter=gate.limiter.written(time.monotonic(), datetime.now(UTC)),
            )

        try:
            self.library.sync(put, origin="rule")
        except FillbookError as error:  # it is learnt again
            _log.warning("The pace of a connection was not kept: %s", error.title)

    def _wrote(self, connection_id: str, is_preview: bool, changes: Changes) -> None:
        if changes.change_id is not None and not is_preview:
            self._tell(Wrote(connection_id, changes))

    def _moved(self, connection_id: str, progress: Progress) -> None:
        self._tell(Moved(connection_id, progress.words, progress.done, progress.total))


async def _all(runs: Runs, connections: Sequence[Connection], asked: Asked) -> list[Report]:
    """All runs side by side."""
    return await asyncio.gather(
        *(runs.run(connection, asked, is_probe=True) for connection in connections)
    )
