"""What an installation holds for one person, as REST and MCP ask for it: their rights are looked at beneath it.

The repositories look at what the person may; here stands what is worked out of them alike for every program: the
evidence of a decision's own trials, the policy less its exceptions, what frames a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from advisor.access.people import Person
from advisor.assessment import Assessment
from advisor.decision.records import EvidenceNote
from advisor.policy.in_force import PolicyInForce
from advisor.questionnaire.answers import Answers
from advisor.report.document.meta import ReportMeta
from advisor.report.replay.snapshot import dump_tables
from advisor.services.answered.report_frame import report_frame
from advisor.services.aside import decision_work
from advisor.services.aside.decision_work import DecisionWork
from advisor.services.house.exceptions import granted_for
from advisor.services.house_policy import style_of
from advisor.services.installed import Installed
from advisor.services.kept_evaluations import evidence_of
from advisor.services.kept_runs import waits_of
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.rights.known_people import KnownPeople
from advisor.storage.rights.ownership import Ownership
from advisor.storage.tokens.access_tokens import AccessToken, AccessTokens
from advisor.storage.trials import TrialStore
from advisor.trials.records import Run
from advisor.units import parsed


@dataclass(frozen=True, slots=True)
class OfPerson:
    """What an installation holds for one person."""

    here: Installed
    person: Person

    @property
    def decisions(self) -> Decisions:
        """Their decisions."""
        return Decisions(self.here.database(), person=self.person)

    @property
    def lifecycle(self) -> Lifecycle:
        """The life of their decisions."""
        return Lifecycle(self.here.database(), person=self.person)

    @property
    def entries(self) -> Entries:
        """What is kept beside their decisions."""
        return Entries(self.here.database(), person=self.person)

    @property
    def trials(self) -> TrialStore:
        """Their trials."""
        return TrialStore(self.here.database(), person=self.person)

    @property
    def ownership(self) -> Ownership:
        """To whom decisions belong that they may see, and with whom these are shared."""
        return Ownership(self.here.database(), person=self.person)

    @property
    def tokens(self) -> AccessTokens:
        """The tokens by which programs ask for them."""
        return AccessTokens(self.here.database(), person=self.person)

    def evidence(self, decision_id: str) -> tuple[EvidenceNote, ...]:
        """What a decision draws from its own evaluations and runs."""
        found = evidence_of(self.trials, decision_id, scores=self.here.scores)
        return (*found, *waits_of(self.trials, decision_id))

    def policy(self, decision_id: str) -> PolicyInForce | None:
        """The policy of the house as it holds for a decision today: less what is excepted for it."""
        held = self.here.policy()
        if held is None:
            return None
        return held.excepting(granted_for(self.entries, decision_id), datetime.now(UTC).date())

    def work(self, decision_id: str, answers: Answers, *, seed: int = 0, samples: int = 10_000) -> DecisionWork:
        """What the assessment of a decision on the present catalog is worked out from."""
        held = self.policy(decision_id)
        return self.here.work_of(answers, self.evidence(decision_id), policy=held, seed=seed, samples=samples)

    def assessed(self, decision_id: str, answers: Answers) -> Assessment:
        """The assessment of a decision on the present catalog, whose tables are kept with it for a later replay."""
        found = self.here.aside(partial(decision_work.assessed, self.work(decision_id, answers)), what="assessment")
        digest = found.provenance.catalog_digest
        if not self.lifecycle.has_catalog(digest):
            self.lifecycle.keep_catalog(digest, dump_tables(self.here.catalog(self.policy(decision_id))))
        return found

    def frame(self, decision_id: str) -> ReportMeta:
        """What frames the report of a decision."""
        frame = report_frame(
            decision_id,
            decisions=self.decisions,
            lifecycle=self.lifecycle,
            entries=self.entries,
            catalog=self.here.catalog(),
            runs=self._runs(decision_id),
        )
        return frame.model_copy(update={"house": style_of(self.here.settings)[1]})

    def _runs(self, decision_id: str) -> Iterator[Run]:
        for payload in self.trials.runs(decision_id=decision_id):
            run = parsed(Run, payload)
            if run is not None:
                yield run


def acting_person(here: Installed, token: AccessToken) -> Person:
    """Whom a token asks for, as they are now: a role or a group that was taken from them is taken from it too.

    Raises NotFoundError where nobody knows them any more.
    """
    person = token.person
    if person.verified:
        now = KnownPeople(here.database()).person(person.subject)
        role = person.role if now.role.covers(person.role) else now.role
        person = now.model_copy(update={"role": role})
    return person.model_copy(update={"via": f"token {token.name}"})


def of_token(here: Installed, token: AccessToken) -> OfPerson:
    """What the installation holds for the person of a token."""
    return OfPerson(here, acting_person(here, token))
