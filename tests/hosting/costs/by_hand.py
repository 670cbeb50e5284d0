"""What a plan costs, worked out anew in plain Python from tables and answers: nothing of the cost model is used.

A plan states what it runs (``Chosen``): which GPUs, how many to a replica and a server, and what one replica carries.
How many servers that takes, how long they run, who looks after them and every amount of money follow here.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[3] / "data"
DAYS = 365.25 / 12
HOURS = DAYS * 24
EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
LEVELS = 12
Answers = Mapping[str, Any]
Lines = dict[str, float]


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of a table as text."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def default(component: str) -> float:
    """A default of the cost model; nothing where it is switched off."""
    row = next(row for row in rows("cost_defaults") if row["component"] == component)
    return float(row["default"]) if row["enabled"] == "yes" else 0.0


@dataclass(frozen=True)
class Chosen:
    """What a plan states of itself: ``gpus`` to a replica, ``unit`` to a server, what a replica carries."""

    kind: str
    model: str
    gpu: str
    gpus: int
    unit: int
    carries_per_s: float
    weights_gb: float
    usd_per_gpu: float
    commitment: str = ""
    owned: int = 0
    owned_servers: int | None = None

    @property
    def follows_load(self) -> bool:
        """Whether GPUs are let go of when they are not needed."""
        return self.commitment == "on_demand"

    @property
    def term(self) -> int:
        """Months that a reservation binds."""
        return {"reserved_1y": 12, "reserved_3y": 36}.get(self.commitment, 0)


@dataclass(frozen=True)
class Year:
    """A started year: its months, when it begins, its mean volume and those of its months over that of the start."""

    start: int
    months: int
    growth: float
    each: tuple[float, ...] = ()

    @property
    def most(self) -> float:
        """The volume that stays in sight of who buys: the last month's of a load that more than doubles a year."""
        return max(self.each) if self.each else self.growth

    @property
    def middle(self) -> float:
        """Years elapsed at its middle."""
        return self.start / 12 + 0.5


@dataclass(frozen=True)
class Running:
    """What runs in a year."""

    serving: float
    servers: float
    gpus: float
    gpu_hours: float
    utilisation: float
    there: float = 0.0


def load_of(answers: Answers) -> Mapping[str, Any]:
    """The workload of the first use case."""
    load: Mapping[str, Any] = {"peak_factor": 4.0, "active_hours_per_day": 24.0} | answers["use_cases"][0]["workload"]
    return load


def horizon_of(answers: Answers) -> int:
    """Months that are decided for."""
    return int(answers["budget"]["horizon_months"])


def years(answers: Answers) -> Iterator[Year]:
    """Every started year, at the mean volume of many moments of its own months, of all twelve where it shrinks."""
    growth, horizon = load_of(answers).get("growth_per_year", 0.0), horizon_of(answers)
    for start in range(0, horizon, 12):
        months = min(12, horizon - start)
        if growth > 1:
            each = tuple(mean_volume(growth, start + month, 1) for month in range(months))
            yield Year(start, months, sum(each) / months, each)
        else:
            yield Year(start, months, mean_volume(growth, start, months if growth > 0 else 12))


def mean_volume(growth: float, start: int, months: int) -> float:
    """The mean over some months from one on, by Simpson's rule on many short steps."""
    steps = 200
    at = [(1 + growth) ** ((start + months * step / steps) / 12) for step in range(steps + 1)]
    return (at[0] + at[-1] + 4 * sum(at[1:-1:2]) + 2 * sum(at[2:-1:2])) / (3 * steps)


def requests(answers: Answers) -> float:
    """Requests per month at the start."""
    return float(load_of(answers)["requests_per_day"]) * DAYS


def grown(answers: Answers) -> float:
    """Mean volume over the horizon, over that of the start."""
    return sum(year.months * year.growth for year in years(answers)) / horizon_of(answers)


def overhead() -> float:
    """Requests that are sent for one that is asked."""
    return 1 + default("retries") + default("evaluation_share")


def spare(chosen: Chosen, answers: Answers, serving: float) -> float:
    """Servers or devices beside those that carry the peak."""
    hosting = answers["hosting"]
    if not hosting.get("high_availability", True):
        return 0.0
    if chosen.kind == "edge":
        return max(math.ceil(serving * default("spare_devices_share") - 1e-9), 1)
    return serving if hosting.get("second_site") else 1.0


def running_in(chosen: Chosen, answers: Answers, year: Year) -> Running:
    """What runs in a year: what stays is there for its last month, what follows the load is let go of in the others."""
    now = running(chosen, answers, year.most)
    if not year.each:
        return now
    hours = now.gpu_hours
    if chosen.follows_load:
        hours = sum(running(chosen, answers, one).gpu_hours for one in year.each) / len(year.each)
    asked = requests(answers) * overhead() * year.growth
    used = min(asked / (chosen.carries_per_s * 3600 * hours / chosen.gpus), 1.0)
    return Running(now.serving, now.servers, now.gpus, hours, used, now.there)


def running(chosen: Chosen, answers: Answers, growth: float) -> Running:
    """Servers from the peak and what one carries, hours from the answers."""
    load = load_of(answers)
    peak = load["requests_per_day"] / (load["active_hours_per_day"] * 3600) * load["peak_factor"]
    need = peak * overhead() * growth / chosen.carries_per_s
    each, together = max(chosen.unit // chosen.gpus, 1), math.ceil(chosen.gpus / chosen.unit) * chosen.unit
    if chosen.kind == "edge":
        places = answers["hosting"].get("edge_devices", 1)
        serving = places * max(math.ceil(need / places - 1e-9), 1)
    else:
        serving = servers_for(need, each)
    servers, there = serving + spare(chosen, answers, serving), 0.0
    gpus = servers * together
    if chosen.owned and chosen.kind == "edge":
        there = min(gpus, chosen.owned)
    elif chosen.owned:
        serving = servers_on_what_is_there(chosen, need, each, survives=False)[0]
        servers, there, new = servers_on_what_is_there(
            chosen, need, each, survives=answers["hosting"].get("high_availability", True)
        )
        gpus = there + new * together
    hours = gpus * HOURS
    if chosen.follows_load:
        paid = 0.0
        for number in range(LEVELS):
            level = servers_for(need * ((number + 0.5) / LEVELS) ** (load["peak_factor"] - 1), each)
            paid += level + spare(chosen, answers, level)
        hours = paid / LEVELS * together * load["active_hours_per_day"] * DAYS
    replica_hours = hours / chosen.gpus
    asked = requests(answers) * overhead() * growth
    used = min(asked / (chosen.carries_per_s * 3600 * replica_hours), 1.0)
    return Running(serving, servers, gpus, hours, used, there)


def servers_on_what_is_there(chosen: Chosen, need: float, each: int, *, survives: bool) -> tuple[int, int, int]:
    """Servers in all, GPUs taken of those that are there, and servers bought: the first way that carries the replicas.

    Tried one after the other, fewest new servers first, then fewest servers and GPUs of those that are there; what is
    left when any one of them fails must carry all replicas where that is asked.
    """
    replicas = max(math.ceil(need - 1e-9), 1)
    # Where nobody says in how many servers they stand: in as few as can be, but more than one.
    stand_in = chosen.owned_servers or max(math.ceil(chosen.owned / 8), 2)
    size = chosen.owned // chosen.owned_servers if chosen.owned_servers else min(chosen.owned, 8)
    for new in range(1000):
        for count in range(1, stand_in + 1):
            most = min(count * (size // chosen.gpus), chosen.owned // chosen.gpus)
            for there in range(min(replicas, most), most + 1):
                left = [there + new * each]
                if survives:
                    left = [left[0] - math.ceil(there / count), *([left[0] - each] if new else [])]
                if min(left) >= replicas:
                    return count + new, there * chosen.gpus, new
    message = "a thousand new servers carry it"
    raise AssertionError(message)


def servers_for(need: float, each: int) -> float:
    """Whole servers of ``each`` replicas for a need in fractions of a replica; at least one."""
    return math.ceil(max(math.ceil(need - 1e-9), 1) / each)


def rent(gpu: str, commitment: str, *, hyperscaler: bool, zones: Sequence[str], today: date) -> dict[str, str]:
    """The rent that a buyer takes in the zone asked: from a list before a marketplace, then young, then cheap."""
    big = {row["provider_id"] for row in rows("providers") if row["kind"] == "hyperscaler"}
    offers = [
        row
        for row in rows("gpu_offers")
        if (row["gpu_id"], row["commitment"]) == (gpu, commitment)
        and row["usd_per_gpu_hour"]
        and (row["provider_id"] in big) == hyperscaler
        and (not zones or zone(row["country"]) in zones)
    ]

    def order(row: dict[str, str]) -> tuple[bool, int, float]:
        age = (today - date.fromisoformat(row["priced_on"])).days
        return row["price_kind"] != "", (age > 180) + (age > 60), float(row["usd_per_gpu_hour"])

    return min(offers, key=order)


def zone(country: str) -> str:
    """The zone of a country, as far as these cases go."""
    return "eu" if country and country in EU.split() else country.lower()


def price(gpu: str, unit: int, *, kind: str, country: str) -> float:
    """Per GPU, the middle price of what is sold new in this size, outside China but for China; of two the lower."""
    forms = {"machine"} if kind == "edge" else {"server", "rack"}
    sold = sorted(
        float(row["usd"]) / unit
        for row in rows("hardware_offers")
        if row["gpu_id"] == gpu
        and row["form"] in forms
        and float(row["gpu_count"]) == unit
        and row["availability"] != "withdrawn"
        and (not row["sold_in"] or country.lower() in row["sold_in"].split("|"))
        and country.lower() not in row["not_sold_in"].split("|")
    )
    return sold[(len(sold) - 1) // 2]


def usd_per_person(country: str) -> float:
    """The default of the United States by salaries, else by labour costs as in Germany and France, else as it is."""
    pay, hour = (
        {row["country"]: float(row["value"]) for row in rows("operations_staff") if row["topic"] == topic}
        for topic in ("base_salary", "labour_cost")
    )
    if country in pay:
        share = pay[country] / pay["US"]
    elif country in hour:
        share = hour[country] * math.sqrt(pay["DE"] / hour["DE"] * pay["FR"] / hour["FR"]) / pay["US"]
    else:
        share = 1.0
    return default("staff_usd_per_year") * share


def people_paid(chosen: Chosen, answers: Answers, servers: float, there: float = 0.0) -> float:
    """Full-time equivalents that are paid: a share, those who must be hired, or a service where it costs less."""
    hosting = answers["hosting"]
    hours, team = hosting.get("service_hours", "business_hours"), hosting.get("team", {})
    if chosen.kind == "edge":
        looked_after = there * (1 - default("staff_edge_there"))  # whatever runs on what is there
        time, least = default("staff_edge") * (servers - looked_after), 0.0
    else:
        own = chosen.kind == "on_prem"
        time = default("staff_on_prem_base") + default("staff_on_prem") * servers if own else default("staff_cloud")
        time += default("staff_on_call") if hours == "around_the_clock" else 0.0
        least = default("people_own" if own else "people_rented")
        if hours == "extended_hours":
            least = max(least, default("people_extended"))
        elif hours == "around_the_clock" and not team.get("on_call", False):
            sites = hosting.get("second_site", False) and hosting.get("high_availability", True)
            least = max(least, default("people_two_sites" if sites else "people_around_the_clock"))
    if hosting.get("managed_service"):
        return time * (1 + default("managed_margin"))
    there = team.get("people", 0 if hosting.get("operations_skills") == "none" else None)
    if there is None:
        return time
    missing, counted = max(least - there, 0.0), bool(team.get("count_existing"))
    part, ways = time * missing / max(least, 1.0), [max(time - there, missing, 0.0)]
    if there > 0 and (hours == "business_hours" or (hours == "around_the_clock" and team.get("on_call", False))):
        ways = [max(time - there, part, 0.0)]  # they stand in for their part of the rota
    costs = [new + max(time - new, 0.0) * counted for new in ways]
    if not hosting.get("air_gapped") and ways == [max(time - there, missing, 0.0)]:
        served = max(time - there, part * (1 + default("managed_margin")), 0.0)
        costs.append(served + (time - part) * counted)
    return min(costs)


def electricity(kwh: float, country: str) -> float:
    """The bill of a month at one place: of the bands that it reaches, none below the edge of the one before."""
    bands = sorted(
        (float(row["mwh_from"]), float(row["usd_per_kwh"]))
        for row in rows("electricity_tariffs")
        if row["country"] == country
    ) or scaled_bands(country)
    paid = 0.0
    for (start, usd), (end, _) in zip(bands, [*bands[1:], (math.inf, 0.0)], strict=True):
        if kwh * 12 / 1e3 >= start:
            paid = max(paid, min(kwh, end * 1e3 / 12) * usd)
    return paid


def scaled_bands(country: str) -> list[tuple[float, float]]:
    """Where the tariff of large consumers alone is known: the proportions of the European bands above the large one."""
    large = next(float(row["usd_per_kwh"]) for row in rows("grids") if row["country"] == country)
    europe = [row for row in rows("electricity_tariffs") if row["country"] == "EU"]
    at = next(float(row["usd_per_kwh"]) for row in europe if row["band"] == "IF")
    return [(float(row["mwh_from"]), large * max(float(row["usd_per_kwh"]) / at, 1.0)) for row in europe]


def full_kw(chosen: Chosen, gpus: float) -> float:
    """Power at the wall with everything at full load."""
    gpu = next(row for row in rows("gpus") if row["gpu_id"] == chosen.gpu)
    factor = 1.0 if gpu["power_at"] == "wall" else default("wall_factor")
    return gpus * float(gpu["tdp_w"]) * factor / 1e3


def lines(chosen: Chosen, answers: Answers) -> Lines:
    """US dollars per month of the horizon by line, as stated."""
    paid = rented(chosen, answers) if chosen.kind == "cloud_gpu" else bought(chosen, answers)
    for year in years(answers):
        now = running_in(chosen, answers, year)
        person = usd_per_person(answers["hosting"]["country"]) / 12
        paid["staff"] = (
            paid.get("staff", 0.0) + people_paid(chosen, answers, now.servers, now.there) * person * year.months
        )
    horizon = horizon_of(answers)
    backup = 0.0 if chosen.kind == "edge" else backup_gb(chosen, answers) * default("backup_usd_per_gb")
    return {name: usd / horizon for name, usd in paid.items()} | {"backup": backup} | shared(answers)


def rented(chosen: Chosen, answers: Answers) -> Lines:
    """What only rented GPUs cost over the horizon."""
    paid = dict.fromkeys(("gpu_rent", "storage", "egress"), 0.0)
    held, horizon = 0.0, horizon_of(answers)
    for year in years(answers):
        now = running_in(chosen, answers, year)
        held = max(held, now.gpus)
        kept = (1 - default("price_decline_gpu")) ** year.middle
        last = year.start + year.months == horizon
        bound = year.months + (max(chosen.term - horizon, 0) if last else 0)
        hours = held * HOURS * bound if chosen.term else now.gpu_hours * kept * year.months
        paid["gpu_rent"] += hours * chosen.usd_per_gpu
        paid["storage"] += chosen.weights_gb * default("storage_usd_per_gb") * year.months
        paid["egress"] += egress(answers) * year.growth * year.months
    return paid


def egress(answers: Answers) -> float:
    """A month's answers out of the cloud at the volume of the start, five bytes to a token."""
    return requests(answers) * load_of(answers)["output_tokens"] * 5 / 1e9 * default("egress_usd_per_gb")


def bought(chosen: Chosen, answers: Answers) -> Lines:
    """What servers or devices of one's own cost over the horizon; those that are there come first."""
    horizon, country = horizon_of(answers), answers["hosting"]["country"]
    kept, rate, worth = 1 - default("resale_loss_per_year"), default("cost_of_capital"), chosen.usd_per_gpu
    names = ("purchase", "resale", "capital", "alternative_use", "support", "floor", "network", "electricity")
    paid = dict.fromkeys(names, 0.0)
    had = used = 0.0
    for year in years(answers):
        left, now = horizon - year.start, running_in(chosen, answers, year)
        new = max(now.gpus - now.there - had, 0.0) * worth
        elsewhere = 0.0 if chosen.kind == "edge" else worth  # what is built in at its place is not lent out
        taken = max(now.there - used, 0.0) * elsewhere * kept ** (default("owned_age_months") / 12)
        had, used = max(had, now.gpus - now.there), max(used, now.there)
        end, later = kept ** (max(left, default("resale_least_months")) / 12), kept ** (left / 12)
        paid["purchase"] += new
        paid["resale"] -= new * end
        paid["capital"] += new * rate * left / 12 * (1 + end) / 2
        paid["alternative_use"] += taken * (1 - later + rate * left / 12 * (1 + later) / 2)
        share = default("support_share_edge" if chosen.kind == "edge" else "support_share")
        paid["support"] += (had + used) * worth * share / 12 * year.months
        kw = full_kw(chosen, now.gpus)
        if chosen.kind == "on_prem":
            paid["floor"] += kw * default("floor_usd_per_kw") * year.months
            paid["network"] += now.gpus / 8 * default("network_usd_per_server") / 12 * year.months
        paid["electricity"] += power(chosen, answers, now, kw, country) * year.months
    return paid


def power(chosen: Chosen, answers: Answers, now: Running, kw: float, country: str) -> float:
    """The electricity of a month: what runs draws its idle share and the rest as far as it is used, place by place."""
    idle, busy = default("idle_power_share"), default("load_power_share")
    kwh = kw * HOURS * (idle + (busy - idle) * now.utilisation)
    hosting = answers["hosting"]
    if chosen.kind == "edge":
        places = hosting.get("edge_devices", 1)
    else:
        kwh *= default("pue")
        places = 2 if hosting.get("second_site") and hosting.get("high_availability", True) else 1
    return electricity(kwh / places, country) * places


def shared(answers: Answers) -> Lines:
    """Fine-tuning, and the retrieval beside a model that answers from documents: the corpus is embedded once."""
    case = answers["use_cases"][0]
    tuned = answers.get("customisation", {}).get("fine_tuning", "not_needed") != "not_needed"
    asked = case["task"] == "rag"
    corpus = load_of(answers).get("corpus_tokens", 0.0) / horizon_of(answers)
    tokens = requests(answers) * grown(answers) * 50 + corpus
    return {
        "fine_tuning": default("fine_tuning_runs") * default("fine_tuning_usd_per_run") / 12 if tuned else 0.0,
        "retrieval": tokens * default("retrieval_usd_per_mtok") / 1e6 if asked else 0.0,
    }


def backup_gb(chosen: Chosen, answers: Answers) -> float:
    """A copy of the weights, and five bytes for every token of the months that prompts and answers are kept."""
    load = load_of(answers)
    tokens = requests(answers) * grown(answers) * (load["input_tokens"] + load["output_tokens"])
    return chosen.weights_gb + tokens * 5 / 1e9 * default("log_months")


def share_of_days(answers: Answers) -> float:
    """The root of the daily tokens over the usual ones, from a tenth to twice."""
    load = load_of(answers)
    tokens = load["requests_per_day"] * (load["input_tokens"] + load["output_tokens"])
    return float(min(max((tokens / default("migration_usual_tokens")) ** 0.5, 0.1), 2.0))


def set_up_usd(kind: str, answers: Answers) -> float:
    """Setting up once: person-days at the cost of a day of 220 in a year; those of an API by the root of its tokens."""
    named = {"provider_api": "setup_days_api", "cloud_gpu": "setup_days_rented", "on_prem": "setup_days_own"}
    days = default(named.get(kind, "setup_days_edge"))
    if kind == "provider_api":
        days *= share_of_days(answers)
    if kind == "edge":
        days += default("setup_days_device") * answers["hosting"].get("edge_devices", 1)
    return days * usd_per_person(answers["hosting"]["country"]) / 220


def api_lines(offer: Mapping[str, str], answers: Answers, *, thinks: str) -> Lines:
    """An API's lines at the list price, growing and falling year by year; ``thinks``: always, sometimes or never."""
    load, horizon = load_of(answers), horizon_of(answers)
    kept = 1 - default("price_decline_api")
    priced = sum(year.months * year.growth * kept**year.middle for year in years(answers)) / horizon
    counted = requests(answers) * overhead() * priced / 1e6
    cached = load["input_tokens"] * load.get("cached_input_share", 0.0)
    cached *= load["input_tokens"] >= least_cached(offer)
    price_in, price_out = float(offer["input_usd_per_mtok"]), float(offer["output_usd_per_mtok"])
    read = min(float(offer["cached_input_usd_per_mtok"] or price_in), price_in)
    write = float(offer["cache_write_usd_per_mtok"] or price_in)
    habit = {"always": 1.0, "sometimes": default("reasoning_share"), "never": 0.0}[thinks]
    return {
        "input_tokens": counted * (load["input_tokens"] - cached) * price_in,
        "cached_tokens": counted * cached * read,
        "cache_writes": counted * cached * default("cache_write_share") * max(write - read, 0),
        "output_tokens": counted * load["output_tokens"] * price_out,
        "reasoning_tokens": counted * load["output_tokens"] * price_out * default("reasoning") * habit,
        "egress": egress(answers) * grown(answers),
        "migration": migrations(answers, offer["model_id"], offer["provider_id"]),
        **shared(answers),
    }


def least_cached(offer: Mapping[str, str]) -> float:
    """Tokens of the shortest prefix that is cached: of the provider, of whoever made a closed model, or the common."""
    limits = {row["judgement"]: float(row["value"]) for row in rows("judgements") if "least-cached" in row["judgement"]}
    model = next(row for row in rows("model_catalog") if row["model_id"] == offer["model_id"])
    common = limits["least-cached-tokens"]
    if model["openness"] == "proprietary":
        common = limits.get(f"least-cached-tokens-{model['vendor']}", common)
    return limits.get(f"least-cached-tokens-{offer['provider_id']}", common)


def migrations(answers: Answers, model: str, provider: str) -> float:
    """Forced changes of model: from the age of the version and the usual life at its provider, at the days of each."""
    lives = {row["provider_id"]: row for row in rows("lifecycle_policies") if row["life_months_median"]}
    policy = lives.get(provider, lives[""])
    horizon, life = horizon_of(answers), float(policy["life_months_median"])
    own = [row for row in rows("lifecycle_policies") if row["provider_id"] == provider and row["scope"] == "default"]
    notice = float(own[0]["minimum_notice_days"] or 0) / DAYS if own else 0.0
    released = next(row["release_date"] for row in rows("model_catalog") if row["model_id"] == model)
    age = (answers["as_of"] - date.fromisoformat(released)).days / DAYS
    changes = max(0.0, 1 + (horizon - max(notice, life - age)) / life)
    days = default("migration_days") * share_of_days(answers)
    return changes * days * usd_per_person(answers["hosting"]["country"]) / 220 / horizon
