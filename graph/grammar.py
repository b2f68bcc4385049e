"""A grammar for the body of one function, for models that cannot be trusted with the whole of Python.

It allows assignments, loops, conditions and calls over the names of the Spec, gives every output a value and returns
them: whatever is drawn from it compiles. It is used when a free answer did not do.
"""

from __future__ import annotations

from core.project import Spec

_RULES = r"""
comment ::= "# " words
words ::= [a-zA-Z] [a-zA-Z0-9 ,.-]{3,60}
assign ::= var " = " expr
augment ::= var " += " term
for1 ::= "for i in range(" ("1" | "2" | "4" | "8" | "10" | "100" | "len(" var ")") "):\n        " assign "\n" inner{0,2}
inner ::= "        " (assign | augment) "\n"
if1 ::= "if " var cmp term ":\n        " assign "\n"
cmp ::= " > " | " < " | " == " | " >= " | " <= "
expr ::= term (op term){0,2}
op ::= " + " | " - " | " * " | " / "
term ::= var | number | call | var "[i]" | "len(" var ")"
call ::= func "(" var (", " (var | number)){0,1} ")"
number ::= [1-9] [0-9]{0,2} | "0." [0-9]{1,3} | "0"
"""
_FUNCTIONS = (
    "np.mean",
    "np.abs",
    "np.diff",
    "np.max",
    "np.min",
    "np.std",
    "np.sqrt",
    "np.array",
    "np.cumsum",
    "np.argmax",
)
_BUILT_IN = ("len", "abs", "max", "min", "sum", "sorted", "list", "float")


def body_grammar(spec: Spec, numpy: bool) -> str:
    """GBNF of the body, from the words of its first comment to its ``return``."""
    inputs = [p.name for p in spec.inputs]
    outputs = [p.name for p in spec.outputs]
    names = dict.fromkeys([*inputs, *outputs, "result", "value"])
    called = (*_FUNCTIONS, *_BUILT_IN) if numpy else _BUILT_IN
    given = " ".join(f'"    {name} = " expr "\\n"' for name in outputs)
    back = f'"    return {", ".join(outputs)}\\n"' if outputs else '"    return\\n"'
    return "\n".join(
        [
            f'root ::= words "\\n" line{{1,6}} {given} {back}',
            'line ::= "    " (comment "\\n" | assign "\\n" | for1 | if1)',
            f"var ::= {_either(names)}",
            f"func ::= {_either(called)}",
            _RULES.strip(),
        ]
    )


def _either(words: object) -> str:
    return " | ".join(f'"{word}"' for word in words)  # type: ignore[attr-defined]
