"""Promises and worked cases of rules, tried out.

cases        rows as examples state them, to data, and back to text
examples     worked cases: expected against got
agencies     random data that fits the declared tables
properties   promises tried on random data, with the smallest counter-example
"""
