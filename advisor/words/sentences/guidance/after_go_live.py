"""After the go-live: why usage cost other than planned, and what left the plan's range."""

from __future__ import annotations

from typing import Final

_CAUSES: Final = {
    "volume": "Number of requests",
    "input": "Input per request",
    "output": "Output per request",
    "cache": "Share of the input that a cache gave",
    "mix": "Other models beside the chosen one",
    "price": "Prices",
    "currency": "Exchange rate",
    "beside": "Billed beside tokens",
    "endpoint": "Speed of the endpoint",
    "length": "Length of the answers",
}
_CHECKS: Final = {
    "volume": "requests used less those planned, at the planned cost of one",
    "input": "tokens that went in beyond the plan, at planned prices",
    "output": "tokens that came out beyond the plan, at planned prices",
    "cache": "what a cache gave more or less than planned, at planned prices",
    "mix": "the same tokens at the list prices of the models that gave them",
    "price": "what was paid less the same tokens at the plan's prices",
    "currency": "what was paid at the month's rate less at the plan's",
    "beside": "lines of the bill without tokens, and servers",
    "endpoint": "seconds to the first token and between tokens, for answers as long as they were",
    "length": "seconds for tokens beyond the plan, at the planned speed",
}
_DRIFTS: Final = {
    "cost.above": "In {month} usage cost {actual} USD, above the plan's range of {low} to {high} USD.",
    "cost.below": "In {month} usage cost {actual} USD, below the plan's range of {low} to {high} USD.",
    "wait.above": "In {month} an answer took {actual} s, longer than the plan's range of {low} to {high} s.",
    "wait.below": "In {month} an answer took {actual} s, shorter than the plan's range of {low} to {high} s.",
    "quality.above": "In {month} answers scored {actual}, above the evaluation's {low} to {high}.",
    "quality.below": "In {month} answers scored {actual}, below the evaluation's {low} to {high}.",
}
AFTER_SENTENCES: Final[dict[str, str]] = (
    {f"after.cause.{key}": text for key, text in _CAUSES.items()}
    | {f"after.check.{key}": text for key, text in _CHECKS.items()}
    | {f"after.drift.{key}": text for key, text in _DRIFTS.items()}
)
"""Key to template."""
