"""The words in which budgets are stated, and the words that say that a figure is none."""

from __future__ import annotations

import re

LONGEST = 2000
"""A longer sentence is a table or a listing."""

UNITS = {
    **dict.fromkeys(("kb", "kilobyte", "kilobytes", "kbyte", "kbytes"), (1e-3, "MB")),
    **dict.fromkeys(("mb", "megabyte", "megabytes", "mbyte", "mbytes"), (1.0, "MB")),
    **dict.fromkeys(("gb", "gigabyte", "gigabytes", "gbyte", "gbytes"), (1e3, "MB")),
    "kib": (1024e-6, "MB"), "mib": (1.048576, "MB"), "gib": (1073.741824, "MB"),
    **dict.fromkeys(("us", "µs", "μs", "microsecond", "microseconds"), (1e-6, "s")),
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), (1e-3, "s")),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), (1.0, "s")),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), (60.0, "s")),
    **dict.fromkeys(("h", "hour", "hours"), (3600.0, "s")),
}  # fmt: skip
"""What a unit is in MB (10**6 bytes) or seconds."""

_SPELLED = {
    "half a": 0.5, "a quarter of a": 0.25, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10,
    "twenty": 20, "fifty": 50, "hundred": 100,
}  # fmt: skip
_PLAIN_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,12})?"
_NUMBER = rf"(?P<number>{_PLAIN_NUMBER})"
_WORD = r"[\w'’/-]+"


def _any(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


SENTENCE = re.compile(
    r"(?<=[.!?;])(?<!\bmax\.)(?<!\bmin\.)(?<!\bca\.)(?<!approx\.)(?<!e\.g\.)(?<!i\.e\.)\s+"
    r"|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)|,?\s+(?:but|while|whereas|although|though)\s+"
)
QUANTITY = _pattern(
    rf"(?<![\w.,–-])(?P<number>{_PLAIN_NUMBER}|{'|'.join(_SPELLED)})\s?-?\s?"
    rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})(?![\w²-])"
)

# A limit directly before the figure.
_FILL = r"(?:\s+(?:about|only|the|a total of|roughly|around|some))?\s*$"
_NOT = r"(?:\bnot|n['’]t|\bnever|\bcannot|\bno|\bwithout)"
_LIMIT = _any(
    r"\b(?:at (?:the )?most|no (?:more|longer|greater|higher) than|less than|lower than|smaller than|faster than)",
    r"\b(?:fewer than|under|below|within|up to|in under|fits? (?:in|into|within))",
    rf"{_NOT}(?:\s+{_WORD}){{0,6}}?\s+(?:more than|longer than|greater than|higher than|over|above"
    rf"|exceed(?:ing)?|beyond)",
    rf"\b(?:max(?:imum|imal)?\b\.?|limit(?:ed)?|budget|ceiling|deadline|cap(?:ped)?)(?:\s+{_WORD}){{0,4}}?\s*"
    r"(?:\b(?:of|is|are|to|at|be)|[:=])?",
    r"\b(?:finish|run|complete|completed|done|answer|respond|ready) in",
    r"(?:<=|≤|=<|<)",
)
AT_MOST = _pattern(_LIMIT + _FILL)
OR_LESS = _pattern(
    rf"\s*(?:of\s+)?(?:{_WORD}\s+){{0,4}}?(?:or (?:less|under|fewer|faster|below|lower)|at (?:the )?most"
    rf"|at maximum|maximum|max)\b"
)
AND = _pattern(rf"\b(?:and|or)\s+(?:{_WORD}\s+){{0,3}}$|,\s+(?:{_WORD}\s+){{0,1}}$")
# No limit after all: a permission, a condition, the opposite.
EXCUSED = _pattern(
    r"\b(?:no need|need\s?n[o'’]t|(?:not|n['’]t) (?:need|have|matter|limited|restricted|required|necessary)"
    r"|may (?:exceed|use more|take (?:longer|more))|can (?:exceed|use more|take (?:longer|more))|is (?:fine|ok|okay)"
    r"|unlimited|not (?:be |stay |fall |go )?(?:under|less than|within)"
    r"|if|when|whenever|once|until|unless|in case|as soon as|after which)\b"
    r"|\b(?:not|n['’]t|never) (?:be |stay |fall |go )?below(?=\s+\d+(?:\.\d+)?\s*[a-z])"
)

# Memory.
_KIND = r"(?:flash|gpu|cuda|video|graphics|main|peak|working|system|total|resident|unified|host|device|physical)"
MEMORY_AFTER = _pattern(
    rf"\s*(?:of\s+)?(?:the\s+|its\s+)?(?P<kind>(?:{_KIND}(?:['’]s)?\s+){{0,3}}(?:memory|ram|sram|heap|vram|flash)\b"
    r"(?!\s+(?:card|stick))(?:\s+(?:on|of) (?:the |a )?gpu\b)?)"
)
MEMORY_BEFORE = _pattern(
    rf"(?:{_KIND}\s+){{0,3}}(?<!flash )\b(?:memory|ram|sram|heap|vram|(?<=memory )footprint"
    rf"|flash)\b(?!\s+(?:card|stick))[^.;]*$"
)
GPU = _pattern(r"\b(?:gpu|vram|cuda|graphics|video memory)\b")
_SIZED = (
    r"(?:files?|record(?:ing)?s?|data ?sets?|csvs?|downloads?|images?|uploads?|archives?|disks?|ssd|cards?"
    r"|storage|logs?|outputs?"
    r"|packets?|messages?|payloads?|buffers?|chunks?|blocks?|weights|sizes?|parameters|packages?|containers?"
    r"|binar(?:y|ies)|executables?"
    r"|firmware|rom|eeprom|swap|bandwidth|traffic|corpus|databases?|dumps?|videos?|models?|networks?|libraries"
    r"|captures?|traces?)"
)
OTHER_SIZE = _pattern(rf"\b{_SIZED}\b|\bdata\b|\bsend|\btransmi|\bwrit|\bstor(?:e|ing)\b|\bdownload|\bupload")
SIZE_OF = _pattern(
    rf"\b{_SIZED}\s+(?:(?:that|which) )?(?:of|are|is|has|have|with|under|below|up to|smaller|larger|hold)\b[^,;]*$"
)
HAS_IT = _pattern(
    r"\b(?:has|have|with|offers?|provides?|comes|equipped|board of|device of)\s+(?:only\s+)?" + _LIMIT + _FILL
)
A_RATE = _pattern(r"\s*(?:/|per|a|an|each|every)\s*(?:s|sec|second|min|minute|h|hour|day|week|month|year)\b|ps\b")
GROWS = _pattern(r"\b(?:each|every|per|a) (?:second|minute|hour|day)\b|\bleak|\bgrow")
USES = _pattern(
    rf"\b(?:program|script|code|application|app|process|pipeline|it|system|inference|must|should|shall|may|do"
    rf"|does|can)\b"
    rf"(?:\s+{_WORD}){{0,5}}?\s+(?:us(?:e|es|ing)|tak(?:e|es)|needs?|consumes?|stays?|occup(?:y|ies)|requires?"
    rf"|remain|exceed|keep)\b"
    r"|^\W*(?:please\s+)?(?:use|keep (?:it|the (?:program|process|application|script)) (?:under|below|within)|stay)\b"
)
_STOP = (
    r"(?:keep|stay|stays|it|must|be|should|shall|the|program|make|run|please|everything|all|in|to|and|use"
    r"|needs?|do|not|has|finish"
    r"|that|this|whole|thing|now|also|only|still|get|done|limit|budget)"
)
BARE = _pattern(rf"\W*(?:{_STOP}\s+)*(?:{_LIMIT}{_FILL}|$)")
ENDS = _pattern(r"\s*(?:please|now|in total|altogether|overall|or less|at most|max(?:imum)?)?\W*$")

# Time.
_ITEM = (
    r"(?:windows?|records?|recordings?|samples?|frames?|segments?|decisions?|beats?|packets?|images?"
    r"|inferences?|predictions?|items?"
    r"|files?|patients?|cases?|clips?|utterances?|readings?|measurements?|epochs?|requests?|events?|messages?"
    r"|classifications?|steps?)"
)
_EACH = r"(?:per|/|a|an|each|every|(?:for|on|in)\s+(?:each|every|a|an|one|any)(?:\s+single)?)"
ITEM_AFTER = _pattern(rf"\s*,?\s*(?:of (?:\w+ )?time\s+)?{_EACH}\s*(?:\w+[ -])?{_ITEM}\b")
PER_ITEM = _pattern(
    rf"\b(?:each|every|per|one|a|an|single)\s+(?:[\w.]+[ -]){{0,3}}?{_ITEM}\b|\b(?:latency|inference"
    rf"|respon(?:se|d|ds)|decision time)\b"
)
LATENCY = _pattern(
    r"\b(?:latency|inference time|response time|decision time|processing time|run ?time|execution time|cpu time)\b"
)
CPU = _pattern(r"\b(?:cpu|processor)[ -]time\b|\bof cpu\b")
TAKES = _pattern(
    r"\b(?:runs?|running|finish\w*|process\w*|takes?|taking|complet(?:e|es|ed|ing)|execut\w+|inference"
    r"|respon[ds]\w*|answers?|classif\w+"
    r"|predict\w*|comput\w+|analy[sz]\w+|handl\w+|deadline|done|returns?|wall[ -](?:clock )?time|time limit"
    r"|time budget|ready|evaluat\w+"
    r"|need(?:s|ed)?(?! to\b)|decid\w+|decisions?)\b"
)
MODAL = _pattern(
    r"\b(?:must|should|shall|has to|have to|needs? to|may not|can ?not|never|not|maximum|max|limit|budget"
    r"|required?|ensure|make sure"
    r"|keep|stay|want|deadline)\b"
)
PROGRAM = _pattern(
    r"\b(?:program|script|code|application|app|system|pipeline|inference|processing|detector|classifier"
    r"|algorithm|it|run)\b"
)
# Lengths of signals, tolerances, periods and plans: seconds that no run takes.
LENGTH_OF = _pattern(
    rf"\b(?:{_ITEM}|signals?|pauses?|data|gestures?|activit(?:y|ies)|episodes?|falls?|movements?|gaps?"
    rf"|intervals?|pieces?|parts?)\s+"
    rf"(?:of|with|last(?:s|ing)?|(?:that|which) (?:last|are|is|take|need|span)|is|are|must be|has to be"
    rf"|should be|have to be|may be|cover\w*"
    rf"|spans?|shorter|longer|up to|at most|less|below|no|must not exceed"
    rf"|should not exceed)\b(?![^,]*\b(?:process|classif|analy|handl|comput|answer)\w*\b)[^,]*$"
    rf"|\b(?:over|from|on|using|with|for|last|past|first|next|every|of|by)\s+(?:the\s+)?{_LIMIT}{_FILL}"
    r"|\b(?:events?|episodes?|activit(?:y|ies)|movements?|gestures?|falls?|signals?|people|those|peaks?"
    r"|beats?)\s+(?:that|which|who)\b"
)
OTHER_TIME = _pattern(
    r"\b(?:tolerance|annotat\w+|match\w*|refractory|apart|drift|jitter|gaps?|intervals?|sampl(?:ed|ing)"
    r"|sample (?:period|rate)|resolution"
    r"|overlap\w*|delay(?:ed)?|shift\w*|histor\w+|time-?outs?|sleeps?|wait\w*|batter(?:y|ies)|lasts?|lasting"
    r"|durations?|older?|ago|ahead"
    r"|in advance|horizon|warning|forecast\w*|train(?:ing|ed|s)?|recorded|collect\w*|synchron\w*|align\w*"
    r"|deviat\w*|errors?|wide|duty|period"
    r"|hours? of|window length|length of|hold(?:s|ing)?|rest|charge|charging|poll\w*|buffer\w*|retr(?:y|ies))\b"
)
NOT_AFTER = _pattern(
    r"\s*(?:of (?!(?:processing|compute|computing|cpu|wall|run|inference|execution|real|processor)\b)|long\b"
    r"|before|after|from|around|earlier|later"
    r"|between|windows?\b|segments?\b|epochs?\b|frames?\b|steps?\b|blocks?\b|recordings?\b|clips?\b)"
)
PERSON_TAKES = _pattern(
    rf"\b(?:subjects?|participants?|patients?|persons?|people|users?|volunteers?|drivers?|workers?|nurses?"
    rf"|doctors?)\s+(?:{_WORD}\s+){{0,3}}?"
    r"(?:takes?|needs?|finish\w*|complet\w+|respon\w+|answers?|runs?)\b"
)

# Figures of merit.
_METRIC_NAME = (
    r"(?:macro[- ]|balanced )?(?:\baccuracy|\bprecision|\brecall|\bsensitivity|\bspecificity"
    r"|\bF1(?:[- ](?:score|measure))?|\bF-(?:score|measure)"
    r"|\bpositive predictiv(?:e value|ity)|\bPPV|\bMAE|\bmean absolute error|\bRMSE"
    r"|\broot[- ]mean[- ]squared?[- ]error|\bR2|\bR²)(?![\w/])"
)
METRIC = _pattern(_METRIC_NAME)
ERRORS = frozenset({"MAE", "RMSE"})
_CANONICAL = {
    "sensitivity": "recall", "ppv": "precision", "positive predictive value": "precision", "positive predictivity": "precision",
    "mean absolute error": "MAE", "mae": "MAE", "rmse": "RMSE", "root mean squared error": "RMSE", "root mean square error": "RMSE",
    "r2": "R2", "r²": "R2", "f score": "F1", "f measure": "F1", "f1": "F1", "f1 score": "F1", "f1 measure": "F1",
}  # fmt: skip
_LEAST = (
    r"(?P<least>at least|no (?:less|lower|worse) than|not less than|(?:not|never|n['’]t) (?:fall |drop |be "
    r"|go )?(?:below|under)|minimum(?: of)?"
    r"|min\.|>=|≥|>|above|over|more than|higher than|greater than|better than|exceeds?|exceeding|(?:must|should"
    r"|shall|has to) (?:reach|achieve))"
)
_MOST = r"(?P<most>at most|no more than|not more than|less than|lower than|smaller than|under|below|within|<=|≤|<|not exceed|maximum of)"
_NAMES = rf"(?P<names>{_METRIC_NAME}(?:(?:\s*,\s*|\s+and\s+|\s+or\s+|\s*/\s*|\s*,\s+and\s+){_METRIC_NAME})*)"
_GAP = (
    r"(?:\s+(?:of|is|must|should|shall|be|has|to|have|a|an|the|detection|score|overall|on|test|set|data|stay"
    r"|both|each|value|reach|not|value of)"
    r"|\s*[:=])*\s*"
)
_END = (
    r"(?!\s*(?:°|–|-|,\d|[.]\d|\d|(?:ms|m|cm|mm|km|k?Hz|bits?|digits?|decimals?|places?|degrees?|mV|V|dB|bpm"
    r"|records?|points?|classes|s|sec\w*)\b))"
)
_SHARE = rf"{_NUMBER}\s*(?P<unit>%|percent\b|per cent\b)?{_END}"
METRIC_LIMITS = (
    _pattern(rf"{_NAMES}{_GAP}{_LEAST}\s*{_SHARE}"),
    _pattern(
        rf"(?P<least>at least|no less than|more than|over|above|minimum(?: of)?|>=|≥|>)\s*{_SHARE}\s+(?:of\s+"
        rf"|detection\s+)?{_NAMES}"
    ),
    _pattern(rf"{_NAMES}{_GAP}{_SHARE}\s+or (?P<better>more|better|higher|above)\b"),
    _pattern(rf"{_NAMES}{_GAP}{_MOST}\s*{_NUMBER}\s*(?P<unit>%|°C?|[A-Za-zµ]{{1,5}}\b(?:/[A-Za-z]+)?)?"),
)
# What others reached, and changes of a figure.
NOT_OURS = _pattern(
    r"\b(?:paper|literature|baseline|published|reported|previous\w*|prior|state[- ]of[- ]the[- ]art|authors?"
    r"|et al|reached|achieved|claim\w*|sensors?"
    r"|drop|loss|lose|loses|decrease|degrad\w+|gain|improv\w+|increase|differ\w*|each class|every class"
    r"|per[- ]class|GPS|by at least|datasheet)\b"
)


def value_of(number: str) -> float:
    """A number in digits (1,500.5) or as a word."""
    return float(_SPELLED.get(number.lower(), 0) or number.replace(",", ""))


def metric(name: str) -> str:
    """A figure of merit as the evaluators call it."""
    plain = re.sub(r"[\s-]+", " ", name.lower())
    macro = plain.startswith("macro ")
    known = _CANONICAL.get(plain.removeprefix("macro "), plain.removeprefix("macro "))
    return f"macro {known}" if macro else known


def shortened(sentence: str) -> str:
    """The sentence as a budget quotes it."""
    return sentence if len(sentence) <= 160 else sentence[:159] + "…"
