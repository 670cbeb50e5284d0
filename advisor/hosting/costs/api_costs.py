"""What a provider's API costs per month over the horizon, by component, on arrays (offers, draws)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.hosting.costs.case import Case, Draws, Span
from advisor.hosting.costs.migrations import migration_usd
from advisor.hosting.costs.monthly_costs import BYTES_PER_TOKEN, NOTHING, shared
from advisor.hosting.costs.staffing import paid_time, usd_per_person
from advisor.hosting.costs.usage import lognormal
from advisor.hosting.prices.announced_prices import AnnouncedChange
from advisor.hosting.prices.token_prices import TokenCosts
from advisor.hosting.speed.thinking_tokens import SIGMA


def api_costs(
    tokens: TokenCosts,
    sigma: Floats,
    case: Case,
    draws: Draws,
    *,
    thinks: NDArray[np.intp],
    changes: Sequence[AnnouncedChange] = (),
    forced: Floats | None = None,
    spans: Sequence[Span] | None = None,
) -> Mapping[str, Floats]:
    """US dollars per month over the horizon at a provider's API by component; arrays (n, draws).

    ``changes`` are announced prices of these rows, which count from their month on; ``forced`` (n, 3) are the
    changes of model that the provider is expected to force over the horizon (middle, fewest, most; None: none).
    """
    assume, load, spans = case.assume, case.load, spans or case.years()
    scale = load.requests_per_month * case.token_overhead / case.horizon_months * assume.value("token_price_factor")
    spread = lognormal(sigma, draws.token_z) * (scale * draws.volume * draws.price)
    paid = [span.growth * case.falling("price_decline_api", span, draws) for span in spans]
    thought = np.exp(SIGMA[:, None] * draws.thinking_z)
    parts = _token_costs(tokens, spread * sum(paid), thought, thinks)
    for change in changes:
        at, shares = change.positions, [_share(change, span) for span in spans]
        factor = spread[at] * sum(share * months for share, months in zip(shares, paid, strict=True))
        after, before = (_token_costs(cost, factor, thought, thinks[at]) for cost in (change.after, change.before))
        _move(parts, at, after, before, spread.shape)
    months = sum(span.months for span in spans) / case.horizon_months
    grown_months = sum(span.months * span.growth for span in spans) / case.horizon_months
    gb_out = load.requests_per_month * load.output_tokens * BYTES_PER_TOKEN / 1e9
    people = paid_time(case.team, np.array([[assume("staff_api")]]))
    common = [shared(case, draws, span) for span in spans]
    first = 1.0 if spans[0].start == 0 else 0.0
    return {
        **parts,
        "corpus": tokens.corpus[:, None] * (first / case.horizon_months),
        "egress": gb_out * assume("egress_usd_per_gb") * grown_months * draws.volume,
        "staff": people * usd_per_person(case.team, assume) / 12 * months * draws.staff,
        "migration": NOTHING if forced is None else migration_usd(forced, case, draws) * months,
        **{name: np.asarray(sum(part[name] for part in common)) / case.horizon_months for name in common[0]},
    }


def _share(change: AnnouncedChange, span: Span) -> float:
    """The share of a span's volume that is paid at an announced price: of a load that grows fast, month by month."""
    if not span.by_month:
        return change.share(span.start, span.months)
    months = ((change.share(span.start + number, 1.0), volume) for number, volume in enumerate(span.by_month))
    return sum(share * volume for share, volume in months) / sum(span.by_month)


def _move(
    parts: dict[str, Floats],
    at: NDArray[np.intp],
    after: Mapping[str, Floats],
    before: Mapping[str, Floats],
    shape: tuple[int, ...],
) -> None:
    """Put what an announced price adds or saves into the rows that it changes; what it does not touch stays narrow."""
    for name, values in parts.items():
        if after[name].any() or before[name].any():
            grown = np.broadcast_to(values, shape).copy()
            grown[at] += after[name] - before[name]
            parts[name] = grown


def _token_costs(tokens: TokenCosts, factor: Floats, thought: Floats, thinks: NDArray[np.intp]) -> dict[str, Floats]:
    """What is counted by request, times a factor (n, draws)."""
    return {
        "input_tokens": _counted(tokens.input[:, None], factor),
        "cached_tokens": _counted(tokens.cached[:, None], factor),
        "cache_writes": _counted(tokens.cache_write[:, None], factor),
        "output_tokens": _counted(tokens.output[:, None], factor),
        "reasoning_tokens": _counted(tokens.reasoning[:, None], factor, drawn=thought, rows=thinks),
        "media": _counted(tokens.media[:, None], factor),
    }


def _counted(
    amount: Floats, factor: Floats, *, drawn: Floats | None = None, rows: NDArray[np.intp] | None = None
) -> Floats:
    """Amount times factor (times ``drawn[rows]``); one zero where there is nothing to count."""
    if not amount.any():
        return NOTHING
    return np.asarray(amount * factor if drawn is None else amount * factor * drawn[rows])
