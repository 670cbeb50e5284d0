"""Where the doubt of an advice comes from, and which judgement it hangs on.

``make bench`` prints both: the share of the spread between the leading two models that abilities, weights, costs, waits
and the rest bring (each alone, the others at their middle), and for every judgement of ``judgements.csv`` (and the work
of a forced migration), moved by a quarter down and up, how many choices of the samples and of the casebook change.
``python tests/bench/bench_doubt.py`` writes the latter into ``docs/decision.md``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pytest
import yaml

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.tables.schema_decision import Judgement
from advisor.decision.matrix.performances import matrix_of
from advisor.decision.prepared import Prepared, prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.robustness.smaa import UNIT, Sampler
from advisor.questionnaire.answers import Answers, UseCase
from advisor.questionnaire.presets import load_sample, sample_paths

pytestmark = pytest.mark.bench
DRAWS = 4_000
DEFAULTS: Final = ("migration_days",)
"""Judgements of the method that stand among the defaults of costs."""
GROUPS = {"fitness": "abilities", "cost": "costs", "latency": "waits", "energy": "energy"}


def _rankings(catalog: Catalog, samples: int = 0) -> list[Ranked]:
    found = []
    for path in sample_paths():
        answers = load_sample(path.stem)
        found += [rank(prepare(answers, catalog, case), samples=samples) for case in answers.use_cases]
    return found


def _spread(ranked: Ranked, group: str | None) -> float:
    """Variance of the difference of the leading two models when one source of doubt alone varies (None: weights)."""
    first = int(ranked.ranking.order[0])
    mine = ranked.model_id(first)
    second = next(place for place in ranked.ranking.order.tolist() if ranked.model_id(place) != mine)
    matrix = ranked.matrix
    keep = np.array([group is not None and GROUPS.get(name, "policies") == group for name in matrix.criteria])
    alone = replace(matrix, up=np.where(keep, matrix.up, 0.0), down=np.where(keep, matrix.down, 0.0))
    sampler = Sampler.of(alone, ranked.weights, DRAWS, 0)
    drawn = sampler.scores(np.array([first, second]), 0, DRAWS, stated=group is not None) / UNIT
    return float(np.var(drawn[0] - drawn[1]))


def test_where_the_doubt_comes_from() -> None:
    """Shares of variance per source, the mean over all use cases of the samples."""
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for ranked in _rankings(load_catalog()):
        if len({ranked.model_id(place) for place in range(len(ranked.matrix))}) < 2:
            continue
        parts = {name: _spread(ranked, name) for name in (*dict.fromkeys(GROUPS.values()), "policies")}
        parts["weights"] = _spread(ranked, None)
        total = sum(parts.values())
        for name, part in parts.items():
            shares[name].append(part / total)
    means = {name: float(np.mean(values)) for name, values in shares.items()}
    for name, mean in sorted(means.items(), key=lambda item: -item[1]):
        print(f"{name:12s} {mean:6.1%} of the doubt between the leading two models")
    assert sum(means.values()) == pytest.approx(1.0)


Moves = dict[str, tuple[list[str], list[str]]]
"""Per judgement the decisions whose choice changes at a quarter less and at a quarter more."""


def _quarter(value: float, unit: str) -> tuple[float, float]:
    """A quarter less and a quarter more, within what the unit allows."""
    most = 100.0 if unit == "points of 100" else 1.0 if unit.startswith(("share", "value")) else np.inf
    return 0.75 * value, min(1.25 * value, most)


def _of_the_task(judgement: str, use_case: UseCase) -> bool:
    """Whether a judgement can touch a use case: the floor and the enough of other tasks, and of images, do not."""
    kind, _, task = judgement.partition("-")
    if kind == "image":
        return use_case.task == "image_generation"
    return kind not in ("floor", "enough") or task.replace("-", "_") == use_case.task


@dataclass(frozen=True)
class Counted:
    """How many choices there are, and whose are clear."""

    choices: int
    clear: frozenset[str]


def of_the_ranking(catalog: Catalog) -> list[Judgement]:
    """The judgements that the ranking of models reads: those on adaptation (``adapt-*``) move no model."""
    return [row for row in catalog.judgements if not row.judgement.startswith("adapt-")]


def moved_judgements(catalog: Catalog, samples: int = 500) -> tuple[Moves, Counted]:
    """Every judgement of the method a quarter down and up: which choices change, and of how many."""
    cases = [
        _Case(name, answers, case, prepare(answers, catalog, case))
        for name, answers in _decisions()
        for case in answers.use_cases
    ]
    ranked = [rank(one.prepared, samples=samples) for one in cases]
    before = [_choice(one) for one in ranked]
    clear = {case.name for case, one in zip(cases, ranked, strict=True) if one.finding.verdict == "clear choice"}
    found: Moves = {}
    for row in of_the_ranking(catalog):
        found[row.judgement] = ([], [])
        for value, changed in zip(_quarter(row.value, row.unit), found[row.judgement], strict=True):
            for one, choice in zip(cases, before, strict=True):
                if _of_the_task(row.judgement, one.use_case):
                    moved = one.judging(row.judgement, value)
                    changed.extend([one.name] if _choice(rank(moved, samples=samples)) != choice else [])
    for default in DEFAULTS:
        cost = next(one for one in catalog.cost_defaults if one.component == default)
        found[default] = ([], [])
        for value, changed in zip(_quarter(cost.default, cost.unit), found[default], strict=True):
            costs = tuple(
                one.model_copy(update={"default": value}) if one is cost else one for one in catalog.cost_defaults
            )
            dearer = replace(catalog, cost_defaults=costs)
            for one, choice in zip(cases, before, strict=True):
                moved = prepare(one.answers, dearer, one.use_case)
                changed.extend([one.name] if _choice(rank(moved, samples=samples)) != choice else [])
    return found, Counted(len(cases), frozenset(clear))


@dataclass(frozen=True)
class _Case:
    """One use case of a decision, planned and gated once: judgements move neither plan nor gates."""

    name: str
    answers: Answers
    use_case: UseCase
    prepared: Prepared

    def judging(self, judgement: str, value: float) -> Prepared:
        """The same with another judgement; those of images are planned anew, floors gated anew."""
        inputs, catalog = self.prepared.inputs, self.prepared.catalog
        judged = {**inputs.setting.judged, judgement: value}
        if judgement.startswith(("image-", "floor-")):
            rows = tuple(
                one.model_copy(update={"value": value}) if one.judgement == judgement else one
                for one in catalog.judgements
            )
            return prepare(self.answers, replace(catalog, judgements=rows), self.use_case)
        moved = replace(inputs, setting=replace(inputs.setting, judged=judged))
        return replace(self.prepared, inputs=moved, matrix=matrix_of(moved, self.prepared.feasible))


def table(found: Moves, counted: Counted) -> str:
    """The same as Markdown, those first on which most hangs; those on which nothing hangs in one line."""
    ordered = sorted(found.items(), key=lambda item: -len(item[1][0]) - len(item[1][1]))
    lines = [
        f"A quarter down and up, of {counted.choices} choices of model (samples and casebook):",
        "",
        "| judgement | choices changed at a quarter less | at a quarter more |",
        "| --- | --- | --- |",
    ]
    lines += [f"| `{name}` | {len(low)} | {len(high)} |" for name, (low, high) in ordered if low or high]
    still = sorted(f"`{name}`" for name, (low, high) in found.items() if not low and not high)
    hanging = sorted(
        f"{case} (`{name}`)" for name, sides in found.items() for case in {*sides[0], *sides[1]} & counted.clear
    )
    told = f"Of {len(counted.clear)} clear choices these hang on one judgement: {', '.join(hanging) or 'none'}."
    return "\n".join([*lines, "", told, "", f"On the other {len(still)} no choice hangs: {', '.join(still)}."])


def test_which_judgement_the_advice_hangs_on() -> None:
    """Every judgement a quarter down and up: how many choices of samples and casebook change."""
    catalog = load_catalog()
    found, counted = moved_judgements(catalog)
    print(table(found, counted))
    assert len(found) == len(of_the_ranking(catalog)) + len(DEFAULTS)


def _decisions() -> list[tuple[str, Answers]]:
    """The samples and the cases with an expert's expectation, by name."""
    cases = sorted((Path(__file__).parents[1] / "casebook/cases").glob("*.yaml"))
    own = [(path.stem, Answers.model_validate(yaml.safe_load(path.read_text())["answers"])) for path in cases]
    return [(path.stem, load_sample(path.stem)) for path in sample_paths()] + own


def _choice(ranked: Ranked) -> str | None:
    choice = ranked.finding.choice
    return None if choice is None else ranked.model_id(choice)


def write_docs() -> None:
    """Put the table between its marks in docs/decision.md."""
    path = Path(__file__).parents[2] / "docs/decision.md"
    before, rest = path.read_text().split(BEGIN)
    _, after = rest.split(END)
    path.write_text(f"{before}{BEGIN}\n{table(*moved_judgements(load_catalog()))}\n{END}{after}")


BEGIN: Final = "<!-- generated by python tests/bench/bench_doubt.py: begin -->"
END: Final = "<!-- generated by python tests/bench/bench_doubt.py: end -->"

if __name__ == "__main__":
    write_docs()
