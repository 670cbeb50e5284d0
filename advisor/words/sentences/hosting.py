"""Hosting: why an alternative cannot be planned, and the lines of its costs."""

from __future__ import annotations

from typing import Final

HOSTING_SENTENCES: Final = {
    "unpriced": "cannot be costed: the price of {model} at {provider} is unknown for this kind of load",
    "unpriced.out": "its price at {provider:code} is unknown for this kind of load",
    "unsized.weights": "cannot be sized: the weights of {model} are not published",
    "unsized.weights.out": "it cannot be sized: the weights of this model are not published",
    "unsized.speed": "cannot be sized: the serving speed of {what} models such as {model} is unknown",
    "unsized.speed.out": "it cannot be sized: the serving speed of {what} models like it is unknown",
    "unsized.fact": "cannot be sized: {what} of {model} is unknown",
    "unsized.fact.out": "it cannot be sized: {what} of this model is unknown",
    "unsized.no_server": "cannot be sized: no planned server of up to 8 GPUs holds {model}",
    "unsized.no_server.out": "it cannot be sized: no planned server of up to 8 GPUs holds this model",
    "weights_alone": "Weights alone; {problem:alone}.",
    "unsized.weights.alone": "the weights of {model} are not published",
    "unsized.speed.alone": "the serving speed of {what} models such as {model} is unknown",
    "unsized.fact.alone": "{what} of {model} is unknown",
    "unfit.cache": (
        "does not fit: a request of {tokens} tokens needs {cache} GB of cache and {left} GB are left beside {model} "
        "on {hardware}"
    ),
    "unfit.cache.out": (
        "it does not fit: a request of {tokens} tokens needs {cache} GB of cache and {left} GB are left beside this "
        "model on {hardware}"
    ),
    "break_even.unknown": "the cost of one of them is unknown",
    "break_even.always": "{cheaper} is cheaper at every volume from a thousandth to a thousand times the stated one",
    "break_even.once": "at your volume you are at {here:.2g} times it",
    "break_even.often": (
        "at your volume you are at {here:.2g} times it; the curves meet {crossings} times because servers come whole"
    ),
}
HOSTING_RECORDED: Final = {
    "unpriced": "cannot cost: the price of {model:code} at {provider:code} is unknown for this kind of load",
    "unsized.weights": "cannot size: the weights of {model:code} are not published",
    "unsized.speed": "cannot size: the serving speed of {what} models such as {model:code} is unknown",
    "unsized.fact": "cannot size: {what} of {model:code} is unknown",
    "unsized.no_server": "cannot size: no planned server of up to 8 GPUs holds {model:code}",
    "unsized.weights.alone": "the weights of {model:code} are not published",
    "unsized.speed.alone": "the serving speed of {what} models such as {model:code} is unknown",
    "unsized.fact.alone": "{what} of {model:code} is unknown",
    "unfit.cache": (
        "does not fit: a request of {tokens} tokens needs {cache} GB of cache and {left} GB are left beside "
        "{model:code} on {hardware}"
    ),
}
"""As records have always said it."""
