"""The words by which a description of work is read, in English, German and French: patterns over small letters.

A pattern says what it finds, never what follows from it: the review does that, with the words that were found.
"""

from __future__ import annotations

import re
from typing import Final

from advisor.questionnaire.answers import Task


def any_of(*patterns: str) -> re.Pattern[str]:
    """What any of the patterns finds."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


TASKS_READ: Final[tuple[tuple[Task, re.Pattern[str]], ...]] = (
    (
        "transcription",
        any_of(r"\btranscri\w+", r"\btranskri\w+", r"\bverschrift\w+", r"speech[- ]to[- ]text", r"\bmitschrift\w*"),
    ),
    (
        "speech_synthesis",
        any_of(r"text[- ]to[- ]speech", r"\bread (?:it |them |texts? )?aloud", r"\bvorles\w+", r"\bsprachausgabe"),
        # French says "lire à voix haute" and "synthèse vocale".
    ),
    ("speech_synthesis", any_of(r"à voix haute", r"synthèse vocale", r"\bvoice[- ]over")),
    (
        "image_generation",
        any_of(
            r"\b(?:make|generate|create|draw|produce)\w*(?: \w+){0,3} (?:images?|pictures?|illustrations?|banners?)",
            r"\b(?:images?|pictures?|illustrations?) (?:for|of) (?:\w+ ){0,3}(?:adverts?|ads|marketing|products?|shop)",
            r"\w*bilder(?: \w+){0,6} (?:erzeugen|erstellen|generieren|machen)",
            r"\b(?:erzeug|erstell|generier)\w*(?: \w+){0,4} \w*(?:bilder|illustrationen)\b",
            r"\b(?:créer|générer|produire|création|génération)(?: \w+){0,3} "
            r"(?:d['’])?(?:images?|illustrations?|visuels?)",
        ),
    ),
    ("translation", any_of(r"\btranslat\w+", r"\bübersetz\w+", r"\btradui\w+", r"\btraduction\w*")),
    (
        "code",
        any_of(
            r"\bcod(?:e|ing) (?:assistant|completion|review\w*|generation)",
            r"\b(?:write|review|complete|generate|refactor)\w*(?: \w+){0,4} code\b",
            r"\b(?:programmier|coding-?)\w*(?:assistent|hilfe|helfer)\w*",
            r"\b(?:developers?|programmers?|software engineers?)\b.*\b(?:code|coding|pull requests?)\b",
            r"\b(?:entwickler\w*|programmierer\w*)\b.*\b(?:code|programmier\w*|quelltext\w*|quellcode\w*)\b",
            r"\bquell(?:text|code)\w*",
            r"\b(?:écrire|relire|compléter|générer)(?: \w+){0,3} (?:le |du )?code\b",
            r"\bassistant (?:de |à la )?(?:programmation|développement|code)\b",
            r"\bdéveloppeurs?\b.*\bcode\b",
        ),
    ),
    (
        "summarisation",
        any_of(
            r"\bsummar\w+",
            r"\bzusammenfass\w+",
            r"\bzusammengefasst\w*",
            r"\bkurzfassung\w*",
            r"\brésum\w+",
            r"\bsynthétis\w+",
            r"\bfass\w*\b[^.;]*\bzusammen\b",
            r"\bminutes of meetings\b",
        ),
    ),
    (
        "agents",
        any_of(
            r"\ban? (?:ai )?agent (?:that|which|who|to|for)\b",
            r"\bagents? (?:that |which )?(?:call|use|with)\w* (?:our |its )?(?:own )?tools",
            r"\bagentic\b",
            r"\b(?:ki-)?agent(?:en)?,? (?:der|die|mit|soll)\b",
            r"\bun agent (?:ia )?(?:qui|capable|pour)\b",
            r"\b(?:carries|carry) out (?:tasks|steps)",
            r"\b(?:books?|orders?|reserves?) \w+(?:[^.]|[.](?=\d))*\b(?:through|via|with|using) "
            r"(?:our|internal|its) (?:\w+ )?tools",
        ),
    ),
    (
        "long_document_analysis",
        any_of(
            r"\b(?:review|analy[sz]e|check|compare|examine|audit)\w*(?: \w+){0,4} "
            r"(?:contracts?|agreements?|leases|annual reports|filings|tender\w*|prospectus\w*)\b",
            r"\b(?:contract|due diligence|lease) (?:review|analysis)",
            r"\b(?:verträge|vertrags\w*|gutachten|geschäftsberichte|ausschreibungen|akten)\b(?:[^.]|[.](?=\d))*"
            r"\b(?:prüf|analys|vergleich|auswert|durchseh)\w+",
            r"\bvertrags(?:prüfung|analyse)",
            r"\b(?:prüf|analysier|vergleich)\w*(?: \w+){0,5} (?:verträge\w*|gutachten|geschäftsberichte\w*|akten)",
            r"\b(?:analys|relire|relecture|vérifi|examin|compar)\w*(?: [\w'’]+){0,4} "
            r"(?:contrats?|rapports annuels|baux)",
        ),
    ),
    (
        "semantic_search",
        any_of(
            r"\bsemantic search\b",
            r"\bfind (?:the )?(?:similar|related|matching)\b",
            r"\bsearch (?:engine|in|over|across|through|our|for similar)\b",
            r"\b(?:search|vector) index\b",
            r"\b(?:semantische|ähnlichkeits)[- ]?suche\w*",
            r"\bähnliche\w*(?: [\w.]+){0,5} (?:finden|suchen)",
            r"\b(?:durchsuch\w+|suche (?:in|über)|suchmaschine)\b",
            r"\brecherche (?:sémantique|dans|documentaire|sur)\b",
            r"\bmoteur de recherche\b",
            r"\b(?:trouver|retrouver|chercher)(?: \w+){0,3} (?:similaires?|semblables?|proches?)\b",
        ),
    ),
    (
        "classification_extraction",
        any_of(
            r"\b(?:sort|classif|categori[sz]|triag|rout|label|prioriti[sz])(?:y|ies|ied|e|es|ed|ing|ication)?\b"
            r"(?! of contents)",
            r"\bpass them (?:on )?to the right\b",
            r"\b(?:einordn|eingeordnet|einsortier|klassifizier|kategorisier|sortier|zuordn|zugeordnet|weiterleit)\w*",
            r"\b(?:weitergeleitet|vorsortier)\w*",
            r"\b(?:trier|classer|classifier|orienter|router|aiguiller|catégoriser|classement|tri)\b",
            r"\b(?:detect|recogni[sz]e) (?:spam|fraud|anomal\w+|defects?)\b",
        ),
    ),
    (
        "document_processing",
        any_of(
            r"\bextract\w*",
            r"\b(?:read|capture|process)\w*(?: [\w,]+){0,5} "
            r"(?:invoices?|forms?|receipts?|delivery notes|orders|claims)\b",
            r"\b(?:ausles|auszulesen|ausgelesen|erfass|extrahier)\w*",
            r"\b(?:rechnungen|belege|formulare|lieferscheine|bestellungen)\b(?:[^.]|[.](?=\d))*\b(?:verarbeit|lesen)\w*",
            r"\b(?:extraire|extraction|saisir|saisie|lire)\b(?=(?:[^.]|[.](?=\d))*\b(?:factures?|formulaires?|bons?|champs|données|montants?))",
            r"\btraite\w*(?: \w+){0,3} (?:factures?|formulaires?)",
        ),
    ),
    (
        "rag",
        any_of(
            r"\b(?:answer|reply|respond)\w*\b(?:[^.]|[.](?=\d))*\b(?:questions?|queries|inquiries)\b(?:[^.]|[.](?=\d))*"
            r"\b(?:about|on|over|from|regarding|concerning)\b",
            r"\b(?:questions?|queries)(?: \w+){0,3} (?:about|on|regarding) ",
            r"\b(?:answers?|answering) from (?:our |the )?(?:\w+ ){0,2}"
            r"(?:documents|handbook|manuals?|knowledge|wiki|policies)",
            r"\bknowledge base\b",
            r"\bfragen\b(?:[^.]|[.](?=\d))*\b(?:zu|zum|zur|über|aus|rund um)\b",
            r"\b(?:auskunft|auskünfte)\b(?:[^.]|[.](?=\d))*\b(?:zu|zum|zur|über|aus)\b",
            r"\bwissensdatenbank\b",
            r"\bquestions?\b(?:[^.]|[.](?=\d))*\b(?:sur|concernant|relatives? (?:à|aux)|à propos)\b",
            r"\bbase de connaissances?\b",
            r"\bretrieval\b|\brag\b",
        ),
    ),
    (
        "chat_assistant",
        any_of(
            r"\bchat\w*",
            r"\bassist\w+",
            r"\b(?:write|draft)\w*(?: \w+){0,2} (?:letters|e-?mails|texts)\b",
            r"\b(?:answer|reply)\w*(?: \w+){0,4} (?:questions|customers|mails)",
            r"\bfragen(?: \w+){0,6} beantwort\w*",
            r"\bbeantwort\w*",
            r"\brépon\w+",
            r"\brédig\w+",
            r"\bbot\b",
        ),
    ),
)
"""A task and the words that name it; the first that is found is the task, so what is special stands first."""

PEOPLE: Final = any_of(
    r"employees|staff(?: members)?|people|users|customers|clients|citizens|residents|developers|programmers|engineers",
    r"lawyers|attorneys|doctors|physicians|nurses|students|teachers|pupils|colleagues|advis[eo]rs|consultants|workers",
    r"members|technicians|salespeople|clerks|researchers|scientists|patients|officials|analysts|editors|case workers",
    r"mitarbeit\w*|beschäftigte\w*|angestellte\w*|leute\w*|nutzer\w*|anwender\w*|benutzer\w*|kund(?:en|innen)",
    r"bürger(?:n|innen)?|entwickler\w*|programmierer\w*|ingenieur\w*|juristen|anwält\w+|rechtsanwält\w+|ärzt\w+",
    r"pflegekräfte\w*|studierende\w*|studenten|schüler\w*|lehrer\w*|kolleg\w+|personen|berater\w*|sachbearbeiter\w*",
    r"techniker\w*|mitglieder\w*|forscher\w*|versicherte\w*",
    r"salariée?s|employée?s|collaborat\w+|personnes|utilisat\w+|usagers|citoyens|habitants|développeurs|ingénieurs",
    r"avocats|juristes|médecins|infirmi\w+|étudiants|élèves|enseignants|collègues|conseillers|agents|techniciens",
    r"gestionnaires|adhérents|membres|chercheurs|assurés|commerciaux",
)
DOCUMENTS: Final = any_of(
    r"\w*documents?|files|records|invoices|bills|receipts|tickets|e-?mails?|messages|letters|contracts|agreements",
    r"calls|recordings|meetings|interviews|conversations|reports|forms|articles|texts|manuals|notes|claims|cases",
    r"applications|judgments|judgements|decisions|descriptions|summaries|orders|requests for quotes|pdfs|papers",
    r"readings|alarms|patents|passages|products|complaints|reviews|resumes|cvs|podcasts|protocols",
    r"\w*(?:dokumente\w*|dateien|unterlagen|rechnungen|belege\w*|tickets|mails|nachrichten|briefe\w*|verträge\w*)",
    r"\w*(?:anrufe\w*|telefonate\w*|aufnahmen|besprechungen|gespräche\w*|berichte\w*|formulare\w*|artikel\w*|texte\w*)",
    r"\w*(?:anleitungen|handbücher\w*|notizen|schadensfälle\w*|fälle\w*|anträge\w*|urteile\w*|bescheide\w*|meldungen)",
    r"\w*(?:beschreibungen|bestellungen|lieferscheine\w*|akten|protokolle\w*|schreiben|gutachten|eingänge|anfragen)",
    r"\w*(?:bewerbungen|beschwerden|patente\w*|stellungnahmen|befunde\w*)",
    r"fichiers|dossiers|factures|reçus|courri?els|courriers|messages|lettres|contrats|appels|enregistrements|réunions",
    r"entretiens|rapports|formulaires|textes|manuels|notices|sinistres|demandes|décisions|arrêts|jugements|fiches",
    r"comptes[- ]rendus|commandes|bons|brevets|réclamations|annonces|candidatures|procès-verbaux|relevés",
)
REQUESTS: Final = any_of(
    r"requests|questions|queries|prompts|inquiries|chats|searches",
    r"\w*(?:anfragen|fragen|suchen|abfragen)",
    r"requêtes|questions|recherches|échanges",
)
PAGES: Final = any_of(r"pages?", r"seiten?", r"seitige\w*")
TIMES: Final = any_of(r"times", r"mal", r"fois")
ONCE: Final = {"once": 1, "twice": 2, "einmal": 1, "zweimal": 2, "dreimal": 3, "fünfmal": 5, "zehnmal": 10} | {
    "une fois": 1,
    "deux fois": 2,
}
PERIODS: Final = (
    (
        1.0,
        any_of(
            r"(?:a|per|each|every) (?:working )?day|daily|/ ?day",
            r"(?:am|pro|je|jeden) (?:arbeits)?tag|täglich\w*|/ ?tag",
            r"par jour|chaque jour|tous les jours|quotidien\w*|/ ?jour",
        ),
    ),
    (
        24.0,
        any_of(r"(?:an|per|each|every) hour|hourly", r"(?:pro|je|in der) stunde|stündlich", r"(?:par|de l['’]) ?heure"),
    ),
    (
        1 / 7,
        any_of(
            r"(?:a|per|each|every) week|weekly",
            r"(?:pro|je|in der|jede) woche|wöchentlich\w*",
            r"par semaine|chaque semaine|hebdomadaire\w*",
        ),
    ),
    (
        12 / 365.25,
        any_of(
            r"(?:a|per|each|every) month|monthly|/ ?month",
            r"(?:pro|je|im|jeden) monat|monatlich\w*|/ ?monat",
            r"par mois|chaque mois|mensuel\w*|/ ?mois",
        ),
    ),
    (
        1 / 365.25,
        any_of(
            r"(?:a|per|each|every) year|yearly|annual(?:ly)?(?! report)",
            r"(?:pro|je|im) jahr|jährlich\w*",
            r"par an\b|chaque année|annuel\w*",
        ),
    ),
)
"""Days in which a thing happens once: how many a day one of the period is."""
SECONDS: Final = any_of(r"s(?:ec(?:ond)?s?)?\b", r"sekunden?", r"secondes?")
WITHIN: Final = any_of(
    r"within|under|below|less than|at most|in|faster than|no more than",
    r"innerhalb(?: von)?|unter|weniger als|höchstens|binnen|in",
    r"moins d['’e]|en|sous|au plus|inférieure? à",
)
AT_ONCE: Final = any_of(
    r"\breal[- ]?time\b",
    r"\bimmediately\b|\binstant(?:ly)?\b",
    r"\bechtzeit\b|\bsofort\w*",
    r"\btemps réel\b|\bimmédiat\w*|\binstantané\w*",
)
CURRENCIES: Final = {
    **dict.fromkeys(("€", "eur", "euro", "euros"), "EUR"),
    **dict.fromkeys(("$", "usd", "dollar", "dollars", "us-dollar", "us$"), "USD"),
    **dict.fromkeys(("£", "gbp", "pounds", "pfund", "livres sterling"), "GBP"),
    **dict.fromkeys(("chf", "franken", "francs suisses", "swiss francs", "francs"), "CHF"),
    **dict.fromkeys(("sek",), "SEK"),
    **dict.fromkeys(("pln", "zloty"), "PLN"),
    **dict.fromkeys(("cad",), "CAD"),
    **dict.fromkeys(("jpy", "yen"), "JPY"),
    **dict.fromkeys(("inr", "rupees"), "INR"),
}
DEMANDS_PLACE: Final = any_of(
    r"\bonly\b|\bmust\b|\bstays?\b|\bremains?\b|\bhosted\b|\bprocessed\b|\bstored\b|\bkept\b|\binside\b",
    r"\b(?:may|must|can|shall|will|not|never|cannot) leaves?\b|\bwithout leaving\b",
    r"\b(?:no|nothing|never)(?: \w+){0,2} leaves\b",
    r"\bresiden\w+\b|\bmay run in\b",
    r"\bnur\b|\bbleib\w*|\bausschließlich\b|\bgehostet\w*|\bverarbeitet\b|\bgespeichert\b|\bverlassen\b|\bmüssen\b",
    r"\buniquement\b|\bseulement\b|\brest(?:e|ent|er)\b|\bhéberg\w+|\btrait(?:é|ée|és|ées)\b|\bquitter\b|\bdoi(?:t|vent)\b",
    r"\bexclusivement\b|\bconservée?s?\b|\bstockée?s?\b",
)
"""Words that make of a place named beside them the place where data must be."""
OWN_SERVERS: Final = any_of(
    r"\bown (?:servers?|data ?cent(?:re|er)s?|hardware|machines?|infrastructure|premises|gpus?)\b",
    r"\bon[- ]prem\w*",
    r"\b(?:not|never|nothing)(?: \w+){0,3} leave (?:our|the|my) (?:own )?"
    r"(?:servers?|house|building|premises|network|company|data ?cent(?:re|er))\b",
    r"\beigene[nrms]* (?:server\w*|rechenzentr\w+|hardware|infrastruktur|rechner\w*)",
    r"\b(?:haus|unternehmen|betrieb|netz) (?:nicht|nie) verlassen",
    r"\bim (?:eigenen )?haus bleiben|\bbei uns im haus\b",
    r"\b(?:nos|leurs|des|ses) (?:propres )?serveurs(?: internes)?\b|\bsur site\b",
    r"\b(?:notre|propre) (?:propre )?(?:centre de données|datacenter|infrastructure)\b",
)
DEVICE: Final = any_of(
    r"\bedge\b|\bon (?:a|the|each|every) (?:\w+ )?(?:device|machine|tablet|laptop|phone)s?\b|\bembedded\b",
    r"\bauf (?:de[mnr]|eine[mr]|jede[mr]) (?:\w+ )?(?:gerät\w*|maschine\w*|tablet\w*|laptop\w*)|\bam gerät\b",
    r"\bsur (?:un|une|l['’]|la|chaque) ?(?:appareil|machine|tablette|terminal)\w*|\bembarqué\w*",
)
NO_NETWORK: Final = any_of(
    r"\bair[- ]?gap\w*|\b(?:without|no) (?:an? |any )?(?:internet|network|connection)\w*|\boffline\b",
    r"\bohne (?:inter)?net\w*|\bohne verbindung\w*|\babgeschottet\w*|\bvom netz getrennt",
    r"\bsans (?:connexion|réseau|internet|accès)\b|\bhors[- ]ligne\b|\bisolée? du réseau",
)
CLOUD: Final = any_of(r"\bcloud\b", r"\bapi of a provider\b|\bprovider'?s api\b", r"\bnuage\b")
SECTORS_READ: Final = (
    (
        "health",
        any_of(
            r"\bhospitals?\b|\bclinics?\b|\bhealthcare\b",
            r"\bkrankenhaus\w*|\bklinik\w*|\bspital\w*",
            r"\bhôpit\w+|\bclinique",
        ),
    ),
    (
        "finance",
        any_of(
            r"\bbanks?\b|\binsur(?:er|ance)\w*|\basset manag\w+",
            r"\w*bank\b(?!ett)|\b\w*versicher(?:er|ung)\w*|\bsparkasse\w*",
            r"\bbanques?\b|\bassur(?:eur|ance)s?\b|\bmutuelle\w*",
        ),
    ),
    (
        "defence",
        any_of(r"\bdefen[cs]e\b|\barmy\b|\bmilitary\b", r"\bbundeswehr\b|\bmilitär\w*", r"\bdéfense\b|\barmée\b"),
    ),
    (
        "public_sector",
        any_of(
            r"\bcity (?:council|administration|hall)\b|\bministry\b|\bmunicipal\w*|\bpublic authority\b|\bgovernment\b",
            r"\bstadtverwaltung\b|\bministerium\b|\bbehörde\w*|\bgemeinde\w*|\blandratsamt\b|\b(?:finanz|jobcenter|landes)amt\b",
            r"\bmairie\b|\bministère\b|\bcollectivité\w*|\bpréfecture\b|\badministration (?:publique|communale)\b",
        ),
    ),
)
CITIES: Final = {
    **dict.fromkeys(("berlin", "munich", "münchen", "hamburg", "frankfurt", "cologne", "köln", "stuttgart"), "DE"),
    **dict.fromkeys(("paris", "lyon", "marseille", "toulouse", "lille", "nantes", "bordeaux"), "FR"),
    **dict.fromkeys(("geneva", "genf", "genève", "zurich", "zürich", "basel", "bâle", "bern", "lausanne"), "CH"),
    **dict.fromkeys(("vienna", "wien", "vienne", "graz", "linz"), "AT"),
    **dict.fromkeys(("london", "londres", "manchester", "edinburgh"), "GB"),
    **dict.fromkeys(("brussels", "brüssel", "bruxelles"), "BE"),
    **dict.fromkeys(("madrid", "barcelona", "barcelone"), "ES"),
    **dict.fromkeys(("amsterdam", "rotterdam"), "NL"),
    **dict.fromkeys(("stockholm",), "SE"),
    **dict.fromkeys(("warsaw", "warschau", "varsovie"), "PL"),
    **dict.fromkeys(("new york", "san francisco", "boston", "chicago"), "US"),
}
COUNTRIES_ALSO: Final = {
    **dict.fromkeys(("the us", "usa", "u.s.", "united states", "états-unis", "den usa", "vereinigten staaten"), "US"),
    **dict.fromkeys(
        ("uk", "britain", "england", "großbritannien", "royaume-uni", "angleterre", "vereinigtes königreich"), "GB"
    ),
    **dict.fromkeys(("der schweiz", "schweiz"), "CH"),
}
EUROPE: Final = any_of(
    r"\beu\b|\beuropean union\b|\beurope\b",
    r"\beuropäischen? union\b|\beuropa\b",
    r"\bue\b|\bunion européenne\b|\bl['’]europe\b",
)
