"""The facts of a decision on which its duties hang, as short names that the conditions of the rules are read with.

``europe``, ``gdpr``, ``place:DE`` and ``zone:us`` say where, ``sector:finance`` and ``class:high`` what the answers
state, ``task:rag``, ``talking``, ``factual``, ``generative``, ``tools`` and ``tuning`` what is done, ``personal`` and
``health`` with what, ``speech`` that people are heard, ``data_law_open`` and ``recording_law_open`` that a place is
concerned of which the table has no such law (or that none is named), ``own`` and ``hosting:provider_api`` where the
choice runs, ``names:workers`` whom the words of the question name, and ``any`` always holds. What is read are the
title, the question, the notes and the descriptions, in the report's three languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from advisor import geography
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers, Task, UseCase

OWN_MACHINES: Final = frozenset({"on_prem", "edge"})
"""Kinds of hosting at which data stays on machines of the house."""
FACTUAL_TASKS: Final[frozenset[Task]] = frozenset(
    {
        "chat_assistant",
        "rag",
        "long_document_analysis",
        "summarisation",
        "document_processing",
        "classification_extraction",
    }
)
TALKING_TASKS: Final[frozenset[Task]] = frozenset(
    {"chat_assistant", "rag", "agents", "speech_synthesis", "image_generation"}
)
NOT_GENERATIVE: Final[frozenset[Task]] = frozenset({"semantic_search", "transcription"})
_NAMED: Final = {
    "workers": (
        r"works?\s(council|agreement)|staff\scouncil|(employee|worker)s?.?\srepresentatives?|trade\sunion"
        r"|betriebsr[aä]t|betriebsvereinbarung|personalr[aä]t|dienstvereinbarung|mitarbeitervertretung"
        r"|arbeitnehmervertret|gewerkschaft"
        r"|comité\ssocial|comité\sd.entreprise|\bcse\b|représentants?\sdu\spersonnel|syndicat"
    ),
    "supervision": (
        r"(?<!under\s)(?<!under\sthe\s)(?<!human\s)\bsupervision\b(?!\s(of|by)\s)|supervisory|regulator|bafin\b|\bfinma\b"
        r"|(?<!unter\s)(?<!unter\sder\s)(?<!menschliche\s)(?<!menschlicher\s)\baufsicht|\bacpr\b"
        r"|autorité\sde\s(contrôle|supervision|surveillance)|superviseur|régulateur"
    ),
    "insurance": r"\binsur(er|ance)|versicher|\bassur(eur|ance)",
    "cards": (
        r"\bpci\b|cardholder|(payment|credit|debit)\scards?|card\snumbers?|kreditkart|zahlungskart|karteninhaber"
        r"|cartes?\s(bancaire|de\spaiement|de\scrédit)"
    ),
    "critical": (
        r"critical\sinfrastructure|essential\s(entit|service)|\bnis.?2\b|\bkritis\b|kritische\sinfrastruktur"
        r"|versorgungsbetrieb|stadtwerke|infrastructures?\scritique|opérateurs?\s(essentiel|d.importance\svitale)"
    ),
    "plant": (
        r"shop.?floor|production\sline|machine\soperator|\bat\sthe\smachine|industrial\scontrol|\bscada\b|\bplc\b"
        r"|power\s(plant|grid)|fertigung|an\sder\smaschine|produktionslinie|leitstand|kraftwerk"
        r"|ligne\sde\sproduction|sur\sla\smachine|atelier\sde\sproduction|centrale\sélectrique"
    ),
    "minors": (
        r"\bpupils?\b|\bminors\b|\bchildren\b|\bunder.?age|schüler|minderjährig|\bkinder(n|s)?\b"
        r"|\bélèves?\b|\bmineurs?\b|\benfants?\b"
    ),
    "fraud": r"\bfraud|suspicious\sclaims?|\bbetrug|betrüg|\bfraud(e|uleu)",
    "people": (
        r"\bapplicants?\b|recruit|\bhiring\b|credit\s(scor|worth|decision)|creditworth|eligib|benefit\sclaims?"
        r"|bewerber|bewerbung|einstellung\svon|kreditwürdig|bonität|anspruchsprüfung|sozialleistung"
        r"|candidats?\b|recrutement|solvabilité|octroi\sde\scrédit|prestations\ssociales"
    ),
}
_ASKED: Final = frozenset({"workers", "supervision"})
_PATTERNS: Final = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _NAMED.items()}


def in_europe(answers: Answers) -> bool:
    """Whether the answers name a state of the European Economic Area, or ask for processing in the EU.

    A house elsewhere that lets its data be processed at home and in the EU too is not under its law for that.
    """
    places, zones = _places(answers), set(answers.data.residency)
    at_home = {geography.zone_of(place) for place in places} & zones
    return bool(places & geography.EEA) or ("eu" in zones and not at_home)


def facts_of(answers: Answers, use_case: UseCase, deployment: Deployment | None = None) -> frozenset[str]:
    """Every fact that holds, by the names that conditions use."""
    return frozenset(
        {
            "any",
            f"sector:{answers.governance.sector}",
            f"class:{answers.governance.eu_ai_act_risk}",
            f"task:{use_case.task}",
            f"data:{answers.data.classification}",
            *(f"place:{place}" for place in _places(answers)),
            *(f"zone:{zone}" for zone in answers.data.residency),
            *(f"cert:{name}" for name in answers.data.certifications),
            *(f"names:{name}" for name, pattern in _PATTERNS.items() if pattern.search(_said(answers, name))),
            *_held(answers, use_case, None if deployment is None else deployment.kind),
        }
    )


def _held(answers: Answers, use_case: UseCase, kind: str | None) -> Iterator[str]:
    data = answers.data
    holds = {
        "europe": in_europe(answers),
        "gdpr": in_europe(answers) or bool(_places(answers) & geography.GDPR),
        "personal": data.personal_data,
        "health": data.health_data,
        "tools": use_case.tools,
        "tuning": answers.customisation.fine_tuning != "not_needed",
        "talking": use_case.task in TALKING_TASKS,
        "factual": use_case.task in FACTUAL_TASKS,
        "generative": use_case.task not in NOT_GENERATIVE,
        "speech": use_case.task == "transcription" or "audio" in use_case.modalities_in,
        "data_law_open": _law_open(answers, geography.HEALTH_LAWS if data.health_data else geography.DATA_LAWS),
        "recording_law_open": _law_open(answers, geography.RECORDING_LAWS),
        "own": kind in OWN_MACHINES,
        f"hosting:{kind}": kind is not None,
    }
    return (name for name, held in holds.items() if held)


def _law_open(answers: Answers, told: frozenset[str]) -> bool:
    """Whether a place is concerned of whose law the table says nothing, or none is named."""
    places = _places(answers)
    nowhere = not places and not (told >= geography.EEA and in_europe(answers))
    return nowhere or not places <= told


def _places(answers: Answers) -> set[str]:
    hosted = answers.hosting.country
    return set(answers.data.jurisdictions) | ({hosted} if hosted else set())


def _said(answers: Answers, name: str) -> str:
    """What is read for a name: for those whom one asks about not the title, which only says what the work is."""
    title = () if name in _ASKED else (answers.title, *(case.name for case in answers.use_cases))
    return "\n".join((*title, answers.question, answers.notes, *(case.description for case in answers.use_cases)))
