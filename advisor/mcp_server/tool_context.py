"""What the tools of one caller work with: the catalog, saved decisions, and the records that were asked for before.

A record has a short name that follows from its answers and the catalog, so that the same question gives the same name
in every process; what is behind it is remembered here, and lost when the process ends. Whoever asks for a record that
is not here any more is told to ask for it again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Final

from advisor.access.people import Person
from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.decision.records import EvidenceNote
from advisor.decision.results.changes.other_answers import Effect, effects_of
from advisor.errors import InputError, Problem
from advisor.mcp_server.caller import Caller
from advisor.mcp_server.recent_values import Lately
from advisor.policy.in_force import PolicyInForce
from advisor.questionnaire.answers import Answers
from advisor.report.document.meta import ReportMeta
from advisor.report.replay_record import Replay
from advisor.services.answered.report_frame import report_frame
from advisor.services.aside import decision_work
from advisor.services.aside.decision_work import CatalogPlace
from advisor.services.describe_work import ReadAnswer
from advisor.services.house.exceptions import granted_for
from advisor.services.installed import Installed
from advisor.services.kept_decisions import replay_decision
from advisor.services.kept_evaluations import evidence_of
from advisor.services.kept_runs import waits_of
from advisor.services.known_scores import KnownScores
from advisor.storage.database import is_made
from advisor.storage.decisions import Decisions, SavedDecision
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import KeptDecision, Lifecycle
from advisor.storage.trials import TrialStore
from advisor.trials.records import Run
from advisor.units import parsed

PREFIX: Final = "r-"
"""What the name of a record begins with; the id of a saved decision begins with none."""
_DIGITS: Final = 10
_MOST_RECORDS: Final = 500
"""Answers that are remembered, and what others would move: some kilobytes each."""
_MOST_ASSESSMENTS: Final = 16
"""Assessments that are remembered: some megabytes each."""


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """What a tool speaks about: answers and their assessment, and where they come from."""

    record: str
    answers: Answers
    assessment: Assessment
    read: tuple[ReadAnswer, ...] = ()
    decision: SavedDecision | None = None


@dataclass(frozen=True, slots=True)
class _Remembered:
    answers: Answers
    read: tuple[ReadAnswer, ...]


class Bench:
    """What every caller of this process shares; ``aside`` works decisions out in the processes that pages use."""

    def __init__(self, installed: Installed, *, aside: bool = False) -> None:
        self.installed, self._aside = installed, aside
        self._records: Lately[_Remembered] = Lately(_MOST_RECORDS)
        self._assessed: Lately[Assessment] = Lately(_MOST_ASSESSMENTS)
        self._effects: Lately[tuple[Effect, ...]] = Lately(_MOST_RECORDS)
        limits = installed.settings
        self.scores = KnownScores(seconds=limits.aside_seconds, megabytes=limits.aside_megabytes)

    def assessed(
        self,
        answers: Answers,
        evidence: tuple[EvidenceNote, ...] = (),
        *,
        person: Person,
        policy: PolicyInForce | None = None,
    ) -> Assessment:
        """The assessment of answers, as the command line makes it; the last ones are remembered.

        What is worked out anew counts among a person's assessments of the day; raises QuotaError beyond them.
        ``policy`` is that of the house less what is excepted for a decision; by default that of the house.
        """
        catalog = self.installed.catalog(policy)
        key = _key(answers, (evidence, policy), catalog)
        found = self._assessed.get(key)
        if found is None:
            self.installed.quotas().assessment(person)
        if found is None and self._aside:
            work = self.installed.work_of(answers, evidence, policy=policy)
            found = self.installed.aside(partial(decision_work.assessed, work), what="assessment")
        return self._assessed.keep(key, found or assess(answers, catalog, evidence=evidence))

    def effects(self, answers: Answers) -> tuple[Effect, ...]:
        """What other answers to open matters would move, most first: up to sixteen decisions."""
        catalog = self.installed.catalog()
        key = _key(answers, (), catalog)
        found = self._effects.get(key)
        if found is None and self._aside:
            work = self.installed.work_of(answers)
            found = self.installed.aside(partial(decision_work.other_answers, work), what="other answers")
        return self._effects.keep(key, effects_of(answers, catalog) if found is None else found)

    def replayed(self, life: Lifecycle, kept: KeptDecision) -> Replay:
        """A kept decision on the present catalog, with causes: up to forty assessments."""
        if not self._aside:
            return replay_decision(life, kept, self.installed.catalog())
        before = kept.assessment
        tables = life.catalog_tables(before.provenance.catalog_digest)
        digest = self.installed.catalog().digest
        work = decision_work.same_work(before, CatalogPlace.of(self.installed.settings), digest)
        return self.installed.aside(
            partial(decision_work.replayed, before, work, tables, kept.chosen_id), what="replay"
        )

    def remember(self, caller: Caller, record: str, answers: Answers, read: tuple[ReadAnswer, ...]) -> None:
        """Keep what a record of this caller rests on."""
        self._records.keep((caller.key, record), _Remembered(answers, read))

    def remembered(self, caller: Caller, record: str) -> _Remembered | None:
        """What a record of this caller rests on, where it is still known."""
        return self._records.get((caller.key, record))


def _key(answers: Answers, beside: tuple[object, ...], catalog: Catalog) -> tuple[str, str]:
    return catalog.digest, hashlib.sha256(f"{answers.model_dump_json()}{beside!r}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Desk:
    """The bench with one caller at it."""

    bench: Bench
    caller: Caller = field(default_factory=Caller)

    @property
    def catalog(self) -> Catalog:
        """The catalog as it is now."""
        return self.bench.installed.catalog()

    def new_subject(self, answers: Answers, read: tuple[ReadAnswer, ...] = ()) -> NamedRecord:
        """Assess answers and remember them under a name of their own."""
        assessment = self.bench.assessed(answers, person=self.caller.person)
        used = assessment.provenance
        digest = hashlib.sha256(f"{used.answers_digest}{used.catalog_digest}".encode()).hexdigest()
        record = f"{PREFIX}{digest[:_DIGITS]}"
        self.bench.remember(self.caller, record, answers, read)
        return NamedRecord(record, answers, assessment, read)

    def subject(self, record: str) -> NamedRecord:
        """The record or saved decision of this name; raises InputError where this caller has none."""
        if not record.startswith(PREFIX):
            return self._saved(record)
        known = self.bench.remembered(self.caller, record)
        if known is None:
            allowed = "the record of an earlier answer in this session; recommend, asked the same, gives it again"
            raise InputError("There is no such record:", [Problem("record", repr(record), allowed)])
        return self.new_subject(known.answers, known.read)

    def _saved(self, decision_id: str) -> NamedRecord:
        """A saved decision: as it was kept where it was, else worked out now with its own evaluations and runs."""
        decisions = self.decisions()
        if decisions is None:
            allowed = "the record of an earlier answer; no decision was saved in this installation yet"
            raise InputError("There is no such record:", [Problem("record", repr(decision_id), allowed)])
        found = decisions.get(decision_id)
        kept = decisions.frozen(decision_id)
        assessment = kept or self.bench.assessed(
            found.answers, self._evidence(decision_id), person=self.caller.person, policy=self._policy(decision_id)
        )
        return NamedRecord(decision_id, found.answers, assessment, decision=found)

    def _evidence(self, decision_id: str) -> tuple[EvidenceNote, ...]:
        """What a saved decision draws from its own evaluations and runs."""
        store = TrialStore(self.bench.installed.database(), person=self.caller.person)
        return (*evidence_of(store, decision_id, scores=self.bench.scores), *waits_of(store, decision_id))

    def _policy(self, decision_id: str) -> PolicyInForce | None:
        """The policy of the house as it holds for a saved decision today: less what is excepted for it."""
        held = self.bench.installed.policy()
        if held is None:
            return None
        entries = Entries(self.bench.installed.database(), person=self.caller.person)
        return held.excepting(granted_for(entries, decision_id), datetime.now(UTC).date())

    def frame(self, decision_id: str) -> ReportMeta:
        """What frames the report of a saved decision: its status, who acted, what was tried."""
        database, person = self.bench.installed.database(), self.caller.person
        runs = TrialStore(database, person=person).runs(decision_id=decision_id)
        return report_frame(
            decision_id,
            decisions=Decisions(database, person=person),
            lifecycle=Lifecycle(database, person=person),
            entries=Entries(database, person=person),
            catalog=self.catalog,
            runs=filter(None, (parsed(Run, payload) for payload in runs)),
        )

    def decisions(self) -> Decisions | None:
        """The saved decisions; None where no database was made yet."""
        return self.made_decisions() if self._is_made() else None

    def made_decisions(self) -> Decisions:
        """The saved decisions, in a database that is made where there is none."""
        return Decisions(self.bench.installed.database(), person=self.caller.person)

    def lifecycle(self) -> Lifecycle | None:
        """The life of the saved decisions; None where no database was made yet."""
        return Lifecycle(self.bench.installed.database(), person=self.caller.person) if self._is_made() else None

    def _is_made(self) -> bool:
        return is_made(self.bench.installed.settings.resolved_database_url())
