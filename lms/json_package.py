"""A package of JSON for a learning platform: header, sheets, schemas. Nothing else of the exam is looked at."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from ..exercises.documents import write
from ..sheets.archive import canonical
from ..sheets.reading import Archive

_MIDNIGHT = (1980, 1, 1, 0, 0, 0)  # the first that a zip file knows: no clock in what we write


def package(archive: Archive, schemas: Mapping[str, dict[str, Any]]) -> bytes:
    """A zip file; equal archives give equal bytes. `schemas`: by the name of their document."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        _add(file, "exam.json", canonical(archive.exam))
        for name, schema in schemas.items():
            _add(file, f"schemas/{name}.schema.json", (write(schema, indent=1) + "\n").encode())
        for code in archive.codes():
            _add(file, f"sheets/{code}.json", canonical(archive.sheet(code)))
    return made.getvalue()


def _add(file: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _MIDNIGHT)
    info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
    file.writestr(info, data)
