"""Checks pairs of brat files in a folder: each T line's text is the slices of the text, what each E, A and # line names
exists."""
import os
import sys

folder = sys.argv[1]
ONE_LINE = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ") | {0: "\ufffd"}
MORE = ("To", "Via", "When", "Anonymity")
for name in sorted(os.listdir(folder)):
    if not name.endswith(".ann"):
        continue
    with open(os.path.join(folder, name[:-4] + ".txt"), encoding="utf8", newline="") as file:
        text = file.read()
    types, within = {}, []
    with open(os.path.join(folder, name), encoding="utf8", newline="\n") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if fields[0].startswith("T"):
                assert len(fields) == 3, line
                kind, places = fields[1].split(" ", 1)
                pieces = [text[int(b):int(e)] for b, e in (place.split() for place in places.split(";"))]
                assert fields[2] == " ".join(pieces).translate(ONE_LINE), line
                types[fields[0]] = kind
            elif fields[0].startswith("E"):
                arguments = dict(argument.split(":") for argument in fields[1].split())
                within.append(arguments.pop("Within", fields[0]))
                assert set(arguments) <= {"Attribution", "Attribution-no-source", "Source", "Cue", "Content", *MORE}
                assert all(types[place] == kind for kind, place in arguments.items()), line
                assert ("Source" in arguments) == ("Attribution" in arguments), line
                types[fields[0]] = "event"
            elif fields[0].startswith("A"):
                attribute, of, *value = fields[1].split(" ")
                assert len(value) == (attribute != "Negated"), line
                assert types[of] == {"Kind": "Source", "Form": "event", "Act": "event", "Negated": "event"}[attribute], line
            else:
                kind, of = fields[1].split(" ")
                assert fields[0].startswith("#") and kind == "AnnotatorNotes" and fields[2] and len(fields) == 3, line
                assert types[of] in {"Source", "To", "Via", "When"}, line
    assert all(types[event] == "event" for event in within)
    print(name[:-4])
