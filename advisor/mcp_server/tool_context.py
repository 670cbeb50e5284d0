"""What the tools of one caller work with: the catalog, saved decisions, and the records that were asked for before.

A record has a short name that follows from its answers and the catalog, so that the same question gives the same name
in every process; what is behind it is remembered here, and where several processes share a database it is kept there
for a day. Whoever asks for a record that is not known any more is told to ask for it again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from advisor.access.people import Person
from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.decision.records import EvidenceNote
from advisor.decision.results.changes.other_answers import Effect, effects_of
from advisor.errors import InputError, Problem
from advisor.mcp_server.caller import Caller
from advisor.mcp_server.recent_values import RecentValues
from advisor.policy.in_force import PolicyInForce
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.load import check_answers
from advisor.report.document.meta import ReportMeta
from advisor.report.replay_record import Replay
from advisor.services.aside import decision_work
from advisor.services.aside.decision_work import CatalogPlace
from advisor.services.describe_work import ReadAnswer
from advisor.services.installed import Installed
from advisor.services.kept_decisions import replay_decision
from advisor.services.operations.metrics import COUNTS
from advisor.services.programs.of_person import OfPerson
from advisor.storage.database import is_made
from advisor.storage.decisions import Decisions, SavedDecision
from advisor.storage.lifecycle import KeptDecision, Lifecycle
from advisor.storage.replicas.named_records import NamedRecordContent, NamedRecords
from advisor.words.tell import tell

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


class SharedState:
    """What every caller of this process shares; ``aside`` works decisions out in the processes that pages use."""

    def __init__(self, installed: Installed, *, aside: bool = False) -> None:
        self.installed, self._aside = installed, aside
        self._records: RecentValues[_Remembered] = RecentValues(_MOST_RECORDS)
        self._assessed: RecentValues[Assessment] = RecentValues(_MOST_ASSESSMENTS)
        self._effects: RecentValues[tuple[Effect, ...]] = RecentValues(_MOST_RECORDS)

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
            COUNTS.assessment("mcp")
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
        """Keep what a record of this caller rests on: here, and for the other processes on the database."""
        known = self._records.get((caller.key, record))
        self._records.keep((caller.key, record), _Remembered(answers, read))
        shared = None if known is not None else self._shared_records(caller)
        if shared is not None:
            said = [(item.place, item.value, words_of(item)) for item in read]
            shared.keep(record, NamedRecordContent(answers.model_dump_json(by_alias=True), json.dumps(said)))

    def remembered(self, caller: Caller, record: str) -> _Remembered | None:
        """What a record of this caller rests on, where it is still known: here, or to another process."""
        found, shared = self._records.get((caller.key, record)), self._shared_records(caller)
        kept = shared.find(record) if found is None and shared is not None else None
        if kept is None:
            return found
        read = tuple(ReadAnswer(*item) for item in json.loads(kept.read_json))
        return _Remembered(check_answers(json.loads(kept.answers_json), name="The record"), read)

    def _shared_records(self, caller: Caller) -> NamedRecords | None:
        """The records of a token where several processes share a database; None where nobody else could be asked."""
        if not (caller.key and self.installed.settings.shares_database):
            return None
        return NamedRecords(self.installed.database(), token_id=caller.key, owner=caller.person.subject)


def words_of(item: ReadAnswer) -> str:
    """The words of a description, or the measurement, that an answer was read from."""
    return item.why if isinstance(item.why, str) else tell(item.why)


def _key(answers: Answers, beside: tuple[object, ...], catalog: Catalog) -> tuple[str, str]:
    return catalog.digest, hashlib.sha256(f"{answers.model_dump_json()}{beside!r}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What one caller works with: what all share, and on whose behalf it is asked."""

    shared: SharedState
    caller: Caller = field(default_factory=Caller)

    @property
    def catalog(self) -> Catalog:
        """The catalog as it is now."""
        return self.shared.installed.catalog()

    @property
    def mine(self) -> OfPerson:
        """What the installation holds for the person of the caller."""
        return OfPerson(self.shared.installed, self.caller.person)

    def new_subject(self, answers: Answers, read: tuple[ReadAnswer, ...] = ()) -> NamedRecord:
        """Assess answers and remember them under a name of their own."""
        assessment = self.shared.assessed(answers, person=self.caller.person)
        used = assessment.provenance
        digest = hashlib.sha256(f"{used.answers_digest}{used.catalog_digest}".encode()).hexdigest()
        record = f"{PREFIX}{digest[:_DIGITS]}"
        self.shared.remember(self.caller, record, answers, read)
        return NamedRecord(record, answers, assessment, read)

    def subject(self, record: str) -> NamedRecord:
        """The record or saved decision of this name; raises InputError where this caller has none."""
        if not record.startswith(PREFIX):
            return self._saved(record)
        known = self.shared.remembered(self.caller, record)
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
        assessment = kept or self.shared.assessed(
            found.answers,
            self.mine.evidence(decision_id),
            person=self.caller.person,
            policy=self.mine.policy(decision_id),
        )
        return NamedRecord(decision_id, found.answers, assessment, decision=found)

    def frame(self, decision_id: str) -> ReportMeta:
        """What frames the report of a saved decision: its status, who acted, what was tried."""
        return self.mine.frame(decision_id)

    def decisions(self) -> Decisions | None:
        """The saved decisions; None where no database was made yet."""
        return self.mine.decisions if self._is_made() else None

    def made_decisions(self) -> Decisions:
        """The saved decisions, in a database that is made where there is none."""
        return self.mine.decisions

    def lifecycle(self) -> Lifecycle | None:
        """The life of the saved decisions; None where no database was made yet."""
        return self.mine.lifecycle if self._is_made() else None

    def _is_made(self) -> bool:
        return is_made(self.shared.installed.settings.resolved_database_url())
