"""README tells the truth: its commands, variables, dependencies, links and the reply it shows."""

import importlib.util
import re
from dataclasses import fields
from pathlib import Path

import pytest

import bot
from retrieval.__main__ import _parser
from retrieval.retriever import Retriever
from settings import Settings
from ui.answer import render_answer

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_ISOLATES = re.compile("[\u2066-\u2069]")


def table(heading: str) -> dict[str, tuple[str, ...]]:
    """The rows of the first table under a heading: their first cell's code, and the other cells."""
    section = README.partition(f"{heading}\n")[2]
    rows = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert rows is not None
    cells = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows.group().splitlines()[2:]]
    return {row[0].strip("`"): row[1:] for row in cells}


def requirements(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {line.partition("==")[0] for line in lines if "==" in line}


def example_variables() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_every_make_target_exists() -> None:
    named = set(
        re.findall(r"^ *\$ (?:sudo )?make ([a-z-]+)|`make ([a-z-]+)`|&& sudo make ([a-z-]+)", README, re.MULTILINE)
    )
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named_targets = {name for names in named for name in names if name}
    assert {"run", "test", "lint", "install", "screenshots"} <= named_targets <= targets


def test_every_module_that_is_run_exists() -> None:
    modules = set(re.findall(r"python -m ([a-z_.]+)", README))
    assert {"retrieval", "benchmarks.quality", "benchmarks.wire"} <= modules
    assert [module for module in modules if importlib.util.find_spec(module) is None] == []


def test_every_command_of_the_engine_is_understood() -> None:
    commands = re.findall(r"^\$ \S+python -m retrieval (.+)$", README, re.MULTILINE)
    assert {command.split()[0] for command in commands} == {"ask", "search", "summary", "check"}
    for command in commands:
        arguments = [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|(\S+)', command)]
        assert callable(_parser().parse_args(arguments).run)


def test_every_option_of_the_bot_exists() -> None:
    options = set(
        re.findall(r"(?<!\S)`?(--[a-z]+)", " ".join(re.findall(r"`(?:\S*python bot\.py )?(--[^`]+)`", README)))
    )
    assert options == {"--playground", "--open", "--terminal"}
    assert bot._parse(sorted(options)).playground


def test_the_variables_are_those_of_the_settings() -> None:
    shown = table("## Configuration")
    names = {"DISCORD_TOKEN", "DISCORD_API_URL"} | {
        field.name.upper() for field in fields(Settings) if field.name not in {"token", "api_url"}
    }
    assert shown.keys() == example_variables().keys() == names


def test_the_defaults_are_those_of_the_example() -> None:
    assert {name: cells[0].strip("`") for name, cells in table("## Configuration").items()} == example_variables()
    assert Settings.from_env(example_variables(), needs_token=False) == Settings()


@pytest.mark.parametrize(
    ("heading", "file"),
    [("### Dependencies, and why each", "requirements.txt"), ("And for development:", "requirements-dev.txt")],
)
def test_the_dependencies_are_those_that_are_pinned(heading: str, file: str) -> None:
    shown = table(heading)
    assert shown.keys() == requirements(file)
    assert all(why for why, *_ in shown.values())


def test_versions_are_pinned_exactly() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").split()
        assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9.-]+==[0-9.]+|-r|requirements\.txt", line)] == []


def test_every_link_within_the_project_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)|(?:src|srcset)=\"([^\"]+)\"", README)
    local = {link for pair in links for link in pair if link and "://" not in link}
    assert {"LICENSE", "corpus/README.md", "docs/playground-dark.png"} <= local
    assert [link for link in local if not (ROOT / link).exists()] == []


def test_every_folder_that_is_described_exists() -> None:
    described = {name.strip("` ") for cell in table("## Develop") for name in cell.split(",")}
    assert [name for name in described if not (ROOT / name).exists()] == []
    packages = {f"{path.parent.name}/" for path in ROOT.glob("*/__init__.py")}
    assert packages | {"corpus/", "bot.py", "settings.py"} == described


def test_the_reply_shown_is_the_bots(retriever: Retriever) -> None:
    shown = re.search(r"<!-- reply: (.+) -->\n(.+?)<!-- end of the reply -->", README, re.DOTALL)
    assert shown is not None
    answer = retriever.answer(shown[1])
    reply = render_answer(answer, language="en", asker_id=1)
    content = _ISOLATES.sub("", reply.content)
    buttons = " ".join(f"`{f'{button.emoji} ' if button.emoji else ''}{button.label}`" for button in reply.buttons)
    assert [line for line in shown[2].splitlines() if line] == [*content.splitlines(), buttons]


def test_the_service_is_not_restarted_where_that_is_no_help() -> None:
    assert f"RestartPreventExitStatus={bot.EX_CONFIG}\n" in README
    assert "Restart=on-failure\n" in README
