"""The arrows between the packages, read from the imports, wherever in a module they stand."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import settings
from cogs import commands
from retrieval.language import SUPPORTED_LANGUAGES
from ui import texts

ROOT = Path(__file__).parents[1]
OURS = {"bot", "settings", "retrieval", "cogs", "ui", "playground", "benchmarks", "tests"}

# What each may import of ours, itself aside.
ALLOWED = {
    "bot": {"settings", "retrieval", "cogs", "ui", "playground"},
    "settings": set[str](),
    "retrieval": set[str](),
    "cogs": {"ui", "retrieval"},
    "ui": {"retrieval"},
    "playground": set[str](),
    "benchmarks": OURS - {"tests"},
    "tests": OURS,
}
# Of retrieval the ui sees data types only.
DATA_TYPES = {"retrieval.model", "retrieval.errors"}


def modules(package: str) -> list[Path]:
    if (ROOT / f"{package}.py").exists():
        return [ROOT / f"{package}.py"]
    return sorted((ROOT / package).rglob("*.py"))


@cache
def parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def imports(module: Path) -> Iterator[str]:
    """Whole names, such as `retrieval.model.Article`; a relative import is resolved."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            folder = module.parents[node.level - 1].relative_to(ROOT).parts if node.level else ()
            base = ".".join([*folder, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def top(name: str) -> str:
    return name.partition(".")[0]


def importers(*names: str) -> set[str]:
    """Our modules that import one of these, or something from it, the tests aside."""
    return {
        str(module.relative_to(ROOT))
        for package in OURS - {"tests"}
        for module in modules(package)
        for name in imports(module)
        if any(f"{name}.".startswith(f"{each}.") for each in names)
    }


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_no_arrow_turns_round(package: str) -> None:
    assert modules(package)
    wrong = [
        f"{module.relative_to(ROOT)} imports {name}"
        for module in modules(package)
        for name in imports(module)
        if top(name) in OURS - ALLOWED[package] - {package}
    ]
    assert wrong == []


def test_every_module_is_held_by_a_rule() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/*.py") if not path.parent.name.startswith((".", "_"))}
    assert folders | {path.stem for path in ROOT.glob("*.py")} == OURS


def test_the_ui_sees_only_the_engines_data() -> None:
    seen = {name for module in modules("ui") for name in imports(module) if top(name) == "retrieval"}
    assert seen
    assert {name for name in seen if not any(name.startswith(f"{allowed}.") for allowed in DATA_TYPES)} == set()


def test_only_the_index_knows_rank_bm25() -> None:
    assert {module for module in importers("rank_bm25") if not module.startswith("benchmarks/")} == {
        "retrieval/index.py"
    }


def test_only_the_settings_read_the_environment() -> None:
    assert importers("dotenv") == {"settings.py"}
    readers = {
        str(module.relative_to(ROOT))
        for package in OURS - {"tests", "benchmarks"}
        for module in modules(package)
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert readers - {"playground/terminal.py"} == {"settings.py"}  # NO_COLOR and the like are the terminal's own


@pytest.mark.parametrize("package", ["retrieval", "ui", "playground", "settings"])
def test_discord_py_stays_out_of_what_does_not_need_it(package: str) -> None:
    assert {module for module in importers("discord") if module.startswith(package)} == set()


def test_the_engine_is_synchronous() -> None:
    assert {module for module in importers("asyncio", "aiohttp") if module.startswith("retrieval")} == set()


def test_the_bot_imports_the_playground_only_when_it_is_asked_for() -> None:
    tree = ast.parse((ROOT / "bot.py").read_text(encoding="utf-8"))
    at_import = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [getattr(node, "module", None) or "" for node in at_import]
    assert "settings" in names
    assert [name for name in names if top(name) == "playground"] == []


def test_no_package_is_called_like_a_library() -> None:
    assert not (ROOT / "discord").exists()
    assert not (ROOT / "bot").exists()
    assert [path for package in OURS for path in modules(package) if path.stem in {"utils", "helpers", "common"}] == []


def test_every_package_speaks_the_same_languages() -> None:
    assert settings.LANGUAGES == texts.LANGUAGES == SUPPORTED_LANGUAGES
    assert set(commands._LANGUAGES.values()) == set(SUPPORTED_LANGUAGES)  # Discord's locales
