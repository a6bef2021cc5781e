"""How a formula is typed: `floor((n + 2p - f)/s) + 1`, in code or TeX as well. A grammar of our own over a closed list of names and signs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from unicodedata import normalize

from .algebra import Applied, Constant, Named, Operation, Power, Tree
from .arithmetic import Cursor, Unreadable, literal
from .reading import check_digits, fold

MAX_TOKENS = 200
MAX_DEPTH = 30  # of brackets
MAX_EXPONENT = 6
MAX_NAME = 40  # letters beside each other

FUNCTIONS: dict[str, Operation] = {"floor": "floor", "ceil": "ceil", "ceiling": "ceil", "int": "int", "trunc": "int"}
NAME = re.compile(r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]+[0-9]*(?:_[A-Za-z0-9]+)?'*")

_CLOSING = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉"}
_ROUNDS: dict[str, Operation] = {"⌊": "floor", "⌈": "ceil"}
_OPERATIONS: dict[str, Operation] = {"times": "*", "over": "/", "floored": "//"}  # by the name of their token
_SUPERSCRIPTS = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_TOKEN = r"""(?:
      (?P<number> [0-9]++ (?: {mark} [0-9]*+ )? | {mark} [0-9]++ )
    | (?P<raised> [⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+ )
    | (?P<name> {name} )
    | (?P<power> \*\* | \^ )
    | (?P<sign> [-+] )
    | (?P<floored> // )
    | (?P<over> / )
    | (?P<times> [*×·⋅∙] )
    | (?P<ratio> \\ )
    | (?P<open> [(\[{{⌊⌈] )
    | (?P<close> [)\]}}⌋⌉] )
    | (?P<end> \Z )
    ) \s*"""
_TOKENS = {comma: re.compile(_TOKEN.format(mark="[.,]" if comma else "[.]", name=NAME.pattern), re.VERBOSE) for comma in (False, True)}
_STARTS_A_VALUE = frozenset({"name", "function", "open", "ratio"})
_TIMES = "xXхХ"  # where no name is called so

_TEX = {"lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "cdot": "*", "times": "*", "ast": "*", "div": "/"}
_TEX |= dict.fromkeys(("frac", "dfrac", "tfrac"), "\\")  # a lone backslash is the token of a ratio
_TEX |= dict.fromkeys(("left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "quad"), " ")
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|(.)|\Z)", re.DOTALL)
_UPRIGHT = re.compile(r"\\(?:text|mathrm|mathit|operatorname)\*? ?\{ ?([A-Za-z0-9_]{1,40}) ?\}")
_SHORT_RATIO = re.compile(r"(\\[dt]?frac) ?([0-9]|(?<= )[A-Za-z]) ?([0-9A-Za-z])(?![A-Za-z0-9_])")
_SUBSCRIPT = re.compile(r"_ ?\{ ?([A-Za-z0-9]{1,40}) ?\}")
_OF_MODULE = re.compile(r"(?<![\w.])(?:[Mm]ath|np|numpy|torch)\.(?=(?:floor|ceil|trunc)\b)")
_SLANTED = re.compile("[\U0001d400-\U0001d7ffℎ]")  # as formulas are copied from a PDF

Token = tuple[str, str]


def formula(text: str, names: tuple[str, ...], comma: bool = False) -> Tree:
    """The tree of a formula in these names. `comma`: a comma is a decimal sign. Nothing is ever evaluated by Python itself."""
    reader = _Reader(_split(_plain(text), names, comma), names=names)
    tree = reader.sum()
    if reader.kind != "end":
        raise reader.lost()
    return tree


def _plain(text: str) -> str:
    """One way of writing each sign, TeX commands too."""
    text = _SLANTED.sub(lambda sign: normalize("NFKC", sign[0]), fold(text)).replace("\n", " ")
    check_digits(text)
    text = _OF_MODULE.sub("", text)
    if "\\" in text or "$" in text:
        text = _SHORT_RATIO.sub(r"\1{\2}{\3}", _UPRIGHT.sub(r"\1", text.replace("$", " ")))
        text = _COMMAND.sub(lambda found: _TEX.get(found[1], found[1]) if found[1] else _spaced(found[2]), text)
    return _SUBSCRIPT.sub(r"_\1 ", text).strip()


def _spaced(sign: str | None) -> str:
    """What stands behind a backslash and is no letter: a bracket, or some space."""
    return sign if sign and sign in "{}" else " "


def _split(text: str, names: tuple[str, ...], comma: bool) -> list[Token]:
    known = _known(names)
    tokens: list[Token] = []
    place = 0
    while not tokens or tokens[-1][0] != "end":
        match = _TOKENS[comma].match(text, place)
        if match is None:
            raise Unreadable("sign", text[place])
        kind, place = match.lastgroup or "end", match.end()
        tokens += _named(match["name"], known, names) if kind == "name" else [(kind, match[kind])]
        if len(tokens) > MAX_TOKENS:
            raise Unreadable("too_long", str(MAX_TOKENS))
    return tokens


def _known(names: tuple[str, ...]) -> dict[str, Token]:
    """What a word may mean: `C_in` may be typed Cin or c_in where no other name is called so."""
    known: dict[str, Token] = {name: ("name", name) for name in names}
    for change in (_joined, str.casefold, lambda name: _joined(name).casefold()):
        changed = [change(name) for name in names]
        known = {word: ("name", name) for word, name in zip(changed, names, strict=True) if changed.count(word) == 1} | known
    known |= {word: ("function", function) for word, function in FUNCTIONS.items()}
    return {sign: ("times", sign) for sign in _TIMES if sign not in known} | known


def _joined(name: str) -> str:
    return name.replace("_", "")


def _named(word: str, known: Mapping[str, Token], names: tuple[str, ...]) -> list[Token]:
    """A name, or several beside each other: `np` is n · p."""
    found = _parts(word, known) if len(word) <= MAX_NAME else None
    if found is None:
        raise _unknown(word, names)
    return found


def _unknown(word: str, names: tuple[str, ...]) -> Unreadable:
    return Unreadable("unknown_name", word, ", ".join((*names, "floor", "ceil")))


def _parts(word: str, known: Mapping[str, Token]) -> list[Token] | None:
    """The longest known word first. Worked out from the end, so that no ending is looked at twice."""
    found: list[list[Token] | None] = [None] * len(word) + [[]]
    for start in reversed(range(len(word))):
        for end in range(len(word), start, -1):
            token, rest = _meant(word[start:end], known), found[end]
            if token is not None and rest is not None:
                found[start] = [token, *rest]
                break
    return found[0]


def _meant(word: str, known: Mapping[str, Token]) -> Token | None:
    spellings = (word, _joined(word), word.casefold(), _joined(word).casefold())
    return next((known[spelling] for spelling in spellings if spelling in known), None)


@dataclass
class _Reader(Cursor):
    """A formula: sum, product, factor, power, atom."""

    names: tuple[str, ...] = ()
    deepest: ClassVar[int] = MAX_DEPTH

    def sum(self) -> Tree:
        tree = self.product()
        while self.kind == "sign":
            tree = Applied("+" if self.take() == "+" else "-", (tree, self.product()))
        return tree

    def product(self) -> Tree:
        """`2p` and `2(n - 1)` are products too, but nobody knows what `n/2p` is."""
        tree = self.factor()
        before = ""
        while True:
            kind = self.kind
            if kind in _STARTS_A_VALUE:
                if before in ("over", "floored"):
                    raise Unreadable("ambiguous")
                tree = Applied("*", (tree, self.power()))
            elif kind in _OPERATIONS:
                self.take()
                tree = Applied(_OPERATIONS[kind], (tree, self.factor()))
            else:
                return tree
            before = kind

    def factor(self) -> Tree:
        """With at most one sign: --3 is more likely a slip than a number."""
        if self.kind != "sign":
            return self.power()
        return self.power() if self.take() == "+" else Applied("minus", (self.power(),))

    def power(self) -> Tree:
        tree = self.atom()
        if self.kind == "raised":
            exponent = self.take().translate(_SUPERSCRIPTS)
        elif self.kind == "power":
            self.take()
            exponent = self.exponent()
        else:
            return tree
        if self.kind in ("power", "raised") or len(exponent) > 3 or abs(int(exponent)) > MAX_EXPONENT:
            raise Unreadable("exponent", str(MAX_EXPONENT))
        return Power(tree, int(exponent))

    def exponent(self) -> str:
        """A whole number, with a sign or in brackets."""
        closing = _CLOSING[self.take()] if self.kind == "open" else ""
        sign = self.take() if self.kind == "sign" else ""
        if self.kind != "number" or not (digits := self.take()).isdigit():
            raise Unreadable("exponent", str(MAX_EXPONENT))
        if closing and (self.kind != "close" or self.take() != closing):
            raise Unreadable("exponent", str(MAX_EXPONENT))
        return sign + digits

    def atom(self) -> Tree:
        kind, text = self.kind, self.take()
        match kind:
            case "number":
                return Constant(literal(text.replace(",", ".")))
            case "name":
                return Named(text)
            case "function":
                return Applied(FUNCTIONS[text], (self.group(),))
            case "open":
                self.place -= 1
                tree = self.group()
                return Applied(_ROUNDS[text], (tree,)) if text in _ROUNDS else tree
            case "ratio":
                return Applied("/", (self.group(), self.group()))
        self.place -= 1
        raise self.lost()

    def lost(self) -> Unreadable:
        """Why it does not go on at this token. An x that is no product sign is a letter that nobody knows."""
        beside = self.tokens[max(0, self.place - 1) : self.place + 1]
        letter = next((text for kind, text in beside if kind == "times" and text in _TIMES), None)
        return _unknown(letter, self.names) if letter else Unreadable("brackets" if self.kind == "close" else "formula")

    def group(self) -> Tree:
        """Something in brackets of any kind, closed by the same kind."""
        if self.kind != "open":
            raise self.lost()
        closing = _CLOSING[self.take()]
        self.deeper()
        tree = self.sum()
        if self.kind not in ("close", "end"):
            raise self.lost()
        if self.take() != closing:
            raise Unreadable("brackets")
        self.depth -= 1
        return tree
