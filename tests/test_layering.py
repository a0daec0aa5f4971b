"""flows -> transforms -> schemas: read from the imports, so that a shortcut does not stay unseen."""

import ast
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("flows", "transforms", "schemas")

EFFECTFUL_MODULES = {
    "prefect", "great_expectations", "duckdb", "requests", "httpx", "urllib3", "subprocess", "logging", "socket", "tempfile",
    "shutil", "multiprocessing", "threading", "concurrent", "asyncio", "sqlite3", "secrets", "uuid", "time", "os", "pathlib",
    "rich",
}
"""Nothing in `transforms` needs these: they reach for the clock, the disk, the network, chance or the terminal."""

EFFECTFUL_CALLS = {
    "open", "print", "input", "now", "utcnow", "today", "read_text", "read_bytes", "write_text", "write_bytes", "urlopen",
    "getLogger", "read_table", "write_table",
}


def sources(layer: str) -> list[Path]:
    return sorted((ROOT / layer).rglob("*.py"))


def imports_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Full name of every module imported under a node, with its line. Imports for type checkers alone count as well."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "") if node.level == 0 else "." * node.level + (node.module or ""), node.lineno


def at_module_level(tree: ast.Module) -> ast.Module:
    """The module without what runs only when a function is called, or only for a type checker."""
    class WhatRuns(ast.NodeTransformer):
        def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
            """Leave it out."""

        visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  (the name is ast's)

        def visit_If(self, node: ast.If) -> ast.AST | None:
            return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)

    return WhatRuns().visit(tree)


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def listed(layer: str) -> list[object]:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in sources(layer)]


@pytest.mark.parametrize("path", listed("transforms") + listed("schemas"))
def test_a_layer_imports_only_what_lies_below(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    above = LAYERS[:LAYERS.index(layer)]
    wrong = [(name, line) for name, line in imports_of(parse(path)) if name.split(".")[0] in {*above, "tests"}]
    assert wrong == []


@pytest.mark.parametrize("path", listed("flows"))
def test_flows_do_not_import_tests(path: Path) -> None:
    assert [name for name, _ in imports_of(parse(path)) if name.split(".")[0] == "tests"] == []


@pytest.mark.parametrize("path", listed("transforms"))
def test_transforms_have_no_effects(path: Path) -> None:
    tree = parse(path)
    imported = [(name, line) for name, line in imports_of(tree) if name.split(".")[0] in EFFECTFUL_MODULES]
    called = [
        (ast.unparse(node.func), node.lineno) for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")) in EFFECTFUL_CALLS]
    assert (imported, called) == ([], [])
    # Chance is welcome from a generator with a seed of its own, so that the same arguments give the same rows.
    unseeded = [
        ast.unparse(node) for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("random.")
        and not (ast.unparse(node.func) == "random.Random" and node.args)]
    assert unseeded == []
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Global)] == []


@pytest.mark.parametrize("path", listed("schemas"))
def test_schemas_import_little_at_module_level(path: Path) -> None:
    allowed = {*sys.stdlib_module_names, "pyarrow", "schemas"}
    wrong = [(name, line) for name, line in imports_of(at_module_level(parse(path))) if name.split(".")[0] not in allowed]
    assert wrong == []


@pytest.mark.parametrize("path", [
    pytest.param(path, id=path.stem) for path in sources("flows") if not path.stem.startswith("__")])
def test_no_flow_module_hides_an_installed_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path entrypoint puts flows/ first on sys.path: `flows/pandas.py` would then be everybody's pandas."""
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT / "flows"])
    assert importlib.util.find_spec(path.stem) is None
    assert "_" in path.stem, "a verb phrase has two words"


def test_the_checks_see_what_they_look_for() -> None:
    """The rules above would also pass if they looked at nothing."""
    assert all(len(sources(layer)) > 5 for layer in LAYERS)
    tree = ast.parse("import a.b\nfrom c import d\ndef f():\n    import duckdb\n    open('x')\nif TYPE_CHECKING:\n    import e\n")
    assert list(imports_of(tree)) == [("a.b", 1), ("c", 2), ("duckdb", 4), ("e", 7)]
    assert [name for name, _ in imports_of(at_module_level(tree))] == ["a.b", "c"]
