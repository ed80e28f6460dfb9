"""The steps of a derivation: one small class for each operation, so that each can be checked by hand.

A step has an identifier, a value, and refers to the steps that it was made from (``Ref``), all of them earlier
in the list. Whoever replays the steps needs nothing but them: each carries all that its operation needs.
The same classes serve every view: text, HTML, Markdown and JSON (``effrules.trace/1``), in which the class
attribute ``op`` is the name of the operation and each field has its own name.
"""

from effrules.trace.steps.places import *
from effrules.trace.steps.rows import *
from effrules.trace.steps.scores import *
from effrules.trace.steps.step import *
from effrules.trace.steps.values import *

AnyStep = OfOne | OverRows | OfScores | AmongOthers | Failed
"""Every kind of step."""
