"""A real HTTP server on 127.0.0.1 that serves whatever a test needs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Respond = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """Routes by path, and the requests that came in."""

    port: int = 0
    routes: dict[str, Respond] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]

    def add(
        self,
        path: str,
        body: bytes | str = b"",
        status: int = 200,
        kind: str | None = "text/html",
        **headers: str,
    ) -> None:
        payload = body.encode() if isinstance(body, str) else body

        def respond(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            if kind is not None:
                handler.send_header("Content-Type", kind)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            if "Content_Length" not in headers:
                handler.send_header("Content-Length", str(len(payload)))
            handler.end_headers()
            handler.wfile.write(payload)

        self.routes[path] = respond

    def raw(self, path: str, pieces: Callable[[], Iterator[bytes]], pause: float = 0.0) -> None:
        """Serve the bytes as they are, headers included, piece by piece, then close."""

        def respond(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            for piece in pieces():
                if self.stop.wait(pause):
                    return
                handler.wfile.write(piece)
                handler.wfile.flush()

        self.routes[path] = respond


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hangs up is what half of these tests are about."""


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            with suppress(ConnectionError):
                respond = served.routes.get(self.path)
                if respond is not None:
                    respond(self)
                else:
                    self.send_response(404)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Keep quiet."""

    server = _Server(("127.0.0.1", 0), Handler)
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield served
    served.stop.set()
    server.shutdown()
    server.server_close()
    thread.join()
