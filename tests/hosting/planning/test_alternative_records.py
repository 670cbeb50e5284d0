"""Records of self-hosted alternatives say where and on what a model runs, whatever was made before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.planning import alternative_records as deployed
from advisor.hosting.planning.alternative_records import alternatives_of
from advisor.hosting.planning.gpu_configurations import grid_of
from advisor.hosting.prices.gpu_market import GpuDeal, rents
from advisor.hosting.prices.hardware_market import purchases
from tests.hosting.conftest import decision


def deal(catalog: Catalog) -> GpuDeal:
    """A rent that is on offer in a known zone."""
    return next(deal for deal in rents(catalog, decision()) if deal.gpu_id == "h100-sxm-80gb" and deal.zone)


def test_a_record_is_that_of_its_row_deal_and_replicas(catalog: Catalog) -> None:
    """Asked again in another order, the same three give the same record; others give others."""
    rows, chosen = np.array([7, 7, 9]), np.array([0, 1, 0])
    deals = [deal(catalog), replace(deal(catalog), country="SE")]
    first = alternatives_of(
        catalog, grid_of(catalog), rows, deals=deals, chosen=chosen, replicas=np.array([2.0, 2.0, 2.0])
    )
    again = alternatives_of(
        catalog,
        grid_of(catalog),
        rows,
        deals=list(reversed(deals)),
        chosen=1 - chosen,
        replicas=np.array([2.0, 2.0, 3.0]),
    )
    assert [a == b for a, b in zip(first, again, strict=True)] == [True, True, False]
    assert [item.deployment.country for item in first] == [deals[0].country, "SE", deals[0].country]
    assert again[2].deployment.replicas == 3


def test_a_record_names_model_gpu_and_terms(catalog: Catalog) -> None:
    """The id tells rented from owned: the zone and commitment are those of the rent."""
    grid, rent = grid_of(catalog), deal(catalog)
    own = next(deal for deal in purchases(catalog, decision()) if deal.gpu_id == "h100-sxm-80gb")
    rented, owned = alternatives_of(
        catalog, grid, np.array([0, 0]), deals=[rent, own], chosen=np.array([0, 1]), replicas=np.ones(2)
    )
    model, gpu = grid.models[0].model_id, grid.gpus[grid.gpu_index[0]].gpu_id
    build = f"{gpu}x{grid.count[0]}:{grid.precisions[grid.precision_index[0]]}"
    assert rented.alternative_id == f"{model}@cloud_gpu:{rent.provider}:{rent.zone}:{build}:{rent.commitment}"
    assert owned.alternative_id == f"{model}@on_prem:own:{build}"


def test_no_more_than_the_limit_are_kept(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit the shelf starts empty again, and the records come out the same."""
    rows, chosen, ones = np.arange(20), np.zeros(20, dtype=np.intp), np.ones(20)
    first = alternatives_of(catalog, grid_of(catalog), rows, deals=[deal(catalog)], chosen=chosen, replicas=ones)
    monkeypatch.setattr(deployed, "MOST_KEPT", 5)
    again = alternatives_of(catalog, grid_of(catalog), rows, deals=[deal(catalog)], chosen=chosen, replicas=ones)
    assert again == first
