"""Records of a reference architecture: its parts and why each is there, their links, and what serves the model."""

from __future__ import annotations

from typing import Literal

from advisor.hosting.records import Alternative
from advisor.units import Record, Spoken

PartId = Literal[
    "application",
    "gateway",
    "guardrails",
    "cache",
    "retrieval",
    "model",
    "fallback",
    "review",
    "observability",
]
Need = Literal["needed", "advised", "not_needed"]


class BlueprintPart(Spoken):
    """A part of the architecture: whether the answers need it, what could fill it, and which answers made it so.

    ``product`` is a name that the kit starts; blank where nothing is started (an application, people).
    """

    part: PartId
    need: Need
    product: str = ""
    name: str = ""
    reasons: tuple[str, ...] = ()


class BlueprintLink(Record):
    """What one part gives to another: requests, answers, measurements or what is looked up."""

    start: PartId
    end: PartId
    carries: Literal["requests", "measures", "documents", "answers", "when_it_fails"]


class FrameworkVerdict(Spoken):
    """What a serving framework is for this plan: chosen, possible (in the order of the rules) or out, and why."""

    framework_id: str
    name: str
    verdict: Literal["chosen", "possible", "out"]
    state: Literal["maintained", "maintenance", "archived"]
    reasons: tuple[str, ...] = ()
    source: str


class Blueprint(Spoken):
    """The reference architecture of one use case's choice; ``frameworks`` is empty where a provider runs the model.

    ``fallback`` answers when the choice does not; None where no option of another vendor or place is left.
    """

    use_case: str
    alternative: Alternative
    model_name: str
    parts: tuple[BlueprintPart, ...]
    links: tuple[BlueprintLink, ...]
    frameworks: tuple[FrameworkVerdict, ...] = ()
    fallback: Alternative | None = None
    fallback_name: str = ""

    def needs(self, part: PartId) -> bool:
        """Whether a part is in the picture: needed or advised."""
        return any(one.part == part and one.need != "not_needed" for one in self.parts)
