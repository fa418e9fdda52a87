"""events.py without the texts of others: the worked example of events.md is compiled, and readings are compared with it."""
import copy
import json
import os
import re
import tempfile

import events
from events import compiled, measure, paired
from events_text import listed

HERE = os.path.dirname(os.path.abspath(__file__))


def example():
    """The invented article of events.md, and its reading."""
    with open(os.path.join(HERE, "events.md"), encoding="utf8") as file:
        part = file.read().split("## A worked example")[1]
    lines = [line[4:] for line in part.splitlines() if line.startswith("    ")]
    text = [re.sub(r"\(\d\) ", "", line.split("] ", 1)[1]) for line in lines if line.startswith("[")]
    return "\n".join(text), "\n".join(line for line in lines if not line.startswith("["))


def check(what, true):
    if not true:
        raise SystemExit("not so: " + what)


body, reading = example()
gold, faults = compiled(body, reading)
check(f"the example compiles: {faults}", not faults)
check("it has eight events", [x["type"] for x in gold] == ["ASSAULT", "ACCUSE", "REQUEST", "CONSULT", "AGREE", "REQUEST", "THREATEN", "PROTEST"])
check("the shelling has three triggers", [body[b:e] for b, e in gold[0]["trigger"]] == ["shelling", "shelling", "attack"])
check("its second recipient stands in another sentence", body[slice(*gold[0]["recipients"][1]["span"])] == "fishermen")
for wrong in ("@1.1 WAR\nt: shelling", "@1.1 ASSAULT\nt: bombed\ns: denied\na: Vellan", "@9.1 ASSAULT\nt: shelling\ns: denied\na: Vellan",
              "@1.1 ASSAULT\nt: shelling\ns: perhaps\na: Vellan", "@1.1 ASSAULT\nt: shelling\nm: demo\ns: denied\na: Vellan",
              "@1.1 ASSAULT\nt: shelling\ns: denied", "@1.1 ASSAULT\ns: denied\na: Vellan", ""):
    check(f"{wrong!r} is refused", compiled(body, wrong)[1])
check("an article without events is the line none", compiled(body, "none\n") == ([], []))

same = measure({"x": (gold, gold)}, {"x": body})
check("a reading agrees with itself", same["both"] == same["gold"] == same["told"] == 8 and same["right"] == same["slots"] and same["status"] == 8)
other = copy.deepcopy(gold)
other[0]["status"], other[1]["type"], other[3]["actors"] = "reported", "SUPPORT", []
other[2]["recipients"] = []
changed = measure({"x": (gold, other)}, {"x": body})
check("another type is another event", changed["both"] == 7)
check("another status is seen", changed["status"] == 6)
check("missing parties are seen", changed["slots"] - changed["right"] == 2)
check("a trigger elsewhere is no pair", not paired(gold[:1], [dict(gold[0], trigger=[gold[7]["trigger"][0]])]))
check("the deed told alone at its second place is the same", paired(gold[:1], [dict(gold[0], trigger=[gold[0]["trigger"][1]])]))
check("precision of material deeds counts reported ones alone", (changed["material"], changed["material_right"]) == (2, 2))
swapped = copy.deepcopy(gold[3])
swapped["actors"], swapped["recipients"] = gold[3]["actors"][:1], gold[3]["actors"][1:]
check("those who meet may stand on either side", events.parties_right(body, gold[3], swapped, "actors")
      and events.parties_right(body, gold[3], swapped, "recipients"))

def sound(folder):
    """What is wrong with the readings of a folder, without their texts."""
    names = {name[:-5] for name in os.listdir(folder) if name.endswith(".json")}
    wrong = sorted(names ^ set(listed()))
    for name in sorted(names & set(listed())):
        with open(os.path.join(folder, name + ".json"), encoding="utf8") as file:
            reading = json.load(file)
        if reading["article"] != {"id": name, "sha256": listed()[name]["sha256"], "part": listed()[name]["part"]}:
            wrong.append(name + ": another article")
        for event in reading["events"]:
            parties = event["actors"] + event["recipients"]
            spans = event["trigger"] + event["by"] + [x["span"] for x in parties] + [event[x] for x in ("when", "place") if x in event]
            if (event["status"] not in events.STATUSES or event.get("mode", "") not in ("",) + events.TYPES[event["type"]] or not parties
                    or not event["trigger"] or any(not 0 <= b < e for b, e in spans)):
                wrong.append(f"{name}: {event}")
    return wrong


for folder in ("", "a", "b"):
    check(f"the gold is sound: {sound(os.path.join(HERE, 'events', folder))}", not sound(os.path.join(HERE, "events", folder)))
with tempfile.TemporaryDirectory() as folder:
    for name in listed():
        with open(os.path.join(folder, name + ".json"), "w", encoding="utf8") as file:
            events.write(file, name, gold)
    check("readings are written as they are read", not sound(folder) and all(events.read_folder(folder)[name] == json.loads(json.dumps(gold)) for name in listed()))
    bad = [dict(gold[0], status="perhaps")]
    with open(os.path.join(folder, name + ".json"), "w", encoding="utf8") as file:
        events.write(file, name, bad)
    check("a status that is none is seen", len(sound(folder)) == 1)
    os.remove(os.path.join(folder, name + ".json"))
    check("a missing article is seen", sound(folder) == [name])
print("events.py does what events.md says")
