"""Whose folder it is, and who may publish into it."""

import json
import multiprocessing
import threading
from collections.abc import Callable
from pathlib import Path

import filelock
import pytest

from flows.open_output import claim_work_folder, is_claimed, open_output, output_path, publishing, sweep_dead_runs
from flows.report_failures import ContractError, InputError


def text_in_the_way(folder: Path) -> None:
    folder.write_text("a file")


def foreign_file(folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear Ada")


def foreign_folder(folder: Path) -> None:
    (folder / "photos").mkdir(parents=True)


def marker(text: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "onrecord.json").write_text(text)

    return make


@pytest.mark.parametrize(("make", "message"), [
    pytest.param(text_in_the_way, "expected a folder, found a file", id="file"),
    pytest.param(foreign_file, r"found 1 other file\(s\) such as letter.txt; nothing was touched", id="foreign-file"),
    pytest.param(foreign_folder, "such as photos", id="foreign-folder"),
    pytest.param(marker('{"format_version": 2}'), "expected format version 1, found 2", id="later-version"),
    pytest.param(marker("[]"), "to be written by On the Record, found something else", id="marker-of-another-program"),
    pytest.param(marker("{}"), "to be written by On the Record", id="marker-without-version"),
    pytest.param(marker("\ufffd\x00"), "to be written by On the Record", id="marker-that-is-no-json"),
])
def test_a_folder_of_someone_else_is_refused_untouched(
    tmp_path: Path, make: Callable[[Path], None], message: str,
) -> None:
    folder = tmp_path / "output"
    make(folder)
    before = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}
    with pytest.raises(InputError, match=message):
        open_output(str(folder))
    assert {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")} == before


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="expected a folder that can be written, got: Not a directory"):
        open_output(str(tmp_path / "file" / "output"))


def test_a_path_that_duckdb_cannot_open_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"without '\?'"):
        open_output(str(tmp_path / "what?"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("files", [
    pytest.param([], id="empty"),
    pytest.param(["README.md", ".gitignore"], id="what-a-checkout-has-there"),
    pytest.param([".DS_Store"], id="what-a-file-manager-leaves"),
    pytest.param([".onrecord.json.4711"], id="marker-of-a-run-that-was-killed"),
])
def test_a_fresh_folder_is_made_ready(tmp_path: Path, files: list[str]) -> None:
    folder = tmp_path / "deep" / "output"
    folder.mkdir(parents=True)
    for name in files:
        (folder / name).write_text("x")
    assert not is_claimed(folder)
    output = open_output(str(folder))
    assert is_claimed(folder) and json.loads((folder / "onrecord.json").read_text())["format_version"] == 1
    assert all(path.is_dir() for path in (output.generations, output.rejects, output.annotation_cache.parent))
    assert list((folder / ".work").iterdir()) == []
    assert all((folder / name).read_text() == "x" for name in files)
    assert output.current_generation() is None
    assert open_output(str(folder)) == output, "opening again changes nothing"


def test_home_and_relative_paths_mean_what_the_user_means(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert output_path("~/tables") == output_path("tables") == tmp_path.resolve() / "tables"


def _open(folder: str, barrier: "multiprocessing.synchronize.Barrier", failures: "multiprocessing.Queue[str]") -> None:
    barrier.wait()
    try:
        open_output(folder)
    except InputError as error:
        failures.put(str(error))


def test_runs_that_start_together_share_a_fresh_folder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    for attempt in range(10):
        barrier, failures = context.Barrier(4), context.Queue()
        processes = [
            context.Process(target=_open, args=(str(tmp_path / f"output-{attempt}"), barrier, failures)) for _ in range(4)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        assert [process.exitcode for process in processes] == [0] * 4
        assert failures.empty()


def test_the_work_of_dead_runs_is_swept_that_of_living_ones_stays(tmp_path: Path) -> None:
    output = open_output(str(tmp_path / "output"))
    with claim_work_folder(output, "n_alive") as alive:
        dead = output.work_folder("n_dead")
        dead.mkdir()
        (dead / "batch-000000").write_bytes(b"x")
        dead.with_suffix(".lock").touch()
        assert sweep_dead_runs(output) == 1
        assert alive.is_dir() and not dead.exists() and not dead.with_suffix(".lock").exists()
    assert list((output.root / ".work").iterdir()) == []


def test_a_work_folder_goes_when_its_run_fails(tmp_path: Path) -> None:
    output = open_output(str(tmp_path / "output"))

    def fail() -> None:
        with claim_work_folder(output, "n_failing") as folder:
            (folder / "batch").write_bytes(b"x")
            raise ContractError("too much rejected")

    with pytest.raises(ContractError):
        fail()
    assert list((output.root / ".work").iterdir()) == []


def test_publishers_take_turns(tmp_path: Path) -> None:
    output = open_output(str(tmp_path / "output"))
    events: list[str] = []
    other = filelock.FileLock(output.root / ".publish.lock")
    other.acquire()

    def publish() -> None:
        with publishing(output, on_wait=lambda: events.append("waits")):
            events.append("publishes")

    thread = threading.Thread(target=publish)
    thread.start()
    while not events:
        thread.join(0.01)
    events.append("other ends")
    other.release()
    thread.join(10)
    assert events == ["waits", "other ends", "publishes"]


def test_a_copy_in_place_of_the_link_is_noticed(tmp_path: Path) -> None:
    output = open_output(str(tmp_path / "output"))
    output.current.mkdir()
    with pytest.raises(ContractError, match="expected a link to one of"):
        output.current_generation()
