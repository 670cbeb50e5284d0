"""What this installation has, for programs beside the pages: settings, catalog, database, and heavy work aside."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Engine

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.own.house_policy import under_policy
from advisor.catalog.own.overlay import overlay_stamp
from advisor.decision.records import EvidenceNote
from advisor.policy.in_force import PolicyInForce
from advisor.questionnaire.answers import Answers
from advisor.services.aside.decision_work import CatalogPlace, DecisionWork
from advisor.services.aside.run import run_aside
from advisor.services.house_policy import policy_stamp, policy_today
from advisor.services.known_scores import KnownScores
from advisor.services.programs.request_limit import RequestLimits
from advisor.services.replicas.quotas import Quotas
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.tokens.access_tokens import AccessToken, standing_token

Result = TypeVar("Result")


class Installed:
    """Catalog and database of one installation, each opened when it is first asked for and shared by all threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._tables: tuple[tuple[tuple[str, int, int], ...], Catalog] | None = None
        self._governed: tuple[str, PolicyInForce, Catalog] | None = None
        self._policy: tuple[object, PolicyInForce | None] | None = None
        self._engine: Engine | None = None
        self.limits = RequestLimits(settings, self.database)
        self.scores = KnownScores(seconds=settings.aside_seconds, megabytes=settings.aside_megabytes)

    def quotas(self) -> Quotas:
        """What one person may have in a day."""
        return Quotas(self.settings, self.database)

    def tables(self) -> Catalog:
        """The catalog with the user's own overlay as it is now; raises CatalogError where it cannot be used."""
        stamp = overlay_stamp(self.settings.overlay_dir)
        with self._lock:
            if self._tables is None or self._tables[0] != stamp:
                self._tables = stamp, load_catalog(self.settings.catalog_dir, overlay=self.settings.overlay_dir)
            return self._tables[1]

    def policy(self) -> PolicyInForce | None:
        """The policy of the house as it holds today, None where there is none; raises PolicyError."""
        asked = policy_stamp(self.settings), datetime.now(UTC).date()
        known = self._policy
        if known is None or known[0] != asked:
            known = self._policy = asked, policy_today(self.settings, day=asked[1])
        return known[1]

    def catalog(self, policy: PolicyInForce | None = None) -> Catalog:
        """The catalog to decide on: under a policy, by default that of the house as it holds today."""
        tables, held = self.tables(), policy or self.policy()
        if held is None:
            return tables
        known = self._governed
        if known is None or known[:2] != (tables.digest, held):
            known = self._governed = tables.digest, held, under_policy(tables, held)
        return known[2]

    def database(self) -> Engine:
        """The database, migrated; raises StorageError where it cannot be opened."""
        with self._lock:
            if self._engine is None:
                self._engine = open_database(self.settings.resolved_database_url())
            return self._engine

    def token(self, text: str) -> AccessToken | None:
        """The token that this text is, where it stands; where people sign in none does that was made for nobody."""
        found = standing_token(self.database(), text)
        return found if found is None or found.person.verified or self.settings.sign_in is None else None

    def work_of(
        self,
        answers: Answers,
        evidence: tuple[EvidenceNote, ...] = (),
        *,
        policy: PolicyInForce | None = None,
        seed: int = 0,
        samples: int = 10_000,
    ) -> DecisionWork:
        """What an assessment on the present catalog is worked out from, under a policy as ``catalog`` has it."""
        place = CatalogPlace.of(self.settings, policy or self.policy())
        return DecisionWork(answers, evidence, place, self.catalog(policy).digest, seed, samples)

    def aside(self, call: Callable[[], Result], *, what: str) -> Result:
        """What a call gives, worked out by the processes for decisions; raises TooHeavyError beyond their limits."""
        limits = self.settings
        return run_aside(
            call, what=what, kind="decisions", seconds=limits.aside_seconds, megabytes=limits.aside_megabytes
        )
