"""Gates: of each way to fail what was observed, what is required and why that puts something out."""

from __future__ import annotations

from typing import Final

from advisor.words.plural import Plural

_Texts = tuple[str, str, str]
"""Of a failure: what was observed, what is required, and why it is out as half a sentence after the name."""
_FAILURES: Final[dict[str, _Texts]] = {
    "task.only_moderation": (
        "made to judge content",
        "a model for {task}",
        "it was made to judge content against a policy and answers nobody, and you need a model for {task}",
    ),
    "task.only_translation": (
        "made to translate",
        "a model for {task}",
        "it was made to translate and nothing else, and you need a model for {task}",
    ),
    "task.only_reading": (
        "made to read documents out as text",
        "a model for {task}",
        "it was made to read documents out as text, and you need a model for {task}",
    ),
    "task": (
        "kind {kind:code}",
        "{kinds:code} for {task}",
        "it is of the kind {kind}, and {task:small} needs {kinds:or}",
    ),
    "status.retired": (
        "retired",
        "a model that is still offered",
        "it is retired, and you need a model that is still offered",
    ),
    "status.retired_on": (
        "retired on {day}",
        "a model that is still offered",
        "it was retired on {day}, and you need a model that is still offered",
    ),
    "status.unreleased": (
        "released on {day}",
        "released by {as_of}",
        "it was released on {day}, and you need released by {as_of}",
    ),
    "status.ended": (
        "shut down on {day}",
        "a model that is still offered",
        "its provider shut it down on {day}, and you need a model that is still offered",
    ),
    "origin": (
        "from {countries}",
        "a model from outside {excluded}",
        "it comes from {countries}, and you need a model from outside {excluded}",
    ),
    "origin.base": (
        "stands on weights from {countries}",
        "a model from outside {excluded}",
        "it stands on weights from {countries}, and you need a model from outside {excluded}",
    ),
    "origin.unknown": (
        "origin unknown",
        "a model from outside {excluded}",
        "no source states where its vendor has its seat, and you need a model from outside {excluded}",
    ),
    "export": (
        "needs an export licence for {country}",
        "hardware that may be brought to {country}",
        "its hardware needs a licence of the United States for {country}, which is as a rule refused",
    ),
    "given_hardware": ("{hardware}", "to run on {given:or}", "it needs {hardware}, and it must run on {given:or}"),
    "skills": (
        "needs people who run GPU servers",
        "skills of your own, or a managed service",
        "it needs people who run GPU servers, and you have none",
    ),
    "preview": ("preview", "general availability", "it is a preview, and you need general availability"),
    "offer": (
        "no priced offer known",
        "a priced offer, or open weights to run",
        "no priced offer of it is known, and you need a priced offer, or open weights to run",
    ),
    "offer.closed": (
        "cannot be self-hosted",
        "a priced offer, or open weights to run",
        "it cannot be self-hosted, and you need a priced offer, or open weights to run",
    ),
    "sizing": ("{problem}", "a deployment that can be sized", "{problem:out}"),
    "price": ("price unknown", "a known price", "its price is unknown, so that its cost cannot be compared"),
    "modality.reads": ("reads {able}", "must read {missing}", "it reads {able}, but must read {missing}"),
    "modality.writes": ("writes {able}", "must write {missing}", "it writes {able}, but must write {missing}"),
    "context": (
        "{held} tokens",
        "{needed} tokens",
        "its context window holds {held} tokens, and you need {needed} tokens",
    ),
    "context.provider": (
        "{held} tokens at this provider",
        "{needed} tokens",
        "its context window holds {held} tokens at this provider, and you need {needed} tokens",
    ),
    "context.input": (
        "{held} tokens of input",
        "{needed} tokens of input",
        "it takes at most {held} tokens of input at once, and you need {needed} tokens",
    ),
    "output": ("{most} tokens", "{needed} tokens", "it writes at most {most} tokens, and you need {needed} tokens"),
    "tools": ("not supported", "supported", "it cannot call tools, and you need that"),
    "structured_output": ("not supported", "supported", "it cannot return structured output, and you need that"),
    "languages": (
        "{listed:code} listed",
        "{missing:code} too",
        "its documentation lists {listed}, and you need {missing} too",
    ),
    "languages.many": (
        "{count} languages listed",
        "{missing:code} too",
        "its documentation lists {count} languages, and you need {missing} too",
    ),
    "fitness": (
        "{points:.0f} of 100 points",
        "at least {asked:.0f} points",
        "its fitness is {points:.0f} of 100 points, and you ask for at least {asked:.0f} points",
    ),
    "fitness.floor": (
        "{points:.0f} of 100 points",
        "at least {floor:.0f} points, below which by the advisor's judgement the work is not done",
        "its fitness is {points:.0f} of 100 points; by the advisor's judgement the work is not done below {floor:.0f}",
    ),
    "streaming.transcription": (
        "takes whole recordings only",
        "text while somebody speaks",
        "it takes whole recordings only, and you need the text while somebody speaks",
    ),
    "streaming.speech_synthesis": (
        "gives back whole recordings only",
        "sound before all of the text is read",
        "it gives back whole recordings only, and you need the sound before all of the text is read",
    ),
    "lifecycle.soon": (
        "shut down on {day}",
        "offered until a migration is done on {done}",
        "its provider shuts it down on {day}, before a migration could be done on {done}",
    ),
    "lifecycle": (
        "retires on {day}",
        "offered until {horizon}",
        "it retires on {day}, and you need it offered until {horizon}",
    ),
    "vendor": ("{vendor}", "a vendor you did not exclude", "you excluded its vendor, {vendor}"),
    "provider.excluded": (
        "{provider}",
        "a provider you did not exclude",
        "its provider is {provider}, and you need a provider you did not exclude",
    ),
    "provider.not_allowed": (
        "{provider}",
        "one of {allowed}",
        "its provider is {provider}, and you need one of {allowed}",
    ),
    "jurisdiction": (
        "seat in {seat}",
        "seat outside {excluded}",
        "its provider has its seat in {seat}, and you need a seat outside {excluded}",
    ),
    "jurisdiction.unknown": (
        "seat unknown",
        "seat outside {excluded}",
        "no source states where its provider has its seat, and you need a seat outside {excluded}",
    ),
    "open_weights": (
        "weights not given out",
        "open weights",
        "its weights are not given out, and you need open weights",
    ),
    "open_source": (
        "{licence}",
        "an open-source licence",
        "its licence is {licence}, and you need an open-source licence",
    ),
    "open_source.closed": (
        "weights not given out",
        "an open-source licence",
        "its licence is weights not given out, and you need an open-source licence",
    ),
    "open_source.unknown": (
        "licence unknown",
        "an open-source licence",
        "no source states its licence, and you need an open-source licence",
    ),
    "licence.unknown": (
        "licence unknown",
        "commercial use permitted",
        "no source states its licence, and you need commercial use permitted",
    ),
    "licence.no_business": (
        "{licence}: no commercial use",
        "commercial use",
        "its licence is {licence}: no commercial use, and you need commercial use",
    ),
    "licence.users": (
        "free up to {limit} monthly users",
        "{stated} monthly users",
        "free up to {limit} monthly users, and you need {stated} monthly users",
    ),
    "licence.revenue": (
        "free up to {limit} US dollars of annual revenue",
        "{stated} US dollars of annual revenue",
        "free up to {limit} US dollars of annual revenue, and you need {stated} US dollars of annual revenue",
    ),
    "licence.excludes": (
        "{licence} excludes {excluded}",
        "use in {places}",
        "{licence} excludes {excluded:the}, and you need use in {places}",
    ),
    "redistribution": (
        "{licence}: no redistribution",
        "redistribution",
        "{licence}: no redistribution, and you need redistribution",
    ),
    "fine_tuning.licence": (
        "{licence}: no derivatives",
        "fine-tuning",
        "{licence}: no derivatives, and you need fine-tuning",
    ),
    "fine_tuning.not_offered": (
        "fine-tuning not offered",
        "fine-tuning",
        "fine-tuning not offered, and you need fine-tuning",
    ),
    "fine_tuning.unknown": (
        "fine-tuning unknown",
        "fine-tuning",
        "no source states that it can be fine-tuned, and you need that",
    ),
    "hosting": ("{hosting}", "{allowed}", "you allow only {allowed}"),
    "air_gap": ("needs a network", "no network", "it needs a network, and you have none"),
    "residency": (
        "zone {zone:code}",
        "processing in {asked:or}",
        "it is processed in {zone}, and you need processing in {asked:or}",
    ),
    "residency.global": (
        "zone {zone:code}",
        "processing in {asked:or}",
        "it is processed anywhere (it is routed globally), and you need processing in {asked:or}",
    ),
    "residency.gov": (
        "zone {zone:code}",
        "processing in {asked:or}",
        "it is processed in a zone for governments alone, and you need processing in {asked:or}",
    ),
    "residency.unknown": (
        "zone unknown",
        "processing in {asked:or}",
        "no source states in which zone it is processed, and you need processing in {asked:or}",
    ),
    "training": (
        "trains on data by default",
        "no training on your data",
        "its provider trains on data by default, and you need no training on your data",
    ),
    "training.unknown": (
        "policy unknown",
        "no training on your data",
        "no source states whether its provider trains on data, and you need no training on your data",
    ),
    "retention": (
        "{days:d} days",
        "at most {asked:d} days",
        "its provider keeps data for {days:d} days, and you allow at most {asked:d} days",
    ),
    "retention.unknown": (
        "retention unknown",
        "at most {asked:d} days",
        "no source states how long its provider keeps data, and you allow at most {asked:d} days",
    ),
    "certifications": ("{held:code} stated", "{missing}", "its provider states only {held}, and you need {missing}"),
    "certifications.none": (
        "none stated",
        "{missing}",
        "no source states a certificate of its provider, and you need {missing}",
    ),
    "data_class.unknown": (
        "training policy unknown",
        "{required}",
        "its provider: training policy unknown; you need {required}",
    ),
    "data_class.trains": ("trains on data", "{required}", "its provider: trains on data; you need {required}"),
    "data_class.opt_out": (
        "trains unless opted out",
        "{required}",
        "its provider: trains unless opted out; you need {required}",
    ),
    "data_class.no_route": (
        "no zero-retention route stated",
        "{required}",
        "its provider: no zero-retention route stated; you need {required}",
    ),
    "processing_agreement": (
        "no data processing agreement",
        "GDPR Article 28",
        "its provider offers no data processing agreement, which GDPR Article 28 demands",
    ),
    "indemnification": ("no", "indemnification", "its provider does not indemnify you, and you need that"),
    "indemnification.own": ("nobody", "indemnification", "nobody indemnifies you for own weights, and you need that"),
    "indemnification.unknown": (
        "unknown",
        "indemnification",
        "no source states that its provider indemnifies you, and you need that",
    ),
    "price_conflict": (
        "sources disagree on the price",
        "agreed price",
        "sources disagree on its price, and you need one on which they agree",
    ),
    "budget": (
        "{cost:,.0f} {currency} a month",
        "at most {limit:,.0f} {currency} a month",
        "it costs {cost:,.0f} {currency} a month, and you allow at most {limit:,.0f} {currency} a month",
    ),
    "latency.first_token": (
        "at best {seen} ms to the first token",
        "at most {limit} ms to the first token",
        "at the best of what is known it takes {seen} ms to the first token, and you allow at most {limit} ms",
    ),
    "latency.gap": (
        "at best {seen} ms between tokens",
        "at most {limit} ms between tokens",
        "at the best of what is known it takes {seen} ms between tokens, and you allow at most {limit} ms",
    ),
    "latency.whole": (
        "at best {seen} s for the whole answer",
        "at most {limit} s for the whole answer",
        "at the best of what is known it takes {seen} s for the whole answer, and you allow at most {limit} s",
    ),
}
_GATES: Final = {
    "task": ("Kind of model", "choose another task"),
    "status": ("Still offered", "none: the model is retired"),
    "offer": ("Can be run at all", "none: no priced offer and no open weights are known"),
    "sizing": ("Can be sized", "none: the deployment cannot be sized"),
    "price": ("Price known", "ask the provider for a price"),
    "modality": ("Inputs and outputs", "do without the input that the model cannot read"),
    "context": ("Context window", "send less text per request"),
    "output": ("Output limit", "ask for shorter outputs"),
    "tools": ("Tool calling", "do without tool calling"),
    "structured_output": ("Structured output", "validate free text instead of structured output"),
    "languages": ("Languages", "do without the missing languages"),
    "fitness": ("Ability for the work", "accept a less able model"),
    "preview": ("Preview models", "allow preview models"),
    "lifecycle": ("Lifecycle", "migrate to the successor faster"),
    "origin": ("Origin of the model", "lift the exclusion of the country, or let its weights run elsewhere"),
    "export": ("Export control", "none: only the licensing authority opens it"),
    "given_hardware": ("Hardware that is given", "buy other hardware than yours"),
    "house_policy": ("Policy of the house", "ask for an exception from the house policy"),
    "skills": ("Skills for servers", "have a managed service run the servers"),
    "vendor": ("Excluded vendors", "lift the exclusion of the vendor"),
    "provider": ("Excluded providers", "lift the restriction of providers"),
    "jurisdiction": ("Excluded jurisdictions", "lift the exclusion of the jurisdiction"),
    "open_weights": ("Open weights", "accept a model whose weights are not given out"),
    "open_source": ("Open-source licence", "accept a licence that is not open source"),
    "licence": ("Licence", "agree a commercial licence with the vendor"),
    "redistribution": ("Redistribution", "do without passing the model on"),
    "fine_tuning": ("Fine-tuning", "do without fine-tuning"),
    "hosting": ("Ways of hosting", "allow this way of hosting"),
    "air_gap": ("No network", "allow a network connection"),
    "residency": ("Residency", "allow processing elsewhere, or get residency by contract"),
    "training": ("Training on data", "accept training on your data, or get its exclusion by contract"),
    "retention": ("Retention", "accept longer retention, or get a shorter one by contract"),
    "certifications": ("Certifications", "accept a missing certificate, or get it from the provider"),
    "data_class": ("Data class", "keep this data class out of the use case"),
    "processing_agreement": ("Processing agreement", "none in the EU: GDPR Article 28 demands one"),
    "indemnification": ("Indemnification", "do without the provider's indemnification"),
    "price_conflict": ("Price conflict", "accept prices on which sources disagree"),
    "budget": ("Monthly budget", "raise the monthly cap"),
    "latency": ("Latency limit", "relax the latency limit"),
    "streaming": ("Live speech", "wait for the whole recording"),
}
"""Of each gate: its name, and what to do to relax it."""
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
