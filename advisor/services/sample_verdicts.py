"""What the worked samples conclude, kept beside them: a page with ten cards need not assess ten decisions.

``python -m advisor.cli.sample_verdicts`` assesses them anew; a test finds what is kept stale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.decision.records import VerdictKind
from advisor.questionnaire.money_facts import about_money
from advisor.questionnaire.presets import SAMPLES, load_sample, sample_paths
from advisor.units import Record, Told

FILE: Final = SAMPLES / "verdicts.json"


class SampleVerdict(Record):
    """The verdict on a sample: the model of the choice and its place, or the models of all its use cases.

    ``money`` is what all of it costs a month, told in the decision's currency to two digits; None where nobody states
    a price. ``place`` is None for several use cases, and ``models`` are empty where nothing fits.
    """

    verdict: VerdictKind
    models: tuple[str, ...] = ()
    place: Told | None = None
    money: Told | None = None


_KEPT: Final = TypeAdapter(dict[str, SampleVerdict])


def verdict_on(assessment: Assessment, catalog: Catalog) -> SampleVerdict:
    """What an assessment concludes, for a card: of several use cases, what is assigned to them together."""
    budget, portfolio = assessment.answers.budget, assessment.portfolio
    if portfolio is not None and portfolio.assignments:
        usd = portfolio.total_monthly_cost_usd
        return SampleVerdict(
            verdict=assessment.verdict,
            models=tuple(dict.fromkeys(catalog.model[each.model_id].name for each in portfolio.assignments)),
            money=None if usd is None else about_money(usd, budget),
        )
    choice = next((choice for choice in assessment.shortlist if choice.chosen), None)
    if choice is None:
        return SampleVerdict(verdict=assessment.verdict)
    band, place = choice.monthly_cost_usd, choice.told.get("place")
    return SampleVerdict(
        verdict=assessment.verdict,
        models=(choice.model_name or choice.name,),
        place=place if isinstance(place, Told) else None,
        money=None if band is None else about_money(band.p50, budget),
    )


def verdicts_today(catalog: Catalog) -> dict[str, SampleVerdict]:
    """The verdict on every sample, assessed on a catalog, by the sample's name."""
    return {path.stem: verdict_on(assess(load_sample(path.stem), catalog), catalog) for path in sample_paths()}


def kept_verdicts(path: Path = FILE) -> dict[str, SampleVerdict]:
    """The verdicts as kept, by the sample's name: those of the catalog as shipped."""
    return _KEPT.validate_json(path.read_bytes())


def as_kept(verdicts: dict[str, SampleVerdict]) -> bytes:
    """The verdicts as they are kept in a file."""
    return _KEPT.dump_json(verdicts, indent=1) + b"\n"
