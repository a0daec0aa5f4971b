"""The network: a small BERT encoder with the shapes of words added, and the heads that read it."""

from pathlib import Path

from torch import Tensor, nn
from transformers import BertModel

from transforms.extraction.checkability import CHECKABILITIES
from transforms.extraction.tagging import ARC_SIZE, ARCS, ATTRIBUTION_TAGS, ENTITY_TAGS
from transforms.extraction.word_pieces import SHAPES


class AttributionNetwork(nn.Module):
    """Tags sources, cues, contents and names, scores which belongs to which, and how checkable sentences are.

    Args:
        encoder_folder: Pretrained BERT encoder in the layout of Hugging Face Transformers.
        dropout: Share of the encoder's outputs dropped in training.
    """

    def __init__(self, encoder_folder: Path, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(encoder_folder, add_pooling_layer=False, attn_implementation="eager")
        width = self.encoder.config.hidden_size
        self.shape = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shape.weight)
        self.dropout = nn.Dropout(dropout)
        self.attribution_tags = nn.Linear(width, len(ATTRIBUTION_TAGS))
        self.entity_tags = nn.Linear(width, len(ENTITY_TAGS))
        self.arc_children = nn.Linear(width, len(ARCS) * ARC_SIZE)
        self.arc_heads = nn.Linear(width, len(ARCS) * ARC_SIZE)
        self.arc_none = nn.Linear(width, len(ARCS))
        self.checkability = nn.Linear(width, 2 * len(CHECKABILITIES))

    def forward(self, ids: Tensor, mask: Tensor, shapes: Tensor) -> tuple[Tensor, ...]:
        """Scores of each word piece.

        Args:
            ids: (batch, pieces) numbers in the vocabulary.
            mask: (batch, pieces) 1 for text, 0 for padding.
            shapes: (batch, pieces) shape of the word of each piece.

        Returns:
            Attribution tags (batch, pieces, 7), entity tags (batch, pieces, 11), vectors of a piece as child and as head
            of an arc (batch, pieces, arcs * size), score of having no head (batch, pieces, arcs), and what a piece says of
            its sentence (batch, pieces, 4): for each checkability how much it counts, then for each what it counts for.
        """
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.shape(shapes)
        hidden = self.dropout(self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)
        return (self.attribution_tags(hidden), self.entity_tags(hidden), self.arc_children(hidden), self.arc_heads(hidden),
                self.arc_none(hidden), self.checkability(hidden))
