"""All forms of answers, as one type that a document can hold."""

from sys import modules

from .choice import ChoiceForm
from .expression import ExpressionForm
from .integer import IntegerForm
from .number import NumberForm
from .person import PersonForm
from .positions import PositionsForm
from .shape import ShapeForm
from .tensor import TensorForm

AnyForm = ChoiceForm | ExpressionForm | IntegerForm | NumberForm | PersonForm | PositionsForm | ShapeForm | TensorForm


def file_of(form: AnyForm) -> str:
    """The file of a form's kind, beside which its words stand."""
    return str(modules[type(form).__module__].__file__)
