"""Annotates the fields of whole records (guidelines.md) upon the attributions that PolNeAR has.

  annotate.py choose                          prints articles.tsv, chosen by a fixed rule
  annotate.py show NAME                       the article, its date, its numbered attributions
  annotate.py form NAME                       the easy form, to be filled in: each "" is a field to decide, or to strike out
  annotate.py compile EASY.json OUT.json      the easy form made offsets; says what is wrong with it
  annotate.py agree A B [--decisions FILE]    two files, or two folders of them: agreement by field, and what they differ in;
                                              FILE is written for settling, with "?" for each difference
  annotate.py settle A B DECISIONS GOLD       two folders and the decisions made gold; all folders hold NAME.json

The easy form is a list, an object for each attribution:

  {"n": 3, "kind": "person", "who": "Mara Elling", "act": "deny", "to": "reporters", "via": "Harbour Gazette",
   "when": "on Friday", "date": "2026-03-06", "anonymity": "who asked not to be named", "within": 2}

n is PolNeAR's number. An attribution that PolNeAR has not (one inside another's content) has no n but "id", a number from
101 up, and its "source" (null where there is none), "cue" and "content" (words, or a list of them). Strings are the
article's exact words, but for straight and curly marks, which are the same. Of words that occur more than once who takes the
first and the others the nearest to the cue; "words#2" takes the second of the article. "the paper = Harbour Gazette" says,
for to and via, that the words near the cue stand for that name. Fields left out, or null, say that there is nothing. Keys
that begin with "_" are not read. {"n": 7, "strike": "why"} leaves out what PolNeAR has by mistake.
"""
import datetime
import json
import os
import re
import sys
from collections import Counter

from articles import (ACTS, KINDS, POLNEAR, annotations, attributions, brat, digest, listed, overlap, text_of, words)

MARKS = str.maketrans("‘’“”\u00a0", "''\"\" ")
SPANS = ("to", "via", "when", "anonymity")
FIELDS = ("kind", "who", "act", "to", "via", "date", "anonymity", "within")
DATE = r"\d{4}(-W\d\d|-\d\d(-\d\d)?)?"
READ = {"n", "id", "source", "cue", "content", "kind", "who", "act", "date", "within", *SPANS}


class Wrong(Exception):
    pass


def read_json(path):
    with open(path, encoding="utf8") as file:
        try:
            return json.load(file)
        except json.JSONDecodeError as fault:
            raise Wrong(f"{path}: {fault}") from fault


def write_json(path, value, items=()):
    """An object a line for the list under the last key, so that differences can be read."""
    with open(path, "w", encoding="utf8") as file:
        head = json.dumps(value, ensure_ascii=False, indent=1)
        if items:
            rows = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in items)
            head = head.removesuffix("\n}") + ',\n "attributions": [\n  ' + rows + "\n ]\n}"
        file.write(head + "\n")


# ---------------------------------------------------------------- choose
OUTLETS = ("breitbart", "huff-post", "nyt", "politico", "usa-today", "wash-post", "west-journal")
QUOTA = {"train": {"nyt": 4, "wash-post": 4, "usa-today": 2, "": 3},
         "dev": {"politico": 2, "usa-today": 2, "west-journal": 2, "nyt": 0, "wash-post": 0, "": 1}}


def complete(text, found):
    """Long quotations all lie in contents, and the plainest cues in cues or contents: nobody stopped halfway."""
    held = {at for one in found for begin, end in one["content"] + one["cue"] for at in range(begin, end)}
    spans = [m.span() for m in re.finditer(r'“[^“”\n]{25,}|(?<!\S)"[^"\n]{25,}"|\b(?:said|says|told|according to)\b', text)]
    return all(2 * len(held & set(range(*span))) >= span[1] - span[0] for span in spans)


def reporting(text, found):
    """How many cues are words of reporters: opinion pieces have few."""
    return sum(bool(re.search(r"\b(?:sa(?:id|ys?|ying)|told|tells?|according to|wrote|writes|writing|added|adding|tweet\w*|"
                              r"asked|announced|noted|noting|argued)\b", words(text, one["cue"]), re.I)) for one in found)


def fit(split, name):
    paths, text = annotations(split, name), text_of(split, name)
    if len(paths) != 1 or not 300 <= len(text.split()) <= 650:
        return False
    found = brat(paths[0])
    with open(paths[0], encoding="utf8") as file:
        joined = sum(line.startswith("E") for line in file)
    return 9 <= len(found) <= 24 and len(found) == joined and complete(text, found) and reporting(text, found) >= 6


def choose():
    """Of each outlet and split the fit articles whose names have the lowest SHA-256. Aside: of train the last of each
    outlet, of dev the last three of all."""
    rows = []
    for split, quota in QUOTA.items():
        names = [name[:-4] for name in os.listdir(os.path.join(POLNEAR, split, "text"))]
        names.sort(key=digest)
        chosen = []
        for outlet in OUTLETS:
            wanted = quota.get(outlet, quota[""])
            found = [name for name in names if name.startswith(outlet + "_") and fit(split, name)][:wanted]
            chosen += [(name, "aside" if split == "train" and name == found[-1] else "work") for name in found]
        last = sorted((name for name, part in chosen), key=digest)[-3:] if split == "dev" else []
        rows += [(name, split, "aside" if name in last else part, name.split("_")[1]) for name, part in chosen]
    print("name", "split", "part", "published", sep="\t")
    for row in rows:
        print(*row, sep="\t")


# ---------------------------------------------------------------- show, form
def article(name):
    row = listed().get(name)
    if not row:
        raise Wrong(f"{name} is not in articles.tsv")
    return row, text_of(row["split"], name), attributions(row["split"], name)


def show(name):
    row, text, found = article(name)
    day = datetime.date.fromisoformat(row["published"])
    print(f"{name}   {row['split']}, {row['part']}; published {day} ({day:%A}, {day:%G-W%V})\n")
    for paragraph in re.finditer(r"[^\n]+", text):
        print(f"[{paragraph.start()}] {paragraph[0]}\n")
    for n, one in enumerate(found, 1):
        print(f"{n:2}", *(f"  {role} {one[role]} {words(text, one[role])}\n  " for role in ("source", "cue", "content")))


def form(name):
    row, text, found = article(name)
    rows = []
    for n, one in enumerate(found, 1):
        told = " | ".join(words(text, one[role]) or "-" for role in ("source", "cue", "content"))
        blank = {} if one["source"] else {"kind": None, "who": None}
        rows.append(json.dumps({"_": told}, ensure_ascii=False)[:-1] + ",\n  " +
                    json.dumps({"n": n, "kind": "", "who": "", "act": ""} | blank)[1:])
    print("[\n " + ",\n ".join(rows) + "\n]")


# ---------------------------------------------------------------- compile
def places(text, phrase):
    """Where the words stand whole in the text."""
    plain = phrase.translate(MARKS).strip()
    pattern = r"\s+".join(map(re.escape, plain.split()))
    before, after = (r"(?<!\w)" if plain[:1].isalnum() else ""), (r"(?!\w)" if plain[-1:].isalnum() else "")
    return [m.span() for m in re.finditer(before + pattern + after, text.translate(MARKS))] if plain else []


def distance(span, pieces):
    return min(max(0, begin - span[1], span[0] - end) for begin, end in pieces)


def place(text, phrase, near=None, only=False):
    """The span of words: the occurrence that "#k" says, the nearest to `near`, or the first."""
    plain, _, number = phrase.rpartition("#") if re.search(r"#\d+$", phrase) else (phrase, "", "")
    found = places(text, plain)
    if not found:
        raise Wrong(f"the words “{plain}” are not in the article")
    if number:
        if not 1 <= int(number) <= len(found):
            raise Wrong(f"“{plain}” occurs {len(found)} times, not {number}")
        return list(found[int(number) - 1])
    if only and len(found) > 1:
        raise Wrong(f"“{plain}” occurs {len(found)} times: say which with #1 to #{len(found)}")
    return list(min(found, key=lambda span: distance(span, near))) if near else list(found[0])


def parts_of(text, easy, found):
    """Source, cue and content of one object of the easy form."""
    if "n" in easy:
        if not isinstance(easy["n"], int) or not 1 <= easy["n"] <= len(found):
            raise Wrong(f"PolNeAR has no attribution {easy['n']} here, but 1 to {len(found)}")
        return dict(found[easy["n"] - 1])
    if not isinstance(easy.get("id"), int) or easy["id"] < 101:
        raise Wrong("neither n nor an id from 101 up")
    if not easy.get("cue") or not easy.get("content"):
        raise Wrong("an attribution without n needs source (or null), cue and content")
    contents = easy["content"] if isinstance(easy["content"], list) else [easy["content"]]
    content = sorted(place(text, phrase, only=True) for phrase in contents)
    cue = place(text, easy["cue"], content)
    source = [place(text, easy["source"], [cue])] if easy.get("source") else []
    if overlap([cue], content) or overlap(source, content) or overlap(source, [cue]):
        raise Wrong("source, cue and content overlap: say which words with #k")
    return {"source": source, "cue": [cue], "content": content}


def choice(easy, field, labels, absent):
    value = easy.get(field)
    if value is None and absent:
        return None
    if value not in labels:
        raise Wrong(f"{field} is {json.dumps(value)}, and may be one of {', '.join(labels)}" + (" or null" if absent else ""))
    return value


def party(text, phrase, cue):
    """The span of an addressee or outlet, and with " = " that of the name it stands for."""
    near, _, name = phrase.partition(" = ")
    out = {"span": place(text, near, cue)}
    return out | ({"who": place(text, name)} if name else {})


def fields_of(text, easy, parts):
    unknown = [key for key in easy if key not in READ and not key.startswith("_")]
    if unknown:
        raise Wrong(f"unknown: {', '.join(unknown)}")
    if "who" not in easy or easy["who"] == "":
        raise Wrong("who is not decided: a name, or null")
    out = {"kind": choice(easy, "kind", KINDS, not parts["source"]), "act": choice(easy, "act", ACTS, False)}
    if not parts["source"] and (easy["who"] or out["kind"]):
        raise Wrong("who and kind are null where there is no source")
    out["who"] = place(text, easy["who"]) if easy["who"] else None
    for field in SPANS:
        if easy.get(field):
            out[field] = (party if field in ("to", "via") else lambda *a: {"span": place(*a)})(text, easy[field], parts["cue"])
    if bool(easy.get("when")) != bool(easy.get("date")):
        raise Wrong("when and date stand together or not at all")
    if easy.get("date"):
        if not re.fullmatch(f"{DATE}(/{DATE})?", easy["date"]):
            raise Wrong(f"the date {easy['date']} is none")
        out["when"]["date"] = easy["date"]
    return out


def compiled(name, easy):
    """The gold form of one annotator's work, and what is wrong with it."""
    row, text, found = article(name)
    out, faults, ids = [], [], [one.get("n", one.get("id")) for one in easy]
    faults += [f"there is no attribution {n}" for n in range(1, len(found) + 1) if n not in ids]
    faults += [f"attribution {n} occurs {times} times" for n, times in Counter(ids).items() if times > 1]
    struck = [number for number, one in zip(ids, easy) if one.get("strike")]
    for number, one in zip(ids, easy):
        if number in struck:
            continue
        try:
            parts = parts_of(text, one, found)
            done = {"id": number} | parts | fields_of(text, one, parts)
            if one.get("within") is not None:
                if one["within"] not in ids or one["within"] in (number, *struck):
                    raise Wrong(f"it cannot be within {one['within']}")
                done["within"] = one["within"]
            out.append(done)
        except Wrong as wrong:
            faults.append(f"attribution {number}: {wrong}")
    faults += nesting_faults(out)
    head = {"format": 1, "article": {"id": name, "sha256": digest(text), "split": row["split"], "part": row["part"],
                                     "published": row["published"]}}
    return head, sorted(out, key=lambda one: one["id"]), faults


def holds(outer, inner):
    """All of the inner one's parts but those that stand beside the outer content's ends lie in the outer content."""
    return any(begin <= inner["cue"][0][0] and inner["cue"][0][1] <= end for begin, end in outer["content"])


def nesting_faults(out):
    of = {one["id"]: one for one in out}
    for one in out:
        outer = of.get(one.get("within"))
        if outer and not holds(outer, one):
            yield f"attribution {one['id']}: its cue is not in the content of {outer['id']}"
        around = [other["id"] for other in out if other is not one and holds(other, one)]
        if around and not one.get("within"):
            yield f"attribution {one['id']}: its cue is in the content of {around}, and it has no within"


def compile_easy(path, out):
    name = os.path.basename(path).removesuffix(".json").removesuffix(".easy")
    head, done, faults = compiled(name, read_json(path))
    if faults:
        raise Wrong("\n".join(f"{name}: {fault}" for fault in faults))
    write_json(out, head, done)
    print(f"{name}: {len(done)} attributions, {sum(one['id'] > 100 for one in done)} of them added")


# ---------------------------------------------------------------- agree
def pairs_of(a, b):
    """[(A's, B's)], either of which may be None: the same where the cues touch and the contents mostly agree."""
    out, free = [], list(b)
    for one in a:
        rated = [(overlap(one["cue"], x["cue"]) + overlap(one["content"], x["content"]), x) for x in free
                 if overlap(one["cue"], x["cue"]) and overlap(one["content"], x["content"]) >= 0.5]
        other = max(rated, key=lambda pair: pair[0])[1] if rated else None
        free = [x for x in free if x is not other]
        out.append((one, other))
    return out + [(None, x) for x in free]


def same_party(text, x, y):
    if not x or not y:
        return x == y
    ends = [x["span"], *([x["who"]] if "who" in x else [])], [y["span"], *([y["who"]] if "who" in y else [])]
    folded = [{re.sub(r"^the ", "", text[b:e].casefold()) for b, e in side} for side in ends]
    return bool(overlap(*ends)) or bool(folded[0] & folded[1])


def value(one, field):
    return (one.get("when") or {}).get("date") if field == "date" else one.get(field)


def same(text, field, x, y, to_b):
    """Whether two annotators say the same of a field."""
    a, b = value(x, field), value(y, field)
    if field in ("to", "via"):
        return same_party(text, a, b)
    if field == "anonymity":
        return bool(a) == bool(b) and (not a or overlap([a["span"]], [b["span"]]) > 0)
    if field == "within":
        return to_b.get(a, a) == b
    if field == "who" and a and b:
        return a == b or text[slice(*a)] == text[slice(*b)]
    return a == b


def said(text, one, field):
    """A field for people."""
    found = value(one, field)
    if isinstance(found, dict):
        return words(text, [found[key] for key in ("span", "who") if key in found])
    return text[slice(*found)] if isinstance(found, list) else str(found)


def kappa(counts):
    n = sum(counts.values())
    by_chance = sum(sum(v for k, v in counts.items() if k[0] == label) * sum(v for k, v in counts.items() if k[1] == label)
                    for label in {x for k in counts for x in k}) / n / n if n else 1
    return (sum(v for k, v in counts.items() if k[0] == k[1]) / n - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0


def files_of(path):
    """{name: file} of a folder, or of one file."""
    if os.path.isdir(path):
        return {name[:-5]: os.path.join(path, name) for name in sorted(os.listdir(path))
                if name.endswith(".json") and not name.endswith(".easy.json")}
    return {os.path.basename(path)[:-5]: path}


def differences(name, a, b):
    """[(key for the decisions, field, A's, B's)] and, of each pair, whether the fields agree."""
    text = article(name)[1]
    pairs = pairs_of(a["attributions"], b["attributions"])
    to_b = {x["id"]: y["id"] for x, y in pairs if x and y}
    out, verdicts = [], []
    for x, y in pairs:
        if not x or not y:
            out.append((f"{'A' if x else 'B'}{(x or y)['id']}", "keep", x, y))
            continue
        verdict = {field: same(text, field, x, y, to_b) for field in FIELDS}
        verdicts.append((x, y, verdict))
        out += [(str(x["id"]), field, x, y) for field in FIELDS if not verdict[field]]
    return text, out, verdicts


def agree(path_a, path_b, decisions=None):
    a, b = files_of(path_a), files_of(path_b)
    if len(a) == len(b) == 1:
        b = dict(zip(a, b.values()))
    right, n, labels, one_sided, todo = Counter(), 0, {"kind": Counter(), "act": Counter()}, 0, {}
    has = Counter()
    for name in sorted(a.keys() & b.keys()):
        text, different, verdicts = differences(name, read_json(a[name]), read_json(b[name]))
        n += len(verdicts)
        for x, y, verdict in verdicts:
            right.update(field for field in FIELDS if verdict[field])
            has.update(field for field in FIELDS if value(x, field) or value(y, field))
            right.update("+" + field for field in FIELDS if verdict[field] and (value(x, field) or value(y, field)))
            for field in labels:
                labels[field][value(x, field), value(y, field)] += 1
        for key, field, x, y in different:
            one = x or y
            sides = " ≠ ".join(said(text, side, field) for side in (x, y)) if field != "keep" else f"{key[0]} alone has it"
            print(f"{name} {key} {field}: {sides}")
            print("    " + " | ".join(words(text, one[role])[:90] or "-" for role in ("source", "cue", "content")))
            one_sided += field == "keep"
            todo.setdefault(name, {}).setdefault(key, {})[field] = "?"
    if not n:
        raise Wrong("nothing to compare")
    print(f"\n{len(a.keys() & b.keys())} articles, {n} attributions of both, {one_sided} of one alone\n")
    print(f"{'field':10} {'agree %':>8} {'kappa':>6} {'said by either':>15} {'agree % of these':>17}")
    for field in FIELDS:
        chance = f"{kappa(labels[field]):6.2f}" if field in labels else " " * 6
        both = f"{100 * right['+' + field] / has[field]:17.1f}" if has[field] else ""
        print(f"{field:10} {100 * right[field] / n:8.1f} {chance} {has[field]:15} {both}")
    if decisions:
        write_json(decisions, todo)


# ---------------------------------------------------------------- settle
def settled_field(name, text, x, y, field, decision, to_a):
    """The value that a decision says: "A", "B", or {"is": the easy form's value}. Of B's within A's number is made."""
    key = "when" if field == "date" else field
    if decision in ("A", "B"):
        value_of = (x if decision == "A" else y).get(key)
        return to_a.get(value_of, value_of) if decision == "B" and field == "within" else value_of
    if not isinstance(decision, dict) or "is" not in decision:
        raise Wrong(f"{name} {x['id']} {field}: not settled: {json.dumps(decision)}")
    new = decision["is"]
    if new is None or field in ("kind", "act", "within"):
        return new
    if field == "who":
        return place(text, new)
    if field == "date":
        return {"span": place(text, new["when"], x["cue"]), "date": new["date"]}
    return party(text, new, x["cue"])


def settled(name, a, b, decisions):
    text, different, _ = differences(name, a, b)
    pairs = pairs_of(a["attributions"], b["attributions"])
    to_a = {y["id"]: x["id"] if x else y["id"] + (1000 if y["id"] > 100 else 0) for x, y in pairs if y}
    out = {x["id"]: dict(x) for x, y in pairs if x}
    for y in (y for x, y in pairs if not x):
        within = {"within": to_a.get(y["within"], y["within"])} if "within" in y else {}
        out[to_a[y["id"]]] = y | {"id": to_a[y["id"]]} | within
    for key, field, x, y in different:
        decision = decisions.get(key, {}).get(field, "?")
        if field != "keep":
            new = settled_field(name, text, x, y, field, decision, to_a)
            out[x["id"]]["when" if field == "date" else field] = new
        elif decision not in (True, False):
            raise Wrong(f"{name} {key}: keep is neither true nor false")
        elif not decision:
            del out[x["id"] if x else to_a[y["id"]]]
    return numbered([one for one in out.values()], name)


def numbered(found, name):
    """In the order of the text, numbered from 1; "added" are those that PolNeAR has not."""
    found.sort(key=lambda one: (min(one["cue"] + one["content"]), one["id"]))
    new = {one["id"]: n for n, one in enumerate(found, 1)}
    out = []
    for one in found:
        if one.get("within") and one["within"] not in new:
            raise Wrong(f"{name}: attribution {one['id']} is within {one['within']}, which was struck out")
        kept = {key: x for key, x in one.items() if x is not None or key in ("who", "kind")}
        kept |= {"id": new[one["id"]]} | ({"within": new[one["within"]]} if one.get("within") else {})
        out.append(kept | ({"added": True} if one["id"] > 100 else {}))
    faults = list(nesting_faults(out))
    if faults:
        raise Wrong("\n".join(f"{name}: {fault}" for fault in faults))
    return out


def settle(path_a, path_b, decisions, gold):
    a, b, decided = files_of(path_a), files_of(path_b), read_json(decisions)
    os.makedirs(gold, exist_ok=True)
    for name in sorted(a.keys() & b.keys()):
        one, other = read_json(a[name]), read_json(b[name])
        done = settled(name, one, other, decided.get(name, {}))
        write_json(os.path.join(gold, name + ".json"), {key: one[key] for key in ("format", "article")}, done)
    print(len(a.keys() & b.keys()), "articles settled;", "of one annotator alone:", sorted(a.keys() ^ b.keys()) or "none")


def main():
    commands = {"choose": choose, "show": show, "form": form, "compile": compile_easy, "agree": agree, "settle": settle}
    wanted = {"choose": [0], "show": [1], "form": [1], "compile": [2], "agree": [2, 3], "settle": [4]}
    arguments = [x for x in sys.argv[1:] if x != "--decisions"]
    if not arguments or len(arguments) - 1 not in wanted.get(arguments[0], []):
        sys.exit(__doc__)
    try:
        commands[arguments[0]](*arguments[1:])
    except Wrong as wrong:
        sys.exit(str(wrong))


if __name__ == "__main__":
    main()
