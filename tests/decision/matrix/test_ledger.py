"""The ledger: worked out once per code, whoever asks and in whatever order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from advisor.catalog.catalog import Catalog
from advisor.decision.alternatives.joined import LEDGERS, ledger_of
from advisor.decision.criteria.constructed_scales import Points
from advisor.decision.matrix.ledger import Entry, Ledger
from advisor.decision.matrix.matrix import Fact
from advisor.decision.prepared import prepare
from advisor.questionnaire.presets import load_sample


def entries(codes: np.ndarray, asked: list[int]) -> object:
    """Points equal to ten times the code; two codes in a row share a fact."""

    def entry(row: int) -> Entry:
        code = int(codes[row])
        asked.append(code)
        return Points(10.0 * code, 4.0), Fact(f"fact {code // 2}", "unknown")

    return entry


def test_each_code_is_worked_out_once() -> None:
    """Later rows with known codes ask for nothing; new codes are added, and equal facts have one number."""
    ledger, asked = Ledger(), list[int]()
    for codes in (np.array([4, 1, 4]), np.array([1, 4]), np.array([5, 1, 0])):
        table = ledger.table("ease", codes, entries(codes, asked))  # type: ignore[arg-type]
        assert table.numbers[codes, 0].tolist() == [10.0 * code + 2 for code in codes]
        assert [table.points[code].sure for code in codes.tolist()] == [10.0 * code for code in codes]
    assert sorted(asked) == [0, 1, 4, 5]
    assert table.fact[4] == table.fact[5] != table.fact[1] == table.fact[0]
    assert [ledger.facts[number].label for number in table.fact[[1, 4]]] == ["fact 0", "fact 2"]
    assert np.isnan(table.numbers[2]).all()
    assert table.fact[2] == -1


def test_threads_agree_on_the_numbers_of_facts() -> None:
    """Whoever comes first, every code has one entry and every fact one number."""
    ledger, rng = Ledger(), np.random.default_rng(0)
    parts = [rng.integers(0, 300, 40) for _ in range(60)]

    def fill(codes: np.ndarray) -> None:
        ledger.table("ease", codes, entries(codes, []))  # type: ignore[arg-type]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fill, parts))
    every = np.unique(np.concatenate(parts))
    table = ledger.table("ease", every, entries(every, asked := []))  # type: ignore[arg-type]
    assert asked == []
    assert [ledger.facts[number].label for number in table.fact[every]] == [f"fact {code // 2}" for code in every]
    assert len({fact.label for fact in ledger.facts}) == len(ledger.facts)


def test_a_few_ledgers_are_kept_per_catalog(catalog: Catalog) -> None:
    """The same key finds the same ledger until others have taken its place."""
    first = ledger_of(catalog, "first")
    assert ledger_of(catalog, "first") is first
    for number in range(LEDGERS):
        ledger_of(catalog, number)
    assert ledger_of(catalog, "first") is not first


def test_other_answers_do_not_read_each_others_points(catalog: Catalog) -> None:
    """Points that rest on operations skills change with them, also when both have been asked before."""
    answers = load_sample("factory-edge-device")
    others = answers.model_copy(update={"hosting": answers.hosting.model_copy(update={"operations_skills": "none"})})
    assert answers.hosting.operations_skills != "none"
    column = list(prepare(answers, catalog).matrix.criteria).index("operations")
    one, other, again = (prepare(each, catalog).matrix.raw[:, column] for each in (answers, others, answers))
    assert np.array_equal(one, again)
    assert one.max() > other.max()
