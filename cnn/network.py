"""The reference network: all operations in one place."""

from .borders import Borders
from .convolution import Convolution
from .costs import Costs
from .counts import Counts
from .dense import FullyConnected
from .fields import Fields
from .filters import Filters
from .global_pooling import GlobalPooling
from .graphs import Graphs
from .hidden import Hidden
from .images import Images
from .pointwise import Pointwise
from .pooling import Pooling
from .same import Same
from .scores import Scores
from .shapes import Shapes
from .sizes import Sizes


class Network(
    Filters,
    Convolution,
    Borders,
    Pointwise,
    Graphs,
    Pooling,
    GlobalPooling,
    FullyConnected,
    Costs,
    Fields,
    Counts,
    Hidden,
    Same,
    Sizes,
    Scores,
    Images,
    Shapes,
):
    """Every operation that `solve` can call; each is defined in the file of its topic."""
