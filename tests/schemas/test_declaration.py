"""A row class that leaves something unsaid is refused when it is declared."""

from dataclasses import dataclass
from typing import Annotated, Any

import pytest

from schemas.declaration import Column, DeclarationError, Span, spec_of, table


def _declare(annotation: Any, **options: Any) -> type:
    columns = {"bulletin_id": Annotated[str, Column(description="Key.")], "value": annotation}
    row_class = dataclass(frozen=True, slots=True, kw_only=True)(type("Bulletin", (), {"__annotations__": columns}))
    return table("bulletins", grain="one bulletin", primary_key=("bulletin_id",), **options)(row_class)


@pytest.mark.parametrize(
    ("annotation", "options", "message"),
    [
        pytest.param(str, {}, "bulletins.value: annotate it", id="no-description"),
        pytest.param(Annotated[str, "a note"], {}, "bulletins.value: annotate it", id="annotated-without-column"),
        pytest.param(Annotated[str | None, Column(description="Words.")], {}, "must say what null means", id="unexplained-null"),
        pytest.param(Annotated[list[str], Column(description="Words.")], {}, "not a flat column type", id="list-column"),
        pytest.param(Annotated[dict[str, str], Column(description="Words.")], {}, "not a flat column type", id="map-column"),
        pytest.param(Annotated[int | str, Column(description="Null.")], {}, "not a flat column type", id="two-types"),
        pytest.param(
            Annotated[str, Column(description="Words.")], {"foreign_keys": {"article_id": "articles"}},
            "columns that are not declared: \\['article_id'\\]", id="unknown-foreign-key"),
        pytest.param(
            Annotated[str, Column(description="Words.")], {"spans": (Span(text="value", start="from", end="to"),)},
            "columns that are not declared: \\['from', 'to'\\]", id="unknown-span-column"),
        pytest.param(
            Annotated[str, Column(description="Words.")], {"is_partitioned": True}, "need an article_id", id="parted-no-article"),
    ],
)
def test_incomplete_declarations_are_refused(annotation: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        _declare(annotation, **options)


def test_declared_column_keeps_what_was_said() -> None:
    spec = spec_of(_declare(Annotated[int | None, Column(description="Null when not counted.", minimum=0)]))
    column = spec.column("value")
    assert (column.nullable, column.declared.minimum, str(column.type)) == (True, 0, "int64")
    with pytest.raises(KeyError, match=r"bulletins\.vlaue: no such column"):
        spec.column("vlaue")


def test_class_without_declaration_has_no_table() -> None:
    with pytest.raises(DeclarationError, match="int is not declared"):
        spec_of(int)
