"""Combining two drafts of one methodology: properties over random pairs, and what the command says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from effrules.amend.draft import Draft
from effrules.amend.versions import VersionText, read_chain
from effrules.diagnostics import has_errors
from effrules.history.clauses import standing
from effrules.history.merging import Merged, merge_sides
from effrules.history.sides import Side, _under, draft_of, names_after, side_of, slots_of, with_edits
from effrules.source import Source
from effrules.syntax import tree as ast
from effrules.syntax.parse import parse
from tests.drafts import edits, text, write

quick = settings(
    max_examples=100,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.filter_too_much],
)


class Bench:
    """The base, read once, and drafts of it that are never written to a file."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp())
        write(folder)
        self.chain, _ = read_chain(folder / "base.eff")
        self.draft, _ = draft_of(self.chain)

    def side(self, version: str, body: tuple[str, ...]) -> Side | None:
        """A draft; None where it has errors by itself."""
        source = Source(f"{version}.eff", text(version, body))
        tree, problems = parse(source)
        assert problems == (), problems
        declarations = tuple(d for d in tree.declarations if not isinstance(d, ast.Methodology))
        after, found = with_edits(self.draft, declarations, version)
        if has_errors(found):
            return None

        heading = next(d for d in tree.declarations if isinstance(d, ast.Methodology))
        return side_of(
            version, heading, declarations, after, names_after(self.draft, declarations), restated=False
        )

    def merged(self, ours: Side, theirs: Side) -> Merged:
        """The merge of two drafts."""
        return merge_sides(self.chain, self.draft, ours, theirs, "joint", "joint.eff")

    def after(self, *bodies: tuple[ast.Declaration, ...]) -> Any:
        """What stands after amendments, one after the other; None where one of them does not apply."""
        on = self.draft
        for body in bodies:
            on, found = with_edits(on, body, "x")
            if has_errors(found):
                return None
        return stands(on)

    def read(self, written: str) -> Draft:
        """What stands after an amendment that is written."""
        source = Source("joint.eff", written)
        tree, problems = parse(source)
        assert problems == ()
        headings = [d for d in tree.declarations if isinstance(d, ast.Methodology)]
        body = tuple(d for d in tree.declarations if not isinstance(d, ast.Methodology))
        draft, found = draft_of((*self.chain, VersionText(Path("joint.eff"), (source,), headings[0], body)))
        assert not has_errors(found), found
        return draft


def stands(draft: Draft) -> Any:
    """What a draft says, apart from its order, its headings and its examples, and from names that were changed later."""
    now = {name: draft.current_name(name) for name in draft.aliases}
    slots = {
        key: {part.key: part for part in (_under(part, now) for part in parts.values())}
        for key, parts in slots_of(draft, {})[0].items()
    }
    return slots, dict(draft.aliases)


BENCH = Bench()


@quick
@given(edits, edits)
def test_merging_either_way_is_the_same(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """Two drafts conflict, or give the same rules, whichever comes first."""
    ours, theirs = BENCH.side("a", one), BENCH.side("b", other)
    assume(ours is not None and theirs is not None)
    left, right = BENCH.merged(ours, theirs), BENCH.merged(theirs, ours)
    assert (left.text is None) == (right.text is None)
    if left.text is None or right.text is None:
        assert sorted(f.code for f in left.findings) == sorted(f.code for f in right.findings)
        return
    assert stands(BENCH.read(left.text)) == stands(BENCH.read(right.text))


@quick
@given(edits, edits)
def test_drafts_that_commute_are_merged_to_both(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """Where it does not matter which draft is applied first, the merge reads back as one applied after the other.

    Weights of one node's parts that both drafts change are a conflict even so: nobody has seen their sum.
    """
    ours, theirs = BENCH.side("a", one), BENCH.side("b", other)
    assume(ours is not None and theirs is not None)
    there, back = BENCH.after(ours.edits, theirs.edits), BENCH.after(theirs.edits, ours.edits)
    assume(there is not None and there == back)
    merged = BENCH.merged(ours, theirs)
    if merged.text is None:
        assert all("weigh" in str(finding.message) for finding in merged.findings), [
            str(f.message) for f in merged.findings
        ]
        return
    assert stands(BENCH.read(merged.text)) == there


@quick
@given(edits, st.data())
def test_a_draft_merged_with_nothing_or_itself_is_itself(body: tuple[str, ...], data: st.DataObject) -> None:
    """Merging with an empty draft, or with the same draft, changes nothing."""
    ours = BENCH.side("a", body)
    assume(ours is not None)
    other = BENCH.side("b", data.draw(st.sampled_from(((), body))))
    merged = BENCH.merged(ours, other)
    assert merged.text is not None, [str(f.message) for f in merged.findings]
    assert stands(BENCH.read(merged.text)) == stands(ours.draft)
    assert len(merged.edits) == len(ours.edits)


@quick
@given(edits, edits)
def test_a_whole_text_merges_like_the_amendment(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """A draft that is written out in full, with no word about what it renames, gives the same rules as the amendment."""
    from effrules.history.amending import amendments

    assume(not any(edit.startswith("rename") for edit in (*one, *other)))
    ours, theirs = BENCH.side("a", one), BENCH.side("b", other)
    assume(ours is not None and theirs is not None)
    told = amendments(BENCH.draft, ours.draft)
    after = BENCH.after(told)
    assert after is not None
    assert after[0] == stands(ours.draft)[0]
    names = {key: key.name for key, _ in standing(BENCH.draft)}
    whole = side_of("a", ours.heading, told, ours.draft, names, restated=True)
    left, right = BENCH.merged(ours, theirs), BENCH.merged(whole, theirs)
    assert (left.text is None) == (right.text is None)
    if left.text is not None and right.text is not None:
        assert stands(BENCH.read(left.text))[0] == stands(BENCH.read(right.text))[0]
