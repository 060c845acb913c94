"""The first words with a remote: is the login right, whose journal is it, which accounts has it."""

import asyncio
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from fillbook.domain.errors import FillbookError
from fillbook.remotes.catalogue import RemoteSpec
from fillbook.remotes.http import Transport
from fillbook.remotes.probing import Findings, Probing
from fillbook.remotes.remembering import Remembering
from fillbook.remotes.remote import Capability, Identity, Remote, RemoteAccount, Settings
from fillbook.remotes.secret import Secret
from fillbook.sync.loop import Loop

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """What a remote said of itself."""

    identity: Identity | None  # None: it cannot tell
    accounts: tuple[RemoteAccount, ...]  # empty where it knows none
    rows: int  # trades on its first page
    fields: tuple[str, ...] = ()  # what the first trade delivered
    findings: Findings = field(default_factory=Findings)  # of a probe
    token: Secret | None = None  # for a later login, where the remote gives one


def greet(
    spec: RemoteSpec,
    settings: Settings,
    secret: Secret,
    token: Secret | None = None,
    *,
    probe: bool = False,
) -> Greeting:
    """Log in and ask, with reads alone.

    Args:
        token: What an earlier login gave for this one.
        probe: Ask also what the vendor's documentation leaves open.

    Raises:
        RefusedThere: the login is wrong, or the key may not do it.
        NotSent, Unclear: the remote cannot be reached.
    """
    with asyncio.Runner(loop_factory=Loop) as runner:
        remote = spec.make(settings, secret)
        if token is not None and isinstance(remote, Remembering):
            remote.resume(token)
        greeting = runner.run(_greet(spec, settings, remote, probe=probe))
    return replace(greeting, token=remote.token()) if isinstance(remote, Remembering) else greeting


async def _greet(spec: RemoteSpec, settings: Settings, remote: Remote, *, probe: bool) -> Greeting:
    transport = Transport(spec.title, settings.base_url, spec.routes)
    try:
        return await _spoken(transport, _conversation(remote, probe=probe))
    finally:
        await transport.close()


def _conversation(remote: Remote, *, probe: bool) -> Generator[Any, Any, Greeting]:
    identity = None
    if Capability.IDENTITY in remote.capabilities:
        identity = yield from remote.identify()
    accounts: tuple[RemoteAccount, ...] = ()
    if Capability.ACCOUNTS in remote.capabilities:
        accounts = yield from remote.accounts()
    page = yield from remote.listing(None)
    fields: tuple[str, ...] = ()
    if page.rows:
        seen = remote.whole(page.rows[0])
        if seen is None and page.rows[0].id is not None:
            seen = yield from remote.read(page.rows[0].id)
        fields = tuple(sorted(seen.fields)) if seen is not None else ()
    findings = Findings()
    if probe and isinstance(remote, Probing):
        findings = yield from remote.findings()
    return Greeting(
        identity=identity,
        accounts=accounts,
        rows=len(page.rows),
        fields=fields,
        findings=findings,
    )


async def _spoken(transport: Transport, operation: Generator[Any, Any, T]) -> T:
    """The result of reads, each answered by the remote itself."""
    try:
        request = next(operation)
        while True:
            assert request.is_read, "a greeting only asks"
            try:
                answer = await transport.exchange(request)
            except FillbookError as error:
                request = operation.throw(error)
            else:
                request = operation.send(answer)
    except StopIteration as end:
        result: T = end.value
        return result
