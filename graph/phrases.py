"""English turns of phrase that tell a question, a wish and a new application apart; and how another language shows."""

from __future__ import annotations

import re


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?is){pattern}")


FILLER = _any(
    r"^(?:(?:hi|hey|hello|ok(?:ay)?|so|and|but|well|hm+|now|then|btw|by\s+the\s+way|also|actually|thanks|just\s+curious)\b[\s,.!:]+)+"
)
POLITE = _any(
    r"^(?:(?:please|pls|and|so|ok(?:ay)?|also|then|now|maybe|perhaps|well|hi|hey|hello|just|actually)\b[,!:]?\s+|"
    r"(?:can|could|would|will)\s+(?:you|we|i)\s+(?:please\s+)?|let['’]?s\s+|let\s+us\s+|"
    r"(?:i|we)(?:['’]d|\s+would)?\s+(?:like|want|wish|need|have)\s+(?:you\s+)?to\s+|"
    r"(?:i|we)\s+(?:should|must|can|could|may|might)\s+|(?:reorder|edit|change|plan)\s*:\s*|reorder(?:\s+\w+)?\s+so\s+that\s+|(?:i|we)\s+(?:think|guess|feel)\s+(?:that\s+)?)+"
)
CHATTER = _any(
    r"\W*(?:(?:hi|hello|hey|thanks?|thank\s+you|thx|ok(?:ay)?|yes|yep|no|nope|sure|great|good|nice|cool|perfect|fine|hm+|test|"
    r"testing|help|bye|continue|go\s+on|there|morning|a\s+lot|very\s+much|well|done)\W*)+|"
    r"\W*(?:what|how)\s+can\s+(?:you|i)\s+(?:do|help)\W*(?:here|me)?\W*|\W*can\s+you\s+help\s*(?:me)?\W*|\W*(?:who|what)\s+(?:are|is)\s+(?:you|this)\W*"
)
FORK = _any(
    r"^(?:(?:what|how)\s+(?:if|about)|why\s+(?:not|don['’]?t\s+(?:we|you))|suppose|imagine|assume)\b(?!.*\bplease\b)"
)
NEW = _any(
    r"\b(?:new|another|different|separate)\s+(?:project|app|application|problem|idea|program|use\s+case)s?\b|\b(?:second|another)\s+(?:task|project|app\w*)\s*[:,-]|"
    r"^(?:start\s+over|forget\s+(?:this|that|it|about|all)|new\s+one\b|next\s+(?:project|app\w*|problem|idea|one)\b|"
    r"(?:now\s+)?(?:for\s+)?something\s+(?:\w+\s+)?(?:different|else|new)\b)|"
    r"\bmake\s+a\s+new\s+one\b"
)
_MAKE = r"(?:build|create|develop|design|write|implement|program)"
_THING = (
    r"(?:app(?:lication)?|program|system|tool|script|solution|pipeline|software|detector|classifier|monitor|tracker|counter|"
    r"estimator|recogni[sz]er|controller|logger|bridge|gateway|something)"
)
_A = r"(?:an?|another|some)\s+(?!(?:better|faster|smaller|simpler|more|less)\b)(?:[\w-]+\s+){0,5}?"
TO_BUILD = _any(
    rf"\b{_MAKE}\s+(?:(?:me|us)\s+)?(?:{_A}{_THING}|something)\b|"
    rf"\b(?:need|want|like|make|have)\s+(?:(?:me|us)\s+)?{_A}(?:app(?:lication)?|program|system|tool|software)\b|"
    rf"^(?:(?:please|now|next)[,:]?\s+)*(?:{_MAKE}\s+(?:an?|some)\s|an?\s+{_THING}\b)|[.!]\s+(?:now|next)[,:]?\s+an?\s+{_THING}\b|\bbuild\s+(?:it|this|that|one)\b"
)
"""Somebody asks for a program as a whole."""
_DO = (
    r"(?:make|use|change|replace|set|let|try|fix|improve|reduce|increase|lower|limit|add|log|handle|keep|avoid|switch|"
    r"cite|redo|rewrite|redesign|adapt|adjust|tune|simplify|speed|optimi[sz]e|shorten|extend|convert|compute|calculate|"
    r"normali[sz]e|apply|take|support|enable|disable|ignore|store|save|print|plot|rerun|regenerate|refine|update|allow|"
    r"include|exclude|train|draw|report|put|write|read|remove|drop|delete|merge|move|swap|split|rename|skip|do|run|base|choose|pick)"
)
WISH = _any(
    rf"^(?:not\s+|don['’]?t\s+|do\s+not\s+|never\s+)?{_DO}\b|[,:;.]\s+(?:please\s+)?{_DO}\b|\bplease\b|"
    r"\b(?:should|must|shall|ought\s+to|has\s+to|have\s+to|needs?(?:\s+to)?|could|would|may\s+not|can\s?not|i['’]d\s+like|"
    r"i\s+want|we\s+want|too\s+(?:slow|big|large|long|small|noisy|much|many|high|low|strict|loose)|instead|rather)\b|"
    r"^(?:less|more|faster|slower|smaller|better|cheaper|shorter|higher|lower)\b"
)
"""Something is to be other than it is."""
_REQUEST = _any(
    rf"^(?:(?:can|could|would|will)\s+(?:you|we|i)\s+(?:please\s+|also\s+|maybe\s+)*{_DO}\b|"
    r"(?:would|is)\s+it\s+(?:be\s+)?(?:possible|ok|okay)\b|(?:could|would)\s+(?:you\s+)?(?:⟦|the\b|it\b|all\b)|"
    r"why\s+not\b|why\s+don['’]?t\s+(?:you|we)\b)"
)
_MATTER = (
    r"(?:papers?|articles?|literature|publications?|sources?|citations?|references?|plan|project|code|spec\w*|documentation|"
    r"differences?|inputs?|outputs?|⟦)"
)
_EXPLAIN = _any(
    r"^(?:(?:can|could|would)\s+(?:you|we|i)\s+)?(?:please\s+)?(?:explain|elaborate|help\s+me\s+(?:to\s+)?understand|"
    r"tell\s+(?:me|us)\s+(?:what|which|why|how|where|about|more|the\s+difference)|"
    rf"(?:describe|summari[sz]e|list|show|give|find|search|quote|compare|look\s+for|recommend|suggest|any)\b(?=.{{0,60}}{_MATTER})|"
    r"(?:i|we)\s+(?:don['’]?t\s+understand|wonder|am\s+curious)|do\s+you\s+know)"
)
_ASKS = _any(
    r"^(?:(?:why|which|wich|who|whose|whom|wh?at['’]?s|difference\s+between|how)\b|wh?at\b(?!\s+(?:i|we)\s+(?:want|need|would))|"
    r"(?:is|are|was|were|does|did|has|should|am)\b(?!\s+(?:to|too|not|wrong|bad)\b))"
)
_NOT_ASKED = _any(rf"^(?:please\s+)?(?:{_DO}\b(?!\s+(?:i|we|you|they|the|all|these|those|⟦)\b)(?!\s*⟦)|make\b|use\b)")


def is_question(text: str) -> bool:
    """Whether a text wants to know something; a wish in the form of a question is none: "can you make it faster?"."""
    said = FILLER.sub("", text)
    if _EXPLAIN.match(said):
        return True
    if _REQUEST.match(said) or re.search(r"(?i)[?.!]\s+(?:so\s+)?please\b|\bplease\b(?!.*\bexplain)", said):
        return False
    if _ASKS.match(said):
        return True
    return said.rstrip(" !.").endswith(("?", "？")) and not _NOT_ASKED.match(said)


TASK = _any(
    r"^(?:detect|classify|estimate|count|predict|recogni[sz]e|track|find|monitor|locali[sz]e|locate|separate|raise|turn|compress|"
    r"calibrate|forecast|identify|measure|distinguish|synchroni[sz]e|control|tell|gesture|learn|train|generate)\b"
)
"""How the statement of an application begins."""

# Words that are common in another language and are no English ones.
_FOREIGN = frozenset(
    "der das und ist soll für ein eine einen nicht mit bitte aus dem den des wie wird mache auf zum zur von im "
    "le les est une pour avec dans étape fais faire plus du et au aux el los las una para con paso por que más del y "
    "il lo gli per passo di della fare".split()
)
_ENGLISH = frozenset(
    "the a an and of to in is it for with on that this at from by be should use make step please".split()
)


def is_foreign(text: str) -> bool:
    """Whether a text is not English; a few foreign names in it do not make it so."""
    letters = [c for c in text if c.isalpha()]
    if 2 * sum(c > "ɏ" for c in letters) > len(letters):
        return True
    said = re.findall(r"[^\W\d_]+", text.lower())
    foreign = len({word for word in said if word in _FOREIGN})
    return foreign >= 2 and foreign > len({word for word in said if word in _ENGLISH})
