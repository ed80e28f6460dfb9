"""The columnar engine: the meaning of the exact one, a table at a time. Never a different digit.

forms         how columns hold numbers, and everything else
converting    one form of numbers made of another
arithmetic    sums, products, quotients
deciding      comparisons, choices, roundings
tables        the data as columns
cells         a column of a file as a field's values; ``reading`` takes whole files so, ``lazy`` makes rows of them on demand
lanes         which row of each table each of the rows worked out side by side is at
populations   the rows of aggregates, in sets
kernel        evaluates expressions, and finds the rows that they run over
meanings      what each kind of expression means; ``over_rows``, ``interpolating`` and ``standing`` some of them
node_columns  a node for some subjects; ``merging`` puts rows back that were decided again
weighing      weights of parts
finishing     rounding, penalties and bonuses, grades
tree          the tree of scores, and its order of work
ranking       places
coding        columns of values by the number of each different one
gathering     the results by the column, and of a subject when he is asked for
reasons       why something is left to the exact engine
profile       how a run was worked out
score         the entrance
"""

from effrules.columnar.profile import Profile
from effrules.columnar.score import Several, score

__all__ = ["Profile", "Several", "reading", "score"]
