"""Asking a language model behind an OpenAI-compatible endpoint, within limits of time, size and patience.

No error repeats the key, the address or anything of an answer: errors are stored and shown.
"""

import asyncio
import json
import ssl
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

import httpx2
from pydantic import BaseModel, Field, ValidationError

from vedette.errors import ConfigError, ReadError
from vedette.read.answers import SCHEMA, TASK, no_answer

T = TypeVar("T")

#: Sentences asked about at a time.
AT_ONCE = 4
#: Seconds a sentence may take, attempts and pauses included: a small model on a laptop writes some 20 tokens
#: a second, and `_TOKENS` of them at most.
TIMEOUT = 120.0
_TOKENS = 600
#: Characters of a sentence that are sent; the sentences of a document are no longer.
MOST_TEXT = 2000
#: Bytes of an answer that are read: `_TOKENS` take some 10,000, thoughts beside them ten times as much.
MOST_BYTES = 1_000_000
#: Seconds of waiting before another attempt, and the longest wait a server may ask for (Retry-After).
PAUSES = (1.0, 4.0)
MOST_PAUSE = 60.0
#: After so many sentences in a row without a reply the others aren't asked: two rounds of `AT_ONCE`.
GIVEN_UP = 8
#: What a server says when it is busy or out of order for now.
_AGAIN = frozenset(
    (
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where to ask. Raises ConfigError, which repeats neither key nor address, for what can't be used."""

    url: str  #: base URL, with the version: 'http://127.0.0.1:8080/v1'; it is stored with what is read
    model: str
    key: str = field(default="", repr=False)  #: white space around it, as files of keys have it, is cut

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.key.strip())
        object.__setattr__(self, "url", self.url.strip().rstrip("/"))
        if not (self.key.isascii() and self.key.isprintable()):
            raise ConfigError("endpoint_key: a key is one line of ASCII letters, digits and signs")
        try:
            parsed = httpx2.URL(self.url)
        except (httpx2.InvalidURL, ValueError):
            parsed = httpx2.URL()
        if parsed.scheme not in {"http", "https"} or not parsed.host:
            raise ConfigError("endpoint_url: no address of the form http://host:8080/v1")
        if parsed.userinfo or "?" in self.url or "#" in self.url:
            raise ConfigError(
                "endpoint_url: a user name, password, query or fragment can't be part of it",
                hint="give the key as endpoint_key",
            )


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Reply(BaseModel):
    choices: Annotated[list[_Choice], Field(min_length=1)]


class Inquiry:
    """A row of questions to one endpoint, which is over when the endpoint is silent for too long."""

    over: ReadError | None = None  #: what every further question gets

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._silent = 0  # questions in a row without a reply

    def ask(self, sentences: Sequence[str]) -> list[str | ReadError]:
        """Return the model's words on each sentence, or why there are none, in order."""
        return _finished(self._ask(sentences))

    async def _ask(self, sentences: Sequence[str]) -> list[str | ReadError]:
        headers = {"Content-Type": "application/json"}
        if self._endpoint.key:
            headers["Authorization"] = f"Bearer {self._endpoint.key}"
        turns = asyncio.Semaphore(AT_ONCE)
        # the time of a whole question is limited below, not that of each wait within it
        async with httpx2.AsyncClient(verify=_trusted(), timeout=None, headers=headers) as client:
            return await asyncio.gather(*(self._answer(client, turns, one) for one in sentences))

    async def _answer(
        self, client: httpx2.AsyncClient, turns: asyncio.Semaphore, sentence: str
    ) -> str | ReadError:
        async with turns:
            if self.over:
                return self.over
            try:
                async with asyncio.timeout(TIMEOUT):
                    body = await self._post(client, sentence)
            except ReadError as error:
                return self._unanswered(error)
            except TimeoutError:
                return self._unanswered(_unasked(f"no reply within {TIMEOUT:g} s"))
            self._silent = 0
        if len(body) > MOST_BYTES:
            return ReadError(f"the reading endpoint gave an answer of more than {MOST_BYTES:,} bytes")
        try:
            return _Reply.model_validate_json(body).choices[0].message.content
        except ValidationError as error:
            return no_answer(error)

    def _unanswered(self, error: ReadError) -> ReadError:
        self._silent += 1
        if self._silent >= GIVEN_UP and self.over is None:
            self.over = _unasked(f"{GIVEN_UP} questions in a row had no reply")
        return error

    async def _post(self, client: httpx2.AsyncClient, sentence: str) -> bytes:
        """Return the body of the reply, cut where it is too long. Raises ReadError if there is none."""
        request = {
            "model": self._endpoint.model,
            "temperature": 0,
            "max_tokens": _TOKENS,
            "response_format": {"type": "json_schema", "json_schema": SCHEMA},
            "messages": [
                {"role": "system", "content": TASK},
                {"role": "user", "content": sentence[:MOST_TEXT]},
            ],
        }
        address, content = f"{self._endpoint.url}/chat/completions", json.dumps(request)
        for pause in (*PAUSES, None):
            asked = 0.0
            try:
                async with client.stream("POST", address, content=content) as response:
                    if response.is_success:
                        return await _body(response)
                    problem, again = f"it answered {_status(response)}", response.status_code in _AGAIN
                    asked = _retry_after(response)
            except httpx2.ConnectError as error:
                problem, again = str(error), True
            except httpx2.HTTPError as error:
                problem, again = f"the exchange broke off ({type(error).__name__})", True
            if pause is None or not again or asked > MOST_PAUSE:
                break
            await asyncio.sleep(max(pause, asked))
        raise _unasked(problem)


def _unasked(problem: str) -> ReadError:
    return ReadError(f"the reading endpoint can't be asked: {problem}")


async def _body(response: httpx2.Response) -> bytes:
    body = b""
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > MOST_BYTES:
            break
    return body


def _status(response: httpx2.Response) -> str:
    """Return the status in our own words: the server's may say anything."""
    known = response.status_code in {status.value for status in HTTPStatus}
    phrase = HTTPStatus(response.status_code).phrase if known else ""
    return f"{response.status_code} {phrase}".strip()


def _retry_after(response: httpx2.Response) -> float:
    """Return the seconds to wait that the server asks for; 0 if it says none, or names a time."""
    value = response.headers.get("retry-after", "").strip()
    return float(value) if value.isdecimal() and len(value) < 10 else 0.0


@cache
def _trusted() -> ssl.SSLContext:
    # reading the certificates takes 0.15 s
    return httpx2.create_ssl_context()


def _finished(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns, also where an event loop runs already (in a notebook)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
