"""The questions about the problem, the work and the load."""

from __future__ import annotations

from typing import Final

from advisor.questionnaire import labels
from advisor.questionnaire.question import FormSection, Question

Q = Question

PROBLEM: Final = FormSection(
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

WORK: Final = FormSection(
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
            "0 accepts anything; 50 asks for the middle of the scale. Below it an alternative is out.",
            "share",
            unit="points of 100",
        ),
        Q(
            "importance",
            "Importance of this use case",
            "Weighs several use cases against each other in the portfolio.",
            "number",
        ),
    ),
)

USAGE: Final = (
    Q(
        "usage.people",
        "How many people use it",
        "Of the house or outside it; with how often each asks it gives the requests a day.",
        "optional_number",
        unit="people",
        step=50,
        empty="not stated",
    ),
    Q(
        "usage.requests_per_person_per_day",
        "How often each asks a day",
        "Empty takes what is usual for such work.",
        "optional_number",
        unit="times",
        empty="as usual",
    ),
    Q(
        "usage.documents_per_day",
        "Documents or recordings a day",
        "Texts, letters, tickets or recordings, each of which is one request.",
        "optional_number",
        unit="documents",
        step=100,
        empty="not stated",
    ),
    Q(
        "usage.documents_held",
        "Documents that are searched",
        "All that are held, not those of a day; with their pages they give the corpus.",
        "optional_number",
        unit="documents",
        step=1000,
        empty="not stated",
    ),
    Q(
        "usage.pages_per_document",
        "Pages of a document",
        "A page is about 400 words; it gives the tokens that go in.",
        "optional_number",
        unit="pages",
        empty="not stated",
    ),
)
"""How much work there is, in the words of the business; which of them are asked depends on the task."""

LOAD: Final = FormSection(
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
            unit="%",
        ),
        Q(
            "workload.batch_share",
            "Share that may wait a day",
            "Batch interfaces are usually half the price.",
            "share",
            unit="%",
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
            empty="derived from the load",
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
            "latency.itl_ms",
            "Longest gap between tokens",
            "Above it an alternative is out; empty sets no limit. 50 ms is faster than people read.",
            "optional_number",
            unit="ms",
            step=10,
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

ADAPTATION: Final = FormSection(
    "adaptation",
    "Knowledge and examples",
    "Decides between prompting, retrieval and tuning; it does not change the ranking of models.",
    (
        *(
            Q(
                f"adaptation.{field}",
                labels.ADAPTATION_QUESTIONS[field],
                why,
                "choice",
                labels.ADAPTATION_LEVELS[field],
            )
            for field, why in (
                ("knowledge_changes", "What is learned into weights is as old as the last training."),
                ("private_knowledge", "What no public model can know must be looked up or taught."),
                ("form", "Form and tone are what tuning teaches best."),
                ("domain", "A model that misses the words misses the matter."),
                ("explainability", "Only what is looked up can be shown."),
            )
        ),
        Q(
            "adaptation.labelled_pairs",
            "Examples with their right answers",
            "Inputs with the output that should have come; 0 where there are none.",
            "optional_number",
            unit="pairs",
            step=100,
            empty="not stated",
        ),
        Q(
            "adaptation.labels_quality",
            "How good these examples are",
            "A model learns the contradictions of its examples.",
            "choice",
            labels.LABELS_QUALITY,
        ),
        Q(
            "adaptation.domain_text_tokens",
            "Text of the field that could be learned from",
            "A page is about 500 to 700 tokens; 0 where there is none.",
            "optional_number",
            unit="tokens",
            step=1_000_000,
            empty="not stated",
        ),
    ),
)
"""What the choice between prompting, retrieval and tuning turns on."""
