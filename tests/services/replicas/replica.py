"""A process that works on evaluations beside others on one database: ``replica.py DATABASE [PLAN]``.

With a plan it begins that evaluation, as a person would; without one it only takes over what others leave.
"""

from __future__ import annotations

import sys
import time
from decimal import Decimal
from pathlib import Path

from advisor.services.replicas.evaluations_at_work import EvaluationsAtWork
from advisor.storage.database import open_database
from advisor.storage.replicas.evaluation_leases import EvaluationLeases
from advisor.storage.replicas.holder import new_holder
from advisor.storage.trials import TrialStore
from advisor.trials.evaluation.job import Job
from advisor.trials.evaluation.plan import Plan
from advisor.trials.measures.costs import Price
from advisor.trials.network.keys import NO_KEY, KeyFinder

LEASE_S, BEAT_S = 2.0, 0.2
EACH = Decimal("0.001")


def main() -> None:
    """Work until ended from outside."""
    engine = open_database(sys.argv[1])

    def job(plan: Plan, *, find_key: KeyFinder, repeat_uncertain: bool) -> Job:
        prices = {one.name: Price("o", EACH, EACH, EACH, "2026-11-01") for one in plan.connections}
        store = TrialStore(engine)
        return Job(plan, store, find_key=find_key, prices=prices, repeat_uncertain=repeat_uncertain)

    leases = EvaluationLeases(engine, holder=new_holder(), lease_s=LEASE_S)
    at_work = EvaluationsAtWork(leases, job, takes_over=True, beat_s=BEAT_S)
    for path in sys.argv[2:]:
        plan = Plan.model_validate_json(Path(path).read_text())
        assert at_work.begin(plan, find_key=lambda _: NO_KEY, repeat_uncertain=False)
    at_work.start()
    sys.stdout.write("at work\n")
    sys.stdout.flush()
    time.sleep(3_600)


main()
