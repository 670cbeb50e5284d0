"""The prompt library: round trips, variables, and bad files with every error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import InputError
from advisor.trials.playground.prompt_library import Prompt, filled, read_prompts, to_csv, to_jsonl, variables_of

WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=40)


@given(st.lists(st.tuples(WORDS.filter(str.strip), WORDS, WORDS), min_size=1, max_size=5))
def test_prompts_survive_a_round_trip(rows: list[tuple[str, str, str]]) -> None:
    """What is exported as CSV or JSONL is imported as it was."""
    prompts = [
        Prompt(name=f"P{number}", text=text, system=system, reference=reference, variables={"a": reference})
        for number, (text, system, reference) in enumerate(rows)
        if not any(part.startswith("'") for part in (text, system, reference))
    ]
    if not prompts:
        return
    for name, content in (("x.csv", to_csv(prompts)), ("x.jsonl", to_jsonl(prompts))):
        back = read_prompts(content.encode(), name=name)
        assert [one.model_dump(exclude={"prompt_id"}) for one in back] == [
            one.model_dump(exclude={"prompt_id"}) for one in prompts
        ]


def test_variables_are_found_and_filled_once() -> None:
    """A value that looks like a variable is not filled again; an empty one stays a variable."""
    prompt = Prompt(name="x", text="Hello {{ name }}, {{other}} {{name}}", system="{{role}}")
    assert variables_of(prompt) == ("name", "other", "role")
    assert filled(prompt.text, {"name": "{{other}}", "other": ""}) == "Hello {{other}}, {{other}} {{other}}"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "column 'text'"),
        ("a.csv", b"name\nx\n", "column 'text'"),
        ("a.csv", b"text,variables\nHi,{oops\n", "JSON object"),
        ("a.csv", b"text,task\nHi,dancing\n", "task"),
        ("a.jsonl", b"", "at least one prompt"),
        ("a.jsonl", b"[1]\n{bad\n", "a JSON object per line"),
        ("a.jsonl", b'{"text": ""}', "text"),
        ("a.jsonl", b'{"text": "x", "surprise": 1}', "surprise"),
        ("a.jsonl", b"\xff\xfe", "UTF-8"),
        ("a.jsonl", b"[" * 100_000, "a JSON object per line"),
        ("a.csv", b"text\n" + b"x" * 11_000_000, "at most"),
    ],
)
def test_bad_files_are_refused_in_words(name: str, content: bytes, words: str) -> None:
    """Each kind of bad file says what is wrong."""
    with pytest.raises(InputError) as caught:
        read_prompts(content, name=name)
    assert words in str(caught.value)


def test_every_bad_line_is_reported() -> None:
    """Two bad lines are two problems with their numbers."""
    with pytest.raises(InputError) as caught:
        read_prompts(b'{"text": "ok"}\nnonsense\n{"text": ""}\n', name="p.jsonl")
    assert [problem.place.split(".text")[0] for problem in caught.value.problems] == ["p.jsonl:2", "p.jsonl:3"]
