"""Gates: of each way to fail what was observed, what is required and why that puts something out."""

from __future__ import annotations

from typing import Final

from advisor.words.plural import Plural
from advisor.words.sentences.gates.of_deployments import DEPLOYMENT_FAILURES, DEPLOYMENT_GATES
from advisor.words.sentences.gates.of_models import MODEL_FAILURES, MODEL_GATES

_FAILURES: Final = MODEL_FAILURES | DEPLOYMENT_FAILURES
_GATES: Final = MODEL_GATES | DEPLOYMENT_GATES
GATE_NAMES: Final = {gate: name for gate, (name, _) in _GATES.items()}
_PARTS: Final = ("observed", "required", "out")
_OUT: Final[dict[str, str | Plural]] = {
    "relax.all": "{changes:semicolon}",
    "relax.ask": "ask {provider} {questions:and}",
    "ask.training": "whether it trains on what it is sent",
    "ask.retention": "how long it keeps what it is sent",
    "ask.nothing_kept": "whether it can keep nothing of it",
    "ask.residency": "where it processes it (wanted: {asked:or})",
    "ask.certifications": "which certificates it holds (wanted: {missing:and})",
    "ask.jurisdiction": "in which country its seat is",
    "ask.indemnification": "whether it indemnifies you against claims on the output",
    "relax.unknown": "{relax} (nobody states it; ask for {fact:required})",
    "relax.limit": "{relax} (needed: {fact:observed}, now {fact:required})",
    "out": "{name} is out: {reason:out}.",
    "out.closed": "{name} is out: {reason:out}. What nobody states fails, because law or privacy depends on it.",
    "out.place": "{model} ({hosting})",
    "data_class.confidential.needed": "a provider that is known not to train on data ({classification} data)",
    "data_class.restricted.needed": (
        "a provider that is known not to train on data and that can keep nothing, or self-hosting "
        "({classification} data)"
    ),
}
GATE_SENTENCES: Final[dict[str, str | Plural]] = {
    **{f"{key}.{part}": text for key, texts in _FAILURES.items() for part, text in zip(_PARTS, texts, strict=True)},
    **{f"gate.{gate}": name for gate, (name, _) in _GATES.items()},
    **{f"relax.{gate}": text for gate, (_, text) in _GATES.items()},
    **_OUT,
}
"""``<key>.observed``, ``.required`` and ``.out`` of every way to fail a gate."""
