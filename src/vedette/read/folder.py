"""The reader model's folder: what lies in it, and whether all of it works together.

`reader.onnx` (int8), `tokenizer.json` and `reader.json` (digests, thresholds, temperature); `gate.npy` may
be absent, then every sentence is read. What is damaged or fits not is refused before anything is read.
"""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from vedette.errors import ReadError
from vedette.read.gate import BUCKETS

Floats = NDArray[np.float32]
Chance = Annotated[float, Field(ge=0, le=1)]

_HINT = "reinstall vedette"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was fitted after training, on held-out training data. Read from reader.json."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    digests: dict[
        Literal["reader.onnx", "tokenizer.json", "gate.npy"], str
    ]  #: SHA-256; only gate.npy may lack
    trigger_threshold: Chance = 0.5  #: of a sentence's surest act
    #: of its other acts. On 257 held-out headlines this raises F1 of kinds by 1 to 2 points over one
    #: threshold for all, with as many headlines left empty.
    further_threshold: Chance = 0.5
    kind_share: Chance = 0.5  #: weight of the sentence's kind head against the trigger's own
    temperature: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0  #: of the event confidence
    asserted_threshold: Chance = 0.5  #: chance from which an act is taken to have happened
    indicator_thresholds: dict[str, Chance]
    #: sentences that score less are not read; see vedette.read.gate
    gate_threshold: Annotated[float, Field(lt=np.inf)] = -np.inf
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The parts of a model, ready to run."""

    settings: Settings
    digest: str  #: of the files and of the thresholds fitted to them
    tokenizer: Any
    session: Any
    gate: Floats | None


def load(folder: Traversable | Path, *, threads: int, most_tokens: int) -> Model:
    """Return the model in a folder; longer texts than `most_tokens` are cut.

    Raises ReadError if a file is missing, is not the one whose digest is written down, or can't be used.
    """
    try:
        fitted = folder.joinpath("reader.json").read_bytes()
        settings = TypeAdapter(Settings).validate_json(fitted)
        files = {name: folder.joinpath(name).read_bytes() for name in settings.digests}
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ReadError(
            f"the reader model can't be loaded: reader.json: {where}: {first['msg']}", hint=_HINT
        ) from error
    except OSError as error:
        raise ReadError(f"the reader model can't be loaded: {error}", hint=_HINT) from error
    for name in ("reader.onnx", "tokenizer.json"):
        if name not in files:
            raise ReadError(f"the reader model can't be loaded: reader.json: no digest of {name}", hint=_HINT)
    for name, wanted in settings.digests.items():
        if hashlib.sha256(files[name]).hexdigest() != wanted:
            raise ReadError(f"the reader model is damaged: {name} has another digest", hint=_HINT)
    gate = files.get("gate.npy")
    return Model(
        settings=settings,
        digest=hashlib.sha256(fitted).hexdigest(),
        tokenizer=_tokenizer(files["tokenizer.json"], most_tokens),
        session=_session(folder.joinpath("reader.onnx"), threads),
        gate=_gate(gate) if gate is not None else None,
    )


@contextmanager
def using(name: str) -> Iterator[None]:
    """Turn what a library says of a file that it can't use into a ReadError."""
    try:
        yield
    except Exception as error:
        raise ReadError(f"the reader model is damaged: {name} can't be used: {error}", hint=_HINT) from error


def _tokenizer(data: bytes, most_tokens: int) -> Any:
    from tokenizers import Tokenizer

    with using("tokenizer.json"):
        tokenizer = Tokenizer.from_str(data.decode())
        tokenizer.no_padding()
        tokenizer.enable_truncation(most_tokens)
        return tokenizer


def _session(file: Traversable | Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # errors are raised; printing them beside that helps nobody
    options.enable_cpu_mem_arena = False  # kept memory would be what the largest batch ever took
    # by its path: of what is given as bytes the library keeps a copy
    with using("reader.onnx"), as_file(file) as path:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _gate(data: bytes) -> Floats:
    with using("gate.npy"):
        gate: Floats = np.load(io.BytesIO(data)).astype(np.float32)
        if gate.shape != (BUCKETS + 1,) or not np.isfinite(gate).all():
            raise ValueError(f"{BUCKETS + 1} finite weights wanted, not {gate.shape}")
        return gate
