"""Starting points: a typical load and typical needs for each task, and the sample decisions in ``data/samples``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from advisor.questionnaire.answers import Answers, LatencyAnswers, Task, UseCase, WorkloadAnswers
from advisor.questionnaire.labels import TASKS
from advisor.questionnaire.load import load_answers

SAMPLES: Final = Path(__file__).resolve().parents[2] / "data" / "samples"


def _use_case(task: Task, load: WorkloadAnswers, latency: LatencyAnswers | None = None, **needs: object) -> UseCase:
    fields = {"name": TASKS[task], "task": task, "workload": load, "latency": latency or LatencyAnswers(), **needs}
    return UseCase.model_validate(fields)


_ALL: Final = (
    _use_case(
        "chat_assistant",
        WorkloadAnswers(requests_per_day=10_000, input_tokens=1_500, output_tokens=300, cached_input_share=0.4),
        LatencyAnswers(ttft_p95_ms=2_000),
        context_tokens=16_000,
    ),
    _use_case(
        "rag",
        WorkloadAnswers(requests_per_day=5_000, input_tokens=6_000, output_tokens=400, cached_input_share=0.2),
        LatencyAnswers(ttft_p95_ms=3_000),
        context_tokens=32_000,
    ),
    _use_case(
        "document_processing",
        WorkloadAnswers(requests_per_day=2_000, input_tokens=4_000, output_tokens=600, batch_share=0.5, peak_factor=2),
        structured_output=True,
        modalities_in=("image",),
        context_tokens=32_000,
    ),
    _use_case(
        "long_document_analysis",
        WorkloadAnswers(requests_per_day=200, input_tokens=120_000, output_tokens=2_000, peak_factor=3),
        context_tokens=150_000,
    ),
    _use_case(
        "summarisation",
        WorkloadAnswers(requests_per_day=1_500, input_tokens=4_000, output_tokens=500, peak_factor=3),
        context_tokens=16_000,
    ),
    _use_case(
        "code",
        WorkloadAnswers(
            requests_per_day=30_000,
            input_tokens=8_000,
            output_tokens=500,
            cached_input_share=0.6,
            active_hours_per_day=10,
            peak_factor=3,
        ),
        LatencyAnswers(ttft_p95_ms=2_500),
        context_tokens=128_000,
        tools=True,
    ),
    _use_case(
        "agents",
        WorkloadAnswers(requests_per_day=3_000, input_tokens=15_000, output_tokens=800, cached_input_share=0.7),
        context_tokens=128_000,
        tools=True,
        structured_output=True,
    ),
    _use_case(
        "classification_extraction",
        WorkloadAnswers(requests_per_day=50_000, input_tokens=800, output_tokens=60, batch_share=0.5),
        structured_output=True,
        context_tokens=8_000,
    ),
    _use_case(
        "translation",
        WorkloadAnswers(requests_per_day=3_000, input_tokens=1_200, output_tokens=1_300, batch_share=0.3),
        languages=("en", "de", "fr"),
        context_tokens=8_000,
    ),
    _use_case(
        "semantic_search",
        WorkloadAnswers(requests_per_day=20_000, input_tokens=30, output_tokens=0, corpus_tokens=1e9),
        LatencyAnswers(),
        context_tokens=512,
    ),
    _use_case(
        "transcription",
        WorkloadAnswers(
            requests_per_day=1_000, input_tokens=0, output_tokens=0, audio_minutes_per_request=6, batch_share=0.5
        ),
    ),
    _use_case(
        "speech_synthesis",
        WorkloadAnswers(requests_per_day=2_000, input_tokens=0, output_tokens=0, characters_per_request=400),
    ),
    _use_case(
        "image_generation",
        WorkloadAnswers(requests_per_day=300, input_tokens=100, output_tokens=0, images_per_request=2),
    ),
)
TASK_PRESETS: Final[Mapping[str, UseCase]] = MappingProxyType({use_case.task: use_case for use_case in _ALL})


def sample_paths(folder: Path = SAMPLES) -> tuple[Path, ...]:
    """The sample files, by name."""
    return tuple(sorted(folder.glob("*.yaml")))


def load_sample(name: str, folder: Path = SAMPLES) -> Answers:
    """The sample decision ``name`` (its file name without ``.yaml``); raises AnswersError when it cannot be read."""
    return load_answers(folder / f"{name}.yaml")
