"""Decisions worked out once: assessments, preparations, rankings and replays, keyed by frozen records and digests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final, TypeVar

import streamlit as st

from advisor.assessment import Assessment, assess, prepare_with_evidence
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import lifting
from advisor.decision.prepared import Prepared, prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.records import EvidenceNote
from advisor.decision.results.changes.other_answers import Effect
from advisor.decision.scoring.weights import derive_weights
from advisor.policy.in_force import PolicyInForce
from advisor.questionnaire.answers import Answers, PortfolioAnswers
from advisor.report.replay_record import Replay
from advisor.services.aside import decision_work
from advisor.services.aside.decision_work import CatalogPlace, DecisionWork
from advisor.services.aside.run import run_aside
from advisor.services.house.exceptions import granted_for
from advisor.services.kept_evaluations import evidence_of
from advisor.services.kept_runs import waits_of
from advisor.services.operations.metrics import COUNTS
from advisor.storage.lifecycle import KeptDecision
from advisor.telemetry.spans import SPANS
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.cached.installation import entries, lifecycle, person, quotas, scores, settings, trials
from advisor.ui.words import say
from advisor.words.language import LANGUAGES
from advisor.words.written import in_language

EvidenceNotes = tuple[EvidenceNote, ...]


FEW_DRAWS = 100
AT_WORK: Final = 64
"""Decisions kept worked out, one for each of so many people at work on one replica: a slider of somebody whose
decision was let go plans everything again, which takes ten times as long as to rank. An assessment and what it was
prepared from have 4 to 6 MB together; a session that shows one holds it anyway.
"""
MANY_CASES: Final = 3
"""From so many use cases on a decision is assessed in a process of its own: each takes 0.2 to 0.4 s.

What comes back is opened within 0.1 s. Of one or two use cases that would cost as much as it saves: they are worked out
here, in steps of which none held the interpreter for more than 30 ms.
"""
Result = TypeVar("Result")


def catalog() -> Catalog:
    """The catalog that the open decision is taken on: under the policy of the house, less what is excepted for it."""
    governed, current = installation.catalog(), state.open_decision()
    held = governed.policy
    if held is None or current is None or current.decision_id is None:
        return governed
    granted = granted_for(entries(), current.decision_id)
    return _excepted(governed.digest, held.excepting(granted, datetime.now(UTC).date())) if granted else governed


@st.cache_resource(max_entries=8, show_spinner=False)
def _excepted(digest: str, held: PolicyInForce) -> Catalog:
    """Keyed by the catalog and by what is lifted: few decisions have exceptions."""
    del digest
    return lifting(installation.catalog(), held)


def work_of(answers: Answers, found: EvidenceNotes, *, seed: int = 0, samples: int = 10_000) -> DecisionWork:
    """What an assessment on the present catalog is worked out from."""
    return _work_on(catalog(), answers, found, seed=seed, samples=samples)


def _work_on(
    today: Catalog, answers: Answers, found: EvidenceNotes, *, seed: int = 0, samples: int = 10_000
) -> DecisionWork:
    place = CatalogPlace.of(settings(), today.policy)
    return DecisionWork(answers, found, place, today.digest, seed, samples)


def worked_aside(call: Callable[[], Result], *, what: str) -> Result:
    """What a call gives, worked out by the processes for decisions within the limits of this installation."""
    limits = settings()
    return run_aside(call, what=what, kind="decisions", seconds=limits.aside_seconds, megabytes=limits.aside_megabytes)


def evidence() -> EvidenceNotes:
    """What the open decision draws from its own evaluations and runs; empty while it is unsaved."""
    current = state.open_decision()
    if current is None:
        return ()
    if current.decision_id is None:
        return ()
    store = trials()
    return _evidence(current.decision_id, store.stamp(current.decision_id), settings().resolved_database_url())


@st.cache_resource(max_entries=AT_WORK, show_spinner=False)
def _evidence(decision_id: str, stamp: tuple[object, ...], url: str) -> EvidenceNotes:
    """Keyed by what was last changed: to read five hundred long answers for every click takes seconds."""
    del stamp, url
    store = trials()
    return (*evidence_of(store, decision_id, scores=scores()), *waits_of(store, decision_id))


@st.cache_resource(max_entries=AT_WORK, show_spinner=False)
def _assessment(answers: Answers, digest: str, found: EvidenceNotes, seed: int, samples: int) -> Assessment:
    """Keyed by the answers, the catalog's digest and the evidence: the same inputs are assessed once.

    A frozen record, shared by every session: to copy it for each redraw takes 40 ms, most of it for rows not shown.
    """
    del digest
    quotas().assessment(person())
    COUNTS.assessment("page")
    with SPANS.span("assess", use_cases=len(answers.use_cases), samples=samples):
        if len(answers.use_cases) < MANY_CASES:
            return assess(answers, catalog(), evidence=found, seed=seed, samples=samples)
        work = work_of(answers, found, seed=seed, samples=samples)
        return worked_aside(partial(decision_work.assessed, work), what="assessment")


def assessed(answers: Answers, *, seed: int = 0, samples: int = 10_000) -> Assessment:
    """The assessment without a word of progress, for what is worked out once itself and may draw nothing."""
    return _assessment(answers, catalog().digest, evidence(), seed, samples)


def assessment(answers: Answers, *, seed: int = 0, samples: int = 10_000) -> Assessment:
    """The assessment of the answers on the present catalog, with the evidence of the open decision."""
    with st.spinner(say("Comparing the alternatives")):
        return assessed(answers, seed=seed, samples=samples)


def with_evidence(answers: Answers, found: EvidenceNotes) -> Assessment:
    """The assessment of the answers with other evidence than the decision draws on now."""
    return _assessment(answers, catalog().digest, found, 0, 10_000)


@st.cache_resource(max_entries=AT_WORK, show_spinner=False)
def _in_language(_found: Assessment, key: tuple[str, ...], language: str) -> Assessment:
    """Keyed by what the assessment rests on; rows that are told when they are read stay unread."""
    del key
    return in_language(_found, language)


def shown(answers: Answers) -> Assessment:
    """The assessment with its sentences in the language of the session, for a page that draws it."""
    found, language = assessment(answers), state.language()
    if language == LANGUAGES[0]:
        return found
    used = found.provenance
    evidence_key = hashlib.sha256(repr(found.evidence).encode()).hexdigest()
    return _in_language(found, (used.answers_digest, used.catalog_digest, evidence_key), language)


@st.cache_resource(max_entries=AT_WORK, show_spinner=False)
def _prepared(answers: Answers, digest: str, found: EvidenceNotes, use_case: int) -> Prepared:
    """Keyed by the answers without their weights: a slider re-ranks without planning anything again."""
    del digest
    return prepare_with_evidence(answers, catalog(), answers.use_cases[use_case], found)[0]


def prepared(answers: Answers, use_case: int = 0) -> Prepared:
    """The planned and gated alternatives of one use case, whatever the weights.

    The importance of ability and of cost as it was stated stays: it says what an abler option may cost more.
    """
    neutral = _without_limits(answers).model_copy(update={"weights": None, "stakeholders": ()})
    return _prepared(neutral, catalog().digest, evidence(), use_case)


def _without_limits(answers: Answers) -> Answers:
    """The answers without what only the portfolio or the reader looks at."""
    cases = tuple(case.model_copy(update={"minimum_score": 0.0}) for case in answers.use_cases)
    return answers.model_copy(update={"notes": "", "owner": "", "portfolio": PortfolioAnswers(), "use_cases": cases})


@st.cache_resource(max_entries=2, show_spinner=False)
def _prepared_whole(answers: Answers, digest: str, use_case: int) -> Prepared:
    del digest
    return prepare(answers, catalog(), answers.use_cases[use_case], everything=True)


def prepared_whole(answers: Answers, use_case: int = 0) -> Prepared:
    """Every alternative of one use case planned and gated, those out from the start included."""
    with st.spinner(say("Looking at what is out")):
        return _prepared_whole(answers, catalog().digest, use_case)


@st.cache_resource(max_entries=2, show_spinner=False)
def _rankings(answers: Answers, digest: str, found: EvidenceNotes) -> tuple[Ranked, ...]:
    """Keyed by the answers without the portfolio's limits: trying a limit ranks nothing again."""
    del digest, found
    return tuple(
        rank(
            prepared(answers, place),
            {name: item.weight for name, item in derive_weights(answers, use_case, catalog().judgement).items()},
            samples=FEW_DRAWS,
        )
        for place, use_case in enumerate(answers.use_cases)
    )


def rankings(answers: Answers) -> tuple[Ranked, ...]:
    """Every use case ranked under the decision's weights, with few draws: for what needs the scores alone."""
    with st.spinner(say("Ranking every use case")):
        return _rankings(_without_limits(answers), catalog().digest, evidence())


@st.cache_resource(max_entries=64, show_spinner=False)
def _effects(answers: Answers, digest: str, found: EvidenceNotes) -> list[tuple[Effect, ...]]:
    """Where what was found is kept: empty until somebody asks for it, since it takes seconds."""
    del answers, digest, found
    return []


def effects_known(answers: Answers) -> tuple[Effect, ...] | None:
    """What other answers would move, where it was worked out already."""
    kept = _effects(answers, catalog().digest, evidence())
    return kept[0] if kept else None


def effects(answers: Answers) -> tuple[Effect, ...]:
    """What other answers would move: up to sixteen decisions, aside."""
    kept = _effects(answers, catalog().digest, evidence())
    if not kept:
        with st.spinner(say("Answering otherwise, by example"), show_time=True):
            work = work_of(answers, evidence())
            kept.append(worked_aside(partial(decision_work.other_answers, work), what="other answers"))
    return kept[0]


@st.cache_resource(max_entries=64, show_spinner=False)
def _rerun(answers: Answers, digest: str, found: EvidenceNotes, seed: int, samples: int, _today: Catalog) -> Assessment:
    """Keyed by answers, digest and evidence; aside, since the start page asks for every decision."""
    del digest
    work = _work_on(_today, answers, found, seed=seed, samples=samples)
    return worked_aside(partial(decision_work.assessed, work), what="assessment")


def rerun_today(before: Assessment, today: Catalog) -> Assessment:
    """A kept assessment run again on the present catalog."""
    used = before.provenance
    return _rerun(before.answers, today.digest, tuple(before.evidence), used.seed, used.samples, today)


@st.cache_data(max_entries=16, show_spinner=False)
def _replay(kept: KeptDecision, digest: str) -> Replay:
    before = kept.assessment
    tables = lifecycle().catalog_tables(before.provenance.catalog_digest)
    work = decision_work.same_work(before, CatalogPlace.of(settings(), catalog().policy), digest)
    return worked_aside(partial(decision_work.replayed, before, work, tables, kept.chosen_id), what="replay")


def replay_today(kept: KeptDecision) -> Replay:
    """A kept decision replayed on the present catalog, with causes: up to forty assessments, aside."""
    with st.spinner(say("Replaying the decision"), show_time=True):
        return _replay(kept, catalog().digest)
