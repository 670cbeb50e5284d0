"""The evaluation job never pays twice, and stops where it is told to."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from running import PATIENCE_S

from advisor.trials.evaluation.job import progress, written
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import Answered, MemoryJournal
from advisor.trials.evaluation.results import evidence_of, result_rows, results
from tests.trials.evaluation.fakes import connection, job, plan, script


def test_a_whole_evaluation() -> None:
    """Every connection gets every prompt once; scores, tests, cost and evidence follow."""
    scripts = {"good": script(), "bad": script(lambda _: "no")}
    journal, of = MemoryJournal(), plan("bad", "good", prompts=12)
    work = job(of, journal, scripts).start()
    assert work.wait(PATIENCE_S)
    assert work.state == "done"
    found = written(journal, "e")
    assert progress(of, found).done == 24
    assert found.spent_usd == Decimal("0.048")
    (result,) = results(of, found)
    assert [row.connection for row in result.connections] == ["good", "bad"]
    assert [row.mean.mean for row in result.connections if row.mean] == [1.0, 0.0]
    assert result.tests[0].p_adjusted < 0.01
    evidence = {note.alternative_or_model: note for note in evidence_of(of, found)}
    assert evidence["lab/good"].estimate == 1.0
    assert evidence["lab/good"].standard_error > 0.05
    assert evidence["lab/good"].prompts == 12
    assert len(result_rows([result])) == 2


def test_an_answer_that_does_not_come_is_not_judged_and_holds_nothing_up() -> None:
    """An evaluation with a judge is done although a model failed on every prompt."""

    def fails(_: str) -> str:
        raise ValueError

    scripts = {"good": script(), "bad": script(fails), "judge": script(lambda _: "GRADE: 4")}
    judge, metrics = connection("judge"), [Metric(kind="judge")]
    journal, of = MemoryJournal(), plan("good", "bad", prompts=2, judge=judge, metrics=metrics)
    work = job(of, journal, scripts).start()
    assert work.wait(PATIENCE_S)
    assert work.state == "done"
    far = progress(of, written(journal, "e"))
    assert (far.calls, far.done, far.failed, far.left) == (6, 4, 2, 0)


def test_a_second_start_makes_no_call_again() -> None:
    """A finished evaluation that is started anew pays nothing."""
    journal, of, scripts = MemoryJournal(), plan("a"), {"a": script()}
    assert job(of, journal, scripts).start().wait(PATIENCE_S)
    assert job(of, journal, scripts).start().wait(PATIENCE_S)
    assert len(scripts["a"]["calls"]) == 4


def test_a_stopped_evaluation_goes_on_where_it_was() -> None:
    """A stop ends quickly; the next start makes exactly the missing calls."""
    journal, of = MemoryJournal(), plan("a", prompts=3)
    held = script(hold=True)
    first = job(of, journal, {"a": held}).start()
    assert held["holding"].wait(PATIENCE_S)
    first.stop()
    assert first.wait(PATIENCE_S)
    assert first.state == "stopped"
    rest = script()
    assert job(of, journal, {"a": rest}).start().wait(PATIENCE_S)
    assert rest["calls"] == ["say 0", "say 1", "say 2"]


def test_a_call_lost_in_a_crash_is_not_paid_twice() -> None:
    """A call that had left without a known end is left alone, until its repetition is asked for."""
    journal, of = MemoryJournal(), plan("a", prompts=2)
    sent = Answered(at=datetime(2026, 11, 21, tzinfo=UTC)).model_dump_json()
    assert journal.claim_answer("e", 0, "a", payload=sent)
    careful = script()
    assert job(of, journal, {"a": careful}).start().wait(PATIENCE_S)
    assert careful["calls"] == ["say 1"]
    assert progress(of, written(journal, "e")).uncertain == 1
    asked = script()
    assert job(of, journal, {"a": asked}, repeat_uncertain=True).start().wait(PATIENCE_S)
    assert asked["calls"] == ["say 0"]
    assert progress(of, written(journal, "e")).uncertain == 0


def test_a_lost_call_to_own_hardware_is_simply_made_again() -> None:
    """Where nothing is charged per token, a lost call is repeated unasked."""
    journal, of = MemoryJournal(), plan("a", connections=[connection("a", hosting="on_prem")], prompts=1)
    journal.claim_answer("e", 0, "a", payload=Answered(at=datetime(2026, 11, 21, tzinfo=UTC)).model_dump_json())
    again = script()
    assert job(of, journal, {"a": again}).start().wait(PATIENCE_S)
    assert again["calls"] == ["say 0"]


def test_two_programs_on_one_journal_share_the_work() -> None:
    """Two jobs at the same time make each call once between them."""
    journal, of = MemoryJournal(), plan("a", prompts=40)
    first, second = script(), script()
    jobs = [job(of, journal, {"a": one}).start() for one in (first, second)]
    assert all(one.wait(PATIENCE_S) for one in jobs)
    assert sorted(first["calls"] + second["calls"]) == sorted(f"say {n}" for n in range(40))


def test_the_cap_stops_the_job() -> None:
    """No call is made once the cap is spent."""
    journal, scripts = MemoryJournal(), {"a": script()}
    work = job(plan("a", prompts=10, cap_usd=Decimal("0.005")), journal, scripts).start()
    assert work.wait(PATIENCE_S)
    assert work.state == "capped"
    assert len(scripts["a"]["calls"]) == 3


def test_a_connection_may_be_called_like_what_is_kept_beside_it() -> None:
    """Marks and judges are known by what they are, so that no name of a connection hides its answers."""
    names = ("mark it", "judge of all")
    silent = script(lambda _: "")
    scripts = {names[0]: script(), names[1]: silent, "judge": script(lambda _: "GRADE: 4")}
    of = plan(*names, prompts=2, judge=connection("judge"), metrics=[Metric(kind="judge")])
    journal = MemoryJournal()
    work = job(of, journal, scripts).start()
    assert work.wait(PATIENCE_S)
    assert work.state == "done"
    assert {name for _, name in written(journal, "e").runs} == {"mark it", "judge of mark it"}
