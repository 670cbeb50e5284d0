"""Figures of runs in words: numbers with units and sensible digits, unknown as unknown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from advisor.trials.measures.timing import Spread, spreads
from advisor.trials.records import Cost, Run

UNKNOWN = "unknown"
_LEAST = Decimal("0.000001")
BASES = {"reported": "reported by the endpoint", "counted": "counted here", "estimated": "estimated"}


def seconds(value: float | None) -> str:
    """Seconds below ten with two digits."""
    if value is None:
        return UNKNOWN
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s" if value < 10 else f"{value:.0f} s"  # noqa: PLR2004


def milliseconds(value: float | None) -> str:
    """Milliseconds."""
    return UNKNOWN if value is None else f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"  # noqa: PLR2004


def gaps(mean_ms: float | None, p95_ms: float | None) -> str:
    """The mean gap between tokens and its 95th percentile; one gap alone has none."""
    text = milliseconds(mean_ms)
    return text if p95_ms is None else f"{text}, p95 {milliseconds(p95_ms)}"


def counted(number: int, word: str) -> str:
    """A number of things: "1 vote", "2 votes"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def rate(value: float | None) -> str:
    """Tokens per second."""
    return UNKNOWN if value is None else f"{value:.0f} tokens/s" if value >= 10 else f"{value:.1f} tokens/s"  # noqa: PLR2004


def dollars(value: Decimal | None) -> str:
    """US dollars, small sums with six digits; what would show as nothing but is not says that it is less."""
    if value is None:
        return UNKNOWN
    if 0 < value < _LEAST / 2:
        return f"under ${_LEAST}"
    return f"${value:,.2f}" if value == 0 or value >= 1 else f"${value:.6f}"


def cost(found: Cost) -> str:
    """The cost, with what a second price list says where it differs."""
    other = found.disagreement
    text = dollars(found.usd)
    return text if other is None else f"{text} ({dollars(found.cross_check_usd)} by genai-prices)"


def second_price(cost: Cost) -> str:
    """What a second price list says where it differs, or an empty text."""
    share = cost.disagreement
    if share is None:
        return ""
    return f"{dollars(cost.cross_check_usd)} by the price list genai-prices ({share:+.0%}): check the offer's price."


def tokens(run: Run) -> str:
    """Tokens in and out, and how they are known."""
    given = run.tokens
    out = UNKNOWN if given.output_tokens is None else f"{given.output_tokens:,}"
    asked = UNKNOWN if given.input_tokens is None else f"{given.input_tokens:,}"
    return f"{asked} in, {out} out ({BASES[given.basis]})"


def run_row(run: Run) -> dict[str, str]:
    """One run as a row of a table in words."""
    measurement = run.measurement
    return {
        "Pane": f"{run.pane + 1} #{run.repetition + 1}",
        "Connection": run.connection,
        "Model": run.model,
        "TTFT": seconds(measurement.ttft_s),
        "ITL mean": milliseconds(measurement.itl_ms),
        "ITL p95": milliseconds(measurement.itl_p95_ms),
        "End to end": seconds(measurement.total_s),
        "Output": rate(measurement.output_tokens_per_s),
        "Tokens": tokens(run),
        "Cost": cost(run.cost),
        "Finish": run.finish_reason or ("partial" if run.partial else "none"),
        "Result": "whole" if run.whole else run.failure.message if run.failure else "partial",
    }


def _spread(found: Spread | None, unit: str, digits: int) -> str:
    if found is None:
        return UNKNOWN
    text = f"{found.median:.{digits}f} {unit}"
    return text if found.count == 1 else f"{text} ({found.low:.{digits}f} to {found.high:.{digits}f}, n={found.count})"


def spread_row(name: str, runs: Sequence[Run]) -> dict[str, str]:
    """The spread over a pane's repetitions: median, smallest to largest."""
    found = spreads(runs)
    costs = [run.cost.usd for run in runs if run.cost.usd is not None]
    return {
        "Pane": name,
        "Runs": f"{sum(run.whole for run in runs)} whole of {len(runs)}",
        "TTFT": _spread(found["ttft_s"], "s", 2),
        "ITL mean": _spread(found["itl_ms"], "ms", 1),
        "End to end": _spread(found["total_s"], "s", 2),
        "Output": _spread(found["output_tokens_per_s"], "tokens/s", 1),
        "Cost in all": dollars(sum(costs, Decimal(0))) if costs else UNKNOWN,
    }
