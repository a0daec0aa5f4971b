"""From what the user names to the files to read."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.find_sources import dates_wanted, find_addresses, find_sources
from flows.report_failures import InputError
from transforms.dataset.revisions import DateRange

FILES = ("b.html", "a.txt", "deep/down/c.jsonl", ".hidden", ".git/config", "deep/.cache/d.txt")
VISIBLE = ["news/a.txt", "news/b.html", "news/deep/down/c.jsonl"]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "news"


def locators(*sources: Path | str, output: Path = Path("/nowhere")) -> list[str]:
    return [file.locator for file in find_sources([str(source) for source in sources], output_root=output)]


def test_all_visible_files_in_a_fixed_order(news: Path) -> None:
    assert locators(news) == VISIBLE


@pytest.mark.parametrize("spelling", ["{}", "{}/", "{}/deep/..", "{}/../news"])
def test_spellings_of_one_folder(news: Path, spelling: str) -> None:
    assert locators(spelling.format(news)) == VISIBLE


def test_a_file_is_known_by_its_name(news: Path) -> None:
    assert locators(news / "b.html") == ["b.html"]
    assert locators(news / ".hidden") == [".hidden"], "named outright, it is meant"


def test_what_is_named_twice_is_read_once(news: Path) -> None:
    assert locators(news, news) == VISIBLE
    assert locators(news, news / "a.txt") == VISIBLE
    assert len(locators(news / "a.txt", news)) == 3
    (news / "link.txt").symlink_to(news / "a.txt")
    assert len(locators(news)) == 3


def test_files_of_one_name_from_two_folders_are_both_read(news: Path, tmp_path: Path) -> None:
    (tmp_path / "other" / "news").mkdir(parents=True)
    (tmp_path / "other" / "news" / "a.txt").write_text("another")
    files = find_sources([str(tmp_path / "other" / "news"), str(news)], output_root=Path("/nowhere"))
    assert sorted(file.locator for file in files) == sorted([*VISIBLE, "news/a.txt"])
    swapped = find_sources([str(news), str(tmp_path / "other" / "news")], output_root=Path("/nowhere"))
    assert files == swapped


def test_the_output_inside_a_source_is_left_out(news: Path) -> None:
    (news / "tables" / "current").mkdir(parents=True)
    (news / "tables" / "current" / "part-0.parquet").write_text("x")
    assert locators(news, output=(news / "tables").resolve()) == VISIBLE
    assert "news/tables/current/part-0.parquet" in locators(news)


def test_what_is_no_regular_file_is_listed_to_be_refused(news: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (news / "linked").symlink_to(tmp_path / "elsewhere")
    (news / "circle").symlink_to(news)
    (news / "dead").symlink_to(tmp_path / "gone")
    os.mkfifo(news / "pipe")
    assert locators(news) == sorted([*VISIBLE, "news/circle", "news/dead", "news/linked", "news/pipe"])


def test_links_that_lead_in_a_circle_are_listed_to_be_refused(news: Path) -> None:
    (news / "one").symlink_to(news / "other")
    (news / "other").symlink_to(news / "one")
    assert locators(news) == sorted([*VISIBLE, "news/one", "news/other"])


def test_a_name_that_is_no_text_is_written_with_escapes(news: Path) -> None:
    with open(os.fsencode(news) + b"/bad\xff.txt", "wb") as file:  # noqa: PTH123  (a name in bytes)
        file.write(b"x")
    assert "news/bad\\xff.txt" in locators(news)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_is_listed_to_be_refused(news: Path) -> None:
    (news / "closed").mkdir(mode=0)
    assert locators(news) == sorted([*VISIBLE, "news/closed"])


def missing(folder: Path) -> str:
    return str(folder / "nowhere")


def only_hidden(folder: Path) -> str:
    (folder / "empty").mkdir()
    (folder / "empty" / ".DS_Store").touch()
    return str(folder / "empty")


def pipe(folder: Path) -> str:
    os.mkfifo(folder / "pipe")
    return str(folder / "pipe")


def the_output(folder: Path) -> str:
    (folder / "output").mkdir()
    (folder / "output" / "a.txt").touch()
    return str(folder / "output")


@pytest.mark.parametrize(("make", "message"), [
    pytest.param(missing, "found nothing there", id="missing"),
    pytest.param(only_hidden, "found no file in it", id="nothing-visible"),
    pytest.param(pipe, "found a device or pipe", id="pipe"),
    pytest.param(the_output, "found the output folder", id="the-output-itself"),
])
def test_what_cannot_be_a_source_is_refused(tmp_path: Path, make: Callable[[Path], str], message: str) -> None:
    source = make(tmp_path)
    with pytest.raises(InputError, match=message) as caught:
        find_sources([source], output_root=(tmp_path / "output").resolve())
    assert str(caught.value).startswith(f"source {source}: ")


def test_addresses_are_no_files(news: Path) -> None:
    page = "https://news.example/a.html"
    assert locators(news, page) == VISIBLE
    assert [request.url for request in find_addresses([str(news), page, page])] == [page]


@pytest.mark.parametrize("source", ["ftp://news.example/a.html", "https://ana:secret@news.example/a.html"])
def test_addresses_that_nothing_would_fetch_are_refused(source: str) -> None:
    with pytest.raises(InputError, match="plain http or https address") as caught:
        find_addresses([source])
    assert "secret" not in str(caught.value)


def test_no_source_is_refused() -> None:
    with pytest.raises(InputError, match="no source"):
        find_sources([], output_root=Path("/nowhere"))


@pytest.mark.parametrize(("first", "last"), [
    (None, None), (date(2026, 1, 1), None), (None, date(2026, 1, 1)), (date(2026, 1, 1), date(2026, 1, 1)),
])
def test_dates_in_order_are_a_range(first: date | None, last: date | None) -> None:
    assert dates_wanted(first, last) == DateRange(first=first, last=last)


def test_dates_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(InputError, match="expected the last day to be 2026-01-02 or later, got 2026-01-01"):
        dates_wanted(date(2026, 1, 2), date(2026, 1, 1))
