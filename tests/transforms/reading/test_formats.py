"""Tables without a header line, told from texts and from tables that have one."""

import pytest

from transforms.reading.formats import Sniffed, Unknown, sniff


@pytest.mark.parametrize(("text", "cell_count"), [
    pytest.param('7,Ferry,"The ferry, they said, stopped.",2026-01-05\n8,Wall,"It\nheld.",2026-01-06\n', 4, id="quoted-cells"),
    pytest.param("https://a.example/1\tFerry stops\tIt stopped.\nhttps://a.example/2\tWall\tIt held.\n", 3, id="addresses"),
    pytest.param("7;Ferry stops;\n8;Wall;It held.\n9;;\n", 3, id="empty-cells"),
])
def test_a_table_without_a_header_line_is_refused(text: str, cell_count: int) -> None:
    assert sniff(text.encode(), is_whole=True) == Unknown(
        observed=f"rows of {cell_count} cells without a header line that names the columns (url, title, text ...)")


@pytest.mark.parametrize("text", [
    pytest.param("Ana Ruiz, 42, said it.\n\nTom Vale, 31, denied it.", id="ages-between-commas"),
    pytest.param("rain,wind,snow\nice,sleet,fog\nsun,haze,mist", id="no-values"),
    pytest.param("7,5,2026", id="one-line"),
    pytest.param("3,400\n5,600\n7,800", id="numbers-with-commas"),
    pytest.param("Final results\n1;Alder;3\n2;Tern;1", id="under-a-headline"),
])
def test_texts_stay_texts(text: str) -> None:
    assert sniff(text.encode(), is_whole=True) == Sniffed(format="text")


def test_foreign_names_head_a_table_of_one_row() -> None:
    found = sniff(b"Nr;Kopf;Volltext;Datum\n7;Ferry stops;It stopped.;2026-01-05\n", is_whole=True)
    assert found == Sniffed(format="delimited", delimiter=";", header=("Nr", "Kopf", "Volltext", "Datum"))
