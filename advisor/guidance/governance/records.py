"""Records of governance: duties, entries of a risk register, and what is publicly known of a vendor and a model."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from advisor.units import Record, Spoken


class Duty(Spoken):
    """A duty or point that applies, with who acts, from which day, and where NIST and ISO/IEC 42001 ask for it.

    ``severity`` as of ``RiskNote``; ``in_force`` says whether it applied on the day of the decision (also where no day
    is stated); ``checked_on`` is the day on which its source was last looked at.
    """

    rule_id: str
    rule_group: str
    severity: str
    theme: str
    reference: str
    in_force_on: date | None
    in_force: bool
    nist_ai_rmf: tuple[str, ...]
    iso_42001: tuple[str, ...]
    source: str
    checked_on: date
    topic: str = ""
    statement: str = ""
    action: str = ""
    who: str = ""


class RegisterRisk(Spoken):
    """One line of a risk register; likelihood and impact from 1 (least) to 5, their product is the level.

    ``risk_id`` is that of the rule or note it comes from, or begins with ``own-`` where somebody wrote it.
    """

    risk_id: str
    theme: str = ""
    cause: str = ""
    effect: str = ""
    likelihood: int = Field(ge=1, le=5)
    impact: int = Field(ge=1, le=5)
    mitigation: str = ""
    owner: str = ""
    due: date | None = None
    status: str = "open"
    source: str = ""

    @property
    def level(self) -> int:
        """Likelihood times impact, 1 to 25."""
        return self.likelihood * self.impact


class PublicEvidence(Record):
    """One public fact about a vendor, a provider or a model that governance asks for; None: nobody states it.

    ``matter`` is one of ``indemnification``, ``certificates``, ``transparency``, ``code_of_practice`` or ``safety``;
    ``name`` names the index or board, ``median`` is that of all catalogued models on the board.
    """

    matter: str
    about: str
    name: str
    value: str | None
    better: str = ""
    median: float | None = None
    dated: date
    source: str
