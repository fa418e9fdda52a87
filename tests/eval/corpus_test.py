"""The corpus' tool on an invented article: what a reading says, what is complained of, what two readings agree on."""
import os
import sys

import corpus_agree
from articles import HERE
from corpus_form import compiled
from corpus_text import form_of, layout, occurrences, quotations

ROW = {"sha256": "", "origin": "", "published": "2026-03-06", "part": ""}


def read(name):
    with open(os.path.join(HERE, "example", name), encoding="utf8") as file:
        return file.read()


TEXT, READING = read("text.txt"), read("reading.txt")
FAULTS = [("the whole", READING, None),
          ("words not there", READING.replace("c: had called", "c: has called"), "do not stand in the text"),
          ("words twice", READING.replace("to: he ~1 = 2", "to: he = 2"), "occurs 2 times"),
          ("unknown name", READING.replace("w: 6\na: warn", "w: 9\na: warn"), "has no 9"),
          ("unknown act", READING.replace("a: accuse", "a: accuses").replace("a: not accuse", "a: accuses"), "no act"),
          ("a weekday", READING.replace("2026-03-05", "2026-03-04"), "not a thursday"),
          ("no date", READING.replace("2026-W09", "2026-W60"), "is none"),
          ("no outlet", READING.replace("via: Radio Vellan = 5", "via: Radio Vellan = 6"), "always an outlet"),
          ("crossing", READING.replace("q: that Dorn >> \"a trifle.\"", "q: that Dorn >> the cracks"), "too long or too short"),
          ("a person without a name", READING.replace("k: unnamed\nto", "k: person\nto"), "w is missing"),
          ("half a quotation", READING.replace('q: "People will drown,"', "q: People will drown"), "quotation marks"),
          ("a full stop", READING.replace("q: to comment", "q: to comment."), "full stop"),
          ("no form", READING.replace("k: group", "kind: group"), "no line of the form"),
          ("twice", READING + "\n\n@8.3\ns: Her union\nc: opposes\nq: the tolls\nk: organization", "same attribution")]


def main():
    wrong = []
    for what, reading, complaint in FAULTS:
        record, faults, _ = compiled("example", TEXT, ROW, reading)
        if complaint is None and faults or complaint and not any(complaint in fault for fault in faults):
            wrong.append(f"{what}: {faults}")
    record = compiled("example", TEXT, ROW, READING)[0]
    found = record["attributions"]
    if [one["within"] for one in found if "within" in one] != [3, 4, 6, 9, 11]:
        wrong.append(f"within: {[(one['id'], one.get('within')) for one in found]}")
    if [one["form"] for one in found if one["form"] != "indirect"] != ["direct", "direct", "direct", "mixed", "mixed", "direct"]:
        wrong.append(f"forms: {[one['form'] for one in found]}")
    if found[1]["source"]["entities"] != [1, 2] or not found[6]["negated"]:
        wrong.append(f"fields: {found[1]}, {found[6]}")
    other = compiled("example", TEXT, ROW, READING.replace("a: warn\n", "").replace("1, 2", "1"))[0]
    different = [point[2] for point in corpus_agree.points(TEXT, record, other)]
    if sorted(different) != ["act", "act", "who"]:
        wrong.append(f"differences: {different}")
    if [TEXT[b:e] for b, e in quotations(TEXT)][-1] != '"People will drown,"' or form_of(TEXT, occurrences(TEXT, "People")) != "direct":
        wrong.append("quotations")
    if [len(one[2]) for one in layout(TEXT)] != [1, 2, 2, 1, 1, 2, 3, 3]:
        wrong.append(f"sentences: {layout(TEXT)}")
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main()
