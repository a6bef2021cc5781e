"""All forms of answers, as one type that a document can hold."""

from sys import modules

from .integer import IntegerForm
from .number import NumberForm
from .shape import ShapeForm
from .tensor import TensorForm

AnyForm = IntegerForm | NumberForm | ShapeForm | TensorForm


def file_of(form: AnyForm) -> str:
    """The file of a form's kind, beside which its words stand."""
    return str(modules[type(form).__module__].__file__)
