"""Gates on who runs a model, where, on what terms and at what cost: names, ways to relax them, texts of failures."""

from __future__ import annotations

from typing import Final

DEPLOYMENT_FAILURES: Final[dict[str, tuple[str, str, str]]] = {
    "export": (
        "needs an export licence for {country}",
        "hardware that may be brought to {country}",
        "its hardware needs a licence of the United States for {country}, which is as a rule refused",
    ),
    "given_hardware": ("{hardware}", "to run on {given:or}", "it needs {hardware}, and it must run on {given:or}"),
    "given_hardware.short": (
        "{short:d} GPUs more than are there",
        "to run on what is there",
        "it needs {short:d} GPUs more than are there, and nothing may be bought",
    ),
    "skills": (
        "needs people who run GPU servers",
        "skills of your own, or a managed service",
        "it needs people who run GPU servers, and you have none",
    ),
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
    "closed_zone": (
        "a government's zone",
        "a zone open to you",
        "it is processed in a zone for the government of the United States, and your seat is in {country}",
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
"""Of a failure: what was observed, what is required, and why it is out as half a sentence after the name."""
DEPLOYMENT_GATES: Final[dict[str, tuple[str, str]]] = {
    "offer": ("Can be run at all", "none: no priced offer and no open weights are known"),
    "sizing": ("Can be sized", "none: the deployment cannot be sized"),
    "price": ("Price known", "ask the provider for a price"),
    "export": ("Export control", "none: only the licensing authority opens it"),
    "closed_zone": ("Zones for a government", "none: only the provider lets anybody in"),
    "given_hardware": ("Hardware that is given", "buy other hardware than yours"),
    "house_policy": ("Policy of the house", "ask for an exception from the house policy"),
    "skills": ("Skills for servers", "have a managed service run the servers"),
    "provider": ("Excluded providers", "lift the restriction of providers"),
    "jurisdiction": ("Excluded jurisdictions", "lift the exclusion of the jurisdiction"),
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
