"""The questionnaire as data: each question's field, label, kind of input, and why it is asked.

``path`` is the field of ``Answers`` (dotted); questions of a use case have paths relative to the use case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from advisor.questionnaire import labels

Kind = Literal[
    "text", "long_text", "integer", "number", "share", "choice", "choices", "yes_no", "codes", "optional_number"
]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: where the answer goes, how it is put, why it is asked, and what may be answered."""

    path: str
    label: str
    why: str
    kind: Kind
    options: Mapping[str, str] | None = None
    unit: str = ""
    essential: bool = False
    step: float = 1.0


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together and are answered in one form."""

    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]


Q = Question

PROBLEM: Final = Section(
    "problem",
    "The problem",
    "Start with the problem, not the model.",
    (
        Q("title", "Name of the decision", "Names the record that you will defend later.", "text", essential=True),
        Q("question", "What must be decided, and why now?", "Stands on the first page of the report.", "long_text"),
        Q("owner", "Decision owner", "Somebody must answer for the choice; printed on the report.", "text"),
        Q("notes", "Notes", "Anything the next reader should know; printed as typed.", "long_text"),
    ),
)

WORK: Final = Section(
    "work",
    "The work",
    "What the model is for decides which abilities count and by how much.",
    (
        Q("name", "Name of the use case", "Tells several use cases apart.", "text"),
        Q(
            "task",
            "What shall the model do?",
            "Decides which kinds of models qualify and which public benchmarks count.",
            "choice",
            labels.TASKS,
            essential=True,
        ),
        Q("description", "Describe the work", "Printed in the report; it does not change the ranking.", "long_text"),
        Q(
            "languages",
            "Languages",
            "A model whose documentation names its languages must name yours.",
            "codes",
            labels.LANGUAGES,
        ),
        Q(
            "modalities_in",
            "Input beyond text",
            "A model that cannot read images or audio is out when you need it.",
            "choices",
            labels.MODALITIES,
        ),
        Q(
            "context_tokens",
            "Largest single input",
            "The context window must hold it; a page of text is about 500 to 700 tokens.",
            "integer",
            unit="tokens",
            step=1000,
        ),
        Q("tools", "Must call tools", "Agents and integrations need reliable function calls.", "yes_no"),
        Q("structured_output", "Must return strict JSON", "Downstream systems often need a schema kept.", "yes_no"),
        Q(
            "minimum_fitness",
            "Lowest acceptable fitness",
            "0 accepts anything; 0.5 asks for the middle of the scale. Below it an alternative is out.",
            "share",
        ),
        Q(
            "importance",
            "Importance of this use case",
            "Weighs several use cases against each other in the portfolio.",
            "number",
        ),
    ),
)

LOAD: Final = Section(
    "load",
    "The load",
    "Volumes decide whether a price per token or a server of your own is cheaper.",
    (
        Q(
            "workload.requests_per_day",
            "Requests per day",
            "The first driver of cost.",
            "number",
            unit="requests",
            essential=True,
            step=100,
        ),
        Q(
            "workload.input_tokens",
            "Input tokens per request",
            "Prompt, context and history; 750 English words are about 1,000 tokens.",
            "integer",
            unit="tokens",
            essential=True,
            step=100,
        ),
        Q(
            "workload.output_tokens",
            "Output tokens per request",
            "Output costs three to six times as much as input and sets the waiting time.",
            "integer",
            unit="tokens",
            essential=True,
            step=50,
        ),
        Q(
            "workload.cached_input_share",
            "Share of the input that repeats",
            "Repeated prefixes (system prompt, documents) are billed at a cached price where there is one.",
            "share",
        ),
        Q(
            "workload.batch_share",
            "Share that may wait a day",
            "Batch interfaces are usually half the price.",
            "share",
        ),
        Q(
            "workload.peak_factor",
            "Peak over average",
            "Own servers are sized for the peak, not for the mean.",
            "number",
            unit="times",
            step=0.5,
        ),
        Q(
            "workload.active_hours_per_day",
            "Active hours per day",
            "Office hours or around the clock: it decides how many hours a server idles.",
            "number",
            unit="hours",
        ),
        Q(
            "workload.concurrency",
            "Requests at the same time, at peak",
            "Leave empty to derive it from the load and the time per request.",
            "optional_number",
            unit="requests",
        ),
        Q(
            "workload.growth_per_year",
            "Growth per year",
            "0.5 means half as much again each year; it moves the break-even.",
            "number",
            unit="per year",
            step=0.1,
        ),
        Q(
            "workload.audio_minutes_per_request",
            "Audio per request",
            "Counts for transcription.",
            "number",
            unit="minutes",
        ),
        Q("workload.images_per_request", "Images per request", "Counts for image generation.", "number", unit="images"),
        Q(
            "workload.characters_per_request",
            "Characters per request",
            "Counts for speech synthesis.",
            "number",
            unit="characters",
            step=100,
        ),
        Q(
            "workload.corpus_tokens",
            "Corpus to embed once",
            "Counts for semantic search: passages times their length.",
            "number",
            unit="tokens",
            step=1e6,
        ),
        Q(
            "latency.ttft_p95_ms",
            "Longest wait for the first token",
            "Above it an alternative is out; empty sets no limit. People notice about 1,000 ms.",
            "optional_number",
            unit="ms",
            step=100,
        ),
        Q(
            "latency.total_s",
            "Longest wait for the whole answer",
            "Above it an alternative is out; empty sets no limit.",
            "optional_number",
            unit="s",
        ),
    ),
)

DATA: Final = Section(
    "data",
    "The data",
    "The law and the policy of your house come before any preference; unknown policies fail closed.",
    (
        Q(
            "data.classification",
            "Sensitivity of the data",
            "Restricted data goes only where nothing is kept and nobody trains on it.",
            "choice",
            labels.DATA_CLASSES,
            essential=True,
        ),
        Q(
            "data.personal_data",
            "Personal data",
            "Brings the duties of data-protection law into the report.",
            "yes_no",
            essential=True,
        ),
        Q("data.health_data", "Health data", "A special category: stricter duties and certifications.", "yes_no"),
        Q(
            "data.residency",
            "Must be processed in",
            "An offer that cannot be pinned to one of these zones is out; empty sets no limit.",
            "choices",
            labels.ZONES,
        ),
        Q(
            "data.jurisdictions",
            "Countries whose law applies",
            "Two-letter country codes, such as DE or US; named in the risk section.",
            "codes",
            {},
        ),
        Q(
            "data.no_training",
            "Nobody may train on our data",
            "Providers whose policy trains, or is unknown, are out.",
            "yes_no",
        ),
        Q(
            "data.max_retention_days",
            "Longest retention at the provider",
            "0 asks for zero retention; empty sets no limit.",
            "optional_number",
            unit="days",
        ),
        Q(
            "data.certifications",
            "Certifications demanded",
            "A provider that does not show one of these is out.",
            "choices",
            labels.CERTIFICATIONS,
        ),
    ),
)

MONEY: Final = Section(
    "money",
    "Budget and hosting",
    "Where it may run, who would run it, and what it may cost.",
    (
        Q(
            "budget.monthly_cap",
            "Most it may cost per month",
            "Above it an alternative is out; it also anchors the cost scale. Empty sets no limit.",
            "optional_number",
            essential=True,
            step=500,
        ),
        Q("budget.currency", "Currency", "Three letters, such as USD or EUR.", "text"),
        Q(
            "budget.usd_per_unit",
            "US dollars per unit of that currency",
            "Prices in the catalog are US dollars; the rate is printed with the result.",
            "number",
            step=0.01,
        ),
        Q("budget.horizon_months", "Horizon", "Over which purchases are spread.", "integer", unit="months", step=12),
        Q(
            "hosting.allowed",
            "Where may it run?",
            "Rules ways of hosting in or out before anything is weighed.",
            "choices",
            labels.DEPLOYMENT_KINDS,
            essential=True,
        ),
        Q(
            "hosting.operations_skills",
            "Skills to run GPU servers",
            "Self-hosting without people who can run it is a risk.",
            "choice",
            labels.SKILLS,
            essential=True,
        ),
        Q("hosting.air_gapped", "No network at all", "Only what runs on site qualifies.", "yes_no"),
        Q(
            "hosting.country",
            "Country of your own servers",
            "Sets the electricity price and its carbon intensity (two letters).",
            "text",
        ),
        Q(
            "hosting.high_availability",
            "A spare replica is needed",
            "One more than the load asks for, so that one may fail.",
            "yes_no",
        ),
    ),
)

GOVERNANCE: Final = Section(
    "governance",
    "Control and governance",
    "How far you must be able to change, inspect and defend the model.",
    (
        Q(
            "customisation.fine_tuning",
            "Fine-tuning",
            "Needs weights or a tuning service.",
            "choice",
            labels.FINE_TUNING,
        ),
        Q(
            "customisation.weights_access_required",
            "We must hold the weights",
            "Only open-weights models qualify.",
            "yes_no",
        ),
        Q(
            "licence.open_source_required",
            "Open-source licence required",
            "Community licences with usage thresholds are out.",
            "yes_no",
        ),
        Q(
            "licence.redistribution",
            "We will ship the model to others",
            "Some licences forbid redistribution.",
            "yes_no",
        ),
        Q(
            "licence.monthly_users",
            "Monthly users of your product",
            "Several community licences end at a threshold of users.",
            "optional_number",
            unit="users",
        ),
        Q(
            "licence.annual_revenue_usd",
            "Annual revenue",
            "Some licences end at a threshold of revenue.",
            "optional_number",
            unit="USD",
        ),
        Q(
            "governance.eu_ai_act_risk",
            "Risk class under the EU AI Act",
            "Decides the duties listed in the report.",
            "choice",
            labels.AI_ACT,
        ),
        Q(
            "governance.indemnification_required",
            "Vendor must indemnify us",
            "Protects against copyright claims over output.",
            "yes_no",
        ),
        Q(
            "governance.allow_preview_models",
            "Preview models are acceptable",
            "Previews change or vanish without notice.",
            "yes_no",
        ),
        Q(
            "governance.review_months",
            "Review the decision after",
            "Prices and models move; the review date is printed.",
            "integer",
            unit="months",
        ),
    ),
)

DECISION_SECTIONS: Final = (PROBLEM, DATA, MONEY, GOVERNANCE)
USE_CASE_SECTIONS: Final = (WORK, LOAD)
SECTIONS: Final = (PROBLEM, WORK, LOAD, DATA, MONEY, GOVERNANCE)
ESSENTIAL: Final = tuple(q for section in SECTIONS for q in section.questions if q.essential)
