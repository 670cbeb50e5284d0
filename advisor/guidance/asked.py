"""Whom a question names beside the model: supervision and the representatives of the workers.

A question such as "so that supervision and the works council agree?" is answered with the duties towards both. The
words are those of the report's three languages; what is read is the question, the notes and the descriptions.

Sources: BetrVG (Germany) s. 80(3), 87(1) no. 6, 90(1) no. 3; Code du travail (France) L2312-8, L2312-38; Directive
2002/14/EC, Article 4; Regulation (EU) 2022/2554 (DORA), Articles 6, 28 and 30, applied since 17 January 2025.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from advisor import geography
from advisor.guidance.law import in_europe
from advisor.guidance.records import RiskNote, risk
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers
from advisor.units import told

DORA: Final = "https://eur-lex.europa.eu/eli/reg/2022/2554/oj"
DORA_FROM: Final = date(2025, 1, 17)
BETRVG: Final = "https://www.gesetze-im-internet.de/betrvg/"
CODE_DU_TRAVAIL: Final = "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006072050/"
CONSULTATION: Final = "https://eur-lex.europa.eu/eli/dir/2002/14/oj"
_LAWS: Final = {"workers_de": BETRVG, "workers_fr": CODE_DU_TRAVAIL}
_WORKERS: Final = re.compile(
    r"works? council|staff council|(employee|worker)s?.? representatives?|trade union"
    r"|betriebsr[aä]t|personalr[aä]t|mitarbeitervertretung|arbeitnehmervertret|gewerkschaft"
    r"|comité social|comité d.entreprise|\bcse\b|représentants? du personnel|syndicat",
    re.IGNORECASE,
)
_SUPERVISION: Final = re.compile(
    r"\bsupervision\b|supervisory|regulator|\baufsicht|bafin\b|\bfinma\b|\bacpr\b"
    r"|autorité de (contrôle|supervision|surveillance)|superviseur|régulateur",
    re.IGNORECASE,
)


def asked_notes(answers: Answers, deployment: Deployment | None) -> list[RiskNote]:
    """The duties towards those whom the question names, and of a financial house in Europe towards its supervision."""
    said = "\n".join((answers.question, answers.notes, *(case.description for case in answers.use_cases)))
    notes: list[RiskNote] = []
    named = _SUPERVISION.search(said) is not None
    if answers.governance.sector == "finance" and in_europe(answers):
        runs = deployment is not None and deployment.kind in ("on_prem", "edge")
        key = "supervision_own" if runs else "supervision"
        note = risk(key, "duty", DORA, day=DORA_FROM)
        notes.append(_asked(note, key) if named else note)
    elif named:
        notes.append(_asked(risk("supervision_open", "high", None), "supervision_open"))
    if _WORKERS.search(said) is not None:
        notes.extend(_of_workers(answers))
    return notes


def _asked(note: RiskNote, key: str) -> RiskNote:
    """A note that the question names, with what page one says of it."""
    return note.model_copy(update={"asked": True, "told": {**note.told, "brief": told(f"risk.{key}.brief")}})


def _of_workers(answers: Answers) -> list[RiskNote]:
    """One note for each law that the places of the answers bring; a general one where they bring none of these."""
    hosted = answers.hosting.country
    places = set(answers.data.jurisdictions) | ({hosted} if hosted else set())
    laws: list[tuple[str, str | None]] = [
        (key, _LAWS[key]) for place, key in geography.WORKERS_LAW.items() if place in places
    ]
    if not laws and (places & geography.EEA or "eu" in answers.data.residency):
        laws.append(("workers_eu", CONSULTATION))
    if not laws:
        laws.append(("workers", None))
    return [_asked(risk(key, "duty" if law else "high", law), key) for key, law in laws]
