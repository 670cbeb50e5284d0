"""Builders of small catalogs, and the estimates of the shipped one, built once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from advisor.capability import build
from advisor.capability.arrays import Scores
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Benchmark, Board, CapabilityEstimate, Model

Built = tuple[tuple[CapabilityEstimate, ...], dict[str, Any]]


@pytest.fixture(scope="session")
def built(catalog: Catalog) -> Built:
    """Estimates and report recomputed from the shipped scores."""
    return build(catalog.models, catalog.boards, catalog.benchmarks, catalog.offers, catalog.price_history)


def make_model(model_id: str, **changes: Any) -> Model:
    """A language model of 2025 about which little is known."""
    cells: dict[str, Any] = dict.fromkeys(Model.model_fields)
    cells |= {
        "model_id": model_id,
        "name": model_id,
        "vendor": model_id.split("/", maxsplit=1)[0],
        "family": "Family",
        "kind": "text",
        "architecture": "decoder",
        "openness": "proprietary",
        "status": "current",
        "identity_source": "source",
        "checked_on": date(2026, 11, 21),
        "release_date": date(2025, 1, 1),
    }
    return Model.model_validate(cells | changes)


def make_board(board_id: str, capability: str = "general", **changes: Any) -> Board:
    """A board of percentages from 0 to 100."""
    cells = {
        "board_id": board_id,
        "name": board_id,
        "capability": capability,
        "metric": "accuracy",
        "unit": "percent",
        "direction": "max",
        "floor": 0,
        "ceiling": 100,
        "released_on": date(2025, 1, 1),
        "source": "source",
        "link": "https://example.org",
    }
    return Board.model_validate(cells | changes)


def make_score(model_id: str, board_id: str, score: float, **changes: Any) -> Benchmark:
    """An independent score without a stated error."""
    cells = {
        "model_id": model_id,
        "board_id": board_id,
        "variant": None,
        "score": score,
        "standard_error": None,
        "self_reported": False,
        "scored_on": date(2025, 1, 1),
        "source": f"source#{model_id}/{board_id}",
    }
    return Benchmark.model_validate(cells | changes)


@pytest.fixture
def model() -> Callable[..., Model]:
    """Builder of a model."""
    return make_model


@pytest.fixture
def board() -> Callable[..., Board]:
    """Builder of a board."""
    return make_board


@pytest.fixture
def score() -> Callable[..., Benchmark]:
    """Builder of a score."""
    return make_score


def simulate(
    *, models: int = 90, boards: int = 24, density: float = 0.5, capabilities: int = 2, seed: int = 7
) -> tuple[Scores, np.ndarray, np.ndarray]:
    """Scores drawn from the model itself, with the true abilities and the true slopes."""
    random = np.random.default_rng(seed)
    between = np.full((capabilities, capabilities), 0.8) + 0.2 * np.eye(capabilities)
    ability = random.multivariate_normal(np.zeros(capabilities), between, size=models)
    board_capability = np.arange(boards) % capabilities
    slope, intercept = random.uniform(0.7, 1.3, boards), random.normal(0, 1, boards)
    owner, number = np.nonzero(random.random((models, boards)) < density)
    capability = board_capability[number]
    family = number // 2
    _, group = np.unique((owner * boards + family) * capabilities + capability, return_inverse=True)
    quirk = random.normal(0, 0.3, group.max() + 1)
    level = ability[owner, capability] + quirk[group]
    y = intercept[number] + slope[number] * level + random.normal(0, 0.4, owner.size)
    scores = Scores(
        y=y,
        sampling_variance=np.zeros(owner.size),
        model=owner.astype(np.int64),
        capability=capability.astype(np.int64),
        board=number.astype(np.int64),
        group=group.astype(np.int64),
        effort=np.zeros(owner.size, dtype=np.int64),
        self_reported=np.zeros(owner.size),
        repeats=np.ones(owner.size),
        covariates=np.zeros((models, 0)),
        board_capability=board_capability.astype(np.int64),
        board_class=np.zeros(boards, dtype=np.int64),
        capabilities=capabilities,
        boards=boards,
        efforts=1,
    )
    return scores, ability, slope


@pytest.fixture
def simulated() -> Callable[..., tuple[Scores, np.ndarray, np.ndarray]]:
    """Builder of simulated scores with known truth."""
    return simulate
