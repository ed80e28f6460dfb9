"""Sentences in three languages: each is translated, with its values and forms, and our reader of catalogues reads what Babel reads."""

from __future__ import annotations

import ast
import gettext
import os
import re
import runpy
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.check.build import load_text
from effrules.cli import starter
from effrules.cli.language import of_locale
from effrules.cli.main import COMMANDS, cli
from effrules.model.schema import Titles
from effrules.words import Language, Number, any_of, both, counted, phrase, several, template
from effrules.words import given as in_the_rules
from effrules.words.catalogue import FOLDER, PLURALS, BadCatalogue, read, translations
from effrules.words.language import FORMS, form_of

ROOT = Path(__file__).resolve().parent.parent
WORDS = runpy.run_path(str(ROOT / "scripts" / "words.py"))
OTHERS = (Language.KK, Language.RU)

NOT_YET: frozenset[str] = frozenset()
"""Catalogues that are still being translated; there is none."""


def test_every_sentence_is_given_its_values() -> None:
    """The values that a call names are those of its template."""
    assert [told for call in WORDS["calls"]() for told in WORDS["misfits"](call)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language: Language) -> None:
    """No sentence of the code lacks a translation, and none is translated that is not said; `make words` puts that right."""
    found = WORDS["sentences"]()
    known = translations(language)
    assert [key for key, one in found.items() if key not in known and one.domain not in NOT_YET] == []
    assert [key for key in known if key not in found] == []


def bare_sentences(file: Path) -> list[str]:
    """What a file gives to a maker of findings as English text that is not marked as a sentence, with its line."""
    makers = {"error", "warning", "help_note", "Related"}
    told = []
    for call in ast.walk(ast.parse(file.read_text("utf-8"))):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id in makers | {"Note"}
        ):
            said = call.args[1:] if call.func.id == "Note" else call.args
            told += [
                f"{file.relative_to(ROOT)}:{piece.lineno}"
                for piece in said
                if isinstance(piece, ast.JoinedStr)
                or (isinstance(piece, ast.Constant) and " " in str(piece.value))
            ]
    return told


def test_no_finding_is_told_in_english_only() -> None:
    """What findings say is marked as sentences, everywhere: a bare text would be English in each language."""
    files = [file for file in (ROOT / "effrules").rglob("*.py") if "Finding" in file.read_text("utf-8")]
    assert len(files) > 50
    assert [bare for file in files for bare in bare_sentences(file)] == []


def test_no_exception_is_told_in_english_only() -> None:
    """What is raised with a sentence for people is raised with a marked one, wherever it is raised."""
    nodes = [
        (file, node)
        for file in (ROOT / "effrules").rglob("*.py")
        if file.name != "independent.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef | ast.Call)
    ]
    classes = [node for _, node in nodes if isinstance(node, ast.ClassDef) and node.bases]
    telling = {"Telling"}
    for _ in range(3):
        telling |= {
            one.name for one in classes if any(getattr(base, "id", "") in telling for base in one.bases)
        }
    calls = [
        (file, node)
        for file, node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in telling
    ]
    bare = [
        (file, call)
        for file, call in calls
        for piece in call.args
        if isinstance(piece, ast.JoinedStr | ast.Constant)
    ]
    assert len(telling) > 3
    assert len(calls) > 20
    assert [f"{file.relative_to(ROOT)}:{call.lineno}" for file, call in bare] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_has_its_values_and_forms(language: Language) -> None:
    """Each placeholder is there, none is invented, and a plural has as many forms as the language."""
    found = WORDS["sentences"]()
    for key, forms in translations(language).items():
        assert list(WORDS["faults"](found[key], forms)) == []
        assert len(forms) == (FORMS[language] if found[key].plural else 1)


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/*.po")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_our_reader_reads_what_babel_reads(path: Path) -> None:
    with path.open("rb") as stream:
        catalog = read_po(stream, abort_invalid=True)
    expected = {
        (message.context or "", message.id if isinstance(message.id, str) else message.id[0]): (
            (message.string,) if isinstance(message.string, str) else tuple(message.string)
        )
        for message in catalog
        if message.id and all([message.string] if isinstance(message.string, str) else message.string)
    }
    assert read(path, Language(path.parent.name)) == expected


@pytest.mark.parametrize("language", OTHERS)
def test_plural_forms_are_those_of_the_head(language: Language) -> None:
    """What ``form_of`` works out is what translators' tools work out of the catalogue's head."""
    rule = gettext.c2py(PLURALS[language].partition("plural=")[2].rstrip(";"))  # type: ignore[attr-defined]
    assert [form_of(n, language) for n in range(1200)] == [rule(n) for n in range(1200)]


@pytest.mark.parametrize("language", OTHERS)
def test_a_term_is_translated_in_one_way(language: Language) -> None:
    """A sentence that is a term is what the glossary says; one with a term has its stem, and no word that is not to be used."""
    assert list(WORDS["misnamed"](language, WORDS["sentences"](), WORDS["terms"]())) == []


def test_who_changes_a_term_is_told_where_it_stands() -> None:
    """Every sentence with the old word, and its file."""
    told = WORDS["misnamed"](Language.KK, WORDS["sentences"](), [
        {"en": "weight", "kk": "мән", "ru": "вес", "kk stem": "мән", "ru stem": "", "not kk": "салма", "not ru": ""}
    ])  # fmt: skip
    assert len(list(told)) > 40


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs msgfmt of gettext")
def test_translators_tools_take_the_files() -> None:
    """What Poedit runs before it saves has nothing against them."""
    for path in sorted(FOLDER.glob("*/*.po")):
        done = subprocess.run(["msgfmt", "-c", "-o", os.devnull, path], capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr


def test_no_kazakh_ending_hangs_on_a_value() -> None:
    """The vowels of a number decide on its ending (5-ке, 6-ға, 7-ге): a sentence must not guess it."""
    suffix = WORDS["SUFFIX"]
    assert suffix.search("{n}-ден көп")
    assert suffix.search("`{low}` мен {high}")


HEAD = f'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Plural-Forms: {PLURALS[Language.RU]}\\n"\n\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('msgid "a"\nmsgstr "b"\n', "Plural-Forms"),
        (HEAD + '#, fuzzy\nmsgid "a"\nmsgstr "b"\n', "x.po:6: an entry that is marked as doubtful"),
        (HEAD + '#~ msgid "a"\n#~ msgstr "b"\n', "x.po:6: this is no entry"),
        (HEAD + 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "c"\n', "2 forms, where 3"),
        (HEAD + 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "c"\nmsgstr[2] ""\n', "not each form"),
        (HEAD + 'msgid "a"\nmsgstr "\\x41"\n', "is not understood"),
        (HEAD + 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "x.po:9: 'a' is there twice"),
        (HEAD + "<<<<<<< HEAD\n", "this is no entry"),
    ],
)  # fmt: skip
def test_what_the_reader_does_not_know_is_an_error(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "x.po"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadCatalogue, match=re.escape(told)):
        read(path, Language.RU)


@given(st.text(min_size=1).filter(lambda text: text.isprintable()), st.text(min_size=1))
@settings(max_examples=50)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str, other: str) -> None:
    """A catalogue as `make words` writes it is read again, whatever stands in its sentences."""
    sentence = WORDS["Sentence"](text)
    other = other.encode("utf-8", "replace").decode("utf-8").replace("\r", "")
    written = WORDS["catalogue_text"](Language.RU, "x", [sentence], {sentence.key: (other,)})
    path = tmp_path_factory.mktemp("words") / "x.po"
    path.write_text(written, encoding="utf-8", newline="\n")
    assert read(path, Language.RU) == ({("", text): (other,)} if other else {})


def test_values_are_written_as_the_language_writes_them() -> None:
    message = template("{number}, {day}, {name}, {count}").of(
        number=Number("12.5"), day=date(2015, 12, 31), name="a.5", count=1200
    )
    assert str(message) == "12.5, 2015-12-31, a.5, 1200"
    assert message.in_(Language.RU) == "12,5, 31.12.2015, a.5, 1200"


def test_numbers_choose_the_form() -> None:
    def told(n: int) -> tuple[str, str, str]:
        message = counted("{n} error", "{n} errors", n=n)
        return str(message), message.in_(Language.RU), message.in_(Language.KK)

    assert told(1) == ("1 error", "1 ошибка", "1 қате")
    assert told(3) == ("3 errors", "3 ошибки", "3 қате")
    assert told(12) == ("12 errors", "12 ошибок", "12 қате")
    assert told(12000) == ("12,000 errors", "12\u00a0000 ошибок", "12\u00a0000 қате")


def test_lists_and_messages_inside_messages() -> None:
    message = phrase("{what} must stand here", what=any_of([phrase("a name"), phrase("a number"), "`x`"]))
    assert str(message) == "a name, a number or `x` must stand here"
    assert message.in_(Language.RU) == "здесь должно стоять: имя, число или `x`"
    assert str(both(["a"])) == "a"
    assert both(["a", "b"]).in_(Language.KK) == "a және b"
    assert str(several(["a", "b"])) == "a, b"
    assert str(any_of([])) == ""


def test_braces_and_missing_values() -> None:
    assert str(phrase("`{{` and `{sign}`", sign="}")) == "`{` and `}`"
    with pytest.raises(ValueError, match="takes"):
        template("{a}").of(b="1")


def test_texts_of_the_rules_are_in_the_language_or_another() -> None:
    given_twice = in_the_rules({"kk": "қ", "en": "e"})
    assert (str(given_twice), given_twice.in_(Language.KK), given_twice.in_(Language.RU)) == ("e", "қ", "e")
    assert in_the_rules({"kk": "қ"}).in_(Language.RU) == "қ"
    assert str(in_the_rules({})) == ""


def test_a_sentence_without_a_translation_is_english() -> None:
    assert phrase("there is no {what} like this", what="x").in_(Language.KK) == "there is no x like this"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.EN),
        ({"LANG": "kk_KZ.UTF-8"}, Language.KK),
        ({"LANG": "ru"}, Language.RU),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C.UTF-8"}, Language.EN),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": ""}, Language.RU),
        ({"LC_MESSAGES": "ru@euro", "LANG": "en_US"}, Language.RU),
        ({"LANG": "de_DE"}, Language.EN),
    ],
)
def test_the_locale_names_the_language(environment: dict[str, str], language: Language) -> None:
    assert of_locale(environment) == language.value


BROKEN = 'methodology m version "1"\nизменить веса {\n}\n'


@pytest.mark.parametrize(
    ("before", "behind", "environment", "word"),
    [
        ([], [], {}, "error"),
        ([], ["--lang", "kk"], {}, "қате"),
        (["--lang", "ru"], [], {}, "ошибка"),
        (["--lang", "ru"], ["--lang", "kk"], {}, "қате"),
        ([], [], {"EFFRULES_LANG": "ru"}, "ошибка"),
        (["--lang", "kk"], [], {"EFFRULES_LANG": "ru"}, "қате"),
        ([], [], {"LANG": "ru_RU.UTF-8"}, "ошибка"),
        ([], ["--lang", "en"], {"LANG": "ru_RU.UTF-8"}, "error"),
    ],
)
def test_option_variable_locale(
    tmp_path: Path, before: list[str], behind: list[str], environment: dict[str, str], word: str
) -> None:
    """``--lang``, else EFFRULES_LANG, else the locale, else English."""
    rules = tmp_path / "a.eff"
    rules.write_text(BROKEN, encoding="utf-8")
    clean = dict.fromkeys((*os.environ.keys() & {"LC_ALL", "LC_MESSAGES", "LANG", "EFFRULES_LANG"},), None)
    done = CliRunner().invoke(cli, [*before, "check", str(rules), *behind], env={**clean, **environment})
    assert done.output.startswith(f"{word}[E101]")


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_formats_for_programs_do_not_follow_the_locale(tmp_path: Path, form: str) -> None:
    rules = tmp_path / "a.eff"
    rules.write_text(BROKEN, encoding="utf-8")
    run = CliRunner()
    by_locale = run.invoke(
        cli, ["check", str(rules), "--format", form], env={"LANG": "ru_RU.UTF-8", "LC_ALL": ""}
    )
    assert "cannot stand here" in by_locale.output
    asked = run.invoke(cli, ["check", str(rules), "--format", form, "--lang", "ru"])
    assert "не может здесь стоять" in asked.output


def test_every_command_has_the_option() -> None:
    for name in COMMANDS:
        shown = CliRunner().invoke(cli, [*name.split(), "--help"]).output
        assert shown.count("--lang") - shown.count("--lang ") <= 1
        assert "--lang [kk|ru|en]" in shown, name


@pytest.mark.parametrize("language", OTHERS)
def test_a_methodology_to_start_from_is_whole_in_each_language(language: Language) -> None:
    """What `effrules init` writes says all in the language, and is checked without a warning."""
    files = starter.files(language)
    said = [text for text in starter.sentences() if any(text in content for content in files.values())]
    assert said == []
    checked = load_text(files["methodology.eff"])
    assert checked.program is not None
    assert list(checked.findings) == []
    assert checked.program.header.titles.get(language.value) == template("My methodology").in_(language)
    assert starter.files(Language.EN)["methodology.eff"] == starter.METHODOLOGY


def test_a_reason_that_effrules_gives_follows_the_catalogue() -> None:
    """It is told when it is shown, so no stored program keeps words that were corrected since."""
    titles = Titles(said=phrase("no basis is stated: {what}", what=phrase("`{name}`", name="a")))
    assert titles.get("en") == "no basis is stated: a"
    assert titles.get("ru") == "основание не указано: a"
    assert dict(titles.texts)["kk"] == titles.get("kk")
    assert titles.get("de") == titles.get("en")


def test_a_counter_example_speaks_the_language(tmp_path: Path) -> None:
    text = starter.METHODOLOGY.replace("never raises total", "never lowers total")
    (tmp_path / "a.eff").write_text(text, encoding="utf-8")
    asked = [
        "test",
        str(tmp_path / "a.eff"),
        "--properties-only",
        "--tries",
        "40",
        "--only",
        "complaints_cost",
    ]
    for language, remark in (
        ("ru", "-- добавлена строка: "),
        ("kk", "-- қосылған жол: "),
        ("en", "-- one more: "),
    ):
        assert remark in CliRunner().invoke(cli, [*asked, "--lang", language]).output


@pytest.mark.parametrize("language", OTHERS)
def test_codes_of_data_are_told_in_each_language(language: Language) -> None:
    """The table of codes has the same codes in each language, in one order."""

    def codes(page: Path) -> list[str]:
        return re.findall(r"^\| ([EW]\d{3}) \|", page.read_text("utf-8"), re.MULTILINE)

    english = codes(ROOT / "docs" / "data.md")
    assert len(english) > 50
    assert codes(ROOT / "docs" / language.value / "data-codes.md") == english
