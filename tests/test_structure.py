"""The rules of the house that no linter knows: where things may be kept, what may be called what, how large it may get.

A list of names in a test here holds what is left to mend. It may only become shorter.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from advisor.arrays import Z_80, Z_90, Z_95
from advisor.geography import COUNTRIES_OF_ZONE, EEA, THE_UNION

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES, MOST_MODULES = 400, 14
CACHES = {
    "advisor/decision/gates/judge.py",  # the registry by aspect
    "advisor/decision/robustness/draws.py",  # random numbers, by seed
    "advisor/decision/robustness/smaa.py",  # the threads that draw
    "advisor/hosting/costs/draws.py",  # random numbers, by seed
    "advisor/hosting/speed/measurements.py",  # within one reading of the rows
    "advisor/report/document/fonts.py",
    "advisor/report/document/typeset.py",
    "advisor/services/aside/decision_work.py",
    "advisor/services/aside/read_files.py",
    "advisor/storage/upkeep/schema.py",  # migrations from files
    "advisor/trials/measures/tokens.py",  # encodings from files
    "advisor/trials/network/transport.py",  # certificates
    "advisor/words/language.py",  # message catalogs from files
    "advisor/words/written.py",  # the fields of each kind of record
}
"""Where something is loaded once or drawn by seed; what is worked out of a catalog uses ``catalog.derived``."""
SHELVES = {
    "advisor/catalog/derived.py",  # the memories that catalogs with one digest share, by weak reference
}
CONTAINERS = {"dict", "list", "set", "OrderedDict", "defaultdict", "deque", "WeakKeyDictionary", "WeakValueDictionary"}
COUNTRIES = {
    "advisor/geography.py",
    "advisor/questionnaire/intake/vocabulary.py",  # peoples and cities by the words of three languages
    "advisor/hosting/costs/staffing.py",  # whose pay stands where no source states a country's
    "advisor/questionnaire/labels.py",
    "advisor/trials/guards/personal_data.py",  # how a number is written
    "advisor/trials/guards/identity_numbers.py",  # whose rule a number follows
}
"""Where a country may be named in code; elsewhere it comes out of ``data`` or the answers."""
SMALL = 1001
NEAR = 1e-3
MOST_FUNCTION_LINES = 40
"""Lines of a function beside its docstring and blank ones."""
LONG_FUNCTIONS: dict[str, int] = {
    "advisor/capability/observations.py _arrays": 42,
    "advisor/cli/__init__.py try_": 41,
    "advisor/cli/refresh_command.py catalog_refresh": 58,
    "advisor/hosting/planning/planner.py plan_alternatives": 45,
    "advisor/trials/clients/call.py to_run": 44,
    "advisor/trials/playground/command.py run_try": 45,
    "advisor/ui/catalog/browse.py show_chart": 47,
    "advisor/ui/catalog/browse.py show_table": 50,
    "advisor/ui/catalog/own_forms.py show_price_form": 42,
    "advisor/ui/catalog/own_kept.py _show_rows": 45,
    "advisor/ui/catalog/refresh.py _show_found": 44,
    "advisor/ui/charts/catalog.py quality_price_chart": 46,
    "advisor/ui/charts/decision.py pareto_chart": 41,
    "advisor/ui/charts/decision.py routing_chart": 42,
    "advisor/ui/connections/form.py _may": 45,
    "advisor/ui/connections/form.py _what": 55,
    "advisor/ui/connections/form.py _where": 55,
    "advisor/ui/hosting/costs.py show_costs": 52,
    "advisor/ui/recommendation/compare.py show_pareto": 43,
    "advisor/ui/recommendation/portfolio.py _limits": 47,
    "advisor/ui/recommendation/ranking.py _show_eliminated": 43,
    "advisor/ui/recommendation/ranking.py show_ranking": 56,
    "advisor/ui/recommendation/robustness.py show_robustness": 50,
    "advisor/ui/recommendation/routing.py show": 58,
    "advisor/ui/recommendation/weighing/weights.py _pairwise": 45,
    "advisor/words/plan_words.py _fact": 42,
}
"""Functions that are still longer, with what they may have: fewer and shorter with time, never more or longer."""
CORE = ("capability", "catalog", "decision", "guidance", "hosting", "questionnaire", "services", "storage", "trials")
DOOR = "advisor/__init__.py"
"""Where the public interface is named: for type checkers, and loaded when somebody outside asks for it."""
OWN_LAZY = (DOOR, "advisor/cli/", "advisor/trials/clients/factory.py", "advisor/report/export.py")


@cache
def modules() -> dict[str, ast.Module]:
    """The modules of the advisor by their path."""
    found = sorted((ROOT / "advisor").rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in found}


def names_in(tree: ast.AST) -> Iterator[str]:
    """Every name and attribute that is read or imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom | ast.Import):
            yield from (alias.name for alias in node.names)


def test_only_named_places_keep_what_was_worked_out() -> None:
    """Python's own caches stand where something is loaded once or drawn by seed."""
    found = {path for path, tree in modules().items() for node in ast.walk(tree) if _is_python_cache(node)}
    assert found <= CACHES


def _is_python_cache(node: ast.AST) -> bool:
    """``from functools import cache``, ``functools.lru_cache`` and their like."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "functools" and bool({alias.name for alias in node.names} & {"lru_cache", "cache"})
    return isinstance(node, ast.Attribute) and ast.unparse(node) in {"functools.cache", "functools.lru_cache"}


def test_nothing_is_kept_in_a_module() -> None:
    """An empty dict or list at the top of a module is there to be filled: a cache that nobody empties."""
    found = {
        path
        for path, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _is_to_be_filled(node.value)
    }
    assert found == SHELVES


def _is_to_be_filled(value: ast.expr) -> bool:
    """Whether an expression makes an empty container."""
    if isinstance(value, ast.Dict | ast.List | ast.Set):
        return not (value.keys if isinstance(value, ast.Dict) else value.elts)
    if not isinstance(value, ast.Call) or [part for part in value.args if not isinstance(part, ast.Name)]:
        return False
    return ast.unparse(value.func).rpartition(".")[2].partition("[")[0] in CONTAINERS


def test_nobody_touches_the_collection_of_garbage() -> None:
    """It belongs to the process, not to the advisor."""
    assert [path for path, tree in modules().items() if "gc" in set(names_in(tree))] == []


def test_nothing_is_looked_up_by_its_address() -> None:
    """``id()`` tells objects apart, not what they mean."""
    found = {
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == "id" and isinstance(node.ctx, ast.Load)
    }
    assert found == set()


def test_frozen_records_stay_frozen() -> None:
    """Nobody writes through ``object.__setattr__``, ``setattr`` or the dict of an object."""
    forbidden = {"__setattr__", "setattr", "__delattr__", "delattr"}
    found = {path for path, tree in modules().items() if forbidden & set(names_in(tree))}
    dicts = {
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del)
        if ast.unparse(node.value).endswith(".__dict__") or ast.unparse(node.value).startswith("vars(")
    }
    assert found | dicts == set()


def test_no_import_of_our_own_hides_in_a_function_or_from_the_running_program() -> None:
    """A circle would hide there; the command line and the making of clients import late to be quick."""
    hidden = []
    for path, tree in modules().items():
        if path.startswith(OWN_LAZY):
            continue
        inner = (node for node in tree.body if not isinstance(node, ast.ImportFrom | ast.Import))
        hidden += [
            path
            for top in inner
            for node in ast.walk(top)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("advisor")
        ]
    named = [path for path, tree in modules().items() if {"import_module", "__import__"} & set(names_in(tree))]
    assert hidden == []
    assert named == [DOOR, "advisor/trials/clients/factory.py"]


def test_nobody_within_goes_through_the_door() -> None:
    """The public interface is for those outside; within, a name is imported from where it stands."""
    found = {
        (path, alias.name)
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "advisor"
        for alias in node.names
        if not (ROOT / "advisor" / alias.name).is_dir() and not (ROOT / "advisor" / f"{alias.name}.py").is_file()
    }
    assert {name for _, name in found} == {"__version__"}


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Not within a folder either, where no layer says who is above."""
    known = {_dotted(path) for path in modules()}
    imports = {_dotted(path): _imported(tree, known) for path, tree in modules().items() if path != DOOR}
    while leaves := {name for name, others in imports.items() if not others & imports.keys()}:
        imports = {name: others for name, others in imports.items() if name not in leaves}
    assert sorted(imports) == []


def _dotted(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def _imported(tree: ast.Module, known: set[str]) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("advisor"):
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= whole & known or {str(node.module)}
    return found


def test_a_country_is_named_in_few_places() -> None:
    """Rules ask the table of countries; a code in the middle of one would be a second table."""
    codes = frozenset().union(*COUNTRIES_OF_ZONE.values()) | EEA | {THE_UNION}
    found = {
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in codes - {"GB", "ID"}  # gigabytes, identities
    }
    assert found - COUNTRIES == set()


def test_quantiles_of_the_normal_distribution_stand_in_one_table() -> None:
    """Rounded differently in every module, they would make bands of different widths."""
    known = [times * z for z in (Z_80, Z_90, Z_95) for times in (1, 2)]
    found = {
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
        if any(abs(node.value - z) < NEAR for z in known)
    }
    assert found - {"advisor/arrays.py"} == set()


def test_a_value_stands_once() -> None:
    """No two modules give one name the same value: where both mean the same, one of them will be forgotten."""
    homes: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for path, tree in modules().items():
        for node in tree.body if "/migrations/" not in path else ():
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            if isinstance(target, ast.Name) and value is not None and not _is_small(value):
                homes[target.id.lstrip("_"), ast.unparse(value)].append(path)
    assert {name: places for (name, _), places in homes.items() if len(places) > 1} == {}


def _is_small(value: ast.expr) -> bool:
    """A small count, or what must be made anew in each module."""
    if isinstance(value, ast.Name):  # another name for what is imported
        return True
    if isinstance(value, ast.Constant):
        return not isinstance(value.value, str | int | float) or (isinstance(value.value, int) and value.value < SMALL)
    return isinstance(value, ast.Call) and ast.unparse(value.func) in {"TypeVar", "Lock", "threading.Lock"}


def test_a_class_name_means_one_thing() -> None:
    """No two public classes of one name, and no alias that bears the name of a class."""
    homes: defaultdict[str, set[str]] = defaultdict(set)
    aliases: dict[tuple[str, str], int] = {}
    for path, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].add(path)
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            aliases |= {(target.id, path): node.lineno for target in targets if isinstance(target, ast.Name)}
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}
    assert {place: line for place, line in aliases.items() if place[0] in homes} == {}


def test_modules_and_folders_keep_their_size() -> None:
    """Long ones are cut before they grow further."""
    long = {path for path in modules() if len((ROOT / path).read_text().splitlines()) > MOST_LINES}
    folders: defaultdict[Path, int] = defaultdict(int)
    for path in modules():
        folders[Path(path).parent] += not path.endswith("__init__.py")
    assert long == set()
    assert {folder.as_posix() for folder, count in folders.items() if count > MOST_MODULES} == set()


def _lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef, source: list[str]) -> int:
    """Lines of a function beside its docstring and blank ones."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    skipped = range(first.lineno, (first.end_lineno or first.lineno) + 1) if documented else range(0)
    whole = range(function.lineno, (function.end_lineno or function.lineno) + 1)
    return sum(1 for line in whole if line not in skipped and source[line - 1].strip())


def test_functions_keep_their_size() -> None:
    """No more than forty lines beside the docstring; what is on the list may only become shorter and fewer."""
    found: dict[str, int] = {}
    for path, tree in modules().items():
        if "/migrations/" in path:
            continue
        source = (ROOT / path).read_text().splitlines()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = _lines_of(node, source)
                if lines > MOST_FUNCTION_LINES:
                    found[f"{path} {node.name}"] = lines
    assert {name: lines for name, lines in found.items() if lines > LONG_FUNCTIONS.get(name, 0)} == {}
    assert sorted(LONG_FUNCTIONS.keys() - found.keys()) == []


def test_every_test_has_an_assertion_that_runs() -> None:
    """One under ``if`` alone may never run, and then nothing was tested."""
    found = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                every = [one for one in ast.walk(node) if isinstance(one, ast.Assert)]
                under = {
                    one
                    for branch in ast.walk(node)
                    if isinstance(branch, ast.If)
                    for one in ast.walk(branch)
                    if isinstance(one, ast.Assert)
                }
                if every and len(under) == len(every) and "raises" not in set(names_in(node)):
                    found.append(f"{path.relative_to(ROOT).as_posix()}::{node.name}")
    assert found == []


def test_every_module_of_the_core_has_a_test_of_its_own_name() -> None:
    """``tests/<room>/.../test_<module>.py`` imports it."""
    tested = set()
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        room = path.relative_to(ROOT / "tests").parts[0]
        imports = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom))
        for node in imports:
            names = {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
            tested |= {
                name
                for name in names
                if name.startswith(f"advisor.{room}.") and name.rpartition(".")[2] == path.stem.removeprefix("test_")
            }
    every = {
        path.removesuffix(".py").replace("/", ".")
        for path in modules()
        if path.split("/")[1] in CORE and "/migrations/" not in path and not path.endswith("__init__.py")
    }
    assert every - tested == set()


def test_no_test_empties_what_the_program_keeps() -> None:
    """A test that must forget something first tests its own preparation; a fresh catalog has kept nothing yet."""
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if "cache_clear" in set(names_in(ast.parse(path.read_text())))
    ]
    assert found == []
