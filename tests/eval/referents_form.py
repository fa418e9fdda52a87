"""Reads what an annotator wrote about who is who in an article, and finds the offsets of the words. The form (referents.md):

  12 = Harbour Fund | organization            somebody more than the names given: a number, the fullest name, what it is
  13 = a board official | person | unnamed    somebody without a name who is spoken of twice or more: his first words
  @3.2 Finance Minister Elling = 1 | her = 1 | her aides = group
  they = 1+2 | it ~2 = 3 | its = ?            the mentions of a sentence, on one line or on several: words = who
  note: 3 and 5 are one                       for the one who settles

Who is a number, several (1+2), a kind for one without a name who is spoken of once, or "?". Words are sought in the sentence;
"~2" after them takes its second occurrence. Words that stand there as often as the sentence's lines have them need none.
Longer mentions go first: a name inside a mention of the same one is no occurrence. A closing 's is cut off.

What comes of it is a record without text: `entities` (id, `name` or, without a name, `words`: a span; `type`) and `mentions`,
ascending, the longer first (`span`; `entities`: ids, or `type` of one that is mentioned once, or neither: not settled).
"""
import re
from collections import Counter
from dataclasses import dataclass

from corpus_form import bounds, inside
from corpus_text import Wrong, layout, occurrences, place_of

KINDS = ("person", "group", "organization", "country", "place", "outlet")
PRONOUNS = set("i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself we us our ours ourselves "
               "they them their theirs themselves who whom whose which that".split())
SURE = PRONOUNS - set("you your yours yourself yourselves it its itself which that".split())  # these stand for people, or nearly always


@dataclass
class Mark:
    line: int
    at: str
    words: str
    number: int    # the k of ~k, or 0
    who: tuple     # ids, a kind, or nothing


def who_of(written):
    parts = [part.strip() for part in re.split(r"[+,]", written)]
    if written == "?":
        return ()
    if len(parts) == 1 and parts[0] in KINDS:
        return (parts[0],)
    if not all(part.isdigit() for part in parts) or len(set(parts)) < len(parts):
        raise Wrong(f"“{written}”: after = stands a number, several (1+2), one of {', '.join(KINDS)}, or ?")
    return tuple(sorted(map(int, parts)))


def marks_of(line, at, written):
    """The marks of a line's part, and what of it is wrong."""
    marks, faults = [], []
    for one in filter(None, (part.strip() for part in re.split(r"\s\|(?:\s|$)", written))):
        words, equals, who = (part.strip() for part in one.rpartition("="))
        number = re.search(r"\s*~(\d+)$", words)
        words = re.sub(r"(?:(?<=[sS])['’]|['’]s)$", "", words[:number.start()] if number else words)
        try:
            if not equals or not words:
                raise Wrong(f"“{one[:60]}” is no mention: words = who")
            marks.append(Mark(line, at, words, int(number[1]) if number else 0, who_of(who)))
        except Wrong as wrong:
            faults.append(f"line {line}, @{at}: {wrong}")
    return marks, faults


def parsed(written):
    """({number: (line, parts)}, marks, the notes, what is not the form)."""
    declared, marks, notes, faults, at = {}, [], [], [], None
    for n, line in enumerate(written.splitlines(), 1):
        line = line.strip()
        place = re.match(r"@(\d+\.\d+)(?:\s+|$)", line)
        if not line or line.startswith("#"):
            continue
        if line.startswith("note:"):
            notes.append(line[5:].strip())
        elif re.match(rf"\d+\s*=[^|=]*\|\s*(?:{'|'.join(KINDS)})\b", line):
            number, _, rest = line.partition("=")
            if int(number) in declared:
                faults.append(f"line {n}: the list has {int(number)} twice")
            declared[int(number)] = n, [part.strip() for part in rest.split("|")]
        elif place or at:
            at = place[1] if place else at
            found, wrong = marks_of(n, at, line[place.end():] if place else line)
            marks += found
            faults += wrong
        else:
            faults.append(f"line {n}: “{line[:60]}” is no line of the form")
    return declared, marks, notes, faults


def declaration(body, number, parts):
    """An entity of the list."""
    name, kind, unnamed = (parts + ["", "", ""])[:3]
    found = occurrences(body, name)
    if not found:
        raise Wrong(f"“{name}” does not stand in the text so: take the fullest form that stands there unbroken")
    if kind not in KINDS or unnamed not in ("", "unnamed"):
        raise Wrong(f"“{name}”: after it stands one of {', '.join(KINDS)}, and “unnamed” if that is no name")
    return {"id": number, "words" if unnamed or kind == "group" else "name": list(found[0]), "type": kind}


def within(span, other):
    return other[0] <= span[0] and span[1] <= other[1] and span != other


def placed(body, at, marks):
    """[(mark, span)] of one sentence, and what of it cannot be."""
    begin, end = bounds(body, at)[0]
    out, faults = [], []
    alike = {}
    for mark in marks:
        alike.setdefault(" ".join(mark.words.split()), []).append(mark)
    for words, same in sorted(alike.items(), key=lambda one: -len(one[0])):
        found = [(b + begin, e + begin) for b, e in occurrences(body[begin:end], words)]
        where = f"line {same[0].line}, @{at}: “{words}”"
        if not found:
            others = " · ".join(f"@{place_of(body, b)}" for b, _ in occurrences(body, words)[:4])
            faults.append(f"{where} does not stand in that sentence" + (f", but in {others}" if others else ": copy the words exactly"))
            continue
        told, free = [mark for mark in same if mark.number], [mark for mark in same if not mark.number]
        if any(mark.number > len(found) for mark in told):
            faults.append(f"{where} occurs {len(found)} times, not {max(mark.number for mark in told)}")
            continue
        out += [(mark, found[mark.number - 1]) for mark in told]
        left = [span for span in found if span not in [found[mark.number - 1] for mark in told]]
        outer = [span for span in left if not any(within(span, other) for _, other in out)]
        others = [span for span in left if not any(within(span, other) for mark, other in out if mark.who in [one.who for one in free])]
        fit = next((spans for spans in (outer, others, left) if len(spans) == len(free)), None)
        if free and fit is None:
            faults.append(f"{where} occurs {len(left)} times and is told {len(free)} times: say which by ~k, the k-th of the sentence, or by more words")
        out += list(zip(free, fit or []))
    return out, faults


def impossible(body, mentions):
    """What mentions of a finished record contradict each other."""
    cut = lambda one: f"@{place_of(body, one['span'][0])} “{body[slice(*one['span'])]}”"
    for one in mentions:
        if body[one["span"][1] - 1] in ",;:" or body[one["span"][0]] in ",;:":
            yield f"{cut(one)}: leave out the comma or colon at its edge"
    for i, one in enumerate(mentions):
        for other in mentions[i + 1:]:
            a, b = one["span"], other["span"]
            if a == b:
                yield f"{cut(one)} is told twice"
            elif a[0] < b[0] < a[1] < b[1]:
                yield f"{cut(one)} and {cut(other)} cross: neither holds the other"
            elif within(b, a) and one.get("entities") and one["entities"] == other.get("entities") and body[slice(*b)].lower() not in PRONOUNS:
                yield f"{cut(other)} lies in {cut(one)}, which is the same one: title, name and apposition are one mention"


def tidy(record):
    """Unnamed ones that are mentioned once, alone, need no entity; the mentions in their order. Ids that nothing needs and that are new are gone."""
    times = Counter(i for one in record["mentions"] for i in one.get("entities", []))
    several = {i for one in record["mentions"] for i in one.get("entities", []) if len(one["entities"]) > 1}
    single = {one["id"]: one["type"] for one in record["entities"] if "words" in one and times[one["id"]] < 2 and one["id"] not in several}
    for one in record["mentions"]:
        if len(one.get("entities", [])) == 1 and one["entities"][0] in single:
            one["type"] = single[one.pop("entities")[0]]
    record["entities"] = sorted((one for one in record["entities"] if times[one["id"]] and one["id"] not in single), key=lambda one: one["id"])
    record["mentions"].sort(key=lambda one: (one["span"][0], -one["span"][1]))
    return record


def mention(span, who):
    return {"span": list(span)} | ({} if not who else {"type": who[0]} if isinstance(who[0], str) else {"entities": list(who)})


def added(body, entities, written):
    """(mentions, notes, what is wrong): `entities`, a dictionary by id, gets what the words declare."""
    declared, marks, notes, faults = parsed(written)
    for number, (line, parts) in declared.items():
        try:
            if number in entities:
                raise Wrong(f"{number} is given already: take a higher number, and write a note: if what is given is wrong")
            entities[number] = declaration(body, number, parts)
        except Wrong as wrong:
            faults.append(f"line {line}: {wrong}")
            entities.setdefault(number, {"id": number, "name": [0, 0], "type": "person"})
    mentions, sentences = [], {}
    for mark in marks:
        sentences.setdefault(mark.at, []).append(mark)
    for at, same in sentences.items():
        try:
            found, wrong = placed(body, at, same)
        except Wrong as fault:
            found, wrong = [], [f"line {same[0].line}: {fault}"]
        faults += wrong
        for mark, span in found:
            unknown = [x for x in mark.who if x not in entities and x not in KINDS]
            if unknown:
                faults.append(f"line {mark.line}, @{at}: “{mark.words}”: the list has no {unknown[0]}")
            else:
                mentions.append(mention(span, mark.who))
    return mentions, notes, faults


def article_of(name, row):
    return {"id": name, "sha256": row["sha256"], "part": row["part"]}


def compiled(name, body, row, given, written):
    """(record, [what is wrong], [what to look at]). `given` are the entities of the article's settled record."""
    entities = {one["id"]: dict(one) for one in given}
    mentions, notes, faults = added(body, entities, written)
    record = {"article": article_of(name, row), "entities": list(entities.values()), "mentions": mentions}
    mentions.sort(key=lambda one: (one["span"][0], -one["span"][1]))
    faults += impossible(body, mentions)
    used = {i for one in mentions for i in one.get("entities", [])}
    looks = [f"note: {one}" for one in notes]
    looks += [f"{i} = {body[slice(*one.get('name', one.get('words')))]} is mentioned nowhere" for i, one in entities.items() if i not in used]
    looks += unmarked(body, record)
    return tidy(record), faults, looks


def unmarked(body, record):
    """Pronouns and names of the list that lie in no mention, a line a sentence."""
    spans = [one["span"] for one in record["mentions"]]
    names = set()
    for one in record["entities"]:
        if one.get("name", [0, 0]) != [0, 0] and one["type"] not in ("country", "place"):
            name = body[slice(*one["name"])]
            names |= {name, name.split()[-1]} if one["type"] == "person" else {name}
    for _, _, sentences in layout(body):
        for begin, end in sentences:
            left = [m[0] for m in re.finditer(r"\b[A-Za-z]+\b", body[begin:end]) if m[0].lower() in SURE
                    and m[0] not in ("i", "US") and not any(b <= begin + m.start() < e for b, e in spans)]
            left += sorted({name for name in names for b, e in occurrences(body[begin:end], name) if not inside([(b + begin, e + begin)], spans)})
            if left:
                yield f"@{place_of(body, begin)} has no mention with: {', '.join(left)}"
