"""What scores have to do with each other: correlations, consistency, principal components, influence. Approximate statistics of exact scores.

numbers    the statistics of columns of numbers
analysing  which scores are analysed
studies    what comes out
errors     its findings
"""

__all__ = ["analysing", "errors", "numbers", "studies"]
