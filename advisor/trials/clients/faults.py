"""What went wrong with a call, in plain words, and what to do about it."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from typing import Final, cast

import httpx2

from advisor.errors import GuardError
from advisor.trials.clients.embedded import EmbeddedError
from advisor.trials.clients.error_words import kind_of_error, status_kind
from advisor.trials.clients.loose_json import error_of, error_text
from advisor.trials.events import WrongAnswerError
from advisor.trials.guards.control_characters import clean
from advisor.trials.network.addresses import AddressRefusedError, NameNotFoundError
from advisor.trials.network.keys import Key, redact
from advisor.trials.network.leash import Control, DeadlineError, LimitError, StoppedError
from advisor.trials.network.proxy import ProxyError
from advisor.trials.network.transport import RedirectRefusedError
from advisor.trials.records import Connection, Failure, FailureKind

LONGEST_QUOTE: Final = 300
ADVICE: Final[dict[str, str]] = {
    "name_not_found": "Check the spelling of the host in the connection's address, and the network's name server.",
    "refused": "Nothing listens there: check the port, and that the server is running.",
    "unreachable": "The host did not answer: check the network, a firewall or a VPN.",
    "certificate": "The certificate is not trusted: add your company's root certificate with SSL_CERT_FILE.",
    "tls": "The secure connection failed: is the address really https, and the port the right one?",
    "address_refused": "Say in the connection that it may reach private or loopback addresses, if that is meant.",
    "redirected": "Put the final address into the connection.",
    "proxy": "The installation's outgoing proxy (ADVISOR_OUTBOUND_PROXY) stands in the way: ask who runs it.",
    "key_missing": "Set the key under Connections.",
    "unauthorised": "The key is missing, wrong or expired: set it anew under Connections.",
    "forbidden": "The key is valid but may not use this model: ask the owner of the account.",
    "model_not_found": "The endpoint does not know this model: list its models with 'Test connection' and pick one.",
    "wrong_path": "The address answers, but not as a model: check the path (most end in /v1).",
    "wrong_flavour": "Choose the other API flavour of the connection (chat completions or responses).",
    "bad_request": "The endpoint refuses the request: look at the parameters.",
    "too_long": "The prompt and the answer do not fit into the model's context window: shorten one of them.",
    "filtered": "The provider's content filter stopped it.",
    "rate_limited": "Too many requests at once or in a while: wait, or ask for a higher limit.",
    "unpaid": "The account has no credit or quota left: top it up, or use another connection.",
    "cut": "Raise the maximum of tokens, or ask for a shorter answer.",
    "overloaded": "The endpoint is overloaded or still loading the model: try again shortly.",
    "server_error": "The endpoint failed on its side: try again, and report it to its operator.",
    "disconnected": "Try again; where it happens often, report it to the operator of the endpoint.",
    "malformed": "The endpoint does not keep to its protocol: check the API flavour, or report it to its operator.",
    "too_large": "The endpoint sent far more than an answer: report it to its operator.",
    "line_too_long": "The endpoint sent one enormous line: report it to its operator.",
    "encoded": "Switch off compression of answers at the endpoint or the proxy before it.",
    "empty": "The endpoint answered without a single word: raise the maximum of tokens, or try another model.",
    "deadline": "The endpoint is too slow: raise the connection's deadline, or choose another.",
    "stopped": "",
    "local_model": "",
    "unexpected": "This should not happen: please report it.",
}
NOT_ACCEPTED: Final = frozenset(
    {
        "name_not_found", "refused", "unreachable", "certificate", "tls", "address_refused", "redirected",
        "key_missing", "unauthorised", "forbidden", "model_not_found", "wrong_path", "wrong_flavour", "rate_limited",
        "unpaid", "overloaded", "local_model",
    }
)  # fmt: skip
"""Failures of calls that the endpoint never began to answer: nothing was paid, they may be made again."""
_DELIBERATE: Final[tuple[tuple[type[Exception], str], ...]] = (
    (NameNotFoundError, "name_not_found"),
    (AddressRefusedError, "address_refused"),
    (RedirectRefusedError, "redirected"),
    (ProxyError, "proxy"),
    (GuardError, "key_missing"),
    (DeadlineError, "deadline"),
    (EmbeddedError, "local_model"),
)
"""Refusals of our own and the kind each is shown as; the first that fits counts."""


def failure(kind: str, message: str) -> Failure:
    """A failure with the advice that belongs to its kind."""
    return Failure(kind=cast("FailureKind", kind), message=message, advice=ADVICE[kind])


def stopped() -> Failure:
    """What a call is said to have failed of when its user ended it."""
    return failure("stopped", "Stopped by you.")


def explain(error: BaseException, *, connection: Connection, control: Control, keys: Iterable[Key]) -> Failure:
    """Turn whatever a client raised into a failure; keys are masked, foreign text is cut and cleaned."""
    if control.stopped:
        return stopped()
    if control.remaining() <= 0:
        return failure("deadline", f"The deadline of {control.deadline_s:g} s passed before the answer was complete.")
    found = next((known for link in _chain(error) if (known := _known(link, connection)) is not None), None)
    if found is None:
        found = failure("unexpected", f"An unexpected fault ({type(error).__name__}).")
    masked = redact(found.message, keys)
    return found.model_copy(update={"message": clean(masked)[: 2 * LONGEST_QUOTE]})


def _chain(error: BaseException) -> Iterable[BaseException]:
    """An error and its causes, the outermost first."""
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen and len(seen) < 8:  # noqa: PLR2004 - deep enough
        seen.append(current)
        current = current.__cause__ or current.__context__
    # The innermost deliberate refusal says more than the client's wrapping of it.
    return sorted(seen, key=lambda link: 0 if _deliberate(link) else 1)


def _deliberate(error: BaseException) -> bool:
    return isinstance(error, GuardError | LimitError | StoppedError | DeadlineError | WrongAnswerError | EmbeddedError)


def _known(error: BaseException, connection: Connection) -> Failure | None:
    kind = next((kind for known, kind in _DELIBERATE if isinstance(error, known)), None)
    if kind is not None:
        return failure(kind, str(error))
    if isinstance(error, LimitError | WrongAnswerError):
        return failure(error.kind, str(error))
    if isinstance(error, StoppedError):
        return stopped()
    response = getattr(error, "response", None)
    if isinstance(response, httpx2.Response) and response.status_code >= 300:  # noqa: PLR2004 - HTTP
        return _status(response, connection)
    return _network(error) or _protocol(error)


def _network(error: BaseException) -> Failure | None:  # noqa: PLR0911 - a table of causes
    text = str(error)
    if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in text:
        return failure("certificate", f"The endpoint's certificate is not accepted: {_certificate_reason(text)}.")
    if isinstance(error, ssl.SSLError) or ("[SSL" in text and isinstance(error, httpx2.ConnectError)):
        return failure("tls", "The secure connection could not be made.")
    if isinstance(error, ConnectionRefusedError) or "Connection refused" in text:
        return failure("refused", "The endpoint refused the connection.")
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return failure("unreachable", "The endpoint could not be reached.")
    if isinstance(error, httpx2.TooManyRedirects):
        return failure("redirected", "The endpoint redirects in circles.")
    if isinstance(error, httpx2.ReadTimeout):
        return failure("deadline", "The endpoint fell silent.")
    if isinstance(error, httpx2.RemoteProtocolError):
        return failure("disconnected", "The endpoint closed the connection before the answer was complete.")
    if isinstance(error, httpx2.ReadError | httpx2.WriteError | ConnectionResetError | BrokenPipeError):
        return failure("disconnected", "The connection to the endpoint broke.")
    return None


def _certificate_reason(text: str) -> str:
    match = re.search(r"verify failed: ([^(]+)", text)
    return match.group(1).strip().rstrip(".") if match else "it cannot be verified"


def _protocol(error: BaseException) -> Failure | None:
    if isinstance(error, json.JSONDecodeError):
        return failure("malformed", "The endpoint sent something in its stream that is not valid JSON.")
    body = getattr(error, "body", None)
    message = str(getattr(error, "message", "") or error)
    if type(error).__module__.startswith(("openai", "huggingface_hub")):
        if body is not None or type(error).__name__ in ("APIError", "GenerationError", "TextGenerationError"):
            told = body or message
            return failure(kind_of_error(told), f"The endpoint reports in mid-stream: {error_text(told)}")
        if type(error).__name__ in ("APIConnectionError", "APITimeoutError"):
            return None
    if isinstance(error, TypeError | AttributeError | KeyError | ValueError | RecursionError):
        return failure("malformed", "The endpoint's stream does not have the form that its protocol promises.")
    if type(error).__module__.startswith("huggingface_hub"):
        return failure("server_error", f"The endpoint reports: {message[:LONGEST_QUOTE]}")
    return None


def _status(response: httpx2.Response, connection: Connection) -> Failure:
    status = response.status_code
    said = _said(response)
    quote = f" It says: {said}" if said else ""
    kind = status_kind(status, said, response.headers.get("content-type", ""))
    words = {
        "unauthorised": f"The endpoint does not accept the key ({status}).",
        "unpaid": f"The endpoint turns the call away: no credit or quota is left ({status}).",
        "forbidden": "The endpoint forbids this call (403).",
        "model_not_found": f"The endpoint has no model {connection.model!r} (404).",
        "wrong_path": f"There is nothing at this address (status {status}).",
        "rate_limited": f"The endpoint turns the call away: too many requests ({status}).",
        "overloaded": f"The endpoint is overloaded or not ready (status {status}).",
        "server_error": f"The endpoint failed (status {status}).",
        "too_long": f"The prompt is too long for this model (status {status}).",
        "filtered": f"The provider's content filter refused the prompt (status {status}).",
        "wrong_flavour": f"The endpoint wants another API flavour (status {status}).",
    }
    after = _asked_to_wait(response) if kind in ("rate_limited", "overloaded") else ""
    return failure(kind, words.get(kind, f"The endpoint refuses the request (status {status}).") + after + quote)


def _asked_to_wait(response: httpx2.Response) -> str:
    """How long the endpoint asks to wait, in its own figure: seconds, or the time from which it answers."""
    milliseconds, wait = (response.headers.get(name, "").strip() for name in ("retry-after-ms", "retry-after"))
    if milliseconds.isdecimal():
        return f" It asks to wait {int(milliseconds[:9]) / 1000:g} s."
    if re.fullmatch(r"\d{1,9}(\.\d{1,3})?", wait):
        return f" It asks to wait {float(wait):g} s."
    try:
        return f" It asks to wait until {parsedate_to_datetime(wait):%Y-%m-%d %H:%M} UTC."
    except ValueError:
        return ""


def _said(response: httpx2.Response) -> str:
    """What the endpoint says about its refusal, in one short line."""
    try:
        text = response.text
    except httpx2.StreamError:
        return ""
    if "html" in response.headers.get("content-type", ""):
        return ""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = text
    if isinstance(body, dict) and isinstance(body.get("detail"), dict | list):
        body = body["detail"]
    error = error_of(body)
    return error_text(body if error is None else error)[:LONGEST_QUOTE]
