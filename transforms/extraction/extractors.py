"""The rule sets that write rows, as rows of `models`. Importing this loads no language model."""

from schemas import Model

_RULES: tuple[Model, ...] = tuple(
    Model(model_id=f"{name}_{version}", name=name, version=version, kind="rules", purpose=purpose, licence=None)
    for name, version, purpose in (
        ("mentions_rules", "v1", "names, pronouns and definite nouns, and the entity each refers to"),
        ("times_rules", "v1", "dates and times, resolved against the day of publication"),
        ("quotes_rules", "v1", "direct, mixed and indirect attributions: source, cue, content and speaker"),
        ("claims_rules", "v2", "propositions of quotes and of the outlet itself: kind, modality, negation, numbers"),
    )
)

_LEARNED_QUOTES = Model(
    model_id="quotes_learned_v1", name="quotes_learned", version="v1", kind="statistical",
    purpose="direct, mixed and indirect attributions: source, cue, content and speaker, by the learned tagger and the rules",
    licence="see models/attribution_tagger/MODEL_CARD.md")

_CHECKABILITY = Model(
    model_id="checkability_v1", name="checkability", version="v1", kind="statistical",
    purpose="probabilities that a claim can be checked and that the public would want it checked",
    licence="see models/attribution_tagger/MODEL_CARD.md")


def extractors(*, is_learned: bool) -> tuple[Model, ...]:
    """One row for each value of the `extractor` columns, and for the model that scores claims.

    Args:
        is_learned: Whether the learned tagger finds attributions, or the rules alone.
    """
    if not is_learned:
        return _RULES
    return (*(_LEARNED_QUOTES if model.name == "quotes_rules" else model for model in _RULES), _CHECKABILITY)
