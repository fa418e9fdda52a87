"""Reads JSON Lines on standard input and holds each record to record.md: the slices, the sums, the fields. Prints the
articles' ids."""
import hashlib
import json
import re
import sys


ORDER = ["id", "source", "cue", "content", "form", "act", "negated", "to", "via", "when", "anonymity", "within", "confidence"]
STATUSES = ("asserted", "reported", "denied", "negated", "hypothetical", "future", "demanded")
ACTS = ("state claim confirm deny decline dismiss accuse condemn praise warn promise urge ask suggest think").split()
KINDS = "person unnamed group organization outlet document author".split()
TYPES = "person organization country place outlet document people".split()
DAY = r"\d{4}(-W\d\d|-\d\d(-\d\d)?)?"


def check_slice(record, part, more=()):
    begin, end = part["span"]
    assert 0 <= begin < end <= len(record["text"]), part
    assert record["text"][begin:end] == part["text"], part
    assert {"span", "text"} <= set(part) <= {"span", "text", *more}, part
    assert "entity" not in part or 1 <= part["entity"] <= len(record["entities"]), part
    if "entities" in part:
        assert part["entities"] and "entity" not in part and len(set(part["entities"])) == len(part["entities"]), part
        assert all(1 <= entity <= len(record["entities"]) for entity in part["entities"]), part


def in_order(names, order):
    return list(names) == [name for name in order if name in names]


def check_article(record):
    article = record["article"]
    assert in_order(article, ["id", "sha256", "byline", "published", "language", "credits", "warnings"]), article
    assert article["language"] == "en"
    assert article["sha256"] == hashlib.sha256(record["text"].encode()).hexdigest()
    assert article.get("byline", "") in record["text"]
    assert set(article.get("credits", [])) <= {entity["name"] for entity in record["entities"]}, article


def check_entity(record, number, entity):
    assert in_order(entity, ["id", "name", "type", "roles", "country", "gender", "mentions"]), entity
    assert entity["id"] == number and entity["name"] and entity["mentions"], entity
    assert entity.get("type", TYPES[0]) in TYPES
    assert all(role in record["text"] for role in entity.get("roles", []))
    assert re.fullmatch("[A-Z]{3}", entity.get("country", "GBR"))
    if "gender" in entity:
        assert entity["type"] == "person" and list(entity["gender"]) == ["value", "by"], entity
        assert entity["gender"]["value"] in ("female", "male", "other"), entity
        assert entity["gender"]["by"] in ("pronoun", "title", "name"), entity
    assert all(0 <= begin < end <= len(record["text"]) for begin, end in entity["mentions"]), entity
    assert sorted(entity["mentions"], key=lambda m: (m[0], -m[1])) == entity["mentions"], entity


def check_within(record, attribution):
    outer = record["attributions"][attribution["within"] - 1]
    assert outer["id"] == attribution["within"] != attribution["id"], attribution
    seen = {attribution["id"]}
    while outer:
        assert outer["id"] not in seen, attribution
        seen.add(outer["id"])
        outer = record["attributions"][outer["within"] - 1] if "within" in outer else None


def check_attribution(record, number, attribution):
    assert in_order(attribution, ORDER), attribution
    assert attribution["id"] == number
    assert attribution["content"]
    for piece in attribution["content"]:
        check_slice(record, piece)
    for key, more in {"source": ("entity", "entities", "kind"), "cue": (), "to": ("entity",), "via": ("entity",), "when": ("date",),
                      "anonymity": ()}.items():
        if key in attribution:
            check_slice(record, attribution[key], more)
    assert attribution.get("source", {}).get("kind", KINDS[0]) in KINDS, attribution
    assert re.fullmatch(DAY + "(/" + DAY + ")?", attribution.get("when", {}).get("date", "2026")), attribution
    assert attribution["form"] in ("direct", "mixed", "indirect")
    assert attribution["act"] in ACTS
    assert attribution.get("negated", True) is True, attribution
    assert list(attribution["confidence"]) == ["spans"] and 0 <= attribution["confidence"]["spans"] <= 1, attribution
    if "within" in attribution:
        check_within(record, attribution)


def check_event(record, number, event):
    assert event["id"] == number and event["type"] and event["status"] in STATUSES, event
    assert len(event["trigger"]) == len(event["evidence"]) > 0, event
    for (begin, end), (first, last) in zip(event["trigger"], event["evidence"]):
        assert first <= begin < end <= last <= len(record["text"]), event
    assert event["actors"] + event["recipients"], event
    for party in event["actors"] + event["recipients"]:
        assert party["span"][0] < party["span"][1] <= len(record["text"]), event
        assert party.get("entity", 1) <= len(record["entities"]), event
    for key in ("when", "place"):
        if key in event:
            check_slice(record, event[key], ("date", "entity"))
    by = event.get("according_to", [])
    assert all(1 <= one <= len(record["attributions"]) for one in by) and (event["status"] != "reported" or by), event


def check(record):
    assert list(record) == ["format", "article", "text", "entities", "attributions", "events"], list(record)
    assert record["format"] == 2
    check_article(record)
    for number, entity in enumerate(record["entities"], 1):
        check_entity(record, number, entity)
    for number, attribution in enumerate(record["attributions"], 1):
        check_attribution(record, number, attribution)
    for number, event in enumerate(record["events"], 1):
        check_event(record, number, event)


for line in sys.stdin:
    record = json.loads(line)
    check(record)
    print(record["article"].get("id"))
