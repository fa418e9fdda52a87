"""Reads JSON Lines on standard input and holds each record to record.md: the slices, the sums, the fields. Prints the
articles' ids."""
import hashlib
import json
import sys


def check_slice(record, part):
    begin, end = part["span"]
    assert 0 <= begin < end <= len(record["text"]), part
    assert record["text"][begin:end] == part["text"], part
    assert set(part) == {"span", "text"}, part


def check(record):
    assert list(record) == ["format", "article", "text", "attributions"], list(record)
    assert record["format"] == 1
    article = record["article"]
    assert set(article) <= {"id", "sha256", "published", "language", "warnings"}, article
    assert article["language"] == "en"
    assert article["sha256"] == hashlib.sha256(record["text"].encode()).hexdigest()
    for number, attribution in enumerate(record["attributions"], 1):
        assert attribution["id"] == number
        assert set(attribution) <= {"id", "source", "cue", "content", "form", "confidence"}, attribution
        for key in ("source", "cue"):
            if key in attribution:
                check_slice(record, attribution[key])
        assert attribution["content"]
        for piece in attribution["content"]:
            check_slice(record, piece)
        assert attribution["form"] in ("direct", "mixed", "indirect")
        assert 0 <= attribution["confidence"] <= 1


for line in sys.stdin:
    record = json.loads(line)
    check(record)
    print(record["article"].get("id"))
