"""What sources hang on a model's name, one rule a line: the ending, what kind of variation it is, what it means.

A rule takes an ending off only where the name with it is no model's own: ``grok-4-fast`` is a model,
``claude-opus-4.6-fast`` a tier of one. Sizes and ranks ("mini", "pro", "flash", "turbo") are never taken off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "effort", "thinking", "snapshot", "checkpoint", "preview", "precision", "route", "batch", "tier", "zone", "wrapping"
]
PLAIN: Final[frozenset[Kind]] = frozenset({"snapshot", "zone", "wrapping"})
"""Variations that leave a model what it is: a dated copy of it, where it runs, and marks of a host's own."""


@dataclass(frozen=True, slots=True)
class Variation:
    """What was taken off a name: its kind and how the source wrote it."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A rule: an ending of a name, its kind, and the tier or precision of the catalog that it means, if any."""

    kind: Kind
    pattern: re.Pattern[str]
    means: str | None = None


def _ending(kind: Kind, words: str, means: str | None = None, *, before: str = r"[-_@:+ /.]") -> Ending:
    return Ending(kind, re.compile(rf"(?:{before})\(?(?P<text>{words})\)?$", re.IGNORECASE), means)


_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12]\d|3[01])"
_YEAR: Final = r"20[12]\d"

ENDINGS: Final[tuple[Ending, ...]] = (
    # Bedrock's and Vertex AI's own versions: "-v1:0", "-v2:0:24k", "@001", "-maas"; Groq's "-versatile".
    _ending("wrapping", r"v?\d+:\d+(?::\d+k)?|v1(?:\.0)?"),
    _ending("wrapping", r"\d(?::\d+k)?|\d+k", before=":"),
    _ending("wrapping", r"default|001", before="@"),
    _ending("wrapping", r"maas|hf|paddle|tee|self-moderated|extended|generate|default"),
    _ending("wrapping", r"versatile|instant", before=r"(?<=\db)-"),
    _ending("wrapping", r"prompt|diff|udiff|whole|fc"),
    _ending("zone", r"us|eu|cn", before="-"),
    # Routers' tags: the same model by other routes (openrouter.ai, "Model variants").
    _ending("route", r"free|nitro|floor|exacto|online|search", before=":"),
    _ending("route", r"free|cloud|nitro"),
    _ending("batch", r"batch"),
    _ending("tier", r"priority", "priority"),
    _ending("tier", r"flex", "flex"),
    _ending("tier", r"fast|highspeed|fast-mode", "fast"),
    # Thinking and effort.
    _ending("thinking", r"(?:no|non)[-_ ]?(?:thinking|reasoning|think)"),
    _ending("thinking", r"(?:\d+k[-_ ]?)?(?:thinking|think|reasoning|reasoner)(?:[-_ ]?(?:\d+k|\d{5,6}|tokens))*"),
    _ending("thinking", r"\d{1,2}k", before="[_ ]"),
    _ending("thinking", r"extended[-_ ]thinking|high-?thinking|adaptive(?:-thinking)?|thinking-auto"),
    _ending("effort", r"x-?high|high|medium|low|minimal|none"),
    _ending("effort", r"(?:x-?high|high|medium|low|minimal|max)[-_ ]effort"),
    _ending("effort", r"max", before=r"[_ ]"),
    # Dates, whole ones first.
    _ending("snapshot", rf"{_YEAR}-?{_MONTH}-?{_DAY}"),
    _ending("snapshot", rf"{_MONTH}-{_YEAR}|{_YEAR}-{_MONTH}|{_MONTH}-{_DAY}"),
    _ending("snapshot", rf"2[3-9]{_MONTH}{_DAY}|00[1-9]"),
    # Four digits: a vendor's next checkpoint under one name, which may answer and cost otherwise.
    _ending("checkpoint", rf"{_MONTH}{_DAY}|2[3-9]{_MONTH}"),
    _ending("snapshot", r"latest"),
    _ending("preview", r"preview|exp|experimental|beta|alpha"),
    # Copies at another precision.
    _ending("precision", r"(?:nv|mx)fp4(?:-?a16)?(?:-dynamic|-fast|-dspark)?|fp4", "fp4"),
    _ending("precision", r"fp8(?:-(?:dynamic|block|static|kv|e4m3|tput))*", "fp8"),
    _ending("precision", r"gptq[-_]?(?:int8|8bit)|(?:quantized\.)?w8a(?:8|16)|int8(?:-mix)?", "int8"),
    _ending("precision", r"8-?bit(?:-gs\d+)?|mlx[-_]8bit", "int8"),
    _ending("precision", r"awq(?:[-_]?(?:w?4bit|int4|4-?bit|w4a16))?", "int4"),
    _ending("precision", r"(?:quantized\.)?w4a16(?:-autoround)?(?:-awq)?", "int4"),
    _ending("precision", r"(?:gptq|autoround)(?:[-_]?(?:int4|4bit))?(?:-mix)?|int4(?:-autoround)?", "int4"),
    _ending("precision", r"(?:unsloth-)?bnb-4bit|(?:mlx[-_])?4-?bit(?:-dwq)?", "int4"),
    _ending("precision", r"qat(?:-q4_0|-int4|-4bit)?(?:-unquantized)?", "int4"),
    _ending("precision", r"(?:mlx[-_]?)?(?:[2356]|mxfp\d)-?bit|(?:i1-)?gguf|mlx|bf16|fp16"),
    _ending("precision", r"(?:ud-)?i?q\d(?:_[a-z0-9]+)*", before="[-:@]"),
)
"""Read from the top; the first that fits the end of a name is taken off, then the name is looked up again."""

NOT_MODELS: Final = re.compile(
    r"^(?:auto|free|router|pareto|fusion|bodybuilder)$|(?:^|[/_-])(?:auto-router|model-router|web-?search|"
    r"search_?(?:api|context)?|container|guardrails?|moderation-latest|vector-?store|code-interpreter)$",
    re.IGNORECASE,
)
"""Entries of price lists that are routers and tools, not models."""
FINE_TUNED: Final = re.compile(r"^ft:|:ft-|/ft:")
"""The price of a customer's own fine-tuned copy."""
MOVING: Final = frozenset(
    {"deepseek-chat", "deepseek-reasoner", "kimi-for-coding", "kimi-for-coding-highspeed", "codestral", "claude-code"}
)
"""Names that follow their vendor's newest model without saying so."""
FRONTS: Final = re.compile(
    r"^(?:fw|open|labs|c4ai|databricks|duo-chat|api|ppl|umans|coding|alicloud)[-_ ](?=[a-z])", re.IGNORECASE
)
"""Words that hosts and vendors put before a name: "FW-Kimi-K2.7-Code" (Azure), "open-mistral-nemo", "c4ai-aya"."""
MODELS_OF_THEIR_OWN: Final[dict[Kind, frozenset[str]]] = {
    "tier": frozenset({"xai", "cohere", "elevenlabs", "google", "voyage", "reve"}),
    "thinking": frozenset({"alibaba", "baidu", "bytedance", "microsoft", "mistral"}),
}
"""Vendors with whom "-fast" or "-thinking" after a dash is another model (Phi-4-reasoning, Qwen3-4B-Thinking-2507):
one that the catalog lacks is not the plain model. After a colon or in brackets it is a setting, whosever it is."""
