"""Two readings of who is who side by side: how far they agree, where they differ, and what a third reader made of it.

Mentions are the same where their spans are; of those left, where they overlap by a third or more of both, the best first. Groups of mentions with one
referent are compared as in the CoNLL-2012 shared task: MUC, B-cubed and CEAF-e, their mean. Several referents (1+2) are a referent of their own.
"""
import json
import os
import re
import textwrap
from collections import Counter, defaultdict

from annotate import kappa
from articles import overlap
from corpus_agree import f1, fold, write_json
from corpus_form import choose
from corpus_text import Wrong, layout, listed, place_of, text
from referents_form import added, article_of, compiled, declaration, impossible, mention, tidy, who_of


def readings(folder, given):
    """{name: record} of a folder of readings, or of compiled ones; those that do not compile are told and left out."""
    out = {}
    for file in sorted(os.listdir(folder)):
        path, name = os.path.join(folder, file), re.sub(r"\.(txt|json)$", "", file)
        if name == file or name not in listed():
            continue
        with open(path, encoding="utf8") as written:
            if file.endswith(".json"):
                out.setdefault(name, json.load(written))
                continue
            record, faults, _ = compiled(name, text(name), listed()[name], given(name), written.read())
        if faults:
            print(f"left out: {path} has {len(faults)} complaints")
        else:
            out[name] = record
    return out


def save(path, record):
    write_json(path, record, ("entities", "mentions"))


# ---------------------------------------------------------------- the same mentions
def pairs_of(a, b):
    """[(number of A's mention or None, of B's or None)], in the order of the text."""
    spans_a, spans_b = ([tuple(one["span"]) for one in record["mentions"]] for record in (a, b))
    at_b = {span: k for k, span in enumerate(spans_b)}
    mate = {i: at_b[span] for i, span in enumerate(spans_a) if span in at_b}
    used = set(mate.values())
    rated = [(-overlap([x], [y]), i, k) for i, x in enumerate(spans_a) if i not in mate
             for k, y in enumerate(spans_b) if k not in used and x[0] < y[1] and y[0] < x[1]]
    for rate, i, k in sorted(rated):
        if -rate >= 1 / 3 and i not in mate and k not in used:
            mate[i] = k
            used.add(k)
    pairs = [(i, mate.get(i)) for i in range(len(spans_a))] + [(None, k) for k in range(len(spans_b)) if k not in used]
    return sorted(pairs, key=lambda pair: spans_a[pair[0]] if pair[0] is not None else spans_b[pair[1]])


def kind_of(record, one):
    ids = one.get("entities")
    return {x["id"]: x["type"] for x in record["entities"]}[ids[0]] if ids else one.get("type")


def name_of(body, record, one):
    """The folded names of a mention's referents, or nothing where one of them has none."""
    names = {x["id"]: x.get("name") for x in record["entities"]}
    found = [names[i] for i in one.get("entities", [])]
    return sorted(fold(body[slice(*x)]) for x in found) if found and all(found) else None


# ---------------------------------------------------------------- groups of mentions
def clusters(record, keys):
    """[set of the mentions' keys] that have one referent."""
    out = defaultdict(set)
    for n, one in enumerate(record["mentions"]):
        out[tuple(one["entities"]) if "entities" in one else ("alone", n)].add(keys[n])
    return list(out.values())


def assignment(weight):
    """The greatest sum of weights, each row and each column taken once at most (the Hungarian method)."""
    if not weight or not weight[0]:
        return 0.0
    if len(weight) > len(weight[0]):
        weight = [list(column) for column in zip(*weight)]
    rows, columns = len(weight), len(weight[0])
    u, v, match = [0.0] * (rows + 1), [0.0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        match[0], column = row, 0
        least, before, seen = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while match[column]:
            seen[column], here, delta, following = True, match[column], float("inf"), 0
            for k in range(1, columns + 1):
                if not seen[k]:
                    cost = -weight[here - 1][k - 1] - u[here] - v[k]
                    if cost < least[k]:
                        least[k], before[k] = cost, column
                    if least[k] < delta:
                        delta, following = least[k], k
            for k in range(columns + 1):
                if seen[k]:
                    u[match[k]] += delta
                    v[k] -= delta
                else:
                    least[k] -= delta
            column = following
        while column:
            match[column], column = match[before[column]], before[column]
    return sum(weight[match[k] - 1][k - 1] for k in range(1, columns + 1) if match[k])


def halves(key, response):
    """{measure: (what of the key is in the response, what there is)}: a recall each; precision with the two changed over."""
    of = {one: group for n, group in enumerate(response) for one in group}
    links = b3 = 0.0
    for group in key:
        parts = Counter(id(of[one]) if one in of else one for one in group)
        links += len(group) - len(parts)
        b3 += sum(len(group & of[one]) / len(group) for one in group if one in of)
    size = sum(map(len, key))
    alike = assignment([[2 * len(x & y) / (len(x) + len(y)) for y in response] for x in key])
    return {"MUC": (links, size - len(key)), "B-cubed": (b3, size), "CEAF-e": (alike, len(key))}


class Count:
    def __init__(self):
        self.n, self.kinds = Counter(), Counter()
        self.sums = {way: {m: [0.0] * 4 for m in ("MUC", "B-cubed", "CEAF-e")} for way in ("all mentions", "without those mentioned once")}

    def add(self, body, a, b):
        pairs = pairs_of(a, b)
        self.n.update({"articles": 1, "a": len(a["mentions"]), "b": len(b["mentions"])})
        keys_a, keys_b = {}, {}
        for n, (i, k) in enumerate(pairs):
            keys_a |= {i: n} if i is not None else {}
            keys_b |= {k: n} if k is not None else {}
            if i is None or k is None:
                continue
            x, y = a["mentions"][i], b["mentions"][k]
            self.n["found"] += 1
            self.n["exact"] += x["span"] == y["span"]
            self.kinds[kind_of(a, x), kind_of(b, y)] += 1
            self.n["named both"] += bool(name_of(body, a, x)) and name_of(body, a, x) == name_of(body, b, y)
        self.n["named a"] += sum(bool(name_of(body, a, one)) for one in a["mentions"])
        self.n["named b"] += sum(bool(name_of(body, b, one)) for one in b["mentions"])
        x, y = clusters(a, keys_a), clusters(b, keys_b)
        for way, one, other in (("all mentions", x, y), ("without those mentioned once", *([g for g in z if len(g) > 1] for z in (x, y)))):
            there, back = halves(one, other), halves(other, one)
            for measure, sums in self.sums[way].items():
                for n, part in enumerate(there[measure] + back[measure]):
                    sums[n] += part

    def f1s(self, way):
        """{measure: F1 in per cent}, and their mean as CoNLL."""
        out = {}
        for measure, (hit, key, hit_back, response) in self.sums[way].items():
            r, p = (hit / key if key else 1.0), (hit_back / response if response else 1.0)
            out[measure] = 200 * r * p / (r + p) if r + p else 0.0
        return out | {"CoNLL": sum(out.values()) / 3}


def compare(folder_a, folder_b, each, given):
    a, b, whole = readings(folder_a, given), readings(folder_b, given), Count()
    for name in sorted(a.keys() & b.keys()):
        one = Count()
        for count in (one, whole):
            count.add(text(name), a[name], b[name])
        if each:
            n = one.n
            print(f"{name:52} {n['a']:3} {n['b']:3}  found {f1(n['found'], n['a'], n['b']):5.1f}  exact {f1(n['exact'], n['a'], n['b']):5.1f}  "
                  f"CoNLL {one.f1s('all mentions')['CoNLL']:5.1f}")
    n = whole.n
    if not n["articles"]:
        raise Wrong("no article that both folders have")
    print(f"\n{n['articles']} articles; {n['a']} and {n['b']} mentions, {n['found']} found by both: F1 {f1(n['found'], n['a'], n['b']):.1f}; "
          f"{n['exact']} with the same words: F1 {f1(n['exact'], n['a'], n['b']):.1f}")
    print(f"the kind of those found: {100 * sum(v for (x, y), v in whole.kinds.items() if x == y) / max(1, n['found']):.1f} %, kappa {kappa(whole.kinds):.3f}")
    print(f"with a name: {n['named a']} and {n['named b']}, {n['named both']} by both with the same: F1 {f1(n['named both'], n['named a'], n['named b']):.1f}")
    for way in whole.sums:
        print(f"{way}: " + ", ".join(f"{measure} {value:.1f}" for measure, value in whole.f1s(way).items()))


# ---------------------------------------------------------------- two lists made one
def words_of(body, entity):
    return body[slice(*entity.get("name", entity.get("words")))]


def line_of(body, entity):
    unnamed = " | unnamed" if "words" in entity and entity["type"] != "group" else ""
    return f"{words_of(body, entity)} | {entity['type']}{unnamed}"


class Union:
    """The entities of two readings under one numbering: given ones keep their numbers, new ones that share most mentions are one."""

    def __init__(self, body, a, b, given):
        self.body, self.a, self.b, self.pairs = body, a, b, pairs_of(a, b)
        low = {one["id"] for one in given}
        self.entities = {one["id"]: dict(one) for one in given}
        self.number = {"a": {i: i for i in low}, "b": {i: i for i in low}}
        self.different = []                 # [(number, A's entity, B's)]
        new_a, new_b = ({one["id"]: one for one in record["entities"] if one["id"] not in low} for record in (a, b))
        shared = Counter()
        for i, k in self.pairs:
            if i is not None and k is not None:
                shared.update((x, y) for x in a["mentions"][i].get("entities", []) for y in b["mentions"][k].get("entities", [])
                              if x in new_a and y in new_b)
        for x in new_a:
            for y in new_b:
                if "name" in new_a[x] and "name" in new_b[y] and fold(words_of(body, new_a[x])) == fold(words_of(body, new_b[y])):
                    shared[x, y] += 1000
        mate = {}
        for (x, y), _ in sorted(shared.items(), key=lambda one: (-one[1], one[0])):
            if x not in mate and y not in mate.values():
                mate[x] = y
        following = max(low, default=0) + 1
        for side, here in (("a", new_a), ("b", new_b)):
            for i, one in here.items():
                if side == "b" and i in mate.values():
                    continue
                self.number[side][i] = following
                self.entities[following] = dict(one) | {"id": following}
                if side == "a" and i in mate:
                    self.number["b"][mate[i]] = following
                    if line_of(body, one) != line_of(body, new_b[mate[i]]):
                        self.different.append((following, one, new_b[mate[i]]))
                following += 1

    def who(self, side, one):
        """A mention's referent under the common numbers, as the form has it."""
        if "entities" in one:
            return "+".join(str(i) for i in sorted(self.number[side][i] for i in one["entities"]))
        return one.get("type", "?")

    def points(self):
        """[(what, A's, B's, mentions of A and B)], numbered alike by differences and settle."""
        out = [("entity", line_of(self.body, x), line_of(self.body, y), number) for number, x, y in self.different]
        for i, k in self.pairs:
            x = self.a["mentions"][i] if i is not None else None
            y = self.b["mentions"][k] if k is not None else None
            if not x or not y:
                out.append(("keep", self.who("a", x) if x else "-", self.who("b", y) if y else "-", (i, k)))
                continue
            if x["span"] != y["span"]:
                out.append(("words", self.body[slice(*x["span"])], self.body[slice(*y["span"])], (i, k)))
            if self.who("a", x) != self.who("b", y):
                out.append(("who", self.who("a", x), self.who("b", y), (i, k)))
        return out


HEAD = """# {name}: where two readers differ about who is who. Write after each "=":
#   keep (one reader alone has it): in or out
#   words, who: a, b, or the right words of the sentence, the right number(s) or kind
#   entity: a, b, or the right line: NAME | kind, or WORDS | kind | unnamed
# At the end may stand further entities (number = NAME | kind) and mentions that neither reader has, in the readers' form.
"""


def differences(folder_a, folder_b, folder, given):
    a, b = readings(folder_a, given), readings(folder_b, given)
    os.makedirs(folder, exist_ok=True)
    total = files = 0
    for name in sorted(a.keys() & b.keys()):
        body, path = text(name), os.path.join(folder, name + ".diff")
        if os.path.exists(path):
            print(f"kept as it is: {path}")
            continue
        union = Union(body, a[name], b[name], given(name))
        points = union.points()
        lines, before = [HEAD.format(name=name)], None
        lines += [f"# {number} is {line_of(body, one)}" for number, one in sorted(union.entities.items())]
        for n, (what, p, q, which) in enumerate(points, 1):
            if what == "entity":
                lines.append(f"\n{which}: entity\n   a: {p}\n   b: {q}\n{n} = ?")
                continue
            i, k = which
            one = union.a["mentions"][i] if i is not None else union.b["mentions"][k]
            at, words = place_of(body, one["span"][0]), body[slice(*one["span"])]
            if at.partition(".")[0] != before:
                before = at.partition(".")[0]
                begin, end, _ = layout(body)[int(before) - 1]
                lines += ["", f"---- [{before}]", textwrap.fill(body[begin:end], 140, initial_indent="    ", subsequent_indent="    ")]
            near = f"@{at} …{body[max(0, one['span'][0] - 25):one['span'][0]]}[{words}]{body[one['span'][1]:one['span'][1] + 20]}…".replace("\n", " ")
            lines.append(f"  {near}\n  " + (f"keep: {'a' if k is None else 'b'} alone has it, = {p if k is None else q}" if what == "keep" else
                                            f"{what}\n   a: {p}\n   b: {q}") + f"\n{n} = ?")
        with open(path, "w", encoding="utf8") as file:
            file.write("\n".join(lines) + "\n\n# ---- further entities and mentions:\n")
        total, files = total + len(points), files + 1
    print(f"{total} differences in {files} articles: {folder}")


# ---------------------------------------------------------------- settle
def answers_of(path):
    """The answers by number, and the lines of the readers' form at the end."""
    with open(path, encoding="utf8") as file:
        body, _, extra = file.read().partition("# ---- further entities and mentions:")
    return {int(m[1]): m[2].strip() for m in re.finditer(r"^(\d+) = (.*)$", body, re.M)}, extra


def settled(name, a, b, given, path):
    """(record, what is not settled or cannot be)."""
    body, union, faults = text(name), Union(text(name), a, b, given), []
    answers, extra = answers_of(path)
    done = {}
    for i, k in union.pairs:
        one = a["mentions"][i] if i is not None else b["mentions"][k]
        done[i, k] = mention(one["span"], who_of(union.who("a" if i is not None else "b", one)))
    for n, (what, p, q, which) in enumerate(union.points(), 1):
        written = answers.get(n, "?!")
        chosen = {"a": p, "b": q}.get(written, written)
        try:
            if written in ("?!", "") or written == "?" and what != "who":
                raise Wrong("not settled")
            if what == "entity":
                union.entities[which] = declaration(body, which, [part.strip() for part in chosen.split("|")])
            elif what == "keep":
                if written not in ("in", "out"):
                    raise Wrong("keep: in or out")
                if written == "out":
                    del done[which]
            elif what == "words":
                i, k = which
                sides = {"a": a["mentions"][i]["span"], "b": b["mentions"][k]["span"]}
                done[which]["span"] = list(sides.get(written) or choose(body, place_of(body, sides["a"][0]), written))
            else:
                if written == "?":
                    raise Wrong("not settled (for a referent that the text leaves open: -)")
                who = () if chosen in ("-", "?") else who_of(chosen)
                if any(x not in union.entities for x in who if isinstance(x, int)):
                    raise Wrong(f"the list has no {chosen}")
                done[which] = mention(done[which]["span"], who)
        except Wrong as wrong:
            faults.append(f"{n}, {what}: {wrong}")
    mentions, _, wrong = added(body, union.entities, extra)
    record = {"article": article_of(name, listed()[name]), "entities": list(union.entities.values()), "mentions": [*done.values(), *mentions]}
    record["mentions"].sort(key=lambda one: (one["span"][0], -one["span"][1]))
    return tidy(record), faults + wrong + list(impossible(body, record["mentions"]))


def settle(folder_a, folder_b, folder, out, given):
    a, b, wrong, done = readings(folder_a, given), readings(folder_b, given), 0, 0
    os.makedirs(out, exist_ok=True)
    for name in sorted(a.keys() & b.keys()):
        path = os.path.join(folder, name + ".diff")
        if not os.path.exists(path):
            print(f"{name}: no {path}")
            wrong += 1
            continue
        record, faults = settled(name, a[name], b[name], given(name), path)
        for fault in faults:
            print(f"{name}: {fault}")
        wrong += len(faults)
        if not faults:
            save(os.path.join(out, name + ".json"), record)
            done += 1
    print(f"{done} articles settled, {wrong} complaints; of one reader alone: {sorted(a.keys() ^ b.keys()) or 'none'}")
    return 1 if wrong else 0
