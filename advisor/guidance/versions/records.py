"""Records of versions: what is pinned, what a new version must pass, how it is let in and when it is taken back."""

from __future__ import annotations

from datetime import date
from typing import Literal

from advisor.units import Record, Spoken

PinKind = Literal["snapshot", "weights", "name_only", "none_sold"]


class PinnedVersion(Spoken):
    """The id to pin, and how long it is served.

    ``snapshot``: an id that names one version; ``weights``: a repository, whose commit is pinned; ``name_only``: the id
    that is sold, of which no source says that it names one version for ever; ``none_sold``: the provider says that it
    sells no pinned version. ``ends_on`` is stated (``firm``) or the earliest day; the months are those that versions of
    this provider were served, from the tenth to the ninetieth percentile.
    """

    kind: PinKind
    pin: str
    provider_id: str | None = None
    ends_on: date | None = None
    firm: bool = False
    notice_days: float | None = None
    life_months_low: float | None = None
    life_months_high: float | None = None
    sources: tuple[str, ...] = ()
    sentence: str = ""


class SuitePrompt(Record):
    """A prompt of the regression suite: what is asked, what a good answer is held against, and its tags."""

    prompt_id: str
    system: str = ""
    text: str
    reference: str = ""
    tags: tuple[str, ...] = ()


class SuiteLimit(Record):
    """What a version must reach on one measure: ``least`` is the baseline less what chance alone may take.

    ``prompts`` were scored for the baseline; with them a drop of ``seen_drop`` is found with 80% power.
    """

    metric: str
    baseline: float
    least: float
    prompts: int
    seen_drop: float


class RegressionSuite(Spoken):
    """The prompts and limits that every new version passes; ``begun`` where only starter prompts are there."""

    prompts: tuple[SuitePrompt, ...]
    limits: tuple[SuiteLimit, ...]
    begun: Literal["evaluation", "starters", "nothing"]
    wanted: int
    sentence: str = ""


class CanaryStep(Record):
    """A share of the traffic that a new version gets, for how long, and how many of its requests that makes."""

    share: float
    requests: int
    days: float


class Canary(Spoken):
    """How a new version is let in: steps, each with enough requests to see that failures double.

    ``requests_needed`` are those of the new version that show a rise from ``failures`` to ``failures_seen`` with 80%
    power; ``possible`` is False where the work is too little to see it in time: the suite decides alone then.
    """

    steps: tuple[CanaryStep, ...]
    requests_needed: int
    failures: float
    failures_seen: float
    possible: bool
    back_when: tuple[str, ...] = ()
    back_how: str = ""
    sentence: str = ""


class BehaviourEntry(Record):
    """What a version did on one day's run of the suite: the log of the model's behaviour.

    ``passed`` of ``prompts`` were right; ``refused`` were refused; tokens are the median of an answer.
    """

    dated: date
    version: str
    prompts: int
    passed: int
    refused: int = 0
    output_tokens: float | None = None
    ttft_ms: float | None = None
    note: str = ""


class BehaviourChange(Spoken):
    """What differs between two runs by more than chance: ``p_value`` is Fisher's exact test on the counts."""

    dated: date
    version: str
    what: Literal["passed", "refused"]
    before: float
    after: float
    p_value: float
    sentence: str = ""


class Successor(Spoken):
    """A model that could follow, as it ranks under the same answers on today's catalog.

    Differences are against what the choice has today: points of score (times 100) and US dollars a month. ``named`` by
    the vendor as the one that follows; ``prompts`` of one's own, run on both, would show which is abler (None: the
    record has no interval for it).
    """

    alternative_id: str
    model_id: str
    name: str
    score_change: float
    usd_change: float | None
    evidence: Literal["measured", "inferred", "prior"] | None
    same_vendor: bool
    same_place: bool
    named: bool
    prompts: int | None


class MigrationPlan(Spoken):
    """What to do about an end that is announced: until when, to what, and what to test.

    ``begin_by`` leaves the months that a change takes (as answered) before ``ends_on``; ``late``: that day is past.
    ``usd_per_unit`` says what is told in US dollars in the ``currency`` of the answers.
    """

    alternative_id: str
    model_name: str
    ends_on: date
    firm: bool
    begin_by: date
    late: bool
    source: str
    successors: tuple[Successor, ...]
    currency: str = "USD"
    usd_per_unit: float = 1.0
    sentence: str = ""
    steps: tuple[str, ...] = ()
