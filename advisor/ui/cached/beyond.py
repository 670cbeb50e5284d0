"""What the page beyond the model works out once: keyed by what a decision rests on, in every language the same."""

from __future__ import annotations

import streamlit as st

from advisor.assessment import Assessment
from advisor.guidance.retrieval.retrieval_records import RetrievalPlan, RetrievalWishes
from advisor.services.guidance.retrieval import retrieval_of
from advisor.ui.cached.installation import catalog


@st.cache_resource(max_entries=32, show_spinner=False)
def _retrieval(
    _assessment: Assessment, answers: str, digest: str, choice: str | None, wishes: RetrievalWishes
) -> RetrievalPlan | None:
    """Keyed by the answers, the catalog, the option that is chosen (evidence may change it) and the wishes."""
    del answers, digest, choice
    return retrieval_of(_assessment, catalog(), wishes)


def retrieval(assessment: Assessment, wishes: RetrievalWishes) -> RetrievalPlan | None:
    """The retrieval of the first use case; None where it looks into no documents."""
    used = assessment.provenance
    return _retrieval(assessment, used.answers_digest, catalog().digest, assessment.choice_id, wishes)
