"""Figures of runs in words: numbers with units and sensible digits, unknown as unknown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from advisor.trials.measures.timing import Spread, spreads
from advisor.trials.records import Cost, Run
from advisor.ui.words import later, say, words

_LEAST = Decimal("0.000001")
BASES = {
    "reported": later("reported by the endpoint"),
    "counted": later("counted here"),
    "estimated": later("estimated"),
}
_COUNTED = {
    "prompt": (later("{n} prompt"), later("{n} prompts")),
    "connection": (later("{n} connection"), later("{n} connections")),
    "call": (later("{n} call"), later("{n} calls")),
    "vote": (later("{n} vote"), later("{n} votes")),
}


def unknown() -> str:
    """What nobody knows."""
    return say("unknown")


def seconds(value: float | None) -> str:
    """Seconds below ten with two digits."""
    if value is None:
        return unknown()
    if value < 1:
        return _of(value * 1000, "ms", 0)
    return _of(value, "s", 2 if value < 10 else 0)  # noqa: PLR2004


def milliseconds(value: float | None) -> str:
    """Milliseconds."""
    return unknown() if value is None else _of(value, "ms", 0 if value >= 10 else 1)  # noqa: PLR2004


def _of(value: float, unit: str, digits: int) -> str:
    """A number with its unit."""
    return f"{words().number(value, digits)} {unit}"


def gaps(mean_ms: float | None, p95_ms: float | None) -> str:
    """The mean gap between tokens and its 95th percentile; one gap alone has none."""
    text = milliseconds(mean_ms)
    return text if p95_ms is None else f"{text}, p95 {milliseconds(p95_ms)}"


def counted(number: int, word: str) -> str:
    """A number of things: "1 vote", "2 votes"."""
    one, many = _COUNTED[word]
    return say(one if number == 1 else many, n=words().number(number))


def rate(value: float | None) -> str:
    """Tokens per second."""
    return unknown() if value is None else _of(value, say("tokens/s"), 0 if value >= 10 else 1)  # noqa: PLR2004


def dollars(value: Decimal | None) -> str:
    """US dollars, small sums with six digits; what would show as nothing but is not says that it is less."""
    if value is None:
        return unknown()
    if 0 < value < _LEAST / 2:
        return say("under ${least}", least=_LEAST)
    return say("${amount}", amount=words().number(float(value), 2 if value == 0 or value >= 1 else 6))


def cost(found: Cost) -> str:
    """The cost, with what a second price list says where it differs."""
    other = found.disagreement
    text = dollars(found.usd)
    return (
        text
        if other is None
        else say("{value} ({dollars} by genai-prices)", value=text, dollars=dollars(found.cross_check_usd))
    )


def second_price(cost: Cost) -> str:
    """What a second price list says where it differs, or an empty text."""
    share = cost.disagreement
    if share is None:
        return ""
    return say(
        "{dollars} by the price list genai-prices ({share:+.0%}): check the offer's price.",
        dollars=dollars(cost.cross_check_usd),
        share=share,
    )


def tokens(run: Run) -> str:
    """Tokens in and out, and how they are known."""
    given = run.tokens
    out = unknown() if given.output_tokens is None else words().number(given.output_tokens)
    asked = unknown() if given.input_tokens is None else words().number(given.input_tokens)
    return say("{asked} in, {out} out ({bases})", asked=asked, out=out, bases=say(BASES[given.basis]))


def run_row(run: Run) -> dict[str, str]:
    """One run as a row of a table in words."""
    measurement = run.measurement
    return {
        say("Pane"): f"{run.pane + 1} #{run.repetition + 1}",
        say("Connection"): run.connection,
        say("Model"): run.model,
        say("TTFT"): seconds(measurement.ttft_s),
        say("ITL mean"): milliseconds(measurement.itl_ms),
        say("ITL p95"): milliseconds(measurement.itl_p95_ms),
        say("End to end"): seconds(measurement.total_s),
        say("Output"): rate(measurement.output_tokens_per_s),
        say("Tokens"): tokens(run),
        say("Cost"): cost(run.cost),
        say("Finish"): run.finish_reason or (say("partial") if run.partial else say("none")),
        say("Result"): say("whole") if run.whole else run.failure.message if run.failure else say("partial"),
    }


def _spread(found: Spread | None, unit: str, digits: int) -> str:
    if found is None:
        return unknown()
    text = _of(found.median, unit, digits)
    if found.count == 1:
        return text
    low, high = words().number(found.low, digits), words().number(found.high, digits)
    return say(
        "{middle} ({low} to {high}, n={count})", middle=text, low=low, high=high, count=words().number(found.count)
    )


def spread_row(name: str, runs: Sequence[Run]) -> dict[str, str]:
    """The spread over a pane's repetitions: median, smallest to largest."""
    found = spreads(runs)
    costs = [run.cost.usd for run in runs if run.cost.usd is not None]
    return {
        say("Pane"): name,
        say("Runs"): say("{sum} whole of {count}", sum=sum(run.whole for run in runs), count=len(runs)),
        say("TTFT"): _spread(found["ttft_s"], "s", 2),
        say("ITL mean"): _spread(found["itl_ms"], "ms", 1),
        say("End to end"): _spread(found["total_s"], "s", 2),
        say("Output"): _spread(found["output_tokens_per_s"], say("tokens/s"), 1),
        say("Cost in all"): dollars(sum(costs, Decimal(0))) if costs else unknown(),
    }
