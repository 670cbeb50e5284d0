"""Loopback servers of other protocols: the responses API, Azure OpenAI, and Hugging Face's inference protocol."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Seen:
    """What arrived."""

    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Responses API under /v1, Azure under /openai, Hugging Face under its own paths."""

    protocol_version = "HTTP/1.1"
    seen: Seen

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """The Hub's look-up of who serves a model."""
        self.seen.paths.append(self.path)
        if self.path.startswith("/api/models/"):
            mapping = {
                "hf-inference": {
                    "status": "live",
                    "providerId": "acme/tiny",
                    "task": "conversational",
                    "provider": "hf-inference",
                }
            }
            body = {
                "id": "acme/tiny",
                "inference": "warm",
                "pipeline_tag": "text-generation",
                "inferenceProviderMapping": mapping,
            }
            self._json(200, body | {"tags": ["conversational"]})
        else:
            self._json(404, {"error": "Not Found"})

    def do_POST(self) -> None:
        """Answer a prompt in the protocol of the path."""
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        self.seen.paths.append(self.path)
        self.seen.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.seen.bodies.append(body)
        self.close_connection = True
        model = str(body.get("model", ""))
        if model == "bad-key":
            self._json(401, {"error": {"message": "Invalid token " + self.headers.get("authorization", "")}})
        elif model == "hf-error":
            self._json(503, {"error": "Model is loading", "estimated_time": 20})
        elif self.path.split("?")[0].endswith("/responses"):
            self._responses(model)
        else:
            self._chat(model)

    def _chat(self, model: str) -> None:
        self._start()
        for word in ("Hello", " from", " loopback"):
            self._event(
                {
                    "id": "1",
                    "created": 1,
                    "model": model,
                    "system_fingerprint": "x",
                    "object": "chat.completion.chunk",
                    "choices": [{"index": 0, "delta": {"role": "assistant", "content": word}}],
                }
            )
        self._event(
            {
                "id": "1",
                "created": 1,
                "model": model,
                "system_fingerprint": "x",
                "object": "chat.completion.chunk",
                "choices": [{"index": 0, "delta": {"role": "assistant"}, "finish_reason": "stop"}],
            }
        )
        self._event(
            {
                "id": "1",
                "created": 1,
                "model": model,
                "system_fingerprint": "x",
                "object": "chat.completion.chunk",
                "choices": [],
                "usage": {"prompt_tokens": 4, "completion_tokens": 3, "total_tokens": 7},
            }
        )
        self.wfile.write(b"data: [DONE]\n\n")

    def _responses(self, model: str) -> None:
        if model == "whole":
            content = [{"type": "output_text", "text": "Hello whole", "annotations": []}]
            output = [{"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": content}]
            self._json(
                200, {"id": "r", "object": "response", "status": "completed", "output": output, "usage": _usage()}
            )
            return
        self._start()
        self._event({"type": "response.created", "sequence_number": 0, "response": {"id": "r", "output": []}})
        self._event(
            {
                "type": "response.reasoning_summary_text.delta",
                "sequence_number": 1,
                "delta": "Hm.",
                "item_id": "i",
                "output_index": 0,
                "summary_index": 0,
            }
        )
        for number, word in enumerate(("Hello", " responses")):
            self._event(
                {
                    "type": "response.output_text.delta",
                    "sequence_number": 2 + number,
                    "delta": word,
                    "item_id": "i",
                    "output_index": 0,
                    "content_index": 0,
                    "logprobs": [],
                }
            )
        if model == "fails":
            error = {"code": "server_error", "message": "the model crashed"}
            self._event(
                {"type": "response.failed", "sequence_number": 9, "response": {"id": "r", "error": error, "output": []}}
            )
        elif model == "incomplete":
            response = {
                "id": "r",
                "output": [],
                "incomplete_details": {"reason": "max_output_tokens"},
                "usage": _usage(),
            }
            self._event({"type": "response.incomplete", "sequence_number": 9, "response": response})
        else:
            self._event(
                {
                    "type": "response.completed",
                    "sequence_number": 9,
                    "response": {"id": "r", "output": [], "usage": _usage()},
                }
            )

    def _start(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()

    def _event(self, data: dict[str, Any]) -> None:
        name = f"event: {data['type']}\n" if "type" in data else ""
        self.wfile.write(f"{name}data: {json.dumps(data)}\n\n".encode())
        self.wfile.flush()

    def _json(self, status: int, body: object) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


def _usage() -> dict[str, Any]:
    return {
        "input_tokens": 9,
        "input_tokens_details": {"cached_tokens": 2},
        "output_tokens": 12,
        "output_tokens_details": {"reasoning_tokens": 10},
        "total_tokens": 21,
    }


class PatientServer(ThreadingHTTPServer):
    """A server that lets many callers wait in line: with the usual five, the kernel resets the rest."""

    request_queue_size = 256
    daemon_threads = True


@contextmanager
def running() -> Iterator[tuple[str, Seen]]:
    """Run the server; gives its root address and what it saw."""
    seen = Seen()
    server = PatientServer(("127.0.0.1", 0), type("Bound", (Handler,), {"seen": seen}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
