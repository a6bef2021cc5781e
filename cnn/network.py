"""The reference network: all operations in one place."""

from .borders import Borders
from .convolution import Convolution
from .counts import Counts
from .pointwise import Pointwise
from .pooling import Pooling
from .scores import Scores
from .sizes import Sizes


class Network(Convolution, Borders, Pointwise, Pooling, Sizes, Counts, Scores):
    """Every operation that `solve` can call; each is defined in the file of its topic."""
