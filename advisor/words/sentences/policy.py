"""The policy of the house: what its rules demand, what was found against them, and what agreements make of a price."""

from __future__ import annotations

from typing import Final

from advisor.words.plural import Plural

_REQUIRED: Final = "{demand} (rule {rule} of the house policy “{policy}”)"
POLICY_SENTENCES: Final[dict[str, str | Plural]] = {
    "house_policy.observed": "{seen}",
    "house_policy.required": _REQUIRED,
    "house_policy.out": "the house policy “{policy}” excludes it by rule {rule}: {demand}",
    "house_policy.unknown.observed": "{seen}",
    "house_policy.unknown.required": _REQUIRED,
    "house_policy.unknown.out": (
        "no source states whether it keeps to rule {rule} of the house policy “{policy}”: {demand}"
    ),
    "demand.vendors_allowed": "only models of {asked:or}",
    "demand.vendors_excluded": "no model of {asked:or}",
    "demand.vendor_countries_allowed": "only models from {asked:or}",
    "demand.vendor_countries_excluded": "no model from {asked:or}",
    "demand.models_excluded": "not the model {asked:or}",
    "demand.providers_allowed": "only the provider {asked:or}",
    "demand.providers_excluded": "not the provider {asked:or}",
    "demand.provider_countries_allowed": "only providers with their seat in {asked:or}",
    "demand.provider_countries_excluded": "no provider with its seat in {asked:or}",
    "demand.hosting": "only this way of hosting: {asked:or}",
    "demand.zones": "processing in {asked:or} alone",
    "demand.certificates": "a provider that holds {asked:and}",
    "demand.no_training": "no training on the data",
    "demand.max_retention_days": Plural(
        "prompts kept for at most {days:d} day", "prompts kept for at most {days:d} days", "days"
    ),
    "seen.one": "{what}",
    "seen.several": "{what:and}",
    "seen.unknown": "nobody states it",
    "seen.trains": "trains on data by default",
    "seen.days": Plural("kept for {days:d} day", "kept for {days:d} days", "days"),
    "rule.every_class": "{demand:cap}.",
    "rule.for_classes": "For {classes:or} data: {demand}.",
    "choice.agreed": "agreed price: {prices:and} per million tokens, until {day} (agreement {agreement})",
    "choice.agreed_terms": "agreed price until {day} (agreement {agreement})",
    "agreed.input": "{own:g} USD instead of {listed:g} for input",
    "agreed.output": "{own:g} USD instead of {listed:g} for output",
    "warning.agreement_ended": (
        "The price agreement {agreement} ended on {day}: the list price is reckoned. Renew it, or plan with that."
    ),
    "weight.house": "set by the policy of the house",
    "policy.taken_under": "Taken under the house policy “{policy}”, version {version} of {day}.",
    "policy.taken_under_except": Plural(
        "Taken under the house policy “{policy}”, version {version} of {day}, with {count:d} exception granted.",
        "Taken under the house policy “{policy}”, version {version} of {day}, with {count:d} exceptions granted.",
        "count",
    ),
    "policy.exception": "Exception from rule {rule} until {day}: {reason}",
    "policy.exception_granted": "Exception from rule {rule} until {day}, granted by {who}: {reason}",
    "policy.agreement_tokens": "{percent:g}% off the list price of {scope}, from {start} to {day} ({contract})",
    "policy.agreement_servers": "{percent:g}% off rented GPUs of {scope}, from {start} to {day} ({contract})",
    "policy.agreement_both": (
        "{percent:g}% off the list price and rented GPUs of {scope}, from {start} to {day} ({contract})"
    ),
    "policy.agreement_prices": "{prices:and} per million tokens for {scope}, from {start} to {day} ({contract})",
    "policy.price_input": "{usd:g} USD for input",
    "policy.price_cached_input": "{usd:g} USD for cached input",
    "policy.price_output": "{usd:g} USD for output",
    "policy.scope": "{names:and}",
    "policy.cost": "{label}: {value:,g} {of}",
    "policy.weight": "{criterion}: {share}",
    "policy.runs": "runs",
    "policy.ended": "has ended: the list price is reckoned",
    "policy.to_come": "has not begun: the list price is reckoned",
}
