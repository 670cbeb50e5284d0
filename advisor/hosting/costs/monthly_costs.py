"""What self-hosting costs per month over the horizon, by component, on arrays (alternatives, draws).

Every component is what is paid for it over the horizon, divided by the months of the horizon: hardware whole, when it
is bought, less what it fetches at the end; volumes grow and prices move year by year. So components add up to the
month, and the month times the horizon is what is paid. Load below capacity costs what is reserved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from advisor.arrays import Floats
from advisor.hosting.costs.case import Case, Draws, Span
from advisor.hosting.costs.purchase import capital_share, kept_share, owned_share, resale_share
from advisor.hosting.costs.staffing import usd_per_person
from advisor.hosting.costs.usage import Fleet, ServerUsage, lognormal, usage_in
from advisor.units import HOURS_PER_MONTH

NETWORK_GPUS = 8.0
"""GPUs of the server whose network the default states; smaller servers cost in proportion."""
QUERY_TOKENS = 50.0
BYTES_PER_TOKEN = 5.0
NOTHING = np.zeros((1, 1))
RENTED = ("gpu_rent", "storage", "egress")
BOUGHT = (
    "purchase",
    "resale",
    "capital",
    "alternative_use",
    "electricity",
    "floor",
    "colocation",
    "support",
    "network",
)
"""Components of rows that are rented, and of those that are bought or there."""
RETRIEVAL_TASKS = frozenset({"rag"})
"""Tasks in which another model finds what this one reads; where finding is the task, its own tokens are paid for."""


def monthly_costs(fleet: Fleet, case: Case, draws: Draws) -> Floats:
    """US dollars per month of self-hosting over the horizon, all components together; shape (n, draws)."""
    count = draws.volume.shape[1]
    costs = np.empty((len(fleet.cloud), count))
    for rows, part in fleet.blocks(count):
        costs[rows] = total(self_host_costs(part, case, draws))
    return costs


def self_host_costs(
    fleet: Fleet, case: Case, draws: Draws, *, servers: Floats | None = None, spans: Sequence[Span] | None = None
) -> Mapping[str, Floats]:
    """US dollars per month over the horizon of self-hosting by component; arrays that broadcast against (n, draws)."""
    paid: dict[str, Floats] = {}
    for part in span_costs(fleet, case, draws, servers=servers, spans=spans):
        for name, values in part.items():
            paid[name] = paid[name] + values if name in paid else values
    return {name: values / case.horizon_months for name, values in paid.items()}


def other_use_usd(fleet: Fleet, case: Case, draws: Draws) -> Floats:
    """(n,) US dollars a month of the middle that GPUs which are there could fetch otherwise: nobody bills them."""
    found = np.zeros(len(fleet.cloud))
    rows = np.flatnonzero(fleet.owned > 0)
    if rows.size:
        drawn = self_host_costs(fleet.take(rows), case, draws)["alternative_use"]
        found[rows] = np.nan_to_num(np.median(np.broadcast_to(drawn, (rows.size, drawn.shape[-1])), axis=1))
    return found


def span_costs(
    fleet: Fleet, case: Case, draws: Draws, *, servers: Floats | None = None, spans: Sequence[Span] | None = None
) -> Iterator[Mapping[str, Floats]]:
    """US dollars paid in every span of the horizon by component; what is sold at the end stands where it was bought.

    Servers that a grown load needs are bought, or reserved, when their year begins and stay.
    """
    bought, there, signed = np.zeros((1, 1)), np.zeros((1, 1)), np.zeros((1, 1))
    for span in spans or case.spans():
        usage = usage_in(fleet, case, draws, span, servers=servers)
        parts: dict[str, Floats] = dict.fromkeys((*RENTED, *BOUGHT), NOTHING)
        if fleet.cloud.any():
            signed = np.maximum(signed, usage.gpus)
            parts |= _rent(usage, span, draws, signed=signed)
        if not fleet.cloud.all():
            need, used = usage.gpus - usage.own_gpus, usage.own_gpus
            new, taken = np.maximum(need - bought, 0.0), np.maximum(used - there, 0.0)
            bought, there = np.maximum(bought, need), np.maximum(there, used)
            parts |= _hardware(usage, span, draws, new=new, taken=taken, held=bought + there)
            parts |= _running(usage, span, draws)
        software = case.assume("software_usd_per_gpu")
        licensed = usage.gpus * ~fleet.edge[:, None] * (software / 12 * span.months) if software else NOTHING
        people = usage.staff.paid * (usd_per_person(case.team, case.assume) / 12 * span.months) * draws.staff
        yield {
            **parts,
            "software": licensed,
            "staff": people,
            "backup": _backup(usage, span, draws),
            "corpus": _corpus(usage, draws) if span.start == 0 else NOTHING,
            **shared(case, draws, span),
        }


def corpus_hours(usage: ServerUsage) -> tuple[Floats, Floats]:
    """GPU-hours (n, draws) that embedding a corpus takes once, and those that the machines have free for it.

    Where finding is the task; ``corpus_days`` is how long the first index may take. One GPU is a replica there.
    """
    case, load = usage.case, usage.case.load
    if load.task != "semantic_search" or not load.corpus_tokens:
        return NOTHING, NOTHING
    if "corpus_days" not in case.assume.defaults:  # a catalog that was kept before it was counted
        return NOTHING, NOTHING
    tokens_per_hour = usage.capacity * max(load.input_tokens, 1.0) * 3600.0
    free = usage.gpu_hours * (1.0 - usage.utilisation) * (case.assume.value("corpus_days") * 24.0 / HOURS_PER_MONTH)
    return load.corpus_tokens / tokens_per_hour * usage.fleet.gpu_count[:, None], free


def _corpus(usage: ServerUsage, draws: Draws) -> Floats:
    """What embedding a corpus in time takes beside the machines that stand there: GPUs of the kind, rented by the hour.

    Where a kind is bought the rent is its price over ``corpus_rent_hours``: nobody buys machines for a single month.
    """
    hours, free = corpus_hours(usage)
    if not hours.any():
        return NOTHING
    fleet, assume = usage.fleet, usage.case.assume
    rent = np.where(
        fleet.cloud, fleet.usd_per_gpu_hour, np.nan_to_num(fleet.value_per_gpu) / assume.value("corpus_rent_hours")
    )
    missing = np.maximum(hours - free, 0.0)
    return np.asarray(missing * rent[:, None] * (_prices(usage, draws) * assume.value("gpu_price_factor")))


def _backup(usage: ServerUsage, span: Span, draws: Draws) -> Floats:
    """A copy of the weights and the prompts and answers that are kept, elsewhere; none of edge devices."""
    fleet, case = usage.fleet, usage.case
    assume, load = case.assume, case.load
    texts = load.requests_per_month * (load.input_tokens + load.output_tokens) * BYTES_PER_TOKEN / 1e9
    kept = texts * assume("log_months") * span.growth * draws.volume
    held = fleet.weights_gb[:, None] + kept
    return np.asarray(held * ~fleet.edge[:, None] * (assume("backup_usd_per_gb") * span.months) * draws.other)


def _rent(usage: ServerUsage, span: Span, draws: Draws, *, signed: Floats) -> Mapping[str, Floats]:
    """What only rented GPUs cost; nothing in the rows of others. ``signed`` GPUs are held where they are reserved."""
    fleet, case = usage.fleet, usage.case
    assume, load, cloud = case.assume, case.load, fleet.cloud[:, None]
    gb_out = load.requests_per_month * load.output_tokens * BYTES_PER_TOKEN / 1e9
    hours = usage.gpu_hours * case.falling("price_decline_gpu", span, draws)
    for term in np.unique(fleet.term_months[fleet.term_months > 0]).tolist():
        rows = np.flatnonzero(fleet.term_months == term)
        hours = np.broadcast_to(hours, np.broadcast_shapes(hours.shape, signed.shape)).copy()
        hours[rows] = signed[rows] * HOURS_PER_MONTH * _reserved_months(case, span, draws, term)
    usd_per_hour = fleet.usd_per_gpu_hour[:, None] * (_prices(usage, draws) * assume.value("gpu_price_factor"))
    parts = {
        "gpu_rent": hours * usd_per_hour,
        "storage": fleet.weights_gb[:, None] * (assume("storage_usd_per_gb") * span.months) * draws.other,
        "egress": gb_out * (assume("egress_usd_per_gb") * span.months * span.growth) * draws.volume,
    }
    return parts if cloud.all() else {name: np.where(cloud, values, 0.0) for name, values in parts.items()}


def _reserved_months(case: Case, span: Span, draws: Draws, term_months: float) -> Floats:
    """Months of a span that a reservation is paid for, at its price; the last span pays what is left of the term."""
    months = case.falling("price_decline_gpu", span, draws, term_months=term_months)
    if span.start + span.months < case.horizon_months:
        return months
    return months * (1.0 + max(term_months - case.horizon_months, 0.0) / span.months)


def _prices(usage: ServerUsage, draws: Draws) -> Floats:
    """The draws of the price of every row: wider where its range is, or where the price is old; (n or 1, draws)."""
    if not (draws.price != 1.0).any():
        return draws.price
    return lognormal(usage.fleet.price_spread, np.log(draws.price))


def _hardware(
    usage: ServerUsage, span: Span, draws: Draws, *, new: Floats, taken: Floats, held: Floats
) -> Mapping[str, Floats]:
    """What is bought in a span (``new`` GPUs), what the GPUs that are there (``taken``) could fetch instead, support.

    ``held`` are the GPUs that are supported. Devices at the edge stay where they are built in: they fetch nothing
    elsewhere, as long as something runs at their places.
    """
    fleet, assume = usage.fleet, usage.case.assume
    left = usage.case.horizon_months - span.start
    moved = _prices(usage, draws) * assume.value("gpu_price_factor")
    listed = np.where(fleet.cloud, 0.0, fleet.usd_per_gpu)[:, None]
    known = np.nan_to_num(fleet.value_per_gpu)[:, None] * moved
    purchase = new * np.where(new > 0, listed, 0.0) * moved
    end, used = resale_share(left, assume), kept_share(left, assume)
    fetched = taken * np.where(fleet.edge[:, None], 0.0, known) * owned_share(assume)
    share = np.where(fleet.edge, assume("support_share_edge"), assume("support_share"))[:, None]
    return {
        "purchase": purchase,
        "resale": -purchase * end,
        "capital": purchase * capital_share(left, end, assume),
        "alternative_use": fetched * (1.0 - used + capital_share(left, used, assume)),
        "support": held * known * (share / 12 * span.months),
    }


def _running(usage: ServerUsage, span: Span, draws: Draws) -> Mapping[str, Floats]:
    """Electricity, floor and network of GPUs that are bought or there."""
    fleet, case = usage.fleet, usage.case
    assume, on_prem = case.assume, fleet.on_prem[:, None]
    colocation, floor = assume("colocation_usd_per_kw"), assume("floor_usd_per_kw")
    full_kw = usage.gpus * fleet.watts_per_gpu[:, None] / 1e3
    sites = np.where(fleet.edge, float(case.devices), float(case.availability.sites))[:, None]
    charged = 1.0 if assume.on("electricity_usd_per_kwh") else 0.0
    here = np.where(fleet.cloud, 0.0, np.where(fleet.on_prem & (colocation > 0), 0.0, charged))[:, None]
    bill = case.electricity.usd_per_month(usage.kwh / sites) * sites
    return {
        "electricity": bill * here * (draws.power * span.months),
        "floor": on_prem * full_kw * (floor * span.months * draws.other) if floor and not colocation else NOTHING,
        "colocation": on_prem * full_kw * (colocation * span.months * draws.other) if colocation else NOTHING,
        "network": on_prem
        * usage.gpus
        * (assume("network_usd_per_server") / NETWORK_GPUS / 12 * span.months * draws.other),
    }


def shared(case: Case, draws: Draws, span: Span) -> Mapping[str, Floats]:
    """Components that every way of hosting has, over one span; arrays (1, draws), which broadcast.

    The corpus of a retrieval is embedded once, at the start.
    """
    assume, load = case.assume, case.load
    tuning = assume("fine_tuning_runs") * assume("fine_tuning_usd_per_run") / 12 if case.fine_tuning else 0.0
    retrieval = 0.0
    if load.task in RETRIEVAL_TASKS:
        per_token = assume("retrieval_usd_per_mtok") / 1e6
        corpus = load.corpus_tokens if span.start == 0 else 0.0
        retrieval = (load.requests_per_month * QUERY_TOKENS * span.months * span.growth + corpus) * per_token
    return {"fine_tuning": tuning * span.months * draws.other, "retrieval": retrieval * draws.volume}


def total(components: Mapping[str, Floats]) -> Floats:
    """The sum of the components."""
    whole = np.zeros(np.broadcast_shapes(*(np.shape(values) for values in components.values())))
    for values in components.values():
        if values.size == whole.size or values.any():
            whole += values
    return whole
