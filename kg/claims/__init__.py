"""Who says it, whether it is so, and when.

`attributions` finds the sources of a document; `judge` weighs one relation with them.
"""

from __future__ import annotations

from kg.claims.attribution import attributions
from kg.claims.judgement import Claim, judge

__all__ = ["Claim", "attributions", "judge"]
