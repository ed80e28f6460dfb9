"""The columnar engine: the meaning of the exact one, a table at a time. Never a different digit.

forms        how columns hold numbers, and everything else
arithmetic   sums, products, decisions on columns
tables       the data as columns
lanes        which row of each table each of the rows worked out side by side is at
populations  the rows of aggregates, in sets
standing     where rows stand among others
kernel       what each kind of expression means
merging      rows that were decided again, put back
tree         the tree of scores
ranking      places
reasons      why something is left to the exact engine
profile      how a run was worked out
score        the entrance
"""

from effrules.columnar.profile import Profile
from effrules.columnar.score import score

__all__ = ["Profile", "score"]
