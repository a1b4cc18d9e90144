"""The loop against a real local server: new articles, unchanged feeds, broken ones, later versions."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from vedette.store.store import open_store

COMMAND = [sys.executable, "-c", "from vedette.cli.main import run; run()"]
SENTENCE = "The United States warned Russia on Wednesday against an attack on Ukraine. "


class Site:
    """Pages by path, and how often each was asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, str]] = {}
        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def _handler(site) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler's
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                kind, text = site.pages.get(self.path, ("", ""))
                tag = f'"{hash(text)}"'
                code = 404 if not kind else 304 if self.headers.get("If-None-Match") == tag else 200
                self.send_response(code)
                self.send_header("ETag", tag)
                self.send_header("Content-Type", kind or "text/plain")
                body = text.encode() if code == 200 else b""
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler

    def article(self, path: str, title: str, text: str) -> None:
        page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p>"
        self.pages[path] = ("text/html; charset=utf-8", page + "</article></body></html>")


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with a feed of one article."""
    site = Site()
    item = f"<item><title>Warning</title><link>{site.url}/one</link><guid>one</guid></item>"
    site.pages["/feed"] = (
        "application/rss+xml",
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{item}</channel></rss>',
    )
    site.pages["/broken"] = ("application/rss+xml", "this is no feed")
    site.article("/one", "US warns Russia over Ukraine", SENTENCE * 8)
    thread = threading.Thread(target=site.server.serve_forever)
    thread.start()
    yield site
    site.server.shutdown()
    thread.join()
    site.server.server_close()


def test_a_round_collects_reads_judges_and_tells_of_sick_feeds(site: Site, tmp_path: Path) -> None:
    outlines = "".join(f'<outline xmlUrl="{site.url}/{name}"/>' for name in ("feed", "broken", "gone"))
    (tmp_path / "feeds.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    home = tmp_path / "desk"

    def vedette(*arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "VEDETTE_HOME": str(home), "VEDETTE_ALLOW_PRIVATE": "1"}
        return subprocess.run(
            [*COMMAND, *arguments], env=environment, capture_output=True, text=True, check=False
        )

    assert vedette("init", "--opml", str(tmp_path / "feeds.opml")).returncode == 0
    done = vedette("run", "--once")
    assert done.returncode == 0, done.stderr
    assert "1 new document, " in done.stderr
    with open_store(home / "vedette.db") as store:
        view = store.view()
        assert [document.title for document in view.documents()] == ["US warns Russia over Ukraine"]
        assert sorted(check.outcome for check in view.last_checks()) == ["failed", "failed", "new"]
        assert all(check.next_at > check.at for check in view.last_checks())
        assert view.last_assessment("rus-ukr") is not None
        assert view.last_heartbeat("run") is not None
    examined = vedette("doctor")
    assert examined.returncode == 1
    assert "404" in examined.stdout

    again = vedette("collect", "--now")
    assert "0 new documents" in again.stderr
    assert site.asked.count("/one") == 1
