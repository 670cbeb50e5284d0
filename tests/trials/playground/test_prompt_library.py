"""The prompt library: round trips and variables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.trials.playground.prompt_files import read_prompts
from advisor.trials.playground.prompt_library import Prompt, filled, to_csv, to_jsonl, variables_of

WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=40)


@given(st.lists(st.tuples(WORDS.filter(str.strip), WORDS, WORDS), min_size=1, max_size=5))
def test_prompts_survive_a_round_trip(rows: list[tuple[str, str, str]]) -> None:
    """What is exported as CSV or JSONL is imported as it was."""
    prompts = [
        Prompt(
            name=f"P{number}",
            text=text,
            system=system,
            reference=reference,
            variables={"a": reference},
            tags=("hard", "two words"),
        )
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
