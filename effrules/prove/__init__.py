"""Promises and worked cases of rules, tried out.

cases        rows as examples state them, to data, and back to text
examples     worked cases: expected against got
choices      what random data are made by: a seed, or (shrinking) hypothesis
values       which values are tried for a field
agencies     data that fits the declared tables, by choices
shrinking    a counter-example made smaller by hypothesis; data as its strategies
properties   promises tried on random data, with the smallest counter-example
"""

__all__ = ["examples", "properties"]
