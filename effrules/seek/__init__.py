"""How a body could reach a score, a place or a grade: which of its figures would have to be which others, the cheapest ways first.

goals     what is to be reached
movable   figures that may move: by which steps, within which limits, at what price
trying    what comes out with some figures moved, by the exact engine
single    ways that move one figure
together  ways that move several
seeking   the whole: all ways, and the best that can be had
asking    what is asked for, as the command line says it
errors    its findings
"""

__all__ = ["asking", "goals", "movable", "seeking", "single", "trying"]
