"""The gold of events: chosen, shown, read (the form: events.md), compared, and the program scored against it.

  events.py choose                      prints events.tsv
  events.py names PART                  the articles of a part: work or aside
  events.py show NAME...                the text, paragraphs and sentences numbered
  events.py texts DIR [--part PART]     DIR/NAME.txt, under a line with the day, for `sayso read`
  events.py compile FILE... [--to DIR]  what is wrong with a reading, and what it says; DIR/NAME.json: offsets and labels
  events.py compare A B [--part PART] [--each]
                                        two folders of compiled readings (or of records): agreement
  events.py score GOLD RECORDS.jsonl [--part PART] [--errors]
"""
import argparse
import json
import os
import re
import sys
from collections import Counter

from corpus_text import Wrong, layout, occurrences, place_of
from events_text import choose, day_of, listed, text

TYPES = {
    "AGREE": (), "SUPPORT": (), "CONCEDE": (), "COOPERATE": (), "AID": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": ("seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"),
    "ASSAULT": ("abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives", "suicide-attack",
                "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"),
}
MATERIAL = ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "AID")
STATUSES = ("asserted", "reported", "denied", "negated", "hypothetical", "future", "demanded")
RECIPROCAL = ("CONSULT", "AGREE", "COOPERATE", "SUPPORT")


# ---------------------------------------------------------------- compile
def sought(body, place, phrase):
    """(begin, end) of the words: in the sentence, in its paragraph, then anywhere; Wrong where they are not there."""
    given = re.match(r"@(\d+\.\d+)\s+", phrase)
    if given:
        place, phrase = given[1], phrase[given.end():]
    which = re.search(r"\s*~(\d+)$", phrase)
    if which:
        phrase = phrase[:which.start()]
    p, s = (int(x) for x in place.split("."))
    paragraphs = layout(body)
    if not (0 < p <= len(paragraphs) and 0 < s <= len(paragraphs[p - 1][2])):
        raise Wrong(f"there is no sentence @{place}")
    begin, end, sentences = paragraphs[p - 1]
    rooms = [(begin, end)] if which else [sentences[s - 1], (begin, end), (0, len(body))]
    for b, e in rooms:
        found = [x for x in occurrences(body, phrase) if b <= x[0] and x[1] <= e]
        if which and len(found) >= int(which[1]):
            return found[int(which[1]) - 1]
        if found and not which:
            return found[0]
    raise Wrong(f"@{place}: no words \"{phrase}\"")


def party(body, place, value):
    fields = [x.strip() for x in value.split("|")] + ["", ""]
    one = {"span": sought(body, place, fields[0])}
    for key, code in (("country", fields[1]), ("sector", fields[2])):
        if code not in ("", "-"):
            if not re.fullmatch("[A-Z]{3}", code):
                raise Wrong(f"@{place}: \"{code}\" is no code of three letters")
            one[key] = code
    return one


def line_into(event, body, place, key, value):
    if key == "t":
        event["trigger"].append(sought(body, place, value))
    elif key in ("a", "r"):
        event["actors" if key == "a" else "recipients"].append(party(body, place, value))
    elif key == "m":
        if value not in TYPES[event["type"]]:
            raise Wrong(f"@{place}: {event['type']} has no mode \"{value}\"")
        event["mode"] = value
    elif key == "s":
        if value not in STATUSES:
            raise Wrong(f"@{place}: no status \"{value}\"")
        event["status"] = value
    elif key == "by":
        event["by"].append(sought(body, place, value))
    elif key in ("when", "place"):
        event[key] = sought(body, place, value)
    else:
        raise Wrong(f"@{place}: no such line \"{key}:\"")


def compiled(body, written):
    """(events, faults) of a reading."""
    events, faults, place = [], [], None
    lines = [line.strip() for line in written.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if lines == ["none"]:
        return [], []
    for line in lines:
        try:
            head = re.fullmatch(r"@(\d+\.\d+)\s+([A-Z]+)", line)
            if head:
                if head[2] not in TYPES:
                    raise Wrong(f"{line}: no such type")
                place = head[1]
                events.append({"type": head[2], "trigger": [], "actors": [], "recipients": [], "by": []})
                continue
            key, colon, value = line.partition(":")
            if not colon or not place:
                raise Wrong(f"\"{line}\": a line is @P.S TYPE, or key: value")
            line_into(events[-1], body, place, key.strip(), value.strip())
        except Wrong as wrong:
            faults.append(str(wrong))
    for event in events:
        if not event["trigger"] or "status" not in event:
            faults.append(f"{event['type']}: an event needs t and s")
        if not event["actors"] and not event["recipients"]:
            faults.append(f"{event['type']}: an event needs a party")
    if not events and not faults:
        faults.append("no event: write the line none")
    return events, faults


def told(body, event):
    def words(spans):
        return " + ".join(body[b:e] for b, e in spans)

    def names(parties):
        return ", ".join(body[slice(*x["span"])] + f" ({x.get('country', '-')} {x.get('sector', '-')})" for x in parties) or "-"
    return (f"@{place_of(body, event['trigger'][0][0])} {event['type']} {event.get('mode', '')} [{words(event['trigger'])}] {names(event['actors'])} -> "
            f"{names(event['recipients'])} {event['status']}" + (f" by {words(event['by'])}" if event.get("by") else ""))


def write(file, name, events):
    """An article's reading: offsets and labels, no words; an event a line."""
    article = {"id": name, **{key: listed()[name][key] for key in ("sha256", "part")}}
    lines = ",".join("\n  " + json.dumps(event) for event in events)
    file.write('{\n "article": ' + json.dumps(article) + ',\n "events": [' + lines + "]\n}\n")


def compile_files(paths, out):
    wrong = 0
    files = [os.path.join(path, name) for path in paths if os.path.isdir(path) for name in sorted(os.listdir(path)) if name.endswith(".txt")]
    for file in files + [path for path in paths if not os.path.isdir(path)]:
        name = os.path.basename(file).removesuffix(".txt")
        body = text(name)
        with open(file, encoding="utf8") as written:
            events, faults = compiled(body, written.read())
        print(f"== {name}: {len(events)} events; {len(faults)} complaints")
        for fault in faults:
            print("  ✗ " + fault)
        wrong += len(faults)
        if faults:
            continue
        if out:
            os.makedirs(out, exist_ok=True)
            with open(os.path.join(out, name + ".json"), "w", encoding="utf8") as file:
                write(file, name, events)
        else:
            for event in events:
                print("  " + told(body, event))
    return 1 if wrong else 0


# ---------------------------------------------------------------- compare, score
def touch(a, b):
    return any(x[0] < y[1] and y[0] < x[1] for x in a for y in b)


def paired(gold, told_):
    """[(gold, told)] of the same type whose triggers touch, each once: those with most shared triggers first."""
    some = [(-sum(touch([t], y["trigger"]) for t in x["trigger"]), i, j) for i, x in enumerate(gold) for j, y in enumerate(told_)
            if x["type"] == y["type"] and touch(x["trigger"], y["trigger"])]
    used, pairs = (set(), set()), []
    for _, i, j in sorted(some):
        if i not in used[0] and j not in used[1]:
            used[0].add(i), used[1].add(j)
            pairs.append((gold[i], told_[j]))
    return pairs


def content_words(body, span):
    return {w for w in re.findall(r"\w+", body[slice(*span)].lower()) if w not in ("the", "a", "an", "of", "and", "'s", "s", "president", "minister")}


def same_party(body, a, b):
    if touch([a["span"]], [b["span"]]) or content_words(body, a["span"]) & content_words(body, b["span"]):
        return True
    return bool(a.get("country")) and (a.get("country"), a.get("sector")) == (b.get("country"), b.get("sector"))


def parties_right(body, gold, told_, key):
    """Whether the slot is right: somebody in it is he who should be, nobody where nobody should be."""
    want, got = gold.get(key, []), told_.get(key, [])
    if gold["type"] in RECIPROCAL and key == "actors":
        got = got + told_.get("recipients", [])
    if gold["type"] in RECIPROCAL and key == "recipients":
        if not want:
            return all(any(same_party(body, x, y) for y in gold.get("actors", [])) for x in got)
        got = got + told_.get("actors", [])
    if not want:
        return not got
    return any(same_party(body, x, y) for x in want for y in got)


def measure(pairs_of, bodies):
    """Sums over articles [(gold events, told events)]."""
    sums = Counter()
    for name, (gold, told_) in pairs_of.items():
        pairs = paired(gold, told_)
        sums.update(gold=len(gold), told=len(told_), both=len(pairs))
        for x, y in pairs:
            slots = [parties_right(bodies[name], x, y, key) for key in ("actors", "recipients")]
            sums.update(slots=2, right=sum(slots), status=x["status"] == y["status"], mode=x.get("mode") == y.get("mode"))
        material = [y for y in told_ if y["type"] in MATERIAL and y["status"] in ("asserted", "reported")]
        sums.update(material=len(material), material_right=sum(any(y is z for _, z in pairs) for y in material))
    return sums


def percent(a, b):
    return 100 * a / b if b else 0.0


def print_measure(sums, articles):
    p, r = percent(sums["both"], sums["told"]), percent(sums["both"], sums["gold"])
    print(f"{articles} articles, {sums['gold']} events of gold, {sums['told']} told, {sums['both']} of the same type and trigger")
    print(f"events P {p:.1f} R {r:.1f} F1 {2 * p * r / ((p + r) or 1):.1f} · parties right of those found {percent(sums['right'], sums['slots']):.1f} · "
          f"status right {percent(sums['status'], sums['both']):.1f} · mode {percent(sums['mode'], sums['both']):.1f}")
    print(f"material, asserted or reported: precision {percent(sums['material_right'], sums['material']):.1f} of {sums['material']}")


def read_folder(folder):
    out = {}
    for file in sorted(os.listdir(folder)):
        if file.endswith(".json"):
            with open(os.path.join(folder, file), encoding="utf8") as f:
                out[file[:-5]] = json.load(f)["events"]
    return out


def compare(a, b, part, each):
    one, other = read_folder(a), read_folder(b)
    names = sorted(name for name in set(one) & set(other) if not part or listed()[name]["part"] == part)
    bodies = {name: text(name) for name in names}
    for name in names if each else []:
        pairs = paired(one[name], other[name])
        for letter, events, side in (("A", one[name], 0), ("B", other[name], 1)):
            for event in events:
                if not any(event is pair[side] for pair in pairs):
                    print(f"{name} only {letter}: {told(bodies[name], event)}")
    print_measure(measure({name: (one[name], other[name]) for name in names}, bodies), len(names))


def score(gold, records, part, errors):
    want = {name: events for name, events in read_folder(gold).items() if not part or listed()[name]["part"] == part}
    got = {}
    with open(records, encoding="utf8") as file:
        for line in file:
            record = json.loads(line)
            got[record["article"]["id"]] = shifted(record)
    missing = [name for name in want if name not in got]
    if missing:
        sys.exit("no record of " + ", ".join(missing))
    bodies = {name: text(name) for name in want}
    for name in want if errors else []:
        pairs = paired(want[name], got[name])
        for label, events, side in (("missed", want[name], 0), ("false", got[name], 1)):
            for event in events:
                if not any(event is pair[side] for pair in pairs):
                    print(f"{name} {label}: {told(bodies[name], event)}")
        for x, y in pairs:
            wrong = [key for key in ("actors", "recipients") if not parties_right(bodies[name], x, y, key)] + (["status"] if x["status"] != y["status"] else [])
            if wrong:
                print(f"{name} {' '.join(wrong)}:\n    gold {told(bodies[name], x)}\n    told {told(bodies[name], y)}")
    print_measure(measure({name: (want[name], got[name]) for name in want}, bodies), len(want))


def shifted(record):
    """The record's events, its offsets moved to the text as the gold has it: `sayso` may drop what stands before the text."""
    body = text(record["article"]["id"])
    by = body.find(record["text"])
    if by < 0:
        raise Wrong(f"{record['article']['id']}: the record's text is another")

    def moved(span):
        return [span[0] + by, span[1] + by]
    out = []
    for event in record.get("events", []):
        one = {"type": event["type"], "status": event["status"], "trigger": [moved(x) for x in event["trigger"]]}
        if "mode" in event:
            one["mode"] = event["mode"]
        for key in ("actors", "recipients"):
            one[key] = [dict(x, span=moved(x["span"])) for x in event.get(key, [])]
        out.append(one)
    return out


def show(name):
    body, day = text(name), day_of(name)
    print(f"=== {name}   published {day or 'on a day not known'}; {len(body.split())} words\n")
    for p, (_, _, sentences) in enumerate(layout(body), 1):
        print(f"[{p}] " + " ".join(f"({s}) {body[b:e].strip()}" for s, (b, e) in enumerate(sentences, 1)) + "\n")


def texts(folder, part):
    os.makedirs(folder, exist_ok=True)
    for name, row in listed().items():
        if not part or row["part"] == part:
            with open(os.path.join(folder, name + ".txt"), "w", encoding="utf8", newline="") as file:
                file.write((f" date {day_of(name)} " if day_of(name) else "") + text(name))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="command", required=True)
    for name, arguments in {"choose": "", "names": "part", "show": "names+", "texts": "folder", "compile": "paths+", "compare": "a b", "score": "gold records"}.items():
        one = sub.add_parser(name)
        for argument in arguments.split():
            one.add_argument(argument.rstrip("+"), **({"nargs": "+"} if argument.endswith("+") else {}))
        for option in {"compare": ["each"], "score": ["errors"]}.get(name, []):
            one.add_argument("--" + option, action="store_true")
        for option in {"compile": ["to"], "texts": ["part"], "compare": ["part"], "score": ["part"]}.get(name, []):
            one.add_argument("--" + option)
    o = parser.parse_args()
    try:
        if o.command == "choose":
            choose()
        elif o.command == "names":
            print("\n".join(name for name, row in listed().items() if row["part"] == o.part))
        elif o.command == "show":
            for name in o.names:
                show(name)
        elif o.command == "texts":
            texts(o.folder, o.part)
        elif o.command == "compile":
            sys.exit(compile_files(o.paths, o.to))
        elif o.command == "compare":
            compare(o.a, o.b, o.part, o.each)
        else:
            score(o.gold, o.records, o.part, o.errors)
    except Wrong as wrong:
        sys.exit(str(wrong))


if __name__ == "__main__":
    main()
