"""The records of self-hosted alternatives: which row of the grid, had how, in how many replicas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from advisor.arrays import Floats, Index
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.hosting.planning.gpu_configurations import GpuConfigurations
from advisor.hosting.prices.gpu_market import GpuDeal
from advisor.hosting.records import Alternative, Deployment, Machines
from advisor.questionnaire.answers import DeploymentKind

MOST_KEPT = 32_768
"""Records kept per catalog before they are made anew."""
_Where = tuple[DeploymentKind, str, str | None, str | None, str]
"""Kind, provider, zone, country and commitment."""


def alternatives_of(
    catalog: Catalog, grid: GpuConfigurations, rows: Index, *, deals: Sequence[GpuDeal], chosen: Index, replicas: Floats
) -> tuple[Alternative, ...]:
    """The alternatives of rows of one of a catalog's grids, each with its deal of ``deals`` and its replicas; (n,)."""
    shelf = _shelf(catalog, grid.precisions, len(grid.models))
    shelf.grid = grid
    if len(shelf) > MOST_KEPT:
        shelf.clear()
    places = [(deal.kind, deal.provider, deal.zone, deal.country, deal.commitment) for deal in deals]
    where = [places[number] for number in chosen.tolist()]
    return tuple(map(shelf.__getitem__, zip(rows.tolist(), where, replicas.astype(np.intp).tolist(), strict=True)))


def with_machines(alternatives: Sequence[Alternative], machines: Sequence[Machines | None]) -> tuple[Alternative, ...]:
    """The alternatives with what each takes beyond the GPUs that it starts with."""
    return tuple(
        alternative
        if added is None
        else alternative.model_copy(
            update={"deployment": alternative.deployment.model_copy(update={"machines": added})}
        )
        for alternative, added in zip(alternatives, machines, strict=True)
    )


class _Shelf(dict[tuple[int, _Where, int], Alternative]):
    """The records by row of the grid, where it is had, and replicas: the same ones come back for any load."""

    grid: GpuConfigurations

    def __missing__(self, key: tuple[int, _Where, int]) -> Alternative:
        made = self[key] = _alternative(self.grid, *key)
        return made


@derived(by="digest", keep=4)
def _shelf(catalog: Catalog, precisions: tuple[str, ...], models: int) -> _Shelf:  # noqa: ARG001 - what tells grids apart
    return _Shelf()


def _alternative(grid: GpuConfigurations, row: int, where: _Where, replicas: int) -> Alternative:
    kind, provider, zone, country, commitment = where
    model_id, gpu = grid.models[grid.model_index[row]].model_id, grid.gpus[grid.gpu_index[row]].gpu_id
    count, precision = int(grid.count[row]), grid.precisions[grid.precision_index[row]]
    rented = kind == "cloud_gpu"
    place = f"{provider}:{zone}" if rented and zone else provider
    name = f"{model_id}@{kind}:{place}:{gpu}x{count}:{precision}{f':{commitment}' if rented else ''}"
    deployment = Deployment(
        kind=kind,
        provider=provider,
        zone=zone,
        country=country,
        gpu=gpu,
        gpu_count=count,
        replicas=replicas,
        precision=precision,
        commitment=commitment,
    )
    return Alternative(alternative_id=name, model_id=model_id, deployment=deployment)
