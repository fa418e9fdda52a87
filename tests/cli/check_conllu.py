"""Reads CoNLL-U on standard input and checks its form: ten columns, ids that count, one tree a sentence, the words and
SpaceAfter=No giving back the text, sentence ids that are unique. Prints the documents' ids."""
import sys

seen = set()


def check(block):
    comments = dict(line[2:].split(" = ", 1) for line in block if line.startswith("#") and " = " in line)
    rows = [line.split("\t") for line in block if not line.startswith("#")]
    assert all(len(row) == 10 and all(row) for row in rows), rows
    assert comments["sent_id"] not in seen
    seen.add(comments["sent_id"])
    words = [row for row in rows if "-" not in row[0]]
    assert [row[0] for row in words] == [str(i + 1) for i in range(len(words))]
    heads = {int(row[0]): int(row[6]) for row in words}
    assert list(heads.values()).count(0) == 1
    for word in heads:
        steps = 0
        while word:
            word, steps = heads[word], steps + 1
            assert steps <= len(heads)
    text, covered = "", 0
    for row in rows:
        if "-" in row[0]:
            covered = int(row[0].split("-")[1])
        elif int(row[0]) <= covered:
            assert row[9] == "_"
            continue
        text += row[1] + ("" if row[9] == "SpaceAfter=No" else " ")
    assert text.rstrip(" ") == comments["text"], (text, comments["text"])
    if "newdoc id" in comments:
        print(comments["newdoc id"])


block = []
for line in sys.stdin:
    line = line.rstrip("\n")
    if line:
        block.append(line)
    else:
        check(block)
        block = []
assert not block
