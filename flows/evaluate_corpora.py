"""Scoring the current code on annotated corpora: find their files, score documents in worker processes, show the figures."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from flows.analyse_articles import ARTICLES_PER_CHUNK, SECONDS_PER_ARTICLE
from flows.load_models import ModelChoice
from flows.read_articles import SECONDS_PER_RECORD
from flows.report_failures import ContractError, InputError
from flows.run_workers import Trouble, Workers, in_chunks
from flows.score_in_child import NO_SENTENCE_MODEL, DocumentResult, GoldDocument, score_documents, score_nothing
from transforms.dataset.entities import known_by_id
from transforms.dataset.registry import resolve
from transforms.evaluation.bootstrap import Counts, Figure, Score, score_figures
from transforms.evaluation.claim_scores import (
    CLAIM_FIGURES,
    DescribedUnit,
    ScoredSentence,
    confusion,
    score_sentences,
    score_units,
)
from transforms.evaluation.entity_scores import ENTITY_FIGURES, EntityEvidence, score_across_articles
from transforms.evaluation.gold import (
    AttributionLabels,
    ClaimLabels,
    DocumentLayout,
    GoldError,
    Layout,
    StoredText,
    join_sentences,
    join_text,
    read_gold,
    recognise_layout,
    write_article,
)
from transforms.evaluation.page_scores import PAGE_FIGURES
from transforms.evaluation.predictions import PredictionRow, entity_rows
from transforms.evaluation.quote_scores import QUOTE_FIGURES, SPEAKER_NAME_FIGURES, says_who_speaks

_TASKS: Mapping[DocumentLayout, str] = MappingProxyType({
    "attributions": "quotes", "entities": "entities", "pages": "pages", "sentences": "claims", "claims": "claims"})
_FIGURES: Mapping[DocumentLayout, tuple[Figure, ...]] = MappingProxyType({
    "attributions": (*QUOTE_FIGURES, *CLAIM_FIGURES), "entities": ENTITY_FIGURES, "pages": PAGE_FIGURES, "sentences": (),
    "claims": ()})
_PREDICTION_FILES: Mapping[DocumentLayout, tuple[str, ...]] = MappingProxyType({
    "attributions": ("quotes", "claims"), "entities": ("mentions", "dates"), "pages": ("predictions",),
    "sentences": ("sentences",), "claims": ()})

_COUNT_SUFFIX = "_count"
_SHOWN_MISSING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusFile:
    """One annotated file.

    Args:
        name: Folder and stem, such as `polnear/dev`.
    """

    name: str
    path: Path
    layout: Layout

    @property
    def document_layout(self) -> DocumentLayout:
        """What its documents are when they are scored: labels have their texts by then."""
        if self.layout == "claim_labels":
            return "claims"
        return "attributions" if self.layout == "labels" else self.layout


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusScores:
    """What one annotated file scored.

    Args:
        corpus: Folder and stem of the file, such as `polnear/dev`.
        path: The file.
        task: What was scored.
        document_count: Documents (articles, pages or sentences) scored.
        missing: Why documents have no predictions, one reason each; they count as documents in which nothing was found.
        misaligned: Those of them whose article, as read, is not the annotated text: reading has broken its contract.
        models: What the code ran with.
        note: Why there are no scores; None when there are.
        confusion: Attribute -> labelled value -> found value -> sentences, for a corpus of claims; else empty.
    """

    corpus: str
    path: str
    task: str
    models: str
    document_count: int
    missing: tuple[str, ...]
    misaligned: tuple[str, ...]
    scores: tuple[Score, ...]
    note: str | None
    confusion: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict[str, Mapping[str, Mapping[str, int]]])


def evaluate_corpora(
    corpora: Sequence[str], *, workers: Workers, limit: int | None = None, predictions: Path | None = None,
    texts: Path | None = None,
) -> list[CorpusScores]:
    """Score the current code on annotated corpora, with a progress bar on stderr when that is a terminal.

    Args:
        corpora: Files or folders, as `find_corpus_files` takes them.
        workers: Processes to read and analyse in; stopped at the end.
        limit: Documents to take of each file, from its beginning; None for all.
        predictions: Folder to write what was found to, one folder a corpus file; None to write nothing.
        texts: File or folder that holds the texts of corpora that are labels alone.

    Returns:
        One entry a file, in the order given.

    Raises:
        InputError: A corpus cannot be read or is laid out in a way not known.
    """
    files = find_corpus_files(corpora)
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=30), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            results: list[CorpusScores] = []
            for file in files:
                task = bar.add_task(file.name, total=sum(1 for _ in islice(_lines(file.path), limit)))
                results.append(_evaluate_file(
                    file, _documents_of(file, limit=limit, texts=texts), workers=workers,
                    folder=predictions / file.name if predictions is not None else None,
                    on_progress=lambda steps, task=task: bar.advance(task, steps)))
            return results
    except GoldError as error:
        raise InputError(str(error)) from error
    finally:
        workers.stop()


def find_corpus_files(corpora: Sequence[str]) -> list[CorpusFile]:
    """The annotated files that are meant.

    Args:
        corpora: A file stands for itself. Of a folder the `dev*.jsonl` are taken; without those every `*.jsonl` that is no
            `train*.jsonl`; without those the training files.

    Raises:
        InputError: There is none, two have one name, or the layout of one is not known.
    """
    files: dict[str, CorpusFile] = {}
    for corpus in corpora:
        for path in _files_of(Path(corpus)):
            name = f"{path.resolve().parent.name}/{path.stem}"
            if name in files and files[name].path.resolve() != path.resolve():
                raise InputError(
                    f"corpora: expected each file to have its own folder and name, got {name} as {files[name].path} and {path}")
            try:
                first = next((line for _, line in _lines(path)), None)
            except (OSError, UnicodeDecodeError) as error:
                raise InputError(f"{path}: expected a readable file of JSON Lines in UTF-8, got: {error}") from error
            if first is None:
                raise InputError(f"{path}: expected annotated records, one a line, found none")
            try:
                layout = recognise_layout(first, where=str(path))
            except GoldError as error:
                raise InputError(str(error)) from error
            files.setdefault(name, CorpusFile(name=name, path=path, layout=layout))
    return list(files.values())


def check_alignment(results: Sequence[CorpusScores]) -> None:
    """Fail loudly when an article, as read, is not the annotated text.

    Raises:
        ContractError: One is not.
    """
    misaligned = [reason for result in results for reason in result.misaligned]
    if misaligned:
        documents = sum(result.document_count for result in results)
        raise ContractError(
            f"{len(misaligned)} of {documents} documents could not be aligned and count as nothing found, first {misaligned[0]}")


def print_scores(results: Sequence[CorpusScores]) -> None:
    """Show one table a corpus."""
    console = Console(highlight=False, soft_wrap=True)
    for result in results:
        console.print(
            f"\n{result.corpus}  {result.task}, {result.document_count:,} documents  [dim]{result.path}, {result.models}[/dim]")
        if result.note is not None:
            console.print(f"  {result.note}", markup=False)
            continue
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("  measure")
        for heading in ("value", "95% interval", "samples"):
            table.add_column(heading, justify="right")
        for score in result.scores:
            table.add_row(
                f"  {score.measure}", _shown(score.measure, score.value),
                f"{_shown(score.measure, score.low)} – {_shown(score.measure, score.high)}" if score.low is not None else "",
                f"{score.sample_count:,}")
        console.print(table)
        for reason in result.missing[:_SHOWN_MISSING]:
            console.print(f"  nothing found, counted as such: {reason}", markup=False)
        if len(result.missing) > _SHOWN_MISSING:
            console.print(f"  ... and {len(result.missing) - _SHOWN_MISSING} more documents without predictions")


def print_json(results: Sequence[CorpusScores]) -> None:
    """Show all results as one JSON array."""
    print(json.dumps([asdict(result) for result in results], indent=1, ensure_ascii=False))


def _shown(measure: str, value: float | None) -> str:
    if value is None:
        return "no gold"
    return f"{value:.0f}" if measure.endswith(_COUNT_SUFFIX) else f"{value:.3f}"


def _files_of(corpus: Path) -> list[Path]:
    if corpus.is_file():
        return [corpus]
    if not corpus.is_dir():
        raise InputError(f"corpus {corpus}: expected a folder or file with annotated articles, found nothing there")
    files = sorted(corpus.glob("*.jsonl"))
    if not files:
        raise InputError(f"corpus {corpus}: expected files *.jsonl in the folder, found none; name the folder of one corpus")
    development = [path for path in files if path.stem.startswith("dev")]
    return development or [path for path in files if not path.stem.startswith("train")] or files


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield number, line


def _documents_of(file: CorpusFile, *, limit: int | None, texts: Path | None) -> Iterator[GoldDocument]:
    documents = (
        GoldDocument(
            locator=f"{file.name}.jsonl#line={number}", folder=str(file.path.parent), layout=file.document_layout, line=line)
        for number, line in islice(_lines(file.path), limit))
    if file.layout == "claim_labels":
        return _with_sentences(documents, file, texts)
    return documents if file.layout != "labels" else _with_texts(documents, file, texts)


def _with_texts(documents: Iterator[GoldDocument], file: CorpusFile, texts: Path | None) -> Iterator[GoldDocument]:
    """The documents, each joined with its text. All of them or none: a figure over some of the labels is another figure."""
    if texts is None:
        raise InputError(f"{file.path}: holds labels without the texts they are about; name the file of the texts with --texts")
    labelled = [
        (document, read_gold(document.line, AttributionLabels, where=document.locator)) for document in documents]
    stored = _stored_texts(texts, wanted={labels.id for _, labels in labelled})
    for document, labels in labelled:
        if labels.id not in stored:
            raise InputError(f"{texts}: expected the text {labels.id} that {document.locator} labels, found none with this id")
        article = join_text(labels, stored[labels.id], where=document.locator)
        yield replace(document, line=write_article(article))


def _with_sentences(documents: Iterator[GoldDocument], file: CorpusFile, texts: Path | None) -> Iterator[GoldDocument]:
    """One document an article, joined with its text, in the order of their first labelled sentences."""
    if texts is None:
        raise InputError(f"{file.path}: holds labels without the texts they are about; name the file of the texts with --texts")
    labelled: dict[str, list[ClaimLabels]] = {}
    firsts: dict[str, GoldDocument] = {}
    for document in documents:
        labels = read_gold(document.line, ClaimLabels, where=document.locator)
        labelled.setdefault(labels.id, []).append(labels)
        firsts.setdefault(labels.id, document)
    stored = _stored_texts(texts, wanted=labelled.keys())
    for article_id, labels in labelled.items():
        document = firsts[article_id]
        if article_id not in stored:
            raise InputError(f"{texts}: expected the text {article_id} that {document.locator} labels, found none with this id")
        yield replace(document, line=write_article(join_sentences(labels, stored[article_id], where=document.locator)))


def _stored_texts(corpus: Path, *, wanted: Set[str]) -> dict[str, StoredText]:
    found = (
        read_gold(line, StoredText, where=f"{path}#line={number}") for path in _files_of(corpus) for number, line in _lines(path))
    return {stored.id: stored for stored in found if stored.id in wanted}


def _evaluate_file(
    file: CorpusFile, documents: Iterator[GoldDocument], *, workers: Workers, folder: Path | None,
    on_progress: Callable[[int], None],
) -> CorpusScores:
    counts: list[Counts] = []
    evidence: list[EntityEvidence] = []
    found_in: list[DocumentResult] = []
    sentences: list[ScoredSentence] = []
    units: list[DescribedUnit] = []
    missing: list[str] = []
    misaligned: list[str] = []
    with ExitStack() as opened:
        streams = _open_predictions(folder, _PREDICTION_FILES[file.document_layout], opened)
        for chunk, results in workers.run(
            score_documents, in_chunks(documents, ARTICLES_PER_CHUNK), workers.models,
            seconds_per_item=SECONDS_PER_ARTICLE + SECONDS_PER_RECORD, replace=_score_failure,
        ):
            for result in results:
                if result.misaligned is not None:
                    misaligned.append(result.misaligned)
                counts.append(result.counts)
                if result.evidence is not None:
                    found_in.append(result)
                if result.sentence is not None:
                    sentences.append(result.sentence)
                units += result.units
                if result.missing is not None:
                    missing.append(result.missing)
                for stem, rows in result.predictions.items():
                    if result.evidence is None:
                        _write_rows(streams.get(stem), rows)
            on_progress(len(chunk))
        names = _resolve_entities(found_in, evidence, streams)
        if file.layout == "entities":
            _write_rows(_open_predictions(folder, ("entities",), opened).get("entities"), entity_rows(names))
    figures = _FIGURES[file.document_layout]
    if any(says_who_speaks(one) for one in counts):
        figures += SPEAKER_NAME_FIGURES
    scores = score_figures(counts, figures)
    if file.layout == "entities":
        scores += score_across_articles(evidence, canonical_names=names)
    if file.layout == "sentences" and not sentences:
        return _scores(file, workers.models, document_count=len(counts), note=NO_SENTENCE_MODEL)
    scores += score_sentences(sentences) if sentences else ()
    scores += score_units(units) if units else ()
    return _scores(
        file, workers.models, document_count=len(counts), missing=tuple(missing), misaligned=tuple(misaligned), scores=scores,
        matrices=confusion(units))


def _resolve_entities(
    found: Sequence[DocumentResult], evidence: list[EntityEvidence], streams: Mapping[str, TextIO],
) -> Mapping[str, str]:
    """Bring the entities of all documents together, as a dataset of them would; fill the evidence and write the predictions under
    the ids that the dataset has. Returns entity -> canonical name."""
    occurrences = [occurrence for result in found for occurrence in result.occurrences]
    resolution = resolve(
        occurrences, known=known_by_id(known for result in found for known in result.known),
        published={occurrence.article_id: None for occurrence in occurrences})
    for result in found:
        ids = {one.entity_id: resolution.entity_of[one.article_id, one.entity_id] for one in result.occurrences}
        own = result.evidence
        if own is not None:
            evidence.append(replace(
                own, links=tuple((identity, ids.get(entity, entity)) for identity, entity in own.links),
                names=tuple((ids.get(entity, entity), accepted) for entity, accepted in own.names)))
        for stem, rows in result.predictions.items():
            _write_rows(streams.get(stem), [
                {**row, "entity_id": ids.get(str(row["entity_id"]), row["entity_id"])} if "entity_id" in row else row
                for row in rows])
    return resolution.names


def _scores(
    file: CorpusFile, models: ModelChoice, *, document_count: int, missing: tuple[str, ...] = (),
    misaligned: tuple[str, ...] = (), scores: tuple[Score, ...] = (), note: str | None = None,
    matrices: Mapping[str, Mapping[str, Mapping[str, int]]] = MappingProxyType({}),
) -> CorpusScores:
    return CorpusScores(
        corpus=file.name, path=str(file.path), task=_TASKS[file.document_layout], models=str(models),
        document_count=document_count,
        missing=missing, misaligned=misaligned, scores=scores, note=note, confusion=dict(matrices))


def _score_failure(document: GoldDocument, trouble: Trouble, message: str) -> DocumentResult:
    return score_nothing(document, f"{document.locator}: {trouble.replace('_', ' ')}: {message}")


def _open_predictions(folder: Path | None, stems: Sequence[str], opened: ExitStack) -> dict[str, TextIO]:
    if folder is None:
        return {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return {stem: opened.enter_context((folder / f"{stem}.jsonl").open("w", encoding="utf-8")) for stem in stems}
    except OSError as error:
        raise InputError(f"predictions: expected a folder to write to, got {folder}: {error.strerror}") from error


def _write_rows(stream: TextIO | None, rows: Sequence[PredictionRow]) -> None:
    if stream is not None:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
