"""Servers of our own on loopback that speak the chat-completions protocol well or badly, each fault by name.

A fault is the model's name in the request: one server plays them all, at the same time.
"""

from __future__ import annotations

import base64
import gzip
import json
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WORDS = ("The", " answer", " is", " forty", "-two", ".")


def chunk(text: str | None = None, *, finish: str | None = None, **extra: Any) -> dict[str, Any]:
    """One streamed chunk."""
    delta: dict[str, Any] = {} if text is None else {"content": text}
    return {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        **extra,
    }


USAGE = {
    "id": "c1",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "m",
    "choices": [],
    "usage": {"prompt_tokens": 7, "completion_tokens": 6, "total_tokens": 13},
}


@dataclass
class Seen:
    """What the server was asked."""

    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Answers as the model's name says."""

    protocol_version = "HTTP/1.1"
    seen: Seen
    speed_s: float = 0.0

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """List models."""
        self.seen.paths.append(self.path)
        if self.path.endswith("/models"):
            self.send_json(200, {"object": "list", "data": [{"id": "well"}, {"id": "other"}]})
        else:
            self.send_json(404, {"error": {"message": "no such path"}})

    def do_POST(self) -> None:
        """Answer a prompt."""
        length = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(length) or b"{}")
        self.seen.paths.append(self.path)
        self.seen.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.seen.bodies.append(body)
        self.close_connection = True
        with suppress(BrokenPipeError, ConnectionResetError):
            if self.path.endswith("/embeddings"):
                EMBEDDINGS.get(str(body.get("model")), EMBEDDINGS["embeds_not"])(self, body)
                return
            BEHAVIOURS.get(str(body.get("model")), no_chat if body.get("model") in EMBEDDINGS else well)(self, body)

    def send_json(self, status: int, body: object, **headers: str) -> None:
        """Send one JSON answer."""
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def start_stream(self, content_type: str = "text/event-stream", **headers: str) -> None:
        """Begin a stream that ends when the connection closes."""
        self.send_response(200)
        self.send_header("content-type", content_type)
        self.send_header("connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def event(self, data: object) -> None:
        """Send one event."""
        text = data if isinstance(data, str) else json.dumps(data)
        self.wfile.write(f"data: {text}\n\n".encode())
        self.wfile.flush()

    def drop(self) -> None:
        """Cut the connection the hard way (a reset)."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.connection.close()


Behaviour = Callable[[Handler, dict[str, Any]], None]


def well(handler: Handler, _: dict[str, Any]) -> None:
    """Answer as one should, one word per ``speed_s``."""
    handler.start_stream()
    for word in WORDS:
        time.sleep(handler.speed_s)
        handler.event(chunk(word))
    handler.event(chunk(finish="stop"))
    handler.event(USAGE)
    handler.event("[DONE]")


def status(code: int, body: object, **headers: str) -> Behaviour:
    """Refuse with a status."""
    return lambda handler, _: handler.send_json(code, body, **headers)


def said(code: int, message: str, **headers: str) -> Behaviour:
    """Refuse with a status and an OpenAI-like error."""
    return status(code, {"error": {"message": message, "type": "x", "code": None}}, **headers)


def streamed(*events: object, done: bool = True) -> Behaviour:
    """Stream these events."""

    def answer(handler: Handler, _: dict[str, Any]) -> None:
        handler.start_stream()
        for one in events:
            handler.event(one)
        if done:
            handler.event("[DONE]")

    return answer


def raw_bytes(*pieces: bytes, content_type: str = "text/event-stream") -> Behaviour:
    """Stream these bytes."""

    def answer(handler: Handler, _: dict[str, Any]) -> None:
        handler.start_stream(content_type)
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()

    return answer


def data(one: object) -> bytes:
    """One event as bytes."""
    return f"data: {json.dumps(one)}\n\n".encode()


def raw_status(code: int, body: bytes) -> Behaviour:
    """A refusal whose body is no JSON object."""

    def answer(handler: Handler, _: dict[str, Any]) -> None:
        handler.send_response(code)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def bad_gateway(handler: Handler, _: dict[str, Any]) -> None:
    """A proxy's own page."""
    handler.send_response(502)
    handler.send_header("content-type", "text/html")
    handler.send_header("connection", "close")
    handler.end_headers()
    handler.wfile.write(b"<html>Bad gateway</html>")


def reset_in_mid_stream(handler: Handler, _: dict[str, Any]) -> None:
    """Two words, then a reset."""
    handler.start_stream()
    handler.event(chunk("The"))
    handler.event(chunk(" answer"))
    time.sleep(0.05)
    handler.drop()


def reset_at_once(handler: Handler, _: dict[str, Any]) -> None:
    """A reset before the status line."""
    handler.drop()


def broken_chunked(handler: Handler, _: dict[str, Any]) -> None:
    """A chunked transfer that ends in the middle of a chunk."""
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream")
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    piece = data(chunk("The"))
    handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" + b"ffff\r\nshort")
    handler.wfile.flush()


def short_body(handler: Handler, _: dict[str, Any]) -> None:
    """A content length that is never reached."""
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream")
    handler.send_header("content-length", "100000")
    handler.end_headers()
    handler.wfile.write(data(chunk("The")))


def not_http(handler: Handler, _: dict[str, Any]) -> None:
    """Bytes that are no HTTP answer."""
    handler.wfile.write(b"\x00\x01\x02 hello, this is another protocol\r\n\r\n")


def silent(handler: Handler, _: dict[str, Any]) -> None:
    """Accept and never answer."""
    _linger(handler)


def silent_in_mid_stream(handler: Handler, _: dict[str, Any]) -> None:
    """One word, then silence without end."""
    handler.start_stream()
    handler.event(chunk("The"))
    _linger(handler)


def _linger(handler: Handler) -> None:
    """Wait until the caller hangs up."""
    handler.connection.settimeout(0.1)
    while True:
        try:
            if handler.connection.recv(1) == b"":
                return
        except TimeoutError:
            continue
        except OSError:
            return


def drip(handler: Handler, _: dict[str, Any]) -> None:
    """One byte of a header at a time, without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
    while True:
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: Handler, _: dict[str, Any]) -> None:
    """Words without end, as fast as they go."""
    handler.start_stream()
    piece = data(chunk("again and " * 100)) * 20
    while True:
        handler.wfile.write(piece)


def endless_comments(handler: Handler, _: dict[str, Any]) -> None:
    """Keep-alive comments without end and never a word."""
    handler.start_stream()
    while True:
        handler.wfile.write(b": keep-alive\n\n" * 100)
        time.sleep(0.05)


def long_line(size: int) -> Behaviour:
    """One line of ``size`` bytes."""

    def answer(handler: Handler, _: dict[str, Any]) -> None:
        handler.start_stream()
        handler.event(chunk("The"))
        handler.wfile.write(b"data: " + b"x" * size + b"\n\n")

    return answer


def endless_line(handler: Handler, _: dict[str, Any]) -> None:
    """A line that never ends."""
    handler.start_stream()
    handler.event(chunk("The"))
    while True:
        handler.wfile.write(b"x" * 65536)


def gzip_bomb(handler: Handler, _: dict[str, Any]) -> None:
    """A small packed answer that unpacks to 50 MB."""
    raw = gzip.compress(b"data: " + b"0" * 50_000_000)
    handler.start_stream(content_encoding="gzip")
    handler.wfile.write(raw)


def redirect_elsewhere(handler: Handler, _: dict[str, Any]) -> None:
    """Point to another host."""
    handler.send_json(307, {}, location="http://localhost:9/v1/chat/completions")


def redirect_metadata(handler: Handler, _: dict[str, Any]) -> None:
    """Point to the metadata service."""
    handler.send_json(307, {}, location="http://169.254.169.254/latest/meta-data/")


def redirect_in_circles(handler: Handler, _: dict[str, Any]) -> None:
    """Point to oneself without end."""
    handler.send_json(307, {}, location=handler.path)


def echo_key(handler: Handler, _: dict[str, Any]) -> None:
    """Say the caller's own key, split over two pieces, and again in an error."""
    key = handler.headers.get("authorization", "").removeprefix("Bearer ")
    handler.start_stream()
    handler.event(chunk(f"Your key is {key[:5]}"))
    handler.event(chunk(f"{key[5:]}."))
    handler.event({"error": {"message": f"Incorrect API key provided: {key}"}})


def refuse_with_key(handler: Handler, _: dict[str, Any]) -> None:
    """Refuse and quote the key in the error."""
    key = handler.headers.get("authorization", "").removeprefix("Bearer ")
    said(401, f"Incorrect API key provided: {key}.")(handler, {})


def wants_other_name(handler: Handler, body: dict[str, Any]) -> None:
    """Refuse max_tokens as OpenAI's reasoning models do."""
    if "max_tokens" in body:
        said(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")(handler, body)
    else:
        well(handler, body)


def no_stream_options(handler: Handler, body: dict[str, Any]) -> None:
    """Refuse stream_options as old servers do."""
    if "stream_options" in body:
        said(400, "extra fields not permitted: stream_options")(handler, body)
    else:
        streamed(*(chunk(word) for word in WORDS), chunk(finish="stop"))(handler, body)


_WHOLE = {
    "id": "c1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "".join(WORDS)}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 7, "completion_tokens": 6, "total_tokens": 13},
}
_BAD_UTF8 = b'data: {"choices": [{"index": 0, "delta": {"content": "caf\xe9 \xff\xfe"}}]}\n\n'
_SPLIT = json.dumps(chunk("Zürich 東京 🙂"), ensure_ascii=False).encode()

BEHAVIOURS: dict[str, Behaviour] = {
    "well": well,
    "status_400": said(400, "temperature must be lower"),
    "status_401": said(401, "Incorrect API key"),
    "status_403": said(403, "Project has no access"),
    "status_404_model": said(404, "The model `x` does not exist"),
    "status_404_path": status(404, {"detail": "Not Found"}),
    "status_405": status(405, {"detail": "Method Not Allowed"}),
    "status_413": said(413, "Request too large"),
    "status_422": status(422, {"detail": [{"loc": ["body"], "msg": "field required"}]}),
    "status_429": said(429, "Rate limit reached", retry_after="7"),
    "status_429_quota": said(429, "You exceeded your current quota"),
    "status_500": said(500, "boom"),
    "status_502_html": bad_gateway,
    "status_503_loading": said(503, "Loading model"),
    "context_too_long": said(400, "This model's maximum context length is 8192 tokens"),
    "content_filter_prompt": said(
        400, "The response was filtered due to the prompt triggering content management policy"
    ),
    "content_filter_answer": streamed(chunk("The"), chunk(finish="content_filter")),
    "wrong_flavour": said(404, "This is not a chat model; use the v1/responses endpoint"),
    "error_in_mid_stream": streamed(chunk("The"), {"error": {"message": "CUDA out of memory"}}),
    "reset_at_once": reset_at_once,
    "reset_in_mid_stream": reset_in_mid_stream,
    "close_without_finish": streamed(chunk("The"), chunk(" answer"), done=False),
    "broken_chunked": broken_chunked,
    "short_body": short_body,
    "not_http": not_http,
    "silent": silent,
    "silent_in_mid_stream": silent_in_mid_stream,
    "drip": drip,
    "endless": endless,
    "endless_comments": endless_comments,
    "line_of_1_mb": long_line(1_000_000),
    "line_of_2_mb": long_line(2_000_000),
    "endless_line": endless_line,
    "gzip_bomb": gzip_bomb,
    "bad_json": raw_bytes(data(chunk("The")), b"data: {not json}\n\n"),
    "json_of_other_form": streamed([1, 2, 3], "null", {"choices": "none"}, {"choices": [None, 3]}),
    "numbers_as_text": streamed({"choices": [{"delta": {"content": 42, "reasoning": []}, "finish_reason": 7}]}),
    "html_page": raw_bytes(b"<html>login</html>", content_type="text/html; charset=utf-8"),
    "empty_stream": streamed(),
    "no_words": streamed(chunk(finish="stop"), USAGE),
    "nothing_at_all": raw_bytes(),
    "json_error_200": status(200, {"error": {"message": "model overloaded"}}),
    "bad_json_whole": raw_bytes(b"{broken", content_type="application/json"),
    "json_array_whole": raw_bytes(b"[]", content_type="application/json"),
    "redirect_elsewhere": redirect_elsewhere,
    "redirect_metadata": redirect_metadata,
    "redirect_in_circles": redirect_in_circles,
    "echo_key": echo_key,
    "refuse_with_key": refuse_with_key,
    # odd, yet answers
    "not_streaming": status(200, _WHOLE),
    "no_usage": streamed(*(chunk(word) for word in WORDS), chunk(finish="stop")),
    "absurd_usage": streamed(chunk("Hi"), chunk(finish="stop"), {**USAGE, "usage": {"completion_tokens": -5}}),
    "control_characters": streamed(chunk("a\x00b\x1b[31mc\x07\u202ed\u2066"), chunk(finish="stop"), USAGE),
    "bad_utf8": raw_bytes(_BAD_UTF8, data(chunk(finish="stop")), b"data: [DONE]\n\n"),
    "split_utf8": raw_bytes(
        b"data: ", *(bytes([byte]) for byte in _SPLIT), b"\n\n", data(chunk(finish="stop")), b"data: [DONE]\n\n"
    ),
    "crlf_lines": raw_bytes(
        *(data(chunk(word)).replace(b"\n", b"\r\n") for word in WORDS),
        data(chunk(finish="stop")).replace(b"\n", b"\r\n"),
        b"data: [DONE]\r\n\r\n",
    ),
    "comments_between": raw_bytes(
        b": hello\n\n", data(chunk("Hi")), b": ping\n\n", data(chunk(finish="stop")), b"data: [DONE]\n\n"
    ),
    "no_done_mark": streamed(chunk("Hi"), chunk(finish="stop"), done=False),
    "thinking_inline": streamed(
        chunk("<thi"), chunk("nk>Let me see.</th"), chunk("ink>\nForty-two."), chunk(finish="stop")
    ),
    "thinking_field": streamed(
        {"choices": [{"index": 0, "delta": {"reasoning_content": "Let me see."}}]},
        chunk("Forty-two."),
        chunk(finish="stop"),
    ),
    "html_and_links": streamed(
        chunk("<script>alert(1)</script> ![x](https://evil.example/?q=1) [go](https://evil.example)"),
        chunk(finish="stop"),
    ),
    "wants_other_name": wants_other_name,
    "no_stream_options": no_stream_options,
}


def ends(reason: str) -> Behaviour:
    """An answer that breaks off for a reason of the endpoint's own."""
    return streamed(chunk("The ans"), chunk(finish=reason))


def delta(**fields: Any) -> dict[str, Any]:
    """A chunk whose delta has other fields than a text."""
    return {"choices": [{"index": 0, "delta": fields, "finish_reason": None}]}


def refusing_unless(code: int, name: str, message: object) -> Behaviour:
    """Refuse a parameter with a status and a message (a text, or whatever a server puts there); answer without it."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        if body.get(name):
            refusal = said(code, message) if isinstance(message, str) else status(code, message)
            refusal(handler, body)
        elif body.get("stream"):
            well(handler, body)
        else:
            handler.send_json(200, _WHOLE)

    return answer


def counted(*usages: object, **last: Any) -> Behaviour:
    """A good answer of six words with the usages that an endpoint reports, one per chunk; ``last`` is a chunk more."""
    told = [chunk(word, usage=usages[at]) if at < len(usages) else chunk(word) for at, word in enumerate(WORDS)]
    return streamed(*told, chunk(finish="stop"), *([last] if last else []))


STOP = chunk(finish="stop")
PARTS = [{"type": "text", "text": "Forty"}, {"type": "text", "text": "-two."}]
THINKS = [{"type": "thinking", "thinking": [{"type": "text", "text": "Let me see."}]}]
GEMINI = [{"error": {"code": 400, "message": "API key not valid. Please pass one.", "status": "INVALID_ARGUMENT"}}]
BEHAVIOURS |= {
    # ends that are none
    "finish_error": ends("error"),
    "finish_network_error": ends("network_error"),
    "finish_no_resource": ends("insufficient_system_resource"),
    "finish_abort": ends("abort"),
    "finish_sensitive": ends("sensitive"),
    "finish_safety_in_capitals": ends("SAFETY"),
    "finish_refusal": ends("refusal"),
    "finish_guardrail": ends("guardrail_intervened"),
    "finish_length": ends("length"),
    "finish_max_tokens_in_capitals": ends("MAX_TOKENS"),
    "finish_context": ends("model_context_window_exceeded"),
    "finish_null_as_word": ends("null"),
    "cut_in_thought": streamed(delta(reasoning_content="I think and think"), chunk(finish="length")),
    "length_without_a_word": streamed(chunk(finish="length")),
    # errors inside a stream that began well
    "error_as_text": streamed(chunk("The"), {"error": "upstream overloaded"}),
    "error_first_too_long": streamed({"error": {"message": "maximum context length is 4096 tokens", "code": 400}}),
    "error_rate_in_stream": streamed({"error": {"message": "slow down", "code": 429}}),
    "error_object": streamed({"object": "error", "message": "CUDA out of memory", "code": 500}),
    "error_object_later": streamed(chunk("The"), {"object": "error", "message": "CUDA out of memory", "code": 500}),
    "error_beside_finish": streamed(
        chunk("The"),
        {
            "error": {"code": 502, "message": "Provider disconnected"},
            "choices": [{"delta": {}, "finish_reason": "error"}],
        },
    ),
    "base_resp": status(
        200, {"base_resp": {"status_code": 1004, "status_msg": "login fail: bad token"}, "choices": None}
    ),
    "json_error_model": status(200, {"error": {"message": "No endpoints found", "code": 404}}),
    # refusals
    "status_402": said(402, "Insufficient credits. Add more."),
    "status_400_credit": said(400, "Your credit balance is too low to access the API."),
    "status_429_date": said(429, "Rate limit", retry_after="Wed, 21 Oct 2026 07:28:00 GMT"),
    "status_429_ms": said(429, "slow", retry_after_ms="1500"),
    "status_429_odd_date": said(429, "slow", retry_after="soon"),
    "status_400_gemini_key": status(400, GEMINI),
    "status_400_llamacpp_context": status(
        400, {"error": {"code": 400, "message": "the request exceeds the available context size (4096 tokens)"}}
    ),
    "status_400_prompt_too_long": said(400, "prompt is too long: 210000 tokens > 200000 maximum"),
    "status_400_input_tokens": said(400, "The input token count (9000) exceeds the maximum number of tokens allowed"),
    "status_400_model": said(400, "Model nope does not exist"),
    "status_401_plain": raw_status(401, b"Unauthorized"),
    "status_422_fields": status(422, {"detail": [{"loc": ["body", "messages"], "msg": "Field required"}]}),
    "status_529": said(529, "Overloaded"),
    "deep_error": raw_status(500, b"[" * 20_000),
    "deep_error_whole": raw_status(422, b'{"detail":' + b"[" * 900 + b"]" * 900 + b"}"),
    "deep_error_in_stream": raw_bytes(b'data: {"error":' + b'{"message":' * 900 + b'"x"' + b"}" * 901 + b"\n\n"),
    "deep_arguments": raw_bytes(
        b'data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"f","arguments":'
        + b'{"a":' * 3_000
        + b"1"
        + b"}" * 3_000
        + b"}}]}}]}\n\n"
    ),
    # odd, yet answers
    "parts": streamed(delta(content=THINKS), delta(content=PARTS[:1]), delta(content=PARTS[1:]), STOP),
    "parts_whole": status(
        200, {"choices": [{"index": 0, "message": {"content": THINKS + PARTS}, "finish_reason": "stop"}]}
    ),
    "parts_of_texts": streamed(delta(content=["Forty", "-two."]), STOP),
    "part_alone": streamed(delta(content={"type": "text", "text": "Forty-two."}), STOP),
    "reasoning_twice": streamed(
        delta(reasoning="Let me see.", reasoning_content="Let me see."), chunk("Forty-two."), STOP
    ),
    "reasoning_details": streamed(
        delta(reasoning_details=[{"type": "reasoning.text", "text": "Let me see."}]), chunk("Forty-two."), STOP
    ),
    "unopened_thought": streamed(chunk("Let me see."), chunk("\n</thi"), chunk("nk>\n\nForty-two."), STOP),
    "thinking_longer_mark": streamed(chunk("\n<thinking>Let me see.</thinking>Forty-two."), STOP),
    "thinking_mistral": streamed(chunk("[THINK]Let me see.[/THINK]Forty-two."), STOP),
    "harmony": streamed(
        chunk("<|channel|>analysis<|message|>Let me see.<|end|><|start|>assist"),
        chunk("ant<|channel|>final<|message|>Forty-two."),
        STOP,
    ),
    "second_choice_first": streamed(
        {"choices": [{"index": 1, "delta": {"content": "B"}}, {"index": 0, "delta": {"content": "Forty-two."}}]}, STOP
    ),
    "message_in_stream": streamed(
        {"choices": [{"index": 0, "message": {"content": "Forty-two."}, "finish_reason": "stop"}]}
    ),
    "text_in_stream": streamed({"choices": [{"index": 0, "text": "Forty-two.", "finish_reason": "stop"}]}),
    "halves_of_a_character": raw_bytes(
        b'data: {"choices": [{"index": 0, "delta": {"content": "A \\ud83c"}}]}\n\n',
        b'data: {"choices": [{"index": 0, "delta": {"content": "\\udf89 B"}}]}\n\n',
        data(STOP),
    ),
    "json_lines": raw_bytes(
        *(json.dumps(chunk(word)).encode() + b"\n" for word in WORDS),
        json.dumps(STOP).encode() + b"\n",
        content_type="application/x-ndjson",
    ),
    "stream_called_json": raw_bytes(
        *(data(chunk(word)) for word in WORDS), data(STOP), b"data: [DONE]\n\n", content_type="application/json"
    ),
    "finish_in_capitals": streamed(chunk("Hi"), chunk(finish="STOP")),
    "finish_eos": streamed(chunk("Hi"), chunk(finish="eos_token")),
    "finish_empty_between": streamed(chunk("Hi", finish=""), STOP),
    "finish_unknown": streamed(chunk("Hi"), chunk(finish="well_rested")),
    "null_everywhere": streamed(
        {"choices": None, "usage": None}, {"choices": [{"index": 0, "delta": None}]}, chunk("Hi"), STOP
    ),
    "refusal_field": streamed(delta(refusal="I cannot help."), STOP),
    "stream_options_422": refusing_unless(
        422, "stream_options", "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options')}]"
    ),
    "stream_options_422_nested": refusing_unless(
        422,
        "stream_options",
        {
            "object": "error",
            "message": {
                "detail": [{"type": "extra_forbidden", "loc": ["body", "stream_options"], "msg": "Extra input"}]
            },
            "type": "invalid_request_error",
        },
    ),
    "other_name_422": refusing_unless(
        422, "max_tokens", "Unsupported: 'max_tokens'. Use 'max_completion_tokens' instead."
    ),
    "no_streaming": refusing_unless(400, "stream", "stream is not supported for this model"),
    # usages
    "usage_cumulative": counted(*({"prompt_tokens": 7, "completion_tokens": at + 1} for at in range(6))),
    "usage_zero_last": counted(
        {"prompt_tokens": 7, "completion_tokens": 6}, usage={"prompt_tokens": 0, "completion_tokens": 0}
    ),
    "usage_split": counted({"prompt_tokens": 7}, usage={"completion_tokens": 6}),
    "usage_empty": counted({}, usage={}),
    "usage_as_text": counted(usage={"prompt_tokens": "7", "completion_tokens": "6"}),
    "usage_as_floats": counted(usage={"prompt_tokens": 7.0, "completion_tokens": 6.0}),
    "usage_in_choice": streamed(
        *(chunk(word) for word in WORDS),
        {"choices": [{"delta": {}, "finish_reason": "stop", "usage": {"prompt_tokens": 7, "completion_tokens": 6}}]},
    ),
    "usage_of_groq": counted(x_groq={"usage": {"prompt_tokens": 7, "completion_tokens": 6}}),
    "usage_of_anthropic": counted(usage={"input_tokens": 7, "output_tokens": 6, "cache_read_input_tokens": 5}),
    "usage_of_deepseek": counted(usage={"prompt_tokens": 7, "completion_tokens": 6, "prompt_cache_hit_tokens": 5}),
    "usage_reasoning_beside": counted(
        usage={
            "prompt_tokens": 7,
            "completion_tokens": 6,
            "total_tokens": 107,
            "completion_tokens_details": {"reasoning_tokens": 94},
        }
    ),
    "usage_impossible": streamed(
        chunk("word " * 400), STOP, {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 1}}
    ),
    "usage_cached_above": counted(usage={"prompt_tokens": 7, "completion_tokens": 6, "prompt_cache_hit_tokens": 900}),
}


def tool_piece(place: int | None, call_id: str | None, name: str | None, arguments: object) -> dict[str, Any]:
    """A piece of a call, as some endpoint sends it; what is None is left out."""
    said_of = {"index": place, "id": call_id, "type": "function", "function": {"name": name, "arguments": arguments}}
    return {key: value for key, value in said_of.items() if value is not None}


CALLED = chunk(finish="tool_calls")
OSLO = '{"city": "Oslo"}'
CALLS: dict[str, Behaviour] = {
    "tools_in_pieces": streamed(
        delta(tool_calls=[tool_piece(0, "c1", "weather", "")]),
        delta(tool_calls=[tool_piece(0, None, None, '{"city": ')]),
        delta(tool_calls=[tool_piece(0, None, None, '"Oslo"}')]),
        delta(tool_calls=[tool_piece(1, "c2", "time", "{}")]),
        CALLED,
    ),
    "tools_at_once": streamed(
        delta(tool_calls=[tool_piece(0, "c1", "weather", OSLO), tool_piece(1, "c2", "time", "{}")]), CALLED
    ),
    "tools_without_index": streamed(
        delta(tool_calls=[tool_piece(None, "c1", "weather", OSLO)]),
        delta(tool_calls=[tool_piece(None, "c2", "time", "{}")]),
        CALLED,
    ),
    "tools_all_at_zero": streamed(
        delta(tool_calls=[tool_piece(0, "c1", "weather", OSLO)]),
        delta(tool_calls=[tool_piece(0, "c2", "time", "{}")]),
        CALLED,
    ),
    "tools_as_objects": streamed(
        delta(tool_calls=[tool_piece(0, "c1", "weather", {"city": "Oslo"}), tool_piece(1, "c2", "time", {})]),
        chunk(finish="stop"),
    ),
    "tools_whole": status(
        200,
        {
            "choices": [
                {
                    "index": 0,
                    "message": {
                        "role": "assistant",
                        "content": None,
                        "tool_calls": [tool_piece(None, "c1", "weather", OSLO), tool_piece(None, "c2", "time", "{}")],
                    },
                    "finish_reason": "tool_calls",
                }
            ],
            "usage": USAGE["usage"],
        },
    ),
}
BEHAVIOURS |= CALLS


def vector_of(text: str) -> list[float]:
    """An embedding that knows letters alone: how often each of 26 stands in the text, and one that is never 0."""
    letters = text.casefold()
    return [1.0, *(float(letters.count(chr(97 + number))) for number in range(26))]


def embeds(handler: Handler, body: dict[str, Any]) -> None:
    """Embed every text, the last first, each with its number."""
    found = [{"index": at, "embedding": vector_of(text)} for at, text in enumerate(body["input"])]
    handler.send_json(200, {"object": "list", "data": found[::-1], "usage": {"prompt_tokens": 9, "total_tokens": 9}})


def embeds_packed(handler: Handler, body: dict[str, Any]) -> None:
    """Embed as base64, which was not asked for."""
    packed = [base64.b64encode(struct.pack("<27f", *vector_of(text))).decode() for text in body["input"]]
    handler.send_json(200, {"data": [{"index": at, "embedding": one} for at, one in enumerate(packed)]})


EMBEDDINGS: dict[str, Behaviour] = {
    "embeds": embeds,
    "embeds_packed": embeds_packed,
    "embeds_one": status(200, {"data": [{"index": 0, "embedding": [1.0]}]}),
    "embeds_zeros": status(200, {"data": [{"index": at, "embedding": [0.0, 0.0]} for at in (0, 1)]}),
    "embeds_words": status(200, {"data": [{"index": at, "embedding": ["a"]} for at in (0, 1)]}),
    "embeds_nothing": status(200, {"data": None}),
    "embeds_not": status(400, {"error": {"message": "this model does not support embeddings"}}),
}


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    seen: Seen


class PatientServer(ThreadingHTTPServer):
    """A server that lets many callers wait in line: with the usual five, the kernel resets the rest."""

    request_queue_size = 256
    daemon_threads = True


@contextmanager
def running(*, speed_s: float = 0.0) -> Iterator[Server]:
    """Run a server on a free loopback port."""
    seen = Seen()
    handler = type("Bound", (Handler,), {"seen": seen, "speed_s": speed_s})
    server = PatientServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{server.server_address[1]}/v1", seen)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main() -> None:
    """Serve one server per speed given (seconds per word) until standard input ends; prints their addresses."""
    with ExitStack() as stack:
        for speed in sys.argv[1:]:
            sys.stdout.write(stack.enter_context(running(speed_s=float(speed))).url + "\n")
            sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
no_chat = status(400, {"error": {"message": "this model does not support chat completions"}})
"""What a prompt meets at a model that embeds."""
