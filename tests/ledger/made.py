"""Articles made up for tests: the same for a number, each of its own words."""
import json
import random

PLACES = ["Port Vellan", "Halmere", "Tolvany", "Greyling", "Saltmouth", "Oxmarsh", "Fennick"]
NAMES = ["Dorrit Haleko", "Ansel Threlk", "Ilsabet Corvane", "Rufus Quennerby", "Maren Tarn", "Edda Marlock", "Petra Venn"]
THINGS = ["harbour", "audit", "dredger", "budget", "contract", "ferry", "bridge", "storm", "quay", "tariff", "lighthouse", "survey"]
DEEDS = ["inspect", "rebuild", "close", "sell", "refuse", "publish", "repair", "finance", "delay", "abandon", "widen", "cancel"]


def article(number, sentences=8):
    draw = random.Random(number)
    said = ""
    for _ in range(sentences):
        clause = (f"the {draw.choice(THINGS)} {draw.choice(THINGS)} near {draw.choice(PLACES)} would {draw.choice(DEEDS)} "
                  f"{draw.randrange(2, 900)} of the {draw.choice(THINGS)}s before the {draw.choice(THINGS)} could {draw.choice(DEEDS)}")
        who = draw.choice(NAMES)
        said += draw.choice((f"{who} said that {clause}.\n", f"“{clause[0].upper()}{clause[1:]},” {who} told reporters.\n",
                             f"{who} denied that {clause}.\n"))
    return f"{draw.choice(PLACES).upper()}, March {number % 27 + 1} (Meridian) — Article {number} of its kind.\n{said}"


def write_lines(path, first, count, sentences=8):
    """JSON Lines."""
    with open(path, "w", encoding="utf-8") as file:
        for number in range(first, first + count):
            file.write(json.dumps({"id": f"made-{number}", "text": article(number, sentences)}) + "\n")
