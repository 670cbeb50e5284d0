"""Records of the playground: a connection, what is asked of it, and what came back.

Times are seconds, money is US dollars as ``Decimal``. ``Run`` is what is kept, listed, exported and shown.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, model_validator

from advisor.questionnaire.answers import DataClass, DeploymentKind
from advisor.trials.tools import MOST_TOOLS, ToolCall, ToolDeclaration
from advisor.units import Record

Flavour = Literal[
    "openai_chat", "openai_responses", "azure_chat", "azure_responses", "hf_provider", "hf_endpoint", "embedded"
]
EMBEDS: Final[frozenset[str]] = frozenset({"openai_chat", "openai_responses", "azure_chat", "azure_responses"})
"""Flavours whose endpoints may embed texts: those of OpenAI's API."""
AddressScope = Literal["public", "private", "loopback"]
KeyKind = Literal["none", "env", "file", "session"]
TokensBasis = Literal["reported", "counted", "estimated"]
ReasoningEffort = Literal["minimal", "low", "medium", "high"]
Speaker = Literal["system", "user", "assistant"]
FailureKind = Literal[
    "name_not_found",
    "refused",
    "unreachable",
    "certificate",
    "tls",
    "address_refused",
    "redirected",
    "proxy",
    "key_missing",
    "unauthorised",
    "forbidden",
    "model_not_found",
    "wrong_path",
    "wrong_flavour",
    "bad_request",
    "too_long",
    "filtered",
    "rate_limited",
    "unpaid",
    "overloaded",
    "server_error",
    "disconnected",
    "malformed",
    "too_large",
    "line_too_long",
    "encoded",
    "empty",
    "cut",
    "deadline",
    "stopped",
    "local_model",
    "unexpected",
]
DEFAULT_DEADLINE_S = 120.0
EMBEDDED_NAME = "embedded"
NOTABLE_DISAGREEMENT = Decimal("0.01")
"""Share by which two price lists may differ before the difference is shown."""


class KeySource(Record):
    """Where the key of a connection comes from; never the key itself.

    ``name`` is the environment variable or the path of the mounted secret file; empty for ``none`` and ``session``.
    """

    kind: KeyKind = "none"
    name: Annotated[str, Field(max_length=500)] = ""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.kind in ("env", "file") and not self.name:
            raise ValueError("the key's name is missing: give the environment variable or the path of the secret file")
        if self.kind == "env" and not self.name.replace("_", "").isalnum():
            raise ValueError(f"{self.name!r} is not the name of an environment variable (letters, digits and _ only)")
        return self


class Connection(Record):
    """An endpoint that the playground may call, tied to the catalog and to what it may be sent.

    ``model`` is the name by which the endpoint knows the model (for Azure the deployment name). ``max_data_class`` is
    the highest class of data that may go there. ``scope`` says which addresses the host may resolve to.
    """

    name: Annotated[str, Field(min_length=1, max_length=100)]
    flavour: Flavour = "openai_chat"
    base_url: Annotated[str, Field(max_length=2000)] = ""
    model: Annotated[str, Field(max_length=300)] = ""
    catalog_model_id: Annotated[str, Field(max_length=300)] | None = None
    provider_id: Annotated[str, Field(max_length=100)] | None = None
    hosting: DeploymentKind = "provider_api"
    region: Annotated[str, Field(max_length=50)] | None = None
    max_data_class: DataClass = "public"
    key: KeySource = KeySource()
    scope: AddressScope = "public"
    api_version: Annotated[str, Field(max_length=50)] | None = None
    hf_provider: Annotated[str, Field(max_length=50)] | None = None
    accepts_images: bool = False
    deadline_s: Annotated[float, Field(gt=0, le=3600)] = DEFAULT_DEADLINE_S

    @model_validator(mode="after")
    def _address_given(self) -> Self:
        if self.flavour in ("embedded", "hf_provider"):
            if self.base_url:
                raise ValueError(f"a connection of flavour {self.flavour} has no address of its own")
            return self
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"the address {self.base_url!r} must start with http:// or https:// and name a host")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("the address must not carry a user, a password, a query or a fragment: keys go elsewhere")
        if parts.scheme == "http" and self.scope == "public":
            raise ValueError("an address on the open internet must use https://")
        return self


class Attachment(Record):
    """An image that goes with a message, as base64 text."""

    name: Annotated[str, Field(max_length=200)]
    media_type: Literal["image/png", "image/jpeg", "image/webp", "image/gif"]
    data: Annotated[str, Field(max_length=14_000_000)]


class Message(Record):
    """One turn of a conversation."""

    role: Speaker
    text: Annotated[str, Field(max_length=4_000_000)]
    images: tuple[Attachment, ...] = ()


class Parameters(Record):
    """How the model is asked; ``None`` leaves the endpoint's own default."""

    system: Annotated[str, Field(max_length=200_000)] = ""
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    max_tokens: Annotated[int, Field(ge=1, le=1_000_000)] | None = 512
    stop: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(max_length=4)] = ()
    json_schema: Annotated[str, Field(max_length=200_000)] | None = None
    reasoning_effort: ReasoningEffort | None = None
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    tools: Annotated[tuple[ToolDeclaration, ...], Field(max_length=MOST_TOOLS)] = ()


class TrialRequest(Record):
    """What is sent to one connection."""

    messages: Annotated[tuple[Message, ...], Field(min_length=1)]
    parameters: Parameters = Parameters()

    @property
    def prompt(self) -> str:
        """The last user turn."""
        return next((turn.text for turn in reversed(self.messages) if turn.role == "user"), "")


class Failure(Record):
    """Why a run broke off, in plain words, and what to do about it."""

    kind: FailureKind
    message: str
    advice: str = ""


class Measurement(Record):
    """The timings of one run by the stated definitions (see ``docs/playground.md``); ``None`` means not measurable.

    ``ttft_s`` runs from the start of the request, connection set-up included (``connect_s`` of it), to the first token
    of any kind; ``answer_start_s`` to the first token of the answer. ``itl_ms`` is the mean gap between tokens, the
    first excluded; ``itl_p95_ms`` the 95th percentile of the gaps between arrivals. ``output_tokens_per_s`` is output
    tokens over the end-to-end time. ``arrivals`` are (seconds since start, characters so far) for the plot.
    """

    ttft_s: float | None = None
    answer_start_s: float | None = None
    connect_s: float | None = None
    queued_s: float = 0.0
    itl_ms: float | None = None
    itl_p95_ms: float | None = None
    total_s: float
    output_tokens_per_s: float | None = None
    streamed: bool = True
    arrivals: tuple[tuple[float, int], ...] = ()


class TokenCounts(Record):
    """Tokens of one run and how they are known."""

    input_tokens: int | None = None
    cached_input_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None
    basis: TokensBasis = "estimated"
    method: str = ""


class Cost(Record):
    """What a run cost, from the offer's price; ``usd`` is None when no price is known, and ``note`` says why."""

    usd: Decimal | None = None
    offer_id: str | None = None
    cross_check_usd: Decimal | None = None
    note: str = ""

    @property
    def disagreement(self) -> Decimal | None:
        """By what share a second price list differs, where that is more than 1%; None where it agrees or knows none."""
        if self.usd is None or self.cross_check_usd is None or self.usd == self.cross_check_usd:
            return None
        if self.usd == 0:
            return Decimal(1)
        share = (self.cross_check_usd - self.usd) / self.usd
        return share if abs(share) > NOTABLE_DISAGREEMENT else None


class Run(Record):
    """One whole run: what was asked, of whom, what came back and how fast; kept with the decision."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    run_id: str
    group_id: str
    decision_id: str | None = None
    use_case: str = ""
    pane: int = 0
    repetition: int = 0
    started_at: datetime
    connection: str
    flavour: Flavour
    model: str
    catalog_model_id: str | None = None
    hosting: DeploymentKind
    region: str | None = None
    request: TrialRequest
    text: str = ""
    reasoning: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    finish_reason: str | None = None
    partial: bool = False
    failure: Failure | None = None
    measurement: Measurement
    tokens: TokenCounts = TokenCounts()
    cost: Cost = Cost()
    notes: tuple[str, ...] = ()
    versions: dict[str, str] = Field(default_factory=dict)
    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    note: Annotated[str, Field(max_length=5000)] = ""
    override: str | None = None

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    @property
    def said(self) -> bool:
        """Whether it says anything: a text, or a call that it asks for."""
        return bool(self.text or self.tool_calls)

    @property
    def whole(self) -> bool:
        """True when the answer arrived to its end."""
        return self.failure is None and not self.partial


def embedded_connection() -> Connection:
    """The connection to the model that comes with the installation and needs neither key nor network."""
    return Connection(
        name=EMBEDDED_NAME,
        flavour="embedded",
        model="SmolLM2-135M-Instruct",
        catalog_model_id="huggingface/smollm2-135m-instruct",
        hosting="edge",
        max_data_class="restricted",
        deadline_s=300,
    )
