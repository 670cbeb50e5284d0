"""The difference between plan and bill as a sum of causes."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.guidance.after_go_live.explained import CAUSES, UsagePrices, explained
from advisor.guidance.after_go_live.planned import TokenPrices
from advisor.questionnaire.intake.usage.months import ModelUsage, UsageMonth
from tests.guidance.after_go_live.planted import PLAN, PRICES

JUNE = date(2026, 6, 1)
SMALL = TokenPrices(input=0.5e-6, cached=0.05e-6, output=2e-6)
NAMED = UsagePrices(planned=frozenset({"one"}), others={"small": SMALL})


def month_of(*logged: ModelUsage, billed: tuple[ModelUsage, ...] = ()) -> UsageMonth:
    """All of June."""
    return UsageMonth(month=JUNE, first_day=JUNE, last_day=date(2026, 6, 30), logged=logged, billed=billed)


def used(model: str, requests: float, *, each: tuple[float, float, float], prices: TokenPrices) -> ModelUsage:
    """Requests of one size (input, cached of it, output) at given prices."""
    inputs, cached, outputs = (requests * amount for amount in each)
    usd = (inputs - cached) * prices.input + cached * (prices.cached or 0) + outputs * prices.output
    return ModelUsage(
        model=model,
        requests=requests,
        input_tokens=inputs,
        cached_tokens=cached,
        output_tokens=outputs,
        cost={"USD": usd},
    )


AS_PLANNED = PLAN.requests_per_month * 30 / 30.4375


@pytest.mark.parametrize(
    ("month", "cause"),
    [
        (month_of(used("one", AS_PLANNED * 1.5, each=(2_000, 800, 400), prices=PRICES)), "volume"),
        (month_of(used("one", AS_PLANNED, each=(3_000, 1_200, 400), prices=PRICES)), "input"),
        (month_of(used("one", AS_PLANNED, each=(2_000, 800, 900), prices=PRICES)), "output"),
        (month_of(used("one", AS_PLANNED, each=(2_000, 0, 400), prices=PRICES)), "cache"),
        (
            month_of(
                used("one", AS_PLANNED / 2, each=(2_000, 800, 400), prices=PRICES),
                used("small", AS_PLANNED / 2, each=(2_000, 800, 400), prices=SMALL),
            ),
            "mix",
        ),
        (month_of(used("one", AS_PLANNED, each=(2_000, 800, 400), prices=SMALL)), "price"),
        (
            month_of(
                used("one", AS_PLANNED, each=(2_000, 800, 400), prices=PRICES),
                billed=(
                    used("one", AS_PLANNED, each=(2_000, 800, 400), prices=PRICES),
                    ModelUsage(model="", cost={"USD": 25.0}),
                ),
            ),
            "beside",
        ),
    ],
)
def test_one_change_is_one_cause(month: UsageMonth, cause: str) -> None:
    """What is changed alone is named alone, with all of the difference."""
    (found,) = explained(PLAN, [month], prices=NAMED, usd_per_unit={"USD": 1.0})
    moved = {name for name in CAUSES if abs(found.causes[name]) > 1e-9}
    assert moved == {cause}
    assert found.causes[cause] == pytest.approx(found.actual_usd - found.planned_usd)  # type: ignore[index] - a name of them


def test_the_currency_is_a_cause_of_its_own() -> None:
    """A bill in euros at another rate than the plan's: the rate's part is apart from the price's."""
    whole = used("one", AS_PLANNED, each=(2_000, 800, 400), prices=PRICES)
    euros = whole.model_copy(update={"cost": {"EUR": whole.cost["USD"] / 1.1}})
    (found,) = explained(
        PLAN, [month_of(euros)], prices=NAMED, usd_per_unit={"EUR": 1.1}, usd_per_unit_in={("EUR", JUNE): 1.21}
    )
    assert found.causes["currency"] == pytest.approx(0.1 * found.planned_usd)
    assert found.causes["price"] == pytest.approx(0.0, abs=1e-9)


def test_a_bill_alone_counts_its_tokens_as_requests_of_the_planned_size() -> None:
    """It says so, and the causes still add up."""
    billed = used("one", AS_PLANNED * 2, each=(2_000, 800, 400), prices=PRICES).model_copy(update={"requests": 0.0})
    (found,) = explained(PLAN, [month_of(billed=(billed,))], prices=NAMED, usd_per_unit={"USD": 1.0})
    assert not found.requests_known
    assert found.causes["volume"] == pytest.approx(found.planned_usd)
    assert sum(found.causes.values()) == pytest.approx(found.actual_usd - found.planned_usd)


def test_own_servers_cost_what_they_cost() -> None:
    """Without prices of tokens, what was billed differs from the plan in one line."""
    servers = PLAN.model_copy(update={"prices": None, "usd_per_month": 1_000.0})
    bill = month_of(billed=(ModelUsage(model="", cost={"USD": 1_200.0}),))
    (found,) = explained(servers, [bill], prices=NAMED, usd_per_unit={"USD": 1.0})
    assert found.causes["beside"] == pytest.approx(1_200 - 1_000 * 30 / 30.4375)


def test_a_currency_without_a_rate_is_said() -> None:
    """Such a month is not priced, and marks nothing."""
    (found,) = explained(
        PLAN,
        [month_of(ModelUsage(model="one", requests=1, cost={"XTS": 5.0}))],
        prices=NAMED,
        usd_per_unit={"USD": 1.0},
    )
    assert not found.priced
