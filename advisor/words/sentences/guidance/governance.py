"""Governance: duties and risks with what to do about them."""

from __future__ import annotations

from typing import Final

_RISKS: Final = {
    "literacy": (
        "EU AI Act: AI literacy",
        (
            "Measures support that staff who use or run the system can judge it (Article 4, {when} {day}); since "
            "27 July 2026 no particular level is owed for each person (Regulation (EU) 2026/1744)."
        ),
        "Train the users and the operators before the start, and keep a record of it.",
    ),
    "deployer": (
        "EU AI Act: duties of a deployer of high-risk AI",
        (
            "Human oversight, input data control, monitoring, logs kept at least six months, information "
            "of workers and of affected people (Article 26). Annex III uses {when} {day}, products of Annex I from "
            "{later}: Regulation (EU) 2026/1744 moved both, in force since 27 July 2026."
        ),
        "Name an overseer with power to stop the system, log every decision, and use the time until then to prove it.",
    ),
    "rights": (
        "EU AI Act: fundamental rights impact assessment",
        (
            "Public bodies, and banks and insurers for credit and life or health cover, assess the impact on "
            "fundamental rights before first use (Article 27, {when} {day})."
        ),
        "Do the assessment with the data protection impact assessment and notify the market surveillance authority.",
    ),
    "become_provider": (
        "EU AI Act: you may become the provider",
        (
            "Putting your name on a high-risk system or changing it substantially makes you its provider (Article 25, "
            "{when} {day})."
        ),
        "Settle in the contract who is the provider, and get the technical documentation of the model.",
    ),
    "risk_class": (
        "EU AI Act: class of risk",
        "The class of risk has not been assessed; the duties depend on it.",
        "Check the use against Articles 5 and 6 and Annex III before the start, and record the result.",
    ),
    "transparency": (
        "EU AI Act: transparency",
        (
            "People must know that they deal with an AI, and generated media must be marked (Article 50, {when} {day}; "
            "marks of systems that were on the market before: from {later})."
        ),
        "Show a notice in the interface; keep the machine-readable marks in generated images and speech.",
    ),
    "personal_data": (
        "Personal data",
        (
            "A legal basis, a processing agreement with every processor and information of the people "
            "concerned (GDPR Articles 6, 13, 14 and 28)."
        ),
        "Sign the data processing agreement before the first call, and add the processing to your register.",
    ),
    "transfers": (
        "Transfers out of Europe",
        "Processing outside the European Economic Area needs an adequacy decision or safeguards (Articles 44 to 49).",
        "Pin processing to the EU by contract, or document the transfer and its safeguards.",
    ),
    "health": (
        "Health data",
        (
            "Health data is a special category: processing needs one of the grounds of Article 9(2), and "
            "large-scale use a data protection impact assessment (Article 35)."
        ),
        (
            "Do the impact assessment with the data protection officer before the start, and pseudonymise "
            "where the task allows it."
        ),
    ),
    "health_us": (
        "Health data",
        (
            "Health data is specially protected: in the United States a business associate agreement "
            "under HIPAA is needed (45 CFR 164.504(e))."
        ),
        "Sign the business associate agreement, and keep identifiers out of prompts where the task allows it.",
    ),
    "supervision": (
        "Supervision",
        (
            "A financial house that uses a provider or rented servers buys an ICT service from a third party: it "
            "stands in the register, the contract gives access, audit and exit, and a way out is planned (DORA, "
            "Articles 28 and 30, since {day})."
        ),
        (
            "Enter the provider in the register of information, check its contract against Article 30, say whether "
            "the function is critical or important, and write and try the exit plan."
        ),
    ),
    "supervision_own": (
        "Supervision",
        (
            "Servers and model of one's own belong into the house's framework for ICT risk, with tests, logs and a "
            "plan for failures; bought support is an ICT service of a third party (DORA, Articles 6, 28 and 30, since "
            "{day})."
        ),
        (
            "Add model and servers to the inventory and to the tests of resilience, say whether the function is "
            "critical or important, and register the suppliers."
        ),
    ),
    "supervision_open": (
        "Supervision",
        "The question names a supervision; which one it is and what it asks cannot be told from the answers.",
        "State the sector and the states concerned, and ask the supervision before the contract is signed.",
    ),
    "workers_de": (
        "Works council (Germany)",
        (
            "A system that can record what people do is introduced with the works council's consent alone (BetrVG, "
            "section 87(1) no. 6); it is told of planned AI in time (section 90(1) no. 3) and may take an expert "
            "(section 80(3)). Of high-risk AI the workers are told before its use (AI Act, Article 26(7))."
        ),
        (
            "Agree before the pilot on what is logged of whom, for how long and who sees it, rule out the judging of "
            "performance, and sign a works agreement."
        ),
    ),
    "workers_fr": (
        "Works council (France)",
        (
            "The comité social et économique is consulted before new technology is introduced (Code du travail, "
            "L2312-8), and before means that can check on what employees do are put to use (L2312-38)."
        ),
        "Consult it before the pilot, with what is logged of whom, for how long and who sees it.",
    ),
    "workers_eu": (
        "Representatives of the workers",
        (
            "Workers' representatives are informed and consulted before work is organised in a substantially other way "
            "(Directive 2002/14/EC, Article 4); of high-risk AI the workers are told before its use (AI Act, "
            "Article 26(7)). The law of the state says how."
        ),
        "Have the law of the state checked, and inform them before the pilot of what is logged of whom.",
    ),
    "workers": (
        "Representatives of the workers",
        "The question names them; the answers name no state, on whose law their say depends.",
        "Name the states in which people will use it, and inform the representatives before the pilot.",
    ),
    "licence": ("Licence duties", "{licence}: {terms}", "Fulfil its duties: {duties}"),
    "false_answers": (
        "Wrong answers that sound right",
        "Every language model states falsehoods fluently; public hallucination rates are not zero for any.",
        "Ask for sources in the answer, evaluate on your own documents, and let a person check what has consequences.",
    ),
    "injection": (
        "Instructions hidden in content",
        "Text that the model reads can carry instructions (prompt injection), and tools turn them into deeds.",
        "Give tools the least rights, ask a person before anything irreversible, and log every call.",
    ),
    "training": (
        "Training on your data",
        "No source states whether {provider} trains on customers' data.",
        "Get it excluded in the contract before any data is sent.",
    ),
    "retention": (
        "Retention",
        "No source states how long {provider} keeps prompts.",
        "Ask for the period, and for zero retention if the data is sensitive.",
    ),
    "copyright": (
        "Copyright claims",
        "Who pays when an output infringes a copyright depends on the contract.",
        "Read the indemnification clause and its conditions (filters on, no known infringement).",
    ),
    "lock_in": (
        "Bound to one vendor",
        "{model} is offered only by its vendor and the vendor's partners.",
        (
            "Keep prompts, tests and evaluation data yours, call it through an OpenAI-compatible layer, and "
            "keep a tested second source."
        ),
    ),
    "retirement": (
        "Retirement",
        "{model} retires on {day}.",
        "Plan the move {months} months ahead, with the evaluation set as acceptance test.",
    ),
    "retirement_vectors": (
        "Retirement",
        "{model} retires on {day}.",
        (
            "Begin {months} months ahead to embed the corpus with the successor into a second index, and switch when "
            "judged queries find as much in it."
        ),
    ),
    "no_retirement_vectors": (
        "Retirement",
        "No retirement date of {model} is stated; hosted models are replaced every one to two years.",
        "Ask for the notice period: it must be long enough to embed the corpus anew and to judge its results.",
    ),
    "vectors": (
        "Changing the model",
        "No other model reads the vectors of {model}: any change means embedding the whole corpus again.",
        "Keep the texts beside their vectors, and room for a second index while you change.",
    ),
    "vectors_own": (
        "Changing the model",
        (
            "No other model reads the vectors of {model}: any change means embedding all {tokens:,.0f} million tokens "
            "again."
        ),
        "Keep the texts beside their vectors, and room for a second index while you change.",
    ),
    "vectors_priced": (
        "Changing the model",
        (
            "No other model reads the vectors of {model}: any change means embedding all {tokens:,.0f} million tokens "
            "again, about {money} at the list price of this one."
        ),
        "Keep the texts beside their vectors, and room for a second index while you change.",
    ),
    "run_it": (
        "Running it yourselves",
        "GPU servers need patching, monitoring, on-call duty and capacity planning.",
        "Name the team and its hours before the purchase, or take a managed service.",
    ),
    "licence_unknown": (
        "Licence",
        "The licence of {model} is unknown to the catalog.",
        "Read the licence with the legal department before use.",
    ),
    "may_train": (
        "Training on your data",
        "{provider} may train on customers' data by default.",
        "Opt out, and have the exclusion confirmed in writing.",
    ),
    "abuse_monitoring": (
        "Retention",
        "{provider} keeps prompts for a while to detect abuse; people may read them.",
        "Ask for zero retention or the exemption from human review if the data is sensitive.",
    ),
    "no_retirement": (
        "Retirement",
        "No retirement date of {model} is stated; hosted models are replaced every one to two years.",
        "Ask for the notice period, and run the evaluation set on the successor when it appears.",
    ),
}
"""Topic, statement, and what to do."""
_BRIEF: Final = {
    "supervision": "entry in the register, contract clauses and exit plan (DORA)",
    "supervision_own": "in the ICT risk framework and its tests, suppliers registered (DORA)",
    "supervision_open": "state the sector and the states, and ask it before signing",
    "workers_de": "its consent before the pilot, by a works agreement",
    "workers_fr": "consulted before the pilot",
    "workers_eu": "informed and consulted before the pilot",
    "workers": "name the states; inform them before the pilot",
}
"""What page one says of those whom a question names."""
GOVERNANCE_SENTENCES: Final[dict[str, str]] = {
    f"risk.{key}.{part}": text
    for key, texts in _RISKS.items()
    for part, text in zip(("topic", "statement", "action"), texts, strict=True)
} | {f"risk.{key}.brief": text for key, text in _BRIEF.items()}
"""Key to template."""
