"""Files as offices send them: what is lost or doubtful in each is told, as tests/data/readers/files.md has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import frozen

from effrules.data import read
from tests.test_data_documents import listed, schema_of, told

FOLDER = Path(__file__).parent / "cases" / "intake"
PAGE = Path(__file__).parent / "data" / "readers" / "files.md"
BLOCK = re.compile(r"^```read (\S+) with (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@frozen
class Sent:
    """A file, the rules that it is read for, and all that reading it says: the findings, then the rows."""

    file: str
    rules: str
    expected: str


SENT = [Sent(*found) for found in BLOCK.findall(PAGE.read_text("utf-8"))]


def said(sent: Sent) -> str:
    """What reading a file says."""
    data, found = read(FOLDER / sent.file, schema_of((FOLDER / sent.rules).read_text("utf-8")))
    return "".join(map(told, found)) + ("" if data is None else listed(data))


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: f"{sent.file}-{sent.rules}")
def test_what_a_file_says(sent: Sent) -> None:
    """Reading a file gives the findings and rows of the page."""
    assert said(sent) == sent.expected


def test_every_file_is_read() -> None:
    """Each file of the cases stands on the page."""
    files = {path.name for path in FOLDER.iterdir() if path.suffix != ".eff"}
    assert files == {sent.file for sent in SENT}
