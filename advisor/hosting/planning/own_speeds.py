"""Speeds that the user's own trials measured at a provider: they take the place of what is known of it otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from advisor.catalog.tables.schema_facts import ApiSpeed
from advisor.hosting.planning.latency import NAMES, api_latency
from advisor.hosting.planning.planner import PlanTable

SOURCE: Final = "own-trials"


@dataclass(frozen=True, slots=True)
class OwnSpeed:
    """What trials of one model at one provider measured: medians over ``runs`` until a day; None is not measured."""

    model_id: str
    provider_id: str
    runs: int
    measured_to: date
    ttft_ms: float | None
    itl_ms: float | None

    def row(self) -> ApiSpeed:
        """The same as a row of the table of speeds."""
        return ApiSpeed(
            model_id=self.model_id,
            provider_id=self.provider_id,
            via="direct",
            statistic="median",
            client_region=None,
            measured_from=self.measured_to,
            measured_to=self.measured_to,
            requests=self.runs,
            ttft_ms_p50=self.ttft_ms,
            ttft_ms_p90=None,
            ttft_ms_p95=None,
            output_tokens_per_s_p50=1e3 / self.itl_ms if self.itl_ms else None,
            output_tokens_per_s_p5=None,
            prompt_tokens=None,
            output_tokens=None,
            thinking=None,
            error_share=None,
            source=SOURCE,
            note=None,
        )


def with_own_speeds(table: PlanTable, speeds: Sequence[OwnSpeed]) -> PlanTable:
    """The table with the waits of APIs worked out anew; own measurements take the place of others' there.

    They are treated as any measured speed is: with the drift of speeds from day to day as their width, and half as
    much once they are older than a month.
    """
    if not speeds:
        return table
    mine = [one.row() for one in sorted(speeds, key=lambda one: one.measured_to)]
    measured = {(row.model_id, row.provider_id) for row in mine}
    others = [row for row in table.catalog.api_speeds if (row.model_id, row.provider_id) not in measured]
    known = replace(table.catalog, api_speeds=(*others, *mine))
    columns = api_latency(table.offers, table.offer_rows, table.case, known)
    count, bases = len(table.offer_rows), dict(table.bases)
    for name in NAMES[:3]:
        bases[name] = (*columns[name][1], *table.bases[name][count:])
    first, gap, whole = (np.concatenate([columns[name][0], getattr(table, name)[count:]]) for name in NAMES[:3])
    return replace(table, bases=bases, ttft_ms=first, itl_ms=gap, total_s=whole)
