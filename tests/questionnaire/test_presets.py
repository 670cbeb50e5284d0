"""Starting points for every task, and the sample decisions."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from advisor.errors import AnswersError
from advisor.questionnaire.answers import Task
from advisor.questionnaire.presets import TASK_PRESETS, load_sample, sample_paths


def test_every_task_has_a_preset_of_its_own_name() -> None:
    """Whose load is that of the task: audio where speech is heard, images where they are drawn."""
    assert set(TASK_PRESETS) == set(get_args(Task))
    assert all(preset.task == task for task, preset in TASK_PRESETS.items())
    assert TASK_PRESETS["transcription"].workload.audio_minutes_per_request > 0
    assert TASK_PRESETS["image_generation"].workload.images_per_request > 0
    assert TASK_PRESETS["speech_synthesis"].workload.characters_per_request > 0


def test_a_presets_request_fits_its_context() -> None:
    """Input and output together, where tokens are what is counted."""
    by_token = [preset for preset in TASK_PRESETS.values() if preset.context_tokens]
    assert len(by_token) >= 10
    for preset in by_token:
        assert preset.workload.input_tokens + preset.workload.output_tokens <= preset.context_tokens


def test_samples_are_listed_by_name_and_can_be_read() -> None:
    """All of them."""
    names = [path.stem for path in sample_paths()]
    assert names == sorted(names)
    assert len(names) >= 10
    assert len({load_sample(name).title for name in names}) == len(names)


def test_a_sample_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """By its path; an empty folder has none."""
    assert sample_paths(tmp_path) == ()
    with pytest.raises(AnswersError, match=r"nothing\.yaml"):
        load_sample("nothing", tmp_path)
