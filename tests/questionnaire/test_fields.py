"""The list of fields of a file of answers is whole and says what each takes."""

from __future__ import annotations

from advisor.questionnaire.fields import every_field


def test_every_field_of_a_file_of_answers_is_named() -> None:
    """Those that no question asks for too, with what they take; records in lists by their own fields."""
    fields = {place: (holds, usual) for place, holds, usual in every_field()}
    assert fields["governance.jurisdictions_excluded"] == ("list of string", "`[]`")
    assert fields["hosting.gpus_owned[].servers"][0] == "integer from 1 to 100,000"
    assert fields["use_cases[].latency.total_s"] == ("number above 0 to 86,400", "")
    assert fields["data.classification"][0].startswith("`public`, `internal`")
    assert "weights" in fields
    assert "priorities" in fields
