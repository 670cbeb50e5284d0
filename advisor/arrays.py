"""The names of array types, and how many standard deviations a central interval of a normal distribution reaches."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Quantities, in the unit that their name says."""
Index = NDArray[np.intp]
"""Places in another array."""
Ints = NDArray[np.int64]
"""Whole numbers that count or tell apart."""
Codes = NDArray[np.int64]
"""Small whole numbers, not negative, equal for rows that agree in something."""

Z_80: Final = 1.2815515655446004
"""Half-width of a central 80% interval (10th to 90th percentile) in standard deviations."""
Z_90: Final = 1.6448536269514722
"""Half-width of a central 90% interval (5th to 95th percentile)."""
Z_95: Final = 1.959963984540054
"""Half-width of a central 95% interval."""
