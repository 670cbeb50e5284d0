"""Rules of the table: each where its condition holds, dated and sourced, and none elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor import geography
from advisor.catalog.catalog import Catalog
from advisor.decision.gates.duties.facts import facts_of
from advisor.guidance.governance.rules import applying, duty_of, holds, note_of, severity_of
from advisor.guidance.records import RiskNote
from advisor.guidance.risks import risks_of
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample, sample_paths
from advisor.words.language import LANGUAGES
from advisor.words.sentences import SENTENCES
from advisor.words.written import said

DAY = date(2026, 11, 1)
API = Deployment(kind="provider_api", provider="aws-bedrock", zone="eu")
OWN = Deployment(kind="on_prem", gpu="l4-24gb", gpu_count=1, replicas=1)


def asked(task: str = "chat_assistant", **given: Any) -> Answers:
    """Answers of a house in Germany."""
    fields = {"title": "t", "use_cases": [{"task": task}], "hosting": {"country": "DE"}}
    return Answers.model_validate(fields | given)


def ids(catalog: Catalog, answers: Answers, deployment: Deployment | None = None, *, record: bool = True) -> set[str]:
    """The rules that apply, of the record alone or all."""
    facts = facts_of(answers, answers.use_cases[0], deployment)
    return {rule.rule_id for rule in applying(catalog.governance_rules, facts) if not record or rule.in_record == "yes"}


def notes(catalog: Catalog, answers: Answers, deployment: Deployment | None = None) -> tuple[RiskNote, ...]:
    """What the record says of the answers."""
    model = catalog.models[0].model_id if deployment is not None else None
    case = answers.use_cases[0]
    return risks_of(answers, case, catalog, catalog.dated, model_id=model, deployment=deployment)


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ("a", True),
        ("c", False),
        ("a;b", True),
        ("a;c", False),
        ("c|b", True),
        ("!c", True),
        ("!a", False),
        ("c|!d;a", True),
        (None, False),
    ],
)
def test_a_condition_is_all_of_some_of(condition: str | None, *, met: bool) -> None:
    """Groups are all met, each by one of its facts."""
    assert holds(condition, frozenset({"a", "b"})) is met


def test_every_rule_traces_to_a_dated_source_and_speaks_every_language(catalog: Catalog) -> None:
    """A statement without a source or a day is refused, and none is left in English."""
    assert len(catalog.governance_rules) > 50
    for rule in catalog.governance_rules:
        source = catalog.source[rule.source.partition("#")[0]]
        assert source.dated <= rule.checked_on
        assert source.link
        assert rule.nist_ai_rmf, rule.rule_id
        assert rule.iso_42001, rule.rule_id
        note = note_of(rule, frozenset(), DAY)
        for part in ("topic", "statement", "action"):
            sentences = {said(note, part, language) for language in LANGUAGES}
            assert len(sentences) >= (2 if part == "topic" else 3), (rule.rule_id, part, sentences)


def test_every_statement_of_every_sample_traces_to_a_dated_source(catalog: Catalog) -> None:
    """Those about the choice too, for a provider that is known, for one that is not, and for own servers."""
    unknown = Deployment(kind="provider_api", provider="nobody", zone="eu")
    for path in sample_paths():
        for deployment in (API, unknown, OWN):
            for note in notes(catalog, load_sample(path.stem), deployment):
                assert note.source is not None, note
                assert catalog.source[note.source.partition("#")[0]].dated, note


def test_a_rule_is_told_once(catalog: Catalog) -> None:
    """No two rules with one id, and no duty without its sentences."""
    named = [rule.rule_id for rule in catalog.governance_rules]
    assert len(named) == len(set(named))
    assert {f"risk.{name}.action" for name in named} <= SENTENCES.keys()


def test_what_stays_on_own_machines_is_transferred_nowhere(catalog: Catalog) -> None:
    """The duty is that of whoever hands data to somebody else."""
    answers = asked(data={"personal_data": True})
    assert "transfers" in ids(catalog, answers, API)
    assert "transfers" in ids(catalog, answers)
    assert "transfers" not in ids(catalog, answers, OWN)


def test_outside_europe_the_act_asks_nothing(catalog: Catalog) -> None:
    """Whatever the risk is."""
    american = asked(hosting={"country": "US"}, governance={"eu_ai_act_risk": "high"})
    facts = facts_of(american, american.use_cases[0])
    assert not any("eu-ai" in rule.source for rule in applying(catalog.governance_rules, facts))


def test_a_high_risk_has_the_duties_of_a_deployer_from_the_day_they_were_moved_to(catalog: Catalog) -> None:
    """Regulation (EU) 2026/1744: Annex III from 2 December 2027, products from 2 August 2028."""
    answers = asked(governance={"eu_ai_act_risk": "high"})
    found = ids(catalog, answers)
    assert {"literacy", "deployer", "rights", "become_provider"} <= found
    assert not {"risk_class", "transparency"} & found
    facts = facts_of(answers, answers.use_cases[0])
    (rule,) = [rule for rule in catalog.governance_rules if rule.rule_id == "deployer"]
    duty = duty_of(rule, facts, DAY)
    assert (duty.in_force, duty.in_force_on) == (False, date(2027, 12, 2))
    sentence = said(note_of(rule, facts, DAY), "statement", "en")
    assert "from 2 Dec 2027" in sentence
    assert "from 2 Aug 2028" in sentence
    assert duty_of(rule, facts, date(2027, 12, 2)).in_force


def test_an_unknown_class_is_to_be_settled_and_counts_as_limited(catalog: Catalog) -> None:
    """Those who talk to people say what they are; a translation talks to nobody."""
    talking = asked(governance={"eu_ai_act_risk": "unknown"})
    assert {"literacy", "risk_class", "transparency"} <= ids(catalog, talking)
    silent = ids(catalog, asked("translation", governance={"eu_ai_act_risk": "limited"}))
    assert "literacy" in silent
    assert not {"transparency", "risk_class"} & silent


def test_personal_and_health_data_have_duties_of_their_own(catalog: Catalog) -> None:
    """Health data of the United States those of their law."""
    privacy = {"personal_data", "transfers", "health", "health_us"}
    assert not ids(catalog, asked()) & privacy
    assert ids(catalog, asked(data={"personal_data": True})) & privacy == {"personal_data", "transfers"}
    assert ids(catalog, asked(data={"health_data": True})) & privacy == privacy - {"health_us"}
    american = asked(data={"health_data": True}, hosting={"country": "US"})
    assert ids(catalog, american) & privacy == {"health_us"}


@pytest.mark.parametrize("country", ["IN", "BR"])
def test_the_law_of_the_united_states_is_told_to_those_who_are_there(catalog: Catalog, country: str) -> None:
    """Health data elsewhere outside Europe is not under HIPAA."""
    assert "health_us" not in ids(catalog, asked(data={"health_data": True}, hosting={"country": country}))


def test_a_house_outside_europe_is_not_under_its_law_for_a_zone_that_it_allows(catalog: Catalog) -> None:
    """A British house may have its data processed in the EU; one that names no country and asks for the EU is there."""
    given = {"data": {"personal_data": True, "residency": ["uk", "eu"]}}
    assert "literacy" not in ids(catalog, asked(**given, hosting={"country": "GB"}))
    assert "literacy" in ids(catalog, asked(data={"residency": ["eu"], "jurisdictions": []}))


def test_a_bank_gets_its_supervision_by_how_it_runs(catalog: Catalog) -> None:
    """A provider is a third party; own servers are the house's own risk; asked is what the question names."""
    bank = asked(governance={"sector": "finance"})
    assert "supervision" in ids(catalog, bank, API)
    assert "supervision_own" in ids(catalog, bank, OWN)
    assert not notes(catalog, bank, API)[0].asked
    named = asked(governance={"sector": "finance"}, question="will BaFin agree?")
    first = notes(catalog, named, API)[0]
    assert first.asked
    assert said(first, "brief", "en") == "entry in the register, contract clauses and exit plan (DORA)"


def test_supervision_without_a_sector_asks_for_it(catalog: Catalog) -> None:
    """It cannot be told whose supervision is meant."""
    note = notes(catalog, asked(question="does the regulator agree?"))[0]
    assert (note.severity, note.asked) == ("high", True)
    assert "State the sector" in said(note, "action", "en")


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        ({"jurisdictions": ["DE", "FR"]}, {"workers_de", "workers_fr"}),
        ({"jurisdictions": ["NL"]}, {"workers_eu"}),
        ({"residency": ["eu"]}, {"workers_eu"}),
        ({"jurisdictions": ["US"]}, {"workers"}),
    ],
)
def test_each_place_brings_its_law_on_workers(catalog: Catalog, data: dict[str, Any], rules: set[str]) -> None:
    """France and Germany their own, other states of the EEA the directive, elsewhere that the state decides."""
    answers = asked(question="and the works council?", data=data, hosting={})
    assert {name for name in ids(catalog, answers) if name.startswith("workers")} == rules


def test_a_rule_is_graver_where_its_facts_say_so(catalog: Catalog) -> None:
    """Hidden instructions are worse where tools turn them into deeds."""
    (rule,) = [rule for rule in catalog.governance_rules if rule.rule_id == "injection"]
    assert severity_of(rule, frozenset({"task:rag"})) == "medium"
    assert severity_of(rule, frozenset({"task:rag", "tools"})) == "high"


def test_a_factory_beside_its_machines_gets_what_an_office_does_not(catalog: Catalog) -> None:
    """The words of the question say where it stands."""
    factory = load_sample("factory-edge-device")
    assert {"plant", "nis2", "works_question"} <= ids(catalog, factory, record=False)
    assert "plant" not in ids(catalog, load_sample("city-administration-rag"), record=False)


@pytest.mark.parametrize(
    ("given", "task", "rules"),
    [
        (
            {"data": {"personal_data": True, "jurisdictions": ["CH"]}, "governance": {"sector": "finance"}},
            "transcription",
            {"ch_data", "ch_finma", "ch_secrecy", "recording_ch"},
        ),
        (
            {"data": {"health_data": True, "jurisdictions": ["DE"]}, "governance": {"sector": "health"}},
            "translation",
            {"c5", "secrecy", "medical_device", "clinical_check", "health"},
        ),
        (
            {"data": {"personal_data": True}, "question": "Which model marks suspicious claims overnight?"},
            "classification_extraction",
            {"automated"},
        ),
        ({"question": "Which model may pupils use under supervision?"}, "chat_assistant", {"minors"}),
        ({"hosting": {"country": "US"}, "governance": {"sector": "finance"}}, "rag", {"model_risk_us"}),
    ],
)
def test_the_law_of_the_place_and_the_people_is_in_the_record(
    catalog: Catalog, given: dict[str, Any], task: str, rules: set[str]
) -> None:
    """A Swiss bank's talks, a German hospital's reports at a provider, suspected claims, pupils, an American bank."""
    answers = asked(task, **given)
    assert rules <= ids(catalog, answers, API)
    assert "supervision_open" not in ids(catalog, answers, API)


@pytest.mark.parametrize(
    ("country", "law"),
    [
        ("CA", {"ca_data", "ca_quebec", "ca_health"}),
        ("BR", {"br_data", "br_transfers"}),
        ("IN", {"in_data"}),
        ("JP", {"jp_data"}),
        ("KR", {"kr_data"}),
        ("AU", {"au_data"}),
        ("SG", {"sg_data"}),
        ("CN", {"cn_data"}),
        ("VN", {"data_law_open"}),
        ("CH", {"ch_data"}),
        ("GB", {"personal_data", "transfers", "health"}),
        ("US", {"health_us"}),
    ],
)
def test_health_data_brings_the_law_of_its_country_or_says_that_none_is_told(
    catalog: Catalog, country: str, law: set[str]
) -> None:
    """No country is left without a word, and none hears of another one's law."""
    of_data = {rule.rule_id for rule in catalog.governance_rules if rule.rule_id.endswith("_data")} | {
        "ca_quebec", "ca_health", "br_transfers", "data_law_open", "personal_data", "transfers", "health", "health_us"
    }  # fmt: skip
    asked_there = asked(data={"health_data": True}, hosting={"country": country})
    assert ids(catalog, asked_there, API) & of_data == law
    assert not ids(catalog, asked(hosting={"country": country})) & of_data


def test_what_stays_on_own_machines_leaves_neither_quebec_nor_brazil(catalog: Catalog) -> None:
    """As it does not leave Europe."""
    for country in ("CA", "BR"):
        own = ids(catalog, asked(data={"personal_data": True}, hosting={"country": country}), OWN)
        assert not {"ca_quebec", "br_transfers"} & own
        assert f"{country.lower()}_data" in own


@pytest.mark.parametrize(
    ("places", "left_open"),
    [(["DE", "VN"], True), (["US"], True), ([], True), (["DE", "GB", "JP"], False)],
)
def test_one_country_without_a_law_in_the_table_is_enough_to_say_so(
    catalog: Catalog, places: list[str], *, left_open: bool
) -> None:
    """What is known of the others does not speak for it; of the United States only the law on health is told."""
    found = ids(catalog, asked(data={"personal_data": True, "jurisdictions": places}, hosting={}))
    assert ("data_law_open" in found) is left_open
    zone = asked(data={"personal_data": True, "residency": ["eu"], "jurisdictions": []}, hosting={})
    assert "data_law_open" not in ids(catalog, zone)


def test_the_countries_called_told_are_those_that_have_a_rule(catalog: Catalog) -> None:
    """A law that is taken out of the table, or put in, changes what is said to be open."""
    conditions = {rule.rule_id: rule.applies_when for rule in catalog.governance_rules}

    def places(end: str) -> set[str]:
        return {
            text.removeprefix("place:")[:2]
            for name, text in conditions.items()
            if text.startswith("place:") and text.endswith(end)
        }

    assert places(";personal|health") == geography.DATA_LAWS - geography.GDPR
    assert places(";speech") == geography.RECORDING_LAWS


@pytest.mark.parametrize(
    ("country", "rule"),
    [("DE", "recording_de"), ("CH", "recording_ch"), ("CA", "recording_open"), (None, "recording_open")],
)
def test_speech_of_people_asks_for_consent_wherever_they_are(catalog: Catalog, country: str | None, rule: str) -> None:
    """Recorded or live: a bot that listens hears them as well; a chat in writing hears nobody."""
    there = {"hosting": {"country": country} if country else {}}
    bot = asked(use_cases=[{"task": "chat_assistant", "modalities_in": ["audio"]}], **there)
    for heard in (bot, asked("transcription", **there)):
        assert {name for name in ids(catalog, heard) if name.startswith("recording")} == {rule}
    assert not {name for name in ids(catalog, asked(**there)) if name.startswith("recording")}


def test_invented_words_are_a_clinical_risk_of_transcripts(catalog: Catalog) -> None:
    """Recognition writes text too: a clinician releases it, and the risk is graver than in a meeting."""
    for place in ("CA", "DE", "VN"):
        clinic = asked("transcription", governance={"sector": "health"}, hosting={"country": place})
        assert {"clinical_check", "invented_speech"} <= ids(catalog, clinic)
    (rule,) = [one for one in catalog.governance_rules if one.rule_id == "invented_speech"]
    meeting = asked("transcription")
    assert severity_of(rule, facts_of(clinic, clinic.use_cases[0])) == "high"
    assert severity_of(rule, facts_of(meeting, meeting.use_cases[0])) == "medium"
    assert "invented_speech" not in ids(catalog, asked("summarisation"))


def test_an_attestation_of_the_cloud_is_no_matter_of_own_servers(catalog: Catalog) -> None:
    """Nor is the secrecy of a provider's people."""
    hospital = asked("summarisation", data={"health_data": True}, governance={"sector": "health"})
    assert not {"c5", "secrecy"} & ids(catalog, hospital, OWN)
