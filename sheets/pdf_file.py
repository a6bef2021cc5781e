"""A PDF as bytes: equal content gives equal bytes, whoever writes it, when, and where."""

import io
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Pdf

_NOBODY = b"31415926535897932384626433832795"  # the identity that qpdf writes where none is wanted
_DICTIONARY = 1000  # bytes: that of the table of objects is much shorter


def saved(pdf: "Pdf") -> bytes:
    """With an identity that follows from the content. qpdf can find one, too, but takes half as long again: it writes everything twice."""
    from pikepdf import ObjectStreamMode

    made = io.BytesIO()
    pdf.save(made, static_id=True, object_stream_mode=ObjectStreamMode.generate)
    with made.getbuffer() as view:
        identity = sha256(view).hexdigest()[: len(_NOBODY)].encode()
        table = int(bytes(view[-40:]).rpartition(b"startxref")[2].split()[0])
        about = bytes(view[table : table + _DICTIONARY])
        place = about.index(_NOBODY)
        for begin in (place, about.index(_NOBODY, place + 1)):  # of the first version, and of this one
            view[table + begin : table + begin + len(identity)] = identity
    return made.getvalue()
