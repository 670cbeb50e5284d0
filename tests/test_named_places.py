"""What the pages name is there: files, folders, modules and what stands in them, targets of make, links."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("advisor", "data", "deploy", "docs", "pages", "requirements", "static", "tests")
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")) if path.name != "CHANGELOG.md")
RECIPES = [ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/contributing/*.md"))]
"""Pages that speak of this repository alone, so that every path on them is one of it."""
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED_FILE = re.compile(r"[\w./<>*-]+\.(py|sh|toml|typ)")
PATH = re.compile(r"[\w.<>*-]+(/[\w.<>*-]*)+|[\w.<>*-]+\.(py|sh|toml|typ|csv|po|json|yaml)")
MODULE = re.compile(r"(?:python -m )?(advisor(?:\.\w+)+)")
ELSEWHERE = ("../", ".venv/", "overlay/")
"""What stands beside the clone, is made by ``make``, or lies in the advisor's home."""
PLACEHOLDER = re.compile(r"<\w+>|\*")


def tracked() -> list[str]:
    """Every file of the repository that a page may name, by its path from the root."""
    roots = [ROOT / room for room in ROOMS]
    found = [path for root in roots for path in root.rglob("*") if "__pycache__" not in path.parts]
    return [path.relative_to(ROOT).as_posix() for path in (*found, *ROOT.glob("*"))]


FILES = tracked()


def is_there(named: str) -> bool:
    """Whether a path, whole or from a room on, is one of the repository; ``<page>`` and ``*`` stand for any name."""
    parts = (re.escape(part) for part in PLACEHOLDER.split(named.rstrip("/")))
    wanted = re.compile(rf"(?:.*/)?{'[^/]+'.join(parts)}")
    return any(wanted.fullmatch(path) for path in FILES)


def resolves(dotted: str) -> bool:
    """Whether a dotted name is a module of the advisor, or something that stands in one."""
    whole = ROOT.joinpath(*dotted.split("."))
    if whole.is_dir() or whole.with_suffix(".py").is_file():
        return True
    home, _, name = dotted.rpartition(".")
    for path in (ROOT.joinpath(*home.split(".")).with_suffix(".py"), ROOT.joinpath(*home.split("."), "__init__.py")):
        if path.is_file():
            return name in set(_defined(ast.parse(path.read_text(encoding="utf-8"))))
    return False


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def lost(text: str, *, recipe: bool = False) -> list[str]:
    """What a text names in code that the repository does not have; on a recipe every path counts, not code alone."""
    found = []
    for quoted in QUOTED.findall(text):
        path = quoted.removeprefix("./")
        ours = path.partition("/")[0] in ROOMS and "/" in path
        if NAMED_FILE.fullmatch(path) or ((ours or recipe) and PATH.fullmatch(path)):
            if not path.startswith(ELSEWHERE) and not is_there(path):
                found.append(quoted)
        elif ((module := MODULE.fullmatch(quoted)) and not resolves(module[1])) or (
            quoted.startswith("make ") and f"\n{quoted.split()[1]}:" not in (ROOT / "Makefile").read_text()
        ):
            found.append(quoted)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_is_there(page: Path) -> None:
    """A file that was moved takes its mentions along."""
    assert lost(page.read_text(encoding="utf-8"), recipe=page in RECIPES) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_links_to_is_there(page: Path) -> None:
    """Links within the repository lead to a file."""
    links = (link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link)
    assert [link for link in links if link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "planted",
    [
        "`advisor/decision/gate.py`",
        "`decision/nowhere/verdict.py`",
        "`advisor/ui/<page>/pages.py`",
        "`advisor.report.export.schema_of_nothing`",
        "`python -m advisor.words.no_such_module`",
        "`make tests`",
        "`ui/nowhere/`",
        "`price_histories.csv`",
    ],
)
def test_what_is_not_there_is_found(planted: str) -> None:
    """Files, folders, names in modules, programs and targets that do not exist."""
    assert lost(planted, recipe=True)
