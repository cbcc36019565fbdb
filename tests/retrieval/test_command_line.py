"""python -m retrieval, as other programs call it: output, exit codes, one line of stderr an error."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval import plain
from retrieval.__main__ import main
from retrieval.model import Verdict
from retrieval.retriever import Retriever
from tests.retrieval.corpora import SHIPPED, article, translation, write

ROOT = Path(__file__).parents[2]
TITLE = "Trumps Gipfeltreffen mit Russlands Präsident endet ohne Fortschritt im Ukraine-Konflikt"

Captured = pytest.CaptureFixture[str]


def run(*arguments: str, stdin: int | None = subprocess.DEVNULL) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, in an environment whose encoding is no help."""
    return subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "retrieval", *arguments],
        cwd=ROOT,
        env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        stdin=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def failed(capsys: Captured, *arguments: str) -> str:
    """The one line of stderr of a command that ends with 1 and prints nothing else."""
    assert main(arguments) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    return line


def printed(capsys: Captured, *arguments: str, corpus: Path = SHIPPED) -> str:
    """The output of a command that succeeds and has nothing to complain about."""
    assert main([*arguments, "--corpus", str(corpus)]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def test_a_german_question_is_answered_in_german(capsys: Captured) -> None:
    quote, source = printed(capsys, "ask", "Wo fand das Treffen statt?").splitlines()
    assert quote.startswith("> **Mit viel Pomp und Pathos empfing US-Präsident Donald Trump am 15. August 2025")
    assert quote.count("**") == 2
    assert source == f"— Andreas M. Brucker, „{TITLE}“, Absatz 1 von 10"


def test_an_english_question_is_answered_in_english_with_the_translation(capsys: Captured) -> None:
    lines = printed(capsys, "ask", "Where did the meeting take place?").splitlines()
    assert lines[0].startswith("> **Mit viel Pomp und Pathos")
    assert lines[1] == f"— Andreas M. Brucker, ‘{TITLE}’, paragraph 1 of 10"
    assert lines[2] == "Translation by Summit Bot:"
    assert lines[3].startswith("> **With much pomp and pathos")
    assert len(lines) == 4


def test_the_quote_is_the_passage_word_for_word(capsys: Captured, retriever: Retriever) -> None:
    for question in ("Was forderte Putin von der Ukraine?", "Welche Flugzeuge flogen über Anchorage?"):
        quote, _ = printed(capsys, "ask", question).splitlines()
        assert quote.removeprefix("> ").replace("**", "") == retriever.search(question)[0].passage.text


@pytest.mark.parametrize(
    ("question", "refusal"),
    [
        ("Wo ist Xanten?", "Dazu finde ich nichts: „Xanten“ kommt in den Artikeln nicht vor."),
        ("Xanten und Timbuktu?", "Dazu finde ich nichts: „Xanten“, „Timbuktu“ kommen in den Artikeln nicht vor."),
        ("Wer war dabei?", "Kein Absatz in den Artikeln beantwortet das."),
        ("Where is Xanten?", "I can’t find anything on that: ‘Xanten’ does not occur in the articles."),
        ("Xanten or Timbuktu?", "I can’t find anything on that: ‘Xanten’, ‘Timbuktu’ do not occur in the articles."),
        ("😀", "No paragraph in the articles answers that."),
    ],
)
def test_a_refusal_names_the_words_that_are_unknown(retriever: Retriever, question: str, refusal: str) -> None:
    assert plain.reply(retriever.answer(question)._replace(verdict=Verdict.NONE)) == refusal


@pytest.mark.parametrize(
    ("question", "doubt"),
    [
        ("Was ist mit den Fischen?", "Das beantwortet es vielleicht nicht:"),
        ("What of eels?", "This may not answer it:"),
    ],
)
def test_doubt_is_said_above_the_quote(second: Retriever, question: str, doubt: str) -> None:
    answer = second.answer(question)._replace(verdict=Verdict.UNSURE)
    first, quote, *_ = plain.reply(answer).splitlines()
    assert first == doubt
    assert quote.startswith("> ")


def test_a_question_about_the_article_shows_its_card(capsys: Captured) -> None:
    title, author, *headings, quote = printed(capsys, "ask", "Wer hat den Artikel geschrieben?").splitlines()
    assert (title, author) == (TITLE, "von Andreas M. Brucker")
    assert headings[0] == "- Symbolik statt Substanz"
    assert quote.startswith("> ")


def test_an_address_stands_in_the_source_line(capsys: Captured, tmp_path: Path) -> None:
    text = article("Der Igel schläft im Laub.").replace("language:", "url: https://example.org/a\nlanguage:")
    write(tmp_path, text)
    output = printed(capsys, "ask", "Wo schläft der Igel?", corpus=tmp_path)
    assert output.endswith("— Ida Falk, „Notiz“, Absatz 1 von 1 https://example.org/a\n")


def test_json_has_the_documented_shape(capsys: Captured, retriever: Retriever) -> None:
    (line,) = printed(capsys, "search", "Where did they meet?", "--json", "--k", "4").splitlines()
    found = json.loads(line)
    assert list(found) == ["question", "language", "verdict", "hits"]
    assert (found["question"], found["language"]) == ("Where did they meet?", "en")
    assert found["verdict"] in {"answer", "unsure", "none", "article"}
    assert len(found["hits"]) == 4
    for hit in found["hits"]:
        assert list(hit) == ["passage", "score", "text", "sentence"]
        passage = retriever.corpus.passage(hit["passage"])
        assert passage is not None
        assert hit["text"] == passage.text
        assert hit["sentence"] in hit["text"]
        assert isinstance(hit["score"], float)


def test_hits_are_filled_up_to_k_whatever_the_verdict(capsys: Captured) -> None:
    found = json.loads(printed(capsys, "search", "Welche Farbe hatte Putins Krawatte?", "--json"))
    assert found["verdict"] != "answer"
    assert len(found["hits"]) == 10


def test_finding_nothing_is_no_error(capsys: Captured) -> None:
    found = json.loads(printed(capsys, "search", "", "--json"))
    assert found == {"question": "", "language": None, "verdict": "none", "hits": []}


def test_without_json_a_line_a_hit_is_listed(capsys: Captured) -> None:
    head, *hits = printed(capsys, "search", "Wo fand das Treffen statt?", "--k", "3").splitlines()
    assert head == "Wo fand das Treffen statt?  [answer, de]"
    assert [line.split()[1].partition("#")[0] for line in hits] == ["gipfel-alaska-2025"] * 3


def test_questions_of_a_file_are_answered_in_its_order(capsys: Captured, tmp_path: Path) -> None:
    questions = ["Wo war das?", "Where was it?", "😀", "Wo war das?", "ä\u2028b"]
    file = tmp_path / "questions.jsonl"
    lines = [json.dumps({"id": n, "question": question}) for n, question in enumerate(questions)]
    file.write_text("\ufeff" + "\r\n\n".join(lines), encoding="utf-8")
    output = printed(capsys, "search", "--questions", str(file), "--json").split("\n")
    assert [json.loads(line)["question"] for line in output if line] == questions
    alone = printed(capsys, "search", "Where was it?", "--json").strip()
    assert output[1] == alone


@pytest.mark.parametrize(
    "line",
    [
        b"Wo war das?",
        b'{"frage": "Wo?"}',
        b'["question"]',
        b'"question"',
        b"null",
        b'{"question": "\xff"}',
        b'{"question": ' + b"1" * 5000 + b"}",
        b"[" * 100_000,
    ],
)
def test_a_bad_line_of_a_file_is_named(capsys: Captured, tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b'{"question": "Wo?"}\n\n' + line + b"\n")
    assert failed(capsys, "search", "--questions", str(file)) == (
        f'{file}:3: not a JSON object with a "question" key; mend the line'
    )


def test_a_question_that_is_no_text_is_named(capsys: Captured, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": 5}', encoding="utf-8")
    assert failed(capsys, "search", "--questions", str(file)).startswith(f'{file}:1: "question" is no text')


def test_a_file_that_is_not_there_is_named(capsys: Captured, tmp_path: Path) -> None:
    assert failed(capsys, "search", "--questions", str(tmp_path / "x")).startswith(f"{tmp_path / 'x'}: can't be read")
    assert failed(capsys, "search", "--questions", str(tmp_path)).startswith(f"{tmp_path}: can't be read")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "COMMAND"),
        (["fly"], "fly"),
        (["ask"], "QUESTION"),
        (["ask", "Wo?", "--k", "3"], "--k 3"),
        (["search"], "either a QUESTION or --questions"),
        (["search", "Wo?", "--questions", "q.jsonl"], "either a QUESTION or --questions"),
        (["search", "Wo?", "--k", "0"], "'0' isn't a number from 1"),
        (["search", "Wo?", "--k", "viele"], "'viele' isn't a number from 1"),
        (["search", "Wo?", "--k", "-1"], "-1"),
        (["summary", "--sentences", "11"], "11"),
        (["summary", "--article", "nope"], "'nope'"),
        (["summary", "--section", "nope"], "'nope'"),
        (["ask", "Wo?", "--corpus", "/nowhere/at/all"], "/nowhere/at/all"),
        (["search", "Wo?", "--corpus", "/nowhere/at/all"], "/nowhere/at/all"),
        (["summary", "--corpus", "/nowhere/at/all"], "/nowhere/at/all"),
        (["check", "--corpus", "/nowhere/at/all"], "/nowhere/at/all"),
    ],
)
def test_an_error_is_one_line_of_stderr_and_exit_1(capsys: Captured, arguments: list[str], told: str) -> None:
    assert told in failed(capsys, *arguments)


def test_a_corpus_without_articles_is_an_error(capsys: Captured, tmp_path: Path) -> None:
    for command in (["ask", "Wo?"], ["search", "Wo?"], ["summary"]):
        assert "no article loads" in failed(capsys, *command, "--corpus", str(tmp_path))


def test_problems_of_the_corpus_are_told_beside_the_answer(capsys: Captured, tmp_path: Path) -> None:
    write(tmp_path, article("Der Igel schläft."))
    (tmp_path / "Notizen.doc").write_text("x", encoding="utf-8")
    assert main(["ask", "Wo schläft der Igel?", "--corpus", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    assert "Der Igel schläft." in captured.out
    (line,) = captured.err.splitlines()
    assert line.startswith("Notizen.doc: ")


def test_check_says_what_loads_with_its_title_and_what_has_no_questions(capsys: Captured, tmp_path: Path) -> None:
    assert printed(capsys, "check").splitlines()[0] == (
        "gipfel-alaska-2025: “Trumps Gipfeltreffen mit Russlands Präsident endet ohne Fortschritt im Ukraine-Konflikt”"
        " by Andreas M. Brucker, 10 passages, de, translated into en"
    )
    questions = "## Der Igel schläft im Laub\n\n- Was macht der Igel?\n"
    write(tmp_path, article("Der Igel schläft im Laub.", "Der Fuchs wacht."), questions=questions)
    lines = printed(capsys, "check", corpus=tmp_path).splitlines()
    assert "a.questions.md: note: no questions in 'de' for paragraph 2 of 2" in lines
    assert "a.questions.md: note: no questions in 'en' for paragraph 1, 2 of 2" in lines


def test_check_names_every_problem_with_its_place(capsys: Captured, tmp_path: Path) -> None:
    write(tmp_path, article("Der Igel schläft.", "![Bild](x.png)"))
    (tmp_path / "b.md").write_text("Nur Text.", encoding="utf-8")
    assert main(["check", "--corpus", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    places = [line.partition(": ")[0] for line in captured.out.splitlines() if "error: " in line or "warning: " in line]
    assert places == ["a.md:9", "b.md:1"]
    assert captured.err == ""


def test_check_passes_with_warnings(capsys: Captured, tmp_path: Path) -> None:
    write(tmp_path, article("Der Igel schläft."), en=translation("One.", "Two."))
    assert "warning: " in printed(capsys, "check", corpus=tmp_path)


def test_a_summary_is_verbatim_with_numbers_and_source(capsys: Captured, retriever: Retriever) -> None:
    *sentences, source = printed(capsys, "summary", "--sentences", "5").splitlines()
    assert len(sentences) == 5
    assert source == f"— Andreas M. Brucker, {TITLE}"
    for line in sentences:
        text, _, number = line.removeprefix("> ").removesuffix("]").rpartition(" [")
        passage = retriever.corpus.passage(f"gipfel-alaska-2025#{number}")
        assert passage is not None
        assert text in passage.text


def test_a_summary_takes_section_topic_and_json(capsys: Captured) -> None:
    arguments = ["summary", "--article", "gipfel-alaska-2025", "--section", "Symbolik statt Substanz", "--json"]
    found = json.loads(printed(capsys, *arguments, "--sentences", "2"))
    assert found["article"] == "gipfel-alaska-2025"
    assert {sentence["passage"] for sentence in found["sentences"]} <= {"gipfel-alaska-2025#2", "gipfel-alaska-2025#3"}
    on_topic = json.loads(printed(capsys, "summary", "--topic", "Kampfjets", "--sentences", "1", "--json"))
    assert "F-22-Kampfjets" in on_topic["sentences"][0]["sentence"]


def test_output_is_utf8_whatever_the_terminal() -> None:
    asked = run("ask", "Wo fand das Treffen statt?")
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "US-Präsident" in asked.stdout
    assert "— Andreas M. Brucker" in asked.stdout


def test_what_is_no_text_is_escaped(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "Wo \\ud800 war das?"}', encoding="utf-8")
    found = run("search", "--questions", str(file), "--json")
    assert (found.returncode, found.stderr) == (0, "")
    assert json.loads(found.stdout)["question"] == "Wo \ud800 war das?"


def test_help_is_no_error() -> None:
    helped = run("search", "--help")
    assert (helped.returncode, helped.stderr) == (0, "")
    assert "--questions FILE.jsonl" in helped.stdout


def test_a_process_ends_with_1_on_errors() -> None:
    wrong = run("fly")
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (1, "", 1)


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "Wo fand das Treffen statt?"}\n' * 300, encoding="utf-8")
    command = f"'{sys.executable}' -m retrieval search --json --questions '{file}' | head -1"
    piped = subprocess.run(  # noqa: S602 - the shell's pipe is what is tested
        command, shell=True, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert piped.stderr == ""
    assert json.loads(piped.stdout)["question"] == "Wo fand das Treffen statt?"
