"""What an evaluation concludes: failed calls score nothing, missing references do not count, judges grade once."""

from __future__ import annotations

from running import PATIENCE_S

from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import MemoryJournal
from advisor.trials.evaluation.results import results
from advisor.trials.playground.prompt_library import Prompt
from tests.trials.evaluation.fakes import connection, job, plan, script


def test_a_judge_grades_each_answer_once() -> None:
    """The judge is asked per answer, its grade is the score, and it is paid once."""
    judge = connection("judge")
    of = plan("a", prompts=2, metrics=[Metric(kind="judge")], judge=judge)
    scripts = {"a": script(lambda _: "an answer"), "judge": script(lambda _: "Fine.\nGRADE: 4")}
    journal = MemoryJournal()
    for _ in range(2):
        assert job(of, journal, scripts).start().wait(PATIENCE_S)
    assert len(scripts["judge"]["calls"]) == 2
    (result,) = results(of, written(journal, "e"))
    assert result.connections[0].scores == (0.75, 0.75)


def test_a_failed_call_scores_nothing_and_a_missing_reference_does_not_count() -> None:
    """A model that broke off gets 0 for the prompt; a prompt without a reference is left out."""
    prompts = [Prompt(name="1", text="x", reference="x"), Prompt(name="2", text="y")]
    of, journal = plan("a").model_copy(update={"prompts": tuple(prompts)}), MemoryJournal()
    assert job(of, journal, {"a": script(lambda prompt: "" if prompt == "x" else prompt)}).start().wait(PATIENCE_S)
    (result,) = results(of, written(journal, "e"))
    assert result.connections[0].scores == (0.0, None)
    assert result.connections[0].failures == 1
