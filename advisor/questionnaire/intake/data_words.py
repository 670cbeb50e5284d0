"""Words that say what data the work reads: its class, health data, and work that is about people or comes from them."""

from __future__ import annotations

from typing import Final

from advisor.questionnaire.intake.vocabulary import any_of

CLASSES: Final = (
    (
        "restricted",
        any_of(r"\bsecret\b|\bclassified\b|\bgeheim\w*|\bverschlusssache\w*|\bsecret défense\b|\bsecrètes?\b"),
    ),
    ("confidential", any_of(r"\bconfidential\w*", r"\bvertraulich\w*", r"\bconfidentiel\w*", r"\btrade secrets?\b")),
    (
        "public",
        any_of(
            r"\bpublic(?:ly available)? (?:data|documents|information|texts|web ?pages)\b",
            r"\böffentlich\w* (?:daten|dokumente|texte|informationen)\b|\böffentlich zugänglich\w*",
            r"\b(?:données|documents|textes|informations) publi(?:c|que)s?\b",
        ),
    ),
)
_ABOUT_DATA: Final = (
    r"\bpersonal data\b|\bgdpr\b|\bcustomer data\b|\bapplicants?\b|\bcvs\b|\bresumes\b|\bpatients?\b",
    r"\bpersonenbezogen\w*|\bdsgvo\b|\bkundendaten\b|\bpersonaldaten\b|\bbewerb(?:er|ung)\w*|\bpatienten\w*",
    r"\bdonnées (?:personnelles|à caractère personnel|clients|des clients)\b|\brgpd\b|\bcandidat\w*|\bpatients?\b",
)
_OF_STAFF: Final = (
    r"\bhr\b|\bhuman resources\b|\bpayroll\b|\bpersonnel files?\b|\bhand-?overs?\b",
    r"\bemployee (?:files?|records?|questions?|data)\b",
    r"\bpersonal(?:abteilung|fragen|akten?|wesen)\b|\b(?:lohn|gehalts?)abrechnung\w*|\bschichtübergabe\w*",
    r"\bressources humaines\b|\bbulletins? de (?:paie|salaire)\b|\bdossiers? du personnel\b|\bla paie\b",
)
_OF_CUSTOMERS: Final = (
    r"\bcustomers?['’]?s? (?:service|support|care|e-?mails?|letters?|mails?|messages?|calls?|complaints?)\b",
    r"\bcustomers?['’]?s? (?:enquir|inquir)\w+|\bsupport (?:e-?mails?|mails?|tickets?|calls?|requests?)\b",
    r"\bcomplaints?\b|\bcall cent(?:er|re)s?\b|\binsurance claims?\b|\bpolicy ?holders?\b",
    r"\bcitizens?\b|\btenants?\b|\bpupils?\b",
    r"\bkunden(?:service|dienst|e?-?mail|anfrage|brief|gespräch|beschwerde|anruf|betreuung)\w*|\bbeschwerde\w*",
    r"\bsupport(?:mail|ticket|anfrage)\w*|\bcall-?center\w*|\bschaden(?:s?meldung|s?fälle|sfall)\w*",
    r"\bversicherte\w*|\bbürger(?:in|innen|n|anfragen|anliegen)?\b|\bmieter\w*|\bschüler\w*",
    r"\bservice (?:à la )?client\w*|\bcourriels? (?:de |des )?(?:nos |vos )?clients?\b|\bcentre d['’]appels?\b",
    r"\bréclamations?\b|\bsinistres?\b|\bassurés?\b|\bcitoyen\w*|\blocataires?\b|\bélèves?\b",
)
_SPOKEN: Final = (
    r"\b(?:phone|telephone) calls?\b|\bvoice ?mails?\b|\brecorded (?:calls?|conversations?|meetings?|interviews?)\b",
    r"\brecordings? of (?:\w+ )?(?:calls?|conversations?|meetings?|interviews?|hearings?|voices?)\b",
    r"\banruf\w*|\btelefonat\w*|\bgesprächs?(?:aufnahme|aufzeichnung|mitschnitt)\w*|\bsprachnachricht\w*",
    r"\bappels? (?:téléphoniques?|enregistrés?|(?:de|des) (?:nos )?clients?)\b|\bmessages? vocaux\b",
    r"\benregistrements? (?:d['’]appels?|de réunions?|vocaux)\b",
)
PERSONAL: Final = any_of(*_ABOUT_DATA, *_OF_STAFF, *_OF_CUSTOMERS, *_SPOKEN)
"""Personal data by name, or by work that carries it: what people write, say or complain of names them."""
HEALTH: Final = any_of(
    r"\bpatients?\b|\bhealth (?:data|records?)\b|\bmedical (?:records?|notes?|letters?|data)\b|\bdischarge letters?\b",
    r"\bclinical\b|\bdiagnos[ei]s\b",
    r"\bpatienten\w*|\bgesundheitsdaten\b|\barztbrief\w*|\bentlassbrief\w*|\bkrankenakte\w*|\bbefund\w*|\bdiagnosen\b",
    r"\bdonnées de santé\b|\bdossiers? médica\w+|\bcomptes?[- ]rendus? médica\w+|\blettres? de sortie\b",
)
