"""The audit trail: how each score came about, step by step, down to the cells and the clauses.

steps       what a step of a derivation is: one small class for each operation
derivation  steps of one or all subjects, and where they start
recorder    an observer of the engine that writes the steps down
tracing     a program and a dataset give results with their derivation
json_text   the derivation as versioned JSON (``effrules.trace/1``)
"""

__all__ = ["derivation", "json_text", "losses", "referring", "selections", "step_json", "steps", "tracing"]
