"""What a run rested on, written down so that it can be proved later: the run record, and its verification.

program_digest   one digest for the meaning of checked rules, whatever their comments, layout and files
shapes           attrs classes to JSON and back, strictly
record           the run record ``effrules.run/1``
files            the rule files and data files of a run
making           a record of a run
settings         what ``--set`` states
rerun            the same run once more, from the files that a record names
verdict          what a verification found
verification     whether a record still holds
independence     traces checked by ``effrules.independent``, and compared with the engine's own
at_hand          the data and rules in which the independent checker looks things up
tracing          traces as documents, with the files that they rest on
bounds, regular  what a record may make ``verify`` read
lock             what calculates here, down to the files of the libraries
schemas          records and traces against their published schemas
ssh_signature    signatures in the format of OpenSSH; ``signers`` and ``signed``: whose they must be, whether they hold
strictness       what ``--strict`` refuses
"""

__all__ = [
    "bounds",
    "conditions",
    "files",
    "independence",
    "lock",
    "making",
    "program_digest",
    "record",
    "regular",
    "rerun",
    "schemas",
    "settings",
    "shapes",
    "signed",
    "ssh_signature",
    "strictness",
    "tracing",
    "verdict",
    "verification",
]
