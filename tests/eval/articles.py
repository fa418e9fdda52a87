"""The articles of the gold: which they are (articles.tsv), their text and what PolNeAR's annotators found in them. The texts
lie beside the checkout, in ../shared; nothing of them is kept here but offsets, counted in code points of PolNeAR's files as
they stand."""
import csv
import glob
import hashlib
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("SAYSO_SHARED") or os.path.join(HERE, "..", "..", "..", "shared")
POLNEAR = os.path.join(SHARED, "corpora", "polnear")
KINDS = ("person", "unnamed", "group", "organization", "outlet", "document", "author")
ACTS = ("state", "claim", "confirm", "deny", "decline", "dismiss", "accuse", "condemn", "praise", "warn", "promise", "urge",
        "ask", "suggest", "think")


def listed():
    """{name: its line of articles.tsv}, in the file's order."""
    with open(os.path.join(HERE, "articles.tsv"), encoding="utf8") as file:
        return {row["name"]: row for row in csv.DictReader(file, delimiter="\t")}


def text_of(split, name):
    with open(os.path.join(POLNEAR, split, "text", name + ".txt"), encoding="utf8", newline="") as file:
        return file.read()


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def annotations(split, name):
    """The .ann files of an article: several, where several people annotated it."""
    return sorted(path for path in glob.glob(os.path.join(POLNEAR, split, "attributions", "*.ann"))
                  if os.path.basename(path).rpartition("_")[0] == name)


def brat(path):
    """The attributions of a .ann file, {"source" "cue" "content": pieces}, in the order of the text. An E line joins the
    parts; a part may be in pieces, and there may be several contents."""
    parts, joined = {}, []
    with open(path, encoding="utf8") as file:
        for line in file:
            field = line.rstrip("\n").split("\t")
            if re.fullmatch(r"T\d+", field[0]) and len(field) > 1:
                role, _, places = field[1].partition(" ")
                parts[field[0]] = role.lower(), [[int(x) for x in piece.split()] for piece in places.split(";")]
            elif re.fullmatch(r"E\d+", field[0]) and len(field) > 1:
                joined.append([argument.rpartition(":")[2] for argument in field[1].split()])
    out = []
    for names in joined:
        one = {"source": [], "cue": [], "content": []}
        for role, pieces in (parts[name] for name in names if name in parts):
            if role in one:
                one[role] += pieces
        out.append({role: sorted(pieces) for role, pieces in one.items()})
    return sorted((one for one in out if one["cue"] and one["content"]), key=lambda one: min(one["cue"] + one["content"]))


def attributions(split, name):
    return brat(annotations(split, name)[0])


def words(text, pieces):
    return " … ".join(text[begin:end] for begin, end in pieces)


def covered(pieces):
    return {at for begin, end in pieces for at in range(begin, end)}


def overlap(one, other):
    """The Jaccard index of two lists of pieces."""
    a, b = covered(one), covered(other)
    return len(a & b) / len(a | b) if a | b else 0.0
