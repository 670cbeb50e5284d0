"""Answers from files: every error at once, and no trick of the format gets through."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import AnswersError
from advisor.questionnaire.answers import Answers, UseCase
from advisor.questionnaire.load import MAX_BYTES, answers_digest, dump_answers, load_answers, parse_answers
from advisor.questionnaire.presets import load_sample, sample_paths

SAMPLE_NAMES = [path.stem for path in sample_paths()]


def problems(text: str | bytes) -> list[str]:
    """The problems that a text of answers is refused with."""
    with pytest.raises(AnswersError) as caught:
        parse_answers(text, name="answers.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_every_error_is_listed_with_place_value_and_what_is_allowed() -> None:
    """Four mistakes in one file give four lines."""
    found = problems("title: 5\nuse_cases:\n - {task: chatbot, workload: {requests_per_day: -4}}\nhostng: 1\n")
    assert len(found) == 4
    assert any(line.startswith("title: 5 ") for line in found)
    assert any("use_cases[0].task: 'chatbot'" in line and "'chat_assistant'" in line for line in found)
    assert any("use_cases[0].workload.requests_per_day: -4" in line and "greater than 0" in line for line in found)
    assert any("hostng: unknown field" in line and "did you mean hosting?" in line for line in found)


@pytest.mark.parametrize(("country", "zone"), [("gb", "uk"), ("GB", "uk"), ("de", "eu"), ("chile", None)])
def test_a_country_where_a_zone_is_asked_for_names_its_zone(country: str, zone: str | None) -> None:
    """Zones are not spelt as countries are: whoever writes a country reads which zone it is in."""
    (found,) = problems(f"title: t\nuse_cases: [{{task: chat_assistant}}]\ndata: {{residency: [{country}]}}\n")
    assert (f"did you mean {zone}?" in found) is (zone is not None)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        ("- 1", "list"),
        ("just words", "str"),
        (b"\xff\xfe\x00x", "utf-8"),
        ("a: &x [1]\nb: *x", "anchor"),
        ("!!python/object/apply:os.system ['true']", "tag"),
        ("title: !custom x", "tag"),
        ("[" * 500, "nested too deeply"),
        ("title: a\ntitle: b", "duplicate key 'title'"),
        ("title: x\n\tuse_cases: 1", "line 2"),
        ("title: 2020-99-99", "month"),
        ("title: x\nuse_cases: []", "at least 1"),
        ("title: x\nuse_cases: [{task: rag, workload: {requests_per_day: .inf}}]", "finite"),
        ("title: x\nuse_cases: [{task: rag, workload: {growth_per_year: .nan}}]", "finite"),
        ("title: x\nuse_cases: [{task: rag}]\nbudget: {currency: EUR}", "usd_per_unit"),
    ],
)
def test_unusable_texts_are_refused_with_a_reason(text: str | bytes, word: str) -> None:
    """Empty, wrong and hostile texts give a message that names the reason."""
    assert word in " ".join(problems(text))


def test_a_billion_laughs_is_refused_before_it_grows() -> None:
    """Nested aliases never get as far as construction."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    assert "anchor" in problems("\n".join(lines))[0]


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    """A file of 50 MB is refused by its size."""
    path = tmp_path / "large.yaml"
    path.write_bytes(b"x" * 50_000_000)
    with pytest.raises(AnswersError, match=f"50,000,000 bytes .at most {MAX_BYTES:,}"):
        load_answers(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A path that does not exist is a problem like any other."""
    with pytest.raises(AnswersError, match=r"gone\.yaml"):
        load_answers(tmp_path / "gone.yaml")


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_a_sample_survives_being_written_and_read(name: str) -> None:
    """Writing a sample as YAML and reading it back gives the same record and the same digest."""
    answers = load_sample(name)
    again = parse_answers(dump_answers(answers), name="again")
    assert again == answers
    assert answers_digest(again) == answers_digest(answers)


@given(title=st.text(min_size=1, max_size=300), notes=st.text(max_size=500))
def test_any_text_survives_being_written_and_read(title: str, notes: str) -> None:
    """Free text comes back character for character, whatever Unicode it holds."""
    answers = Answers(title=title, notes=notes, use_cases=(UseCase(task="rag"),))
    assert parse_answers(dump_answers(answers), name="again") == answers


@given(st.binary(max_size=400))
def test_arbitrary_bytes_never_escape_as_another_error(content: bytes) -> None:
    """Whatever the bytes, the result is answers or an AnswersError."""
    try:
        parse_answers(content, name="noise")
    except AnswersError as error:
        found = error.problems
    else:
        found = ()
    assert all(problem.place for problem in found)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("country: NO", "NO"),
        ("country: no", None),
        ("title: off", "off"),
        ("title: 10:30", "10:30"),
        ("title: yes", "yes"),
    ],
)
def test_norway_is_a_country(line: str, value: str | None) -> None:
    """What YAML 1.1 took for a truth value or a number of sixties is a text, as it is written."""
    key = line.partition(":")[0]
    hosting = f"hosting:\n  {line}\n" if key == "country" else ""
    title = line if key == "title" else "title: x"
    text = f"{title}\nuse_cases:\n- name: a\n  task: rag\n{hosting}"
    if value is None:
        with pytest.raises(AnswersError, match="country"):
            parse_answers(text, name="x")
        return
    answers = parse_answers(text, name="x")
    assert (answers.hosting.country if key == "country" else answers.title) == value


@pytest.mark.parametrize(("written", "read"), [("010000", 10_000), ("0x10", 16), ("0o17", 15), ("+7", 7)])
def test_a_leading_zero_makes_no_other_number(written: str, read: int) -> None:
    """Ten thousand requests stay ten thousand."""
    text = f"title: x\nuse_cases:\n- name: a\n  task: rag\n  workload: {{requests_per_day: {written}}}\n"
    assert parse_answers(text, name="x").use_cases[0].workload.requests_per_day == read


def test_truth_may_still_be_said_in_english() -> None:
    """Where a question asks for yes or no."""
    text = "title: x\nuse_cases:\n- name: a\n  task: rag\ndata: {personal_data: yes, no_training: no}\n"
    answers = parse_answers(text, name="x")
    assert (answers.data.personal_data, answers.data.no_training) == (True, False)
