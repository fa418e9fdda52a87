#!/usr/bin/env python3
"""The corpus' laid articles (tests/eval/corpus.py lay) in PolNeAR's form, for `sayso-train words`.

    train/corpora/corpus_brat.py LAID OUT       LAID/NAME.json -> OUT/text/NAME.txt, OUT/attributions/NAME_ours.ann

Attributions without a cue are left out: there is nothing to spot. Of several sources the first is taken."""
import json
import os
import sys


def annotations(record):
    lines, n = [], 0
    for k, a in enumerate((a for a in record["attributions"] if a.get("cue")), 1):
        parts = [("Source", [a["source"]["span"]])] if a.get("source") and a["source"].get("span") else []
        parts += [("Cue", [a["cue"]["span"]]), ("Content", [c["span"] for c in a["content"]])]
        group = []
        for role, spans in parts:
            n += 1
            lines.append(f"T{n}\t{role} {';'.join(f'{b} {e}' for b, e in spans)}\t")
            group.append(f"{role}:T{n}")
        lines.append(f"E{k}\tAttribution:T{n} {' '.join(group)}")
    return "".join(line + "\n" for line in lines)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    laid, out = sys.argv[1:]
    for folder in ("text", "attributions"):
        os.makedirs(os.path.join(out, folder), exist_ok=True)
    for name in sorted(n for n in os.listdir(laid) if n.endswith(".json")):
        with open(os.path.join(laid, name), encoding="utf8") as file:
            record = json.load(file)
        with open(os.path.join(out, "text", name[:-5] + ".txt"), "w", encoding="utf8", newline="") as file:
            file.write(record["text"])
        with open(os.path.join(out, "attributions", name[:-5] + "_ours.ann"), "w", encoding="utf8") as file:
            file.write(annotations(record))


if __name__ == "__main__":
    main()
