"""Which of many possible cameras to choose: maximum coverage, and how near the best it comes.

f(S), the worth of all cells that the options in S cover together, is monotone and submodular: an
option's gain only falls while others are chosen. That makes greedy good, lazy evaluation exact, and
every partial choice a proof of how much any other could reach.
"""

from geo.siting.choosing import Choice, choose
from geo.siting.options import ImpossibleOptions, Options, worth_left

__all__ = ["Choice", "ImpossibleOptions", "Options", "choose", "worth_left"]
