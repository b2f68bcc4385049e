"""Wrong: it cannot read a code that stood on its head."""

from __future__ import annotations

LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
FIRST = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")


def _inverted(modules: str) -> str:
    return modules.translate(str.maketrans("01", "10"))


def ean13_digits(modules: str) -> str:
    """Digits of an EAN-13 bar code."""
    for tried in (modules,):
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
