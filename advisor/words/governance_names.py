"""Names of what governance tells about: groups of duties, states of a risk, matters of public evidence."""

from __future__ import annotations

from advisor.guidance.governance.records import PublicEvidence
from advisor.questionnaire.labels import CERTIFICATIONS
from advisor.words.language import Words


def group_name(words: Words, group: str) -> str:
    """A group of duties as a title."""
    say = words.say
    return {
        "law": say("Law"),
        "sector": say("Sector and supervision"),
        "people": say("People and work"),
        "security": say("Security"),
        "contract": say("Contracts"),
        "accuracy": say("Answers and reasons"),
        "fairness": say("Fairness"),
        "environment": say("Environment"),
        "data": say("Data: garbage in, garbage out"),
    }[group]


def status_name(words: Words, status: str) -> str:
    """Where a risk stands."""
    say = words.say
    return {
        "open": say("Open"),
        "in_progress": say("In progress"),
        "done": say("Done"),
        "accepted": say("Accepted"),
    }.get(status, status)


def matter_name(words: Words, matter: str) -> str:
    """What a public fact is about."""
    say = words.say
    return {
        "indemnification": say("Indemnity against claims over outputs"),
        "certificates": say("Certificates and attestations"),
        "transparency": say("Foundation Model Transparency Index"),
        "code_of_practice": say("EU code of practice, chapters signed"),
        "safety": say("Public test"),
    }[matter]


def stated(words: Words, row: PublicEvidence) -> str:
    """What is stated, in words; unknown where nobody states it."""
    say = words.say
    if row.value is None:
        return say("unknown: no source states it")
    if row.matter == "indemnification":
        return say("yes, under the contract's conditions") if row.value == "yes" else say("no")
    if row.matter == "certificates":
        return ", ".join(
            words.message(CERTIFICATIONS.get(part, part.upper().replace("ISO", "ISO ")))
            for part in row.value.split("|")
        )
    if row.matter == "safety" and row.median is not None:
        value, median = words.sensible(float(row.value)), words.sensible(row.median)
        if row.better == "higher":
            return say("{value}; higher is better, the median of the board is {median}", value=value, median=median)
        return say("{value}; lower is better, the median of the board is {median}", value=value, median=median)
    return row.value
