"""Worked examples of the literature, reproduced to their printed digits."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from advisor.decision.criteria.value_functions import ValueFunction
from advisor.decision.matrix.matrix import Matrix
from advisor.decision.results.crosscheck import promethee_ii, topsis
from advisor.decision.robustness.draws import GRID, draw_weights
from advisor.decision.robustness.smaa import robustness
from advisor.decision.scoring.score import rank_alternatives
from advisor.decision.scoring.weights import judgement_matrix, pairwise_weights, rank_order_centroid
from tests.decision.oracle import acceptability_of

Floats = NDArray[np.float64]


def _ids(values: Floats) -> list[str]:
    return [f"a{index}" for index in range(len(values))]


def _score(values: Floats, weights: Floats) -> Floats:
    return rank_alternatives(values, weights, _ids(values)).scores


class TestAdditive:
    """Additive value models."""

    def test_weighted_sum_of_triantaphyllou(self) -> None:
        """Triantaphyllou 2000, Multi-Criteria Decision Making Methods, ch. 2: scores 21.50, 22.00 and 22.00."""
        values = np.array([[25.0, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])
        scores = _score(values, np.array([0.20, 0.15, 0.40, 0.25]))
        assert scores == pytest.approx([21.50, 22.00, 22.00], abs=1e-9)

    def test_third_party_logistics_of_chakraborty(self) -> None:
        """Chakraborty, Zavadskas & Antucheviciene 2015 (Econ.

        Comput. Econ. Cybern. 49(1), 5-22), example 2, weighted sums.
        """
        raw = np.array(
            [
                [581818, 54.49, 3, 5500],
                [595454, 49.73, 3, 4500],
                [586060, 51.24, 3, 5000],
                [522727, 45.71, 3, 5800],
                [561818, 52.66, 3, 5200],
                [543030, 74.46, 4, 5600],
                [522727, 75.42, 4, 5800],
                [486970, 62.62, 4, 5600],
                [509394, 65.87, 4, 6400],
                [513333, 70.67, 4, 6000],
            ]
        )
        values = np.column_stack([raw[:, :3].min(axis=0) / raw[:, :3], raw[:, 3] / raw[:, 3].max()])
        ranking = rank_alternatives(values, np.array([0.467, 0.160, 0.095, 0.278]), _ids(values))
        printed = [0.8590, 0.8194, 0.8430, 0.9420, 0.8645, 0.8315, 0.8552, 0.8983, 0.9067, 0.8784]
        assert ranking.scores == pytest.approx(printed, abs=1e-4)
        assert ranking.rank.tolist() == [6, 10, 8, 1, 5, 9, 7, 3, 2, 4]

    def test_school_admission_of_rizan(self) -> None:
        """Rizan and others 2020 (CITSM, doi 10.1109/CITSM50537.2020.9268874).

        Simple additive weighting, scores to three digits.
        """
        raw = np.array(
            [
                [0.75, 0.50, 0.75, 0, 0, 0, 1],
                [0.75, 1, 0.75, 0, 0, 0, 0.75],
                [0.75, 0.75, 0.75, 0, 0.50, 0.25, 1],
                [0.50, 0.50, 0.75, 1, 0.50, 0, 0.75],
            ]
        )
        values = raw / raw.max(axis=0)
        scores = _score(values, np.array([0.1, 0.1, 0.1, 0.15, 0.2, 0.25, 0.1]))
        assert np.round(scores, 3).tolist() == pytest.approx([0.35, 0.375, 0.825, 0.642], abs=1e-9)

    def test_facility_layout_of_papathanasiou(self) -> None:
        """Papathanasiou & Ploskas 2018, Multiple Criteria Decision Aid, chapter 5.

        Global priorities 0.117 ... 0.350, 0.155.
        """
        criteria = pairwise_weights(judgement_matrix(4, [1, 5, 3, 5, 3, 1 / 3]))
        local = [
            [5, 1, 1, 1 / 3, 3, 1 / 3, 1 / 5, 1 / 7, 1, 1 / 3, 1 / 5, 1, 1 / 3, 3, 7],
            [7, 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 7, 1 / 9, 1 / 7, 1 / 5, 1 / 5, 1 / 5, 1, 1, 1],
            [1 / 9, 1 / 7, 1 / 9, 1, 1 / 5, 1, 1, 5, 3, 1, 5, 1, 7, 3, 1 / 3],
            [1 / 5, 1 / 5, 1 / 3, 1 / 7, 1 / 5, 1, 3, 1 / 3, 1, 1, 1 / 3, 1, 1 / 7, 1, 5],
        ]
        values = np.column_stack([pairwise_weights(judgement_matrix(6, upper)).weights for upper in local])
        scores = _score(values, criteria.weights)
        assert scores == pytest.approx([0.117, 0.071, 0.095, 0.212, 0.350, 0.155], abs=2e-3)


class TestPairwise:
    """Weights and consistency of the analytic hierarchy process."""

    def test_buying_a_house_of_saaty(self) -> None:
        """Saaty 1990 (EJOR 48, 9-26), table 2: eight criteria, lambda 9.669, CI 0.238, CR 0.169."""
        upper = [
            *[5, 3, 7, 6, 6, 1 / 3, 1 / 4],
            *[1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
            *[6, 3, 4, 6, 1 / 5],
            *[1 / 3, 1 / 4, 1 / 7, 1 / 8],
            *[1 / 2, 1 / 5, 1 / 6],
            *[1 / 5, 1 / 6],
            *[1 / 2],
        ]
        found = pairwise_weights(judgement_matrix(8, upper))
        assert found.weights == pytest.approx([0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], abs=6e-4)
        assert found.lambda_max == pytest.approx(9.669, abs=6e-4)
        assert found.consistency_index == pytest.approx(0.238, abs=6e-4)
        assert found.consistency_ratio == pytest.approx(0.169, abs=1e-3)
        assert not found.acceptable
        assert found.worst is not None

    def test_drinks_in_the_united_states_of_saaty(self) -> None:
        """Saaty 2008 (Int. J. Services Sciences 1(1), 83-98), figure 2: consumption of seven drinks, CR 0.022."""
        upper = [
            *[9, 5, 2, 1, 1, 1 / 2],
            *[1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
            *[1 / 3, 1 / 4, 1 / 3, 1 / 9],
            *[1 / 2, 1, 1 / 3],
            *[2, 1 / 2],
            *[1 / 3],
        ]
        found = pairwise_weights(judgement_matrix(7, upper))
        assert found.weights == pytest.approx([0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], abs=6e-4)
        assert found.consistency_ratio == pytest.approx(0.022, abs=1e-3)
        assert found.acceptable

    def test_wealth_of_nations_of_saaty(self) -> None:
        """Saaty 1980, The Analytic Hierarchy Process, chapter 2.

        Seven nations' wealth, lambda 7.61 and the printed eigenvector.
        """
        upper = [
            *[4, 9, 6, 6, 5, 5],
            *[7, 5, 5, 3, 4],
            *[1 / 5, 1 / 5, 1 / 7, 1 / 5],
            *[1, 1 / 3, 1 / 3],
            *[1 / 3, 1 / 3],
            *[2],
        ]
        found = pairwise_weights(judgement_matrix(7, upper))
        assert found.weights == pytest.approx([0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094], abs=2e-3)
        assert found.lambda_max == pytest.approx(7.61, abs=6e-3)

    def test_rank_order_centroid_of_barron_and_barrett(self) -> None:
        """Barron & Barrett 1996, table 1: four attributes weigh 0.5208, 0.2708, 0.1458 and 0.0625."""
        assert rank_order_centroid(4) == pytest.approx([0.5208, 0.2708, 0.1458, 0.0625], abs=5e-5)


def _vector(raw: Floats, cost: tuple[int, ...] = ()) -> Floats:
    """Vector normalisation; costs enter with a minus sign, which leaves all distances as they are."""
    scaled = raw / np.sqrt((raw**2).sum(axis=0))
    scaled[:, list(cost)] *= -1
    return scaled


class TestTopsis:
    """Closeness to the ideal solution."""

    def test_fighter_aircraft_of_hwang_and_yoon(self) -> None:
        """Hwang & Yoon 1981, Multiple Attribute Decision Making, p. 132: closeness 0.643, 0.268, 0.613, 0.312."""
        raw = np.array(
            [
                [2.0, 1500, 20000, 5.5, 5, 9],
                [2.5, 2700, 18000, 6.5, 3, 5],
                [1.8, 2000, 21000, 4.5, 7, 7],
                [2.2, 1800, 20000, 5.0, 5, 5],
            ]
        )
        found = topsis(_vector(raw, (3,)), np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3]))
        assert found == pytest.approx([0.643, 0.268, 0.613, 0.312], abs=6e-4)

    def test_four_alternatives_of_tzeng_and_huang(self) -> None:
        """Tzeng & Huang 2011, Multiple Attribute Decision Making, ch. 5: closeness 0.5037, 0.6581, 0.7482, 0.3340."""
        raw = np.array([[5.0, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]])
        found = topsis(_vector(raw), np.array([0.3, 0.4, 0.3]))
        assert found == pytest.approx([0.5037, 0.6581, 0.7482, 0.3340], abs=1e-4)

    def test_equipment_of_an_online_shop_of_ersoy(self) -> None:
        """Ersoy 2021 (LogForum 17(3)): closeness of six tablets, which the rounded weights reproduce to two digits."""
        raw = np.array(
            [
                [256, 8, 41, 1.6, 1.77, 7347.16],
                [256, 8, 32, 1.0, 1.8, 6919.99],
                [256, 8, 53, 1.6, 1.9, 8400],
                [256, 8, 41, 1.0, 1.75, 6808.9],
                [512, 8, 35, 1.6, 1.7, 8479.99],
                [256, 4, 35, 1.6, 1.7, 7499.99],
            ]
        )
        found = topsis(_vector(raw, (4, 5)), np.array([0.405, 0.221, 0.134, 0.199, 0.007, 0.034]))
        assert np.round(found, 2).tolist() == [0.31, 0.25, 0.33, 0.26, 0.86, 0.19]


class TestPromethee:
    """Net outranking flows of PROMETHEE II."""

    def test_facility_location_of_papathanasiou(self) -> None:
        """Papathanasiou & Ploskas 2018, Multiple Criteria Decision Aid, ch. 3: linear preference, q = 1, p = 2."""
        raw = np.array([[8.0, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]])
        found = promethee_ii(raw, np.array([0.4, 0.3, 0.1, 0.2]), indifference=[1] * 4, preference=[2] * 4)
        assert found == pytest.approx([-0.26, -0.52, -0.22, 0.36, 0.70, -0.06], abs=5e-3)

    def test_power_plants_of_ziemba(self) -> None:
        """Ziemba 2019 (Sustainability 11(6), 1555): nine plants, twelve criteria, flows to four digits."""
        raw = np.array(
            [
                [38723, 34913, 25596, 34842, 22570, 39773, 19500, 34525, 16486],
                [33207, 32085, 2123, 32095, 1445, 17485, 868, 16958, 958],
                [0, 0.2, 5, 0.2, 0.2, 0.2, 99, 99, 99],
                [3375, 3127, 3547, 3115, 3090, 4135, 3160, 4295, 3653],
                [11.36, 12.78, 12.78, 12.86, 12.86, 17, 12.86, 17, 12.86],
                [-320.9, -148.4, -148.4, -9.9, -9.9, 0, -9.9, 0, -9.9],
                [203.7, 463, 356.2, 552.5, 295, 383, 264, 352, 264],
                [0, 11.7, 44.8, 11.7, 95.9, 95.9, 116.8, 116.8, 164.9],
                [0, 4.9, 10.7, 5.4, 11.2, 11.2, 11.2, 11.2, 11.2],
                [1, 1, 1, 3.5, 4, 4, 4, 4, 4],
                [21.5, 47.9, 27.7, 39.7, 1.5, 22.7, 2.7, 23.9, 1],
                [0, 3.7, 4.5, 10.3, 11.5, 11.5, 11.3, 11.3, 11.4],
            ]
        ).T
        better = np.array([-1, -1, 1, -1, 1, 1, -1, 1, 1, -1, -1, 1])
        weights = np.array([0.3333, 0.1667, 0.1667, 0.3333, 0.25, 0.75, 1, 1, 0.4, 0.20, 0.40, 1])
        found = promethee_ii(
            raw * better,
            weights / weights.sum(),
            indifference=[420, 1000, 10, 40, 1, 7, 50, 20, 1, 1, 4.6, 1],
            preference=[2100, 5000, 50, 200, 5, 20, 100, 80, 4, 2, 23, 3],
        )
        printed = [-0.4143, -0.5056, -0.2317, -0.2892, 0.3313, 0.0619, 0.4296, 0.1626, 0.4554]
        assert found == pytest.approx(printed, abs=6e-5)

    def test_offshore_wind_farms_of_ziemba(self) -> None:
        """Ziemba, Watrobski, Ziolo & Karczmarczyk 2017 (Energies 10(11), 1755).

        V-shape preference, flows to four digits.
        """
        raw = np.array(
            [
                [16347, 14219, 8160, 8160],
                [9, 8.5, 9, 8.5],
                [73.8, 55, 64.8, 62.5],
                [36.7, 36, 28.5, 29.5],
                [1.5, 2, 2, 1.5],
                [3730, 3240, 1860, 1860],
                [2, 1, 2, 1],
                [1, 1, 2, 3],
                [38.8, 33.1, 45.8, 27.3],
                [4, 2, 4, 3],
                [1720524, 1496512, 858830, 858830],
                [40012, 34803, 19973, 19973],
            ]
        ).T
        better = np.array([-1, -1, -1, -1, -1, 1, -1, -1, 1, -1, 1, 1])
        weights = np.array([20, 5, 5, 1.67, 1.67, 11.67, 11.67, 5, 5, 16.67, 8.33, 8.33])
        found = promethee_ii(
            raw * better,
            weights / weights.sum(),
            indifference=[0.0] * 12,
            preference=[7280, 4, 13.4, 7.4, 3, 1662, 3, 3, 13.8, 3, 766240, 17820],
        )
        assert found == pytest.approx([-0.0445, 0.1884, -0.0954, -0.0485], abs=6e-5)


DRAWS = 40_000
THROMBOSIS = (  # (alternative, criterion) -> beta distribution of the risk; scales: worst to best
    ((20, 116), (40, 96), (1, 135)),
    ((8, 121), (32, 97), (5, 124)),
)
WORST, BEST = np.array([0.25, 0.4, 0.1]), np.array([0.0, 0.15, 0.0])


def _thrombosis() -> Floats:
    """(alternative, criterion, draw) partial values of heparin and enoxaparin."""
    rng = np.random.default_rng(11)
    risks = np.array([[rng.beta(a, b, DRAWS) for a, b in row] for row in THROMBOSIS])
    return np.asarray((risks - WORST[:, None]) / (BEST - WORST)[:, None])


def _error(share: float, draws: int) -> float:
    """Four standard errors of the difference between our share and the published one (10,000 draws)."""
    return 4 * float(np.sqrt(share * (1 - share) * (1 / draws + 1 / 10_000)))


class TestSmaa2:
    """Rank acceptability, within sampling error."""

    def test_thrombosis_without_preferences(self) -> None:
        """Van Valkenhoef's R package smaa (manual, 2013): heparin first in 0.3504 of draws, enoxaparin in 0.6496."""
        weights = draw_weights(np.full(3, 1 / 3), DRAWS, seed=5, knowledge="none") / GRID
        scores = np.einsum("ack,kc->ak", _thrombosis(), weights)
        found = acceptability_of(scores)
        assert found[:, 0] == pytest.approx([0.3504, 0.6496], abs=_error(0.3504, DRAWS))
        assert found[:, 1] == pytest.approx([0.6496, 0.3504], abs=_error(0.3504, DRAWS))

    def test_thrombosis_with_exact_weights(self) -> None:
        """The same manual, weights 0.5, 0.2 and 0.3: heparin first in 0.1279 of the draws, enoxaparin in 0.8721."""
        scores = np.einsum("ack,c->ak", _thrombosis(), np.array([0.5, 0.2, 0.3]))
        assert acceptability_of(scores)[:, 0] == pytest.approx([0.1279, 0.8721], abs=_error(0.1279, DRAWS))

    def test_antidepressants_of_tervonen(self) -> None:
        """Tervonen and others 2011 (Statistics in Medicine 30, 1419-1428) as tested in JSMAA.

        Four antidepressants, six criteria.
        """
        means = np.array(
            [
                [0.0, 11.7, 7.2, 16.6, 13.7, 18.6],
                [0.086, 9.2, 10.6, 21.2, 14.3, 18.3],
                [0.095, 15.4, 7.5, 20.2, 15.0, 19.5],
                [0.113, 5.5, 15.7, 12.8, 11.2, 31.0],
            ]
        )
        errors = np.array(
            [
                [0.0, 2.5, 1.45, 3.27, 1.89, 1.79],
                [0.056, 1.86, 1.58, 5.15, 2.93, 3.7],
                [0.044, 2.65, 1.48, 3.78, 3.21, 2.6],
                [0.048, 2.32, 4.44, 2.45, 3.98, 1.68],
            ]
        )
        rng = np.random.default_rng(3)
        raw = means[:, :, None] + errors[:, :, None] * rng.standard_normal((4, 6, DRAWS))
        raw[:, 0] = np.exp(raw[:, 0])
        low = (means - 1.96 * errors).min(axis=0)
        high = (means + 1.96 * errors).max(axis=0)
        low[0], high[0] = np.exp(low[0]), np.exp(high[0])
        values = (raw - low[:, None]) / (high - low)[:, None]
        values[:, 1:] = 1 - values[:, 1:]
        weights = draw_weights(np.full(6, 1 / 6), DRAWS, seed=9, knowledge="none") / GRID
        found = acceptability_of(np.einsum("ack,kc->ak", values, weights))
        printed = [
            [0.20, 0.28, 0.30, 0.22],
            [0.25, 0.29, 0.27, 0.19],
            [0.17, 0.25, 0.29, 0.30],
            [0.39, 0.18, 0.15, 0.29],
        ]
        assert found[:, :4] == pytest.approx(np.array(printed), abs=0.02)

    def test_the_whole_engine_on_thrombosis(self) -> None:
        """The engine's own draws (split normal, cut at two deviations) come within 0.03 of the published shares."""
        drawn = _thrombosis()
        middle, low, high = (np.quantile(drawn, q, axis=2) for q in (0.5, 0.02275, 0.97725))
        value = np.clip(middle, 0, 1)
        matrix = Matrix(
            ids=("heparin", "enoxaparin"),
            criteria=("proximal", "distal", "bleeding"),
            raw=value,
            value=value,
            up=np.clip(high, 0, 1) - value,
            down=value - np.clip(low, 0, 1),
            fact=np.arange(6).reshape(2, 3),
            facts=tuple(_fact(index) for index in range(6)),
            scales={name: ValueFunction(0.0, 1.0) for name in ("proximal", "distal", "bleeding")},
        )
        found = robustness(matrix, np.full(3, 1 / 3), samples=20_000, seed=1, shown=np.arange(2), knowledge="none")
        assert found.first == pytest.approx([0.3504, 0.6496], abs=0.03)


def _fact(index: int):  # noqa: ANN202 -- a test's own shorthand
    from advisor.decision.criteria.criterion import Fact  # noqa: PLC0415

    return Fact(f"fact {index}", "estimate")
