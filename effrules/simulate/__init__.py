"""How firm a result is: what becomes of scores and places when weights, reported figures or assumptions are others.

fractions    exact numbers by the thousand, as arrays
weights      which weights are varied, and how they are drawn
moving       which nodes move, and whether arrays can work them out
means        weighted means in all draws at a time
standing     grades and places in all draws at a time
engine       the same by the exact engine, draw by draw: what the fast way is held against
noise        figures that are off
factors      what is varied, and the rules in each combination of alternatives
runs         all draws of one set of rules
merging      runs of several sets of rules as one
spread       between what scores and places lie
sensitivity  shares of variance
study        the whole simulation
only         what of all that could be varied is
asking       what is asked for, as the command line says it
errors       its findings
"""

__all__ = ["asking", "errors", "factors", "noise", "sensitivity", "spread", "study", "weights"]
