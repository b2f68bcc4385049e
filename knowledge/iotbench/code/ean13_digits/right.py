"""Digits of an EAN-13 bar code."""

from __future__ import annotations

LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
FIRST = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")


def _inverted(modules: str) -> str:
    return modules.translate(str.maketrans("01", "10"))


def ean13_digits(modules: str) -> str:
    """Decode the 95 modules of an EAN-13 bar code: 101, six digits of 7 modules, 01010, six digits of 7 modules, 101.
    The digits 0 to 9 in code L are 0001101, 0011001, 0010011, 0111101, 0100011, 0110001, 0101111, 0111011, 0110111,
    0001011; code R is L inverted, code G is R reversed. The right half uses R. The codes of the left half give the
    number's first digit 0 to 9: LLLLLL, LLGLGG, LLGGLG, LLGGGL, LGLLGG, LGGLLG, LGGGLL, LGLGLG, LGLGGL, LGGLGL. The 13
    digits, weighted 1, 3, 1, 3 ... 1, sum up to a multiple of 10.

    Parameters
    ----------
    modules : str
        95 modules, 1 dark and 0 light; or the same backwards, where the code stood on its head

    Returns
    -------
    digits : str
        the 13 digits

    Raises
    ------
    ValueError
        where the modules are no such code in either direction or the sum is wrong
    """
    for tried in (modules, modules[::-1]):
        digits = _forwards(tried)
        if digits and sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0:
            return digits
    raise ValueError("modules: no EAN-13 code")


def _forwards(modules: str) -> str:
    if len(modules) != 95 or (modules[:3], modules[45:50], modules[92:]) != ("101", "01010", "101"):
        return ""
    left = [modules[at : at + 7] for at in range(3, 45, 7)]
    right = [_inverted(modules[at : at + 7]) for at in range(50, 92, 7)]
    codes = "".join("L" if digit in LEFT else "G" for digit in left)
    plain = [digit if digit in LEFT else _inverted(digit)[::-1] for digit in left] + right
    if codes not in FIRST or any(digit not in LEFT for digit in plain):
        return ""
    return f"{FIRST.index(codes)}" + "".join(str(LEFT.index(digit)) for digit in plain)
