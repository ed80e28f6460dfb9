"""Traces as documents: with the files that they rest on, called alike wherever they lie; and worked out once more.

A rule file is called by its name among the rules (``result.eff``, of an amended version ``2013/result.eff``), one asked for by
the name of bundled rules ``rules/...``: so a trace is the same document whatever folder the command is run in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from effrules.audit.files import OF_RULES, Inputs, collected
from effrules.audit.record import FileRecord, Options, TraceDigest
from effrules.audit.rerun import Rerun, prepared
from effrules.data.dataset import Dataset
from effrules.diagnostics import Finding
from effrules.model.program import Program
from effrules.source import Source
from effrules.trace.derivation import Derivation
from effrules.trace.json_text import FileDigest, call_files, digest, document
from effrules.trace.tracing import trace
from effrules.words import Text, phrase


@frozen
class TraceFiles:
    """The files that a trace rests on. ``called``: what it calls rule files, by what findings call them."""

    data: tuple[FileDigest, ...] = ()
    rules: tuple[FileDigest, ...] = ()
    called: Mapping[str, str] = field(factory=dict)


def files_of_trace(inputs: Inputs, sources: Sequence[Source]) -> TraceFiles:
    """The files of rules that were read as ``sources``, and of data. Raises OSError, and Changed of ``audit.files``."""
    return trace_files(collected(inputs, sources, Path()))


def trace_files(files: Sequence[FileRecord]) -> TraceFiles:
    """The files of a run as a trace states them."""
    data: list[FileDigest] = []
    rules: list[FileDigest] = []
    called: dict[str, str] = {}
    for one in files:
        if one.role not in OF_RULES:
            data.append(FileDigest(one.name, one.sha256))
            continue
        name = one.called if one.bundled else one.name
        *folders, _ = one.at.split("/")
        while (
            name in called.values() and folders
        ):  # an amendment laid on top may have the name of a rule file
            name = f"{folders.pop()}/{name}"
        called[one.called] = name
        rules.append(FileDigest(name, one.sha256))
    return TraceFiles(tuple(data), tuple(rules), called)


def trace_document(derivation: Derivation, files: TraceFiles, what_if: Sequence[str] = ()) -> dict[str, Any]:
    """The document of a derivation, with its digest."""
    return document(derivation, data=files.data, rules=files.rules, what_if=what_if, called=files.called)


def digests(
    program: Program, dataset: Dataset, options: Options, files: Sequence[FileRecord]
) -> Iterator[TraceDigest]:
    """The digests of the traces of all bodies of a run."""
    what_if = (*options.settings, *(f"--with {overlay.given}" for overlay in options.overlays))
    derivations = trace(program, dataset, only=options.only or None)
    rest_on = trace_files(files)
    for key in derivations.subjects:
        yield TraceDigest(key, trace_document(derivations.of(key), rest_on, what_if)["digest"])


@frozen
class Anew:
    """A trace worked out once more by the engine, or why it could not be."""

    document: dict[str, Any] | None = field(default=None, repr=False)
    why: Text = ""


def anew(
    subject: str,
    node: str,
    inputs: Inputs,
    settings: Sequence[str],
    shortest: Sequence[str],
    what_if: Sequence[str],
) -> Anew:
    """The engine's own trace of a node of a body, from these files."""
    ready = prepared(inputs, tuple(settings), tuple(shortest))
    if ready.program is None or ready.dataset is None or ready.why or ready.problems:
        return Anew(why=reason(ready))
    if node not in ready.program.nodes:
        return Anew(why=phrase("the rules have no node {node}", node=node))
    try:
        files = files_of_trace(inputs, ready.sources)
    except OSError as why:
        return Anew(why=f"{why.filename}: {why.strerror}")
    derivations = trace(ready.program, ready.dataset, [subject], ranked=bool(ready.program.rankings_of(node)))
    if subject not in derivations.subjects:
        return Anew(why=phrase("there is no {subject} in the data", subject=subject))
    return Anew(trace_document(derivations.of(subject, node), files, what_if))


def reason(ready: Rerun) -> Text:
    """Why a run went no further."""
    if ready.why:
        return ready.why
    first = next(iter(ready.problems), None)
    if first is None:
        return phrase("the rules or the data cannot be read")
    return said_of(first)


def said_of(finding: Finding) -> Text:
    """A finding in a line: its code, its place, what it says."""
    if finding.place is None:
        return phrase("{code}: {message}", code=finding.code, message=finding.message)
    return phrase(
        "{code} ({place}): {message}", code=finding.code, place=str(finding.place), message=finding.message
    )


def alike(given: Mapping[str, Any], own: dict[str, Any], renamed_data: bool) -> dict[str, Any]:
    """The engine's own trace as it would be with the files called as in the ``given`` one, where they are the same files.

    Rules may lie in a folder of another name, and so be called otherwise; a file that is all the data (``renamed_data``)
    may have any name. What another version of effrules writes for itself is taken over, too.
    """
    called: dict[str, str] = {}
    for kind in ("rules", "data") if renamed_data else ("rules",):
        for there, here in zip(_listed(given, kind), own[kind], strict=False):
            same = there.get("sha256") == here["sha256"]
            name = there.get("file")
            if same and isinstance(name, str) and (kind == "data" or _last(name) == _last(here["file"])):
                called[here["file"]] = name
    for kind in ("rules", "data"):
        for here in own[kind]:
            here["file"] = called.get(here["file"], here["file"])
    for step in own["steps"]:
        if step.get("op") == "cell" and "file" in step:
            step["file"] = called.get(step["file"], step["file"])
    engine = given.get("engine")
    if isinstance(engine, dict) and isinstance(engine.get("effrules"), str):
        own["engine"] = {**own["engine"], "effrules": engine["effrules"]}
    call_files(own, called)
    return {**own, "digest": digest(own)}


def _listed(document: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    found = document.get(kind)
    return [one if isinstance(one, dict) else {} for one in found] if isinstance(found, list) else []


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def first_difference(given: Any, own: Any, at: str = "") -> tuple[str, Any, Any] | None:
    """The first place at which two JSON values are not the same, and what stands there in each."""
    if type(given) is not type(own):
        return at, given, own
    if isinstance(given, dict):
        for key in {**own, **given}:
            if key not in given or key not in own:
                return f"{at}.{key}", given.get(key), own.get(key)
            found = first_difference(given[key], own[key], f"{at}.{key}")
            if found is not None:
                return found
        return None
    if isinstance(given, list):
        for index, (left, right) in enumerate(zip(given, own, strict=False)):
            found = first_difference(left, right, f"{at}[{index}]")
            if found is not None:
                return found
        return None if len(given) == len(own) else (f"{at}: how many", len(given), len(own))
    return None if given == own else (at, given, own)
