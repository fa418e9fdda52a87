#!/usr/bin/env python3
"""The ledger at size: what adding costs at ten thousand and at a million attributions, and how long each question takes.

  bench/ledger.py write ARTICLES              invented articles as JSON Lines on standard output, the same each time; with
                                              --deeds each with a paragraph more, on who did what to whom
  bench/ledger.py fill LEDGER ARTICLES [STEP] [--deeds] adds them by sayso add, STEP at a time; at every tenth step with one job, beside
                                              what reading the same articles costs, of the wall's time and of the processor's
  bench/ledger.py ask LEDGER [TIMES]          asks each question TIMES times, each time of something else; median and 95th
                                              percentile of the whole process, its start included, by the wall's time and by
                                              the processor's (which other work on the machine does not change)

SAYSO_PROGRAM names the program (build/sayso). Articles are written of templates: outlets, people, bodies and things in
the proportions in which news has them (few speak often, many once), a fifth of them copies of earlier ones with words
changed and paragraphs cut, claims taken up by others and denied."""
import json
import os
import random
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("SAYSO_PROGRAM", os.path.join(ROOT, "build", "sayso"))

SYLLABLES = "bra cor dun el fen gar hal is jor kel lan mor nor ost pel quen ras sul tor ul van wen yar zol".split()
ENDINGS = "dor lin mark vey ton sen wick holm gate ridge mere stad berg field".split()
GIVEN = "Anna Boris Clara David Elena Felix Greta Hugo Irene Jonas Katya Leon Maria Nils Olga Paul Rosa Stefan Tessa Viktor".split()
TITLES = ["Minister", "Senator", "Governor", "Mayor", "Commissioner", "Ambassador", "General", "Judge", "Professor"]
BODIES = ["Ministry", "Commission", "Authority", "Council", "Agency", "Committee", "Court", "Bank"]
THINGS = ("harbour bridge budget treaty audit ferry grain tariff railway election tunnel vaccine reservoir pension "
          "embassy pipeline school hospital airport levy strike dredger satellite refinery quota visa bond").split()
VERBS = "close reopen delay cancel double cut sell inspect rebuild abandon fund freeze publish tax move".split()
CUES = ["said", "said", "said", "said", "told reporters", "added", "claimed", "denied", "confirmed", "warned", "promised",
        "argued", "insisted", "suggested"]
WHEN = ["on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "", "", ""]
REASONS = ["before the winter", "after the vote", "because of the gales", "for lack of money", "in spite of protests",
           "under the new law", "to protect fishermen", "at the request of parliament"]


DEEDS = ["endorsed", "met", "accused", "attacked", "threatened", "praised", "sued", "detained"]


def often_few(rng, size):
    """An index below `size`, small ones more often: Zipf's law."""
    return min(int(size ** rng.random()) - 1, size - 1)


def remember(items, item, most):
    items.append(item)
    if len(items) > 2 * most:
        del items[:most]


class World:
    def __init__(self, rng, deeds=False):
        self.rng = rng
        self.deeds = random.Random(2) if deeds else None
        place = lambda: rng.choice(SYLLABLES).capitalize() + rng.choice(SYLLABLES) + rng.choice(ENDINGS)
        self.places = [place() for _ in range(3000)]
        self.people = [(rng.choice(GIVEN), rng.choice(SYLLABLES).capitalize() + rng.choice(SYLLABLES) + rng.choice(ENDINGS))
                       for _ in range(60000)]
        self.bodies = [f"{rng.choice(self.places)} {rng.choice(THINGS).capitalize()} {rng.choice(BODIES)}" for _ in range(8000)]
        self.outlets = [f"{rng.choice(self.places)} {rng.choice(['Gazette', 'Herald', 'Times', 'Post', 'News', 'Courier'])}"
                        for _ in range(400)]
        self.claims = []
        self.recent = []

    def claim(self):
        rng = self.rng
        if self.claims and rng.random() < 0.25:
            return self.claims[-1 - often_few(rng, len(self.claims))]
        made = (f"the {rng.choice(self.places)} {rng.choice(THINGS)} would {rng.choice(VERBS)} {rng.randrange(2, 900)} "
                f"{rng.choice(THINGS)}s in {rng.choice(self.places)} {rng.choice(REASONS)}")
        remember(self.claims, made, 20000)
        return made

    def speaker(self):
        rng = self.rng
        if rng.random() < 0.12:
            return rng.choice(["An official who asked not to be named", "A person familiar with the talks", "A diplomat"])
        if rng.random() < 0.3:
            return "The " + self.bodies[often_few(rng, len(self.bodies))]
        given, name = self.people[often_few(rng, len(self.people))]
        return f"{rng.choice(TITLES)} {given} {name}" if rng.random() < 0.5 else f"{given} {name}"

    def sentence(self):
        rng, cue = self.rng, self.rng.choice(CUES)
        who, claim = self.speaker(), self.claim()
        if rng.random() < 0.2 and cue == "said":
            cue = "told " + self.speaker().replace("The ", "the ").replace("An ", "an ").replace("A ", "a ")
        when = self.rng.choice(WHEN)
        if rng.random() < 0.3:
            return f"“{claim[0].upper()}{claim[1:]},” {who[0].lower() + who[1:] if who[:2] in ('A ', 'An') else who} said {when}".strip() + "."
        return f"{who} {cue} {when + ' ' if when else ''}that {claim}."

    def deed(self):
        rng = self.deeds
        one, other = (" ".join(self.people[often_few(rng, len(self.people))]) for _ in range(2))
        where = f" in {rng.choice(self.places)}" if rng.random() < 0.4 else ""
        when = rng.choice(WHEN)
        return f"{rng.choice(TITLES)} {one} {rng.choice(DEEDS)} {rng.choice(TITLES)} {other}{where}{' ' + when if when else ''}."

    def fresh(self):
        paragraphs = [" ".join(self.sentence() for _ in range(self.rng.randrange(1, 4))) for _ in range(self.rng.randrange(5, 16))]
        return paragraphs

    def copy(self):
        """An earlier article by another outlet's hand: cut, and one word in thirty another."""
        rng = self.rng
        paragraphs = rng.choice(self.recent)
        paragraphs = paragraphs[:max(3, int(len(paragraphs) * rng.uniform(0.6, 1)))]
        return [" ".join(rng.choice(THINGS) if rng.random() < 0.03 else w for w in p.split(" ")) for p in paragraphs]

    def article(self, number):
        rng = self.rng
        paragraphs = self.copy() if self.recent and rng.random() < 0.2 else self.fresh()
        remember(self.recent, paragraphs, 2000)
        if self.deeds:
            paragraphs = paragraphs + [" ".join(self.deed() for _ in range(3))]
        day = time.strftime("%Y-%m-%d", time.gmtime(1704067200 + (number // 60) * 86400 % (86400 * 800)))
        outlet = self.outlets[often_few(rng, len(self.outlets))]
        return {"id": f"a{number}", "url": f"https://{outlet.split()[0].lower()}.example/{number}", "outlet": outlet,
                "title": f"{rng.choice(self.places)} {rng.choice(THINGS)}", "published": day, "text": "\n\n".join(paragraphs)}


def write(count, out, world, first=0):
    for number in range(first, first + count):
        out.write(json.dumps(world.article(number), ensure_ascii=False) + "\n")


def stats(ledger):
    done = subprocess.run([PROGRAM, "stats", "--ledger", ledger, "--format", "json"], capture_output=True, check=True)
    return json.loads(done.stdout)


def timed(command):
    """Seconds of the wall and of the processor."""
    start, before = time.monotonic(), os.times()
    subprocess.run(command, check=True)
    after = os.times()
    return (time.monotonic() - start, after.children_user + after.children_system - before.children_user - before.children_system)


def fill(ledger, articles, step, deeds):
    world, made = World(random.Random(1), deeds), 0
    path = ledger + ".batch.jsonl"
    print(f"{'articles':>9} {'attributions':>13} {'read s':>7} {'add s':>7} {'add/read':>8} {'read cpu':>8} {'add cpu':>8} "
          f"{'add/read':>8} {'MB':>6}")
    for number in range(-(-articles // step)):
        batch = min(step, articles - made)
        with open(path, "w") as out:
            write(batch, out, world, made)
        made += batch
        add = [PROGRAM, "add", "--ledger", ledger, "--quiet"]
        if number % 10:
            subprocess.run([*add, path], check=True)
            continue
        read = timed([PROGRAM, "read", "--format", "jsonl", "--output", "/dev/null", "--quiet", "--jobs", "1", path])
        kept, now = timed([*add, "--jobs", "1", path]), stats(ledger)
        print(f"{made:9} {now['attributions']:13} {read[0]:7.2f} {kept[0]:7.2f} {kept[0] / read[0]:8.2f} {read[1]:8.2f} "
              f"{kept[1]:8.2f} {kept[1] / read[1]:8.2f} {now['bytes'] / 1e6:6.0f}", flush=True)
    os.unlink(path)


def quantile(times, share):
    return sorted(times)[min(int(len(times) * share), len(times) - 1)] * 1000


def ask(ledger, times):
    rng, world, now = random.Random(7), World(random.Random(1)), stats(ledger)
    name = lambda: " ".join(world.people[often_few(rng, len(world.people))])
    surname = lambda: world.people[often_few(rng, len(world.people))][1]
    questions = {
        "who NAME": lambda: ["who", name()],
        "who SURNAME": lambda: ["who", surname()],
        "who, the one who said most": lambda: ["who", now["sources"][0]["name"]],
        "who --since --until": lambda: ["who", name(), "--since", "2024-06-01", "--until", "2024-09-01"],
        "about WORD WORD": lambda: ["about", rng.choice(THINGS), rng.choice(world.places)],
        "about WORD, a common one": lambda: ["about", rng.choice(THINGS)],
        "about the (in nearly all)": lambda: ["about", "the"],
        "about --since": lambda: ["about", rng.choice(THINGS), "--since", "2025-01-01"],
        "claim ID": lambda: ["claim", str(rng.randrange(1, now["claims"] + 1))],
        "talks": lambda: ["talks"],
        "talks NAME": lambda: ["talks", name()],
        "talks --since": lambda: ["talks", "--since", "2025-01-01"],
        "talks --deeds": lambda: ["talks", "--deeds"],
        "talks --deeds NAME": lambda: ["talks", "--deeds", name()],
        "talks --deeds --since": lambda: ["talks", "--deeds", "--since", "2025-01-01"],
        "events": lambda: ["events"],
        "events --order origins": lambda: ["events", "--order", "origins"],
        "events --who NAME": lambda: ["events", "--who", name()],
        "events --who --to": lambda: ["events", "--who", name(), "--to", name()],
        "events --type --since": lambda: ["events", "--type", "ASSAULT", "--since", "2025-01-01"],
        "events --about WORD": lambda: ["events", "--about", rng.choice(DEEDS)],
        "events --place PLACE": lambda: ["events", "--place", rng.choice(world.places)],
        "events ARTICLE:N": lambda: ["events", f"{rng.randrange(1, now['articles'])}:1"],
        "audit ARTICLE": lambda: ["audit", str(rng.randrange(1, now["articles"]))],
        "stats": lambda: ["stats"],
    }
    print(f"{now['articles']} articles, {now['attributions']} attributions, {now['bytes'] / 1e6:.0f} MB; {times} of each")
    print(f"{'question':30} {'median ms':>10} {'p95 ms':>8} {'cpu median':>10} {'cpu p95':>8} {'answered':>8}")
    for title, make in questions.items():
        taken, busy, answered = [], [], 0
        for _ in range(times):
            command = make()
            start, before = time.monotonic(), os.times()
            done = subprocess.run([PROGRAM, command[0], "--ledger", ledger, *command[1:]], capture_output=True)
            taken.append(time.monotonic() - start)
            after = os.times()
            busy.append(after.children_user + after.children_system - before.children_user - before.children_system)
            answered += done.returncode == 0
            if done.returncode not in (0, 1):
                sys.exit(done.stderr.decode())
        print(f"{title:30} {quantile(taken, 0.5):10.1f} {quantile(taken, 0.95):8.1f} {quantile(busy, 0.5):10.0f} "
              f"{quantile(busy, 0.95):8.0f} {answered:8}", flush=True)


def main(arguments):
    deeds = "--deeds" in arguments
    arguments = [word for word in arguments if word != "--deeds"]
    if arguments[:1] == ["write"] and len(arguments) == 2:
        write(int(arguments[1]), sys.stdout, World(random.Random(1), deeds))
    elif arguments[:1] == ["fill"] and len(arguments) in (3, 4):
        fill(arguments[1], int(arguments[2]), int((arguments + ["2500"])[3]), deeds)
    elif arguments[:1] == ["ask"] and len(arguments) in (2, 3):
        ask(arguments[1], int((arguments + ["100"])[2]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
