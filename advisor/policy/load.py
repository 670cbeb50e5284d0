"""Read the policy of the house from YAML; a bad file reports every error at once: value, place, what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from pydantic import ValidationError

from advisor.errors import AnswersError, PolicyError, Problem
from advisor.policy.house import HousePolicy
from advisor.questionnaire.load import MAX_BYTES, parse_yaml, problems_of

LARGEST_LOGO: Final = 500_000
"""Bytes: a logo of more makes every report slow, and none needs more."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SVG: Final = "{http://www.w3.org/2000/svg}svg"
_LEADS_OUT: Final = ("script", "foreignObject", "image", "use", "a")
"""Elements of an SVG that run or load something; a logo needs none of them."""


def parse_policy(content: bytes | str, *, name: str) -> HousePolicy:
    """Validate YAML or JSON text into a policy; ``name`` is the file as messages name it. Raises PolicyError."""
    try:
        data = parse_yaml(content, name, expected="a mapping with policy, name, version and dated")
    except AnswersError as error:
        raise PolicyError(error.title, error.problems) from error
    try:
        return HousePolicy.model_validate(data)
    except ValidationError as error:
        raise PolicyError(f"{name} has errors:", problems_of(error, HousePolicy, "policy")) from error


def load_policy(path: Path) -> HousePolicy:
    """Read one policy file and look at the logo beside it; raises PolicyError with every problem found."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        allowed = "a YAML file that can be read"
        raise PolicyError(
            "The policy cannot be read:", [Problem(str(path), error.strerror or str(error), allowed)]
        ) from error
    if size > MAX_BYTES:
        found = Problem(str(path), f"{size:,} bytes", f"at most {MAX_BYTES:,} bytes")
        raise PolicyError("The policy is too large:", [found])
    policy = parse_policy(content, name=path.name)
    if policy.report.logo is not None:
        read_logo(path.parent / policy.report.logo)
    return policy


def read_logo(path: Path) -> bytes:
    """The bytes of a logo; raises PolicyError where the file is no PNG or SVG that may stand in a report."""
    try:
        content = path.read_bytes()
    except OSError as error:
        allowed = "a PNG or SVG file beside the policy"
        raise PolicyError(
            "The logo cannot be read:", [Problem("report.logo", f"{path.name}: {error.strerror}", allowed)]
        ) from error
    check_logo(path.name, content)
    return content


def check_logo(name: str, content: bytes) -> None:
    """Raise PolicyError where a picture is no PNG or SVG that may stand in a report; ``name`` is that of its file."""
    found = list(_wrong_with(content, Path(name).suffix))
    if found:
        problems = [Problem("report.logo", f"{name}: {what}", allowed) for what, allowed in found]
        raise PolicyError("The logo cannot be used:", problems)


def _wrong_with(content: bytes, ending: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a logo, and what is allowed."""
    if len(content) > LARGEST_LOGO:
        yield f"{len(content):,} bytes", f"at most {LARGEST_LOGO:,} bytes"
    elif ending == ".png":
        if not content.startswith(_PNG):
            yield "no PNG inside", "a PNG file"
    elif b"<!" in content.replace(b"<!--", b""):  # a document type may define entities that grow or load
        yield "a document type", "an SVG without one"
    else:
        yield from _wrong_with_svg(content)


def _wrong_with_svg(content: bytes) -> Iterator[tuple[str, str]]:
    try:
        root = ET.fromstring(content)  # noqa: S314 - no document type, so nothing to expand
    except ET.ParseError as error:
        yield f"no SVG inside ({error})", "an SVG file"
        return
    if root.tag != _SVG:
        yield f"the element {root.tag[:80]}", "an SVG file"
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        links = [value for key, value in element.items() if key.rpartition("}")[2] == "href" and value[:1] != "#"]
        if name in _LEADS_OUT or any(key.lower().startswith("on") for key in element.keys()) or links:  # noqa: SIM118 - no mapping
            yield f"<{name}> runs or loads something", "shapes and text alone"
