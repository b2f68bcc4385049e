"""A right program, and slips of its writing that are put into it one at a time."""

from __future__ import annotations

from dataclasses import dataclass

from placement.language.reading import examine

RIGHT = """\
Application Barn {
  Configuration {
    TelosB A(Light, PIR);
    RPI B(Mic, Accel);
    Edge E(Database, Alarm);
  }

  Implementation {
    VSensor Voice("FE, ID") {
      Voice.setInput(B.Mic);
      FE.setModel("MFCC");
      ID.setModel("GMM", "cow.gmm");
      Voice.setOutput(<string_t>, "cow", "horse");
    }

    VSensor Motion("{F1, F2}, SUM1") {
      Motion.setInput(B.Accel);
      F1.setModel("FFT");
      F2.setModel("STFT");
      SUM1.setModel("Sum", "F1", "F2");
      Motion.setOutput(<float_t, float_t>);
    }
  }

  Rule {
    IF (Voice == "cow" && A.Light < 100)
      THEN (E.Alarm);
    IF (COUNT += Motion[0] >= 1 || A.PIR == 1)
      THEN (E.Database("seen {COUNT} times, %f", A.Light) && E(COUNT=0));
  }
}
"""
STAGE = RIGHT[RIGHT.index("FE, ID") : RIGHT.index('("MFCC")')]
COUNTING = RIGHT[RIGHT.index("COUNT +=") :]
ALGORITHMS = ("MFCC", "GMM", "FFT", "STFT", "Sum")


def errors(text: str) -> list[tuple[int, int, str, str]]:
    _, found = examine(text, ALGORITHMS)
    return [(item.span.line, item.span.column, item.code, item.advice) for item in found if item.severity == "error"]


@dataclass(frozen=True)
class Slip:
    """``old`` becomes ``new``; the error stands where ``new`` has its first ``at``, or there; ``meant`` is in its advice."""

    code: str
    old: str
    new: str
    at: str | tuple[int, int]
    meant: str = ""

    @property
    def text(self) -> str:
        return RIGHT.replace(self.old, self.new, 1)

    def place(self) -> tuple[int, int]:
        if isinstance(self.at, tuple):
            return self.at
        start = RIGHT.index(self.old) + self.new.index(self.at)
        before = self.text[:start]
        return before.count("\n") + 1, start - before.rfind("\n")


WRITING = [
    Slip("comparison-for-assignment", "COUNT=0", "COUNT==0", "==", "="),
    Slip("keyword-spelling", "ID.setModel", "ID.SetModel", "SetModel", "setModel"),
    Slip("keyword-spelling", "  Rule {", "  Rules {", "Rules", "Rule"),
    Slip("reserved-word", "TelosB A(", "Rule A(", "Rule"),
    Slip("missing-parenthesis", "(E.Alarm)", "(E.Alarm", (27, 20), ")"),
    Slip("missing-parenthesis", "B(Mic, Accel);", "B(Mic, Accel;", ";", ")"),
    Slip("missing-brace", "  Rule {\n", "  Rule\n", "\n", "{"),
    Slip("missing-brace", "{F1, F2}", "{F1, F2", (16, 34), "}"),
    Slip("missing-token", "Mic, Accel", "Mic Accel", " ", ","),
    Slip("missing-token", " && A.Light", " A.Light", " ", "&&"),
    Slip("missing-token", "A.Light < 100)\n      THEN", "A.Light < 100)\n     ", "\n", "THEN"),
    Slip("missing-comparison", "A.PIR == 1", "A.PIR", (28, 41), "== 1"),
    Slip("missing-name", "Application Barn", "Application", (1, 12), "name"),
    Slip("extra-token", "Accel);", "Accel));", ");"),
    Slip("unclosed-string", '"MFCC")', '"MFCC)', '"MFCC', '"'),
    Slip("unclosed-comment", "    TelosB A", "    /* A lamp\n    TelosB A", "/*", "*/"),
    Slip("wrong-quotes", '== "cow"', "== “cow”", "“cow”", '"'),
    Slip("wrong-quotes", '"FE, ID"', "'FE, ID'", "'", '"'),
    Slip("unknown-sign", "&& A.Light", "& A.Light", "&", "&&"),
    Slip("unknown-sign", "&& A.Light", "&&& A.Light", "&", "&&"),
    Slip("unknown-sign", '== "cow"', '=== "cow"', "=", "=="),
    Slip("unknown-sign", "A.Light < 100", "A.Light =< 100", "=<", "<="),
    Slip("unknown-sign", "A.Light < 100", "A.Light ≤ 100", "≤", "<="),
    Slip("unknown-sign", "A.PIR == 1", "A.PIR <> 0", "<>", "!="),
    Slip("unknown-sign", "Voice.setInput", "Voice->setInput", "->", "."),
    Slip("unknown-sign", "Configuration {", "Configuration :", ":", "{"),
    Slip("unknown-sign", "A.Light <", "A-Light <", "-", "."),
    Slip("keyword-spelling", "&& A.Light", "and A.Light", "and", "&&"),
    Slip("keyword-spelling", "|| A.PIR", "OR A.PIR", "OR", "||"),
    Slip("unknown-sign", "A.Light < 100", "A.Light < 100 #", "#"),
    Slip("wrong-sign", "Configuration {", "Configuration (", "(", "{"),
    Slip("wrong-sign", "A(Light, PIR);", "A(Light, PIR];", "]", ")"),
    Slip("wrong-sign", "(E.Alarm)", "(E,Alarm)", ",", "."),
    Slip("wrong-brackets", "A(Light, PIR)", "A[Light, PIR]", "[", "( )"),
    Slip("wrong-brackets", "A(Light, PIR)", "A{Light, PIR}", "{", "( )"),
    Slip("wrong-brackets", "(E.Alarm)", "{E.Alarm}", "{", "( )"),
    Slip("wrong-brackets", "Motion[0]", "Motion(0)", "(", "[ ]"),
    Slip("wrong-brackets", "{F1, F2}", "[F1, F2]", "[", "{ }"),
    Slip("decimal-comma", "< 100", "< 99,5", ",", "99.5"),
    Slip("chained-comparison", "A.Light < 100", "5 < A.Light < 100", "< 100", "&& A.Light <"),
    Slip("wrong-sign", "PIR);", "PIR),", ",", ";"),
    Slip("wrong-sign", "A(Light, PIR);", "A(Light; PIR);", ";", ","),
    Slip("wrong-sign", "FE, ID", "FE; ID", ";", ","),
    Slip("wrong-sign", '"cow" && A', '"cow", A', ",", "&&"),
    Slip("wrong-sign", ") && E(COUNT", "); E(COUNT", ";", "&&"),
    Slip("keyword-spelling", "VSensor Voice", "vsensor Voice", "vsensor", "VSensor"),
    Slip("keyword-spelling", "VSensor Motion", "VirtualSensor Motion", "VirtualSensor", "VSensor"),
    Slip("keyword-spelling", "Application Barn", "application Barn", "application", "Application"),
    Slip("keyword-spelling", "IF (Voice", "WHEN (Voice", "WHEN", "IF"),
    Slip("keyword-spelling", "Voice ==", "Voice is", "is", "=="),
    Slip("missing-name", "VSensor Voice(", "VSensor (", (9, 12), "name"),
    Slip("missing-alias", "TelosB A(", "TelosB(", "(", "KIND NAME"),
    Slip("missing-alias", "RPI B(", "B(", "(", "KIND NAME"),
    Slip("missing-target", "Voice.setInput", "setInput", "setInput", "Voice.setInput"),
    Slip("missing-target", "ID.setModel", "setModel", "setModel", "STAGE.setModel"),
    Slip("foreign-name", "Barn", "Stall_für_Kühe", "Stall", "A to Z"),
    Slip("foreign-name", "Barn", "谷仓", "谷仓", "A to Z"),
    Slip("foreign-name", "Barn", "गोशाला", "गोशाला", "A to Z"),
    Slip("foreign-comment", "    TelosB A", "    # one lamp, one eye\n    TelosB A", "#", "//"),
    Slip("absent-word", "THEN (E.Alarm);", "THEN (E.Alarm) ELSE (E.Alarm);", "ELSE", "opposite"),
    Slip("absent-word", "IF (Voice", "IF NOT (Voice", "NOT", "!="),
    Slip("absent-word", "IF (Voice", "IF (not Voice", "not", "!= for =="),
    Slip("absent-word", "A.Light < 100", "NOT A.Light < 100", "NOT", "<= for >"),
    Slip("absent-word", "A.Light < 100", "Not (A.Light < 100)", "Not", "<= for >"),
    Slip("absent-word", "A.Light < 100", "not A.Light", "not", "write A.Light == 0"),
    Slip("absent-word", "A.Light < 100", "not (A.Light)", "not", "write A.Light == 0"),
    Slip("absent-word", "|| A.PIR == 1", "|| NOT Motion[1]", "NOT", "write Motion[1] == 0"),
    Slip("absent-word", "A.Light < 100", "A.Light == not 100", "not", "!= for =="),
    Slip("unquoted", '("MFCC")', "(MFCC)", "MFCC", '"MFCC"'),
    Slip("unquoted", '"cow.gmm"', "cow.gmm", "cow.gmm", '"cow.gmm"'),
    Slip("unquoted", '"cow", "horse"', 'cow, "horse"', "cow", '"cow"'),
    Slip("unquoted", 'Voice == "cow"', "Voice == cow", "cow", '"cow"'),
    Slip("unquoted-stages", '"FE, ID"', "FE, ID", "FE", '"FE, ID"'),
    Slip("unquoted-stages", '"{F1, F2}, SUM1"', "{F1, F2}, SUM1", "{", '"{F1, F2}, SUM1"'),
    Slip("quoted-name", "A(Light", 'A("Light"', '"Light"', "Light"),
    Slip("quoted-name", "setInput(B.Mic)", 'setInput("B.Mic")', '"B.Mic"', "B.Mic"),
    Slip("quoted-name", "<string_t>", '<"string_t">', '"string_t"', "string_t"),
    Slip("bare-type", "<string_t>", "string_t", "string_t", "<string_t>"),
    Slip("bare-type", "<string_t>", "string", "string", "<string>"),
    Slip("unquoted", "E.Alarm)", "E.Alarm(Ring))", "Ring", '"Ring"'),
    Slip("undefined-name", "A.PIR == 1", "A.PIR == true", "true", "1"),
    Slip("unknown-sign", "FE, ID", "FE -> ID", "->", ","),
    Slip("missing-brace", "<float_t, float_t>);\n    }\n  }\n", "<float_t, float_t>);\n  }\n", "\n", "}"),
    Slip("duplicate-alias", "RPI B(", "RPI A(", "A", "B"),
    Slip("set-action", "E(COUNT=0)", "COUNT=0", "=", "E(COUNT=0)"),
    Slip("set-action", "E(COUNT=0)", "E.COUNT=0", "=", "write E(COUNT=0)"),
    Slip("quoted-auto", '"FE, ID"', '"AUTO"', "AUTO", "without quotes"),
    Slip("set-action", "E.Alarm)", "E.Alarm = 1)", "=", "E.Alarm(1)"),
    Slip("syntax", "Light < 100", "Light < )", ")", "number"),
    Slip("after-end", "COUNT=0));\n  }\n}\n", "COUNT=0));\n  }\n}\nthe end\n", "the"),
    Slip("no-application", "Application Barn {", "Barn Application Barn {", "Barn", "Application"),
]
