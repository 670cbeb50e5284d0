"""The requirements as they were answered: the work, the load, the data, the money, where it may run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from advisor.questionnaire import labels
from advisor.questionnaire.answers import UseCase, WorkloadAnswers
from advisor.questionnaire.question import Question
from advisor.questionnaire.questions import USAGE
from advisor.questionnaire.questions_rules import DATA, GOVERNANCE, MONEY
from advisor.questionnaire.questions_work import LOAD, WORK
from advisor.report.document.blocks import NONE, Facts, Inline, Para, Section, SectionBlock, Sub, Text
from advisor.report.document.context import Context
from advisor.report.document.user_text import NAME_LIMIT, one_line
from advisor.words.language import Words

_DESCRIPTION_LIMIT = 1_500
_FULL = 3
LabelledRow = tuple[str, Inline]
_IN_OWN_ROWS: Final = frozenset(
    (
        *("name", "task", "description", "languages", "modalities_in", "tools", "structured_output", "context_tokens"),
        *("minimum_fitness", "importance", "latency.ttft_p95_ms", "latency.itl_ms", "latency.total_s"),
        *("workload.requests_per_day", "workload.active_hours_per_day", "workload.peak_factor"),
        *("workload.input_tokens", "workload.output_tokens", "workload.cached_input_share", "workload.batch_share"),
        *("workload.growth_per_year", "workload.audio_minutes_per_request", "workload.images_per_request"),
        *("workload.characters_per_request", "workload.corpus_tokens"),
        *("data.classification", "data.personal_data", "data.residency", "data.jurisdictions", "data.no_training"),
        *("data.max_retention_days", "data.certifications", "data.health_data", "budget.monthly_cap"),
        *("budget.usd_per_unit", "budget.currency", "budget.horizon_months"),
        *("hosting.allowed", "hosting.operations_skills", "hosting.country", "hosting.high_availability"),
        *(
            "hosting.managed_service",
            "hosting.air_gapped",
            "customisation.fine_tuning",
            "customisation.weights_access_required",
        ),
        *("licence.open_source_required", "licence.commercial_use", "licence.redistribution"),
        *("governance.eu_ai_act_risk", "governance.sector", "governance.migration_notice_months"),
        *("governance.indemnification_required", "governance.allow_preview_models"),
        *("origin.countries_excluded", "origin.countries_preferred", "origin.weights_may_run_elsewhere"),
    )
)
"""Questions whose answers have a row below, or share one; that of any other follows by itself once it is answered."""


def requirements(context: Context) -> Section:
    """Every answer that was given or that counted."""
    say, answers = context.words.say, context.assessment.answers
    blocks: list[SectionBlock] = []
    for use_case in answers.use_cases[:_FULL]:
        several = len(answers.use_cases) > 1
        title = say("The work: {name}", name=one_line(use_case.name, "–")) if several else say("The work")
        blocks.append(Sub(title))
        if use_case.description.strip():
            blocks.append(Para(context.user(use_case.description.strip(), _DESCRIPTION_LIMIT), "quote"))
        further = _further(context, use_case, (*WORK.questions, *USAGE, *LOAD.questions))
        blocks.append(Facts((*_work(context, use_case), *_load(context, use_case), *further)))
    blocks.extend(Para(say("Also assessed: {name}", name=use_case.name)) for use_case in answers.use_cases[_FULL:])
    blocks.append(Sub(say("Data, money and hosting")))
    further = _further(context, answers, (*DATA.questions, *MONEY.questions, *GOVERNANCE.questions))
    blocks.append(Facts((*_data(context), *_money(context), *_hosting(context), *_rules(context), *further)))
    if answers.notes.strip():
        blocks += [
            Sub(say("Notes of the owner")),
            Para(context.user(answers.notes.strip(), _DESCRIPTION_LIMIT), "quote"),
        ]
    return Section("requirements", say("Requirements as answered"), tuple(blocks))


def _work(context: Context, use_case: UseCase) -> list[LabelledRow]:
    words, say = context.words, context.words.say
    rows: list[LabelledRow] = [(say("Use case"), context.user(use_case.name, NAME_LIMIT))]
    task = words.message(labels.TASKS[use_case.task])
    if use_case.importance != UseCase.model_fields["importance"].default:
        task = say("{task} (importance {n})", task=task, n=words.sensible(use_case.importance))
    rows.append((say("Task"), task))
    rows.append((say("Languages"), words.listed([words.language_name(code) for code in use_case.languages]) or "–"))
    if use_case.modalities_in:
        rows.append(
            (say("Inputs"), words.listed([words.message(labels.MODALITIES[name]) for name in use_case.modalities_in]))
        )
    needs = [
        text
        for flag, text in (
            (use_case.tools, say("tool calling")),
            (use_case.structured_output, say("structured output")),
        )
        if flag
    ]
    if needs:
        rows.append((say("Must support"), words.listed(needs)))
    if use_case.context_tokens:
        rows.append((say("Context needed"), words.say_n("{n} token", "{n} tokens", use_case.context_tokens)))
    if use_case.minimum_fitness:
        rows.append((say("Minimum fitness"), say("{n} of 100", n=words.number(use_case.minimum_fitness * 100))))
    return rows


def _load(context: Context, use_case: UseCase) -> list[LabelledRow]:
    words, say, load = context.words, context.words.say, use_case.workload
    rows: list[LabelledRow] = [
        (
            say("Load"),
            say(
                "{requests} requests a day over {hours} hours, peak {peak} times the mean",
                requests=words.sensible(load.requests_per_day, 6),
                hours=words.sensible(load.active_hours_per_day),
                peak=words.sensible(load.peak_factor),
            ),
        )
    ]
    rows.append((say("Per request"), words.listed(_per_request(words, load)) or NONE))
    if shares := _shares(words, load):
        rows.append((say("Of which"), words.listed(shares)))
    rows.append((say("Latency limits"), _latency(context, use_case)))
    return rows


def _per_request(words: Words, load: WorkloadAnswers) -> list[str]:
    say, parts = words.say, []
    if load.input_tokens or load.output_tokens:
        parts.append(
            say(
                "{input} input and {output} output tokens",
                input=words.number(load.input_tokens),
                output=words.number(load.output_tokens),
            )
        )
    if load.audio_minutes_per_request:
        parts.append(say("{n} minutes of audio", n=words.sensible(load.audio_minutes_per_request)))
    if load.images_per_request:
        parts.append(say("{n} images", n=words.sensible(load.images_per_request)))
    if load.characters_per_request:
        parts.append(say("{n} characters to speak", n=words.sensible(load.characters_per_request)))
    return parts


def _shares(words: Words, load: WorkloadAnswers) -> list[str]:
    say, shares = words.say, []
    if load.cached_input_share:
        shares.append(say("{share} of the input cached", share=words.percent(load.cached_input_share)))
    if load.batch_share:
        shares.append(say("{share} as batch", share=words.percent(load.batch_share)))
    if load.growth_per_year:
        shares.append(say("growth of {share} a year", share=words.percent(load.growth_per_year)))
    if load.corpus_tokens:
        shares.append(say("corpus of {n} tokens", n=words.number(load.corpus_tokens)))
    return shares


def _latency(context: Context, use_case: UseCase) -> str:
    words, say, limits = context.words, context.words.say, use_case.latency
    parts = []
    if limits.ttft_p95_ms is not None:
        parts.append(say("first token within {n} ms (95th percentile)", n=words.sensible(limits.ttft_p95_ms, 4)))
    if limits.itl_ms is not None:
        parts.append(say("at most {n} ms between tokens", n=words.sensible(limits.itl_ms, 4)))
    if limits.total_s is not None:
        parts.append(say("whole answer within {n} s", n=words.sensible(limits.total_s, 4)))
    return words.listed(parts) or say("none stated")


def _data(context: Context) -> list[LabelledRow]:
    words, say, data = context.words, context.words.say, context.assessment.answers.data
    kinds = [words.message(labels.DATA_CLASSES[data.classification])]
    if data.personal_data:
        kinds.append(say("personal data"))
    if data.health_data:
        kinds.append(say("health data"))
    rows: list[LabelledRow] = [(say("Data"), words.listed(kinds))]
    if data.jurisdictions:
        rows.append((say("Jurisdictions"), words.listed([words.territory(code) for code in data.jurisdictions])))
    if data.residency:
        zones = words.listed([words.message(labels.ZONES[zone]) for zone in data.residency], either=True)
        rows.append((say("Processing only in"), zones))
    rows.append((say("Training on the data"), say("not allowed") if data.no_training else say("allowed")))
    if data.max_retention_days is not None:
        rows.append((say("Retention"), words.say_n("at most {n} day", "at most {n} days", data.max_retention_days)))
    if data.certifications:
        names = [words.message(labels.CERTIFICATIONS.get(name, name)) for name in data.certifications]
        rows.append((say("Certificates"), Text(words.listed(names))))
    return rows


def _money(context: Context) -> list[LabelledRow]:
    words, say, budget = context.words, context.words.say, context.assessment.answers.budget
    if budget.monthly_cap is None:
        cap = say("no cap stated")
    else:
        cap = say("at most {amount} a month", amount=words.money(float(budget.monthly_cap), budget.currency))
        if budget.currency != "USD":
            cap += " " + say(
                "(1 {currency} = {rate} USD)", currency=budget.currency, rate=words.sensible(budget.usd_per_unit, 4)
            )
    return [(say("Budget"), cap), (say("Horizon"), words.months(budget.horizon_months))]


def _hosting(context: Context) -> list[LabelledRow]:
    words, say, hosting = context.words, context.words.say, context.assessment.answers.hosting
    rows: list[LabelledRow] = [
        (say("May run as"), words.listed([context.names.kind(kind) for kind in hosting.allowed], either=True)),
        (say("Operations skills"), words.message(labels.SKILLS[hosting.operations_skills])),
    ]
    if hosting.gpus_owned:
        owned = [f"{item.count} × {context.names.gpu(item.gpu)}" for item in hosting.gpus_owned]
        rows.append((say("GPUs owned"), Text(words.listed(owned), "user")))
    if hosting.contracts:
        names = [context.names.provider(value) for value in hosting.contracts]
        rows.append((say("Agreements in place"), Text(words.listed(names), "user")))
    if hosting.committed:
        currency = context.assessment.answers.budget.currency
        held = [
            f"{context.names.provider(item.provider)}: {words.money(float(item.monthly), currency)}"
            for item in hosting.committed
        ]
        rows.append((say("Committed spend a month"), Text(words.listed(held), "user")))
    if hosting.country:
        rows.append((say("Own servers in"), words.territory(hosting.country)))
    if hosting.air_gapped:
        rows.append((say("Network"), say("none: air-gapped")))
    rows.append((say("High availability"), say("yes") if hosting.high_availability else say("no")))
    if hosting.managed_service:
        rows.append((say("Managed service for servers"), say("yes")))
    for label, values in (
        (say("Providers excluded"), hosting.providers_excluded),
        (say("Providers allowed"), hosting.providers_allowed),
    ):
        if values:
            rows.append((label, Text(words.listed([context.names.provider(value) for value in values]), "user")))
    return rows


def _rules(context: Context) -> list[LabelledRow]:
    words, say, answers = context.words, context.words.say, context.assessment.answers
    licence, governance = answers.licence, answers.governance
    rows: list[LabelledRow] = []
    if answers.customisation.fine_tuning != "not_needed":
        rows.append((say("Fine-tuning"), words.message(labels.FINE_TUNING[answers.customisation.fine_tuning])))
    asked = [
        text
        for flag, text in (
            (licence.open_weights_required or answers.customisation.weights_access_required, say("open weights")),
            (licence.open_source_required, say("an open-source licence")),
            (licence.redistribution, say("redistribution")),
            (licence.commercial_use, say("commercial use")),
            (governance.indemnification_required, say("indemnification")),
        )
        if flag
    ]
    if asked:
        rows.append((say("Licence must give"), words.listed(asked)))
    rows.append((say("EU AI Act"), words.message(labels.AI_ACT[governance.eu_ai_act_risk])))
    rows.append((say("Preview models"), say("allowed") if governance.allow_preview_models else say("not allowed")))
    if governance.vendors_excluded:
        names = [context.names.vendor(value) for value in governance.vendors_excluded]
        rows.append((say("Vendors excluded"), Text(words.listed(names), "user")))
    if governance.jurisdictions_excluded:
        names = [words.territory(code) for code in governance.jurisdictions_excluded]
        rows.append((say("Seats excluded"), words.listed(names)))
    rows.extend(_origin(context))
    rows.append((say("A change of model takes"), words.months(governance.migration_notice_months)))
    return rows


def _origin(context: Context) -> list[LabelledRow]:
    """Where models may come from, and the sector that asks."""
    words, say, answers = context.words, context.words.say, context.assessment.answers
    origin, rows = answers.origin, list[LabelledRow]()
    if answers.governance.sector != "not_stated":
        rows.append((say("Sector"), words.message(labels.SECTORS[answers.governance.sector])))
    for label, codes in (
        (say("Models not from"), origin.countries_excluded),
        (say("Models preferably from"), origin.countries_preferred),
    ):
        if codes:
            rows.append((label, words.listed([words.territory(code) for code in codes])))
    if origin.weights_may_run_elsewhere:
        rows.append((say("Weights from excluded seats"), say("may run elsewhere")))
    return rows


def _further(context: Context, record: BaseModel, questions: Iterable[Question]) -> list[LabelledRow]:
    """Every other answer that is not what is taken where nobody answers, by the words of its question."""
    rows = []
    for question in questions:
        if question.path not in _IN_OWN_ROWS:
            value, usual = _answered(record, question.path)
            if value != usual:
                rows.append(
                    (context.words.message(question.label).rstrip("? "), answer_shown(context, question, value))
                )
    return rows


def _answered(record: BaseModel, path: str) -> tuple[Any, Any]:
    """The value at a dotted path of the answers, and the one that it has where nobody answers."""
    *within, name = path.split(".")
    for part in within:
        record = getattr(record, part)
    return getattr(record, name), type(record).model_fields[name].get_default(call_default_factory=True)


def answer_shown(context: Context, question: Question, value: Any) -> Inline:
    """An answer as people read it: names for codes, numbers with their unit, days in words."""
    words, options = context.words, question.options or {}
    if value is None:
        return words.message(question.empty)
    if isinstance(value, bool):
        return words.say("yes") if value else words.say("no")
    if isinstance(value, tuple):
        countries = question.kind == "codes" and not options
        return words.listed(
            [words.territory(code) if countries else words.message(options.get(code, code)) for code in value]
        )
    if isinstance(value, str):
        return words.message(options[value]) if value in options else context.user(value, NAME_LIMIT)
    if isinstance(value, date):
        return words.long_date(value)
    asked, unit = words.message(question.label), words.message(question.unit) if question.unit else ""
    named = unit.casefold() in asked.casefold().split()  # "Requests at the same time: 1" needs no unit
    return f"{words.sensible(float(value), 6)} {'' if named else unit}".strip()
