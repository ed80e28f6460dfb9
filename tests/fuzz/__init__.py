"""Fuzzing: many spoiled texts and files, each answered without a traceback, soon, in little memory.

``python -m tests.fuzz --time 3600`` (``make fuzz TIME=3600``) runs all targets for that many seconds.
"""
