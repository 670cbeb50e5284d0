"""What data a description speaks of: what is written, said or complained of by people names them."""

from __future__ import annotations

import pytest

from advisor.questionnaire.intake.data_words import PERSONAL
from advisor.questionnaire.intake.prose import read_prose

OF_PEOPLE = (
    "An HR assistant that answers 400 staff in Munich from the works agreements",
    "Sort 2,000 support mails a day",
    "Summarise recordings of client meetings",
    "Transcribe the shift handovers of a factory in Poland",
    "Draft answers to customer e-mails",
    "Read insurance claims and propose a sum",
    "Kundenanfragen beantworten, 300 am Tag",
    "Fragen an die Personalabteilung beantworten",
    "Anrufe im Callcenter zusammenfassen",
    "Schadensmeldungen lesen",
    "Répondre aux réclamations de nos clients",
    "Résumer les appels enregistrés du service client",
    "Un assistant pour les ressources humaines",
)
OF_THINGS = (
    "Classify 5,000 product pictures",
    "Translate manuals of machines into Spanish",
    "A code assistant for 50 developers",
    "Search 2 million patents",
    "Wartungshandbücher durchsuchen",
    "Traduire des notices techniques",
)


@pytest.mark.parametrize("text", OF_PEOPLE)
def test_work_about_people_or_from_them_is_read_as_personal(text: str) -> None:
    """Proposed with its words, to be unticked where it is not so."""
    read = {item.place: item for item in read_prose(text)}
    assert read["data.personal_data"].value is True
    assert read["data.personal_data"].words in text


@pytest.mark.parametrize("text", OF_THINGS)
def test_work_on_things_is_not(text: str) -> None:
    """Nothing is proposed of data that nobody speaks of."""
    assert PERSONAL.search(text.lower()) is None
