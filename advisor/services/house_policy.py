"""The policy of the house as this installation has it: its file, and the catalog under it on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import under_policy
from advisor.policy.house import HousePolicy, ReportStyle
from advisor.policy.in_force import PolicyInForce, in_force
from advisor.policy.load import load_policy, read_logo
from advisor.report.document.meta import HouseLook
from advisor.settings import Settings


def policy_of(settings: Settings, policy: Path | None = None) -> HousePolicy | None:
    """The policy in the given file, else the installation's; None where there is none.

    Raises PolicyError where a file is there and cannot be used: nothing is decided then as if there were no policy.
    """
    path = policy or settings.resolved_policy_file()
    return None if path is None else load_policy(path)


def policy_stamp(settings: Settings) -> tuple[tuple[str, int, int], ...]:
    """Name, time of change (ns) and size of the policy and of its logo: different whenever one was written."""
    path = settings.resolved_policy_file()
    if path is None:
        return ()
    if not path.is_file():  # whoever names a file that is not there must hear of it
        return ((str(path), 0, 0),)
    beside = sorted(one for one in path.parent.iterdir() if one.suffix in (".png", ".svg"))
    return tuple((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in (path, *beside))


def policy_today(settings: Settings, *, day: date | None = None) -> PolicyInForce | None:
    """The installation's policy as it holds on a day (today)."""
    policy = policy_of(settings)
    return None if policy is None else in_force(policy, day or datetime.now(UTC).date())


def governed(catalog: Catalog, settings: Settings, *, policy: Path | None = None, day: date | None = None) -> Catalog:
    """A catalog under the policy of the given file, else the installation's, on a day (today)."""
    found = policy_of(settings, policy)
    return catalog if found is None else under_policy(catalog, in_force(found, day or datetime.now(UTC).date()))


def style_of(settings: Settings, policy: Path | None = None) -> tuple[ReportStyle, HouseLook]:
    """How the house's reports look, and the same with the logo read; both say nothing without a policy.

    Raises PolicyError where the logo cannot be used any more.
    """
    path = policy or settings.resolved_policy_file()
    if path is None:
        return ReportStyle(), HouseLook()
    style = load_policy(path).report
    logo = b"" if style.logo is None else read_logo(path.parent / style.logo)
    form = "" if style.logo is None else style.logo.rpartition(".")[2]
    return style, HouseLook(footer=style.footer, classification=style.classification, logo=logo, logo_form=form)
