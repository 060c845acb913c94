"""Serving a stand-in on a loopback port, with its faults enacted on the real socket."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from standins.faults import AnswerLost, Faulty, NotDelivered
from standins.wire import Answered, Asked, StandIn


@contextmanager
def serving(stand_in: StandIn | Faulty, port: int = 0) -> Iterator[str]:
    """The base URL, http://127.0.0.1:PORT, while the block runs."""
    server = _Server(stand_in if isinstance(stand_in, Faulty) else Faulty(stand_in), port)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def serve_for_ever(stand_in: StandIn, port: int) -> None:
    """Serve by hand, until interrupted."""
    with serving(stand_in, port) as base_url:
        print(base_url, flush=True)
        threading.Event().wait()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, faulty: Faulty, port: int) -> None:
        self.faulty = faulty
        self.turn = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self.server_bind()
        self.server_activate()

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no event."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        asked = self._asked()
        try:
            with self.server.turn:
                answer = self.server.faulty.exchange(asked)
        except (NotDelivered, AnswerLost):
            self._hang_up()
            return
        self._send(answer)

    def _asked(self) -> Asked:
        length = int(self.headers.get("content-length") or 0)
        parts = urlsplit(self.path)
        return Asked(
            method=self.command,
            path=unquote(parts.path),
            query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length) if length else b"",
        )

    def _send(self, answer: Answered) -> None:
        declared = answer.headers.get("content-length")
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if declared is None and answer.status != 204:
            self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)
        if declared is not None and int(declared) > len(answer.body):
            self.wfile.flush()
            self.close_connection = True  # in mid-body

    def _hang_up(self) -> None:
        self.close_connection = True
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Tests are quiet."""
