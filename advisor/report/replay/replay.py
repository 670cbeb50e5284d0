"""Replay: run a saved decision on another catalog and engine, and say which change moved it.

Each change is made alone on the catalog of then and the decision is run again; what differs is its effect.
Ranks, scores and costs do not depend on the number of draws, so these runs use few.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from advisor import __version__
from advisor.assessment import Assessment, assess, choice_of, deployments_of
from advisor.catalog.catalog import Catalog
from advisor.decision.records import Elimination, Recommendation
from advisor.decision.results.choice_facts import CALLED
from advisor.hosting.records import Deployment
from advisor.report.replay.catalog_changes import CatalogChange, apply, changes_between
from advisor.report.replay_record import SAME_COST, Cause, CauseKind, Move, Replay
from advisor.units import Told, told
from advisor.words.language import LANGUAGES, words_in
from advisor.words.names import Names
from advisor.words.written import reason_of, written

TOP: Final = 10
"""Ranks that count as touched: what the report shows."""
_FEW: Final = 50
_MOST_CAUSES: Final = 40
_SAME_SCORE: Final = 1e-6


def replay(
    before: Assessment, catalog: Catalog, *, old_catalog: Catalog | None = None, chosen_id: str | None = None
) -> Replay:
    """Run the decision of ``before`` on ``catalog``; causes are exact with ``old_catalog``, else read from the records.

    ``chosen_id`` is the alternative that was chosen, by default the one ranked first.
    """
    return compare(before, rerun(before, catalog), catalog, old_catalog=old_catalog, chosen_id=chosen_id)


def rerun(before: Assessment, catalog: Catalog) -> Assessment:
    """The same answers, evidence, seed and draws on another catalog."""
    used = before.provenance
    return assess(before.answers, catalog, evidence=before.evidence, seed=used.seed, samples=used.samples)


def compare(
    before: Assessment,
    after: Assessment,
    catalog: Catalog,
    *,
    old_catalog: Catalog | None = None,
    chosen_id: str | None = None,
) -> Replay:
    """The replay of ``before`` when its run on ``catalog`` is already there as ``after``."""
    chosen = chosen_id or _first(before)
    now = place_of(after, chosen)
    causes = written(tuple(_causes(before, after, catalog, old_catalog, chosen)))
    cases = ((before, old_catalog or catalog), (after, catalog))
    named = partial(_names, cases, causes)
    return Replay(
        chosen_id=chosen,
        first_before_id=_first(before),
        first_after_id=_first(after),
        verdict_before=before.verdict,
        verdict_after=after.verdict,
        still_first=_same_option(chosen, _first(after)),
        still_feasible=now.gate is None,
        gate_failed=now.gate.gate if now.gate else None,
        causes=causes,
        moves=tuple(_moves(before, after)),
        catalog_before=before.provenance.catalog_digest,
        catalog_after=after.provenance.catalog_digest,
        catalog_date_before=before.provenance.catalog_date,
        catalog_date_after=after.provenance.catalog_date,
        engine_before=before.provenance.engine_version,
        engine_after=after.provenance.engine_version,
        names=named("en"),
        names_in={language: named(language) for language in LANGUAGES[1:]},
        complete=old_catalog is not None,
    )


@dataclass(frozen=True, slots=True)
class ReplayedStanding:
    """Where an alternative stands: its rank, score and monthly cost, or the gate it fails; empty when not listed."""

    rank: int | None = None
    score: float | None = None
    cost: float | None = None
    gate: Elimination | None = None
    deployment: Deployment | None = None


def place_of(assessment: Assessment, alternative_id: str | None) -> ReplayedStanding:
    """Find an alternative, or the same model run the same way where its id is gone (another GPU was chosen)."""
    if alternative_id is None:
        return ReplayedStanding()
    model_id, _, where = alternative_id.partition("@")
    same = {name: place for name, place in _ranked(assessment).items() if name.startswith(f"{model_id}@")}
    if alternative_id in same:
        return same[alternative_id]
    place = ":".join(where.split(":")[:2])
    gates = {item.alternative_id: item for item in assessment.eliminations if item.model_id == model_id}
    kind = where.partition(":")[0]
    for name in (alternative_id, f"{model_id}@any", f"{model_id}@{kind}:any"):
        if name in gates:
            return ReplayedStanding(gate=gates[name])
    like = next((found for name, found in same.items() if name.startswith(f"{model_id}@{place}")), None)
    if like is not None:
        return like
    near = next((item for name, item in gates.items() if name.startswith(f"{model_id}@{place}")), None)
    if near is None and (option := next((same[name] for name in same if _same_option(name, alternative_id)), None)):
        return option
    return ReplayedStanding(gate=near or _gone(alternative_id, assessment))


def _ranked(assessment: Assessment) -> dict[str, ReplayedStanding]:
    """Every feasible alternative by id, best first."""
    found = {
        entry.alternative_id: ReplayedStanding(entry.rank, entry.score, _cost(entry), deployment=entry.deployment)
        for entry in assessment.recommendations
    }
    for entry in assessment.recommendations:
        for each in entry.variants:
            found.setdefault(each.alternative_id, ReplayedStanding(entry.rank, each.score, each.monthly_cost_usd))
    for brief in assessment.also_ranked:
        found.setdefault(brief.alternative_id, ReplayedStanding(brief.rank, brief.score, brief.monthly_cost_usd))
    return found


def _gone(alternative_id: str, assessment: Assessment) -> Elimination | None:
    """An alternative that nobody offers any more fails the gate of being offered; one beyond the shown ranks not."""
    model_id = alternative_id.partition("@")[0]
    # From schema 2 on every option is listed, however many variants it stands for.
    shown_all = assessment.schema_version > 1 or len(_ranked(assessment)) >= assessment.feasible_count
    mentioned = any(item.model_id == model_id for item in assessment.eliminations)
    if mentioned or not shown_all:
        return None
    gone = told("gone", name=alternative_id)
    return written(
        Elimination(
            alternative_id=alternative_id,
            model_id=model_id,
            gate="offer",
            observed="",
            required="",
            source="",
            sentence="",
            told={"sentence": told("gone", name=alternative_id, reason=gone)},
        )
    )


def _first(assessment: Assessment) -> str | None:
    """The choice of the verdict; in a record of schema 1 the alternative ranked first."""
    chosen = choice_of(assessment)
    return None if chosen is None else chosen.alternative_id


def _same_option(one: str | None, other: str | None) -> bool:
    """Whether two alternatives are one model on one way of hosting; zones and machines are variants of one choice."""
    return one is not None and other is not None and _option(one) == _option(other)


def _option(alternative_id: str) -> tuple[str, str]:
    model_id, _, where = alternative_id.partition("@")
    return model_id, where.partition(":")[0]


def _moves(before: Assessment, after: Assessment) -> Iterator[Move]:
    then, now = _ranked(before), _ranked(after)
    tops = [entry.alternative_id for case in (before, after) for entry in case.recommendations[:TOP]]
    for name in dict.fromkeys(tops):
        old, new = then.get(name, ReplayedStanding()), now.get(name, ReplayedStanding())
        yield Move(
            alternative_id=name,
            rank_before=old.rank,
            rank_after=new.rank,
            score_before=old.score,
            score_after=new.score,
            cost_before=old.cost,
            cost_after=new.cost,
        )


def _cost(entry: Recommendation | None) -> float | None:
    return entry.monthly_cost_usd.p50 if entry and entry.monthly_cost_usd else None


def _causes(
    before: Assessment, after: Assessment, catalog: Catalog, old: Catalog | None, chosen: str | None
) -> Iterator[Cause]:
    if old is None:
        yield from _from_records(before, after, chosen)
        return
    base = _run(before, old)
    if _differs(before, base, chosen) or before.provenance.engine_version != __version__:
        yield _cause(_engine_change(before), before, base, chosen)
    for change in _touching(changes_between(old, catalog), before, after):
        name = _digest(old.digest, change.kind, change.subject_id, catalog.digest)
        alone = _run(before, apply(old, change, digest=name))
        if _differs(base, alone, chosen):
            yield _cause(change, base, alone, chosen)


def _run(before: Assessment, catalog: Catalog) -> Assessment:
    seed = before.provenance.seed
    return assess(before.answers, catalog, evidence=before.evidence, seed=seed, samples=_FEW)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _engine_change(before: Assessment) -> CatalogChange:
    return _engine(before.provenance.engine_version, __version__)


def _engine(before: str, after: str) -> CatalogChange:
    then, now = (told("engine", version=version) for version in (before, after))
    return CatalogChange("engine", "engine", told("subject", name=("label", "Engine")), then, now, "", ())


def _top(assessment: Assessment) -> tuple[str, ...]:
    return tuple(entry.alternative_id for entry in assessment.recommendations[:TOP])


def _differs(one: Assessment, other: Assessment, chosen: str | None) -> bool:
    """Whether the first ranks, or the score or cost of the choice, differ."""
    if _top(one) != _top(other):
        return True
    then, now = place_of(one, chosen), place_of(other, chosen)
    if then.score is None or now.score is None:
        return then.score is not now.score
    return abs(then.score - now.score) > _SAME_SCORE or then.rank != now.rank


def _cause(change: CatalogChange, base: Assessment, alone: Assessment, chosen: str | None) -> Cause:
    then, now = place_of(base, chosen), place_of(alone, chosen)
    model_id = _model_of(change)
    return Cause(
        kind=change.kind,
        subject_id=change.subject_id,
        **_said(change),
        source=change.source,
        rank_before=then.rank,
        rank_after=now.rank,
        cost_before=then.cost,
        cost_after=now.cost,
        first_after_id=_first(alone),
        changes_first=_first(base) != _first(alone),
        own_model_id=model_id,
        own_rank_before=_best_rank(base, model_id),
        own_rank_after=_best_rank(alone, model_id),
        moves_others=_top(base) != _top(alone),
    )


def _said(change: CatalogChange) -> dict[str, Any]:
    """The fields of a cause that are told; their English is filled when all causes are known."""
    told_of = {"subject": change.subject, "before": change.before, "after": change.after}
    empty: dict[str, Any] = dict.fromkeys(told_of, "")
    return {**empty, "told": {field: fact for field, fact in told_of.items() if fact is not None}}


def _model_of(change: CatalogChange) -> str | None:
    """The one model that a change is about, if it is about one."""
    found = {model_id for edit in change.edits if (model_id := getattr(edit.row, "model_id", None))}
    return found.pop() if len(found) == 1 else None


def _best_rank(assessment: Assessment, model_id: str | None) -> int | None:
    ranks = [place.rank for name, place in _ranked(assessment).items() if name.partition("@")[0] == model_id]
    return min((rank for rank in ranks if rank is not None), default=None)


def _touching(changes: tuple[CatalogChange, ...], before: Assessment, after: Assessment) -> list[CatalogChange]:
    """The changes about what stands in the first ranks then or now, those of the best ranks first."""
    weight: dict[str, int] = {}
    for case in (before, after):
        for entry in case.recommendations[:TOP]:
            where = entry.deployment
            for name in (entry.model_id, where.provider, where.gpu, where.offer_id):
                if name is not None:
                    weight[name] = min(weight.get(name, TOP), entry.rank)
    found: list[tuple[int, int, CatalogChange]] = []
    for place, change in enumerate(changes):
        names = [change.subject_id, *_ids(change)]
        ranks = [weight[name] for name in names if name in weight]
        if ranks or change.kind in ("assumption", "licence"):
            found.append((min(ranks, default=TOP), place, change))
    return [change for _, _, change in sorted(found, key=lambda item: item[:2])][:_MOST_CAUSES]


def _ids(change: CatalogChange) -> Iterator[str]:
    for edit in change.edits:
        for name in ("model_id", "gpu_id", "offer_id"):
            value = getattr(edit.row, name, None)
            if value is not None:
                yield value


def _from_records(before: Assessment, after: Assessment, chosen: str | None) -> Iterator[Cause]:
    """Causes as far as two assessments tell them, when the catalog of then is not at hand."""
    versions = (before.provenance.engine_version, after.provenance.engine_version)
    if versions[0] != versions[1]:
        yield _cause(_engine(*versions), before, after, chosen)
    seen: set[str] = set()
    for entry in before.recommendations[:TOP]:
        place = place_of(after, entry.alternative_id)
        gate = place.gate
        if gate is not None and entry.model_id not in seen:
            seen.add(entry.model_id)
            kind: CauseKind = "retirement" if gate.gate in ("status", "lifecycle", "offer") else "policy"
            change = CatalogChange(kind, entry.model_id, _named(entry), None, _observed(gate), gate.source, ())
            yield _read_cause(change, _place(entry), place, is_choice=entry.alternative_id == chosen)
            continue
        then, now = _cost(entry), place.cost
        if then and now and abs(now - then) > SAME_COST * then:
            old, new = (told("cost.monthly", amount=("usd_per_month", cost)) for cost in (then, now))
            change = CatalogChange("price", entry.alternative_id, _named(entry), old, new, "", ())
            yield _read_cause(change, _place(entry), place, is_choice=entry.alternative_id == chosen)
    known = known_models(before)
    for entry in after.recommendations[:TOP]:
        if entry.model_id not in known:
            known.add(entry.model_id)
            change = CatalogChange("new model", entry.model_id, _named(entry), None, told("listed.new"), "", ())
            yield _read_cause(change, ReplayedStanding(), _place(entry), is_choice=False)


def _named(entry: Recommendation) -> Told:
    marked = entry.told.get(CALLED)
    return told("subject", name=marked if isinstance(marked, Told) else entry.model_name)


def _observed(gate: Elimination) -> Told:
    """What was observed; as it was kept where an older version kept the English alone."""
    reason = reason_of(gate)
    return reason.part("observed") if reason else told("kept", text=gate.observed)


def _place(entry: Recommendation) -> ReplayedStanding:
    return ReplayedStanding(entry.rank, entry.score, _cost(entry), deployment=entry.deployment)


def _read_cause(change: CatalogChange, then: ReplayedStanding, now: ReplayedStanding, *, is_choice: bool) -> Cause:
    return Cause(
        kind=change.kind,
        subject_id=change.subject_id,
        **_said(change),
        source=change.source,
        rank_before=then.rank if is_choice else None,
        rank_after=now.rank if is_choice else None,
        cost_before=then.cost if is_choice else None,
        cost_after=now.cost if is_choice else None,
        first_after_id=None,
        changes_first=False,
        own_model_id=change.subject_id.partition("@")[0],
        own_rank_before=then.rank,
        own_rank_after=now.rank,
    )


def known_models(assessment: Assessment) -> set[str]:
    """Every model that an assessment ranked or eliminated."""
    ranked = {entry.model_id for entry in assessment.recommendations}
    ranked |= {brief.model_id for brief in assessment.also_ranked}
    return ranked | {item.model_id for item in assessment.eliminations}


def _names(cases: Sequence[tuple[Assessment, Catalog]], causes: tuple[Cause, ...], language: str) -> dict[str, str]:
    """Names of every alternative that the replay speaks of; each case with its catalog, the later one last."""
    words = words_in(language)
    named: dict[str, str] = {}
    for case, source in cases:
        names = Names(deployments_of(case), source, words)
        named |= {entry.alternative_id: names.alternative(entry.alternative_id) for entry in case.recommendations[:TOP]}
    latest, source = cases[-1]
    fallback = Names(deployments_of(latest), source, words)
    for cause in causes:
        if cause.first_after_id and cause.first_after_id not in named:
            named[cause.first_after_id] = fallback.alternative(cause.first_after_id)
    return named
