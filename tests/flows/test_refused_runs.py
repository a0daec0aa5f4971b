"""What the user gets wrong is said in one line, with nothing published and nothing touched."""

from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import SAMPLES, Commands, accounts

pytestmark = pytest.mark.flow


def missing_source(folder: Path) -> list[str]:
    return [str(folder / "nowhere")]


def empty_source(folder: Path) -> list[str]:
    (folder / "empty").mkdir()
    return [str(folder / "empty")]


def address(folder: Path) -> list[str]:  # noqa: ARG001  (all cases have one signature)
    return ["https://desk:secret@news.example/feed.xml"]


def foreign_output(folder: Path) -> list[str]:
    (folder / "output").mkdir()
    (folder / "output" / "thesis.docx").write_bytes(b"years of work")
    return [str(SAMPLES / "articles")]


def file_as_output(folder: Path) -> list[str]:
    (folder / "output").write_text("not a folder")
    return [str(SAMPLES / "articles")]


def file_above_output(folder: Path) -> list[str]:
    (folder / "file").write_text("not a folder")
    return [str(SAMPLES / "articles"), "--output", str(folder / "file" / "output")]


def output_of_another_version(folder: Path) -> list[str]:
    (folder / "output").mkdir()
    (folder / "output" / "onrecord.json").write_text('{"format_version": 999}')
    return [str(SAMPLES / "articles")]


def unknown_model(folder: Path) -> list[str]:  # noqa: ARG001
    return [str(SAMPLES / "articles"), "--model", "xx_core_nothing_sm"]


def dates_exchanged(folder: Path) -> list[str]:  # noqa: ARG001
    return [str(SAMPLES / "articles"), "--published-from", "2026-03-01", "--published-to", "2026-02-01"]


def broken_records(folder: Path) -> list[str]:
    (folder / "in").mkdir()
    (folder / "in" / "export.jsonl").write_text('{"text": \n{"text": ""}\n', encoding="utf-8")
    return [str(folder / "in")]


@pytest.mark.parametrize(
    ("make", "expected"), [
        pytest.param(missing_source, "nowhere: expected a file or folder, found nothing there", id="missing-source"),
        pytest.param(empty_source, "empty: expected a folder with articles, found no file in it", id="empty-folder"),
        pytest.param(address, "found a user name or password in the address", id="address-with-password"),
        pytest.param(foreign_output, "1 other file(s) such as thesis.docx; nothing was touched", id="foreign-output"),
        pytest.param(file_as_output, "expected a folder, found a file", id="file-as-output"),
        pytest.param(file_above_output, "expected a folder that can be written", id="output-below-a-file"),
        pytest.param(output_of_another_version, "expected format version 1, found 999", id="output-of-another-version"),
        pytest.param(unknown_model, "expected xx_core_nothing_sm to be installed", id="unknown-model"),
        pytest.param(dates_exchanged, "expected the last day to be 2026-03-01 or later", id="dates-exchanged"),
        pytest.param(broken_records, "2 of 2 records were rejected, more than the limit of 50%", id="all-records-broken"),
    ])
def test_bad_input_ends_with_one_line(
    commands: Commands, tmp_path: Path, make: Callable[[Path], list[str]], expected: str,
) -> None:
    arguments = make(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ended = commands.run(*(["--output", str(tmp_path / "output")] if "--output" not in arguments else []), *arguments)
    assert ended.status == 1, str(ended)
    *stages, line = ended.stderr.splitlines()
    assert line.startswith("onrecord: ") and expected in line
    assert not any("Traceback" in text or text.startswith("onrecord") for text in stages), ended.stderr
    assert stages == [] or make is broken_records, "nothing slow begins before the user is told"
    assert {path: path.read_bytes() for path in before} == before
    assert not (tmp_path / "output" / "current").exists()
    assert not (tmp_path / "output").is_dir() or accounts(tmp_path / "output") == []


@pytest.mark.parametrize("arguments", [
    pytest.param([], id="no-source"),
    pytest.param(["x", "--published-from", "yesterday"], id="no-date"),
    pytest.param(["x", "--max-rejected-records", "2"], id="share-over-one"),
    pytest.param(["x", "--workers", "0"], id="no-workers"),
])
def test_bad_options_show_the_usage(commands: Commands, arguments: list[str]) -> None:
    ended = commands.run(*arguments)
    assert ended.status == 2
    assert ended.stderr.startswith("usage: python -m flows run") and "Traceback" not in ended.stderr
