"""The list of fields of a file of answers is whole and says what each takes."""

from __future__ import annotations

from advisor.questionnaire.fields import every_field


def test_every_field_of_a_file_of_answers_is_named() -> None:
    """Those that no question asks for too, with what they take; records in lists by their own fields."""
    fields = {place: (holds, usual) for place, holds, usual, _ in every_field()}
    assert fields["governance.jurisdictions_excluded"] == ("list of string", "`[]`")
    assert fields["hosting.gpus_owned[].servers"][0] == "integer from 1 to 100,000"
    assert fields["use_cases[].latency.total_s"] == ("number above 0 to 86,400", "")
    assert fields["data.classification"][0].startswith("`public`, `internal`")
    assert "weights" in fields
    assert "priorities" in fields


def test_a_list_says_so_beside_its_words() -> None:
    """Who asks for it need not read that out of what it holds."""
    listed = {field.place for field in every_field() if field.listed}
    assert {"governance.jurisdictions_excluded", "use_cases[].languages"} <= listed
    assert not {"weights", "data.classification", "hosting.gpus_owned[].servers"} & listed
