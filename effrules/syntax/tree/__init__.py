"""The syntax tree: rule files as they are written, before names are looked up.

Expressions come first, then declarations, then amendments. Each node carries its span, which takes no part in
equality: two texts that differ only in layout and comments have equal trees.
"""

from effrules.model.things import *
from effrules.syntax.tree.amendments import *
from effrules.syntax.tree.basis import *
from effrules.syntax.tree.clauses import *
from effrules.syntax.tree.expressions import *
from effrules.syntax.tree.heading import *
from effrules.syntax.tree.kinds import *
from effrules.syntax.tree.names import *
from effrules.syntax.tree.procedure import *
from effrules.syntax.tree.promises import *
from effrules.syntax.tree.reported import *
from effrules.syntax.tree.rows import *
from effrules.syntax.tree.scores import *
from effrules.syntax.tree.stretches import *
