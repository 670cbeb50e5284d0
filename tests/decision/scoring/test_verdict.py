"""The verdict rule on made-up draws: clear choice, equivalent set, the stated order of the tie-break."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from advisor.catalog.load import shipped_judgements
from advisor.decision.scoring.abler import LittleMoney, taken_for
from advisor.decision.scoring.contender import Contender
from advisor.decision.scoring.verdict import chosen_row, fallen_to, judge

JUDGED = {row.judgement: row.value for row in shipped_judgements()}
BESIDE = ((1, "b", "on_prem"), (2, "c", "cloud_gpu"))


def _draws(*rows: tuple[float, float], count: int = 4_000) -> Any:
    """Independent normal scores by mean and standard deviation."""
    rng = np.random.default_rng(0)
    return np.stack([rng.normal(mean, spread, count) for mean, spread in rows])


def _row(place: int, model: str, *, kind: str = "provider_api", cost: float = 100.0, proven: float = 3.0) -> Contender:
    return Contender(place, model, kind, cost, proven)


def test_nobody_is_nothing_fits() -> None:
    """Without a feasible option there is no choice."""
    found = judge([], np.zeros((0, 1)), JUDGED)
    assert (found.verdict, found.choice) == ("nothing fits", None)


def test_a_model_that_beats_all_others_in_most_draws_is_a_clear_choice() -> None:
    """Ten points ahead with small errors."""
    found = judge([_row(0, "a"), _row(1, "b")], _draws((0.8, 0.02), (0.7, 0.02)), JUDGED)
    assert (found.verdict, found.choice) == ("clear choice", 0)


def test_a_crowd_that_takes_turns_at_the_top_does_not_make_the_leader_clear() -> None:
    """Each rival is within two points of the leader in 62% of the draws, though a third is further ahead in many."""
    rows = [_row(place, name) for place, name in enumerate("abcd")]
    found = judge(rows, _draws((0.714, 0.001), *[(0.70, 0.02)] * 3), JUDGED)
    assert found.near_share > JUDGED["clear-near"]
    assert (found.verdict, found.choice) == ("equivalent set", 0)
    behind = judge(rows, _draws((0.718, 0.001), *[(0.70, 0.02)] * 3), JUDGED)  # within two in 54%
    assert (behind.verdict, behind.choice) == ("clear choice", 0)


def test_two_ways_of_hosting_one_model_are_no_rivals() -> None:
    """The model is clear though its two options are alike."""
    rows = [_row(0, "a"), _row(1, "a", kind="on_prem"), _row(2, "b")]
    found = judge(rows, _draws((0.8, 0.02), (0.8, 0.02), (0.7, 0.02)), JUDGED)
    assert found.verdict == "clear choice"


def test_equals_are_a_set_and_the_cheapest_by_a_fifth_is_chosen() -> None:
    """Nobody beats the cheapest by two points in most draws."""
    rows = [_row(0, "a", cost=1_000), _row(1, "b", cost=700)]
    found = judge(rows, _draws((0.71, 0.05), (0.70, 0.05)), JUDGED)
    assert (found.verdict, found.choice, found.tie_break) == ("equivalent set", 1, "cheaper")
    assert set(found.equals) == {0, 1}


def test_a_saving_that_nobody_notices_does_not_choose() -> None:
    """A third of 90 dollars a month is a fifth cheaper, and decides nothing."""
    rows = [_row(0, "a", cost=90), _row(1, "b", cost=60)]
    found = judge(rows, _draws((0.71, 0.05), (0.70, 0.05)), JUDGED)
    assert (found.verdict, found.choice, found.tie_break) == ("equivalent set", 0, "score")


def test_what_is_less_than_money_decides_only_where_nobody_scores_more_in_most_draws() -> None:
    """The more proven of two that the draws do not tell apart; not one that is behind in most of them."""
    rows = [_row(0, "a", cost=100), _row(1, "b", cost=100, proven=5.0)]
    level, behind = _draws((0.702, 0.05), (0.70, 0.05)), _draws((0.715, 0.01), (0.70, 0.01))
    assert (judge(rows, level, JUDGED).choice, judge(rows, level, JUDGED).tie_break) == (1, "more_proven")
    assert (judge(rows, behind, JUDGED).choice, judge(rows, behind, JUDGED).tie_break) == (0, "score")


def test_the_cheapest_is_left_out_where_another_beats_it() -> None:
    """Cheap and surely worse is not as good within what is known."""
    rows = [_row(0, "a", cost=100), _row(1, "b", cost=100), _row(2, "c", cost=10)]
    found = judge(rows, _draws((0.71, 0.01), (0.70, 0.01), (0.60, 0.01)), JUDGED)
    assert 2 not in found.equals


@pytest.mark.parametrize(
    ("second", "step"),
    [
        ({"kind": "provider_api", "cost": 105}, "lead_time"),
        ({"kind": "on_prem", "cost": 105, "proven": 5.0}, "more_proven"),
        ({"kind": "on_prem", "cost": 105}, "score"),
    ],
)
def test_about_the_same_cost_falls_by_lead_time_then_by_what_is_proven(second: dict[str, Any], step: str) -> None:
    """The stated order, one step after the other."""
    rows = [_row(0, "a", kind="on_prem", cost=100), _row(1, "b", **second)]
    found = judge(rows, _draws((0.71, 0.05), (0.70, 0.05)), JUDGED)
    assert found.tie_break == step
    assert found.choice == (0 if step == "score" else 1)


def test_what_the_others_lost_by_is_named_in_the_stated_order() -> None:
    """One dearer, one less proven; the choice scores no worse than they do."""
    rows = [_row(0, "a", cost=100), _row(1, "b", cost=1_000), _row(2, "c", cost=100, proven=2.0)]
    found = judge(rows, _draws((0.71, 0.05), (0.71, 0.05), (0.709, 0.05)), JUDGED)
    assert (found.choice, found.lost) == (0, ("cheaper", "more_proven"))


def test_a_clear_choice_names_nothing_that_others_lost_by() -> None:
    """There is nobody as good."""
    assert judge([_row(0, "a"), _row(1, "b")], _draws((0.8, 0.02), (0.7, 0.02)), JUDGED).lost == ()


def test_an_unknown_cost_never_wins_by_cost() -> None:
    """Infinite stands for unknown."""
    rows = [_row(0, "a", cost=float("inf")), _row(1, "b", cost=500)]
    found = judge(rows, _draws((0.71, 0.05), (0.70, 0.05)), JUDGED)
    assert found.choice == 1


def test_a_cheaper_option_that_is_less_able_is_not_chosen_for_its_price() -> None:
    """Its price is in its score already: among equals it must be as able, too."""
    able = Contender(0, "a", "provider_api", 1_000.0, 3.0, ability=0.30)
    cheap = Contender(1, "b", "provider_api", 50.0, 3.0, ability=0.22)
    found = judge([able, cheap], _draws((0.71, 0.05), (0.70, 0.05)), JUDGED)
    assert found.verdict == "equivalent set"
    assert found.choice == 0


def test_a_flagged_origin_is_not_chosen_while_another_is_as_good() -> None:
    """Where only flagged ones are equals the stated order holds among them."""
    flagged = Contender(0, "a", "provider_api", 50.0, 3.0, flagged=True)
    other = Contender(1, "b", "provider_api", 90.0, 3.0)
    draws = _draws((0.71, 0.05), (0.70, 0.05))
    found = judge([flagged, other], draws, JUDGED)
    assert (found.choice, found.tie_break, found.aside) == (1, "origin", ())
    assert judge([flagged], draws[:1], JUDGED).choice == 0


@pytest.mark.parametrize(("doubt", "step"), [("unspoken", "language"), ("unstated", "stated")])
def test_what_nobody_documents_for_the_work_is_not_chosen_while_another_is_as_good(doubt: str, step: str) -> None:
    """Not for its price either; where nobody is documented, or only machines are that cost much more, it is."""
    known: dict[str, Any] = {doubt: True}
    silent = Contender(0, "a", "provider_api", 50.0, 3.0, **known)
    other = Contender(1, "b", "provider_api", 900.0, 3.0)
    draws = _draws((0.71, 0.05), (0.70, 0.05))
    found = judge([silent, other], draws, JUDGED)
    assert (found.choice, found.tie_break, found.lost, found.lost_counts) == (1, step, (step,), (1,))
    assert judge([silent, other._replace(**known)], draws, JUDGED).choice == 0
    assert judge([silent, other._replace(kind="on_prem")], draws, JUDGED).choice == 0
    assert judge([silent, other._replace(kind="on_prem", cost_usd=51.0)], draws, JUDGED).choice == 1


@pytest.mark.parametrize(
    ("other", "chosen"),
    [
        ({}, 1),
        ({"score": 0.64}, 0),  # six points behind: too much for a word
        ({"weak": True}, 0),
        ({"slow": True}, 0),
        ({"flagged": True}, 0),
        ({"unstated": True}, 0),
        ({"unspoken": True}, 0),
        ({"kind": "on_prem", "cost_usd": 9_000.0}, 0),  # a test comes before machines that cost much more
    ],
    ids=["documented", "far behind", "too weak", "slow", "origin", "demand", "silent too", "machines"],
)
def test_what_nobody_documents_is_no_choice_while_what_is_documented_does_the_work(
    other: dict[str, Any], chosen: int
) -> None:
    """Four points surely behind is no equal, and known to know the languages: a better score of silence waits."""
    silent = Contender(0, "a", "provider_api", 1_000.0, 3.0, unspoken=True, score=0.70)
    known = Contender(1, "b", "provider_api", 900.0, 3.0, score=0.66)
    draws = _draws((0.70, 0.001), (0.66, 0.001))
    rows = [silent, known._replace(**other)]
    found = judge(rows, draws, JUDGED)
    assert found.choice == chosen
    assert found.lost == (("language",) if chosen else ())
    assert chosen_row(rows.__getitem__, [0, 1], draws, JUDGED) == chosen


def test_no_machines_are_got_beside_the_houses_own_where_those_do_as_well() -> None:
    """Be they cheaper; an interface stays in the choice, and where nothing runs on what is there all do."""
    mine = Contender(0, "a", "on_prem", 30_000.0, 3.0, there=True)
    bought, rented = (Contender(row, name, kind, 9_000.0, 3.0) for row, name, kind in BESIDE)
    draws = _draws((0.70, 0.05), (0.71, 0.05), (0.705, 0.05))
    found = judge([bought, rented, mine], draws, JUDGED)
    assert (found.choice, found.tie_break, found.lost) == (0, "owned", ("owned",))
    hosted = Contender(3, "d", "provider_api", 900.0, 3.0)
    assert judge([hosted, bought, mine], draws, JUDGED).choice == 3
    assert judge([bought, rented], draws[:2], JUDGED).choice != 0


@pytest.mark.parametrize(
    ("own", "chosen"),
    [
        ({}, 1),
        ({"score": 0.66}, 0),  # four points behind: worth naming
        ({"cost_usd": 60_000.0}, 0),  # and so is a third less in money
        ({"flagged": True}, 0),
        ({"slow": True}, 0),
        ({"unspoken": True}, 0),
        ({"unstated": True}, 0),
        ({"there": False}, 0),
    ],
    ids=["own", "far behind", "dearer", "origin", "slow", "language", "demand", "bought as well"],
)
def test_no_machines_are_got_beside_the_houses_own_for_a_little_in_score(own: dict[str, Any], chosen: int) -> None:
    """Two and a half points surely behind is no equal, and does the work: nothing speaks for buying beside it."""
    bought = Contender(0, "a", "on_prem", 40_000.0, 3.0, score=0.70)
    mine = Contender(1, "b", "on_prem", 38_000.0, 3.0, there=True, score=0.675)
    draws = _draws((0.70, 0.001), (0.675, 0.001))
    rows = [bought, mine._replace(**own)]
    found = judge(rows, draws, JUDGED)
    assert found.choice == chosen
    assert (found.verdict, found.lost) == (("equivalent set", ("owned",)) if chosen else ("clear choice", ()))
    assert chosen_row(rows.__getitem__, [0, 1], draws, JUDGED) == chosen


def test_own_machines_are_kept_where_the_best_on_them_was_set_aside() -> None:
    """The best of all runs on them and its origin is doubted: another model on them before one on bought ones."""
    doubted = Contender(0, "q", "on_prem", 25_000.0, 3.0, flagged=True, there=True, score=0.78)
    bought = Contender(1, "g", "on_prem", 35_000.0, 3.0, score=0.76)
    mine = Contender(2, "m", "on_prem", 30_000.0, 3.0, there=True, score=0.746)
    found = judge([doubted, bought, mine], _draws((0.78, 0.02), (0.77, 0.02), (0.735, 0.001)), JUDGED)
    assert (found.choice, found.equals, found.lost) == (2, (0, 1, 2), ("origin", "owned"))
    assert found.lost_counts == (1, 1)


def test_a_crowd_of_near_equals_does_not_push_out_what_is_cheaper() -> None:
    """Seven dear ones score a little more than a cheap one: it is among the equals all the same, and is chosen."""
    crowd = [_row(place, f"m{place}", kind="on_prem", cost=12_000.0 + place) for place in range(7)]
    rows = [*crowd, _row(7, "cheap", cost=900.0)]
    found = judge(rows, _draws(*[(0.71, 0.04)] * 7, (0.70, 0.04)), JUDGED)
    assert len(found.equals) == JUDGED["equivalent-most"]
    assert (found.choice, found.tie_break) == (7, "cheaper")


def test_what_was_set_aside_is_told_where_the_choice_owes_to_it() -> None:
    """The cheapest of the rest, when a cheaper one of a questioned origin was set aside; nothing where it is dearer."""
    rest = [_row(0, "a", cost=1_000), _row(1, "b", cost=700)]
    draws = _draws((0.71, 0.05), (0.70, 0.05), (0.70, 0.05))
    cheap = Contender(2, "c", "provider_api", 50.0, 3.0, flagged=True)
    dear = Contender(2, "c", "provider_api", 5_000.0, 3.0, flagged=True)
    found, plain = judge([*rest, cheap], draws, JUDGED), judge([*rest, dear], draws, JUDGED)
    assert (found.choice, found.tie_break, found.aside) == (1, "cheaper", ("origin",))
    assert (plain.choice, plain.tie_break, plain.aside) == (1, "cheaper", ())


def test_the_choice_alone_is_that_of_the_whole_ruling() -> None:
    """Asked often it is asked quickly, and gives the same."""
    rng = np.random.default_rng(4)
    for _ in range(200):
        count = int(rng.integers(1, 9))
        rows = [
            Contender(
                place,
                f"m{rng.integers(5)}",
                str(rng.choice(["provider_api", "cloud_gpu", "on_prem"])),  # type: ignore[arg-type] # one of them
                float(rng.uniform(10, 3_000)),
                float(rng.integers(8)),
                flagged=bool(rng.random() < 0.3),
                ability=float(rng.uniform(0.2, 0.25)),
            )
            for place in range(count)
        ]
        means = np.sort(rng.uniform(0.66, 0.72, count))[::-1]
        draws = np.stack([rng.normal(mean, 0.03, 500) for mean in means])
        models = [[one.model_id for one in rows].index(one.model_id) for one in rows]
        assert chosen_row(rows.__getitem__, models, draws, JUDGED) == judge(rows, draws, JUDGED).choice


def test_what_is_too_slow_is_not_chosen_while_another_is_as_good() -> None:
    """A stated limit is kept where that costs nothing in score; where all are too slow, the order goes on."""
    fast = Contender(1, "b", "provider_api", 900.0, 3.0)
    slow = Contender(0, "a", "provider_api", 100.0, 3.0, slow=True)
    draws = np.full((2, 100), 0.8)
    fallen = fallen_to([slow, fast], draws, JUDGED)
    assert (fallen.chosen.model_id, fallen.tie_break, fallen.lost) == ("b", "slow", ("slow",))
    both = fallen_to([slow, fast._replace(slow=True)], draws, JUDGED)
    assert (both.chosen.model_id, both.tie_break) == ("a", "cheaper")


SMALL = Contender(0, "small", "provider_api", 1_000.0, 5.0, points=80.0, known=2, score=0.76)
ABLE = Contender(1, "able", "provider_api", 4_000.0, 5.0, points=88.0, known=2, score=0.73)
LITTLE = LittleMoney(np.inf, 100.0, 3.0, 0.0, 0.05)


@pytest.mark.parametrize(
    ("other", "little", "taken"),
    [
        (ABLE, LITTLE, True),
        (ABLE._replace(score=0.70), LITTLE, False),  # out of reach of the best
        (ABLE._replace(score=0.70), replace(LITTLE, each_usd=3_000.0), True),  # but an hour of each who uses it
        (ABLE._replace(score=0.70), replace(LITTLE, each_usd=2_999.0), False),
        (ABLE, replace(LITTLE, usd=2_999.0), False),  # no little money
        (ABLE, replace(LITTLE, enough=82.0), False),  # more than enough counts for nothing
        (ABLE._replace(points=82.9), LITTLE, False),  # hardly abler
        (ABLE._replace(known=1), LITTLE, False),  # a vague claim against a sure enough
        (ABLE._replace(flagged=True), LITTLE, False),
        (ABLE._replace(slow=True), LITTLE, False),
        (ABLE._replace(unspoken=True), LITTLE, False),
        (ABLE._replace(unstated=True), LITTLE, False),
        (ABLE._replace(cost_usd=900.0), LITTLE, False),  # that is no question of money
    ],
)
def test_an_abler_option_takes_the_place_of_the_choice_for_little_money(
    other: Contender, little: LittleMoney, *, taken: bool
) -> None:
    """As well known, of no doubtful origin, in time, and within reach or for an hour of each."""
    assert (taken_for(SMALL, [SMALL, other], little) is other) is taken


def test_nobody_pays_for_a_model_that_another_outdoes() -> None:
    """Its successor is abler for half the money, though known less or a little slower: the dear one is not taken."""
    successor = ABLE._replace(rank_row=2, model_id="new", points=89.0, cost_usd=2_500.0, score=0.74, known=1)
    assert taken_for(SMALL, [SMALL, successor, ABLE], LITTLE) is None
    assert taken_for(SMALL, [SMALL, successor._replace(known=2, slow=True), ABLE], LITTLE) is None
    assert taken_for(SMALL, [SMALL, successor._replace(flagged=True), ABLE], LITTLE) is ABLE
    assert taken_for(SMALL, [SMALL, successor._replace(points=87.0), ABLE], LITTLE) is ABLE


@pytest.mark.parametrize(
    ("points", "error", "taken"), [(83.0, 2.0, False), (84.0, 2.0, True), (84.0, 6.0, False), (88.0, 6.0, True)]
)
def test_who_is_abler_is_so_in_most_of_what_the_two_may_be(points: float, error: float, *, taken: bool) -> None:
    """Three points at the middle are as often less; what is vague must be further ahead."""
    sure = replace(LITTLE, surely=0.6)
    vague = ABLE._replace(points=points, error=error)
    assert (taken_for(SMALL._replace(error=error), [SMALL, vague], sure) is vague) is taken


def test_nobody_gets_machines_beside_those_that_are_there_to_be_abler() -> None:
    """Who chose machines that are there changes the model on them, not the machines."""
    there = SMALL._replace(kind="on_prem", there=True)
    bought = ABLE._replace(kind="on_prem")
    assert taken_for(there, [there, bought], LITTLE) is None
    assert taken_for(there, [there, bought._replace(there=True)], LITTLE) is not None


@pytest.mark.parametrize(("cost", "chosen"), [(1_000.0, 1), (13_000.0, 0)])
def test_a_providers_wait_is_measured_before_machines_are_bought_for_it(cost: float, chosen: int) -> None:
    """Set aside for its wait is a provider only where what keeps the limit costs about as much."""
    machines = Contender(0, "a", "on_prem", 14_000.0, 5.0, ability=0.3)
    provider = Contender(1, "b", "provider_api", cost, 5.0, ability=0.3, slow=True)
    found = fallen_to([machines, provider], _draws((0.7, 0.05), (0.7, 0.05)), JUDGED)
    assert found.chosen.rank_row == chosen


def test_of_what_others_lost_first_each_is_counted_once() -> None:
    """One is of doubtful origin, one less able, one dearer: three others, three counts."""
    rows = [
        _row(0, "a")._replace(ability=0.5),
        _row(1, "b")._replace(ability=0.5, flagged=True),
        _row(2, "c")._replace(ability=0.4),
        _row(3, "d", cost=1_000.0)._replace(ability=0.5),
    ]
    rows[0] = rows[0]._replace(cost_usd=200.0)
    draws = _draws(*[(0.7, 0.05)] * 4)
    found = fallen_to([rows[1], rows[0], rows[2], rows[3]], draws, JUDGED)
    assert sum(found.counts) == len(rows) - 1
    assert len(found.counts) == len(found.lost)
