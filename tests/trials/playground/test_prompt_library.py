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
    ]
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
        ("a.csv", b"", "at least one prompt"),
        ("a.csv", b"name\nx\n", "column 'text'"),
        ("a.csv", b"text,variables\nHi,{oops\n", "JSON object"),
        ("a.csv", b"name,text\nx,Hello, world\n", "a.csv:2"),
        ("a.csv", b'text,reference\n"Hi,x\nYou,y\n', "a quote is never closed"),
        ("a.csv", b"text,text\na,b\n", "column 'text' stands twice"),
        ("a.csv", b"text;reference\na;b;c\n", "quote a text that holds a semicolon"),
        ("a.csv", "text\ncaf\u00e9\n".encode("cp1252"), "CSV UTF-8"),
        ("a.csv", b"text,task\nHi,dancing\n", "task"),
        ("a.jsonl", b"", "at least one prompt"),
        ("a.jsonl", b"[1]\n{bad\n", "a JSON object per line"),
        ("a.jsonl", b'{"text": ""}', "text"),
        ("a.jsonl", b'{"text": "x", "surprise": 1}', "surprise"),
        ("a.jsonl", b"\xff\xfa", "UTF-8"),
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


@pytest.mark.parametrize(
    "content",
    [
        "text,reference\nWhere?,'s-Hertogenbosch\n",
        "text;reference\nWhere?;'s-Hertogenbosch\n",
        "sep=;\ntext;reference\nWhere?;'s-Hertogenbosch\n",
        "text\treference\nWhere?\t's-Hertogenbosch\n",
        "Input,Expected\nWhere?,'s-Hertogenbosch\n",
        "id,question,ground_truth,split\n1,Where?,'s-Hertogenbosch,test\n",
        "prompt|expected output\nWhere?|'s-Hertogenbosch\n\n",
    ],
)
def test_files_of_other_programs_are_read(content: str) -> None:
    """With their separators, their names of columns, and an apostrophe that belongs to the text."""
    (prompt,) = read_prompts(content.encode(), name="p.csv")
    assert (prompt.text, prompt.reference) == ("Where?", "'s-Hertogenbosch")


def test_a_spreadsheets_unicode_text_is_read() -> None:
    """Two bytes to a character, parted by tabs."""
    (prompt,) = read_prompts("text\treference\nWo?\tK\u00f6ln\n".encode("utf-16"), name="p.csv")
    assert prompt.reference == "K\u00f6ln"


def test_columns_are_what_the_user_says_they_are() -> None:
    """Where the names tell nothing, or the wrong thing."""
    content = b"a,b,text\nWhere?,Here,never mind\n"
    (prompt,) = read_prompts(content, name="p.csv", columns={"a": "text", "b": "reference"})
    assert (prompt.text, prompt.reference) == ("Where?", "Here")
    with pytest.raises(InputError, match="at least a column 'text'"):
        read_prompts(b"a,b\n1,2\n", name="p.csv")


def test_lines_of_json_may_have_usual_names_too() -> None:
    """As other tools write them."""
    (prompt,) = read_prompts(b'{"input": "Where?", "ideal": "Here"}', name="p.jsonl")
    assert (prompt.text, prompt.reference) == ("Where?", "Here")
