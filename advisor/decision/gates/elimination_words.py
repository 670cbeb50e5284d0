"""Why an alternative is out, as half a sentence from what was observed and what is required; one template per gate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from advisor.decision.gates.registry import Failure
from advisor.questionnaire.labels import CERTIFICATIONS, LANGUAGES, ZONES

CLOSED: Final = frozenset(
    {
        "training",
        "retention",
        "data_class",
        "residency",
        "certifications",
        "licence",
        "open_source",
        "indemnification",
        "jurisdiction",
    }
)
"""Gates of law and privacy: what nobody states fails there."""
_ANY: Final = "{observed}, and you need {required}"
_TEMPLATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "preview": "it is a preview, and you need {required}",
        "price": "its price is unknown, so that its cost cannot be compared",
        "context": "its context window holds {observed}, and you need {required}",
        "output": "it writes at most {observed}, and you need {required}",
        "tools": "it cannot call tools, and you need that",
        "structured_output": "it cannot return structured output, and you need that",
        "modality": "it {observed}, but {required}",
        "fitness": "its fitness is {observed}, and you ask for {required}",
        "lifecycle": "it {observed}, and you need it {required}",
        "vendor": "you excluded its vendor, {observed}",
        "provider": "its provider is {observed}, and you need {required}",
        "jurisdiction": "its provider has its {observed}, and you need a {required}",
        "open_weights": "its weights are not given out, and you need {required}",
        "open_source": "its licence is {observed}, and you need {required}",
        "hosting": "you allow only {required}",
        "air_gap": "it needs a network, and you have none",
        "processing_agreement": "its provider offers no data processing agreement, which {required} demands",
        "price_conflict": "sources disagree on its price, and you need one on which they agree",
        "budget": "it costs {observed}, and you allow {required}",
        "retention": "its provider keeps data for {observed}, and you allow {required}",
        "indemnification": "its provider does not indemnify you, and you need that",
        "training": "its provider {observed}, and you need {required}",
        "data_class": "its provider: {observed}; you need {required}",
    }
)
_UNKNOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "retention": "no source states how long its provider keeps data, and you allow {required}",
        "training": "no source states whether its provider trains on data, and you need {required}",
        "residency": "no source states in which zone it is processed, and you need {required}",
        "jurisdiction": "no source states where its provider has its seat, and you need a {required}",
        "certifications": "no source states a certificate of its provider, and you need {required}",
        "indemnification": "no source states that its provider indemnifies you, and you need that",
        "licence": "no source states its licence, and you need {required}",
        "open_source": "no source states its licence, and you need {required}",
        "fine_tuning": "no source states that it can be fine-tuned, and you need that",
    }
)
_PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {"global": "anywhere (it is routed globally)", "gov": "a zone for governments alone"}
)
_EXCLUDED: Final[Mapping[str, str]] = MappingProxyType(
    {"eu-multimodal": "multimodal use in the EU", "eu": "the EU", "uk": "the UK", "kr": "South Korea"}
)
_MODEL_ID: Final = re.compile(r"\b[\w.-]+/[\w.:-]+")


@lru_cache(maxsize=4_096)
def reason(failure: Failure) -> str:
    """Why, without the name and the full stop: "its context window holds 4,096 tokens, and you need 32,000 tokens"."""
    gate, observed, required = failure.gate, failure.observed, failure.required
    if failure.unknown and gate in _UNKNOWN:
        text = _UNKNOWN[gate].format(required=required)
    else:
        text = _SPECIAL[gate](observed, required) if gate in _SPECIAL else ""
        text = text or _TEMPLATES.get(gate, _ANY).format(observed=observed, required=required)
    closed = failure.unknown and gate in CLOSED
    return f"{text}. What nobody states fails, because law or privacy depends on it" if closed else text


def _task(observed: str, required: str) -> str:
    kinds, _, task = required.replace("_", " ").partition(" for ")
    kind = observed.removeprefix("kind ").replace("_", " ")
    return f"it is of the kind {kind}, and {task[:1].lower()}{task[1:]} needs {_either(kinds)}"


def _either(listed: str) -> str:
    words = listed.split(", ")
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else listed


def _languages(observed: str, required: str) -> str:
    listed, missing = observed.removesuffix(" listed"), required.removesuffix(" too")
    return f"its documentation lists {_named(listed, LANGUAGES)}, and you need {_named(missing, LANGUAGES)} too"


def _named(codes: str, names: Mapping[str, str]) -> str:
    return ", ".join(names.get(code, code) for code in codes.split(", "))


def _licence(observed: str, required: str) -> str:
    name, excludes, places = observed.partition(" excludes ")
    if excludes:
        return f"{name} excludes {_named(places, _EXCLUDED)}, and you need {required}"
    return f"its licence is {observed}, and you need {required}" if ": no " in observed else ""


def _residency(observed: str, required: str) -> str:
    zone = observed.removeprefix("zone ")
    return f"it is processed in {ZONES.get(zone) or _PLACES.get(zone, zone)}, and you need {required}".replace(
        "in anywhere", "anywhere"
    )


def _certifications(observed: str, required: str) -> str:
    held = _named(observed.removesuffix(" stated"), CERTIFICATIONS)
    return f"its provider states only {held}, and you need {required}"


def _offer(observed: str, required: str) -> str:
    what = "it cannot be self-hosted" if observed == "cannot be self-hosted" else "no priced offer of it is known"
    return f"{what}, and you need {required}"


def _status(observed: str, required: str) -> str:
    return f"it {'is' if observed == 'retired' else 'was'} {observed}, and you need {required}"


def _latency(observed: str, required: str) -> str:
    """What is waited for stands once: "27,700 ms to the first token, and you allow at most 8,000 ms"."""
    unit, _, what = observed.partition(" ")[2].partition(" ")
    return f"it takes {observed}, and you allow {required.removesuffix(f' {what}') if unit else required}"


def _sizing(observed: str, required: str) -> str:
    """The planner's problem without the raw id of the model, which the sentence has already named."""
    text = _MODEL_ID.sub("this model", observed).replace("models such as this model", "models like it")
    if text.startswith("cannot size: "):
        return f"it cannot be sized: {text.removeprefix('cannot size: ')}"
    if text.startswith("cannot cost: the price of this model"):
        return f"its price{text.removeprefix('cannot cost: the price of this model')}"
    return f"it {text}" if text.startswith("does not fit") else f"{text}, and you need {required}"


_SPECIAL: Final = MappingProxyType(
    {
        "task": _task,
        "languages": _languages,
        "licence": _licence,
        "residency": _residency,
        "certifications": _certifications,
        "offer": _offer,
        "status": _status,
        "latency": _latency,
        "sizing": _sizing,
    }
)
