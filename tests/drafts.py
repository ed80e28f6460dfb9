"""Random drafts that amend one methodology: hypothesis strategies of amendments, and what they make of it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

BASE = """methodology m version "1" { title en "M" scale 0 to 100 points languages en }
source order { title en "Order" }
subject agency { kind: one of central, local  staff: count, above 0  vacancies: count }
table report of agency { late: count  complete: yes or no }
table fault of agency { days: count  known: yes or no }
figures norm { code: text  days: number  | "a" 5  | "b" 7  | "c" 9  cite order }
define open_posts: share = vacancies / staff but at most 100%  cite order
define lateness = count of report where late > 0  cite order
block goals {
    cite order
    direction targets "Targets" {
        criterion plan out of 60 points { score = 60 points * (1 - open_posts) }
        criterion quality out of 40 points { score = 40 points  not applicable when staff < 10 because en "small" }
    }
    direction budget { assessed by finance, audit  score = norm("a").days * 1 points  round to 1 decimal, half up cite order }
    direction legal { score = 50 points }
}
block citizens "Citizens" {
    cite order
    direction services { score = 70 points }
    direction appeals { score = 100 points - 1 points * lateness but at least 0 points }
}
block people { score = 80 points  cite order }
weights {
    goals 40% { targets 50%  budget 30%  legal 20% }
    citizens 40% { services 60%  appeals 40% }
    people 20%
    when not applicable: share out in proportion
    cite order
}
penalty late { take 1 points for each report where late > 0  from total  cite order }
bonus open { give 2 points  to citizens  cite order }
total { round total to 2 decimals, half up  cite order }
rating { good from 50 points  bad below 50 points  cite order }
rank agency by total as rounded, highest first; equal totals share a place  cite order
property bounded: total is at most 100 points
calendar kz "Working days" { weekend saturday, sunday  from 2023-01-01 to 2024-12-31  holiday 2024-03-08  cite order }
institution audit "Audit" { cite order }
institution office "Office" { cite order }
institution finance "Finance" { is "MF"  cite order }
stage reports "Reports" {
    kind reports  by agency  for block goals, direction appeals
    from 1 january of the year after  to last day of january of the year after
    late adds fault { days 1, known no }
    cite order
}
stage conclusions { kind conclusions  by assessors  to 2024-03-15  cite order }
stage objections { kind objections  by agency  within 5 working days after conclusions by calendar kz  only with documents  cite order }
spot check figures "Verification" { of agency.vacancies, report  tolerance 5%  mismatch adds fault { days 0, known no }  cite order }
recommend fulfil "Fulfil" { for direction legal  when legal < 60 points and staff > 5  text en "{vacancies} of {staff}"  cite order }
"""
"""What is amended."""

DIRECTIONS = ("targets", "budget", "legal", "services", "appeals")
LEAVES = ("budget", "legal", "services", "appeals")
BLOCKS = ("goals", "citizens", "people")
INSTITUTIONS = ("audit", "finance", "office")
STAGES = ("reports", "conclusions", "objections")
WHY = ' because en "for show" cite order'

names = st.sampled_from(("extra", "other", "further"))
points = st.integers(1, 99)


def _level(name: str) -> str:
    return "block" if name in BLOCKS else "criterion" if name in ("plan", "quality") else "direction"


def change(name: str, clauses: str) -> str:
    """A change of a node."""
    return f"change {_level(name)} {name} {{ {clauses} }}{WHY}"


amendment = st.one_of(
    st.builds(lambda n, p: change(n, f"score = {p} points"), st.sampled_from((*LEAVES, "people")), points),
    st.builds(lambda n, d: change(n, f"round to {d} decimals, half even"), st.sampled_from(DIRECTIONS), st.integers(0, 3)),
    st.builds(lambda n, p: change(n, f'title en "T{p}"'), st.sampled_from((*DIRECTIONS, *BLOCKS)), st.integers(0, 3)),
    st.builds(lambda n, p: change(n, f'assumed en "because of {p}"'), st.sampled_from(BLOCKS), st.integers(0, 2)),
    st.builds(lambda p: change("quality", f'not applicable when staff < {p} because en "small"'), st.integers(1, 4)),
    st.builds(lambda n, p: f"add to block {n[0]} direction {n[1]} {{ score = {p} points  cite order }}{WHY}",
              st.tuples(st.sampled_from(("goals", "citizens")), names), points),
    st.builds(lambda n: f'drop direction {n} {{ because en "gone" cite order }}', st.sampled_from(LEAVES)),
    st.builds(lambda n: f'drop block {n} {{ because en "gone" cite order }}', st.sampled_from(BLOCKS)),
    st.builds(lambda n, p: f"replace direction {n} {{ score = {p} points  round to 1 decimal, half up cite order }}{WHY}",
              st.sampled_from(LEAVES), points),
    st.builds(lambda n, to: f"move direction {n} to block {to}{WHY}", st.sampled_from(DIRECTIONS), st.sampled_from(("goals", "citizens"))),
    st.builds(lambda n, to: f'rename direction {to} was {n} "New"{WHY}', st.sampled_from(DIRECTIONS), st.sampled_from(("renamed", "anew"))),
    st.sampled_from((
        f"change weights {{ goals 30%  people 30% }}{WHY}",
        f"change weights {{ goals {{ targets 60%  budget 20% }} }}{WHY}",
        f"replace weights {{ equal throughout  when not applicable: share out in proportion  cite order }}{WHY}",
        f"change weights {{ citizens {{ services 50%  appeals 50% }} }}{WHY}",
        f"change weights {{ when not applicable: count as zero }}{WHY}",
    )),
    st.builds(lambda p: f"change penalty late {{ take {p} points for each report where late > 0 }}{WHY}", st.integers(2, 4)),
    st.builds(lambda p: f"change penalty late {{ at most {p} points in all }}{WHY}", st.integers(5, 7)),
    st.builds(lambda p: f"add penalty {p[0]} {{ take {p[1]} points when staff > 500 from total cite order }}{WHY}",
              st.tuples(names, st.integers(1, 2))),
    st.just('drop bonus open { because en "gone" cite order }'),
    st.just(f"change bonus open {{ reaching at most 95 points }}{WHY}"),
    st.builds(lambda d: f"change total {{ round total to {d} decimals, half up }}{WHY}", st.integers(0, 3)),
    st.just(f"change total {{ never below 0 points }}{WHY}"),
    st.builds(lambda k, d: f'change figures norm {{ | "{k}" {d} }}{WHY}', st.sampled_from(("a", "b", "d", "e")), st.integers(1, 3)),
    st.just(f'change figures norm {{ drop "c" }}{WHY}'),
    st.builds(lambda n: f"change table report {{ {n}: yes or no }}{WHY}", names),
    st.builds(lambda p: f"replace define lateness = {p} * count of report where late > 0 cite order{WHY}", st.integers(2, 3)),
    st.builds(lambda n, p: f"add define {n} = {p} cite order{WHY}", names, st.integers(1, 2)),
    st.builds(lambda p: f"replace rating {{ good from {p} points  bad below {p} points cite order }}{WHY}", st.integers(40, 60)),
    st.builds(lambda n: f'source {n} {{ title en "S" }}', names),
    st.builds(lambda n, p: f"property {n}: total is at most {p} points", names, st.integers(100, 101)),
    st.builds(lambda n, who: change(n, f"assessed by {who} cite order"), st.sampled_from(("budget", "legal")), st.sampled_from(INSTITUTIONS)),
    st.builds(lambda n: f'add institution {n} "I" {{ cite order }}{WHY}', names),
    st.builds(lambda n: f'change institution {n} {{ is "MX" }}{WHY}', st.sampled_from(INSTITUTIONS)),
    st.builds(lambda n: f'rename institution ministry was {n} "New"{WHY}', st.sampled_from(INSTITUTIONS)),
    st.builds(lambda d: f"change stage reports {{ to {d} february of the year after }}{WHY}", st.integers(1, 3)),
    st.builds(lambda n: f"change stage reports {{ for {n} }}{WHY}", st.sampled_from(("direction legal", "block people", "direction services"))),
    st.builds(lambda w: f"change stage reports {{ drop {w} }}{WHY}", st.sampled_from(("for", "from", "late"))),
    st.builds(lambda o: f"change stage reports {{ {o} adds fault {{ late 2, complete yes }} }}{WHY}", st.sampled_from(("late", "incomplete"))),
    st.builds(lambda n: f"change stage objections {{ within {n} calendar days after conclusions }}{WHY}", st.integers(4, 6)),
    st.builds(lambda c: f"change stage objections {{ {c} }}{WHY}", st.sampled_from(("drop only with documents", "by audit", 'title en "Complaints"'))),
    st.builds(lambda n, d: f"add stage {n} {{ kind approval  by audit  to 2024-04-{d}  cite order }}{WHY}", names, st.integers(10, 12)),
    st.builds(lambda n, d: f"replace stage {n} {{ kind conclusions  by finance  to 2024-03-{d}  cite order }}{WHY}", st.sampled_from(STAGES), st.integers(10, 11)),
    st.builds(lambda n, to: f"rename stage {to} was {n}{WHY}", st.sampled_from(STAGES), st.sampled_from(("renamed", "anew"))),
    st.builds(lambda t: f"change spot check figures {{ {t} }}{WHY}", st.sampled_from(("tolerance 6%", "tolerance 2", "drop tolerance", "of agency.staff", "drop mismatch"))),
    st.builds(lambda p: f"change recommend fulfil {{ when legal < {p} points }}{WHY}", st.integers(50, 51)),
    st.sampled_from((
        f'change recommend fulfil {{ text en "{{staff}} posts" }}{WHY}',
        f"change recommend fulfil {{ for direction services }}{WHY}",
        f'rename spot check checks was figures "New"{WHY}',
        f'rename recommend advised was fulfil "New"{WHY}',
        f'replace recommend fulfil {{ for block people  when people > 1 points  text en "more"  cite order }}{WHY}',
        f'add recommend more {{ for block people  when people is applicable  text en "{{people}}"  cite order }}{WHY}',
        f"change calendar kz {{ holiday 2024-05-07 }}{WHY}",
        f"change calendar kz {{ drop holiday 2024-03-08 }}{WHY}",
    )),
    st.builds(lambda n: f'drop {n} {{ because en "gone" cite order }}',
              st.sampled_from(("institution office", "institution audit", "stage reports", "stage objections", "spot check figures", "recommend fulfil"))),
)  # fmt: skip
"""An amendment of the base, or of what an earlier one left of it."""

edits = st.lists(amendment, min_size=0, max_size=4).map(tuple)


def text(version: str, body: tuple[str, ...]) -> str:
    """A draft that amends the base."""
    return f'methodology m version "{version}" amends "1" {{}}\n' + "".join(f"{one}\n" for one in body)


def write(folder: Path, **drafts: tuple[str, ...]) -> None:
    """Write the base and drafts of it into a folder."""
    (folder / "base.eff").write_text(BASE, "utf-8")
    for name, body in drafts.items():
        (folder / f"{name}.eff").write_text(text(name, body), "utf-8")
