"""Reads what an annotator wrote about an article and finds the offsets of its words. The form, line by line:

  text: report                    report, opinion or interview
  1 = Mara Elling | person | female      the who-list: a number, the fullest name that the article has, type, gender
  2 = Harbour Gazette | outlet

  @3.2                            an attribution; its cue stands in paragraph 3, sentence 2, as `show` numbers them
  s: Finance Minister Elling      source      none: the text names none
  c: told                         cue         none: a quotation without one
  q: “The mole >> is safe,”       content, a line each for each unbroken stretch; "first words >> last words" is a stretch
  w: 1                            who the source is, by number; several with "1, 2"
  k: unnamed                      kind of source; to be left out where it is w's type
  a: not urge                     act; left out: state. "not" says negated
  to: Gazette = 2                 to, via: words, and whose name they stand for
  via: Gazette = 2
  when: on Friday = 2026-03-06    the words and the date
  anon: who asked not to be named
  form: direct                    only where the quotation marks do not tell: a turn of an interview, a post that is set off

Words are sought in the block's sentence, then in its paragraph, then in the whole text, and must be there once; "~2" after
them takes the second of the paragraph, "@5" or "@5.2" before them seeks in that paragraph or sentence. Straight and curly
marks, dashes and spaces of all kinds are the same. A line that begins with "#" is not read. What holds what is found by the
tool: an attribution whose cue and content lie in another's content is within it. "⏎" is as good as a new line.
"""
import datetime
import re
from dataclasses import dataclass

from articles import ACTS, KINDS
from corpus_text import Wrong, form_of, layout, occurrences, place_of, quotations

TYPES = ("person", "organization", "country", "place", "outlet", "document", "other")
KIND_OF = {"person": "person", "organization": "organization", "country": "organization", "place": "organization",
           "outlet": "outlet", "document": "document"}
NAMED = tuple(kind for kind in KINDS if kind not in ("unnamed", "group"))
GENDERS = ("female", "male", "other")
TEXTS = ("report", "opinion", "interview")
FORMS = ("direct", "mixed", "indirect")
ONCE = ("s", "c", "w", "k", "a", "to", "via", "when", "anon", "form")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass
class Block:
    line: int
    at: str
    fields: dict
    content: list


def blocks_of(written):
    """The head's fields, the who-list and the blocks of a file, and what of it is not the form."""
    head, who, blocks, faults = {}, {}, [], []
    lines = [(n, part.strip()) for n, line in enumerate(written.splitlines(), 1) for part in line.split("⏎")]
    for n, line in lines:
        if not line or line.startswith("#"):
            continue
        key, colon, value = (part.strip() for part in line.partition(":"))
        if re.fullmatch(r"@\d+(\.\d+)?", line):
            blocks.append(Block(n, line[1:], {}, []))
        elif not blocks and re.fullmatch(r"\d+\s*=.*", line):
            number, _, rest = line.partition("=")
            if int(number) in who:
                faults.append(f"line {n}: the who-list has {int(number)} twice")
            who[int(number)] = n, [part.strip() for part in rest.split("|")]
        elif not blocks and colon and key in ("text", "who"):
            head[key] = value
        elif blocks and colon and key == "q":
            blocks[-1].content.append(value)
        elif blocks and colon and key in ONCE and key not in blocks[-1].fields:
            blocks[-1].fields[key] = value
        else:
            faults.append(f"line {n}: “{line[:60]}” is no line of the form" + (" (the field occurs twice in this block)" if key in ONCE else ""))
    return head, who, blocks, faults


# ---------------------------------------------------------------- places of words
def bounds(body, at):
    """The sentence's and the paragraph's bounds that "paragraph.sentence" says; the paragraph's alone for "paragraph"."""
    p, _, s = at.partition(".")
    paragraphs = layout(body)
    if not 1 <= int(p) <= len(paragraphs):
        raise Wrong(f"there is no paragraph {p}: the text has {len(paragraphs)}")
    begin, end, sentences = paragraphs[int(p) - 1]
    if not s:
        return [(begin, end)]
    if not 1 <= int(s) <= len(sentences):
        raise Wrong(f"paragraph {p} has {len(sentences)} sentences, not {s}")
    return [sentences[int(s) - 1], (begin, end)]


def context(body, span):
    return f"[{place_of(body, span[0])}] …{body[max(0, span[0] - 25):span[1] + 25]}…".replace("\n", " ")


def choose(body, at, phrase, free=lambda span: True):
    """The one occurrence of the words that "@", "~" and the places say. `free` says which occurrences may be meant."""
    only = re.match(r"@(\d+(?:\.\d+)?)\s+", phrase)
    if only:
        at, phrase = only[1], phrase[only.end():]
    number = re.search(r"\s*~(\d+)$", phrase)
    if number:
        phrase = phrase[:number.start()]
    found = occurrences(body, phrase)
    if not found:
        raise Wrong(f"the words “{phrase}” do not stand in the text: copy them exactly")
    levels = bounds(body, at)
    if number:
        inside = [span for span in found if levels[-1][0] <= span[0] < levels[-1][1]]
        if not 1 <= int(number[1]) <= len(inside):
            raise Wrong(f"“{phrase}” occurs {len(inside)} times in paragraph {at.partition('.')[0]}, not {number[1]}")
        return inside[int(number[1]) - 1]
    for begin, end in levels if only else levels + [(0, len(body))]:
        inside = [span for span in found if begin <= span[0] < end]
        fit = [span for span in inside if free(span)]
        if len(fit) == 1:
            return fit[0]
        if fit:
            raise Wrong(f"“{phrase}” occurs {len(fit)} times; say which by more words, ~k (the k-th of the paragraph) or @P.S before it: "
                        + " · ".join(context(body, span) for span in fit[:4]))
    if only:
        raise Wrong(f"“{phrase}” does not stand in @{at}, but at " + " · ".join(context(body, span) for span in found[:3]))
    raise Wrong(f"“{phrase}” stands only within this attribution's other words: " + " · ".join(context(body, span) for span in found[:3]))


def stretch(body, at, phrase):
    """A content's span: the words, or from the first to the last of "first >> last"."""
    first, arrow, last = (part.strip() for part in phrase.partition(">>"))
    if not arrow:
        return choose(body, at, phrase)
    if not first or not last:
        raise Wrong(f"“{phrase}”: words before and after >>")
    begin = choose(body, at, first)
    number = re.search(r"\s*~(\d+)$", last)
    last = last[:number.start()] if number else last
    ends = [span for span in occurrences(body, last) if span[0] >= begin[0] and span[1] > begin[1]]
    if not ends:
        raise Wrong(f"“{last}” does not stand after “{first}”")
    paragraph = next(end for b, end, _ in layout(body) if b <= begin[0] < end)
    near = [span for span in ends if span[0] < paragraph]
    near = near or [span for span in ends if place_of(body, span[0]).partition(".")[0] == place_of(body, ends[0][0]).partition(".")[0]]
    if number and not 1 <= int(number[1]) <= len(near):
        raise Wrong(f"“{last}” occurs {len(near)} times after “{first}” in its paragraph")
    if not number and len(near) > 1:
        raise Wrong(f"“{last}” occurs {len(near)} times after “{first}”; take more words at the end, or ~k after them: "
                    + " · ".join(context(body, span) for span in near[:4]))
    return begin[0], near[int(number[1]) - 1 if number else 0][1]


# ---------------------------------------------------------------- fields
def date_of(words, date, published):
    """An ISO 8601 day, week, month, year, or start/end; a day must be the weekday that the words name."""
    for part in date.split("/"):
        try:
            if re.fullmatch(r"\d{4}-W\d\d", part):
                datetime.date.fromisocalendar(int(part[:4]), int(part[6:]), 1)
            elif re.fullmatch(r"\d{4}(-\d\d){0,2}", part):
                datetime.date.fromisoformat((part + "-01-01")[:10])
            else:
                raise ValueError
        except ValueError:
            raise Wrong(f"the date {date} is none: a day 2026-03-06, week 2026-W10, month 2026-03, year 2026, or start/end") from None
    if date.count("/") > 1 or "/" in date and date.split("/")[0] >= date.split("/")[1]:
        raise Wrong(f"the date {date} is no start/end")
    named = [day for day in DAYS if day in words.lower()]
    if len(named) == 1 and re.fullmatch(r"\d{4}-\d\d-\d\d", date) and DAYS[datetime.date.fromisoformat(date).weekday()] != named[0]:
        raise Wrong(f"{date} is a {DAYS[datetime.date.fromisoformat(date).weekday()]}, not a {named[0]} (published {published})")
    return date


def parties(value, who):
    ids = [int(x) if x.isdigit() else x for x in re.split(r"[,\s]+(?:and\s+)?", value.strip()) if x]
    unknown = [x for x in ids if x not in who]
    if unknown or not ids:
        raise Wrong(f"the who-list has no {', '.join(map(str, unknown)) or 'number here'}: write its number")
    return ids


def tail(body, span, what):
    if body[span[1] - 1] in ",;:" or body[span[0]] in ",;:":
        raise Wrong(f"{what} “…{body[max(span[0], span[1] - 30):span[1]]}”: leave out the comma or colon at its end")


def marks_of(body, spans):
    """Complains of quotation marks that a content leaves out, and of a full stop that it takes in."""
    for begin, end in spans:
        for b, e in quotations(body):
            letters = [at for at in range(b, e) if body[at].isalnum()]
            if letters and begin <= letters[0] and letters[-1] < end and (begin > b or end < e and body[e - 1] in "\"”’'"):
                raise Wrong(f"content “{body[begin:begin + 20]} … {body[end - 15:end]}”: take in the quotation marks on both sides")
        inside = any(b < end <= e for b, e in quotations(body))
        if not inside and body[end - 1] == "," or body[begin] in ",;":
            raise Wrong(f"content “… {body[end - 25:end]}”: leave out the comma at its end")
        if not inside and re.search(r"[a-z)%]{3}\.$", body[begin:end]) and not re.search(r"\b(?:Inc|Corp|etc|Sept)\.$", body[begin:end]) \
                and place_of(body, begin) == place_of(body, end - 1) and not body[begin:begin + 1].isupper():
            raise Wrong(f"content “… {body[end - 25:end]}”: leave out the full stop")


def field_of(body, published, at, key, value, who, near):
    """A field's value in the record, but source, cue and content. `near` are the attribution's spans."""
    def free(span):
        return not any(b < span[1] and span[0] < e for b, e in near)
    if key == "a":
        negated, act = (True, value[4:].strip()) if value.startswith("not ") else (False, value)
        if act not in ACTS:
            raise Wrong(f"a: {act} is no act: {', '.join(ACTS)}; with “not ” before it if negated")
        return act, negated
    if key in ("to", "via"):
        words, equals, number = (part.strip() for part in value.rpartition("=")) if "=" in value else (value, "", "")
        span = choose(body, at, words) if "~" in words or "@" in words else nearest(body, at, words, free)
        ids = parties(number, who) if equals else []
        if key == "via" and any(who[i]["type"] != "outlet" for i in ids):
            raise Wrong("via is always an outlet: let the who-list say so, or leave via out")
        return {"span": list(span)} | ({"entity": ids[0]} if len(ids) == 1 else {"entities": ids} if ids else {})
    if key == "when":
        words, equals, date = (part.strip() for part in value.rpartition("="))
        if not equals:
            raise Wrong("when: words = date")
        return {"span": list(nearest(body, at, words, free)), "date": date_of(words, date, published)}
    if key == "anon":
        return {"span": list(choose(body, at, value))}
    raise Wrong(f"{key}: unknown")


def nearest(body, at, words, free):
    """Words beside the attribution's own, or, where they stand nowhere else (a cue "said Friday"), within them."""
    try:
        return choose(body, at, words, free)
    except Wrong as fault:
        if "stands only within" not in str(fault):
            raise
        return choose(body, at, words)


def kind_of(written, ids, who, source):
    kind = written or (KIND_OF.get(who[ids[0]]["type"]) if ids else None)
    if not source:
        if written or ids:
            raise Wrong("no source (s:), so neither k nor w")
        return None
    if kind not in KINDS:
        raise Wrong(f"k: is one of {', '.join(KINDS)}" + ("" if written else "; without w: it must be said"))
    if ids and kind not in NAMED:
        raise Wrong(f"a source that is {kind} has no w")
    if kind == "person" and not ids:
        raise Wrong("a person is one whom the article names: w is missing; else unnamed or group")
    return kind


def attribution(body, published, block, who):
    """One block as an attribution of the record, without id and within."""
    f, at = block.fields, block.at
    if not block.content:
        raise Wrong("no content (q:)")
    content = sorted(stretch(body, at, one) for one in block.content)
    for span in content:
        if place_of(body, span[0]).partition(".")[0] != place_of(body, span[1] - 1).partition(".")[0]:
            raise Wrong("a stretch ends with its paragraph: a q line for each paragraph")
    if any(x[1] > y[0] for x, y in zip(content, content[1:])):
        raise Wrong("two stretches of its content overlap")
    def outside(spans):
        return lambda span: not any(b < span[1] and span[0] < e for b, e in spans)
    out, taken = {}, list(content)
    cue = source = None
    if f.get("c"):
        cue = choose(body, at, f["c"], outside(taken))
        taken.append(cue)
    if f.get("s"):
        source = choose(body, at, f["s"], outside(taken))
        taken.append(source)
    if not cue and not source:
        raise Wrong("neither source nor cue")
    for what, span in (("source", source), ("cue", cue)):
        if span:
            tail(body, span, what)
    for part in [x for x in (cue, source) if x]:
        if not outside(content)(part):
            raise Wrong(f"“{body[part[0]:part[1]]}” lies in this attribution's own content: say which words by ~k, or split the content in two q lines")
    if cue and source and not outside([cue])(source):
        raise Wrong("source and cue overlap")
    marks_of(body, content)
    ids = parties(f["w"], who) if f.get("w") else []
    kind = kind_of(f.get("k"), ids, who, source)
    if source:
        out["source"] = {"span": list(source)} | ({"entity": ids[0]} if len(ids) == 1 else {"entities": ids} if ids else {}) | {"kind": kind}
    if cue:
        out["cue"] = {"span": list(cue)}
    out["content"] = [{"span": list(one)} for one in content]
    if f.get("form") and f["form"] not in FORMS:
        raise Wrong(f"form: {', '.join(FORMS)}")
    out["form"] = f.get("form") or form_of(body, content)
    out["act"], negated = field_of(body, published, at, "a", f.get("a") or "state", who, taken)
    if negated:
        out["negated"] = True
    for key, name in (("to", "to"), ("via", "via"), ("when", "when"), ("anon", "anonymity")):
        if f.get(key):
            out[name] = field_of(body, published, at, key, f[key], who, taken)
    return out


# ---------------------------------------------------------------- nests
def spans_of(one, *parts):
    return [piece["span"] for part in parts for piece in (one[part] if part == "content" else [one[part]] if part in one else [])]


def inside(spans, outer):
    return all(any(b <= x and y <= e for b, e in outer) for x, y in spans)


def nest(found):
    """Gives each attribution its id, in the order of the text, and its within; yields what crosses. Within is the smallest content
    that holds cue and content; of two the same the later."""
    found.sort(key=lambda one: (min(map(tuple, spans_of(one, "cue", "content"))), -max(e for _, e in spans_of(one, "content"))))
    for n, one in enumerate(found, 1):
        one["id"] = n
    for one in found:
        one.pop("within", None)
        anchor, whole = spans_of(one, "cue") or spans_of(one, "content"), spans_of(one, "cue", "content")
        around = []
        for other in found:
            outer = spans_of(other, "content")
            if other is one or not inside(anchor, outer):
                continue
            if not inside(whole, outer):
                yield one, other, "its cue lies in the content of the other, and its content does not: one content is too long or too short"
            elif whole != outer or "cue" in one:
                around.append((sum(e - b for b, e in outer), -other["id"], other["id"]))
        if around:
            one["within"] = min(around)[2]
    for i, one in enumerate(found):
        for other in found[i + 1:]:
            for a in spans_of(one, "content"):
                for b in spans_of(other, "content"):
                    if a[0] < b[0] < a[1] < b[1] or b[0] < a[0] < b[1] < a[1]:
                        yield one, other, "their contents cross: neither holds the other"


# ---------------------------------------------------------------- the whole file
def entity(body, line, parts):
    name, kind, gender = (parts + ["", "", ""])[:3]
    found = occurrences(body, name)
    if not found:
        raise Wrong(f"the name “{name}” does not stand in the text so: take the fullest form that stands there unbroken")
    if kind not in TYPES:
        raise Wrong(f"“{name}”: its type is one of {', '.join(TYPES)}")
    if gender and (gender not in GENDERS or kind != "person"):
        raise Wrong(f"“{name}”: gender is of a person: {', '.join(GENDERS)}, or left out")
    return {"name": list(found[0]), "type": kind} | ({"gender": gender} if gender else {})


def fuller(body, one):
    """A longer form of a one-word person's name that the text has, if there is one."""
    name = body[slice(*one["name"])]
    if one["type"] == "person" and " " not in name:
        for begin, end in occurrences(body, name):
            before = re.search(r"(?:[A-Z][\w.’'-]+ ){1,2}$", body[max(0, begin - 40):begin])
            if before and not re.search(r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Mayor|President|Senator|Secretary|Judge|Minister|Lady)\.? $", before[0]):
                return before[0] + name
    return None


def compiled(name, body, row, written):
    """(record without text, [what is wrong], [what to look at])."""
    head, listed, blocks, faults = blocks_of(written)
    notes, who, done = [], {}, []
    if head.get("text") not in TEXTS:
        faults.append(f"the first line says what the text is: “text: ” {', '.join(TEXTS)}")
    for number, (line, parts) in listed.items():
        try:
            who[number] = entity(body, line, parts)
            other = next((n for n, x in who.items() if n != number and x["name"] == who[number]["name"]), None)
            if other:
                faults.append(f"line {line}: {number} is the same name as {other}")
            longer = fuller(body, who[number])
            if longer:
                notes.append(f"line {line}: is “{longer}” the fuller form of {parts[0]}?")
        except Wrong as wrong:
            faults.append(f"line {line}: {wrong}")
            who[number] = {"name": [0, 0], "type": (parts + [""])[1]}
    where = {}
    for block in blocks:
        try:
            one = attribution(body, row["published"], block, who)
            where[id(one)] = block
            done.append(one)
        except Wrong as wrong:
            faults.append(f"line {block.line}, @{block.at} “{block.fields.get('c', '')}”: {wrong}")
    for one, other, what in nest(done):
        a, b = where[id(one)], where[id(other)]
        faults.append(f"line {a.line}, @{a.at} “{a.fields.get('c', '')}” and line {b.line}, @{b.at} “{b.fields.get('c', '')}”: {what}")
    for i, one in enumerate(done):
        for other in done[i + 1:]:
            if spans_of(one, "source", "cue", "content") == spans_of(other, "source", "cue", "content"):
                faults.append(f"lines {where[id(one)].line} and {where[id(other)].line} are the same attribution")
    article = {"id": name, "sha256": row["sha256"], "origin": row["origin"], "published": row["published"], "part": row["part"],
               "kind": head.get("text")}
    record = {"format": 2, "article": article, "entities": [{"id": n} | one for n, one in sorted(who.items())],
              "attributions": [{"id": one["id"]} | one for one in done]}
    return record, faults, notes
