"""Governance of an assessment, worked out once: the public boards behind it are 23,000 rows."""

from __future__ import annotations

import streamlit as st

from advisor.assessment import Assessment
from advisor.guidance.governance.whole import Governance
from advisor.report.governed import governance_for
from advisor.ui.cached.installation import catalog


@st.cache_resource(max_entries=16, show_spinner=False)
def _governance(_assessment: Assessment, key: tuple[str, ...]) -> Governance:
    """Keyed by what the assessment rests on."""
    del key
    return governance_for(_assessment, catalog())


def governance(assessment: Assessment) -> Governance:
    """Duties, public evidence and the filled register of an assessment."""
    used = assessment.provenance
    return _governance(assessment, (used.answers_digest, used.catalog_digest, assessment.choice_id or ""))
