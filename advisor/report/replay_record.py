"""Records of a replay: what changed in the catalog, how the decision moved, and which change moved it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from advisor.units import Record, Spoken

CauseKind = Literal["price", "new model", "retirement", "policy", "licence", "fact", "assumption", "engine"]
SAME_COST = 0.005
"""Share by which a monthly cost may differ and still be called the same."""


class Cause(Spoken):
    """One change that touches the decision, with its effect when it is made alone on the catalog of then.

    Ranks and costs are those of the alternative chosen then (``None``: not in the ranking), in US dollars a month;
    ``own_rank_*`` are the best ranks of the model that changed.
    """

    kind: CauseKind
    subject_id: str
    subject: str
    before: str
    after: str
    source: str = ""
    rank_before: int | None
    rank_after: int | None
    cost_before: float | None
    cost_after: float | None
    first_after_id: str | None
    changes_first: bool
    own_model_id: str | None = None
    own_rank_before: int | None = None
    own_rank_after: int | None = None
    moves_others: bool = True


class Move(Record):
    """Where an alternative stood then and where it stands now; ``None``: not in the ranking."""

    alternative_id: str
    rank_before: int | None
    rank_after: int | None
    score_before: float | None
    score_after: float | None
    cost_before: float | None
    cost_after: float | None


class Replay(Record):
    """A saved decision run again on another catalog and engine."""

    chosen_id: str | None
    first_before_id: str | None
    first_after_id: str | None
    verdict_before: str
    verdict_after: str
    still_first: bool
    still_feasible: bool
    gate_failed: str | None = None
    causes: tuple[Cause, ...]
    moves: tuple[Move, ...]
    catalog_before: str
    catalog_after: str
    catalog_date_before: str
    catalog_date_after: str
    engine_before: str
    engine_after: str
    names: dict[str, str]
    """Names of the alternatives in English."""
    names_in: dict[str, dict[str, str]] = Field(default_factory=dict)
    """The same in the other languages of a report."""
    complete: bool = True
    decision_id: str | None = None

    def name(self, alternative_id: str | None, language: str) -> str:
        """An alternative by its name; its id where it has none here."""
        if alternative_id is None:
            return "–"
        return self.names_in.get(language, self.names).get(alternative_id, alternative_id)
