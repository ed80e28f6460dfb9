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
cells            the cells of a trace looked up in workbooks and databases
independence     traces checked by ``effrules.independent``
"""
