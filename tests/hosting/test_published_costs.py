"""Published cost results, reproduced through the kernel that the page and the ranking use.

Inputs that the publication does not state and that were inferred from its results are marked ``inferred``.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from advisor.catalog.load import load_catalog
from advisor.hosting.assumptions import Assumptions, assumptions_of
from advisor.hosting.break_even import payback_months
from advisor.hosting.costs import Case, Fleet, self_host_costs, stated, usage_of
from advisor.hosting.workload import workload_of
from advisor.questionnaire.answers import UseCase
from advisor.units import HOURS_PER_MONTH

BARE = (
    "staff_usd_per_year",
    "network_usd_per_server",
    "support_share",
    "retries",
    "evaluation_share",
    "storage_usd_per_gb",
)
ALWAYS_ON = {"idle_power_share": 1.0, "load_power_share": 1.0, "pue": 1.0, "residual_share": 0.0}


def assumptions(changed: Mapping[str, float]) -> Assumptions:
    """Hardware and power alone, at full power around the clock, as the publications count them."""
    return assumptions_of(
        load_catalog(),
        changed=ALWAYS_ON | dict(changed),
        switched=dict.fromkeys((*BARE, "egress_usd_per_gb"), False),
    )


def monthly(
    *,
    gpus: int,
    changed: Mapping[str, float],
    usd_per_gpu: float = 0.0,
    usd_per_gpu_hour: float = 0.0,
    watts_per_gpu: float = 0.0,
    usd_per_kwh: float = 0.15,
) -> dict[str, float]:
    """US dollars per month by component of one replica on ``gpus`` GPUs that never stops."""
    cloud = usd_per_gpu_hour > 0
    one, yes = np.ones(1), np.ones(1, dtype=bool)
    fleet = Fleet(
        cloud=yes & cloud,
        on_prem=yes & (not cloud),
        elastic=~yes,
        gpu_count=one * gpus,
        unit=one * gpus,
        capacity=one * 1e9,
        log_error=one * 0,
        usd_per_gpu_hour=one * usd_per_gpu_hour,
        usd_per_gpu=one * usd_per_gpu,
        complete_server=yes,
        owned=one * 0,
        watts_per_gpu=one * watts_per_gpu,
        usd_per_kwh=one * usd_per_kwh,
        weights_gb=one * 0,
    )
    load = workload_of(UseCase.model_validate({"task": "chat_assistant"}))
    case = Case(load=load, assume=assumptions(changed), spare_replicas=0.0, fine_tuning=False, horizon_months=60)
    costs = self_host_costs(fleet, case, stated(), usage_of(fleet, case, stated()))
    return {name: float(np.broadcast_to(values, (1, 1))[0, 0]) for name, values in costs.items()}


LENOVO_SERVER_USD = 833_806.0
LENOVO_WATTS_PER_GPU = 0.87 / 0.15 / 8 * 1000  # inferred: 0.87 USD an hour for power at 0.15 USD per kWh over 8 GPUs


def lenovo_break_even_hours(cloud_usd_per_hour: float) -> float:
    """Hours after which the server has cost as much as the cloud instance that runs as long."""
    own = monthly(
        gpus=8,
        changed={"depreciation_years": 5.0},
        usd_per_gpu=LENOVO_SERVER_USD / 8,
        watts_per_gpu=LENOVO_WATTS_PER_GPU,
    )
    rented = monthly(gpus=8, changed={}, usd_per_gpu_hour=cloud_usd_per_hour / 8)
    months = payback_months(own["hardware"] * 60, sum(rented.values()) - own["electricity"])
    assert months is not None
    return months * HOURS_PER_MONTH


@pytest.mark.parametrize(
    ("cloud_usd_per_hour", "published_hours"),
    [(98.32, 8_556), (77.43, 10_890), (53.95, 15_710)],
    ids=["on-demand", "reserved 1 year", "reserved 3 years"],
)
def test_lenovo_lp2225_break_even_hours(cloud_usd_per_hour: float, published_hours: float) -> None:
    """Lenovo LP2225 (May 2025): SR675 V3 with 8 x H100 NVL against AWS p5.48xlarge at three commitments."""
    assert lenovo_break_even_hours(cloud_usd_per_hour) == pytest.approx(published_hours, rel=0.001)


def test_lenovo_lp2225_break_even_in_months() -> None:
    """LP2225: 11.9 months; the paper's month has 30 days (inferred from 8,556 hours)."""
    assert lenovo_break_even_hours(98.32) / 720 == pytest.approx(11.9, abs=0.05)


def test_break_even_after_the_price_cut_of_june_2025() -> None:
    """A hosting-cost guide of February 2026 puts 33 USD an hour into LP2225's formula: 25,942 hours."""
    assert lenovo_break_even_hours(33.0) == pytest.approx(25_942, rel=0.001)


def test_a_year_of_p5_48xlarge() -> None:
    """The same guide: 98.32 USD an hour for 8,760 hours is 861,283 USD a year."""
    rented = monthly(gpus=8, changed={}, usd_per_gpu_hour=98.32 / 8)
    assert sum(rented.values()) * 8_760 / HOURS_PER_MONTH == pytest.approx(861_283, rel=0.0001)


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
    own = monthly(gpus=gpus, changed={"depreciation_years": 3.0}, usd_per_gpu=up_front_usd / gpus, watts_per_gpu=watts)
    assert sum(own.values()) * 36 == pytest.approx(three_years_usd, rel=0.001), name
    assert sum(own.values()) * 12 == pytest.approx(annualised_usd, rel=0.001), name
