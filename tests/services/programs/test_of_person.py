"""What programs ask in a person's name: as the person is now, alike over REST and MCP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from signed_in import signed_in

from advisor.access.people import LOCAL, Person, Role
from advisor.errors import NotFoundError
from advisor.questionnaire.answers import Answers, UseCase
from advisor.services.house.exceptions import decide_exception, request_exception
from advisor.services.installed import Installed
from advisor.services.programs.of_person import OfPerson, acting_person, of_token
from advisor.settings import Settings
from advisor.storage.rights.known_people import KnownPeople
from advisor.storage.tokens.access_tokens import AccessToken, AccessTokens

ANSWERS = Answers(title="Ours", use_cases=(UseCase(task="translation"),))
POLICY = """
policy: 1
name: Ours
version: "1"
dated: 2026-11-01
rules:
  - id: origin
    vendor_countries_excluded: [CN]
report:
  footer: House of examples
"""


@pytest.fixture
def here(tmp_path: Path) -> Installed:
    """An installation of this test's own."""
    return Installed(Settings(home=tmp_path, database_url=""))


def token_of(here: Installed, person: Person) -> AccessToken:
    """A new token of somebody."""
    return AccessTokens(here.database(), person=person).create("robot", ["read"])[0]


def test_a_token_asks_for_its_person_as_they_are_now(here: Installed) -> None:
    """A role that was taken away is taken from the token too; one that was given is not; groups are today's."""
    ada = signed_in("ada", Role.APPROVER, "old team")
    KnownPeople(here.database()).saw(ada)
    token = token_of(here, ada)
    for role, expected in ((Role.READER, Role.READER), (Role.ADMINISTRATOR, Role.APPROVER)):
        KnownPeople(here.database()).saw(ada.model_copy(update={"role": role, "groups": frozenset({"new team"})}))
        found = acting_person(here, token)
        assert (found.role, found.groups, found.via) == (expected, {"new team"}, "token robot")
    here.database().dispose()


def test_a_token_of_somebody_forgotten_asks_for_nobody(here: Installed) -> None:
    """Nobody is taken for who they were."""
    with pytest.raises(NotFoundError):
        acting_person(here, token_of(here, signed_in("gone")))
    here.database().dispose()


def test_a_person_finds_their_own_with_what_the_house_says_of_it(here: Installed) -> None:
    """An exception lifts the rule for its decision alone; the frame has the look of the house."""
    here.settings.home.joinpath("policy.yaml").write_text(POLICY, encoding="utf-8")
    ada, ben = signed_in("ada", Role.EDITOR), OfPerson(here, LOCAL)
    KnownPeople(here.database()).saw(ada)
    hers, today, held = of_token(here, token_of(here, ada)), datetime.now(UTC).date(), here.policy()
    assert held is not None
    lifted, other = (hers.decisions.create(ANSWERS).decision_id for _ in range(2))
    asked = {"reason": "Pilot", "until": today + timedelta(9), "today": today}
    request_exception(hers.entries, lifted, held.policy, "origin", person=ada, **asked)
    decide_exception(ben.entries, lifted, "origin", grant=True, today=today, person=LOCAL, name="Ben")
    found = [hers.policy(one) for one in (lifted, other)]
    assert [len(one.lifted) if one else None for one in found] == [1, 0]
    assert hers.frame(lifted).house.footer == "House of examples"
    assert {one.decision_id for one in ben.decisions.all()} == {lifted, other}
    assert OfPerson(here, signed_in("eve", Role.APPROVER)).decisions.all() == ()
    here.database().dispose()
