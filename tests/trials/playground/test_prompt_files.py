"""Files of prompts: read as others write them, looked at before, and refused with every bad line."""

from __future__ import annotations

import pytest

from advisor.errors import InputError
from advisor.trials.playground.prompt_files import look_at, read_prompts


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
    (prompt,) = read_prompts(content, name="p.csv", columns={"text": "a", "reference": "b"})
    assert (prompt.text, prompt.reference) == ("Where?", "Here")
    with pytest.raises(InputError, match="at least a column 'text'"):
        read_prompts(b"a,b\n1,2\n", name="p.csv")


def test_lines_of_json_may_have_usual_names_too() -> None:
    """As other tools write them."""
    (prompt,) = read_prompts(b'{"input": "Where?", "ideal": "Here"}', name="p.jsonl")
    assert (prompt.text, prompt.reference) == ("Where?", "Here")


def test_a_file_is_looked_at_before_it_is_read() -> None:
    """Its columns, three of its rows, and what the names already say."""
    content = "".join(["id,question,ground_truth,split\n", *(f"{n},Where {n}?,Here {n},test\n" for n in range(5))])
    found = look_at(content.encode(), name="p.csv")
    assert found.columns == ("id", "question", "ground_truth", "split")
    assert [row["question"] for row in found.rows] == ["Where 0?", "Where 1?", "Where 2?"]
    assert found.taken == {"text": "question", "reference": "ground_truth", "name": "id"}
    assert (found.unused, found.doubtful, found.asks) == (("split",), (), False)


@pytest.mark.parametrize(
    ("name", "content", "doubtful"),
    [
        ("p.csv", "utterance;should say\nWhere?;Here\n", ()),
        ("p.csv", "question,should_say\nWhere?,Here\n", ()),
        ("p.csv", "question,answer,expected\nWhere?,There,Here\n", ("reference",)),
        ("p.csv", "prompt,question,reference\nSay,Where?,Here\n", ("text",)),
        ("p.jsonl", '{"utterance": "Where?", "said": {"place": "here"}}\n', ()),
    ],
)
def test_what_names_do_not_say_is_asked(name: str, content: str, doubtful: tuple[str, ...]) -> None:
    """No prompt, no reference where a column is left, or two that could be it."""
    found = look_at(content.encode(), name=name)
    assert found.asks
    assert found.doubtful == doubtful


@pytest.mark.parametrize("content", ["text\nWhere?\n", "question,answer\nWhere?,Here\n", "Input;Expected\nA?;B\n"])
def test_what_names_say_is_not_asked(content: str) -> None:
    """A file of prompts alone has no reference to ask for."""
    assert not look_at(content.encode(), name="p.csv").asks


def test_columns_that_nobody_named_are_not_read() -> None:
    """Once a person has said what is what, a column of our own name means nothing by itself, in tables and in lines."""
    for name, content in (
        ("p.csv", "q,text,reference\nWhere?,no,no\n"),
        ("p.jsonl", '{"q": "Where?", "text": "no", "x": 1}'),
    ):
        (prompt,) = read_prompts(content.encode(), name=name, columns={"text": "q"})
        assert (prompt.text, prompt.reference) == ("Where?", "")


def test_of_two_usual_names_the_likelier_is_taken() -> None:
    """What was expected rather than what was answered, whichever comes first."""
    (prompt,) = read_prompts(b"question,answer,expected\nWhere?,There,Here\n", name="p.csv")
    assert prompt.reference == "Here"


def test_a_file_in_another_encoding_is_read_as_said() -> None:
    """Nothing in it says which; unsaid it is only called unreadable, and a wrong one is refused with its place."""
    content = "text;reference\nWo liegt Köln?;am Rhein – 50°\n".encode("cp1252")
    assert look_at(content, name="p.csv").unreadable
    assert look_at(content, name="p.csv", encoding="cp1252").rows[0]["text"] == "Wo liegt Köln?"
    (prompt,) = read_prompts(content, name="p.csv", encoding="cp1252")
    assert prompt.reference == "am Rhein – 50°"
    with pytest.raises(InputError, match="is not cp1253"):
        read_prompts(b"text\n\xd2\n", name="p.csv", encoding="cp1253")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.csv", 'text,tags\nWhere?,"hard; long,hard | rare"\n'),
        ("p.jsonl", '{"text": "Where?", "tags": ["hard", "long", "rare"]}'),
        ("p.csv", "question\tcategory\nWhere?\thard;long;rare\n"),
    ],
)
def test_tags_are_read_from_a_cell_or_a_list(name: str, content: str) -> None:
    """Parted by a semicolon, a comma or a bar; each once."""
    (prompt,) = read_prompts(content.encode(), name=name)
    assert prompt.tags == ("hard", "long", "rare")


@pytest.mark.parametrize(
    ("value", "text"), [("4", "4"), ("4.5", "4.5"), ('{"a": true}', '{"a": true}'), ("true", "true")]
)
def test_a_reference_may_be_any_json(value: str, text: str) -> None:
    """A number or an object that is expected is compared as its text."""
    (prompt,) = read_prompts(f'{{"text": "Sum?", "reference": {value}}}'.encode(), name="p.jsonl")
    assert prompt.reference == text


def test_a_quoted_cell_may_hold_lines_quotes_and_separators() -> None:
    """As the format of CSV says."""
    (prompt,) = read_prompts(b'text;reference\n"Say ""Hi"";\nthen go";"a;b"\n', name="p.csv")
    assert (prompt.text, prompt.reference) == ('Say "Hi";\nthen go', "a;b")


def test_a_header_of_several_lines_or_none_at_all_breaks_nothing() -> None:
    """What is no table is looked at without a fault; reading it says what is wrong."""
    for content in (b"", b"\n\n", b'"open', b"a" * 200_000, b"\x00,\x01\n"):
        assert look_at(content, name="p.csv").rows == ()
