"""Gates on the model alone: what it is, can do and holds, whoever runs it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from advisor.decision.criteria.documented import MANY, KnownLanguages, documented
from advisor.decision.criteria.task_needs import MADE_FOR
from advisor.decision.gates import columns, relax
from advisor.decision.gates.columns import Opened
from advisor.decision.gates.rule import Asked, Caution, Gate, Rule
from advisor.units import Told, told

NO_CONTEXT: Final = frozenset({"speech_to_text", "text_to_speech", "image"})
"""Kinds of models that have no context window."""
_SHOWN_CHARACTERS: Final = 80


def _unread(asked: Asked, reads: tuple[str, ...]) -> list[str]:
    """What is to be read and is not; a PDF is read through its images."""
    able = set(reads) | ({"pdf"} if "image" in reads else set())
    return [name for name in asked.reads if name not in able]


def _unwritten(asked: Asked, writes: tuple[str, ...]) -> list[str]:
    return [name for name in asked.needs.modalities_out if name not in writes]


def _unspoken(asked: Asked, value: KnownLanguages) -> frozenset[str]:
    """What a list leaves out that is whole; one that its source calls longer than what it names rules nothing out."""
    return frozenset() if value.kind == "image" or MANY in value.listed else asked.languages.difference(value.listed)


def _languages_said(asked: Asked, value: KnownLanguages) -> Told:
    listed, missing = value.listed, ("language", sorted(_unspoken(asked, value)))
    if len(", ".join(listed)) < _SHOWN_CHARACTERS:
        return told("languages", listed=("language", listed), missing=missing)
    return told("languages.many", count=len(listed), missing=missing)


def _languages_unsaid(asked: Asked, value: KnownLanguages) -> Told | None:
    left = documented(value, asked.languages).by_nobody
    return told("warning.languages_unknown", languages=("language", sorted(left))) if left else None


def _languages_unlisted(asked: Asked, value: KnownLanguages) -> Told | None:
    """What a list that names some of many languages does not name, and neither a test nor a sibling speaks for."""
    left = documented(value, asked.languages).by_nobody
    if not left or MANY not in value.listed:
        return None
    return told("warning.languages_unlisted", languages=("language", sorted(left)))


def _languages_of_siblings(asked: Asked, value: KnownLanguages) -> Told | None:
    """What the vendor documents for another of its models alone."""
    left = documented(value, asked.languages).by_sibling
    return told("warning.languages_of_siblings", languages=("language", sorted(left))) if left else None


def _open_asked(asked: Asked) -> bool:
    answers = asked.answers
    return answers.licence.open_weights_required or answers.customisation.weights_access_required


def _open_source_said(_: Asked, value: Opened) -> Told:
    return told("open_source", licence=value.licence or "") if value.given else told("open_source.closed")


def _made_for_else(asked: Asked, marks: tuple[str, ...]) -> list[str]:
    """The marks of a model that was made for one job alone, where that is not the task."""
    return [mark for mark in marks if mark in MADE_FOR and asked.use_case.task not in MADE_FOR[mark]]


def _marked(_: Asked, marks: tuple[str, ...]) -> Told | None:
    return told("warning.abandoned") if "abandoned" in marks else None


def _succession(_: Asked, value: tuple[str, str | None]) -> Told | None:
    status, successor = value
    if status == "deprecated":
        return told("warning.deprecated_for", successor=successor) if successor else told("warning.deprecated")
    return told("warning.succeeded", successor=successor) if status == "legacy" and successor else None


def _retired_said(_: Asked, value: Any) -> Told:
    return told("status.retired_on", day=value[1]) if value[1] else told("status.retired")


def _context_unsaid(asked: Asked, value: tuple[str, int | None]) -> Told | None:
    if value[0] in NO_CONTEXT or not asked.context:
        return None
    return told("warning.context_unknown", needed=("tokens", asked.context))


MODEL_GATES: Final = (
    Gate(
        "task",
        None,
        relax.CANNOT,
        (
            Rule(
                columns.KIND,
                lambda asked, kind: kind not in asked.needs.kinds,
                lambda asked, kind: told(
                    "task",
                    kind=("kind", kind),
                    kinds=("kind", sorted(asked.needs.kinds)),
                    task=("task", asked.use_case.task),
                ),
                alone=True,
            ),
            Rule(
                columns.MARKS,
                lambda asked, marks: bool(_made_for_else(asked, marks)),
                lambda asked, marks: told(
                    f"task.{_made_for_else(asked, marks)[0]}", task=("task", asked.use_case.task)
                ),
                alone=True,
            ),
        ),
    ),
    Gate(
        "status",
        None,
        relax.CANNOT,
        (
            Rule(columns.STATUS, lambda _, value: value[0] == "retired", _retired_said),
            Rule(
                columns.RELEASED,
                lambda asked, day: day > asked.as_of,
                lambda asked, day: told("status.unreleased", day=day, as_of=asked.as_of),
            ),
            Rule(
                columns.END,
                lambda asked, day: day <= asked.as_of.toordinal(),
                lambda _, day: told("status.ended", day=date.fromordinal(int(day))),
            ),
        ),
    ),
    Gate(
        "preview",
        2.5,
        relax.setting("governance", allow_preview_models=True),
        (
            Rule(
                columns.STATUS,
                lambda _, value: value[0] == "preview",
                lambda _, __: told("preview"),
                applies=lambda asked: not asked.answers.governance.allow_preview_models,
            ),
        ),
        cautions=(
            Caution(columns.STATUS, lambda _, value: told("warning.preview") if value[0] == "preview" else None),
        ),
    ),
    Gate(
        "modality",
        6.0,
        relax.modality,
        (
            Rule(
                columns.READS,
                lambda asked, reads: bool(_unread(asked, reads)),
                lambda asked, reads: told(
                    "modality.reads", able=("label", reads), missing=("modality", _unread(asked, reads))
                ),
                when_unknown="warns",
                unsaid=lambda asked, _: told("warning.modality_unknown") if {*asked.reads} - {"text"} else None,
            ),
            Rule(
                columns.WRITES,
                lambda asked, writes: bool(_unwritten(asked, writes)),
                lambda asked, writes: told(
                    "modality.writes", able=("label", writes), missing=("label", _unwritten(asked, writes))
                ),
            ),
        ),
    ),
    Gate(
        "tools",
        5.0,
        relax.setting(None, tools=False),
        (
            Rule(
                columns.TOOLS,
                lambda _, able: not able,
                lambda _, __: told("tools"),
                applies=lambda asked: asked.use_case.tools,
                when_unknown="warns",
                unsaid=lambda _, __: told("warning.tools_unknown"),
            ),
        ),
    ),
    Gate(
        "structured_output",
        3.0,
        relax.setting(None, structured_output=False),
        (
            Rule(
                columns.STRUCTURED,
                lambda _, able: not able,
                lambda _, __: told("structured_output"),
                applies=lambda asked: asked.use_case.structured_output,
                when_unknown="warns",
                unsaid=lambda _, __: told("warning.structured_output_unknown"),
            ),
        ),
    ),
    Gate(
        "context",
        4.0,
        relax.context,
        (
            Rule(
                columns.CONTEXT,
                lambda asked, value: value[0] not in NO_CONTEXT and value[1] < asked.context,
                lambda asked, value: told("context", held=("tokens", value[1]), needed=("tokens", asked.context)),
                unknown=lambda _, value: value[1] is None,
                when_unknown="warns",
                unsaid=_context_unsaid,
                gap=lambda asked, value: asked.context / value[1],
            ),
            Rule(
                columns.INPUT,
                lambda asked, most: most < asked.input,
                lambda asked, most: told("context.input", held=("tokens", most), needed=("tokens", asked.input)),
                gap=lambda asked, most: asked.input / most,
            ),
            Rule(
                columns.OFFER_CONTEXT,
                lambda asked, held: held < asked.context,
                lambda asked, held: told("context.provider", held=("tokens", held), needed=("tokens", asked.context)),
                gap=lambda asked, held: asked.context / held,
            ),
        ),
    ),
    Gate(
        "output",
        3.0,
        relax.output,
        (
            Rule(
                columns.OUTPUT,
                lambda asked, most: most < asked.use_case.workload.output_tokens,
                lambda asked, most: told(
                    "output", most=("tokens", most), needed=("tokens", asked.use_case.workload.output_tokens)
                ),
            ),
        ),
    ),
    Gate(
        "languages",
        6.0,
        relax.languages,
        (
            Rule(
                columns.SPOKEN,
                lambda asked, value: bool(_unspoken(asked, value)),
                _languages_said,
                unknown=lambda _, value: not value.listed,
                when_unknown="warns",
                unsaid=_languages_unsaid,
            ),
        ),
        cautions=(Caution(columns.SPOKEN, _languages_unlisted), Caution(columns.SPOKEN, _languages_of_siblings)),
    ),
    Gate(
        "open_weights",
        5.0,
        relax.open_weights,
        (
            Rule(
                columns.OPENNESS,
                lambda _, openness: openness != "open_weights",
                lambda _, __: told("open_weights"),
                applies=_open_asked,
            ),
        ),
    ),
    Gate(
        "open_source",
        4.0,
        relax.setting("licence", open_source_required=False),
        (
            Rule(
                columns.OPENED,
                lambda _, value: not (value.given and value.free),
                _open_source_said,
                applies=lambda asked: asked.answers.licence.open_source_required,
                unknown=lambda _, value: value.given and value.licence is None,
                when_unknown="closed",
                unsaid=lambda _, __: told("open_source.unknown"),
            ),
        ),
    ),
    Gate(
        "vendor",
        4.0,
        relax.vendor,
        (
            Rule(
                columns.VENDOR,
                lambda asked, vendor: vendor in asked.answers.governance.vendors_excluded,
                lambda _, vendor: told("vendor", vendor=vendor),
            ),
        ),
        cautions=(Caution(columns.AFTER, _succession), Caution(columns.MARKS, _marked)),
    ),
    Gate(
        "fitness",
        3.0,
        relax.fitness,
        (
            Rule(
                columns.FITNESS,
                lambda asked, value: value[0] < asked.use_case.minimum_fitness * 100,
                lambda asked, value: told(
                    "fitness", points=("points", value[0]), asked=("points", asked.use_case.minimum_fitness * 100)
                ),
                gap=lambda asked, value: asked.use_case.minimum_fitness * 100 - value[0],
            ),
            Rule(
                columns.FITNESS,
                lambda asked, value: value[1] < asked.floor,
                lambda asked, value: told("fitness.floor", points=("points", value[0]), floor=("points", asked.floor)),
                applies=lambda asked: not asked.use_case.minimum_fitness,
                gap=lambda asked, value: asked.floor - value[0],
            ),
        ),
    ),
)
