#!/usr/bin/env python3
"""Fine-tunes a pretrained encoder on PolNeAR: spots sources, cues and contents, and joins each cue with its own.

    train/attribution/encoder.py learn WEIGHTS TRAIN.words OUT.pt [--ours OURS.words] [--epochs E] [--dev DEV.words] [--leave NAMES]
            [--from OUT.pt]    goes on from what was learnt before
    train/attribution/encoder.py pack WEIGHTS OUT.pt OUT.sections     as sayso-train takes it

WEIGHTS is the folder of all-MiniLM-L6-v2 (model.safetensors, tokenizer.json). The words are what `sayso-train words` writes.
Needs torch, safetensors, tokenizers; nothing else of the project needs this file.

The text is read in windows of at most 256 pieces, cut where a paragraph begins if that leaves four tenths of it, else where a sentence
does. A word is its first piece. Heads: a chain over the words (seven labels); the same over the words of each content, for what is said
inside it, learnt from our own articles alone, for PolNeAR marks none; for a cue another (five labels), whose scores are a small net of
the word's state, the states of the cue's first and last word, and the distance.

What is packed is not the weights of the last step, but their mean over the last thousand or so.

Two processes learn side by side on shared weights: gradients are at most a step old, one lock round the step.
"""
import argparse
import json
import math
import os
import random
import sys
import time

import torch
import torch.multiprocessing as mp
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

PIECES = 256
LABELS, JOINS = 7, 5
REACH = 150
JOIN_WIDTH = 128
NEAR = [1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 100]  # distance buckets: 0, then by side
CASES = 5
CONTENT_LEAST = 3  # words of a content that is looked into, as in src/attribution/inner.c
MEAN, MEAN_STEPS = 0.992, 8  # of the weights' mean stays, each so many steps
STYLE_OURS = 1  # the "case" of marks where the guidelines are ours
NEVER = -1e4


# ---------------------------------------------------------------- articles
class Document:
    """`ours`: read by the project's guidelines, not PolNeAR's."""
    __slots__ = ("name", "words", "flags", "readings", "ours")

    def __init__(self, name, ours=False):
        self.name, self.words, self.flags, self.readings, self.ours = name, [], [], [], ours


def read_words(path, ours=False):
    out = []
    with open(path, encoding="utf8", errors="replace", newline="\n") as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("W "):
                out[-1].flags.append(line[2])
                out[-1].words.append(line[4:])
            elif line.startswith("D "):
                out.append(Document(line[2:], ours))
            elif line == "A":
                out[-1].readings.append([])
            else:
                n = [int(x) for x in line.split()[1:]]
                out[-1].readings[-1].append(((n[0], n[1]), (n[2], n[3]), list(zip(n[4::2], n[5::2]))))
    return out


def case_of(word):
    """As letter_case in src/encoder: by the letters of ASCII."""
    letters = [c for c in word if c.isascii() and c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    if not upper:
        return 1 if letters else 0
    if upper == len(letters):
        return 3 if upper > 1 else 2
    return 2 if letters[0].isupper() and upper == 1 else 4


class Pieces:
    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.cls, self.sep = (self.tokenizer.token_to_id(x) for x in ("[CLS]", "[SEP]"))
        if self.cls is None:
            self.cls, self.sep = (self.tokenizer.token_to_id(x) for x in ("<s>", "</s>"))
        self.unknown = self.tokenizer.token_to_id("[UNK]")
        self.known = {}

    def of(self, word):
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self.tokenizer.encode(word, add_special_tokens=False).ids[:16] or [self.unknown]
        return found


def windows(document, pieces, most=PIECES - 1):
    """[(first, end)] of words: pieces of a window at most `most`."""
    sizes = [len(pieces.of(w)) + (f == "P") for w, f in zip(document.words, document.flags)]
    out, first = [], 0
    while first < len(sizes):
        end, total = first, 0
        while end < len(sizes) and total + sizes[end] <= most:
            total += sizes[end]
            end += 1
        if end < len(sizes):
            for mark in ("P", "PS"):
                cut = next((k for k in range(end, first, -1) if document.flags[k] in mark and 10 * (k - first) >= 4 * (end - first)), None)
                if cut:
                    end = cut
                    break
        out.append((first, max(end, first + 1)))
        first = out[-1][1]
    return out


def put(gold, span, begin):
    for w in range(*span):
        if not gold[w]:
            gold[w] = begin + 1 if w > span[0] and gold[w - 1] in (begin, begin + 1) else begin


def settled(gold, opens=lambda w: w == 0):
    """What goes on where nothing has begun begins there."""
    for w, g in enumerate(gold):
        if g and g % 2 == 0 and (opens(w) or gold[w - 1] not in (g, g - 1)):
            gold[w] = g - 1
    return gold


def inside(reading):
    return {w for _, _, contents in reading for c in contents for w in range(*c)}


def labels_of(document, reading):
    gold = [0] * len(document.words)
    within = inside(reading) if document.ours else ()
    for source, cue, contents in reading:
        if cue[0] in within:
            continue
        put(gold, source, 1)
        put(gold, cue, 3)
        for c in contents:
            put(gold, c, 5)
    return settled(gold, lambda w: document.flags[w] == "P")


def contents_of(document, reading):
    """[(begin, end)] of the outermost contents, and labels of the document's words for what stands inside them, to any depth: cues
    first, then sources, so that a deeper one is seen too."""
    within, gold = inside(reading), [0] * len(document.words)
    inner = [a for a in reading if a[1][0] in within]
    for _, cue, _ in inner:
        put(gold, cue, 3)
    for source, _, _ in inner:
        put(gold, source, 1)
    for _, _, contents in inner:
        for c in contents:
            put(gold, c, 5)
    outer = sorted((c for a in reading if a[1][0] not in within for c in a[2]), key=lambda c: (c[0], -c[1]))
    kept = []
    for c in outer:
        if not kept or c[0] >= kept[-1][1]:
            kept.append(c)
    return kept, gold


def joins_of(first, end, attribution):
    source, cue, contents = attribution
    gold = [0] * (end - first)

    def put_joined(span, begin):
        for w in range(max(span[0], first), min(span[1], end)):
            if not gold[w - first] and not cue[0] <= w < cue[1]:
                gold[w - first] = begin + 1 if w > max(span[0], first) and gold[w - first - 1] in (begin, begin + 1) else begin
    put_joined(source, 1)
    for c in contents:
        put_joined(c, 3)
    return gold


def near_of(distance):
    side = 0 if distance < 0 else len(NEAR) + 1
    d = abs(distance)
    if not d:
        return 0
    return 1 + side + sum(d > n for n in NEAR)


NEARS = 1 + 2 * (len(NEAR) + 1)


# ---------------------------------------------------------------- the encoder
def relative_buckets(n, buckets=32, most=128):
    """MPNet's: half for each side, logarithmic beyond a quarter."""
    at = torch.arange(n)
    d = at[:, None] - at[None, :]
    half = buckets // 2
    out = (d < 0).long() * half
    d = d.abs()
    exact = half // 2
    far = exact + (torch.log(d.clamp(min=1).float() / exact) / math.log(most / exact) * (half - exact)).long()
    return out + torch.where(d < exact, d, far.clamp(max=half - 1))


class Layer(torch.nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.qkv = torch.nn.Linear(width, 3 * width)
        self.out = torch.nn.Linear(width, width)
        self.norm1 = torch.nn.LayerNorm(width)
        self.up = torch.nn.Linear(width, inner)
        self.down = torch.nn.Linear(inner, width)
        self.norm2 = torch.nn.LayerNorm(width)

    def forward(self, x, heads, mask, drop):
        b, n, w = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, heads, w // heads).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        y = y.transpose(1, 2).reshape(b, n, w)
        x = self.norm1(x + F.dropout(self.out(y), drop, self.training))
        y = self.down(F.gelu(self.up(x), approximate="tanh"))
        return self.norm2(x + F.dropout(y, drop, self.training))


class Encoder(torch.nn.Module):
    """BERT or MPNet; the state of each piece."""

    def __init__(self, config):
        super().__init__()
        w = config["hidden_size"]
        self.kind, self.heads, self.drop = config["model_type"], config["num_attention_heads"], 0.1
        self.rows = torch.nn.Embedding(config["vocab_size"], w)
        self.places = torch.nn.Embedding(config["max_position_embeddings"], w)
        self.case = torch.nn.Embedding(CASES, w)
        self.norm = torch.nn.LayerNorm(w, eps=config["layer_norm_eps"])
        self.layers = torch.nn.ModuleList(Layer(w, config["intermediate_size"]) for _ in range(config["num_hidden_layers"]))
        self.relative = torch.nn.Embedding(32, self.heads) if self.kind == "mpnet" else None
        torch.nn.init.zeros_(self.case.weight)
        for l in self.layers:
            l.norm1.eps = l.norm2.eps = config["layer_norm_eps"]

    def load(self, folder):
        s = load_file(os.path.join(folder, "model.safetensors"))
        get = lambda name: s[name].float()
        mpnet = self.kind == "mpnet"
        self.rows.weight.data = get("embeddings.word_embeddings.weight")
        places = get("embeddings.position_embeddings.weight")
        if mpnet:  # positions begin at 2
            places = torch.cat([places[2:], places[:2]])
        else:
            places = places + get("embeddings.token_type_embeddings.weight")[0]
        self.places.weight.data = places.clone()
        self.norm.weight.data, self.norm.bias.data = get("embeddings.LayerNorm.weight"), get("embeddings.LayerNorm.bias")
        if mpnet:
            self.relative.weight.data = get("encoder.relative_attention_bias.weight")
        for i, l in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            if mpnet:
                parts = [at + "attention.attn." + x for x in "qkv"]
                out, norm1 = at + "attention.attn.o", at + "attention.LayerNorm"
            else:
                parts = [at + "attention.self." + x for x in ("query", "key", "value")]
                out, norm1 = at + "attention.output.dense", at + "attention.output.LayerNorm"
            l.qkv.weight.data = torch.cat([get(p + ".weight") for p in parts])
            l.qkv.bias.data = torch.cat([get(p + ".bias") for p in parts])
            for name, module in ((out, l.out), (norm1, l.norm1), (at + "intermediate.dense", l.up), (at + "output.dense", l.down),
                                 (at + "output.LayerNorm", l.norm2)):
                module.weight.data, module.bias.data = get(name + ".weight"), get(name + ".bias")

    def forward(self, ids, cases, real):
        n = ids.shape[1]
        x = self.rows(ids) + self.places.weight[:n] + self.case(cases)
        x = F.dropout(self.norm(x), self.drop, self.training)
        mask = torch.where(real, 0.0, NEVER)[:, None, None, :]
        if self.relative is not None:
            mask = mask + self.relative(relative_buckets(n)).permute(2, 0, 1)[None]
        for l in self.layers:
            x = l(x, self.heads, mask, self.drop)
        return x


def legal(labels):
    """[before, here]: inside only after its own begin or inside."""
    m = torch.zeros(labels, labels)
    for here in range(2, labels, 2):
        for before in range(labels):
            if before not in (here, here - 1):
                m[before, here] = NEVER
    return m


class Chain(torch.nn.Module):
    def __init__(self, labels):
        super().__init__()
        self.edges = torch.nn.Parameter(torch.zeros(labels, labels))
        self.register_buffer("mask", legal(labels))
        start = torch.zeros(labels)
        start[2::2] = NEVER
        self.register_buffer("start", start)

    def loss(self, scores, gold, real):
        """Mean negative log-likelihood a sequence, summed over a batch; scores [b, n, labels], gold and real [b, n]."""
        edges = self.edges + self.mask
        b, n, k = scores.shape
        a = scores[:, 0] + self.start
        path = a.gather(1, gold[:, :1])[:, 0]
        taken = edges[gold[:, :-1], gold[:, 1:]] + scores[:, 1:].gather(2, gold[:, 1:, None])[..., 0]
        path = path + (taken * real[:, 1:]).sum(1)
        for t in range(1, n):
            next_ = torch.logsumexp(a[:, :, None] + edges, 1) + scores[:, t]
            a = torch.where(real[:, t, None], next_, a)
        return (torch.logsumexp(a, 1) - path).sum()

    def best(self, scores, real):
        edges = self.edges + self.mask
        b, n, k = scores.shape
        a, back = scores[:, 0] + self.start, []
        for t in range(1, n):
            value, at = (a[:, :, None] + edges).max(1)
            back.append(torch.where(real[:, t, None], at, torch.arange(k)))
            a = torch.where(real[:, t, None], value + scores[:, t], a)
        here = a.argmax(1)
        out = [here]
        for at in reversed(back):
            here = at.gather(1, here[:, None])[:, 0]
            out.append(here)
        return torch.stack(out[::-1], 1)


class Reader(torch.nn.Module):
    def __init__(self, config):
        super().__init__()
        w = config["hidden_size"]
        self.encoder = Encoder(config)
        self.spot, self.inner = torch.nn.Linear(w, LABELS), torch.nn.Linear(w, LABELS)
        self.spot_chain, self.inner_chain, self.join_chain = Chain(LABELS), Chain(LABELS), Chain(JOINS)
        self.word, self.cue_first, self.cue_last = (torch.nn.Linear(w, JOIN_WIDTH, bias=i == 0) for i in range(3))
        self.near = torch.nn.Embedding(NEARS, JOIN_WIDTH)
        self.join = torch.nn.Linear(JOIN_WIDTH, JOINS)
        torch.nn.init.normal_(self.near.weight, std=0.1)

    def joined(self, words, first, last, nears):
        """words [c, n, w] states; first, last [c, w]; nears [c, n]."""
        x = self.word(words) + self.near(nears) + (self.cue_first(first) + self.cue_last(last))[:, None]
        return self.join(F.gelu(x, approximate="tanh"))


# ---------------------------------------------------------------- batches
class Window:
    __slots__ = ("document", "reading", "first", "end", "pieces")


def window_list(documents, pieces, rng=None):
    out = []
    for d in documents:
        reading = d.readings[rng.randrange(len(d.readings)) if rng else 0] if d.readings else []
        shift = rng.randrange(PIECES // 2) if rng else 0
        spans = windows(d, pieces)
        if shift and len(spans) > 1:  # other cuts each epoch
            cut = windows(d, pieces, PIECES - 1 - shift)[0][1]
            rest = Document(d.name, d.ours)
            rest.words, rest.flags = d.words[cut:], d.flags[cut:]
            spans = [(0, cut)] + [(a + cut, b + cut) for a, b in windows(rest, pieces)]
        for a, b in spans:
            w = Window()
            w.document, w.reading, w.first, w.end = d, reading, a, b
            w.pieces = 1 + sum(len(pieces.of(x)) + (f == "P") for x, f in zip(d.words[a:b], d.flags[a:b]))
            out.append(w)
    return out


def batches(list_, most, rng=None):
    list_ = sorted(list_, key=lambda w: w.pieces + (rng.random() * 30 if rng else 0))
    out, here = [], []
    for w in list_:
        if here and (len(here) + 1) * max(w.pieces, *(x.pieces for x in here)) > most:
            out.append(here)
            here = []
        here.append(w)
    out.append(here)
    if rng:
        rng.shuffle(out)
    return out


def tensors(batch, pieces):
    n, m = max(w.pieces for w in batch), max(w.end - w.first for w in batch)
    ids, cases = torch.zeros(len(batch), n, dtype=torch.long), torch.zeros(len(batch), n, dtype=torch.long)
    real, at = torch.zeros(len(batch), n, dtype=torch.bool), torch.zeros(len(batch), m, dtype=torch.long)
    there = torch.zeros(len(batch), m, dtype=torch.bool)
    for i, w in enumerate(batch):
        style = STYLE_OURS if w.document.ours else 0
        row, case, place = [pieces.cls], [style], []
        for k in range(w.first, w.end):
            word = w.document.words[k]
            if w.document.flags[k] == "P":
                row.append(pieces.sep)
                case.append(style)
            place.append(len(row))
            p = pieces.of(word)
            row += p
            case += [case_of(word)] * len(p)
        ids[i, :len(row)], cases[i, :len(row)], real[i, :len(row)] = torch.tensor(row), torch.tensor(case), True
        at[i, :len(place)], there[i, :len(place)] = torch.tensor(place), True
    return ids, cases, real, at, there


def states(model, batch, pieces):
    ids, cases, real, at, there = tensors(batch, pieces)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = model.encoder(ids, cases, real)
    x = x.float()
    return x.gather(1, at[..., None].expand(-1, -1, x.shape[-1])), there


def inner_scores(model, batch, x):
    """Scores, labels and which words are real, a row a content (what of it lies in the window); None where there is none."""
    list_ = []
    for i, w in enumerate(batch):
        if not w.document.ours:
            continue
        contents, gold = contents_of(w.document, w.reading)
        for begin, end in contents:
            begin, end = max(begin, w.first), min(end, w.end)
            if end - begin >= CONTENT_LEAST:
                list_.append((i, begin - w.first, end - w.first, settled(gold[begin:end])))
    if not list_:
        return None
    m = max(end - begin for _, begin, end, _ in list_)
    at, gold = torch.zeros(len(list_), m, dtype=torch.long), torch.zeros(len(list_), m, dtype=torch.long)
    real = torch.zeros(len(list_), m, dtype=torch.bool)
    for k, (_, begin, end, labels) in enumerate(list_):
        n = end - begin
        at[k, :n], gold[k, :n], real[k, :n] = torch.arange(begin, end), torch.tensor(labels), True
    rows = torch.tensor([i for i, *_ in list_])
    return model.inner(x[rows[:, None], at]), gold, real


def cues_of(batch, scores, rng, false_cues, inner=None):
    """(row, (cue begin, end), gold of the window, true) of gold cues, and of some words that look like one: outside contents by
    `scores`, inside ours by `inner`."""
    out = []
    p = torch.softmax(scores.detach(), -1)[..., 3]
    p_inner = None if inner is None else torch.softmax(inner.detach(), -1)[..., 3]
    for i, w in enumerate(batch):
        taken = set()
        for a in w.reading:
            cue = a[1]
            taken.update(range(*cue))
            if w.first <= cue[0] and cue[1] <= w.end:
                out.append((i, cue, joins_of(w.first, w.end, a)))
        if not false_cues:
            continue
        likely = p[i, :w.end - w.first] > 0.15
        if w.document.ours and p_inner is not None:
            for k in inside(w.reading):
                if w.first <= k < w.end:
                    likely[k - w.first] = p_inner[i, k - w.first] > 0.15
        for k in likely.nonzero()[:, 0].tolist():
            if w.first + k not in taken:
                out.append((i, (w.first + k, w.first + k + 1), [0] * (w.end - w.first)))
    return out


def join_scores(model, batch, x, list_):
    lows = [max(b.first, c[0] - REACH) - b.first for b, c in ((batch[i], c) for i, c, _ in list_)]
    highs = [min(b.end, c[1] + REACH) - b.first for b, c in ((batch[i], c) for i, c, _ in list_)]
    m = max(h - l for l, h in zip(lows, highs))
    words = torch.zeros(len(list_), m, x.shape[-1])
    nears, gold = torch.zeros(len(list_), m, dtype=torch.long), torch.zeros(len(list_), m, dtype=torch.long)
    real = torch.zeros(len(list_), m, dtype=torch.bool)
    rows, firsts, lasts, at = [], [], [], torch.zeros(len(list_), m, dtype=torch.long)
    for j, ((i, cue, g), low, high) in enumerate(zip(list_, lows, highs)):
        b = batch[i]
        c0, c1 = cue[0] - b.first, cue[1] - b.first
        nears[j, :high - low] = torch.tensor([near_of(w - c0 if w < c0 else max(w - c1 + 1, 0)) for w in range(low, high)])
        gold[j, :high - low] = torch.tensor(g[low:high])
        if gold[j, 0] in (2, 4):
            gold[j, 0] -= 1
        real[j, :high - low] = True
        at[j, :high - low] = torch.arange(low, high)
        rows.append(i)
        firsts.append(c0)
        lasts.append(c1 - 1)
    rows = torch.tensor(rows)
    words = x[rows[:, None], at]
    scores = model.joined(words, x[rows, torch.tensor(firsts)], x[rows, torch.tensor(lasts)], nears)
    inside = torch.zeros_like(scores)
    for j, ((i, cue, g), low) in enumerate(zip(list_, lows)):
        b = batch[i]
        inside[j, cue[0] - b.first - low:cue[1] - b.first - low, 1:] = NEVER
    return scores + inside, gold, real


def loss_of(model, batch, pieces, rng, false_cues):
    x, there = states(model, batch, pieces)
    scores = model.spot(x)
    gold = torch.zeros(scores.shape[:2], dtype=torch.long)
    for i, w in enumerate(batch):
        g = settled(labels_of(w.document, w.reading)[w.first:w.end])  # the window may cut a span
        gold[i, :len(g)] = torch.tensor(g)
    loss = model.spot_chain.loss(scores, gold, there)
    inner = inner_scores(model, batch, x)
    if inner:
        loss = loss + model.inner_chain.loss(*inner)
    list_ = cues_of(batch, scores, rng, false_cues, model.inner(x.detach()) if inner and false_cues else None)
    if list_:
        s, g, real = join_scores(model, batch, x, list_)
        loss = loss + 0.5 * model.join_chain.loss(s, g, real)
    return loss / sum(w.end - w.first for w in batch)


# ---------------------------------------------------------------- measuring
def spans_of(labels):
    out, k = set(), 0
    while k < len(labels):
        label = labels[k]
        if label % 2:
            e = k + 1
            while e < len(labels) and labels[e] == label + 1:
                e += 1
            out.add((label, k, e))
            k = e
        else:
            k += 1
    return out


@torch.no_grad()
def measure(model, documents, pieces):
    """Exact F1 of source, cue, content by the best path; the same inside gold contents; of joins on gold cues, the share of sources and
    contents right."""
    model.eval()
    counts = [[[0] * 3 for _ in range(3)] for _ in range(2)]  # outside, inside: hit, told, gold
    joined, right = 0, 0

    def count(where, best, labels):
        ours, gold = spans_of(best), spans_of(labels)
        for n, list_ in zip(where, (ours & gold, ours, gold)):
            for s in list_:
                n[s[0] // 2] += 1

    def f1(hit, told, gold):
        return [round(200 * h / max(1, t + g), 1) for h, t, g in zip(hit, told, gold)]
    for batch in batches(window_list(documents, pieces), 4096):
        x, there = states(model, batch, pieces)
        best = model.spot_chain.best(model.spot(x), there)
        for i, w in enumerate(batch):
            count(counts[0], best[i, :w.end - w.first].tolist(), labels_of(w.document, w.reading)[w.first:w.end])
        inner = inner_scores(model, batch, x)
        if inner:
            scores, gold, real = inner
            for path, labels, n in zip(model.inner_chain.best(scores, real).tolist(), gold.tolist(), real.sum(1).tolist()):
                count(counts[1], path[:n], labels[:n])
        list_ = cues_of(batch, model.spot(x), None, False)
        if list_:
            s, g, real = join_scores(model, batch, x, list_)
            best = model.join_chain.best(s, real)
            joined += len(list_)
            right += ((best == g) | ~real).all(1).sum().item()
    model.train()
    return f1(*counts[0]), f1(*counts[1]), round(100 * right / max(1, joined), 1)


# ---------------------------------------------------------------- packing
def folds_of(tokenizer):
    """Pairs of u32, ascending: a code point; what the tokenizer makes of it. Its marks stand alone, what it drops is 0."""
    alone, space, out = 1 << 31, 1 << 30, []
    for c in range(1, 0x3000):
        letter = chr(c)
        normal = tokenizer.normalizer.normalize_str(letter)
        cut = [x for x, _ in tokenizer.pre_tokenizer.pre_tokenize_str("a" + normal + "a")] if normal else ["aa"]
        if not normal:
            value = 0
        elif normal.isspace() or cut == ["a", "a"]:
            value = space
        elif len(cut) == 3:
            value = ord(normal[0]) | alone
        elif normal == letter:
            continue
        else:
            value = ord(normal[0])
        out.append((c, value))
    return out


def pack(options):
    """A file of sections as `sayso-train encoder` takes them: name (16 bytes, NUL-padded), size (u64), the bytes."""
    import numpy as np
    saved = torch.load(options.model, weights_only=True)
    config, state = saved["config"], {k: v.float().numpy() for k, v in saved["model"].items()}
    pieces = Pieces(options.weights)
    width, inner, blocks = config["hidden_size"], config["intermediate_size"], config["num_hidden_layers"]
    floats, weights, sections = [], [], []

    def quantise(w):  # [columns, rows], a scale each column
        scale = np.maximum(np.abs(w).max(1), 1e-12) / 127
        return np.clip(np.rint(w / scale[:, None]), -127, 127).astype(np.int8), scale.astype(np.float32)

    def layer(w, bias):  # packed[row / 4][column][row % 4]
        q, scale = quantise(w)
        columns, rows = q.shape
        weights.append(q.T.reshape(rows // 4, 4, columns).transpose(0, 2, 1).tobytes())
        floats.extend([scale, bias])

    e = "encoder."
    rows, worth = quantise(state[e + "rows.weight"])
    floats += [state[e + "places.weight"][:PIECES], state[e + "case.weight"], state[e + "norm.weight"], state[e + "norm.bias"]]
    for i in range(blocks):
        at = f"{e}layers.{i}."
        floats += [state[at + x] for x in ("norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias")]
        for x in ("qkv", "out", "up", "down"):
            layer(state[at + x + ".weight"], state[at + x + ".bias"])
    head = np.zeros((16 + 3 * JOIN_WIDTH, width), np.float32)
    bias = np.zeros(len(head), np.float32)
    head[:LABELS], bias[:LABELS] = state["spot.weight"], state["spot.bias"]
    head[LABELS:2 * LABELS], bias[LABELS:2 * LABELS] = state["inner.weight"], state["inner.bias"]
    for k, x in enumerate(("word", "cue_first", "cue_last")):
        head[16 + k * JOIN_WIDTH:16 + (k + 1) * JOIN_WIDTH] = state[x + ".weight"]
    bias[16:16 + JOIN_WIDTH] = state["word.bias"]
    layer(head, bias)
    join, join_bias = np.zeros((JOIN_WIDTH, 16), np.float32), np.zeros(16, np.float32)
    join[:, :JOINS], join_bias[:JOINS] = state["join.weight"].T, state["join.bias"]
    floats += [state["near.weight"], join, join_bias]
    for x in ("spot_chain", "join_chain", "inner_chain"):
        edges = state[x + ".edges"].copy()
        edges[state[x + ".mask"] < 0] = -1e9
        floats.append(edges)
    ids = {v: k for k, v in pieces.tokenizer.get_vocab().items()}
    shares = np.array([options.spot_share, options.join_share, options.shift, options.slope], "<f4")
    inside = np.array([float(x) for x in options.inside.split(",")], "<f4")
    sections = [("careful.shares", shares.tobytes()), ("careful.inside", inside.tobytes()), ("enc.shape", np.array([len(ids), width, inner, blocks, pieces.cls, pieces.sep, pieces.unknown, 0 if options.polnear else STYLE_OURS], "<u4").tobytes()),
                ("enc.pieces", "".join(ids[k] + "\n" for k in range(len(ids))).encode()),
                ("enc.folds", np.array(folds_of(pieces.tokenizer), "<u4").tobytes()),
                ("enc.rows", rows.tobytes()), ("enc.worth", worth.astype("<f4").tobytes()),
                ("enc.floats", b"".join(np.ascontiguousarray(f, "<f4").tobytes() for f in floats)),
                ("enc.weights", b"".join(weights))]
    with open(options.out, "wb") as file:
        for name, body in sections:
            file.write(name.encode().ljust(16, b"\0") + len(body).to_bytes(8, "little") + body)


# ---------------------------------------------------------------- learning
GROUPS = (("encoder.matrix", 1.0, 0.01), ("encoder.vector", 1.0, 0.0), ("head", 20.0, 0.0))


def group_of(name):
    if name.startswith("encoder.case") or not name.startswith("encoder."):
        return 2
    return 0 if name.endswith("weight") and "norm" not in name else 1


class Flat:
    """Parameters of a group as one shared array each, with AdamW's moments."""

    def __init__(self, model, frozen):
        self.parts, self.means = [], []
        for g in range(len(GROUPS)):
            list_ = [p for n, p in model.named_parameters() if group_of(n) == g and n not in frozen]
            size = sum(p.numel() for p in list_)
            flat, m, v = (torch.zeros(size).share_memory_() for _ in range(3))
            at = 0
            for p in list_:
                flat[at:at + p.numel()] = p.data.reshape(-1)
                p.data = flat[at:at + p.numel()].view(p.shape)
                at += p.numel()
            self.parts.append((list_, flat, m, v))
            self.means.append(flat.clone().share_memory_())
        self.step = torch.zeros(1).share_memory_()

    def own_gradients(self):
        self.grads = []
        for list_, flat, _, _ in self.parts:
            g = torch.zeros_like(flat)
            at = 0
            for p in list_:
                p.grad = g[at:at + p.numel()].view(p.shape)
                at += p.numel()
            self.grads.append(g)

    def update(self, lr, clip=1.0):
        norm = math.sqrt(sum(float(g.square().sum()) for g in self.grads))
        scale = min(1.0, clip / (norm + 1e-6))
        self.step += 1
        for (name, times, decay), (list_, flat, m, v), g in zip(GROUPS, self.parts, self.grads):
            torch._fused_adamw_([flat], [g.mul_(scale)], [m], [v], [], [self.step.clone()[0]], lr=lr * times, beta1=0.9,
                                beta2=0.999, weight_decay=decay, eps=1e-8, amsgrad=False, maximize=False)
            g.zero_()
        if int(self.step) % MEAN_STEPS == 0:
            for (_, flat, _, _), mean in zip(self.parts, self.means):
                mean.lerp_(flat, 1 - MEAN)

    def exchange(self):
        """The weights and their mean change places."""
        for (_, flat, _, _), mean in zip(self.parts, self.means):
            kept = flat.clone()
            flat.copy_(mean)
            mean.copy_(kept)


def learner(rank, workers, model, flat, options, documents, dev, pieces, lock, done):
    torch.set_num_threads(1)
    torch.manual_seed(options.seed + rank)
    flat.own_gradients()
    model.train()
    started = time.time()
    total = None
    for epoch in range(options.epochs):
        rng = random.Random(options.seed * 100 + epoch)
        list_ = batches(window_list(documents, pieces, rng), options.batch, rng)
        total = total or len(list_) * options.epochs
        for k, batch in enumerate(list_):
            if k % workers != rank:
                continue
            at = epoch * len(list_) + k
            loss = loss_of(model, batch, pieces, rng, at > len(list_) // 2)
            loss.backward()
            with lock:
                lr = options.rate * min((at + 1) / options.warm, max(0.0, 1 - at / (total + 1)))
                flat.update(lr)
            if k % 100 == rank == 0:
                print(f"{time.time() - started:6.0f} s  epoch {epoch} batch {k} of {len(list_)} loss {loss.item():.4f}", flush=True)
        done.wait()
        if rank == 0:
            saved = {"config": options.config}
            for what in ("last", "model"):
                for path, list_ in dev:
                    print(f"{time.time() - started:6.0f} s  epoch {epoch} {what} {os.path.basename(path)}", *measure(model, list_, pieces), flush=True)
                saved[what] = {name: x.clone() for name, x in model.state_dict().items()}
                flat.exchange()
            torch.save(saved, options.out + ".part")
            os.replace(options.out + ".part", options.out)
        done.wait()


def learn(options):
    torch.manual_seed(options.seed)
    with open(os.path.join(options.weights, "config.json")) as file:
        options.config = json.load(file)
    pieces = Pieces(options.weights)
    documents = [d for d in read_words(options.words) if d.readings and d.words]
    if options.leave:
        with open(options.leave) as file:
            leave = set(file.read().split())
        documents = [d for d in documents if d.name not in leave]
    ours = [d for d in read_words(options.ours, True) if d.words] if options.ours else []
    documents += ours * options.times
    dev = [(path, read_words(path, path == options.ours_dev)) for path in (options.dev, options.ours_dev) if path]
    for d in documents + [d for _, list_ in dev for d in list_]:
        for w in d.words:
            pieces.of(w)
    print(f"{len(documents)} articles, {sum(len(d.words) for d in documents)} words", flush=True)
    model = Reader(options.config)
    model.encoder.load(options.weights)
    if options.before:
        model.load_state_dict(torch.load(options.before, weights_only=True)["model"], strict=False)
    frozen = {"encoder.rows.weight", "encoder.places.weight"}
    if options.freeze:
        below = ("encoder.case.", "encoder.norm.", *(f"encoder.layers.{i}." for i in range(options.freeze)))
        frozen |= {n for n, _ in model.named_parameters() if n.startswith(below)}
    for n, p in model.named_parameters():
        p.requires_grad = n not in frozen
    model.share_memory()
    flat = Flat(model, frozen)
    lock, done = mp.Lock(), mp.Barrier(options.workers)
    if options.workers == 1:
        return learner(0, 1, model, flat, options, documents, dev, pieces, lock, done)
    mp.set_start_method("fork", force=True)
    list_ = [mp.Process(target=learner, args=(r, options.workers, model, flat, options, documents, dev, pieces, lock, done))
             for r in range(options.workers)]
    for p in list_:
        p.start()
    for p in list_:
        p.join()
        if p.exitcode:
            sys.exit("a learner failed")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    p = commands.add_parser("learn")
    p.add_argument("weights")
    p.add_argument("words")
    p.add_argument("out")
    p.add_argument("--leave", help="a file of names of articles that are not learnt from")
    p.add_argument("--from", dest="before", metavar="OUT.pt", help="go on from what was learnt before")
    p.add_argument("--ours", help="words of the corpus, read by our own guidelines")
    p.add_argument("--times", type=int, default=3, help="how often an epoch reads those")
    p.add_argument("--dev")
    p.add_argument("--ours-dev")
    p.add_argument("--epochs", type=int, default=4)
    p.add_argument("--rate", type=float, default=1.5e-4)
    p.add_argument("--warm", type=int, default=100)
    p.add_argument("--batch", type=int, default=1024)
    p.add_argument("--freeze", type=int, default=0, help="so many of the lowest layers stay as they are")
    p.add_argument("--workers", type=int, default=2)
    p.add_argument("--seed", type=int, default=7)
    p = commands.add_parser("pack")
    p.add_argument("weights")
    p.add_argument("model")
    p.add_argument("out")
    p.add_argument("--polnear", action="store_true", help="read by PolNeAR's guidelines, to measure")
    p.add_argument("--spot-share", type=float, default=0.7, help="of the encoder in what spotting says")
    p.add_argument("--inside", default="0.307,0.304,0.401,0.184,-1.662", help="weights of what is found inside contents: see hear_cue in src/attribution/again.c")
    p.add_argument("--shift", type=float, default=0.17, help="of the confidence's logit, and its slope: as the corpus' part `tune` has them")
    p.add_argument("--slope", type=float, default=1.37)
    p.add_argument("--join-share", type=float, default=0.5, help="of it in what joining says")
    options = parser.parse_args()
    (learn if options.command == "learn" else pack)(options)


if __name__ == "__main__":
    main()
