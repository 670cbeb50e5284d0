"""Page one for the one who signs: money, people, limits that a range passes, and what nobody has said."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

from report.samples import BANK, INSURER, nothing_fits, sample_assessment, shipped

from advisor.assessment import Assessment
from advisor.questionnaire.answers import LatencyAnswers
from advisor.report.compose import compose
from advisor.report.document.blocks import Columns, Document, Inline, Table, Text, plain_text
from advisor.report.document.meta import ApprovalNote, NamedDay, ReportMeta
from advisor.report.exports.decision_record import decision_record, plain
from advisor.words.plan_words import shown_fte
from advisor.words.sentences.gates import GATE_NAMES
from advisor.words.written import all_said

HOSPITAL = "hospital-note-summariser"


def _plain(value: Inline) -> str:
    """The words of a cell with plain blanks."""
    return plain_text(value).replace("\N{NO-BREAK SPACE}", " ")


def _document(assessment: Assessment, language: str = "en") -> Document:
    return compose(assessment, shipped(), language=language)


def _table(document: Document, column: str) -> Table:
    tables = [block for block in document.sections[0].blocks if isinstance(block, Table)]
    return next(table for table in tables if column in [item.title for item in table.columns])


def _cells(document: Document) -> dict[str, str]:
    """What the choice takes, by the heads of its columns."""
    table = _table(document, "Of this, purchases")
    return dict(zip([column.title for column in table.columns], map(_plain, table.rows[0]), strict=True))


def _list(document: Document, title: str) -> list[str]:
    columns = [block for block in document.sections[0].blocks if isinstance(block, Columns)]
    found = [items for block in columns for head, items in block.columns if head == title]
    return [_plain(item) for items in found for item in items]


def _with_answers(assessment: Assessment, **changes: object) -> Assessment:
    return assessment.model_copy(update={"answers": assessment.answers.model_copy(update=changes)})


def test_money_people_and_use_of_hardware_are_those_of_the_plan() -> None:
    """Purchase, horizon and request stand in the currency of the decision, each the figure of the record."""
    found = sample_assessment(HOSPITAL)
    plan, rate = found.hosting.plan(found.hosting.chosen_id), found.answers.budget.usd_per_unit
    assert plan is not None
    assert plan.hardware is not None
    cells = _cells(_document(found))
    assert cells["Of this, purchases"] == f"{round(plan.hardware.purchase_usd / rate, -2):,.0f} EUR"
    assert cells["Over 48 months"].startswith("406,000 EUR (")
    assert cells["Per request"] == f"{plan.usd_per_request_all_in / rate:.3g} EUR"
    assert cells["People to run it"] == "0.60 of a full-time person; at least 2 who can do it"
    assert cells["Utilisation"] == "2%"


def test_an_api_is_neither_bought_nor_run_by_people() -> None:
    """Nothing is bought; what is paid for own people is the work at changes of model, and nothing idles."""
    cells = _cells(_document(sample_assessment(BANK)))
    assert cells["Of this, purchases"] == "nothing"
    assert cells["People to run it"].endswith("a month of own work at changes of model")
    assert "Utilisation" not in cells


def test_a_range_beyond_a_limit_is_named_before_those_within() -> None:
    """The bank's first token may take longer than it allows; its cost stays far below the cap."""
    first, second = _list(_document(sample_assessment(BANK)), "Your limits")
    assert "but up to" in first
    assert first.startswith("First token: ")
    assert first.endswith("beyond your limit of 2,500 ms.")
    assert second.endswith("; your limit is 60,000 EUR.")


def test_a_cap_within_the_range_is_named_as_passed() -> None:
    """A cap between the middle and the upper end of the cost is one that the range passes."""
    found = sample_assessment(BANK)
    plan, budget = found.hosting.plan(found.hosting.chosen_id), found.answers.budget
    assert plan is not None
    assert plan.monthly_cost_usd is not None
    own = sum(part.usd_per_month for part in plan.components if part.component == "migration")
    band = plan.monthly_cost_usd
    cap = Decimal(round(((band.p50 + band.p90) / 2 - own) / budget.usd_per_unit))
    document = _document(_with_answers(found, budget=budget.model_copy(update={"monthly_cap": cap})))
    assert any("Cost a month" in item and "beyond your limit" in item for item in _list(document, "Your limits"))


def test_own_work_is_no_part_of_what_a_cap_limits() -> None:
    """A cap that the bill alone keeps is not named as passed, though the cost with own work goes beyond it."""
    found = sample_assessment(BANK)
    plan, budget = found.hosting.plan(found.hosting.chosen_id), found.answers.budget
    assert plan is not None
    assert plan.monthly_cost_usd is not None
    cap = Decimal(round((plan.monthly_cost_usd.p90 - 20) / budget.usd_per_unit))
    document = _document(_with_answers(found, budget=budget.model_copy(update={"monthly_cap": cap})))
    assert any(item.startswith("Cost a month without own work") for item in _list(document, "Your limits"))
    assert not any("Cost" in item and "beyond" in item for item in _list(document, "Your limits"))


def test_limits_that_nobody_set_are_not_named() -> None:
    """Without a limit on waits and money, what is left is the memory that the load fills."""
    found = sample_assessment(HOSPITAL)
    case = found.answers.use_cases[0].model_copy(update={"latency": LatencyAnswers()})
    budget = found.answers.budget.model_copy(update={"monthly_cap": None})
    (only,) = _list(_document(_with_answers(found, use_cases=(case,), budget=budget)), "Your limits")
    assert only.startswith("Memory per GPU: ")


def test_what_to_settle_before_signing_stands_on_page_one_and_in_the_record() -> None:
    """Every condition of the choice, not behind the annexes."""
    found = sample_assessment(HOSPITAL)
    chosen = next(item for item in found.recommendations if item.alternative_id == found.choice_id)
    warnings = list(all_said(chosen, "warnings", "en"))
    assert warnings
    assert _list(_document(found), "To settle first") == warnings
    record = decision_record(found, shipped())
    assert all(plain(warning) in record.partition("## Pros and Cons")[0] for warning in warnings)


def test_what_nobody_said_of_the_requirement_is_on_page_one() -> None:
    """Languages that stand at what is usual are named as assumed, and so is a volume that does not grow."""
    assumed = _list(_document(sample_assessment("factory-edge-device")), "Assumed until you say otherwise")
    assert "Which languages: those that are usual for the work." in assumed
    insurer = _list(_document(sample_assessment(INSURER)), "Assumed until you say otherwise")
    assert "How the volume grows: taken as not at all." in insurer


def test_what_is_not_known_are_facts_and_what_settles_them_are_next_steps() -> None:
    """No test to run stands under what is not known; each test and question of the record stands under next steps."""
    found = sample_assessment(HOSPITAL)
    document = _document(found)
    facts = [flip for flip in found.flips if flip.kind == "fact"]
    unknown, steps = _list(document, "What is not known"), _list(document, "Next steps")
    assert facts
    assert unknown
    assert not {flip.action for flip in found.flips} & set(unknown)
    (chosen,) = (choice for choice in found.shortlist if choice.chosen)
    assert steps[0] == chosen.deciding_test
    assert steps[1] in {flip.action for flip in facts}
    speed = next(flip for flip in facts if flip.probability is not None and flip.subject.startswith("speed"))
    told = f"S{speed.subject[1:]}: knowing it changes the advice in {round(speed.probability * 100)} of 100 cases."
    assert told in unknown
    record = decision_record(found, shipped()).partition("### Next steps")
    assert plain(told) in record[0]
    assert plain(steps[1]) in record[2]


def test_where_nothing_fits_page_one_says_what_rules_everything_out() -> None:
    """Each gate with its requirement and how many fail there, and whom the question names."""
    found = nothing_fits()
    document = _document(found)
    counts = Counter(item.gate for item in found.eliminations)
    gate, count = counts.most_common(1)[0]
    assert _list(document, "What rules them out")[0].startswith(f"{GATE_NAMES[gate]} (")
    assert _list(document, "What rules them out")[0].endswith(f": {count:,} out")
    assert _list(document, "Whom the question names")
    assert not _list(document, "Next steps")


def test_the_cheaper_way_to_run_the_same_model_is_in_the_shortlist() -> None:
    """Of each option the record's cheapest other way of the same model, or that none passes the gates."""
    found = sample_assessment(BANK)
    table = _table(_document(found), "")
    cells = next(row for row in table.rows if plain_text(row[0]) == "The same model for less")[1:]
    for choice, cell in zip(found.shortlist, cells, strict=True):
        assert choice.monthly_cost_usd is not None
        same = [item for item in found.recommendations if item.model_id == choice.model_id]
        costs = [item.monthly_cost_usd.p50 for item in same if item.monthly_cost_usd is not None]
        costs += [other.monthly_cost_usd for item in same for other in item.variants if other.monthly_cost_usd]
        none = plain_text(cell) == "none that passes your requirements"
        assert none == (min(costs) > choice.monthly_cost_usd.p50 - found.answers.budget.usd_per_unit)
        scores = {other.score for item in same for other in item.variants} | {item.score for item in same}
        outdone = max(scores) <= choice.score
        assert none or not outdone or "points of 100 less" in plain_text(cell)  # why it is not the advice


def test_every_use_case_and_their_sum_are_on_page_one() -> None:
    """The verdict speaks of the first use case alone; the table beside it has them all."""
    found = sample_assessment(INSURER)
    table = _table(_document(found), "Use case")
    assert [plain_text(row[0]) for row in table.rows] == [case.name for case in found.answers.use_cases]
    assert "one model for all costs" in table.note


def _approval(meta: ReportMeta, name: str = BANK) -> dict[str, str]:
    """The approver's block of page one, by the heads of its columns."""
    table = _table(compose(sample_assessment(name), shipped(), meta=meta), "Approved by")
    return dict(zip([column.title for column in table.columns], map(_plain, table.rows[0]), strict=True))


def test_an_approval_that_is_awaited_says_what_it_takes() -> None:
    """A second person and a reason where the verdict is not clear, and the review that the answers ask for."""
    cells = _approval(ReportMeta())
    assert cells["Proposed by"] == "not yet"
    assert cells["Approved by"] == "not yet: takes a second person and a reason, for the verdict is not clear"
    assert cells["Next review"] == "20 May 2027"


def test_who_approved_stands_on_page_one_with_reason_conditions_and_review() -> None:
    """A name that was typed is marked; the review of the approval stands in the place of that of the answers."""
    day = date(2026, 12, 1)
    note = ApprovalNote(
        proposed=NamedDay(name="Ada", at=day),
        approved=NamedDay(name="Grace", at=day, verified=True),
        reason="tested on our prompts",
        conditions="only in Germany",
        review_on=date(2027, 3, 1),
        seen=(NamedDay(name="Works council", at=day, version=2),),
    )
    meta = ReportMeta(status="approved", approval=note)
    assert _approval(meta) == {
        "Proposed by": "Ada, 1 Dec 2026 (name as typed, not verified)",
        "Approved by": "Grace, 1 Dec 2026",
        "Reason": "tested on our prompts",
        "Conditions": "only in Germany",
        "Next review": "1 March 2027",
    }
    review = next(
        item for item in compose(sample_assessment(BANK), shipped(), meta=meta).sections if item.key == "review"
    )
    seen = next(block for block in review.blocks if isinstance(block, Table))
    assert [_plain(cell) for cell in seen.rows[0]] == ["2", "Works council, 1 Dec 2026 (name as typed, not verified)"]


def test_whom_the_question_names_stands_on_page_one_and_under_governance() -> None:
    """The bank asks about supervision and the works council: each is there in brief, and in full with its source."""
    document = _document(sample_assessment(BANK))
    assert _list(document, "Whom the question names") == [
        "Supervision: entry in the register, contract clauses and exit plan (DORA)",
        "Works council (Germany): its consent before the pilot, by a works agreement",
        "Works council (France): consulted before the pilot",
    ]
    governance = next(section for section in document.sections if section.key == "governance")
    table = next(block for block in governance.blocks if isinstance(block, Table))
    topics = ["Supervision", "Works council (Germany)", "Works council (France)"]
    assert [plain_text(row[0]) for row in table.rows[:3]] == topics
    assert all(isinstance(row[2], Text) and row[2].refs for row in table.rows[:3])


def test_an_own_entry_is_marked_wherever_it_is_named() -> None:
    """In the shortlist, the ranking, the points and the plans; other models are not."""
    found = sample_assessment(BANK)
    chosen = next(choice.model_id for choice in found.shortlist if choice.chosen)
    catalog = replace(shipped(), own_model_ids=frozenset({chosen}))
    name = f"{catalog.model[chosen].name} (own entry)"
    document = compose(found, catalog)
    for key in ("summary", "ranking", "hosting", "sizing", "finance"):
        section = next(item for item in document.sections if item.key == key)
        assert name in repr(section), key
    assert repr(document).count("(own entry)") == repr(document).count(name)


def test_what_is_billed_is_one_figure_on_page_one() -> None:
    """The verdict's bill, what a cap is held against and the plan's own record are the same middle of the draws."""
    found = sample_assessment(BANK)
    plan, budget = found.hosting.plan(found.hosting.chosen_id), found.answers.budget
    assert plan is not None
    assert plan.monthly_cost_usd is not None
    assert plan.unpaid_usd_per_month
    billed = (plan.monthly_cost_usd.p50 - plan.unpaid_usd_per_month) / budget.usd_per_unit
    document = _document(found)
    (limit,) = [item for item in _list(document, "Your limits") if item.startswith("Cost a month without own work")]
    assert f": {billed:,.0f} EUR, up to" in limit
    own = plan.unpaid_usd_per_month / budget.usd_per_unit
    assert _cells(document)["People to run it"].startswith(f"{own:,.0f} EUR a month of own work")


def test_time_that_is_paid_is_never_told_as_none() -> None:
    """A device that takes somebody a few minutes a month; the page and the annex say the same of it."""
    found = sample_assessment("factory-edge-device")
    plan = found.hosting.plan(found.hosting.chosen_id)
    assert plan is not None
    assert plan.staff is not None
    assert 0 < plan.staff.time_fte < 0.0075
    assert _cells(_document(found))["People to run it"].startswith("0.01 of a full-time person")
    assert [shown_fte(fte) for fte in (0.0, 0.001, 0.005, 0.6049)] == [0.0, 0.01, 0.01, 0.6]
