"""Energy of providers' APIs: EcoLogits' figures, the sizes they rest on, and the grid that makes carbon of them."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import SHIPPED, load_catalog
from advisor.catalog.tables.schema_hosting import EnergyModelSize
from advisor.hosting.costs.energy import SATURATED_FACTOR, intensities, kwh_per_token, served_kwh_per_token
from advisor.hosting.planning.planner import PlanTable

Planner = Callable[..., PlanTable]


@pytest.mark.parametrize(
    ("active_b", "total_b", "kwh_of_a_thousand_tokens"),
    [
        (8, 8, 8.915258455308873e-05),
        (28, 28, 0.00011342021799027821),
        (37, 671, 0.0039789008971844305),
        (44, 440, 0.0021253491958404765),
        (132, 440, 0.0038337905898186164),
        (360, 3600, 0.06608165543009582),
    ],
)
def test_energy_of_a_served_token_is_that_of_ecologits(
    active_b: float, total_b: float, kwh_of_a_thousand_tokens: float
) -> None:
    """EcoLogits 0.11.3, ``compute_llm_impacts`` for 1,000 output tokens with a PUE of 1.2: dense and sparse models."""
    assert served_kwh_per_token(active_b, total_b) * 1000 == pytest.approx(kwh_of_a_thousand_tokens, rel=1e-12)


def test_a_published_size_goes_before_an_estimated_one(catalog: Catalog) -> None:
    """And has no range but that of the saturated server."""
    model = catalog.model["meta/llama-3.3-70b-instruct"]
    value, low, high = kwh_per_token(model, _estimate(model.model_id, 1.0, 2.0)) or (0.0, 0.0, 0.0)
    assert value == pytest.approx(served_kwh_per_token(70.6, 70.6), rel=0.02)
    assert high == value
    assert low == value / SATURATED_FACTOR[0]


def test_an_estimated_size_gives_the_geometric_middle_of_its_ends(catalog: Catalog) -> None:
    """A closed model runs from the least size to the most."""
    closed = next(model for model in catalog.models if model.total_params_b is None and model.kind == "text")
    value, low, high = kwh_per_token(closed, _estimate(closed.model_id, 10.0, 35.0)) or (0.0, 0.0, 0.0)
    ends = served_kwh_per_token(10.0, 10.0), served_kwh_per_token(35.0, 35.0)
    assert value == pytest.approx(float(np.sqrt(ends[0] * ends[1])))
    assert (low, high) == (ends[0] / SATURATED_FACTOR[0], ends[1])
    assert kwh_per_token(closed, None) is None


def test_no_figure_for_models_that_write_no_text(catalog: Catalog) -> None:
    """The regression is one of language models."""
    drawing = next(model for model in catalog.models if model.kind == "image")
    assert kwh_per_token(drawing, _estimate(drawing.model_id, 10.0, 35.0)) is None


def test_the_sizes_are_part_of_the_catalog(tmp_path: Path, catalog: Catalog) -> None:
    """They move the ranking, so that another size is another digest, and another energy."""
    tables = tmp_path / "data"
    shutil.copytree(SHIPPED, tables)
    path = tables / "energy_model_sizes.csv"
    rows = list(csv.reader(path.read_text().splitlines()))
    rows[1][2] = str(float(rows[1][2]) * 2)
    path.write_text("".join(",".join(row) + "\n" for row in rows))
    changed = load_catalog(tables)
    assert changed.digest != catalog.digest
    assert changed.energy_model_sizes[0].active_high_b == 2 * catalog.energy_model_sizes[0].active_high_b


def test_only_models_without_a_published_size_are_estimated(catalog: Catalog) -> None:
    """Least comes before most, and no more parameters are active than there are."""
    for row in catalog.energy_model_sizes:
        assert catalog.model[row.model_id].total_params_b is None
        assert row.active_low_b <= row.active_high_b
        assert row.total_low_b <= row.total_high_b
        assert (row.active_low_b <= row.total_low_b, row.active_high_b <= row.total_high_b) == (True, True)


def test_carbon_is_energy_times_the_grid_of_the_zone(planner: Planner, catalog: Catalog) -> None:
    """Of the country that stands for the offer's zone; unknown where no zone is stated."""
    table, known = planner("openai/gpt-4o"), intensities(catalog)
    zones = [alternative.deployment.zone for alternative in table.alternatives]
    assert table.co2_kg[zones.index("us")] == pytest.approx(table.energy_kwh[zones.index("us")] * known["US"])
    assert table.co2_kg[zones.index("eu")] == pytest.approx(table.energy_kwh[zones.index("eu")] * known["DE"])
    nowhere = zones.index("unspecified")
    assert table.energy_kwh[nowhere, 0] > 0
    assert np.isnan(table.co2_kg[nowhere]).all()


def _estimate(model_id: str, low_b: float, high_b: float) -> EnergyModelSize:
    return EnergyModelSize.model_validate(
        {
            "model_id": model_id,
            "active_low_b": low_b,
            "active_high_b": high_b,
            "total_low_b": low_b,
            "total_high_b": high_b,
            "dated": "2026-10-14",
            "source": "made-up",
        }
    )
