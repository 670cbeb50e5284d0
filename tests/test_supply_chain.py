"""Pins against the advisories that are kept, and the bill of materials."""

from __future__ import annotations

import json
import subprocess
import sys
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
    """The day they were taken stands beside the answer."""
    done = run("audit")
    assert done.returncode == 0, done.stdout
    assert "advisories of 20" in done.stdout


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
