"""Gates on what a model is, whoever runs it: names, ways to relax them, and the texts of failures."""

from __future__ import annotations

from typing import Final

MODEL_FAILURES: Final[dict[str, tuple[str, str, str]]] = {
    "task.only_moderation": (
        "made to judge content",
        "a model for {task}",
        "it was made to judge content against a policy and answers nobody, and you need a model for {task}",
    ),
    "task.only_translation": (
        "made to translate",
        "a model for {task}",
        "it was made to translate and nothing else, and you need a model for {task}",
    ),
    "task.only_reading": (
        "made to read documents out as text",
        "a model for {task}",
        "it was made to read documents out as text, and you need a model for {task}",
    ),
    "task": (
        "kind {kind:code}",
        "{kinds:code} for {task}",
        "it is of the kind {kind}, and {task:small} needs {kinds:or}",
    ),
    "status.retired": (
        "retired",
        "a model that is still offered",
        "it is retired, and you need a model that is still offered",
    ),
    "status.retired_on": (
        "retired on {day}",
        "a model that is still offered",
        "it was retired on {day}, and you need a model that is still offered",
    ),
    "status.unreleased": (
        "released on {day}",
        "released by {as_of}",
        "it was released on {day}, and you need released by {as_of}",
    ),
    "status.ended": (
        "shut down on {day}",
        "a model that is still offered",
        "its provider shut it down on {day}, and you need a model that is still offered",
    ),
    "origin": (
        "from {countries}",
        "a model from outside {excluded}",
        "it comes from {countries}, and you need a model from outside {excluded}",
    ),
    "origin.base": (
        "stands on weights from {countries}",
        "a model from outside {excluded}",
        "it stands on weights from {countries}, and you need a model from outside {excluded}",
    ),
    "origin.unknown": (
        "origin unknown",
        "a model from outside {excluded}",
        "no source states where its vendor has its seat, and you need a model from outside {excluded}",
    ),
    "preview": ("preview", "general availability", "it is a preview, and you need general availability"),
    "modality.reads": ("reads {able}", "must read {missing}", "it reads {able}, but must read {missing}"),
    "modality.writes": ("writes {able}", "must write {missing}", "it writes {able}, but must write {missing}"),
    "context": (
        "{held} tokens",
        "{needed} tokens",
        "its context window holds {held} tokens, and you need {needed} tokens",
    ),
    "context.provider": (
        "{held} tokens at this provider",
        "{needed} tokens",
        "its context window holds {held} tokens at this provider, and you need {needed} tokens",
    ),
    "context.input": (
        "{held} tokens of input",
        "{needed} tokens of input",
        "it takes at most {held} tokens of input at once, and you need {needed} tokens",
    ),
    "output": ("{most} tokens", "{needed} tokens", "it writes at most {most} tokens, and you need {needed} tokens"),
    "tools": ("not supported", "supported", "it cannot call tools, and you need that"),
    "structured_output": ("not supported", "supported", "it cannot return structured output, and you need that"),
    "languages": (
        "{listed:code} listed",
        "{missing:code} too",
        "its documentation lists {listed}, and you need {missing} too",
    ),
    "languages.many": (
        "{count} languages listed",
        "{missing:code} too",
        "its documentation lists {count} languages, and you need {missing} too",
    ),
    "fitness": (
        "{points:.0f} of 100 points",
        "at least {asked:.0f} points",
        "its fitness is {points:.0f} of 100 points, and you ask for at least {asked:.0f} points",
    ),
    "fitness.floor": (
        "{points:.0f} of 100 points",
        "at least {floor:.0f} points, below which by the advisor's judgement the work is not done",
        "its fitness is {points:.0f} of 100 points; by the advisor's judgement the work is not done below {floor:.0f}",
    ),
    "lifecycle.soon": (
        "shut down on {day}",
        "offered until a migration is done on {done}",
        "its provider shuts it down on {day}, before a migration could be done on {done}",
    ),
    "lifecycle": (
        "retires on {day}",
        "offered until {horizon}",
        "it retires on {day}, and you need it offered until {horizon}",
    ),
    "vendor": ("{vendor}", "a vendor you did not exclude", "you excluded its vendor, {vendor}"),
    "open_weights": (
        "weights not given out",
        "open weights",
        "its weights are not given out, and you need open weights",
    ),
    "open_source": (
        "{licence}",
        "an open-source licence",
        "its licence is {licence}, and you need an open-source licence",
    ),
    "open_source.closed": (
        "weights not given out",
        "an open-source licence",
        "its licence is weights not given out, and you need an open-source licence",
    ),
    "open_source.unknown": (
        "licence unknown",
        "an open-source licence",
        "no source states its licence, and you need an open-source licence",
    ),
    "licence.unknown": (
        "licence unknown",
        "commercial use permitted",
        "no source states its licence, and you need commercial use permitted",
    ),
    "licence.no_business": (
        "{licence}: no commercial use",
        "commercial use",
        "its licence is {licence}: no commercial use, and you need commercial use",
    ),
    "licence.users": (
        "free up to {limit} monthly users",
        "{stated} monthly users",
        "free up to {limit} monthly users, and you need {stated} monthly users",
    ),
    "licence.revenue": (
        "free up to {limit} US dollars of annual revenue",
        "{stated} US dollars of annual revenue",
        "free up to {limit} US dollars of annual revenue, and you need {stated} US dollars of annual revenue",
    ),
    "licence.excludes": (
        "{licence} excludes {excluded}",
        "use in {places}",
        "{licence} excludes {excluded:the}, and you need use in {places}",
    ),
    "redistribution": (
        "{licence}: no redistribution",
        "redistribution",
        "{licence}: no redistribution, and you need redistribution",
    ),
    "fine_tuning.licence": (
        "{licence}: no derivatives",
        "fine-tuning",
        "{licence}: no derivatives, and you need fine-tuning",
    ),
    "fine_tuning.not_offered": (
        "fine-tuning not offered",
        "fine-tuning",
        "fine-tuning not offered, and you need fine-tuning",
    ),
    "fine_tuning.unknown": (
        "fine-tuning unknown",
        "fine-tuning",
        "no source states that it can be fine-tuned, and you need that",
    ),
}
"""Of a failure: what was observed, what is required, and why it is out as half a sentence after the name."""
MODEL_GATES: Final[dict[str, tuple[str, str]]] = {
    "task": ("Kind of model", "choose another task"),
    "status": ("Still offered", "none: the model is retired"),
    "modality": ("Inputs and outputs", "do without the input that the model cannot read"),
    "context": ("Context window", "send less text per request"),
    "output": ("Output limit", "ask for shorter outputs"),
    "tools": ("Tool calling", "do without tool calling"),
    "structured_output": ("Structured output", "validate free text instead of structured output"),
    "languages": ("Languages", "do without the missing languages"),
    "fitness": ("Ability for the work", "accept a less able model"),
    "preview": ("Preview models", "allow preview models"),
    "lifecycle": ("Lifecycle", "migrate to the successor faster"),
    "origin": ("Origin of the model", "lift the exclusion of the country, or let its weights run elsewhere"),
    "vendor": ("Excluded vendors", "lift the exclusion of the vendor"),
    "open_weights": ("Open weights", "accept a model whose weights are not given out"),
    "open_source": ("Open-source licence", "accept a licence that is not open source"),
    "licence": ("Licence", "agree a commercial licence with the vendor"),
    "redistribution": ("Redistribution", "do without passing the model on"),
    "fine_tuning": ("Fine-tuning", "do without fine-tuning"),
}
"""Of each gate: its name, and what to do to relax it."""
