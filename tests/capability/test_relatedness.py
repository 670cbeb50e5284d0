"""How much two models share: by vendor, line, generation and years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from advisor.capability.inferred.covariates import known_of
from advisor.capability.inferred.relatedness import Relatedness, Shares, relatedness
from advisor.catalog.tables.schema import Model

Builder = Callable[..., Model]


def related_to(models: list[Model], shares: Shares | None = None) -> tuple[dict[str, int], Relatedness]:
    """Positions by id and the prior covariance."""
    known = known_of(models, {})
    return {name: i for i, name in enumerate(known.model_ids)}, relatedness(known, shares)


def test_relatives_share_more_than_strangers_and_less_with_every_generation(model: Builder) -> None:
    """Vendor, family and line each add; the second generation shares less than the first."""
    models = [model("v/0", family="F")]
    models += [model(f"v/{i}", family="F", predecessor_id=f"v/{i - 1}") for i in (1, 2)]
    models += [model("v/other", family="G"), model("w/x", family="F")]
    at, related = related_to(models)
    shared = [related.shared[at["v/0"], at[name]] for name in ("v/1", "v/2", "v/other", "w/x")]
    assert shared[0] > shared[1] > shared[2] > shared[3] == 0.0


def test_years_between_two_models_of_a_vendor_fade_what_they_share(model: Builder) -> None:
    """A vendor of three years ago is another vendor."""
    models = [model(f"v/{year}", family=str(year), release_date=date(year, 1, 1)) for year in (2022, 2023, 2025)]
    at, related = related_to(models)
    assert related.shared[at["v/2022"], at["v/2023"]] > related.shared[at["v/2022"], at["v/2025"]] > 0


def test_the_prior_covariance_is_one(model: Builder) -> None:
    """No combination of models has a negative variance, circles of predecessors included."""
    models = [
        model(f"{v}/{i}", family=str(i % 3), predecessor_id=f"{v}/{(i + 1) % 6}") for v in ("a", "b") for i in range(6)
    ]
    _, related = related_to(models)
    assert np.linalg.eigvalsh(related.total).min() > 0
