"""Read answers from YAML or JSON; a bad file reports every error at once and never runs anything.

Anchors, aliases and tags are refused (they have no use here and make small files explode), as are duplicate keys,
nesting beyond ``MAX_DEPTH`` and files beyond ``MAX_BYTES``.
"""

from __future__ import annotations

import difflib
import hashlib
import inspect
import re
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, ValidationError

from advisor.errors import AnswersError, Problem, most_problems, refusal_of
from advisor.geography import zone_of
from advisor.questionnaire.answers import COUNTRY_PATTERN, LANGUAGE_PATTERN, Answers
from advisor.questionnaire.codes import country_meant, language_meant

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
_SHOWN = 80


class _Loader(yaml.CSafeLoader):
    """A safe loader that refuses duplicate keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the base class fixes the signature
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key that is a list or mapping", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"duplicate key {key.value!r}", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


_MOST_DIGITS: Final = 300
"""Of a whole number: more than any answer may have, and few enough to be quoted."""


def _whole_number(loader: _Loader, node: yaml.ScalarNode) -> int:
    """A whole number; 010 is ten, as people mean it, and not eight."""
    text = loader.construct_scalar(node)
    if len(text) > _MOST_DIGITS:  # Python would read a hexadecimal one of any length, and then refuse to write it
        raise ValueError(f"a number of {len(text):,} digits")
    return int(text, 0) if text.lstrip("+-")[:2].lower() in ("0x", "0o", "0b") else int(text)


_PLAIN = {
    "bool": re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"),
    "int": re.compile(r"^(?:[-+]?[0-9][0-9_]*|0o[0-7]+|0x[0-9a-fA-F]+)$"),
}
"""What counts as a truth value or a whole number in YAML 1.2: in 1.1 Norway (NO) is false and 10:30 a number."""
_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0].rpartition(":")[2] not in _PLAIN]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
for _kind, _form in _PLAIN.items():
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", _form, list("tTfF" if _kind == "bool" else "-+0123456789")
    )
_Loader.add_constructor("tag:yaml.org,2002:int", _whole_number)


class _Dumper(yaml.SafeDumper):
    """A safe dumper that quotes the line separators which a plain scalar would fold away."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if any(character in "\x85\u2028\u2029\ufeff" for character in text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def load_answers(path: Path) -> Answers:
    """Read one file of answers; raises AnswersError with every problem found."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise AnswersError(
            f"{path} cannot be read:", [Problem(str(path), error.strerror or str(error), "a YAML or JSON file")]
        ) from error
    if size > MAX_BYTES:
        raise _too_large(str(path), size)
    return parse_answers(content, name=str(path))


def parse_answers(content: bytes | str, *, name: str) -> Answers:
    """Validate YAML or JSON text into answers; ``name`` is the place named in messages."""
    return check_answers(parse_yaml(content, name, expected="a mapping with title and use_cases"), name=name)


def check_answers(data: Mapping[str, Any], *, name: str) -> Answers:
    """Validate a mapping of answers; raises AnswersError with every problem found."""
    try:
        return Answers.model_validate(data)
    except ValidationError as error:
        raise AnswersError(f"{name} has errors:", problems_of(error)) from error


def dump_answers(answers: Answers) -> str:
    """The answers as YAML that ``parse_answers`` reads back to an equal record; defaults are left out."""
    data = answers.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yaml.dump({"schema": 1, **data}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def answers_digest(answers: Answers) -> str:
    """SHA-256 over the canonical JSON of the answers (hexadecimal)."""
    return hashlib.sha256(answers.model_dump_json(by_alias=True).encode()).hexdigest()


def parse_yaml(content: bytes | str, name: str, *, expected: str) -> dict[str, Any]:
    """The mapping in a text of YAML or JSON; ``expected`` says what it should hold. Raises AnswersError."""
    if len(content) > MAX_BYTES:
        raise _too_large(name, len(content))
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        _refuse_tricks(text, name)
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader is a safe loader
    except UnicodeDecodeError as error:
        raise AnswersError(f"{name} is not text:", [Problem(name, str(error), "UTF-8")]) from error
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        place = f"{name} line {mark.line + 1} column {mark.column + 1}" if mark else name
        found = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise AnswersError(f"{name} is not valid YAML:", [Problem(place, found, "plain YAML or JSON")]) from error
    except ValueError as error:
        raise AnswersError(f"{name} has errors:", [Problem(name, str(error)[:_SHOWN], "plain values")]) from error
    if not isinstance(data, dict):
        found = "empty" if data is None else type(data).__name__
        raise AnswersError(f"{name} has errors:", [Problem(name, found, expected)])
    return data


def _too_large(name: str, size: int) -> AnswersError:
    return AnswersError(f"{name} is too large:", [Problem(name, f"{size:,} bytes", f"at most {MAX_BYTES:,} bytes")])


def _refuse_tricks(text: str, name: str) -> None:
    """Raise AnswersError on aliases, anchors, tags or deep nesting, before anything is constructed."""
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        place = f"{name} line {event.start_mark.line + 1}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise AnswersError(f"{name} has errors:", [Problem(place, "an anchor or alias", "plain values only")])
        if getattr(event, "tag", None):
            raise AnswersError(f"{name} has errors:", [Problem(place, f"the tag {event.tag}", "no tags")])
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise AnswersError(
                f"{name} has errors:", [Problem(place, "nested too deeply", f"at most {MAX_DEPTH} levels")]
            )


def problems_of(error: ValidationError, root: type[BaseModel] = Answers, whole: str = "answers") -> list[Problem]:
    """Every problem once: that a list is too short says nothing where its items were refused for reasons listed.

    ``root`` is the record that was to be read, ``whole`` how it is called where no field of it is meant.
    """
    items = error.errors()
    above = {item["loc"][:depth] for item in items for depth in range(len(item["loc"]))}
    told = [item for item in items if item["type"] != "too_short" or item["loc"] not in above]
    return most_problems((_problem(item, root, whole) for item in told), whole, count=len(told))


def _problem(item: Any, root: type[BaseModel], whole: str) -> Problem:
    location = [part for part in item["loc"] if part != "[key]"]
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    if item["type"] == "extra_forbidden":
        return Problem(place, "unknown field", _near(str(item["loc"][-1]), _fields_at(item["loc"][:-1], root)))
    if item["type"] == "missing":
        return Problem(place, "missing", "a value is required")
    found = "nothing" if item["input"] is None else repr(item["input"])[:_SHOWN]
    allowed = _zone_meant(item) + _code_meant(item) + refusal_of(item)
    limits = (value for value in item.get("ctx", {}).values() if isinstance(value, int | float))
    return Problem(place or whole, found, allowed, rule=item["type"], limit=next(limits, None))


def _zone_meant(item: Any) -> str:
    """The zone of a country that was written where zones are asked for ("gb" is in "uk", "de" in "eu")."""
    zone = zone_of(item["input"].upper()) if isinstance(item["input"], str) else None
    asked = item["type"] == "literal_error" and zone and f"'{zone}'" in str(item.get("ctx", {}).get("expected", ""))
    return f"did you mean {zone}? " if asked else ""


def _code_meant(item: Any) -> str:
    """The code of a country or language that was written as a name or in another case ("Germany", "deutsch", "de")."""
    if item["type"] != "string_pattern_mismatch" or not isinstance(item["input"], str):
        return ""
    meant = {COUNTRY_PATTERN: country_meant, LANGUAGE_PATTERN: language_meant}.get(item["ctx"]["pattern"])
    near = meant(item["input"]) if meant else []
    return f"did you mean {' or '.join(near)}? " if near else ""


def _near(name: str, allowed: Iterable[str]) -> str:
    names = sorted(allowed)
    close = difflib.get_close_matches(name, names, n=1)
    return (f"did you mean {close[0]}? " if close else "") + "allowed: " + ", ".join(names)


def _fields_at(location: Iterable[int | str], root: type[BaseModel]) -> tuple[str, ...]:
    """The field names allowed at a location of a record."""
    here: Any = root
    for part in location:
        if isinstance(part, int):
            continue
        field = next((f for key, f in here.model_fields.items() if part in (key, f.alias)), None)
        if field is None:
            return ()
        here = _record_in(field.annotation)
        if here is None:
            return ()
    return tuple(field.alias or key for key, field in here.model_fields.items())


def _record_in(annotation: Any) -> type[BaseModel] | None:
    """The record type inside an annotation such as ``tuple[UseCase, ...]``."""
    if inspect.isclass(annotation) and typing.get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    return next((found for found in map(_record_in, typing.get_args(annotation)) if found), None)
