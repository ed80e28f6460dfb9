"""``make words``: brings the catalogues in step with the sentences in the code, and says what is lacking or wrong in them.

Every ``phrase``, ``counted`` and ``template`` of effrules.words is read from the source, by its syntax tree, and what ``--help`` says
from the commands themselves. A new sentence stands in the
catalogues without a translation; one that is gone is taken out; a translation moves with its sentence from room to room. Whatever
a translator's tool did to a file (wrapped lines, dates in the head) is brought back to one form, so that versions compare well.
"""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from attrs import field, frozen
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from effrules.cli import schema, starter
from effrules.cli.help import Context
from effrules.cli.help import sentences as sentences_of_help
from effrules.cli.main import COMMANDS, cli, command_called
from effrules.words.catalogue import PLURALS
from effrules.words.language import FORMS, Language
from effrules.words.message import COUNT, placeholders

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "effrules"
FOLDER = CODE / "words" / "catalogues"
"""Beside the sources that are read, whichever effrules is installed."""

SHARED = "shared"
"""The domain of what more than one room says."""

CALLS = {"phrase": 1, "counted": 2, "template": 1}
"""What marks a sentence, and how many texts it takes."""

HELP = frozenset({"effrules/cli/help.py"})
"""Where what ``--help`` says is said to stand."""

BRACES = "python-brace-format"
"""What tools are told of a sentence with values, so that they look whether each is there."""

OURS = re.compile(r"\{\w+:")
"""A value of which a part is shown."""

OTHERS = tuple(language for language in Language if language is not Language.EN)


@frozen
class Sentence:
    """A sentence of the code: its English words, the other form where it counts, and the files that hold it."""

    text: str
    plural: str = ""
    context: str = ""
    files: frozenset[str] = field(default=frozenset(), eq=False)

    @property
    def key(self) -> tuple[str, str]:
        """By which it is looked up."""
        return self.context, self.text

    @property
    def domain(self) -> str:
        """Its catalogue."""
        domains = {domain_of(file) for file in self.files}
        return domains.pop() if len(domains) == 1 else SHARED


@frozen
class Call:
    """One place in the code that says a sentence."""

    where: str
    sentence: Sentence
    values: frozenset[str] | None
    """The names of the values that are given; ``None`` where they come later, or all at once."""


class BadCall(ValueError):
    """A sentence that cannot be read from the source: where, and why."""


def domain_of(file: str) -> str:
    """The catalogue of a file: its room, and of reports the folder of each."""
    room, *inside = file.removeprefix("effrules/").split("/")
    return f"report_{inside[0]}" if room == "report" and len(inside) > 1 else room.removesuffix(".py")


def calls() -> Iterator[Call]:
    """All places that say a sentence. Raises BadCall."""
    for path in sorted(CODE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "effrules.words" in source:
            yield from calls_in(path.relative_to(ROOT).as_posix(), source)
    yield from calls_of_help()
    yield from calls_of_texts()


def calls_of_texts() -> Iterator[Call]:
    """What the files of ``effrules init`` say, and what ``effrules schema`` says of each format: English stands in them."""
    for told, file in ((starter.sentences(), "starter.py"), (schema.sentences(), "schema.py")):
        where = f"effrules/cli/{file}"
        yield from (Call(where, Sentence(text, files=frozenset({where})), frozenset()) for text in told)


def calls_of_help() -> Iterator[Call]:
    """What ``--help`` says, of effrules itself and of each command."""
    with Context(cli) as context:
        commands = {name: command_called(context, name) for name in ("", *COMMANDS)}
        for name, command in commands.items():
            lines = [COMMANDS[name][1]] if name else []
            for text in sentences_of_help(command, lines):
                escaped = text.replace("{", "{{").replace("}", "}}")
                yield Call(f"effrules {name} --help", Sentence(escaped, files=HELP), frozenset())


def calls_in(file: str, source: str) -> Iterator[Call]:
    """The places of one file."""
    tree = ast.parse(source)
    known = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("effrules.words")
        for alias in node.names
        if alias.name in CALLS
    }
    known |= {
        node.name: node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in CALLS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            yield _call(file, node, known[node.func.id])


def _call(file: str, node: ast.Call, name: str) -> Call:
    where = f"{file}:{node.lineno}"
    texts = [_literal(where, argument) for argument in node.args]
    if len(texts) != CALLS[name]:
        raise BadCall(f"{where}: {name} takes {CALLS[name]} texts, and values by their names")
    context = next((_literal(where, word.value) for word in node.keywords if word.arg == "context"), "")
    given = {word.arg for word in node.keywords} - {"context"}
    values = None if name == "template" or None in given else frozenset(filter(None, given))
    return Call(
        where, Sentence(texts[0], texts[1] if name == "counted" else "", context, frozenset({file})), values
    )


def _literal(where: str, node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        return node.value
    raise BadCall(f"{where}: a sentence is a literal, so that it can be translated: {ast.unparse(node)}")


def misfits(call: Call) -> Iterator[str]:
    """What is wrong between a sentence in the code and the values that it is given."""
    sentence = call.sentence
    wanted = placeholders(sentence.text) | placeholders(sentence.plural)
    if sentence.plural:
        wanted |= {COUNT}
    if call.values is not None and wanted != call.values:
        yield f"{call.where}: {sentence.text!r} takes {sorted(wanted)}, and is given {sorted(call.values)}"


def sentences() -> dict[tuple[str, str], Sentence]:
    """Each sentence once, with all files that say it. Raises BadCall where one is said with two plurals."""
    found: dict[tuple[str, str], Sentence] = {}
    for call in calls():
        mine = call.sentence
        other = found.setdefault(mine.key, mine)
        if other.plural != mine.plural:
            raise BadCall(
                f"{call.where}: {mine.text!r} is said elsewhere with another plural: {other.plural!r}"
            )
        found[mine.key] = Sentence(mine.text, mine.plural, mine.context, mine.files | other.files)
    return found


def faults(sentence: Sentence, forms: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with a translation: placeholders that it lacks, or that its sentence does not have."""
    wanted = placeholders(sentence.text) | placeholders(sentence.plural)
    for form in forms:
        lacking, strange = wanted - placeholders(form), placeholders(form) - wanted
        if sentence.plural:
            lacking -= {COUNT} if COUNT not in placeholders(sentence.text) or form == forms[0] else set()
        if lacking:
            yield f"{form!r} lacks {', '.join(f'{{{name}}}' for name in sorted(lacking))}"
        if strange:
            yield f"{form!r} has {', '.join(f'{{{name}}}' for name in sorted(strange))}, of which its English words know nothing"


Translations = dict[tuple[str, str], tuple[str, ...]]


def translated(language: Language) -> Translations:
    """All translations in the catalogues of a language, in whatever way a tool wrote them. Raises BadCall where two differ.

    In the middle of a merge of git the two sides are brought together, sentence by sentence: what one side has changed counts.
    """
    files = sorted((FOLDER / language.value).glob("*.po"))
    unmerged = _unmerged()
    if not unmerged:
        return _together(language, [(str(path), path.read_bytes()) for path in files])
    plain = [(str(path), path.read_bytes()) for path in files if path not in unmerged]
    sides = []
    for stage in (1, 2, 3):
        of_stage = [(f"{path} (side {stage})", stages[stage]) for path, stages in unmerged.items()
                    if stage in stages and path.parent.name == language.value]  # fmt: skip
        sides.append(_together(language, [*plain, *of_stage]))
    base, ours, theirs = sides
    made = dict(ours)
    for key, forms in theirs.items():
        if forms == base.get(key):
            continue
        if made.get(key, forms) not in (forms, base.get(key)):
            raise BadCall(
                f"{language.value}: {key[1]!r} is translated in two ways: {made[key]!r} and {forms!r}"
            )
        made[key] = forms
    return made


def _unmerged() -> dict[Path, dict[int, bytes]]:
    """The catalogues in which git found a conflict, with their versions: 1 the base, 2 and 3 the sides."""
    asked = ["git", "-C", str(ROOT), "ls-files", "-u", "-z", "--", str(FOLDER)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    found: dict[Path, dict[int, bytes]] = {}
    for line in filter(None, done.stdout.split("\0")):
        about, name = line.split("\t")
        _, blob, stage = about.split()
        content = subprocess.run(
            ["git", "-C", str(ROOT), "cat-file", "blob", blob], capture_output=True, check=True
        ).stdout
        found.setdefault(ROOT / name, {})[int(stage)] = content
    return found


def _together(language: Language, files: list[tuple[str, bytes]]) -> Translations:
    made: Translations = {}
    for name, content in files:
        catalog = read_po(BytesIO(content), locale=language.value, abort_invalid=True)
        for message in catalog:
            if not message.id:
                continue
            if message.fuzzy:
                raise BadCall(f"{name}: {message.id!r} is marked as doubtful (fuzzy): decide on it")
            one = message.id if isinstance(message.id, str) else message.id[0]
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
            key = (message.context or "", one)
            if all(forms) and made.setdefault(key, forms) != forms:
                raise BadCall(f"{name}: {one!r} is translated in two ways: {made[key]!r} and {forms!r}")
    return made


TERMS = CODE / "words" / "glossary.csv"

FREE = {
    "Show the version and exit.": "the version of effrules, not of rules",
    "not stated, as no part can be not applicable": "said the other way round",
    "COLUMNS": "the columns of a terminal",
    "Columns to break lines at; by default those of the terminal.": "the columns of a terminal",
    "a bonus cannot `{word}`": "the keyword `bonus` stands in it",
    "a penalty cannot `{word}`": "the keyword `penalty` stands in it",
    "write the unit after the number, for example `points`": "no example of the rules",
}
"""Sentences in which a term is told in other words, and why."""

SUFFIX = re.compile(
    r"\}[`»]?-?(?:[ғгқкн][ае]|[ндт][ыі]|[ндт][ыі]ң|[дт][ае]|[днт][ае]н)\b|\}[`»]? (?:[мбп]ен|кейін|дейін|бастап|кем|аспай)\b"
)
"""A Kazakh ending, or a word that wants one, right behind a value: which ending it is depends on how the value is read."""


def terms() -> list[dict[str, str]]:
    """The glossary: a term in each line."""
    with TERMS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def _names(term: str, text: str) -> bool:
    """Whether an English sentence has a term, in the singular or the plural; code, options and values do not count."""
    words = re.sub(r"`[^`]*`|\{\w+\}|“[^”]*”|-\S+|\b\w+\.[A-Z]+", " ", text)
    several = re.sub(r"y$", "ie", term)
    return bool(re.search(rf"\b(?:{term}|{several}e?s|{re.sub('on$', 'a', term)})\b", words, re.IGNORECASE))


def misnamed(
    language: Language, found: dict[tuple[str, str], Sentence], glossary: list[dict[str, str]]
) -> Iterator[str]:
    """Where a translation calls a term otherwise than the glossary, or hangs an ending on a value: file, sentence, translation."""
    known = {row["en"]: row for row in glossary}
    for key, forms in translated(language).items():
        context, text = key
        where = f"{language.value}/{found[key].domain}.po" if key in found else language.value
        row = None if context else known.get(text.lower())
        if row is not None and forms[0].lower() != row[language.value].lower():
            yield f"{where}: {text!r}: {forms[0]!r}, by the glossary {row[language.value]!r}"
        for term, row in known.items():
            avoided, stem = row[f"not {language.value}"], row[f"{language.value} stem"]
            if not (avoided or stem) or not _names(term, text):
                continue
            for one in filter(None, avoided.split("|")):
                if any(one in form.lower() for form in forms):
                    yield f"{where}: {text!r} ({term}): `{one}` in {forms!r}"
            if (
                stem
                and text not in FREE
                and not all(re.search(rf"\b(?:{stem})", form.lower()) for form in forms)
            ):
                yield f"{where}: {text!r} ({term}): not `{stem}` in {forms!r}"
        if language is Language.KK and any(map(SUFFIX.search, forms)):
            yield f"{where}: {text!r}: an ending hangs on a value in {forms!r}"


def catalogue_text(
    language: Language, domain: str, found: list[Sentence], known: dict[tuple[str, str], tuple[str, ...]]
) -> str:
    """A catalogue as it stands in its file."""
    catalog = Catalog(locale=language.value)
    for sentence in found:
        forms = known.get(sentence.key, ())
        number = FORMS[language] if sentence.plural else 1
        forms = forms if len(forms) == number else ("",) * number
        added = catalog.add(
            (sentence.text, sentence.plural) if sentence.plural else sentence.text,
            forms if sentence.plural else forms[0],
            context=sentence.context or None,
            locations=[(file, 0) for file in sorted(sentence.files)],
        )
        # Tools refuse a file where a sentence is no format of the kind that it is said to be: "50 %" is none, and {day:year} only ours.
        added.flags = {BRACES} if placeholders(sentence.text) and not any(map(OURS.search, forms)) else set()
    stream = BytesIO()
    write_po(stream, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False)
    return f"{_head(language, domain)}\n{stream.getvalue().decode('utf-8').rstrip()}\n"


def _head(language: Language, domain: str) -> str:
    lines = [
        f"Project-Id-Version: effrules {domain}",
        f"Language: {language.value}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[language]}",
    ]
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines)


def catalogues() -> dict[Path, str]:
    """The files of the catalogues as they should be."""
    found = sentences()
    domains: dict[str, list[Sentence]] = {}
    for sentence in found.values():
        domains.setdefault(sentence.domain, []).append(sentence)
    made = {}
    for language in OTHERS:
        known = translated(language)
        for domain, those in domains.items():
            made[FOLDER / language.value / f"{domain}.po"] = catalogue_text(language, domain, those, known)
    return made


def main() -> int:
    """Write the catalogues; gives the exit code: 1 where a translation is wrong. What is lacking is told."""
    wrong = [fault for call in calls() for fault in misfits(call)]
    files = catalogues()
    for path in FOLDER.glob("*/*.po"):
        if path not in files:
            path.unlink()
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    found = sentences()
    for language in OTHERS:
        known = translated(language)
        wrong += [
            f"{language.value}: {told}"
            for key, one in found.items()
            for told in faults(one, known.get(key, ()))
        ]
        wrong += misnamed(language, found, terms())
        lacking = [sentence for key, sentence in found.items() if key not in known]
        print(f"{language.value}: {len(found)} sentences, {len(lacking)} without a translation")
        for domain in sorted({sentence.domain for sentence in lacking}):
            print(f"  {domain}: {sum(sentence.domain == domain for sentence in lacking)}")
    for told in wrong:
        print(told)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
