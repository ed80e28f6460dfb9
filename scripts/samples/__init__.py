"""The generators of the invented sample data: one module for each version or part of the rules, and what they share."""
