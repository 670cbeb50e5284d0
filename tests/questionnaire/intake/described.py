"""Forty-two descriptions with what should be read from them: the rules were made and mended on these."""

from __future__ import annotations

from typing import Any, Final

C: Final = "classification_extraction"
DESCRIBED: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (
        "We want to answer questions of 3,000 employees about HR rules, in German",
        {"task": "rag", "people": 3000, "languages": ("de",)},
    ),
    (
        "Answer questions of 3,000 employees about HR rules, in German; the data stays in the EU.",
        {"task": "rag", "people": 3000, "languages": ("de",), "residency": ("eu",)},
    ),
    (
        "An assistant for 800 employees who write letters and ask questions in German and English.",
        {"task": "chat_assistant", "people": 800, "languages": ("de", "en")},
    ),
    (
        "Find similar passages in 200,000 contracts of 12 pages.",
        {"task": "semantic_search", "documents_held": 200_000, "pages_per_document": 12},
    ),
    (
        "Help 120 developers to write and review code; nothing may leave our own servers.",
        {"task": "code", "people": 120, "allowed": ("on_prem",)},
    ),
    ("An agent that books travel for 400 people through our own tools.", {"task": "agents", "people": 400}),
    (
        "Read 2,000 invoices a day of 3 pages and hand over their fields.",
        {"task": "document_processing", "documents_per_day": 2000, "pages_per_document": 3},
    ),
    (
        "Translate 300 manuals a day of 5 pages from English into German and French.",
        {
            "task": "translation",
            "documents_per_day": 300,
            "pages_per_document": 5,
            "languages": ("en", "de", "fr"),
        },
    ),
    (
        "Transcribe 900 calls a day of our call centre in France.",
        {"task": "transcription", "documents_per_day": 900, "country": "FR"},
    ),
    ("Make pictures for the adverts of 20 people in marketing.", {"task": "image_generation", "people": 20}),
    (
        "Sort short notes of machines on a device without a network.",
        {"task": C, "allowed": ("edge",), "air_gapped": True},
    ),
    ("Route 8,000 customer mails a day to the right team.", {"task": C, "documents_per_day": 8000}),
    (
        "Summarise 400 discharge letters a day of 4 pages; patient data, Germany only.",
        {
            "task": "summarisation",
            "documents_per_day": 400,
            "pages_per_document": 4,
            "health_data": True,
            "personal_data": True,
            "classification": "restricted",
            "residency": ("eu",),
            "country": "DE",
        },
    ),
    (
        "A start-up with 300 USD a month wants a chatbot for its 2,000 users, each asks three questions a day.",
        {
            "task": "chat_assistant",
            "people": 2000,
            "requests_per_person_per_day": 3,
            "monthly_cap": 300,
            "currency": "USD",
        },
    ),
    (
        "Chat for 50 people, twice a day each, answers in under 2 seconds, 24,000 EUR per year",
        {
            "task": "chat_assistant",
            "people": 50,
            "requests_per_person_per_day": 2,
            "total_s": 2,
            "monthly_cap": 2000,
            "currency": "EUR",
        },
    ),
    (
        "Extract amounts from 10k receipts per month, public data, any cloud.",
        {
            "task": "document_processing",
            "documents_per_day": 10_000 * 12 / 365.25,
            "classification": "public",
            "allowed": ("provider_api", "cloud_gpu"),
        },
    ),
    (
        "The ministry classifies 1.5 million letters a year; secret, air-gapped.",
        {
            "task": C,
            "documents_per_day": 1_500_000 / 365.25,
            "classification": "restricted",
            "air_gapped": True,
            "sector": "public_sector",
        },
    ),
    (
        "Live transcripts of interviews in Spanish, 15 a week, personal data must stay in Spain.",
        {
            "task": "transcription",
            "languages": ("es",),
            "documents_per_day": 15 / 7,
            "personal_data": True,
            "residency": ("eu",),
            "country": "ES",
        },
    ),
    (
        "A dozen analysts compare annual reports of 200 pages, £900 a month",
        {
            "task": "long_document_analysis",
            "people": 12,
            "pages_per_document": 200,
            "monthly_cap": 900,
            "currency": "GBP",
        },
    ),
    ("5,000 questions a day about our products, in real time", {"task": "rag", "requests_per_day": 5000, "ttft": 1000}),
    (
        "Wir wollen Fragen von 3.000 Beschäftigten zu den Personalregeln beantworten, auf Deutsch",
        {"task": "rag", "people": 3000, "languages": ("de",)},
    ),
    (
        "Rechnungen auslesen, 2.000 am Tag, je 3 Seiten, vertraulich",
        {
            "task": "document_processing",
            "documents_per_day": 2000,
            "pages_per_document": 3,
            "classification": "confidential",
        },
    ),
    (
        "Ein Chatbot für 800 Mitarbeiter, jeder stellt fünf Fragen am Tag, höchstens 1.500 Euro im Monat.",
        {
            "task": "chat_assistant",
            "people": 800,
            "requests_per_person_per_day": 5,
            "monthly_cap": 1500,
            "currency": "EUR",
        },
    ),
    (
        "Das Krankenhaus möchte täglich 300 Arztbriefe mit vier Seiten zusammenfassen, nur auf eigenen Servern in "
        "Deutschland.",
        {
            "task": "summarisation",
            "documents_per_day": 300,
            "pages_per_document": 4,
            "health_data": True,
            "allowed": ("on_prem",),
            "residency": ("eu",),
            "country": "DE",
            "sector": "health",
        },
    ),
    (
        "8.000 Kundenmails pro Tag an das richtige Team weiterleiten",
        {"task": C, "documents_per_day": 8000},
    ),
    (
        "Ähnliche Urteile in 2 Mio. Dokumenten finden, je zwölf Seiten",
        {"task": "semantic_search", "documents_held": 2_000_000, "pages_per_document": 12},
    ),
    (
        "Handbücher vom Englischen ins Französische übersetzen, 50 pro Woche",
        {"task": "translation", "languages": ("en", "fr"), "documents_per_day": 50 / 7},
    ),
    (
        "Unsere 120 Entwickler sollen beim Programmieren unterstützt werden, der Code bleibt im Haus auf eigener Hardware",
        {"task": "code", "people": 120, "allowed": ("on_prem",)},
    ),
    (
        "Verträge von 90 Seiten prüfen, 25 Juristen, in weniger als 30 Sekunden",
        {"task": "long_document_analysis", "people": 25, "pages_per_document": 90, "total_s": 30},
    ),
    (
        "Telefonate der Versicherung verschriften, 1.200 täglich, personenbezogene Daten nach DSGVO",
        {
            "task": "transcription",
            "documents_per_day": 1200,
            "personal_data": True,
            "sector": "finance",
        },
    ),
    (
        "Ein Agent, der Dienstreisen bucht, für 400 Leute mit unseren Werkzeugen",
        {"task": "agents", "people": 400},
    ),
    (
        "Meldungen der Maschinen auf dem Gerät ohne Internet einordnen",
        {"task": C, "allowed": ("edge",), "air_gapped": True},
    ),
    (
        "Nous voulons répondre aux questions de 3 000 salariés sur les règles RH, en allemand",
        {"task": "rag", "people": 3000, "languages": ("de",)},
    ),
    (
        "Lire 2 000 factures par jour de 3 pages et en extraire les montants, 1 000 € par mois au plus",
        {
            "task": "document_processing",
            "documents_per_day": 2000,
            "pages_per_document": 3,
            "monthly_cap": 1000,
            "currency": "EUR",
        },
    ),
    (
        "Un assistant pour 250 collaborateurs qui rédigent des lettres, deux fois par jour chacun",
        {"task": "chat_assistant", "people": 250, "requests_per_person_per_day": 2},
    ),
    (
        "La mairie de Lyon veut orienter 600 demandes par jour vers le bon service, données hébergées en France uniquement",
        {
            "task": C,
            "documents_per_day": 600,
            "residency": ("eu",),
            "country": "FR",
            "sector": "public_sector",
        },
    ),
    (
        "Traduire 40 contrats par semaine du français vers l'anglais et l'italien, 20 pages chacun, confidentiel",
        {
            "task": "translation",
            "documents_per_day": 40 / 7,
            "languages": ("fr", "en", "it"),
            "pages_per_document": 20,
            "classification": "confidential",
        },
    ),
    (
        "Aider 90 développeurs à écrire du code, sur nos serveurs",
        {"task": "code", "people": 90, "allowed": ("on_prem",)},
    ),
    (
        "Retrouver des brevets semblables parmi 4 millions de documents, sans connexion",
        {"task": "semantic_search", "documents_held": 4_000_000, "air_gapped": True},
    ),
    (
        "Résumer 200 réunions par mois, données personnelles, dans l'UE uniquement",
        {
            "task": "summarisation",
            "documents_per_day": 200 * 12 / 365.25,
            "personal_data": True,
            "residency": ("eu",),
        },
    ),
    (
        "Générer des images pour notre catalogue, 15 personnes, 500 francs par mois",
        {"task": "image_generation", "people": 15, "monthly_cap": 500, "currency": "CHF"},
    ),
    (
        "Examiner des contrats de 60 pages, 30 avocats, réponse en 20 secondes",
        {"task": "long_document_analysis", "people": 30, "pages_per_document": 60, "total_s": 20},
    ),
)
