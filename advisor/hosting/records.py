"""Records of hosting: the deployment of a model, what it costs, how fast it is, and what it draws from the wall."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, get_args

from pydantic import Field

from advisor.questionnaire.answers import DeploymentKind
from advisor.units import Band, Basis, Figure, Record, Spoken, is_absent

WAYS_TO_HOST: Final[tuple[DeploymentKind, ...]] = ("provider_api", "cloud_gpu", "on_prem", "edge")
"""Every way of hosting, in the order of tables and charts."""
SELF_HOSTED: Final[tuple[DeploymentKind, ...]] = WAYS_TO_HOST[1:]
"""The ways in which somebody runs the model on GPUs of their choice."""


class Machines(Record):
    """What a deployment takes beyond the GPUs that it starts with.

    ``bought`` GPUs have to be bought over the horizon beside those that are there, for ``usd`` in all; ``first`` of
    them at the start. ``grown`` is how many GPUs it has at the end, where they become more. ``spare_usd`` is what a
    month costs that own machines alone would save, where they carry the work and what is bought is the spare;
    ``unspared`` that a spare is asked for and nothing may be bought. ``short`` GPUs are missing where nothing may be.
    """

    bought: int = 0
    first: int = 0
    usd: float | None = None
    lead_weeks_low: int | None = None
    lead_weeks_high: int | None = None
    grown: int | None = None
    spare_usd: float | None = None
    unspared: bool = False
    short: int = 0


class Deployment(Record):
    """Where and on what a model runs; GPU fields are empty for a provider's API, ``offer_id`` for self-hosting.

    ``gpu_count`` is the number of GPUs of one replica; the deployment has ``gpu_count * replicas`` GPUs at the start,
    and ``machines`` says what it takes beyond them, where it takes anything.
    """

    kind: DeploymentKind
    provider: str | None = None
    zone: str | None = None
    country: str | None = None
    offer_id: str | None = None
    gpu: str | None = None
    gpu_count: int | None = None
    replicas: int | None = None
    precision: str | None = None
    commitment: str | None = None
    machines: Machines | None = Field(default=None, exclude_if=is_absent)

    @property
    def gpus(self) -> int:
        """GPUs that it starts with; 0 at a provider's API."""
        return (self.gpu_count or 0) * (self.replicas or 0)

    @property
    def hardware(self) -> str:
        """How many GPUs it has and, where they become more, how many at the end: "2", or "2 → 4"."""
        grown = self.machines.grown if self.machines else None
        count = (self.gpu_count or 1) * (self.replicas or 1)
        return f"{count} → {grown}" if grown else f"{count}"


class Alternative(Record):
    """A model together with the way it would be run."""

    alternative_id: str
    model_id: str
    deployment: Deployment


class CostComponent(Spoken):
    """One line of the cost sheet: US dollars paid over the horizon, per month of it."""

    component: str
    label: str = ""
    usd_per_month: float
    low: float
    high: float
    basis: Basis
    source: str | None = None
    note: str | None = None


PlanFactCode = Literal[
    "low_utilisation",
    "corpus_long",
    "owned_idle",
    "owned_layout_assumed",
    "stale_rent",
    "stale_price",
    "dear_rent",
    "lead_time",
    "allocated_hardware",
    "derived_price",
    "hires",
    "cover",
    "pay_assumed",
    "changes_by_the_team",
    "tariff",
]


class PlanFact(Record):
    """Something about a plan that its reader should know: a code and its values, no words."""

    code: PlanFactCode
    values: dict[str, float | str | None]


class YearCost(Record):
    """What is paid in one started year of the horizon at the stated inputs: US dollars, in all and by component.

    What is fetched at the end stands in the last year, capital where it is bound. ``growth`` is the volume over that of
    the start; ``gpus_bought`` in this year and ``staff_fte`` paid are blank at a provider's API.
    """

    year: int
    months: float
    growth: float
    usd: float
    parts: dict[str, float]
    gpus_bought: float | None = None
    staff_fte: float | None = None


class HardwareAccount(Record):
    """The hardware of a plan: as it is sold, what is paid and fetched over the horizon, and what the accounts show.

    ``depreciation_usd`` is straight-line over ``depreciation_years``, within the horizon; ``book_value_usd`` what is
    left. Low and high are the range of the price of one server. Of the ``servers`` ``own_servers_used`` are there (with
    ``owned_gpus_used`` GPUs for this plan); the others are bought, each with ``gpus_per_server``.
    """

    servers: float
    gpus_per_server: float
    owned_gpus_used: float
    usd_per_server: float | None
    usd_per_server_low: float | None
    usd_per_server_high: float | None
    purchase_usd: float
    resale_usd: float
    capital_usd: float
    resale_loss_per_year: float
    resale_least_months: float
    cost_of_capital: float
    depreciation_years: float
    depreciation_usd: float
    book_value_usd: float
    basis: str | None = None
    priced_on: date | None = None
    availability: str | None = None
    lead_weeks_low: int | None = None
    lead_weeks_high: int | None = None
    source: str | None = None
    own_servers_used: float = 0.0


PaidAs = Literal["share", "there", "there_counted", "stand_in", "hired", "covered", "managed"]
"""Whose time is paid: a share of a team (nothing is known of one), none of those who are there, theirs too, that of
who stands in for them beside other work, that of people who are hired, that of a service which covers what those who
are there cannot, or that of a service for all of it."""


class StaffAccount(Record):
    """The people of a plan at its start, in full-time equivalents: what it takes, who is there, who is paid anew.

    ``existing_usd_per_month`` is the value of the time of those who are there; it counts only where the answers say so.
    ``paid_as`` says why what is paid is paid; ``alone_people`` whole people and ``alone_usd_per_month`` are what a team
    takes and costs that is hired for this plan alone.
    """

    hours: str
    least_people: float
    time_fte: float
    existing_fte: float
    new_fte: float
    paid_fte: float
    usd_per_fte_year: float
    existing_usd_per_month: float
    paid_as: PaidAs = "share"
    paid_usd_per_month: float = 0.0
    alone_people: float = 0.0
    alone_usd_per_month: float = 0.0


class SetUpAccount(Record):
    """What setting the plan up takes once, beside its figures: person-days, US dollars with their range, source."""

    person_days: float
    workdays_per_year: float
    usd_per_fte_year: float
    usd: float
    usd_low: float
    usd_high: float
    basis: Basis
    source: str | None = None


class AvailabilityAccount(Record):
    """What high availability buys (``survives``) and costs: spare servers and US dollars per month."""

    level: Literal["none", "another_server", "second_site"]
    survives: Literal["nothing", "one_server", "one_site", "one_device"]
    servers_serving: float
    servers_spare: float
    usd_per_month: float


class SmallerHardware(Record):
    """What a share of the servers would do: its cost, how far it is used, and the share of the peak that it carries."""

    share: float
    servers: float
    gpus: float
    usd_per_month: float
    utilisation: float
    peak_share: float


class HostingPlan(Spoken):
    """What it takes to carry the workload on one alternative; ``problem`` says why it cannot be planned.

    The middle of ``monthly_cost_usd`` (of the draws) is the headline: its ``components`` add up to it, and times the
    months of the horizon it is the middle of ``horizon_cost_usd``. ``stated_usd_per_month`` is the case with every
    input as stated: the components but the contingency. ``years`` splits the stated case. ``replica_requests_per_s`` is
    what planning lets one replica carry, in requests per second: the peak over it is how many are needed.
    ``unpaid_usd_per_month`` is the part of the headline that nobody bills, and that no cap is held against: own work at
    changes of model, or what machines that are there could fetch otherwise (None: a record from before it was kept).
    """

    alternative: Alternative
    problem: str | None = None
    monthly_cost_usd: Band | None = None
    horizon_cost_usd: Band | None = None
    fixed_usd_per_month: float | None = None
    usd_per_request: float | None = None
    components: tuple[CostComponent, ...] = ()
    ttft_ms: Figure
    itl_ms: Figure
    output_tokens_per_s: Figure
    max_concurrency: float | None = None
    replica_requests_per_s: float | None = None
    utilisation: float | None = None
    memory_gb_per_gpu: Figure | None = None
    energy_kwh_per_month: Figure
    co2_kg_per_month: Figure
    sources: tuple[str, ...] = ()
    stated_usd_per_month: float | None = None
    usd_per_request_all_in: float | None = None
    usd_per_mtok_all_in: float | None = None
    years: tuple[YearCost, ...] = ()
    hardware: HardwareAccount | None = None
    staff: StaffAccount | None = None
    availability: AvailabilityAccount | None = None
    set_up: SetUpAccount | None = None
    smaller: tuple[SmallerHardware, ...] = ()
    facts: tuple[PlanFact, ...] = ()
    unpaid_usd_per_month: float | None = Field(default=None, exclude_if=is_absent)

    @property
    def first_year_usd(self) -> float | None:
        """US dollars that the first started year takes: its lines, its part of the contingency, purchases and set-up.

        A horizon of less than a year has its own months alone. None where no price is known.
        """
        if self.monthly_cost_usd is None or not self.years or not self.stated_usd_per_month:
            return None
        share = self.monthly_cost_usd.p50 / self.stated_usd_per_month
        return self.years[0].usd * share + (self.set_up.usd if self.set_up else 0.0)


class BreakEven(Spoken):
    """The monthly volume at which two alternatives cost the same; ``None`` where one is cheaper at every volume."""

    first_id: str
    second_id: str
    requests_per_month: float | None
    cheaper_below: str | None
    cheaper_above: str | None
    note: str


Factor = Literal["data_control", "customisation", "cost", "operations", "scalability", "latency", "lock_in"]
FACTORS: Final[tuple[Factor, ...]] = get_args(Factor)
"""What ways of hosting differ in, in the order of the charts."""


class TradeoffSpoke(Spoken):
    """One factor of the hosting trade-off for one way of hosting, 0 (worst) to 1 (best), with the facts behind it."""

    hosting: Literal["provider_api", "cloud_gpu", "on_prem", "edge", "hybrid"]
    factor: Factor
    value: float | None
    facts: str = ""
    basis: Basis


class SameModelPlan(Spoken):
    """The chosen model in one way of hosting: its cheapest plan that passes the gates, or why it has none."""

    kind: DeploymentKind
    alternative_id: str | None = None
    reason: str = ""


class HostingView(Spoken):
    """The plans of one assessment that are worth comparing, their break-evens and the trade-off.

    ``plans`` begin with that of the choice (``chosen_id``); ``same_model`` is its model in every way of hosting,
    ``cheapest`` the cheapest plan of each way that passes the gates, of whatever model.
    """

    plans: tuple[HostingPlan, ...]
    break_evens: tuple[BreakEven, ...]
    tradeoff: tuple[TradeoffSpoke, ...]
    chosen_id: str | None = None
    same_model: tuple[SameModelPlan, ...] = ()
    cheapest: tuple[str, ...] = ()

    def plan(self, alternative_id: str | None) -> HostingPlan | None:
        """The plan of an alternative, where the view has it."""
        return next((plan for plan in self.plans if plan.alternative.alternative_id == alternative_id), None)
