"""What the chat-completions and the responses client share: the guarded client and the reading of loose answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, TypeVar

import httpx2
import openai
from openai import AzureOpenAI, OpenAI
from openai._models import construct_type
from openai.types.chat import ChatCompletionChunk
from openai.types.responses import ResponseTextDeltaEvent

from advisor.trials.client import WrongAnswerError
from advisor.trials.control import Control
from advisor.trials.keys import Key
from advisor.trials.records import Connection, Message
from advisor.trials.transport import GuardedTransport, http_client, origin_of

AZURE_API_VERSION: Final = "2024-10-21"
"""The stable version of Azure's data-plane API that is assumed where the connection names none."""
T = TypeVar("T")


def open_client(connection: Connection, key: Key, control: Control) -> OpenAI:
    """An OpenAI client that reaches the connection's host only and never retries."""
    transport = GuardedTransport(
        origins=frozenset({origin_of(connection.base_url)}),
        scope=connection.scope,
        control=control,
        with_key=bool(key),
    )
    client = http_client(transport)
    secret = key.reveal() or "none"
    if connection.flavour.startswith("azure"):
        return AzureOpenAI(
            azure_endpoint=connection.base_url,
            api_version=connection.api_version or AZURE_API_VERSION,
            api_key=secret,
            max_retries=0,
            http_client=client,
            timeout=client.timeout,
        )
    return OpenAI(
        base_url=connection.base_url, api_key=secret, max_retries=0, http_client=client, timeout=client.timeout
    )


def list_models(client: OpenAI, *, most: int = 500) -> tuple[str, ...]:
    """Names of the models that the endpoint lists, sorted; at most ``most``."""
    page = client.models.list()
    names = {text_of(getattr(entry, "id", None)) for entry in (page.data if isinstance(page.data, list) else ())}
    return tuple(sorted(names - {""})[:most])


def text_of(value: object) -> str:
    """A text, or "" for everything that is not one."""
    return value if isinstance(value, str) else ""


def count_of(value: object) -> int | None:
    """A count of tokens, or None for everything that cannot be one."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None


def items_of(value: object) -> list[Any]:
    """A list, or [] for everything that is not one."""
    return value if isinstance(value, list) else []


def body_of(response: httpx2.Response) -> dict[str, Any] | None:
    """The body of an answer that came in one piece, or None when it is a stream.

    Raises ``WrongAnswerError`` for a web page and for JSON that is none.
    """
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "text/html":
        response.close()
        raise WrongAnswerError("wrong_path", "The endpoint answered with a web page instead of a model's answer.")
    if kind != "application/json":
        return None
    response.read()
    try:
        body = json.loads(response.text)
    except ValueError:
        raise WrongAnswerError("malformed", "The endpoint's answer is not valid JSON.") from None
    if not isinstance(body, dict):
        raise WrongAnswerError("malformed", "The endpoint's answer is JSON, but not an object.")
    if body.get("error"):
        raise WrongAnswerError("server_error", f"The endpoint reports: {error_text(body['error'])}")
    return body


def error_text(error: object) -> str:
    """The message of an error object as endpoints send it."""
    if isinstance(error, dict):
        return text_of(error.get("message")) or json.dumps(error)[:300]
    return str(error)[:300]


def adapted(
    arguments: dict[str, Any], call: Callable[[dict[str, Any]], T], adapt: Callable[[dict[str, Any], str], str | None]
) -> tuple[T, list[str]]:
    """Call; when the endpoint refuses a parameter that can be said otherwise, say it otherwise (at most 3 times)."""
    notes: list[str] = []
    while True:
        try:
            return call(arguments), notes
        except openai.BadRequestError as error:
            note = adapt(arguments, str(error)) if len(notes) < 3 else None  # noqa: PLR2004
            if note is None:
                raise
            notes.append(note)


def chat_content(message: Message) -> str | list[dict[str, Any]]:
    """A message's content as chat completions take it: a text, or parts when images go along."""
    if not message.images:
        return message.text
    parts: list[dict[str, Any]] = [{"type": "text", "text": message.text}]
    parts += [
        {"type": "image_url", "image_url": {"url": f"data:{image.media_type};base64,{image.data}"}}
        for image in message.images
    ]
    return parts


def _warm_up() -> None:
    """Load what the library loads on first use, so that no first call measures it as time to first token."""
    with OpenAI(base_url="https://127.0.0.1/v1", api_key="none", http_client=httpx2.Client(trust_env=False)) as client:
        _ = client.chat.completions, client.responses, client.models
    construct_type(type_=ChatCompletionChunk, value={"id": "", "choices": [{"index": 0, "delta": {"content": "x"}}]})
    construct_type(type_=ResponseTextDeltaEvent, value={"type": "response.output_text.delta", "delta": "x"})


_warm_up()
