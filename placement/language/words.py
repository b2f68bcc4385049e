"""The words and signs of the language, by the names that the grammar gives them."""

from __future__ import annotations

from placement.language.tokens import END

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
# Signs that people write as words.
SPELT = {"and": ("AND", "&&"), "or": ("OR", "||")}
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
    "RSQB": "]",
    "MORE": ">",
    "THEN": "THEN",
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
    "GROUP": "{",
    "LSQB": "[",
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
