"""Two readings of the corpus side by side: how far they agree, where they differ, and what a third reader made of it.

Two attributions are the same as `score.py gold` pairs them: those with touching cues first, then by content; found, where the sources
touch or both are absent and the contents' Jaccard index is at least one half. Names are compared by their words, not by numbers.
"""
import json
import os
import re
import textwrap
from collections import Counter

from annotate import kappa
from articles import overlap
from corpus_form import (FORMS, GENDERS, TEXTS, TYPES, attribution, blocks_of, choose, compiled, entity, field_of,
                         kind_of, nest, spans_of, stretch)
from corpus_text import Wrong, form_of, layout, listed, place_of, text

FIELDS = ("source", "cue", "content", "kind", "who", "act", "negated", "form", "to", "via", "when", "anonymity")
SHARES = ("source", "cue", "content", "kind", "who", "act", "form")  # every attribution has them; the others are rare, and told as F1
RARE = ("who given", "act but state", "negated", "to", "via", "when", "anonymity")


def write_json(path, record, lists=("entities", "attributions")):
    """A line for each item of the lists, so that differences can be read."""
    with open(path, "w", encoding="utf8") as file:
        head = {key: value for key, value in record.items() if key not in lists}
        file.write(json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}"))
        for key in lists:
            rows = ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in record[key])
            file.write(f',\n "{key}": [' + (f"\n  {rows}\n " if rows else "") + "]")
        file.write("\n}\n")


def readings(folder):
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
            record, faults, _ = compiled(name, text(name), listed()[name], written.read())
        if faults:
            print(f"left out: {path} has {len(faults)} complaints")
        else:
            out[name] = record
    return out


# ---------------------------------------------------------------- what a field says
def names_of(body, record, party):
    if not party:
        return []
    ids = party.get("entities") or [party["entity"]] if "entity" in party or "entities" in party else []
    at = {one["id"]: one["name"] for one in record["entities"]}
    return [body[slice(*at[i])] for i in ids]


def fold(name):
    return re.sub(r"^(the|a|an|u\.?s\.?) ", "", " ".join(re.sub(r"[^\w ]", " ", name.casefold()).split()))


def value(body, record, one, field):
    """A field for comparing."""
    if field in ("source", "cue", "content"):
        return [tuple(x) for x in spans_of(one, field)]
    if field == "kind":
        return one.get("source", {}).get("kind")
    if field == "who":
        return sorted(map(fold, names_of(body, record, one.get("source"))))
    if field in ("to", "via"):
        return sorted(map(fold, names_of(body, record, one.get(field)))) or (fold(body[slice(*one[field]["span"])]) if field in one else None)
    if field == "when":
        return one.get("when", {}).get("date")
    if field == "anonymity":
        return bool(one.get("anonymity"))
    return bool(one.get("negated")) if field == "negated" else one.get(field)


def said(body, record, one, field):
    """A field for people, as the form has it; names by their words."""
    if field in ("source", "cue", "content"):
        return " || ".join(body[b:e] for b, e in spans_of(one, field)) or "-"
    if field == "who":
        return " + ".join(names_of(body, record, one.get("source"))) or "-"
    if field in ("to", "via") and field in one:
        return body[slice(*one[field]["span"])] + "".join(" = " + name for name in names_of(body, record, one[field]))
    if field == "when" and field in one:
        return f"{body[slice(*one['when']['span'])]} = {one['when']['date']}"
    if field == "anonymity" and field in one:
        return body[slice(*one["anonymity"]["span"])]
    if field == "anonymity":
        return "-"
    return {True: "yes", False: "no"}.get(value(body, record, one, field), value(body, record, one, field)) or "-"


def told(body, record, one):
    """An attribution in a line."""
    cut = lambda words: words if len(words) < 70 else words[:40] + " … " + words[-25:]
    rest = [f"{field}: {said(body, record, one, field)}" for field in ("kind", "who", "to", "via", "when", "anonymity")
            if said(body, record, one, field) != "-"]
    return (f"{one['id']:3}" + (f" in {one['within']}" if "within" in one else "") + f" [{place_of(body, spans_of(one, 'content')[0][0])}] "
            + " | ".join(cut(said(body, record, one, part)) for part in ("source", "cue", "content"))
            + f" ({'not ' if one.get('negated') else ''}{one['act']}, {one['form']}; " + "; ".join(rest) + ")")


# ---------------------------------------------------------------- pairs
def pairs_of(a, b):
    """[(A's, B's, found)], either of which may be None."""
    rated = []
    for i, one in enumerate(a):
        for k, other in enumerate(b):
            cue, content = overlap(spans_of(one, "cue"), spans_of(other, "cue")), overlap(spans_of(one, "content"), spans_of(other, "content"))
            if cue > 0 or content > 0.5:
                rated.append((-2 * cue - content, i, k, content))
    mate, used = {}, set()
    for _, i, k, content in sorted(rated):
        if i not in mate and k not in used:
            mate[i] = k, content
            used.add(k)
    out = []
    for i, one in enumerate(a):
        if i not in mate:
            out.append((one, None, False))
            continue
        other, content = b[mate[i][0]], mate[i][1]
        sources = spans_of(one, "source"), spans_of(other, "source")
        out.append((one, other, content >= 0.5 and (overlap(*sources) > 0 if any(sources) else True)))
    return out + [(None, other, False) for k, other in enumerate(b) if k not in used]


# ---------------------------------------------------------------- compare
class Count:
    def __init__(self):
        self.n, self.share, self.rare, self.labels = Counter(), Counter(), Counter(), {"kind": Counter(), "act": Counter()}

    def add(self, body, a, b):
        pairs = pairs_of(a["attributions"], b["attributions"])
        mate = {x["id"]: y["id"] for x, y, _ in pairs if x and y}
        self.n["articles"] += 1
        self.n.update({"a": len(a["attributions"]), "b": len(b["attributions"]), "inner a": sum("within" in x for x in a["attributions"]),
                       "inner b": sum("within" in x for x in b["attributions"])})
        for x, y, found in pairs:
            if not found:
                continue
            self.n["found"] += 1
            self.n["inner"] += "within" in x and mate.get(x["within"]) == y.get("within")
            for field in FIELDS:
                p, q = value(body, a, x, field), value(body, b, y, field)
                self.share[field] += p == q
                if field in self.labels:
                    self.labels[field][p, q] += 1
                key = {"who": "who given", "act": "act but state"}.get(field, field)
                p, q = (None if v == "state" else v for v in (p, q))
                self.rare.update({(key, "a"): bool(p), (key, "b"): bool(q), (key, "both"): bool(p and q and p == q)})


def f1(both, a, b):
    return 200 * both / (a + b) if a + b else 100.0


def compare(folder_a, folder_b, each):
    a, b, whole = readings(folder_a), readings(folder_b), Count()
    for name in sorted(a.keys() & b.keys()):
        one = Count()
        for count in (one, whole):
            count.add(text(name), a[name], b[name])
        if each:
            n = one.n
            print(f"{name:52} {n['a']:3} {n['b']:3}  found {f1(n['found'], n['a'], n['b']):5.1f}  inner {n['inner a']:2} {n['inner b']:2} {n['inner']:2}  "
                  + " ".join(f"{field} {100 * one.share[field] / max(1, n['found']):.0f}" for field in ("kind", "who", "act")))
    n = whole.n
    if not n["articles"]:
        raise Wrong("no article that both folders have")
    print(f"\n{n['articles']} articles; {n['a']} and {n['b']} attributions, {n['found']} found by both: F1 {f1(n['found'], n['a'], n['b']):.1f}")
    print(f"inside others: {n['inner a']} and {n['inner b']}, {n['inner']} by both in the same place: F1 {f1(n['inner'], n['inner a'], n['inner b']):.1f}")
    print(f"\nof the {n['found']} found:\n{'field':14} {'agree %':>8} {'kappa':>6}")
    for field in SHARES:
        chance = f"{kappa(whole.labels[field]):6.3f}" if field in whole.labels else ""
        print(f"{field:14} {100 * whole.share[field] / max(1, n['found']):8.1f} {chance}")
    print(f"\n{'field':14} {'in A':>5} {'in B':>5} {'same':>5} {'F1':>6}")
    for field in RARE:
        x, y, both = (whole.rare[field, k] for k in ("a", "b", "both"))
        print(f"{field:14} {x:5} {y:5} {both:5} {f1(both, x, y):6.1f}")


# ---------------------------------------------------------------- differences
def entities_of(body, record):
    """{folded name: (name's words, entity)}: numbers differ from reader to reader."""
    return {fold(body[slice(*one["name"])]): (body[slice(*one["name"])], one) for one in record["entities"]}


def points(body, a, b):
    """[(key, A's attribution, B's, field, A's words, B's)], numbered alike by differences and settle."""
    out = []
    if a["article"]["kind"] != b["article"]["kind"]:
        out.append((None, None, "text", a["article"]["kind"], b["article"]["kind"]))
    x, y = entities_of(body, a), entities_of(body, b)
    for name in sorted(x.keys() & y.keys()):
        for field in ("type", "gender"):
            p, q = x[name][1].get(field, "-"), y[name][1].get(field, "-")
            if p != q and "-" not in (p, q):
                out.append((x[name], y[name], field, p, q))
    for one, other, _ in pairs_of(a["attributions"], b["attributions"]):
        if not one or not other:
            out.append((one, other, "keep", "in" if one else "-", "in" if other else "-"))
            continue
        both = "source" in one and "source" in other  # else kind and who go with the source
        for field in FIELDS:
            if (both or field not in ("kind", "who")) and value(body, a, one, field) != value(body, b, other, field):
                out.append((one, other, field, said(body, a, one, field), said(body, b, other, field)))
    return out


HEAD = """# {name}: where two readers differ. Write after each "=": a, b, or the right answer in the form's words:
#   source, cue, content: the words (stretches of a content with || between them; >> and ~k as in the form); who: names as they stand in the
#   text, with + between them; to, via: words = name; when: words = date; act, kind, form: the label; negated: yes or no; "-" for nothing.
#   keep (one reader alone has it): in or out. Attributions that neither has: blocks in the readers' form at the end, w by "w: NAME + NAME".
#   A name that neither reader has is declared at the end: "name: Mara Elling | person | female".
"""


def differences(folder_a, folder_b, folder):
    a, b = readings(folder_a), readings(folder_b)
    os.makedirs(folder, exist_ok=True)
    total = files = 0
    for name in sorted(a.keys() & b.keys()):
        body, n, before = text(name), 0, None
        lines, path = [HEAD.format(name=name)], os.path.join(folder, name + ".diff")
        for one, other, field, p, q in points(body, a[name], b[name]):
            n += 1
            spot = one or other
            if field in ("type", "gender"):
                lines.append(f"\n{one[0]}: {field}\n   a: {p}\n   b: {q}\n{n} = ?")
                continue
            if spot is not before and field != "text":
                anchor = (spans_of(spot, "cue") or spans_of(spot, "content"))[0][0]
                paragraph = next(body[s:e] for s, e, _ in layout(body) if s <= anchor < e)
                lines += ["", f"---- @{place_of(body, anchor)}", textwrap.fill(paragraph, 140, initial_indent="    ", subsequent_indent="    ")]
                record = a[name] if one else b[name]
                lines.append("  " + ("both: " if one and other else "a alone: " if one else "b alone: ") + told(body, record, spot))
                before = spot
            lines.append(f"  {field}" + ("" if field == "keep" else f"\n   a: {p}\n   b: {q}") + f"\n{n} = ?")
        if os.path.exists(path):
            print(f"kept as it is: {path}")
            continue
        with open(path, "w", encoding="utf8") as file:
            file.write("\n".join(lines) + "\n\n# ---- attributions that neither reader has:\n")
        total, files = total + n, files + 1
    print(f"{total} differences in {files} articles: {folder}")


# ---------------------------------------------------------------- settle
class Merge:
    """The record in the making; entities have their numbers by name."""

    def __init__(self, name, a, b):
        self.name, self.body, self.row, self.a, self.b = name, text(name), listed()[name], a, b
        self.entities, self.number = [], {}
        for record in (a, b):
            for key, (_, one) in entities_of(self.body, record).items():
                if key not in self.number:
                    self.number[key] = len(self.entities) + 1
                    self.entities.append(dict(one) | {"id": self.number[key]})
                elif "gender" in one:
                    self.entities[self.number[key] - 1].setdefault("gender", one["gender"])

    def declare(self, parts):
        one = entity(self.body, 0, parts)
        key = fold(parts[0])
        if key not in self.number:
            self.number[key] = len(self.entities) + 1
            self.entities.append({"id": self.number[key]} | one)

    def ids(self, names):
        out = []
        for name in re.split(r"\s+\+\s+", names.strip()):
            if fold(name) not in self.number:
                raise Wrong(f"no reader has the name “{name}”: declare it at the end, “name: {name} | type | gender”")
            out.append(self.number[fold(name)])
        return out

    def renumbered(self, record, one):
        """An attribution of one reading with the merged numbers."""
        one = json.loads(json.dumps({key: x for key, x in one.items() if key not in ("id", "within")}))
        for key in ("source", "to", "via"):
            if key in one:
                self.named(one[key], [self.number[fold(x)] for x in names_of(self.body, record, one[key])])
        return one

    def named(self, party, ids):
        for key in ("entity", "entities"):
            party.pop(key, None)
        party.update({"entity": ids[0]} if len(ids) == 1 else {"entities": ids} if ids else {})

    def answer(self, one, at, field, written):
        """Puts a reader's own answer into an attribution."""
        body, who = self.body, {x["id"]: x for x in self.entities}
        near = [tuple(x) for x in spans_of(one, "source", "cue", "content")]
        nothing = written == "-"
        if field == "content":
            one["content"] = [{"span": list(x)} for x in sorted(stretch(body, at, x.strip()) for x in written.split("||"))]
        elif field in ("source", "cue"):
            others = [tuple(x) for x in spans_of(one, *({"source", "cue", "content"} - {field}))]
            if nothing:
                one.pop(field, None)
            else:
                span = list(choose(body, at, written, lambda s: not any(b < s[1] and s[0] < e for b, e in others)))
                one[field] = one.get(field, {}) | {"span": span}
        elif field == "who":
            self.named(one["source"], [] if nothing else self.ids(written))
        elif field == "kind":
            one["source"]["kind"] = written
        elif field in ("act", "form"):
            if field == "form" and written not in FORMS:
                raise Wrong(f"no form: {written}")
            one[field] = field_of(body, "", at, "a", written, who, near)[0] if field == "act" else written
        elif field == "negated":
            if written not in ("yes", "no"):
                raise Wrong("negated: yes or no")
            one.pop("negated", None)
            one.update({"negated": True} if written == "yes" else {})
        elif nothing:
            one.pop(field, None)
        else:
            words, equals, name = (part.strip() for part in written.rpartition("="))
            if field in ("to", "via"):
                written = f"{words} = {' '.join(map(str, self.ids(name)))}" if equals else written
            one[field] = field_of(body, self.row["published"], at, "anon" if field == "anonymity" else field, written, who, near)


def settled_words(path):
    """The answers by number, the names declared, the blocks added."""
    answers, names, extra = {}, [], []
    with open(path, encoding="utf8") as file:
        for line in file:
            answer = re.match(r"(\d+) = (.*)", line)
            if answer and not extra:
                answers[int(answer[1])] = answer[2].strip()
            elif line.startswith("name:"):
                names.append([part.strip() for part in line[5:].split("|")])
            elif extra or re.match(r"@\d", line):
                extra.append(line.rstrip("\n"))
    return answers, names, "\n".join(extra)


def settled(name, a, b, path):
    m, body, faults, done = Merge(name, a, b), text(name), [], {}
    answers, names, extra = settled_words(path)
    kind = a["article"]["kind"]
    for parts in names:
        m.declare(parts)
    todo = points(body, a, b)
    pairs = pairs_of(a["attributions"], b["attributions"])
    key_of = lambda one, other: (one["id"] if one else 0, other["id"] if other else 0)
    for one, other, _ in pairs:
        done[key_of(one, other)] = m.renumbered(a, one) if one else m.renumbered(b, other)
    merged_b = {other["id"]: m.renumbered(b, other) for _, other, _ in pairs if other}
    formed = set()
    # spans first, so that words beside them are told from words within; kind and who after the source they stand in
    order = {"keep": 0, "content": 1, "cue": 2, "source": 3, "kind": 4, "who": 5}
    numbered = sorted(enumerate(todo, 1), key=lambda x: order.get(x[1][2], 9))
    for n, (one, other, field, p, q) in numbered:
        written = answers.get(n, "?")
        try:
            if written in ("?", ""):
                raise Wrong("not settled")
            if field == "text":
                kind = {"a": p, "b": q}.get(written, written)
                if kind not in TEXTS:
                    raise Wrong(f"no kind of text: {kind}")
            elif field in ("type", "gender"):
                chosen = {"a": p, "b": q}.get(written, written)
                if chosen not in (TYPES if field == "type" else GENDERS):
                    raise Wrong(f"no {field}: {chosen}")
                m.entities[m.number[fold(one[0])] - 1][field] = chosen
            elif field == "keep":
                if written not in ("in", "out"):
                    raise Wrong("keep: in or out")
                if written == "out":
                    del done[key_of(one, other)]
            else:
                key = key_of(one, other)
                formed |= {key} if field == "form" else set()
                if written == "b":
                    take(done[key], merged_b[other["id"]], field)
                elif written != "a":
                    if field == "source" and "source" not in done[key] and written != "-":
                        take(done[key], merged_b[other["id"]], field)
                    m.answer(done[key], place_of(body, (spans_of(one, "cue") or spans_of(one, "content"))[0][0]), field, written)
        except Wrong as wrong:
            faults.append(f"{n}, {field}: {wrong}")
    out = list(done.values())
    if extra:
        _, _, blocks, bad = blocks_of(extra)
        faults += bad
        for block in blocks:
            try:
                out.append(added(m, block))
            except Wrong as wrong:
                faults.append(f"added @{block.at}: {wrong}")
    forms = {id(done[key]) for key in formed if key in done}
    for one in out:
        check(one, m, faults)
        same = [key for key in done if done[key] is one]
        before = next((x for x, y, _ in pairs if same and x and key_of(x, y) == same[0]), None)
        moved = before is not None and spans_of(before, "content") != spans_of(one, "content")
        if moved and id(one) not in forms and before["form"] == form_of(body, spans_of(before, "content")):
            one["form"] = form_of(body, spans_of(one, "content"))
    for one, other, what in nest(out):
        faults.append(f"@{place_of(body, spans_of(one, 'content')[0][0])} “{said(body, a, one, 'cue')}” and “{said(body, a, other, 'cue')}”: {what}")
    record = {"format": 2, "article": a["article"] | {"kind": kind}, "entities": used(m.entities, out),
              "attributions": [{"id": one["id"]} | one for one in out]}
    return record, faults


def take(one, other, field):
    """B's field into A's attribution."""
    if field in ("kind", "who"):
        if "source" in one and "source" in other:
            for key in ("kind",) if field == "kind" else ("entity", "entities"):
                one["source"].pop(key, None)
                one["source"].update({key: other["source"][key]} if key in other["source"] else {})
    elif field == "source":
        if "source" in other:
            one["source"] = (one.get("source") or other["source"]) | {"span": other["source"]["span"]}
        else:
            one.pop("source", None)
    else:
        one.pop(field, None)
        one.update({field: other[field]} if field in other else {})


def added(m, block):
    names = block.fields.pop("w", None)
    for key in ("to", "via"):
        words, equals, name = (part.strip() for part in block.fields.get(key, "").rpartition("="))
        if equals:
            block.fields[key] = f"{words} = {m.ids(name)[0]}"
    if names:
        block.fields["w"] = ", ".join(map(str, m.ids(names)))
    return attribution(m.body, m.row["published"], block, {one["id"]: one for one in m.entities})


def check(one, m, faults):
    where = f"@{place_of(m.body, spans_of(one, 'content')[0][0])} “{m.body[slice(*one['cue']['span'])] if 'cue' in one else ''}”"
    parts = [tuple(x) for x in sorted(spans_of(one, "source", "cue", "content"))]
    if any(x[1] > y[0] for x, y in zip(parts, parts[1:])):
        faults.append(f"{where}: source, cue and content overlap")
    if "source" in one:
        ids = one["source"].get("entities") or ([one["source"]["entity"]] if "entity" in one["source"] else [])
        try:
            kind_of(one["source"].get("kind"), ids, {x["id"]: x for x in m.entities}, True)
        except Wrong as wrong:
            faults.append(f"{where}: {wrong}")


def used(entities, found):
    """All entities, even those that no attribution needs: who is who wants them too; numbered in the order of the text."""
    entities.sort(key=lambda one: one["name"])
    new = {one["id"]: n for n, one in enumerate(entities, 1)}
    for one in found:
        for key in ("source", "to", "via"):
            party = one.get(key, {})
            party.update({"entity": new[party["entity"]]} if "entity" in party else {})
            party.update({"entities": [new[i] for i in party["entities"]]} if "entities" in party else {})
    return [one | {"id": new[one["id"]]} for one in entities]


def settle(folder_a, folder_b, folder, out):
    a, b, wrong, done = readings(folder_a), readings(folder_b), 0, 0
    os.makedirs(out, exist_ok=True)
    for name in sorted(a.keys() & b.keys()):
        path = os.path.join(folder, name + ".diff")
        if not os.path.exists(path):
            print(f"{name}: no {path}")
            wrong += 1
            continue
        record, faults = settled(name, a[name], b[name], path)
        for fault in faults:
            print(f"{name}: {fault}")
        wrong += len(faults)
        if not faults:
            write_json(os.path.join(out, name + ".json"), record)
            done += 1
    print(f"{done} articles settled, {wrong} complaints; of one reader alone: {sorted(a.keys() ^ b.keys()) or 'none'}")
    return 1 if wrong else 0
