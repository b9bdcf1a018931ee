"""A few words of what somebody wrote, fit to be read out or texted to those whom it concerns (P7, P8).

People paste and type what no phone can say: line breaks, emoji, addresses, invisible characters. Numbers to
call and addresses of the web are left out: who rings a customer does so by the bridge, and providers refuse
both.
"""

import re
import unicodedata

LONGEST = 30
"""Characters of one value. Aliyun takes 35 in a variable that may hold any words, and seven seconds are about
what somebody keeps in mind who hears it once."""
_CUT = "…"
_WEB = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<!\d)(?:\+?\d{1,3}[ -])?1\d{2}([ -]?)\d{4}\1\d{4}(?!\d)"
    r"|(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)"
    r"|\d{7,}[0-9Xx]?"
)
"""Mobiles and fixed lines as people write them, and what else is as long: cards, accounts, identity."""
_REMARK = re.compile(r"[(（\[【].*?([)）\]】]|$)")
_NOTHING = frozenset({"无", "没有", "暂无", "不详", "未知", "n/a", "na", "none", "null", "nan", "test"})
"""What is typed into a field that has to be filled in."""
_PUNCTUATION = "，。；、：！？,.;:!?"
_WIDE = dict(zip(",;:!?", "，；：！？", strict=True))
_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters by their class that show nothing."""
_KEPT_SYMBOLS = "°￥¥$"
_BRACKETS = str.maketrans(dict.fromkeys("{}<>【】[]|\\^`~#*_", " "))
"""Marks that mean something to a template, to a signature or to whatever reads aloud."""


def short_words(said: object, longest: int = LONGEST) -> str:
    """What was `said`, on one line, in at most `longest` characters; empty where nothing is left to say."""
    if not isinstance(said, str):
        return ""
    words = _NUMBER.sub(" ", _WEB.sub(" ", _readable(said)))
    words = words.translate(_BRACKETS)
    words = _set(words)
    return "" if words.casefold() in _NOTHING else _cut(words, longest)


def short_name(name: object, longest: int = 12) -> str:
    """A name without the remarks that people write behind it."""
    return short_words(_REMARK.sub(" ", name) if isinstance(name, str) else name, longest)


def short_place(building: object, flat: object, longest: int = LONGEST) -> str:
    """Building and flat. Where they are too long the building's name is cut: the flat is looked for."""
    where, which = short_words(building, longest), short_words(flat, longest)
    if not where or len(where) + len(which) <= longest:
        return f"{where}{_between(where, which)}{which}"[:longest]
    left = longest - len(which) - len(_between(where, which))
    return f"{where[: left - 1]}{_CUT}{which}" if left > 1 else which


def _between(first: str, second: str) -> str:
    """Latin words are parted by a blank, Chinese ones are not."""
    both = first[-1:], second[:1]
    return " " if all(each and each.isascii() for each in both) else ""


def _readable(said: str) -> str:
    """Letters, digits, punctuation; every break becomes a comma."""
    found = []
    for sign in unicodedata.normalize("NFC", said):
        kind = unicodedata.category(sign)
        if sign in "\n\r\t\v\f\x85" or kind in ("Zl", "Zp"):
            found.append("\n")
        elif kind == "Zs":
            found.append(" ")
        elif kind[0] == "L" and sign not in _FILLERS:
            found.append(sign)
        elif kind == "Nd":
            found.append(str(unicodedata.digit(sign)))
        elif kind[0] in "PN" or kind == "Sm" or sign in _KEPT_SYMBOLS:
            found.append(sign)
        elif kind == "So":  # ㎡ and ℃ can be said, pictures cannot
            plain = unicodedata.normalize("NFKC", sign)
            found.append(plain if plain != sign and any(each.isalnum() for each in plain) else "")
    return "".join(found)


def _set(words: str) -> str:
    """Blanks and breaks in order, punctuation once and as the script around it has it."""
    words = re.sub(r"\s*\n\s*", "\n", words)
    words = re.sub(rf"(?<=[{_PUNCTUATION}])\n+|\n+(?=[{_PUNCTUATION}])", " ", words).strip()
    words = re.sub(r"\n+", lambda _: "，" if re.search("[\u3400-\u9fff]", words) else ", ", words)
    words = re.sub(
        r"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])[ \u3000]+|[ \u3000]+(?=[\u3400-\u9fff])", "", words
    )
    words = re.sub(r"\s+", " ", words)
    words = re.sub(
        r"(?<=[\u3400-\u9fff])[,;:!?]|[,;:!?](?=[\u3400-\u9fff])", lambda found: _WIDE[found[0]], words
    )
    words = re.sub(rf"([{_PUNCTUATION}])(?:\s*[{_PUNCTUATION}])+", r"\1", words)
    return words.strip(f"{_PUNCTUATION} -—_…·~/")


def _cut(words: str, longest: int) -> str:
    """At the last pause that leaves half of it, else between words, else wherever it has to be."""
    if len(words) <= longest:
        return words
    kept = words[: longest - 1]
    pause = max(kept.rfind(sign) for sign in f"{_PUNCTUATION} ")
    if words[longest - 1] in f"{_PUNCTUATION} ":
        pause = longest - 1
    if pause >= longest // 2:
        kept = kept[:pause]
    return kept.rstrip(f"{_PUNCTUATION} -—") + _CUT
