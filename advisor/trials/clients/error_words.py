"""What kind of failure a refusal is: by its HTTP status, and by its words where the status says little."""

from __future__ import annotations

import re
from typing import Final

from advisor.trials.clients.loose_json import error_code, error_text, field_of, text_of


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("(?i)" + "|".join(patterns))


_FLAVOUR: Final = _any_of(r"use (the )?(v1/)?(responses|chat.completions)", r"not (a )?(chat|supported in the)")
_LENGTH: Final = _any_of(
    r"context.{0,20}(length|window|exceed)",
    r"exceed.{0,40}context",
    r"maximum context",
    r"too many (input )?tokens",
    r"too long",
    r"(prompt|input|request) .{0,30}too (large|big)",
    r"token count.{0,60}exceed",
    r"exceed.{0,60}(token limit|maximum.{0,20}tok)",
    r"reduce (the|your).{0,30}(length|prompt|input|messages)",
    r"max_seq_len",
    r"exceed_context",
)
_MODEL: Final = _any_of(r"\bmodel", r"deployment", r"no endpoints found")
_FILTER: Final = _any_of(r"content.?filter", r"content management policy", r"safety")
_KEY: Final = _any_of(
    r"(api.?key|access.?key|token|credentials?)\b.{0,30}\b(not valid|invalid|incorrect|expired|missing|required)",
    r"(invalid|incorrect|missing|no|wrong).{0,20}(api.?key|authentication|authorization|credentials)",
    r"login fail",
    r"unauthorized",
    r"no connected db",  # a gateway without a database, of a key that it does not know
)
_MONEY: Final = _any_of(
    r"insufficient.{0,20}(credit|balance|funds|quota)",
    r"(out of|no) credits?\b",
    r"credit balance",
    r"exceeded your current quota",
    r"payment required",
    r"billing",
    r"arrear",
)
_RATE: Final = _any_of(r"rate.?limit", r"too many requests", r"resource.?exhausted", r"throttl")
_BUSY: Final = _any_of(
    r"overload", r"at capacity", r"temporarily unavailable", r"loading model", r"model is loading", r"\bbusy\b"
)
_UNKNOWN_MODEL: Final = _any_of(
    r"model .{0,80}(not found|does not exist|not exist)", r"no endpoints found", r"invalid model name"
)
_WORDS: Final = (
    ("too_long", _LENGTH),
    ("filtered", _FILTER),
    ("unauthorised", _KEY),
    ("unpaid", _MONEY),
    ("rate_limited", _RATE),
    ("overloaded", _BUSY),
    ("model_not_found", _UNKNOWN_MODEL),
)
"""What a refusal means whose status says little, the first that fits."""
_SAID: Final = {
    401: "unauthorised",
    402: "unpaid",
    413: "too_long",
    502: "overloaded",
    503: "overloaded",
    504: "overloaded",
    529: "overloaded",
}
"""Statuses that say it all."""
_FORBIDDEN, _RATE_LIMITED, _SERVER, _LITTLE = 403, 429, 500, 400
_NOT_THERE: Final = (404, 405, 410)


def status_kind(status: int, said: str, content_type: str = "") -> str:
    """The ``FailureKind`` of a refusal with an HTTP status, from what it says."""
    if status in _SAID:
        return _SAID[status]
    if status == _FORBIDDEN:
        return "filtered" if _FILTER.search(said) else "forbidden"
    if status == _RATE_LIMITED:
        return "unpaid" if _MONEY.search(said) else "rate_limited"
    if status >= _SERVER:
        return "server_error"
    return _refused(status, said, content_type)


def _refused(status: int, said: str, content_type: str) -> str:
    """A refusal whose words decide."""
    if _FLAVOUR.search(said):
        return "wrong_flavour"
    if status in _NOT_THERE:
        return "model_not_found" if _MODEL.search(said) and "html" not in content_type else "wrong_path"
    if status < _LITTLE:
        return "wrong_path"
    return next((kind for kind, words in _WORDS if words.search(said)), "bad_request")


def kind_of_error(error: object) -> str:
    """The ``FailureKind`` that an error object in an answer reports, by the status it names and by its words."""
    named = (text_of(field_of(error, key)) for key in ("code", "type"))
    kind = status_kind(error_code(error) or _LITTLE, " ".join(filter(None, (error_text(error), *named))))
    return "server_error" if kind in ("bad_request", "wrong_path") else kind
