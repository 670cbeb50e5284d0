"""The reference architecture: its parts and why each is there, and which framework serves the model."""

from __future__ import annotations

from typing import Final

_PARTS: Final = {
    "application": "Application",
    "gateway": "Gateway",
    "guardrails": "Guardrails",
    "cache": "Cache",
    "retrieval": "Document store",
    "model": "Model",
    "fallback": "Fallback model",
    "review": "Human review",
    "observability": "Observability",
}
_REASONS: Final = {
    "application.own": "Your own: it asks for one name, and the model behind that name can change.",
    "gateway.one_device": "The application and the model share a device.",
    "gateway.cap": "The budget is capped ({cap} a month): the gateway counts what each key spends and stops there.",
    "gateway.several": "{count} use cases share models, keys and limits.",
    "gateway.fallback": "It asks the fallback when the choice does not answer.",
    "gateway.change": "The model can be changed, pinned and taken back in one place.",
    "guardrails.none": "The answers name no personal data, no tools and no strangers who write the prompts.",
    "guardrails.masked": "Personal data goes to a provider: names, numbers and addresses are masked before.",
    "guardrails.logs": "Personal data stays in the house, but must not stand in logs.",
    "guardrails.acts": "An agent acts: what documents and pages tell it must not become an order.",
    "guardrails.tools": "The model calls tools: their arguments are checked before they run.",
    "guardrails.strangers": "The prompts hold what others wrote: attempts to misuse the model are stopped first.",
    "cache.none": "Too little of the prompts repeats to be worth keeping.",
    "cache.repeated": "{share} of the prompt is the same each time: what was computed or answered is used again.",
    "cache.queries": "People search for the same things: vectors of {requests} queries a day are kept for an hour.",
    "retrieval.none": "Nothing is looked up: the request holds what the model needs.",
    "retrieval.task": "The task ({task}) rests on documents that are searched.",
    "retrieval.corpus": "About {vectors} pieces of text are searched.",
    "model.choice": "The choice of this decision.",
    "fallback.none": "The shortlist has nothing of another vendor or place: what takes the choice down takes it too.",
    "fallback.vectors": "Vectors of another model cannot stand in: only the same model at another place can.",
    "fallback.leave": "It shows that you can leave: another vendor or place is tried and ready.",
    "fallback.available": "High availability is asked for, and one place can fail as a whole.",
    "fallback.around": "The service runs around the clock.",
    "review.none": "Nothing in the answers asks for a person who reads before anything happens.",
    "review.high_risk": "High risk under the EU AI Act: a person must be able to stop and correct it (Article 14).",
    "review.acts": "An agent acts: what cannot be undone waits for a person.",
    "review.health": "Health data: a professional reads before anybody acts on it.",
    "review.untested": "The ability of the choice is inferred: a sample is read until your own test has shown it.",
    "review.facts": "Answers can be wrong and sound right: a sample is read each week.",
    "observability.plan": "Tokens, cost, waits and failures are measured against what the decision planned.",
    "observability.limit": "The stated limit of waiting is an alert.",
}
_FRAMEWORKS: Final = {
    "archived": "archived since {day}: nobody mends it, holes of security stay open",
    "maintenance": "only maintained since {day}: nothing new comes",
    "kind": "does not serve this kind of model",
    "hardware": "does not run on this hardware ({hardware})",
    "no_gguf": "does not load the planned weights ({precision}, a GGUF file)",
    "only_gguf": "loads GGUF files, and the plan has {precision}",
    "wraps": "wraps another engine: for own code around several models, not for one model behind an API",
    "one_gpu": "one copy of the model needs {gpus} GPUs, and it uses one",
    "no_batching": "computes one request after the other, and about {at_once:,.0f} are in work at once",
    "not_supported": "its list of models does not have {model}",
    "for": "for {what}",
    "supported": "its list of models has {model}",
    "support_unknown": "whether it runs {model} is not known: try it first",
    "simple": "one command starts it, and nobody of the house runs servers",
    "latent": "made for this model's compressed attention",
    "shares": "computes the common beginning of the prompts once",
    "breadth": "runs on {count} kinds of processors, so that the hardware can change",
}
ARCHITECTURE_SENTENCES: Final[dict[str, str]] = (
    {f"part.{key}": text for key, text in _PARTS.items()}
    | {f"part.{key}": text for key, text in _REASONS.items()}
    | {f"framework.{key}": text for key, text in _FRAMEWORKS.items()}
)
"""Key to template."""
