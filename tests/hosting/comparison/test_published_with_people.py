"""Published comparisons that count people, carried through the cost kernel, and where their own results do not follow.

Each source prints its inputs and a break-even; what its inputs give is asserted beside what it prints.
"""

from __future__ import annotations

import pytest
from published import HOURS_PER_YEAR, api_monthly, monthly, total

from advisor.hosting.comparison.break_even import payback_months
from advisor.units import HOURS_PER_MONTH

PEOPLE = {"staff_on_prem": 0.0, "staff_on_prem_base": 1.0}
"""One full-time equivalent, whose cost per year is stated."""


def fleet_server(kw: float, *, staff_usd_per_year: float, **more: float) -> dict[str, float]:
    """The 350,000 USD server of the book's chapter 16, over five years, at 0.15 USD per kWh around the clock."""
    changed = {**PEOPLE, "staff_usd_per_year": staff_usd_per_year, "pue": 1.0, **more}
    switched = ("staff_usd_per_year",) if staff_usd_per_year else ()
    return monthly(
        gpus=8, changed=changed, switched_on=switched, usd_per_gpu=350_000.0 / 8, watts_per_gpu=kw / 8 * 1000
    )


MILLION_AT_API = api_monthly(input_usd_per_mtok=2.0, output_usd_per_mtok=8.0, input_mtok=9_200, output_mtok=300)
API_USD_PER_REQUEST = MILLION_AT_API / 1e6
"""9,200 tokens in and 300 out at 2 and 8 USD per million."""


def test_break_even_of_a_server_with_its_engineer() -> None:
    """From Token to Fleet, chapter 16 (2026): 50 kW and 120,000 USD of people meet the API at 1.02 million requests.

    Without its people the same server meets it at about half of them.
    """
    own = fleet_server(50.0, staff_usd_per_year=120_000.0)
    assert pytest.approx(0.0208, abs=0.00005) == API_USD_PER_REQUEST
    assert total(own) == pytest.approx(21_200.0, rel=0.01)
    assert total(own) / API_USD_PER_REQUEST == pytest.approx(1_020_000, rel=0.01)
    assert (total(own) - own["staff"]) / API_USD_PER_REQUEST == pytest.approx(543_900, rel=0.005)


def test_the_books_later_edition_with_and_without_people() -> None:
    """The same server at 10.1 kW: 16.9 thousand a month with people, 6.9 without: 0.65 and 0.27 USD per 1,000 requests.

    Its break-even is then 0.81 million requests; the book still prints the 1.02 of the 50 kW.
    """
    own = fleet_server(10.1, staff_usd_per_year=120_000.0)
    requests = 26e6
    assert total(own) == pytest.approx(16_900.0, rel=0.005)
    assert total(own) / requests * 1000 == pytest.approx(0.65, abs=0.005)
    assert (total(own) - own["staff"]) / requests * 1000 == pytest.approx(0.27, abs=0.005)
    assert total(own) / API_USD_PER_REQUEST == pytest.approx(814_000, rel=0.005)


@pytest.mark.parametrize(("duty", "usd"), [(0.2, 2_900), (0.4, 5_800), (0.6, 8_600), (0.8, 11_500), (1.0, 14_400)])
def test_the_books_rent_by_duty(duty: float, usd: float) -> None:
    """Eight H100 at 2.50 USD an hour; the book's month has 720 hours, ours 730.5."""
    rented = monthly(gpus=8, changed={}, usd_per_gpu_hour=2.5)["gpu_rent"]
    assert rented * duty * 720 / HOURS_PER_MONTH == pytest.approx(usd, rel=0.01)
    own = fleet_server(10.1, staff_usd_per_year=120_000.0)
    assert total(own) > rented * duty


def test_the_duty_from_which_the_books_server_pays_where_its_people_are_there() -> None:
    """48% by its own sums; it reads 50 to 60% off its table."""
    own = fleet_server(10.1, staff_usd_per_year=0.0)
    rented = monthly(gpus=8, changed={}, usd_per_gpu_hour=2.5)["gpu_rent"]
    assert total(own) / rented == pytest.approx(0.475, abs=0.005)


def test_what_our_own_lines_add_to_the_books_server() -> None:
    """Support, floor, network, capital and what it fetches move its break-even from 0.81 to 1.01 million requests."""
    more = ("support_share", "floor_usd_per_kw", "network_usd_per_server", "cost_of_capital", "resale_loss_per_year")
    whole = monthly(
        gpus=8,
        changed={**PEOPLE, "staff_usd_per_year": 120_000.0},
        switched_on=("staff_usd_per_year", *more),
        usd_per_gpu=350_000.0 / 8,
        watts_per_gpu=10.1 / 8 * 1000,
    )
    assert total(whole) / API_USD_PER_REQUEST == pytest.approx(1_009_000, rel=0.002)


EMBEDDED = [
    (100_000, 200.10),
    (1_000_000, 200.97),
    (10_000_000, 209.74),
    (50_000_000, 248.70),
    (100_000_000, 297.41),
    (500_000_000, 687.04),
]


def t4_monthly(embeddings: float) -> float:
    """A T4 at 0.526 USD an hour for as long as so many embeddings take, 540,000 an hour."""
    hourly = monthly(gpus=1, changed={}, usd_per_gpu_hour=0.526)["gpu_rent"] / HOURS_PER_MONTH
    return hourly * embeddings / 540_000


@pytest.mark.parametrize(("embeddings", "usd"), EMBEDDED)
def test_own_embeddings_with_200_usd_of_people(embeddings: float, usd: float) -> None:
    """CodeTreatise, Gen-AI course (2025): six volumes on a rented T4 with 200 USD of people a month."""
    assert t4_monthly(embeddings) + 200.0 == pytest.approx(usd, abs=0.01)


def test_break_even_of_own_embeddings() -> None:
    """66.1 million a month against 4 USD a million; the course prints 57.1, at half the price of the GPU of its table.

    With its whole list (people and call 300 USD, tools 73, half of the GPU as spare) 147 million: at 100 million, where
    the first sum pays, 519.11 USD stand against 400.
    """
    api = api_monthly(input_usd_per_mtok=4.0, output_usd_per_mtok=0.0, input_mtok=100.0, output_mtok=0.0) / 100e6
    each = t4_monthly(1.0)
    assert 200.0 / (api - each) == pytest.approx(66.1e6, rel=0.002)
    assert 200.0 / (api - 0.5e-6) == pytest.approx(57_142_857, rel=1e-6)
    fixed = 200.0 + 100.0 + 20.0 + 18.0 + 25.0 + 10.0
    assert 100e6 * each * 1.5 + fixed == pytest.approx(519.11, abs=0.01)
    assert fixed / (api - 1.5 * each) == pytest.approx(146.9e6, rel=0.002)


def test_payback_of_a_migration_with_an_engineer() -> None:
    """PeakInfer, the math on self-hosting (2026): three months of half an engineer (15,000 USD a month) to set up.

    It prints 1.5 months until 40,000 USD of API a month against 10,000 of GPUs and 30% of the engineer have paid them
    back; its inputs give 0.9, and 1.5 where the whole engineer runs it afterwards.
    """
    set_up = 3 * 15_000.0 * 0.5
    for share, months in ((0.3, 0.88), (1.0, 1.5)):
        own = monthly(
            gpus=1,
            changed={"staff_cloud": share, "staff_usd_per_year": 180_000.0},
            switched_on=("staff_usd_per_year",),
            usd_per_gpu_hour=10_000.0 / HOURS_PER_MONTH,
        )
        assert own["staff"] == pytest.approx(15_000.0 * share)
        assert payback_months(set_up, 40_000.0 - total(own)) == pytest.approx(months, abs=0.005)


@pytest.mark.parametrize(
    ("people", "other", "gpus", "usd_per_gpu_hour", "usd", "break_even_mtok"),
    [
        (1.0, 300.0, 4, 3.00, 27_273.0, 5_050.0),
        (1.5, 7_000.0, 8, 2.49, 48_842.40, 9_045.0),
        (0.5, 2_500.0, 4, 5.20, 26_642.67, 4_934.0),
    ],
    ids=["four H100, one engineer", "eight H100, one and a half", "four dedicated H100, half"],
)
def test_rented_h100_with_their_engineers(  # noqa: PLR0917 - the columns of the published table
    people: float, other: float, gpus: int, usd_per_gpu_hour: float, usd: float, break_even_mtok: float
) -> None:
    """Lesson "Cost Optimization & TCO Analysis" (prices of April 2026): totals of a month of 720 hours, to the dollar.

    Against 5.40 USD per million tokens the first meets the API at 5,050 million, as printed. The second is printed as
    18,000 million; its own lines give half of that, as its chart shows.
    """
    own = monthly(
        gpus=gpus,
        changed={"staff_cloud": people, "staff_usd_per_year": 220_000.0},
        switched_on=("staff_usd_per_year",),
        usd_per_gpu_hour=usd_per_gpu_hour,
    )
    whole = own["gpu_rent"] * 720 / HOURS_PER_MONTH + own["staff"] + other
    api = api_monthly(input_usd_per_mtok=3.0, output_usd_per_mtok=15.0, input_mtok=800.0, output_mtok=200.0) / 1000
    assert whole == pytest.approx(usd, abs=0.5)
    assert api == pytest.approx(5.40, abs=0.001)
    assert whole / api == pytest.approx(break_even_mtok, abs=5)


def test_a_year_of_two_rented_h100_and_an_engineer_against_a_growing_api() -> None:
    """The same lesson: 53,983 USD of API over a year that grows from 50 to 2,000 million tokens, 271,836 of servers.

    At the volumes of its printed table, which are not those of its code beside it.
    """
    volumes = (50, 149, 248, 347, 446, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_000)
    api = sum(
        api_monthly(input_usd_per_mtok=3.0, output_usd_per_mtok=15.0, input_mtok=0.8 * each, output_mtok=0.2 * each)
        for each in volumes
    )
    own = monthly(
        gpus=2,
        changed={"staff_cloud": 1.0, "staff_usd_per_year": 220_000.0},
        switched_on=("staff_usd_per_year",),
        usd_per_gpu_hour=3.0,
    )
    servers = own["gpu_rent"] * 12 * 8_640 / HOURS_PER_YEAR + own["staff"] * 12
    assert servers == pytest.approx(271_836, rel=0.002)
    assert api == pytest.approx(53_983, rel=0.002)
