"""The articles of the corpus (data/corpus/articles.tsv): their texts, which are not part of the project, their paragraphs and
sentences, and the quotation marks in them. Offsets are code points of the text whose SHA-256 the list has: PolNeAR's file as
it stands, the column `text` of Wikinews' CSV as it stands. Both lie beside the checkout in ../shared (SAYSO_SHARED).
"""
import csv
import functools
import os
import re
import unicodedata

from articles import HERE, POLNEAR, SHARED, digest, text_of

LIST = os.path.join(HERE, "..", "..", "data", "corpus", "articles.tsv")
RECORDS = os.path.join(HERE, "..", "..", "data", "corpus", "settled")
ONCE = os.path.join(HERE, "..", "..", "data", "corpus", "once")  # those of the part `more`
WIKINEWS = os.path.join(SHARED, "corpora", "wikinews", "2019.csv")
MARKS = str.maketrans("‘’“”\u00a0\u202f\u2009–—\u2011\u2010", "''\"\"   ----")
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
SHORT = r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sens?|Reps?|Gov|Gen|Lt|Col|Sgt|Capt|Rev|St|Jr|Sr|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|Inc|Corp|Co|Ltd|No|vs|v|al|etc)|\b[A-Z])\."
OPEN = [("“", "”"), ("``", "''"), ("''", "''"), ('"', '"'), ("‘", "’"), ("'", "'")]


class Wrong(Exception):
    pass


def listed():
    """{name: its line}, in the list's order."""
    with open(LIST, encoding="utf8") as file:
        return {row["name"]: row for row in csv.DictReader(file, delimiter="\t")}


def slug(title):
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32]


@functools.lru_cache(None)
def wikinews():
    """{name: line of the CSV}; a name is made as PolNeAR makes its own."""
    csv.field_size_limit(1 << 30)
    with open(WIKINEWS, encoding="utf8", newline="") as file:
        return {f"wikinews_{row['date']}_{slug(row['title'])}": row for row in csv.DictReader(file)}


@functools.lru_cache(None)
def text(name, folder=None):
    """The text of an article; Wrong where it is missing or another."""
    row = listed().get(name)
    if not row:
        raise Wrong(f"{name}: not in {os.path.relpath(LIST)}")
    try:
        if folder:
            with open(os.path.join(folder, name + ".txt"), encoding="utf8", newline="") as file:
                found = file.read()
        else:
            found = wikinews()[name]["text"] if row["origin"].startswith("wikinews") else text_of(row["origin"].split("/")[1], name)
    except (OSError, KeyError) as fault:
        raise Wrong(f"{name}: its text is missing ({fault})") from fault
    if digest(found) != row["sha256"]:
        raise Wrong(f"{name}: its text is another than the one annotated: SHA-256 {digest(found)}, not {row['sha256']}")
    return found


# ---------------------------------------------------------------- paragraphs, sentences
@functools.lru_cache(None)
def layout(body):
    """[(begin, end, [(begin, end) of each sentence])] of each paragraph: each line that has words."""
    out = []
    for line in re.finditer(r"[^\n\r]+", body):
        if not line[0].strip():
            continue
        cuts, begin = [line.start()], line.start()
        for stop in re.finditer(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[`]*[A-Z0-9])", line[0]):
            before = line[0][:stop.start() + 1]
            if not re.search(SHORT + "$", before) or re.search(r"\b(?:U\.S|a\.m|p\.m)\.$", before) and stop[0].strip() != ".":
                cuts.append(line.start() + stop.end())
        out.append((begin, line.end(), list(zip(cuts, cuts[1:] + [line.end()]))))
    return out


def place_of(body, at):
    """"paragraph.sentence" of an offset."""
    for p, (begin, end, sentences) in enumerate(layout(body), 1):
        if begin <= at < end:
            return f"{p}.{next(s for s, one in enumerate(sentences, 1) if one[0] <= at < one[1])}"
    return "1.1"


# ---------------------------------------------------------------- quotation marks
@functools.lru_cache(None)
def quotations(body):
    """[(begin, end)], marks in, outermost ones, of each paragraph; one that is never closed ends with its paragraph. A straight single mark counts
    where it stands at a word's outer side."""
    out = []
    for begin, end, _ in layout(body):
        at = begin
        while at < end:
            opening = next(((o, c) for o, c in OPEN if body.startswith(o, at) and opens(body, at, o)), None)
            if not opening:
                at += 1
                continue
            close = at + len(opening[0])
            while close < end and not (body.startswith(opening[1], close) and closes(body, close, opening[1])):
                close += 1
            if close >= end and opening[0] in "'‘":
                at += 1
                continue
            close = min(end, close + len(opening[1]))
            out.append((at, close))
            at = close
    return out


def opens(body, at, mark):
    before, after = body[at - 1:at], body[at + len(mark):at + len(mark) + 1]
    return not after.isspace() and (mark not in ("'", "‘", "''", "``") or not before.isalnum()) and not (mark == "'" and after == "'")


def closes(body, at, mark):
    return mark not in ("'", "’") or not body[at + 1:at + 2].isalnum() and not body[at - 1:at].isspace()


def form_of(body, spans):
    """direct, mixed or indirect: whether all, some or none of the content's letters and digits stand in quotation marks."""
    held = {at for b, e in quotations(body) for at in range(b, e)}
    letters = [at for b, e in spans for at in range(b, e) if body[at].isalnum()]
    inside = sum(at in held for at in letters)
    return "indirect" if not inside else "direct" if inside == len(letters) else "mixed"


# ---------------------------------------------------------------- finding words
@functools.lru_cache(None)
def plain(body):
    """The text with one kind of marks and single spaces, and of each of its characters the offset."""
    out, at = [], []
    for i, c in enumerate(body):
        c = c.translate(MARKS)
        if c in HIDDEN or c.isspace() and (not out or out[-1] == " "):
            continue
        out.append(" " if c.isspace() else c)
        at.append(i)
    return "".join(out), at


def occurrences(body, phrase):
    """[(begin, end)] where the words stand whole; exactly so, or else whatever the capitals."""
    flat, at = plain(body)
    want = " ".join(plain(phrase)[0].split())
    if not want:
        return []
    pattern = (r"(?<!\w)" if want[0].isalnum() else "") + re.escape(want) + (r"(?!\w)" if want[-1].isalnum() else "")
    found = list(re.finditer(f"(?={pattern})", flat)) or list(re.finditer(f"(?={pattern})", flat, re.I))
    return [(at[m.start()], at[m.start() + len(want) - 1] + 1) for m in found]
