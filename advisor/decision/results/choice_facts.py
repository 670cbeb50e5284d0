"""What is to be said of the shortlist and of prices, from their records: facts for ``advisor.words`` to tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.criteria.of_quality import MissedLimit
from advisor.decision.records import Choice, EvidenceNote, PriceOfAPoint
from advisor.hosting.prices.gpu_market import TERM_MONTHS
from advisor.questionnaire.answers import BudgetAnswers
from advisor.questionnaire.labels import ZONES
from advisor.questionnaire.money_facts import about_money
from advisor.units import Told, Unit, told

LEAST_GIVEN_UP: Final = 5e-4
"""Less than a twentieth of a point is shown as none."""
FEW: Final = 10
"""Prices of less are told with their cents: a point that is worth 35 cents is not worth nothing."""
LEAST_MONEY: Final = 1.0
"""Differences of less than a unit of the currency a month are no difference."""


def option_told(context: JoinedAlternative) -> Told:
    """An option, a model on its way of hosting, in few words."""
    deployment = context.deployment
    provider = context.provider.name if context.provider else deployment.provider or ""
    return told(f"option.{deployment.kind}", model=context.called, provider=("provider", provider))


CALLED: Final = "model_name"
"""The field that is told, with its mark, of a model of the house's own catalog."""


def name_told(context: JoinedAlternative) -> dict[str, Told]:
    """The name of a model of the house's own catalog with its mark; of others the field stands as it is."""
    return {CALLED: told("called", model=context.called)} if context.called[0] == "own_model" else {}


def place_told(context: JoinedAlternative, *, bound: bool = True, brief: bool = False) -> Told:
    """Where an option runs and on what; without ``bound`` nothing is said of a term that it is reserved for.

    ``brief`` names no rented GPUs: beside other words of a sentence they make it one that is read twice.
    """
    deployment = context.deployment
    provider = context.provider.name if context.provider else deployment.provider or ""
    if deployment.kind == "provider_api":
        if deployment.zone in ZONES:
            return told("place.provider_api.zone", provider=("provider", provider), zone=("zone", str(deployment.zone)))
        return told("place.provider_api", provider=("provider", provider))
    hardware = f"{deployment.hardware} × {context.gpu_name or deployment.gpu}" if deployment.gpu else ""
    shown = ", ".join(part for part in (hardware, deployment.precision or "") if part)
    if brief and deployment.kind == "cloud_gpu":
        return told("place.cloud_gpu.brief", provider=("provider", provider))
    term = f".{deployment.commitment}" if bound and deployment.commitment in TERM_MONTHS else ""
    if deployment.kind == "cloud_gpu" and deployment.zone in ZONES and not term:  # a term makes it long enough
        name = told("place.zone", provider=("provider", provider), zone=("zone", str(deployment.zone)))
        return told("place.cloud_gpu", provider=name, hardware=("gpu", shown))
    added = deployment.machines
    if deployment.commitment == "owned" and added and added.bought:
        return told("place.own_and_bought", bought=("count", added.bought), hardware=("gpu", shown))
    return told(f"place.{deployment.kind}{term}", provider=("provider", provider), hardware=("gpu", shown))


def role_told(choice: Choice) -> Told:
    """The roles that a choice fills, and whether it is the one that is recommended."""
    roles = [told(f"role.{role.replace(' ', '_')}") for role in (choice.role, *choice.also)]
    listed = told("roles", roles=roles)
    return told("role.recommended", roles=listed) if choice.chosen else told("role.other", roles=listed)


def right_if(choice: Choice) -> Told:
    """What has to matter most for an option to be the right one."""
    if not choice.gains:
        proven = "lowest risk" in (choice.role, *choice.also)
        if proven:
            return told("choice.right_if_proven")
        return told("choice.nothing_better" if choice.chosen else "choice.no_better")
    return told("choice.right_if", count=len(choice.gains), gains=("criterion", choice.gains))


def given_up(choice: Choice) -> Told | None:
    """The points that choosing an option gives up against the best; None where they are none."""
    if choice.score_given_up < LEAST_GIVEN_UP:
        return None
    return told("choice.gives_up", points=("points", 100 * choice.score_given_up))


def cost_against(choice: Choice, budget: BudgetAnswers) -> Told | None:
    """How much more or less an option costs than the choice; None for the choice, equal and unknown costs."""
    difference = choice.monthly_cost_difference_usd
    if choice.chosen or difference is None or abs(difference / budget.usd_per_unit) < LEAST_MONEY:
        return None
    key = f"choice.{'dearer' if difference > 0 else 'cheaper'}{'.new' if NEW in choice.told else ''}"
    return told(key, money=about_money(abs(difference), budget))


WAIT: Final = "wait"
"""The name under which a choice carries the limit of waiting that it likely misses."""


def wait_told(missed: MissedLimit) -> Told:
    """A wait as it is estimated, with its interval, and the limit that it misses."""
    unit: Unit = "ms" if missed.name == "itl_ms" else "s"
    per = 1e3 if missed.name == "ttft_ms" else 1.0
    figures = {"seen": missed.middle, "low": missed.low, "high": missed.high, "limit": missed.limit}
    return told(f"wait.{missed.name}", **{name: (unit, value / per) for name, value in figures.items()})


TEST: Final = "test"
"""The name under which a choice that is to be tested first carries the test that the verdict names."""
ABLER: Final = "abler"
"""The name under which a choice carries how much abler than the choice it is, and for how much more."""
SPARED: Final = "spared"
"""The name under which what would be the choice, were that not abler, carries how much less it costs."""
TO_SETTLE: Final = "to_settle"
"""The name under which what is abler, if its origin is allowed, carries by how much, and for how much."""
ORIGIN: Final = "origin"
"""The name under which a choice carries the question that its origin raises, where its test does not ask it."""
NEW: Final = "new_money"
"""The name under which a choice carries what is new of its cost, where some money is committed already."""


LOSES: Final = "loses"
"""The name under which a choice carries where it is behind the best."""
OLD_PRICE: Final = "old_price"
"""The name under which a choice carries the age of its price or rent, where that is past the limit of its table."""


AGREED: Final = "agreed_price"
"""The name under which a choice carries what it costs by agreement beside the list price, where one is in force."""


def money_of(cost_usd: float, new_usd: float, budget: BudgetAnswers, own_usd: float = 0.0) -> Told:
    """What an option costs a month and, where a commitment pays some of it, what of it is new.

    What is new is billed but for ``own_usd``, own work that is set aside: where some is worth saying, the parts are
    told each by itself, for own work is no new money on any bill.
    """
    money, new = about_money(cost_usd, budget), about_money(new_usd, budget)
    if new == money:
        return money
    if new_usd / budget.usd_per_unit < LEAST_MONEY:
        return told("money.all_committed", money=money)
    if not own_usd:
        return told("money.partly_new", money=money, new=new)
    parts = {"committed": cost_usd - new_usd, "billed": new_usd - own_usd, "internal": own_usd}
    named = {name: usd for name, usd in parts.items() if usd / budget.usd_per_unit >= LEAST_MONEY}
    told_parts = [told(f"money.part.{name}", money=about_money(usd, budget)) for name, usd in named.items()]
    return told("money.parts", money=money, parts=told_parts)


def proven_by(choice: Choice) -> Told | None:
    """The facts that speak for an option without a test."""
    facts = [told(f"proven.{name}") for name in choice.proven if name in PROVEN]
    return told("choice.proven", facts=facts) if facts else None


PROVEN: Final = ("own_scores", "on_the_market", "second_source", "stays")
"""Facts worth naming; that it is no preview and that its prices agree goes without saying."""


def reason_told(choice: Choice, budget: BudgetAnswers) -> Told:
    """When an option is right, what it gives up, what it costs against the choice, and how proven it is."""
    lowest = "lowest risk" in (choice.role, *choice.also)
    wait, loses, old, agreed, origin = (choice.told.get(name) for name in (WAIT, LOSES, OLD_PRICE, AGREED, ORIGIN))
    abler = choice.told.get(ABLER, choice.told.get(SPARED, choice.told.get(TO_SETTLE)))
    parts: Iterable[Told | None] = (
        right_if(choice),
        origin if isinstance(origin, Told) else None,
        given_up(choice),
        loses if isinstance(loses, Told) else None,
        abler if isinstance(abler, Told) else cost_against(choice, budget),
        old if isinstance(old, Told) else None,
        agreed if isinstance(agreed, Told) else None,
        wait if isinstance(wait, Told) else None,
        proven_by(choice) if lowest else None,
    )
    return told("choice.reason", parts=[part for part in parts if part is not None])


def rival_of(shortlist: Sequence[Choice]) -> Choice | None:
    """Whom the choice is tested against: the next of another model, if possible one of unquestioned origin."""
    rivals = [other for other in shortlist if not other.chosen and other.prompts_to_decide]
    abler = next((other for other in rivals if {ABLER, SPARED} & other.told.keys()), None)
    return abler or next((other for other in rivals if "unflagged" in other.proven), rivals[0] if rivals else None)


def test_told(choice: Choice, shortlist: Sequence[Choice]) -> Told:
    """The test that would decide between an option and the choice; for the choice, between it and the next.

    Records that were kept before tests were told with them carry the number of prompts alone.
    """
    stated = choice.told.get(TEST)
    if isinstance(stated, Told):
        return stated
    if choice.chosen:
        rival = rival_of(shortlist)
        if rival is not None and rival.prompts_to_decide is not None:
            marked = rival.told.get(CALLED)
            name = marked if isinstance(marked, Told) else ("model", rival.model_name or rival.name)
            return told("test.against", prompts=rival.prompts_to_decide, rival=name)
    elif choice.prompts_to_decide is not None:
        return told("test.against_choice", prompts=choice.prompts_to_decide)
    there = choice.deployment.commitment == "owned"
    return told(f"test.{choice.deployment.kind}{'.owned' if there else ''}")


def waits_told(choice: Choice, evidence: Sequence[EvidenceNote]) -> Told | None:
    """By how many own runs the waits of a choice at its provider are known, and until when; None where by none."""
    mine = [
        note
        for note in evidence
        if note.timed and note.model_id == choice.model_id and note.provider == choice.deployment.provider
    ]
    if not mine:
        return None
    return told(
        "evidence.waits",
        runs=sum(note.timed for note in mine),
        day=max(date.fromisoformat(note.dated) for note in mine),
    )


def price_told(criterion: str, price: PriceOfAPoint, budget: BudgetAnswers) -> Told:
    """What a step of a criterion is worth under the weights."""
    amount = price.usd_per_month / budget.usd_per_unit
    small = told("money.cents", amount=("number", amount), currency=("text", budget.currency))
    money = small if amount < FEW else about_money(price.usd_per_month, budget)
    return told(f"price.{criterion}", money=money)
