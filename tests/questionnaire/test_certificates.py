"""Certificates as they are usually written."""

from __future__ import annotations

import pytest

from advisor.errors import AnswersError
from advisor.questionnaire.certificates import certificate
from advisor.questionnaire.load import check_answers


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("SOC 2", "soc2"),
        ("SOC 2 Type II", "soc2"),
        ("ISO 27001", "iso27001"),
        ("ISO/IEC 27001:2022", "iso27001"),
        ("27001", "iso27001"),
        ("PCI DSS", "pci-dss"),
        ("BSI C5", "c5"),
        ("FedRAMP High", "fedramp-high"),
        ("HIPAA", "hipaa"),
        ("tisax", "tisax"),
    ],
)
def test_usual_spellings_are_read(written: str, name: str) -> None:
    """And a name that a catalog of one's own may have passes."""
    assert certificate(written) == name


def test_what_is_no_name_is_refused_with_the_names_that_are_known() -> None:
    """Value, place and what is allowed."""
    asked = {"title": "t", "use_cases": [{"task": "chat_assistant"}], "data": {"certifications": ["Some Seal!"]}}
    with pytest.raises(AnswersError) as refused:
        check_answers(asked, name="answers")
    assert "data.certifications[0]: 'Some Seal!'" in str(refused.value)
    assert "soc2 (SOC 2), iso27001 (ISO 27001)" in str(refused.value)
    asked["data"] = {"certifications": ["SOC 2", "ISO 27001"]}
    assert check_answers(asked, name="answers").data.certifications == ("soc2", "iso27001")
