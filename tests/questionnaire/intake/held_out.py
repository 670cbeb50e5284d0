"""Twenty descriptions with what should be read from them, written before the rules that read them and never tuned on."""

from __future__ import annotations

from typing import Any, Final

HELD_OUT: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (
        "We are an insurer and want a bot that answers the questions of about 12,000 customers on our policies, in "
        "German and English. Personal data, hosted in the EU only, at most 8,000 euros a month.",
        {
            "task": "rag",
            "people": 12_000,
            "languages": ("de", "en"),
            "personal_data": True,
            "residency": ("eu",),
            "monthly_cap": 8000,
            "currency": "EUR",
            "sector": "finance",
        },
    ),
    (
        "Forty lawyers review contracts of roughly 80 pages; strictly confidential, must run in our own data centre.",
        {
            "task": "long_document_analysis",
            "people": 40,
            "pages_per_document": 80,
            "classification": "confidential",
            "allowed": ("on_prem",),
        },
    ),
    (
        "Our support gets 900 tickets a day; sort them by topic and urgency and pass them to the right queue.",
        {"task": "classification_extraction", "documents_per_day": 900},
    ),
    (
        "A coding assistant for 35 engineers, each uses it some 40 times a day. Budget: $1,500 per month.",
        {
            "task": "code",
            "people": 35,
            "requests_per_person_per_day": 40,
            "monthly_cap": 1500,
            "currency": "USD",
        },
    ),
    (
        "Transcribe the recordings of our city council's meetings in French, around 20 a week.",
        {
            "task": "transcription",
            "documents_per_day": 20 / 7,
            "languages": ("fr",),
            "sector": "public_sector",
        },
    ),
    (
        "Semantic search over 3 million product descriptions in Spanish and Portuguese.",
        {"task": "semantic_search", "documents_held": 3_000_000, "languages": ("es", "pt")},
    ),
    (
        "The hospital wants discharge letters summarised: 250 a day, 5 pages each, patient data may not leave Switzerland.",
        {
            "task": "summarisation",
            "documents_per_day": 250,
            "pages_per_document": 5,
            "health_data": True,
            "residency": ("ch",),
            "country": "CH",
            "sector": "health",
        },
    ),
    (
        "Wir möchten die Fragen von 2.500 Beschäftigten zum Tarifvertrag beantworten, auf Deutsch, die Daten bleiben in "
        "Deutschland.",
        {"task": "rag", "people": 2500, "languages": ("de",), "residency": ("eu",), "country": "DE"},
    ),
    (
        "Täglich kommen 1.200 Rechnungen mit je zwei Seiten herein; Betrag, Lieferant und Datum sollen ausgelesen werden. "
        "Höchstens 2.000 € im Monat.",
        {
            "task": "document_processing",
            "documents_per_day": 1200,
            "pages_per_document": 2,
            "monthly_cap": 2000,
            "currency": "EUR",
        },
    ),
    (
        "Ein Programmierassistent für 80 Entwickler; der Quelltext ist vertraulich und darf das Haus nicht verlassen.",
        {"task": "code", "people": 80, "classification": "confidential", "allowed": ("on_prem",)},
    ),
    (
        "Betriebsanleitungen aus dem Englischen ins Deutsche, Polnische und Tschechische übersetzen, 60 Stück pro Tag mit "
        "etwa 25 Seiten.",
        {
            "task": "translation",
            "languages": ("en", "de", "pl", "cs"),
            "documents_per_day": 60,
            "pages_per_document": 25,
        },
    ),
    (
        "Die Stadtverwaltung will Bürgeranfragen automatisch an das zuständige Amt weiterleiten, etwa 700 Mails am Tag.",
        {"task": "classification_extraction", "documents_per_day": 700, "sector": "public_sector"},
    ),
    (
        "Werbebilder für unseren Online-Shop erzeugen, zehn Leute im Marketing, das Budget liegt bei 400 Franken monatlich.",
        {"task": "image_generation", "people": 10, "monthly_cap": 400, "currency": "CHF"},
    ),
    (
        "Auf einer Maschine ohne Internetzugang sollen Störungsmeldungen eingeordnet werden, 3000 am Tag.",
        {
            "task": "classification_extraction",
            "documents_per_day": 3000,
            "air_gapped": True,
        },
    ),
    (
        "Nous voulons un assistant pour nos 600 salariés, qui rédige des courriers en français et en néerlandais.",
        {"task": "chat_assistant", "people": 600, "languages": ("fr", "nl")},
    ),
    (
        "Résumer chaque jour 150 dossiers médicaux de 12 pages ; les données de santé restent en France chez un hébergeur "
        "agréé.",
        {
            "task": "summarisation",
            "documents_per_day": 150,
            "pages_per_document": 12,
            "health_data": True,
            "residency": ("eu",),
            "country": "FR",
        },
    ),
    (
        "Transcription de 1 500 appels par jour de notre centre de relation client, en français, budget 3 000 € par mois.",
        {
            "task": "transcription",
            "documents_per_day": 1500,
            "languages": ("fr",),
            "monthly_cap": 3000,
            "currency": "EUR",
        },
    ),
    (
        "Un agent qui réserve les salles et commande le matériel pour 300 collaborateurs en appelant nos outils internes.",
        {"task": "agents", "people": 300},
    ),
    (
        "Recherche sémantique dans 50 000 arrêts de justice d'une dizaine de pages, sur nos propres serveurs.",
        {
            "task": "semantic_search",
            "documents_held": 50_000,
            "pages_per_document": 10,
            "allowed": ("on_prem",),
        },
    ),
    (
        "Banque privée à Genève : répondre aux questions des conseillers sur nos règlements, 120 utilisateurs, réponse en "
        "moins de 5 secondes, données confidentielles.",
        {
            "task": "rag",
            "people": 120,
            "total_s": 5,
            "classification": "confidential",
            "sector": "finance",
        },
    ),
)
