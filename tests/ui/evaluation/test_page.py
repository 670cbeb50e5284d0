"""The evaluation page: what it begins with, a run, and its use as evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from running import until
from streamlit.testing.v1 import AppTest
from ui.playground_app import opened, save

from advisor.questionnaire.presets import load_sample
from advisor.services.kept_evaluations import evidence_of, exported, kept_evaluations, save_evaluation
from advisor.storage.trials import TrialStore
from advisor.trials.evaluation.marks_by_hand import Mark, keep_mark
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import Answered, Plan
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import Connection, Measurement, Run
from advisor.trials.tools import ToolCall
from advisor.ui.cached import decisions, installation

AT = datetime(2026, 11, 29, tzinfo=UTC)


def test_an_evaluation_begins_with_what_stands_in_for_the_shortlist(store: TrialStore, server: Any) -> None:
    """Evidence takes two models or more: all of the shortlist that have a connection are chosen, and no other."""
    ranked = decisions.assessment(load_sample("eu-bank-customer-service")).recommendations
    first, second = list(dict.fromkeys(entry.model_id for entry in ranked))[:2]
    save(store, server, "one", catalog_model_id=first)
    save(store, server, "two", catalog_model_id=second)
    save(store, server, "other")
    app = opened("evaluation", "eu-bank-customer-service")
    assert set(app.multiselect(key="evaluation.connections").value) == {"one", "two"}


def ended(evaluation_id: str) -> None:
    """Wait for the end of an evaluation, and until it is written down."""
    until(lambda: not installation.evaluations().busy(evaluation_id), "the end")


def test_an_evaluation_runs_and_becomes_evidence(store: TrialStore, server: Any) -> None:
    """Prompts of the library on two connections: scored, compared, and used for the decision when asked."""
    models = sorted(installation.catalog().model)[:2]
    save(store, server, "right", catalog_model_id=models[0])
    save(store, server, "wrong", "comments_between", catalog_model_id=models[1])
    for number in range(3):
        prompt = Prompt(prompt_id=f"p{number}", name=str(number), text="Q?", reference="forty-two")
        store.save_prompts([(prompt.prompt_id, None, prompt.name, prompt.model_dump_json())])
    app = opened("evaluation", "eu-bank-customer-service")
    app.radio(key="evaluation.source").set_value("The decision's prompt library").run()
    app.multiselect(key="evaluation.connections").set_value(["right", "wrong"]).run()
    app.button(key="evaluation.start").click().run()
    (head,) = store.evaluations()
    ended(head.evaluation_id)
    assert len(store.answers(head.evaluation_id)) == 6
    app.run()
    assert not app.exception
    assert any("The choice" in note.value for note in app.markdown)
    key = f"evaluation.{head.evaluation_id}.matrix"
    assert app.segmented_control(key=f"{key}.filter").value == "all"
    app.text_input(key=f"{key}.0.0.wrong.reason").set_value("Hi is fine here").run()
    app.slider(key=f"{key}.0.0.wrong.score").set_value(1.0).run()
    app.button(key=f"{key}.0.0.wrong.keep").click().run()
    assert any("Hi is fine here" in note.value for note in app.caption)
    app.toggle(key=f"evaluation.{head.evaluation_id}.evidence").set_value(True).run()
    found = {note.alternative_or_model: note.estimate for note in evidence_of(installation.trials(), head.decision_id)}
    assert found == {models[0]: 1.0, models[1]: pytest.approx(1 / 3)}


def kept(store: TrialStore, server: Any, *, status: str = "done", repeats: int = 1) -> str:
    """An evaluation of four prompts with tags that has its answers: "right" has all, "wrong" all but the hard ones."""
    tags = (("hard",), ("hard", "long"), ("long",), ())
    connections = [
        Connection(name=name, base_url=server.url, model="well", scope="loopback", hosting="on_prem")
        for name in ("right", "wrong")
    ]
    plan = Plan(
        evaluation_id="e",
        name="Tagged",
        prompts=tuple(Prompt(name=f"P{n}", text="Q?", reference="yes", tags=tag) for n, tag in enumerate(tags)),
        connections=tuple(connections),
        metrics=(Metric(kind="exact"),),
        repeats=repeats,
    )
    save_evaluation(store, plan, status=status)
    for item in range(plan.items):
        for one in connections:
            run = Run(
                run_id=f"{item}{one.name}",
                group_id="e",
                started_at=AT,
                connection=one.name,
                flavour="openai_chat",
                model="well",
                hosting="on_prem",
                request=plan.request(item),
                text="no" if one.name == "wrong" and "hard" in tags[item % len(tags)] else "yes",
                measurement=Measurement(total_s=1.0),
            )
            payload = Answered(at=AT, run=run).model_dump_json(by_alias=True)
            store.save_answer("e", item, one.name, state="done", payload=payload)
    return "evaluation.e"


def table(app: AppTest, column: str) -> Any:
    """The table that has a column of this name."""
    return next(one.value for one in app.dataframe if column in one.value.columns)


def test_results_are_shown_by_tag_and_the_matrix_by_what_went_wrong(store: TrialStore, server: Any) -> None:
    """A row per tag; failures, disagreements and a tag leave the prompts that they are about."""
    key = kept(store, server)
    app = opened("evaluation")
    by_tag = table(app, "Tag")
    assert list(by_tag["Tag"]) == ["hard", "long", "no tag"]
    assert [cell.split(" ")[0] for cell in by_tag["wrong"]] == ["0%", "50%", "100%"]
    assert list(table(app, "Prompt")["Prompt"]) == ["P0", "P1", "P2", "P3"]
    for wanted in ("failures", "disagreements"):
        app.segmented_control(key=f"{key}.matrix.filter").set_value(wanted).run()
        assert list(table(app, "Prompt")["Prompt"]) == ["P0", "P1"]
    app.selectbox(key=f"{key}.matrix.tag").set_value("long").run()
    assert not app.exception
    assert list(table(app, "Prompt")["Prompt"]) == ["P1"]


def test_answers_are_judged_blind_each_repetition_with_a_vote_of_its_own(store: TrialStore, server: Any) -> None:
    """No name and no score before the vote; then the next repetition waits, and names stand by what was voted on."""
    key = f"{kept(store, server, repeats=2)}.matrix"
    app = opened("evaluation")
    app.toggle(key=f"{key}.judge_blind").set_value(True).run()
    assert list(table(app, "Voted on")["Voted on"]) == ["0 of 2"] * 4
    heads = [one.value for one in app.markdown if "Answer A" in one.value or "Answer B" in one.value]
    assert heads == ["**Answer A**", "**Answer B**"]
    app.button(key=f"{key}.vote.0.0").click().run()
    assert list(table(app, "Voted on")["Voted on"]) == ["1 of 2", "0 of 2", "0 of 2", "0 of 2"]
    app.button(key=f"{key}.vote.4.2").click().run()
    assert not app.exception
    assert [vote.outcome for vote in store.votes()] == ["win", "tie"]
    assert len({vote.group_id for vote in store.votes()}) == 2
    assert table(app, "Voted on")["Voted on"].iloc[0] == "2 of 2"
    heads = [one.value for one in app.markdown if "Answer A" in one.value or "Answer B" in one.value]
    assert sorted(head.split(" · ")[1:] for head in heads) == [["right", "1.00"], ["wrong", "0.00"]]
    won = {row["Connection"]: (row["Won"], row["Tied"]) for row in table(app, "Won").to_dict("records")}
    first = store.votes()[0].winner
    assert won == {"right": ("1" if first == "right" else "0", "1"), "wrong": ("1" if first == "wrong" else "0", "1")}


def test_a_whole_evaluation_is_done_although_its_process_was_killed(store: TrialStore, server: Any) -> None:
    """What is stored as running and has every answer is done; there is nothing to go on with."""
    kept(store, server, status="running")
    app = opened("evaluation")
    told = [one.value for one in app.caption]
    assert any(" · done · " in text for text in told)
    assert not any("interrupted" in text for text in told)
    assert not any(str(one.key).endswith(".resume") for one in app.button)


def test_an_evaluation_is_exported_and_opened_again_without_a_call(store: TrialStore, server: Any) -> None:
    """Scores and corrections are there, it says where it came from, and it cannot be run."""
    key = kept(store, server)
    keep_mark(store, "e", Mark(item=0, connection="wrong", metric=0, score=1.0, reason="no is right here", at=AT))
    app = opened("evaluation")
    asked = len(server.seen.bodies)
    (plan, _) = kept_evaluations(store, None)[0]
    content = exported(store, plan)
    store.delete_evaluation("e")
    app = opened("evaluation")
    assert not any(f"{key}.jsonl" == one.key for one in app.get("download_button"))
    field = next(one for one in app.get("file_uploader") if one.key == "evaluation.import.file.0")
    field.set_value(("tagged.jsonl", content, "text/plain"))
    app.run()
    assert any("4 prompts, 2 connections, 9 answers and corrections" in one.value for one in app.caption)
    app.button(key="evaluation.import.keep").click().run()
    assert not app.exception
    assert any("Imported from tagged" in one.value for one in app.caption)
    assert any("no is right here" in one.value for one in app.caption)
    assert list(table(app, "Corrected by hand")["Corrected by hand"]) == ["0", "1"]
    assert not any(str(one.key).endswith(".resume") for one in app.button)
    assert len(server.seen.bodies) == asked


def test_variants_repeats_and_a_stopping_rule_are_set_up_and_shown(store: TrialStore, server: Any) -> None:
    """Two prompt variants, asked twice: four calls a prompt; the matrix has a column each, and every repeat."""
    save(store, server, "one")
    prompt = Prompt(prompt_id="p", name="P", text="Q?", reference="The answer is forty-two.")
    store.save_prompts([(prompt.prompt_id, None, prompt.name, prompt.model_dump_json())])
    app = opened("evaluation")
    app.radio(key="evaluation.source").set_value("The decision's prompt library").run()
    app.multiselect(key="evaluation.connections").set_value(["one"]).run()
    app.number_input(key="evaluation.ways.repeats").set_value(2).run()
    app.number_input(key="evaluation.ways.prompts").set_value(2).run()
    app.text_area(key="evaluation.ways.prompts.0.template").set_value("no place").run()
    assert any("no {input}" in one.value for one in app.error)
    app.text_area(key="evaluation.ways.prompts.0.template").set_value("Briefly: {input}").run()
    app.toggle(key="evaluation.ways.stop").set_value(True).run()
    assert any("1 prompt × 1 connection × 2 variants × 2 times each: 4 calls" in one.value for one in app.caption)
    app.button(key="evaluation.start").click().run()
    (head,) = store.evaluations()
    ended(head.evaluation_id)
    assert [body["messages"][-1]["content"] for body in server.seen.bodies[-4:]] == ["Briefly: Q?", "Q?"] * 2
    app.run()
    assert not app.exception
    assert list(table(app, "Spread of repeats")["Spread of repeats"]) == ["± 0.00"] * 2
    shown = table(app, "one · Prompt A")
    assert list(shown["one · Prompt A"]) == ["1.00"]
    assert sum(one.value.startswith("Time ") for one in app.caption) == 4
    app.toggle(key=f"evaluation.{head.evaluation_id}.matrix.drawn").set_value(True).run()
    assert sum("100% of the words in common" in one.value for one in app.caption) == 4


def test_a_judge_stands_beside_a_persons_marks(store: TrialStore, server: Any) -> None:
    """Without a mark it says what would help; the button keeps the judge's score as one's own, and it is counted."""
    here = {"base_url": server.url, "scope": "loopback", "hosting": "on_prem"}
    one, judge = (Connection.model_validate({"name": name, "model": "well", **here}) for name in ("one", "judge"))
    metrics = (Metric(kind="judge"), Metric(kind="tool_call"))
    prompts = tuple(Prompt(name=f"P{n}", text="Q?", reference='{"name": "f"}') for n in range(2))
    plan = Plan(evaluation_id="e", name="Judged", prompts=prompts, connections=(one,), metrics=metrics, judge=judge)
    save_evaluation(store, plan, status="done")
    for item, (text, grade) in enumerate((("good", "GRADE: 5"), ("bad", "GRADE: 4"))):
        for name, said in (("one", text), ("judge of one", grade)):
            run = Run(
                run_id=f"{item}{name}",
                group_id="e",
                started_at=AT,
                connection=name,
                flavour="openai_chat",
                model="well",
                hosting="on_prem",
                request=plan.request(item),
                text=said,
                tool_calls=(ToolCall(name="f", arguments='{"x": 1}'),) if name == "one" else (),
                measurement=Measurement(total_s=1.0),
            )
            payload = Answered(at=AT, run=run).model_dump_json(by_alias=True)
            store.save_answer("e", item, name, state="done", payload=payload)
    app = opened("evaluation")
    assert any("Nobody has marked a judged answer yet" in note.value for note in app.caption)
    app.button(key="evaluation.e.matrix.0.0.one.agree").click().run()
    assert any("agrees with 1 of your 1 marks" in note.value for note in app.caption)
    keep_mark(store, "e", Mark(item=1, connection="one", metric=0, score=0.0, reason="it is not", at=AT))
    app = opened("evaluation")
    assert not app.exception
    assert any("agrees with 1 of your 2 marks" in note.value for note in app.caption)
    assert any("asks for **f** (shown, not made)" in note.value for note in app.markdown)
    assert list(table(app, "Score")["Score"]) == ["50.0%"]
    assert [shown.value["Score"][0] for shown in app.dataframe if "Failed" in shown.value.columns] == ["50.0%"] * 2


def test_metrics_ask_for_what_they_need(store: TrialStore, server: Any) -> None:
    """An expression that could do more is refused with the reason; tools, k and the embedder are kept with the plan."""
    save(store, server, "one")
    prompt = Prompt(prompt_id="p", name="P", text="Q?", reference="forty-two", contexts=("a",), relevant=("a",))
    store.save_prompts([(prompt.prompt_id, None, prompt.name, prompt.model_dump_json())])
    app = opened("evaluation")
    app.radio(key="evaluation.source").set_value("The decision's prompt library").run()
    app.multiselect(key="evaluation.connections").set_value(["one"]).run()
    app.multiselect(key="evaluation.metrics").set_value(["expression", "tool_call", "context_recall", "semantic"]).run()
    app.text_input(key="evaluation.expression").set_value("open('x')").run()
    assert any("is no function here" in one.value for one in app.error)
    app.text_input(key="evaluation.expression").set_value("contains(answer, reference)").run()
    app.text_area(key="evaluation.tools").set_value("[").run()
    assert any("no JSON" in one.value for one in app.error)
    app.text_area(key="evaluation.tools").set_value('{"name": "weather"}').run()
    app.number_input(key="evaluation.passages").set_value(3).run()
    assert not app.error
    app.button(key="evaluation.start").click().run()
    (head,) = store.evaluations()
    ended(head.evaluation_id)
    ((plan, _),) = kept_evaluations(store, None)
    assert ([tool.name for tool in plan.parameters.tools], plan.metrics[2].first) == (["weather"], 3)
    assert plan.embedder is not None
    app.run()
    assert not app.exception
    shown = [shown.value["Score"][0] for shown in app.dataframe if "Failed" in shown.value.columns]
    assert shown[0] == "100.0%"
    assert shown[2] == "100.0%"
