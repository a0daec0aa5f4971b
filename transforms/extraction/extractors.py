"""The rule sets that write rows, as rows of `models`. Importing this loads no language model."""

from schemas import Model

EXTRACTORS: tuple[Model, ...] = tuple(
    Model(model_id=f"{name}_{version}", name=name, version=version, kind="rules", purpose=purpose, licence=None)
    for name, version, purpose in (
        ("mentions_rules", "v1", "names and pronouns, and the entity each refers to"),
        ("times_rules", "v1", "dates and times, resolved against the day of publication"),
        ("quotes_rules", "v1", "direct, mixed and indirect attributions: source, cue, content and speaker"),
        ("claims_rules", "v1", "propositions of quotes and of the outlet itself"),
    )
)
"""One row for each value of the `extractor` columns."""
