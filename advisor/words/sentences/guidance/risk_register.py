"""The risk register: points of model and data, what a risk leads to, and who acts."""

from __future__ import annotations

from typing import Final

_DUTIES: Final = {
    "interpretability": (
        "Reasons of a model",
        (
            "What a language model writes as its reasons need not be how it came to the answer: it may hide what "
            "moved it (Turpin et al. 2023)."
        ),
        (
            "Where reasons are owed, let the answer quote its sources and a person decide, or take a model that can"
            " be read: rules or a linear one."
        ),
    ),
    "bias": (
        "Bias",
        (
            "Answers can differ by sex, origin, age or language where they should not (harmful bias, NIST AI 600-1,"
            " 2.6); public scores say little about your work."
        ),
        (
            "Compare groups on your own cases before the start and each quarter, with intervals, and keep the "
            "result as evidence."
        ),
    ),
    "drift": (
        "A model that changes",
        (
            "A hosted model can be changed or replaced by its provider, and answers move with it; monitoring after "
            "the start is asked for (NIST AI 600-1, MANAGE 4.1)."
        ),
        ("Call a pinned version, run the evaluation set each month, and name the drop at which you go back."),
    ),
    "logs": (
        "Logs",
        (
            "Without a record of prompt, answer, version and sources no incident can be traced (NIST AI 600-1, "
            "GOVERN 1.5)."
        ),
        (
            "Set what is logged, for how long and who reads it, and keep secrets and personal data out where the "
            "task allows."
        ),
    ),
    "liability": (
        "Product liability",
        (
            "Software is a product: who places it on the market is liable for damage by its defects, without fault "
            "(Directive (EU) 2024/2853, for what is placed on the market after 9 December 2026)."
        ),
        ("If others get the system from you, settle with the vendor who answers for defects, and keep proof of tests."),
    ),
    "energy": (
        "Energy",
        (
            "Every request takes energy and emits CO2; the record states both for each alternative, of providers by"
            " the formula of EcoLogits 0.11.3."
        ),
        ("Report the figures with the house's own, and prefer the smaller model where it is enough."),
    ),
    "data_rights": (
        "Data: the right to use it",
        (
            "Documents, prompts and examples need a right to be used for this purpose (ISO/IEC 42001, A.7.3): own, "
            "licensed or public."
        ),
        ("List the sources with owner, right and purpose, and leave out what has none."),
    ),
    "data_quality": (
        "Data: garbage in, garbage out",
        ("Contradictory, doubled or badly read documents come back as wrong answers (ISO/IEC 42001, A.7.4)."),
        ("Draw 50 documents, count what is unreadable, doubled or outdated, and mend the source before the model."),
    ),
    "data_fresh": (
        "Data: kept up to date",
        (
            "Retrieval answers from what the index holds: what was withdrawn yesterday must be out of it today "
            "(ISO/IEC 42001, A.7.4)."
        ),
        ("Name for each source who keeps it, how soon a change is in the index, and what removes the withdrawn."),
    ),
    "data_access": (
        "Data: who may see it",
        (
            "A search that ignores the rights of documents tells everybody everything (data privacy, NIST AI 600-1,"
            " 2.4)."
        ),
        (
            "Carry the rights of each document into the index, filter by the asking person, and try it with an "
            "account that may see nothing."
        ),
    ),
    "data_labels": (
        "Data: labels",
        "Tuning teaches the labels with their errors (ISO/IEC 42001, A.7.4).",
        ("Have two people label 100 examples, and mend the instructions where they disagree on more than a few."),
    ),
    "data_apart": (
        "Data: tests kept apart",
        ("Examples that were trained on prove nothing when they are tested on (ISO/IEC 42001, A.7.4)."),
        ("Split by customer or case before anything is trained, and never show the test part to whoever tunes."),
    ),
    "data_minimum": (
        "Data: the least that is needed",
        ("Personal data is limited to what the purpose needs (GDPR Article 5(1)(c)): in prompts, examples and logs."),
        ("Take names and numbers out before the model where the task allows, and put them back after it."),
    ),
    "data_groups": (
        "Data: everybody in it",
        ("Groups that the examples hardly show are served worse (ISO/IEC 42001, A.7.4)."),
        (
            "Count examples and tests by language, kind of customer and other groups that matter, and add where "
            "there are few."
        ),
    ),
    "data_tests": (
        "Data: cases of your own",
        (
            "Public scores do not say how a model does on your work; tests under conditions of use do (NIST AI "
            "600-1, MEASURE 2.3)."
        ),
        ("Collect 50 to 200 real cases with the right answer, and evaluate the shortlist on them before signing."),
    ),
    "data_origin": (
        "Data: where it came from",
        ("Nobody can correct what nobody can trace: origin and changes of data are kept (ISO/IEC 42001, A.7.5)."),
        ("Keep for each document or example where it came from, when, and what was done to it."),
    ),
}
"""By the id of a rule of ``governance_rules.csv``: what no law asks for, and the checklist of the data."""
_EFFECTS: Final = {
    "ai_law": "A fine, or an order to stop the use",
    "privacy": ("People's data is seen or used without a right to it: complaint, fine, loss of trust"),
    "supervision": "Findings of supervision; the contract must be changed under way",
    "workers": "An injunction or a conflict stops the introduction",
    "security": "Data flows out, or a tool does what nobody ordered",
    "accuracy": "Somebody acts on a wrong answer",
    "interpretability": "A decision cannot be explained to whom it concerns",
    "fairness": "People of a group are treated worse: complaint, damages, loss of trust",
    "liability": "Damages are paid that nobody covers",
    "copyright": "A claim for an infringing output falls on the house",
    "licence": "The right to use the model is lost",
    "lock_in": "Price or terms change, and leaving takes months",
    "lifecycle": "The model ends or answers otherwise in the middle of operation",
    "operations": "Outages and long nights; the service is not available",
    "money": "The budget is exceeded",
    "energy": "Climate aims are missed, unnoticed",
    "data": "Wrong, old or forbidden answers from bad data",
}
"""What a risk of a theme leads to."""
_WHO: Final = {
    "owner": "Owner of the service",
    "legal": "Legal department",
    "dpo": "Data protection officer",
    "security": "Information security",
    "risk": "Risk management",
    "procurement": "Procurement",
    "operations": "Operations",
    "model": "Model team",
    "hr": "Human resources",
    "quality": "Quality management",
}
_REGISTER: Final = {
    "register.test_first.cause": "The choice rests on an inferred ability: no public score carries it.",
    "register.test_first.mitigation": "Run the test that the verdict names before the contract is signed.",
    "register.cost.cause": (
        "The monthly cost may exceed the cap: nine times in ten it stays below {high:,.0f} {currency}, the cap is "
        "{cap:,.0f}."
    ),
    "register.cost.mitigation": (
        "Set a limit at the provider, watch tokens from the first week, and name what is switched off first."
    ),
}
REGISTER_SENTENCES: Final[dict[str, str]] = (
    {
        f"risk.{key}.{part}": text
        for key, texts in _DUTIES.items()
        for part, text in zip(("topic", "statement", "action"), texts, strict=True)
    }
    | {f"governance.effect.{key}": text for key, text in _EFFECTS.items()}
    | {f"governance.who.{key}": text for key, text in _WHO.items()}
    | {f"governance.{key}": text for key, text in _REGISTER.items()}
)
"""Key to template."""
