"""The words and signs of the language, by the names that the grammar gives them."""

from __future__ import annotations

import re

END = "$END"
SCALARS = re.compile(r"(string|bool|char|float|double|u?int(8|16|32|64)?)(_t)?")
# ``{NAME}`` or ``{DEVICE.INTERFACE}`` in a text, with an index if there is one.
FILLED_IN = re.compile(r"\{\s*([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?(?:\[(\d{1,6})\])?\s*\}", re.ASCII)
TYPES = ("string", "bool", "char", "float", "double", "int", "uint", "vector", "matrix", "signal", "bytes")
KEYWORDS = {
    "Application": "APPLICATION",
    "Configuration": "CONFIGURATION",
    "Implementation": "IMPLEMENTATION",
    "Rule": "RULE",
    "VSensor": "VSENSOR",
    "AUTO": "AUTO",
    "IF": "IF",
    "THEN": "THEN",
    "setInput": "SETINPUT",
    "setModel": "SETMODEL",
    "setOutput": "SETOUTPUT",
}
# Words that people write for what the language has, and words that it has nothing for.
SPELT = {"and": ("AND", "&&"), "or": ("OR", "||"), "is": ("EQUALS", "=="), "when": ("IF", "IF"), "do": ("THEN", "THEN")}
NOT = "not"
ABSENT = {
    "else": "write a second rule with the opposite condition",
    NOT: "turn the comparison round: != for ==, <= for >",
}
# What people mean by a sign that the language has not: it is read as this, for all that it is an error.
MEANT = {
    "&": ("AND", "&&"),
    "&&&": ("AND", "&&"),
    "|": ("OR", "||"),
    "，": ("COMMA", ","),
    "；": ("SEMICOLON", ";"),
    "（": ("LPAR", "("),
    "）": ("RPAR", ")"),
    "===": ("EQUALS", "=="),
    "≤": ("AT_MOST", "<="),
    "=<": ("AT_MOST", "<="),
    "≥": ("AT_LEAST", ">="),
    "=>": ("AT_LEAST", ">="),
    "≠": ("DIFFERS", "!="),
    "<>": ("DIFFERS", "!="),
    "->": ("DOT", "."),
}
# Signs that are taken for each other.
BRACKETS = {"LPAR": "RPAR", "LBRACE": "RBRACE", "LSQB": "RSQB", "GROUP": "UNGROUP"}
CONFUSED = {
    **{opening: tuple(BRACKETS) for opening in BRACKETS},
    **{closing: tuple(BRACKETS.values()) for closing in BRACKETS.values()},
    "COMMA": ("SEMICOLON", "DOT", "AND"),
    "SEMICOLON": ("COMMA", "AND"),
}
COMPARING = ("EQUALS", "DIFFERS", "LESS", "AT_MOST", "MORE", "AT_LEAST")
SINGLE = ("SEMICOLON", "RPAR", "UNGROUP", "LBRACE", "LPAR", "COMMA", "AND", "DOT", "RSQB", "MORE", "THEN")
BLOCKS = ("APPLICATION", "CONFIGURATION", "IMPLEMENTATION", "RULE", "VSENSOR")
STOPS = (*BLOCKS, "IF", "RBRACE", END)
PUNCTUATION = {
    "SEMICOLON": ";",
    "RBRACE": "}",
    "LBRACE": "{",
    "RPAR": ")",
    "LPAR": "(",
    "COMMA": ",",
    "AND": "&&",
    "DOT": ".",
    "LSQB": "[",
    "RSQB": "]",
    "MORE": ">",
    "THEN": "THEN",
    "GROUP": "{",
    "UNGROUP": "}",
    "EQUALS": "==",
    "NUMBER": "1",
    "NAME": "_",
}
MISSING = {
    "SEMICOLON": "missing-semicolon",
    "RBRACE": "missing-brace",
    "LBRACE": "missing-brace",
    "UNGROUP": "missing-brace",
    "RPAR": "missing-parenthesis",
    "LPAR": "missing-parenthesis",
}
FRIENDLY = {
    **{kind: word for word, kind in KEYWORDS.items()},
    **PUNCTUATION,
    "NAME": "a name",
    "NUMBER": "a number",
    "STRING": "a string",
    "UNCLOSED": "a string",
    "QUOTE": '"the stages"',
    "UNQUOTE": '"',
    "AT": "@",
    "LESS": "<",
    "AT_MOST": "<=",
    "AT_LEAST": ">=",
    "EQUAL": "=",
    "DIFFERS": "!=",
    "ADD": "+=",
    "OR": "||",
    END: "the end",
}
