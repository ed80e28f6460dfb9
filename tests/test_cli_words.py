"""Commands speak Kazakh and Russian: their help, what click says, what is wrong with their use."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from contextvars import copy_context
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import pytest

from effrules.cli import click_sentences
from effrules.cli.help import Context, paragraphs, sentences
from effrules.cli.language import CODES, begin, code
from effrules.cli.main import COMMANDS, cli, command_called, main
from effrules.cli.placeholders import PLACEHOLDERS
from effrules.words import Language
from effrules.words.catalogue import translations

OTHERS = (Language.KK, Language.RU)
NAMES = ("", *COMMANDS)

OF_OTHER_RELEASES = {"No such option: {name}", "(Possible options: {possibilities})"}
"""What releases of click before 8.4 say in these words."""

Run = Any


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line; gives its exit code, what it printed, and what it told."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "EFFRULES_LANG", "EFFRULES_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "300")

    def call(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            copy_context().run(main, words)
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return call


def folded(text: str) -> str:
    return " ".join(text.split())


def command_of(name: str) -> click.Command:
    with Context(cli) as context:
        return command_called(context, name)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", NAMES)
def test_help_is_told_whole(run: Run, name: str, language: Language) -> None:
    """Every sentence of a command's help stands in it as the catalogue has it, and none in English; examples stay."""
    command = command_of(name)
    code, shown, _ = run(*name.split(), "--help", "--lang", language.value)
    assert code == 0
    known = translations(language)
    lines = [words for one, (_, words) in COMMANDS.items() if one.rpartition(" ")[0] == name]
    for sentence in sentences(command, lines):
        braced = sentence.replace("{", "{{").replace("}", "}}")
        told = known["", braced][0].replace("{{", "{").replace("}}", "}")
        assert folded(told) in folded(shown)
        assert sentence not in folded(shown)
    for kept in (part for part in paragraphs(command.help or "") if part.startswith("\b")):
        assert folded(kept.removeprefix("\b")) in folded(shown)
    for heading in ("Usage:", "Options", "Show this message and exit."):
        assert known["", heading][0] in shown
        assert heading not in shown


def test_help_in_english_is_that_of_click(run: Run) -> None:
    """What help shows in English is to the letter what click makes of the commands by itself."""
    for name in filter(None, NAMES):
        command = command_of(name)
        plain = click.Context(
            cli, info_name="effrules", max_content_width=100, help_option_names=["-h", "--help"]
        )
        words = name.split()
        for at, word in enumerate(words, 1):
            plain = click.Context(command_of(" ".join(words[:at])), parent=plain, info_name=word)
        begin(())  # whatever language a test before spoke
        assert run(*name.split(), "--help")[1] == command.get_help(plain) + "\n"


def test_help_in_english_loads_no_sentences() -> None:
    """Neither catalogues nor the classes of sentences, so that it is quick."""
    code = (
        "import sys\nfrom effrules.cli.main import main\n"
        "try:\n    main(['--help', '--lang', 'en'])\n"
        "except SystemExit:\n    print(sorted(name for name in sys.modules if name.startswith(('attr', 'effrules.words'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@cache
def texts_of_click() -> set[str]:
    """All texts in click's source, and those that its documentation strings hold."""
    folder = Path(click.__file__).parent
    return {
        node.value
        for name in (*click_sentences.MODULES, "decorators")
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("text", [sentence.text for sentence in click_sentences.SENTENCES])
def test_click_says_what_is_translated(text: str) -> None:
    """A sentence that click no longer says in these words would be told in English."""
    if text in OF_OTHER_RELEASES:
        pytest.skip(f"click {version('click')} says it in other words")
    assert text in texts_of_click()


@pytest.mark.parametrize("language", OTHERS)
def test_what_click_fills_in_is_there(language: Language) -> None:
    """click fills the translation by ``str.format``: it has the same fields, with their conversions."""
    for text, sentence in click_sentences._OURS.items():
        fields = {field[1:] for field in string.Formatter().parse(sentence.in_(language)) if field[1]}
        assert fields <= {field[1:] for field in string.Formatter().parse(text) if field[1]}
        assert fields == {field[1:] for field in string.Formatter().parse(sentence.text) if field[1]}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run",), "Не указан аргумент 'ПРАВИЛА'."),
        (("verify",), "Не указан аргумент 'ЗАПИСЬ|ПРОТОКОЛ|ПАКЕТ'."),
        (("rum",), "Нет команды `rum`. Может быть, `run`?"),
        (("check", "--formt", "x"), "Нет параметра '--formt'."),
        (("check", "--format", "x"), "Недопустимое значение '--format': 'x' не подходит, нужно одно из: 'text',"),
        (("test", "current", "--tries", "0"), "Недопустимое значение '--tries': нужно не меньше 1, а не 0."),
        (("test", "current", "--tries", "a"), "Недопустимое значение '--tries': 'a' – не целое число."),
        (("list", "a"), "Лишний аргумент: a"),
        (("list", "--lang"), "Не указано значение параметра '--lang'."),
    ],
)  # fmt: skip
def test_wrong_use_is_told_in_russian(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.setenv("EFFRULES_LANG", "ru")
    code, shown, said = run(*words)
    assert code == 2
    assert shown == ""
    assert f"Ошибка: {told}" in said
    assert not any(word in said for word in ("Usage", "Error", "Try", "OPTIONS"))


def test_a_choice_that_looks_like_another_is_told_apart(run: Run) -> None:
    """The letter that differs is named in each language: what click says around it is translated, too."""
    for language in ("kk", "ru", "en"):
        assert "U+0435" in run("check", "--format", "t\u0435xt", "--lang", language)[2]


def test_the_last_language_that_is_asked_for_counts(run: Run) -> None:
    assert run("--lang", "ru", "list", "--lang", "kk", "--help")[1].startswith("Қолданылуы:")
    assert run("--lang", "kk", "list", "--lang=ru", "--help")[1].startswith("Использование:")


def test_english_after_another_language(run: Run) -> None:
    """What was put into click for one command does not change the next."""
    assert run("run", "--lang", "kk")[2].startswith("Қолданылуы:")
    assert "Error: Missing argument 'RULES'." in run("run")[2]


@pytest.mark.parametrize(("language", "told"), [("ru", "внутренняя ошибка"), ("kk", "ішкі қате"), ("en", "internal error")])  # fmt: skip
def test_a_bug_is_owned_up_to(run: Run, monkeypatch: pytest.MonkeyPatch, language: str, told: str) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("x")

    monkeypatch.setattr("effrules.cli.main.LazyGroup.invoke", broken)
    code, _, said = run("list", "--lang", language)
    assert code == 70
    assert f"effrules: {told}: RuntimeError: x\n" in said


def test_a_broken_catalogue_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who corrects translations is told the place, not that effrules has a bug."""
    (tmp_path / "ru").mkdir()
    (tmp_path / "ru" / "cli.po").write_text("msgid\n", encoding="utf-8")
    monkeypatch.setattr("effrules.words.catalogue.FOLDER", tmp_path)
    translations.cache_clear()
    try:
        code, _, said = run("list", "--help", "--lang", "ru")
    finally:
        translations.cache_clear()
    assert (code, said) == (1, "effrules: cli.po:1: this is no entry as effrules reads them\n")


@pytest.mark.parametrize(
    ("words", "ru", "kk"),
    [
        (
            ("run", "2015", ".", "-o", "none/x.csv"),
            "Недопустимое значение --output: `none/x.csv`: нет папки `none`.",
            "--output мәні жарамсыз: `none/x.csv`: `none` деген қалта жоқ.",
        ),
        (
            ("document", "2015", "-o", "x.eff"),
            "`x.eff`: файл с расширением .eff читается как правила, которых эта команда не пишет.",
            "`x.eff`: .eff кеңейтімі бар файл ережелер ретінде оқылады, бұл команда оларды жазбайды.",
        ),
        (
            ("verify", "none.json"),
            "Недопустимое значение ЗАПИСЬ|ПРОТОКОЛ|ПАКЕТ: `none.json`: нет такого файла или папки.",
            "ЖАЗБА|ХАТТАМА|ПАКЕТ мәні жарамсыз: `none.json`: мұндай файл немесе қалта жоқ.",
        ),
        (
            ("show", "2011", "--as-of", "2000-01-01"),
            "на 01.01.2000 не действует ни одна версия `state_bodies`. Ближайшие: после этой даты «2011»",
            "01.01.2000 күні `state_bodies` әдістемесінің бірде-бір нұсқасы күшінде емес.",
        ),
        (("init", "full"), "`full` не пуста; ничего не записано.", "`full` бос емес; ештеңе жазылмады."),
        (("diff", "2013"), "с чем сравнить ПРЕЖНИЕ?", "БҰРЫНҒЫ ережелер немен салыстырылады?"),
    ],
)
def test_refusals(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...], ru: str, kk: str
) -> None:
    """What is refused before any work is done, with the reasons of the system."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert ru in run(*words, "--lang", "ru")[2]
    code, shown, said = run(*words, "--lang", "kk")
    assert (code, shown) == (2, "")
    assert kk in said


@pytest.mark.parametrize(
    ("language", "begun", "tried", "checked"),
    [
        ("en", "holds a methodology and data for it. Next:", "1 example, 2 properties: all right", "1 file; no errors, no warnings; 3 assumptions"),
        ("ru", "записаны методика и данные к ней. Дальше:", "1 пример, 2 требования: всё верно", "1 файл; ошибок и предупреждений нет; 3 допущения"),
        ("kk", "әдістеме мен оның деректері жазылды. Әрі қарай:", "1 мысал, 2 талап: бәрі дұрыс", "1 файл; қате де, ескерту де жоқ; 3 жорамал"),
    ],
)  # fmt: skip
def test_endings(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str, begun: str, tried: str, checked: str
) -> None:  # fmt: skip
    """What commands say when they are done: a starter is made, checked and tried."""
    monkeypatch.chdir(tmp_path)
    assert begun in run("init", "new", "--lang", language)[1]
    assert tried in run("test", "new", "--tries", "3", "--lang", language)[1]
    assert checked in run("check", "new", "--lang", language)[1]


def test_no_command_at_all_is_help() -> None:
    """Without a word behind it, the language that is asked for is that of the variable."""
    begin(())
    assert code() in CODES


@pytest.mark.parametrize("language", [Language.KK, Language.RU])
def test_words_in_capitals_are_those_of_the_command_line(language: Language) -> None:
    """A sentence that names an argument names it as the line of usage does, in its language."""
    known = translations(language)
    words = {word for word in PLACEHOLDERS if known["on a command line", word][0] != word}
    for (_, said), forms in known.items():
        if said in PLACEHOLDERS:
            continue
        bare = re.sub(r"`[^`]*`|^effrules .*", "", " ".join(forms))
        assert not words & set(re.findall(r"\b[A-Z]{3,}\b", bare)), (said, bare)
