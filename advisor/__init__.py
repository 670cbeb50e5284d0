"""Model-selection advisor: choose a generative-AI model and where to run it, and defend the choice.

The public interface for Python: ``assess``, ``load_answers``, ``load_catalog``, and the records they take and give
(docs/reference/python.md). Each is loaded when it is first asked for, so that ``advisor --help`` stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from advisor.assessment import Assessment, assess
    from advisor.catalog.catalog import Catalog
    from advisor.catalog.load import load_catalog
    from advisor.errors import AdvisorError, AnswersError, CatalogError, InputError
    from advisor.questionnaire.answers import Answers
    from advisor.questionnaire.load import check_answers, dump_answers, load_answers
    from advisor.report.export import export

__version__ = "0.1.0"
__all__ = [
    "AdvisorError",
    "Answers",
    "AnswersError",
    "Assessment",
    "Catalog",
    "CatalogError",
    "InputError",
    "__version__",
    "assess",
    "check_answers",
    "dump_answers",
    "export",
    "load_answers",
    "load_catalog",
]
_HOMES: Final = {
    "AdvisorError": "advisor.errors",
    "Answers": "advisor.questionnaire.answers",
    "AnswersError": "advisor.errors",
    "Assessment": "advisor.assessment",
    "Catalog": "advisor.catalog.catalog",
    "CatalogError": "advisor.errors",
    "InputError": "advisor.errors",
    "assess": "advisor.assessment",
    "check_answers": "advisor.questionnaire.load",
    "dump_answers": "advisor.questionnaire.load",
    "export": "advisor.report.export",
    "load_answers": "advisor.questionnaire.load",
    "load_catalog": "advisor.catalog.load",
}


def __getattr__(name: str) -> Any:
    """What the package gives, from where it stands."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
