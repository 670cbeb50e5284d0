"""Duties of law, sector and people beyond what the record says: topic, statement, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def by_part(rules: Mapping[str, tuple[str, str, str]]) -> dict[str, str]:
    """Key to template of rules by their id: ``risk.<id>.topic``, ``.statement`` and ``.action``."""
    return {
        f"risk.{key}.{part}": text
        for key, texts in rules.items()
        for part, text in zip(("topic", "statement", "action"), texts, strict=True)
    }


_DUTIES: Final = {
    "prohibited": (
        "EU AI Act: prohibited uses",
        (
            "Some uses are banned whatever the model: manipulation, social scoring, reading emotions at work "
            "(Article 5, {when} {day}); intimate images of people without their consent and material of child abuse"
            " from {later}."
        ),
        ("Hold the use against Article 5 before the start, and keep the result with the decision."),
    ),
    "role": (
        "EU AI Act: your role",
        (
            "Who uses a system under its own authority is a deployer; who puts one on the market or into service "
            "under its own name is a provider and owes far more (Article 3, {when} {day})."
        ),
        ("Write down which of the two you are for this system, and who is the provider of its model."),
    ),
    "gpai": (
        "EU AI Act: what the model's provider owes",
        (
            "Providers of general-purpose models owe documentation to those who build on them, a copyright policy "
            "and a public summary of the training content (Article 53, {when} {day}; models from before that day by"
            " {later})."
        ),
        ("Get the documentation of Annex XII and the summary, and ask whether the code of practice is signed."),
    ),
    "gpai_tuning": (
        "EU AI Act: tuning a model",
        (
            "Who changes a general-purpose model with more than a third of the computing that trained it counts as "
            "provider of the changed model, for the change (Commission's guidelines of 18 July 2025). Usual tuning "
            "stays far below."
        ),
        ("Note the computing that the tuning takes, and keep it with the model's documentation."),
    ),
    "public_register": (
        "EU AI Act: registration by public bodies",
        (
            "A public body registers its use of a high-risk system in the EU's database and uses none that is not "
            "registered (Articles 26(8) and 49(3)). From which day is read differently since the dates were moved."
        ),
        ("Ask the market surveillance authority from which day, and prepare the entry with the impact assessment."),
    ),
    "explain": (
        "EU AI Act: right to an explanation",
        (
            "People on whom a decision rests that a high-risk system took part in may ask what part it played "
            "(Article 86, {when} {day})."
        ),
        (
            "Keep input, sources, model version and the reviewer's reasons for each decision, so that it can be "
            "explained."
        ),
    ),
    "bias_data": (
        "EU AI Act: data to find bias",
        (
            "To find and correct bias, special categories of personal data may be processed under conditions, by "
            "deployers too (Article 4a, {when} {day})."
        ),
        (
            "Agree with the data protection officer which attributes are used for it, who sees them and when they "
            "are erased."
        ),
    ),
    "high_risk_finance": (
        "EU AI Act: high risk in finance",
        (
            "Judging the creditworthiness of people, and risk or price of life and health insurance, is high-risk "
            "(Annex III, 5(b) and (c), {when} {day})."
        ),
        "State in writing that the use is neither, or set its class to high.",
    ),
    "high_risk_work": (
        "EU AI Act: decisions about people",
        (
            "Your words speak of applicants, credit or benefits: selecting people, judging their credit or their "
            "claim to benefits is high-risk (Annex III, 4 and 5, {when} {day})."
        ),
        "Have the class of risk assessed before the pilot.",
    ),
    "dpia": (
        "Data protection impact assessment",
        (
            "New technology with a likely high risk to people takes an impact assessment before it starts (GDPR "
            "Article 35); supervisory authorities list kinds of processing that always need one."
        ),
        (
            "Check the list of your authority, record the result, and do the assessment before the pilot where it "
            "is due."
        ),
    ),
    "automated": (
        "Automated decisions",
        (
            "A decision with legal or like effect may not rest on the machine alone, but for narrow exceptions "
            "(GDPR Article 22)."
        ),
        ("Have a person with time, knowledge and power decide, and show that answers are overruled."),
    ),
    "breach": (
        "Data breaches",
        (
            "A breach of personal data is notified to the authority within 72 hours, and to the people where the "
            "risk is high (GDPR Articles 33 and 34); prompts and logs count."
        ),
        ("Put the provider's notice into the contract, and prompts and logs into the incident plan."),
    ),
    "erasure": (
        "Access and erasure",
        (
            "People may ask what is held on them and have it erased (GDPR Articles 15 to 17): in prompts, logs, "
            "indexes and data for tuning. Out of trained weights nothing can be taken again with certainty."
        ),
        ("Keep personal data out of tuning, and name for each store how a person's data is found and erased."),
    ),
    "eba_outsourcing": (
        "EBA: outsourcing",
        (
            "What supervision calls outsourcing of functions follows the EBA's guidelines ({when} {day}); for ICT "
            "services DORA goes first, and for the rest a draft of 8 July 2025 would replace them."
        ),
        ("Have the outsourcing desk say which of the two regimes this contract falls under."),
    ),
    "dora_incident": (
        "DORA: incidents",
        (
            "Major ICT incidents are classified and reported to supervision, those at the provider of the model too"
            " (Articles 17 to 19, {when} {day})."
        ),
        ("Name the signs by which a failing or changed model becomes an incident, and who reports it."),
    ),
    "bafin_ai": (
        "BaFin: AI as ICT system",
        (
            "BaFin reads AI systems as ICT systems under DORA over their whole life: strategy, inventory, tests, "
            "logs, third parties, retirement (guidance of 18 December 2025, not binding)."
        ),
        ("Hold the house's ICT framework against the guidance, and file the result with this decision."),
    ),
    "eiopa_ai": (
        "EIOPA: AI in insurance",
        (
            "For AI that is neither banned nor high-risk EIOPA expects fairness, data governance, records, "
            "explanations, human oversight and security in proportion (opinion of 6 August 2025)."
        ),
        "Say in the policy on AI how each of the six is met for this use.",
    ),
    "cards": (
        "Payment cards (PCI DSS)",
        (
            "Whatever stores, processes or transmits cardholder data is in scope, prompts, logs and indexes too; "
            "providers are managed (Requirements 3, 7, 10 and 12.8, all of v4.0.1 {when} {day})."
        ),
        ("Mask or tokenise card numbers before the model, and get the provider's attestation where they reach it."),
    ),
    "cards_ask": (
        "Payment cards (PCI DSS)",
        (
            "Whether card numbers can reach prompts, documents or logs is not said; where they do, PCI DSS holds "
            "for them."
        ),
        ("Say whether they can, and filter them out before the model where they must not."),
    ),
    "hipaa_risk": (
        "HIPAA: risk analysis",
        (
            "Protected health information asks for a risk analysis of every system that holds it and for the least "
            "that the purpose needs (45 CFR 164.308(a)(1) and 164.502(b))."
        ),
        ("Add model, logs and index to the risk analysis, and cut prompts to what the task needs."),
    ),
    "health_us_guidance": (
        "Responsible AI in health care",
        (
            "Joint Commission and CHAI name seven elements: policy and governance, privacy and openness to "
            "patients, data security, quality monitoring, reporting of safety events, bias, training (17 September "
            "2025, voluntary)."
        ),
        ("Name the committee, the local test before use, and the way in which staff report what went wrong."),
    ),
    "medical_device": (
        "Medical device",
        (
            "Software that informs decisions on diagnosis or therapy of a patient is a medical device of class IIa "
            "or higher (Regulation (EU) 2017/745, Annex VIII, rule 11, {when} {day}); administration and "
            "transcripts alone are not."
        ),
        (
            "Write down the intended purpose, and have regulatory affairs confirm that it is none, or that the "
            "vendor has the CE mark."
        ),
    ),
    "secrecy": (
        "Professional secrecy (Germany)",
        (
            "Who takes part in a doctor's work from outside must be bound to secrecy, or the doctor commits an "
            "offence (StGB, section 203(3) and (4))."
        ),
        ("Bind the provider and its subcontractors to secrecy in writing, or keep the data on own servers."),
    ),
    "public_reasons": (
        "Reasons for decisions",
        (
            "An administration gives reasons for its decisions (Charter of Fundamental Rights, Article 41(2)(c), "
            "for the Union's bodies; the law of the state for others)."
        ),
        (
            "Have the official write the reasons, with the sources that the answer names; the model's own "
            "explanation is none."
        ),
    ),
    "public_uk": (
        "AI Playbook for the UK Government",
        (
            "Ten principles bind public bodies in practice: limits known, lawful, secure, human control, life "
            "cycle, right tool, openness, commercial partners early, skills, assurance (10 February 2025)."
        ),
        ("Go through the ten with the owner of the service, and publish the use in the transparency record."),
    ),
    "nis2": (
        "Cybersecurity (NIS 2)",
        (
            "Essential and important entities manage the security of their suppliers and report significant "
            "incidents, first within 24 hours (Directive (EU) 2022/2555, Articles 21 and 23, by the law of the "
            "state)."
        ),
        (
            "Say whether the house is one; if so, put the model's provider and servers into supplier checks and "
            "incident plan."
        ),
    ),
    "plant": (
        "AI beside machines",
        (
            "For AI beside operational technology CISA and partners ask for a clear benefit, data pushed out to a "
            "separate system, a person in the loop and a safe state on failure (3 December 2025)."
        ),
        ("Keep the model out of control loops, let it read only, and try what happens when it is wrong or gone."),
    ),
    "works_question": (
        "Representatives of the workers",
        (
            "Whether people at work use it and what is logged of them is not said; representatives are informed and"
            " consulted before work changes substantially (Directive 2002/14/EC, Article 4), in Germany and France "
            "with more rights."
        ),
        ("Ask whether there is a works council, and inform it before the pilot of what is logged of whom."),
    ),
    "c5": (
        "Health data in the cloud (Germany)",
        (
            "Hospitals, practices and health insurers, and who processes for them, may use cloud computing for "
            "health data only with a current C5 attestation of type 2 of whoever processes it (SGB V, section 393, "
            "{when} {day})."
        ),
        (
            "Get the C5 attestation for the very service and region before any data is sent, or keep the data on "
            "own servers."
        ),
    ),
    "clinical_check": (
        "A clinician's check",
        (
            "A summary, translation or transcript that is wrong can harm a patient; local tests before use and "
            "monitoring after it are asked for (Joint Commission and CHAI, 17 September 2025)."
        ),
        (
            "Let a clinician release every text, test 50 to 100 of your own with specialists first, and count what "
            "they change."
        ),
    ),
    "model_risk_us": (
        "Model risk (United States)",
        (
            "The agencies' guidance on model risk of 17 April 2026 (SR 26-2, in place of SR 11-7) leaves generative"
            " AI out and announces a request for information; the duty to manage its risks stays."
        ),
        (
            "Put it into the model inventory all the same, have it validated by others than its builders, and mend "
            "policies that cite SR 11-7."
        ),
    ),
    "ch_data": (
        "Data protection (Switzerland)",
        (
            "People are informed, processors are bound by contract, disclosure abroad needs adequate protection, "
            "and high risk an impact assessment (Federal Act on Data Protection, Articles 9, 16, 19 and 22, {when} "
            "{day}); people, not the house, are fined up to 250,000 CHF."
        ),
        (
            "Sign the contract of processing with the place of processing in it, and do the impact assessment "
            "before the pilot."
        ),
    ),
    "ch_finma": (
        "Supervision (FINMA)",
        (
            "A material function at a provider is outsourcing: inventory, audit, instruction and a way back ({when}"
            " {day}, Circular 2018/3); of AI FINMA expects an inventory, classified risks, tests, explanations and "
            "an independent review (Guidance 08/2024)."
        ),
        ("Say whether the function is material, enter it and the model in the inventories, and keep the tests."),
    ),
    "ch_secrecy": (
        "Banking secrecy (Switzerland)",
        (
            "If the house is a bank, whoever reveals what was confided to it commits an offence, agents included "
            "(Banking Act, Article 47); data of clients that others can read in the clear is revealed."
        ),
        (
            "Keep clients unrecognisable for the provider by keys of your own or pseudonyms, bind its people to "
            "secrecy, or run it yourselves."
        ),
    ),
    "recording_ch": (
        "Recorded talks (Switzerland)",
        (
            "To record a talk that is not public without the consent of all who take part is an offence (Criminal "
            "Code, Articles 179bis and 179ter)."
        ),
        ("Ask everybody before the recording starts, keep the consent, and say how long sound and text are kept."),
    ),
    "recording_de": (
        "Recorded talks (Germany)",
        ("To record the spoken word that is not public without consent is an offence (StGB, section 201)."),
        ("Ask everybody before the recording starts, keep the consent, and say how long sound and text are kept."),
    ),
    "minors": (
        "Minors",
        (
            "Below 16, or down to 13 by the law of the state, parents consent (GDPR Article 8); providers' terms "
            "set ages of their own, often 13 or 18; to judge what pupils have learnt, or to steer it, is high-risk "
            "(AI Act, Annex III, 3)."
        ),
        (
            "Read the provider's age limits for end users, get the parents' consent, and leave marks and places to "
            "teachers."
        ),
    ),
}
"""By the id of a rule of ``governance_rules.csv``."""
DUTY_SENTENCES: Final[dict[str, str]] = by_part(_DUTIES)
"""Key to template."""
