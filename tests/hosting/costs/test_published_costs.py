"""Published cost results, reproduced through the kernel that the page and the ranking use.

Inputs that a publication does not state and that were inferred from its results are marked ``inferred``.
"""

from __future__ import annotations

import pytest
from published import HOURS_PER_YEAR, monthly, total

from advisor.hosting.comparison.break_even import payback_months
from advisor.units import HOURS_PER_MONTH


def break_even_hours(*, server_usd: float, own_usd_per_hour: float, cloud_usd_per_hour: float) -> float:
    """Hours after which an 8-GPU server has cost as much as the cloud instance that runs as long."""
    watts = own_usd_per_hour / 0.15 / 8 * 1000  # inferred: the running cost taken as power at 0.15 USD per kWh
    own = monthly(gpus=8, changed={}, usd_per_gpu=server_usd / 8, watts_per_gpu=watts)
    rented = monthly(gpus=8, changed={}, usd_per_gpu_hour=cloud_usd_per_hour / 8)
    months = payback_months(own["purchase"] * 60, total(rented) - own["electricity"])
    assert months is not None
    return months * HOURS_PER_MONTH


def lenovo_2025(cloud_usd_per_hour: float) -> float:
    """Break-even hours of LP2225's SR675 V3 with 8 x H100 NVL: 833,806 USD and 0.87 USD an hour."""
    return break_even_hours(server_usd=833_806.0, own_usd_per_hour=0.87, cloud_usd_per_hour=cloud_usd_per_hour)


@pytest.mark.parametrize(
    ("cloud_usd_per_hour", "published_hours"),
    [(98.32, 8_556), (77.43, 10_890), (53.95, 15_710)],
    ids=["on-demand", "reserved 1 year", "reserved 3 years"],
)
def test_lenovo_lp2225_break_even_hours(cloud_usd_per_hour: float, published_hours: float) -> None:
    """Lenovo LP2225 (May 2025): SR675 V3 with 8 x H100 NVL against AWS p5.48xlarge at three commitments."""
    assert lenovo_2025(cloud_usd_per_hour) == pytest.approx(published_hours, rel=0.001)


def test_lenovo_lp2225_break_even_in_months() -> None:
    """LP2225: 11.9 months; the paper's month has 30 days (inferred from 8,556 hours)."""
    assert lenovo_2025(98.32) / 720 == pytest.approx(11.9, abs=0.05)


def test_lenovo_lp2368_break_even_hours() -> None:
    """Lenovo LP2368 (February 2026), configuration A, 8 x H100 against Azure ND96isr H100 v5 on demand: 2,720 hours."""
    hours = break_even_hours(server_usd=250_141.8, own_usd_per_hour=6.37, cloud_usd_per_hour=98.32)
    assert hours == pytest.approx(2_720, abs=0.5)


def test_lenovo_lp2368_break_even_in_months() -> None:
    """LP2368: about 3.7 months of the same pair."""
    hours = break_even_hours(server_usd=250_141.8, own_usd_per_hour=6.37, cloud_usd_per_hour=98.32)
    assert hours / HOURS_PER_MONTH == pytest.approx(3.7, abs=0.05)


def test_break_even_after_the_price_cut_of_june_2025() -> None:
    """A hosting-cost guide of March 2026 puts 33 USD an hour into LP2225's formula: 25,942 hours."""
    assert lenovo_2025(33.0) == pytest.approx(25_942, rel=0.001)


@pytest.mark.parametrize(
    ("years", "published_usd"), [(1, 861_283), (2, 1_722_566), (3, 2_583_849), (4, 3_445_132), (5, 4_306_415)]
)
def test_years_of_p5_48xlarge(years: int, published_usd: float) -> None:
    """The same guide: 98.32 USD an hour for 8,760 hours a year, cumulated over five years."""
    rented = monthly(gpus=8, changed={}, usd_per_gpu_hour=98.32 / 8)
    assert total(rented) * HOURS_PER_YEAR / HOURS_PER_MONTH * years == pytest.approx(published_usd, rel=0.0001)


RUNNING_YEAR = {"electricity": 7_621.0, "support": 5_000.0, "staff": 50_000.0, "network": 8_000.0}


@pytest.mark.parametrize("component", RUNNING_YEAR)
def test_a_running_year_of_an_8_gpu_node(component: str) -> None:
    """The same guide, years 2 to 5 of a 250,000 USD node.

    0.87 USD of power an hour; 2% of hardware (inferred: 5,000 of 250,000); 0.25 FTE at 200,000 USD; 8,000 USD network.
    """
    node = running_node()
    hours = HOURS_PER_YEAR / HOURS_PER_MONTH if component == "electricity" else 12
    assert node[component] * hours == pytest.approx(RUNNING_YEAR[component], rel=0.0001)


def running_node() -> dict[str, float]:
    """The guide's node in US dollars per month."""
    return monthly(
        gpus=8,
        changed={
            "support_share": 0.02,
            "staff_on_prem": 0.25,
            "staff_on_prem_base": 0.0,
            "staff_usd_per_year": 200_000.0,
            "network_usd_per_server": 8_000.0,
        },
        switched_on=("support_share", "staff_usd_per_year", "network_usd_per_server"),
        usd_per_gpu=250_000.0 / 8,
        watts_per_gpu=0.87 / 0.15 / 8 * 1000,
    )


def test_a_running_year_of_an_8_gpu_node_in_all() -> None:
    """The same guide: 70,621 USD a year after the purchase."""
    node = running_node()
    power = node.pop("electricity") * HOURS_PER_YEAR / HOURS_PER_MONTH
    assert power + (total(node) - node["purchase"]) * 12 == pytest.approx(70_621, abs=1)


@pytest.mark.parametrize(("usd_per_kw", "published_usd"), [(150.0, 1_200.0), (300.0, 2_400.0)])
def test_colocated_power_of_an_8_kw_node(usd_per_kw: float, published_usd: float) -> None:
    """The same guide: 8 kW at 150 to 300 USD per kW and month are 1,200 to 2,400 USD a month."""
    node = monthly(
        gpus=8,
        changed={"colocation_usd_per_kw": usd_per_kw},
        switched_on=("colocation_usd_per_kw",),
        watts_per_gpu=1_000.0,
    )
    assert node["colocation"] == pytest.approx(published_usd, rel=0.0001)


GENERATIONS = [
    ("H100", 30_000.0, 700.0, 2.11, 32.83),
    ("H200", 35_000.0, 700.0, 2.11, 37.95),
    ("B200", 40_000.0, 1_000.0, 3.01, 43.97),
]
CLUSTER = 1_024
"""inferred: 30.72 million USD of H100 at 30,000 USD each."""


def cluster_over_five_years(usd_per_gpu: float, watts: float) -> tuple[float, float]:
    """Hardware and power of 1,024 GPUs in US dollars over five years: 70% of rated power, PUE 1.2, 0.08 USD per kWh."""
    own = monthly(
        gpus=CLUSTER,
        changed={"pue": 1.2, "idle_power_share": 0.7, "load_power_share": 0.7},
        usd_per_gpu=usd_per_gpu,
        watts_per_gpu=watts,
        usd_per_kwh=0.08,
    )
    return own["purchase"] * 60, own["electricity"] * 5 * HOURS_PER_YEAR / HOURS_PER_MONTH


@pytest.mark.parametrize(("name", "usd_per_gpu", "watts", "power_musd", "total_musd"), GENERATIONS)
def test_aiinframap_five_years_of_power(
    name: str,
    usd_per_gpu: float,
    watts: float,
    power_musd: float,
    total_musd: float,
) -> None:
    """aiinframap, "H100 vs H200 vs B200 TCO" (2026): power over five years."""
    _, power = cluster_over_five_years(usd_per_gpu, watts)
    assert power / 1e6 == pytest.approx(power_musd, abs=0.005), name


@pytest.mark.parametrize(("name", "usd_per_gpu", "watts", "power_musd", "total_musd"), GENERATIONS)
def test_aiinframap_five_years_in_all(
    name: str,
    usd_per_gpu: float,
    watts: float,
    power_musd: float,
    total_musd: float,
) -> None:
    """aiinframap, "H100 vs H200 vs B200 TCO" (2026): purchase and power over five years."""
    assert sum(cluster_over_five_years(usd_per_gpu, watts)) / 1e6 == pytest.approx(total_musd, abs=0.005), name


def ten_thousand_h100() -> dict[str, float]:
    """The data centre of aiinframap: 10,000 H100 (inferred: 7,000 kW of 700 W each), servers 1.3 times, PUE 1.3."""
    return monthly(gpus=10_000, changed={"pue": 1.3}, watts_per_gpu=700.0 * 1.3, usd_per_kwh=0.08)


def test_aiinframap_energy_of_a_data_centre() -> None:
    """aiinframap, "Datacenter Power Calculator": 103.6 GWh a year."""
    kwh = ten_thousand_h100()["kwh"] * HOURS_PER_YEAR / HOURS_PER_MONTH
    assert kwh / 1e6 == pytest.approx(103.6, abs=0.05)


def test_aiinframap_electricity_of_a_data_centre() -> None:
    """aiinframap, "Datacenter Power Calculator": 8.3 million USD a year."""
    usd = ten_thousand_h100()["electricity"] * HOURS_PER_YEAR / HOURS_PER_MONTH
    assert usd / 1e6 == pytest.approx(8.3, abs=0.05)


def test_electricity_of_a_thousand_accelerators() -> None:
    """LegitLads, "Data Center Power Estimator": 1 MW and 200 kW of other IT, PUE 1.3, load 85%: 929,261 USD a year.

    The tariff of 0.08 USD per kWh is inferred from 11.62 GWh.
    """
    own = monthly(
        gpus=1_000,
        changed={"pue": 1.3, "idle_power_share": 0.85, "load_power_share": 0.85},
        watts_per_gpu=1_200.0,
        usd_per_kwh=0.08,
    )
    assert own["electricity"] * HOURS_PER_YEAR / HOURS_PER_MONTH == pytest.approx(929_261, abs=1)


@pytest.mark.parametrize(
    ("name", "gpus", "up_front_usd", "annual_power_usd", "three_years_usd", "annualised_usd"),
    [
        ("RTX 5090 build", 1, 3_500, 540, 5_120, 1_707),
        ("Mac Studio M5 Max 128 GB", 1, 3_499, 310, 4_429, 1_476),
        ("DGX Spark", 1, 3_000, 1_050, 6_150, 2_050),
        ("2 x H100 80 GB server", 2, 60_000, 6_300, 78_900, 26_300),
    ],
)
def test_presenc_three_year_tco(  # noqa: PLR0917 - the columns of the published table
    name: str, gpus: int, up_front_usd: float, annual_power_usd: float, three_years_usd: float, annualised_usd: float
) -> None:
    """Presenc AI, "Local LLM vs cloud API cost 2026": hardware over 3 years, power around the clock."""
    watts = annual_power_usd / 0.15 / (HOURS_PER_MONTH * 12) * 1000 / gpus  # inferred from the published annual power
    own = monthly(gpus=gpus, changed={}, months=36, usd_per_gpu=up_front_usd / gpus, watts_per_gpu=watts)
    assert total(own) * 36 == pytest.approx(three_years_usd, rel=0.001), name
    assert total(own) * 12 == pytest.approx(annualised_usd, rel=0.001), name
