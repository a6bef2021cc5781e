"""The code of a sheet as a picture that a camera reads (QR code): the code alone, no address and no name."""

import re
from collections.abc import Iterator
from functools import lru_cache

QUIET = 2  # modules of white on each side; the paper around it is white too
_SMALLEST = 1  # the version that holds 20 letters and digits at medium correction
_MASK = 2  # any of the eight is allowed; trying them all takes five times as long
_BLACK = re.compile(rb"\x01+")
_LENGTH = 14  # letters of the code of a sheet
_LETTERS = {letter: number for number, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")}
_SIDE, _DATA, _CHECKS = 21, 16, 10  # modules of the smallest version, and what it holds, in bytes
_COMMON = """
#######..#..#.#######
#.....#..#..#.#.....#
#.###.#.##..#.#.###.#
#.###.#.##..#.#.###.#
#.###.#.##..#.#.###.#
#.....#.##..#.#.....#
#######.#.#.#.#######
........##..#........
#.#####..#..#.#####..
#..#.....#..#..#..#..
#..#..#..#..#..#..#..
#..#.....#..#..#..#..
#..#..#..#..#..#..#..
........##..#..#..#..
#######..#..#..#..#..
#.....#.##..#..#..#..
#.###.#.##..#..#..#..
#.###.#.##..#..#..#..
#.###.#.##..#..#..#..
#.....#..#..#..#..#..
#######.##..#..#..#..
"""  # what all pictures show where every bit is 0: squares in the corners, dotted lines, the mask


@lru_cache(maxsize=64)  # made once for a sheet and its key
def modules(code: str) -> tuple[bytes, ...]:
    """The rows of the picture: 1 is black."""
    if len(code) == _LENGTH and _LETTERS.keys() >= set(code) and not code.isdigit():
        return _quick(code)
    return _thorough(code)


def _thorough(code: str) -> tuple[bytes, ...]:
    import segno

    return tuple(bytes(row) for row in segno.make(code, error="m", micro=False, version=_SMALLEST, mask=_MASK, boost_error=False).matrix)


def _quick(code: str) -> tuple[bytes, ...]:
    """The same for the code of a sheet, in a tenth of the time: the picture that is common to all, changed where a bit is 1."""
    data = _data(code)
    bits = f"{int.from_bytes(data + _checks(data), 'big'):0{8 * (_DATA + _CHECKS)}b}"
    picture = bytearray(mark == "#" for mark in _COMMON if mark != "\n")
    for place, bit in zip(_places(), bits, strict=True):
        if bit == "1":
            picture[place] ^= 1
    return tuple(bytes(picture[row : row + _SIDE]) for row in range(0, _SIDE * _SIDE, _SIDE))


def _data(code: str) -> bytes:
    """Letters two by two in eleven bits, behind their kind and number; filled up to the size of the picture."""
    pairs = (45 * _LETTERS[code[place]] + _LETTERS[code[place + 1]] for place in range(0, _LENGTH, 2))
    bits = f"0010{_LENGTH:09b}{''.join(f'{pair:011b}' for pair in pairs)}000000"
    return int(bits, 2).to_bytes(len(bits) // 8, "big") + b"\xec\x11" * 2


def _checks(data: bytes) -> bytes:
    """What lets a camera read a code that is partly covered: the remainder of a division (Reed and Solomon)."""
    rest, top = 0, 8 * (_CHECKS - 1)
    for byte in data:
        rest = (rest & ((1 << top) - 1)) << 8 ^ _multiples()[rest >> top ^ byte]
    return rest.to_bytes(_CHECKS, "big")


@lru_cache(maxsize=1)
def _multiples() -> tuple[int, ...]:
    """The divisor (x − 1)(x − 2)(x − 4)… times each byte, without its highest power."""
    divisor, root = [1], 1
    for _ in range(_CHECKS):
        divisor = [a ^ _times(b, root) for a, b in zip([*divisor, 0], [0, *divisor], strict=True)]
        root = _times(root, 2)
    return tuple(int.from_bytes(bytes(_times(byte, factor) for factor in divisor[1:]), "big") for byte in range(256))


def _times(a: int, b: int) -> int:
    """Product in the field of 256 numbers that QR codes count in."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = a << 1 ^ (0x11D if a & 0x80 else 0), b >> 1
    return product


@lru_cache(maxsize=1)
def _places() -> tuple[int, ...]:
    """The modules that hold bits, in their order: up and down in columns of two, from the lower right corner."""
    found: list[int] = []
    for column, right in enumerate((20, 18, 16, 14, 12, 10, 8, 5, 3, 1)):
        rows = range(_SIDE) if column % 2 else range(_SIDE - 1, -1, -1)
        found += [y * _SIDE + x for y in rows for x in (right, right - 1) if _holds_a_bit(x, y)]
    return tuple(found)


def _holds_a_bit(x: int, y: int) -> bool:
    """Not in the corners, and not in the dotted lines."""
    return x != 6 != y and (min(x, y) > 8 or 8 < x < 13 or 8 < y < 13)


@lru_cache(maxsize=64)
def svg(code: str) -> str:
    """One path, a rectangle for each run of black modules in a row."""
    rows = modules(code)
    side = len(rows) + 2 * QUIET
    path = "".join([f"M{x + QUIET} {y + QUIET}h{wide}v1h-{wide}z" for x, y, wide in runs(rows)])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}"><path d="{path}"/></svg>'


def runs(rows: tuple[bytes, ...]) -> Iterator[tuple[int, int, int]]:
    """Where black begins in a row, which row that is, and how wide it is."""
    for y, row in enumerate(rows):
        for found in _BLACK.finditer(row):
            x, end = found.span()
            yield x, y, end - x
