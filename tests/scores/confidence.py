"""What the confidence is worth on PolNeAR's dev split: how often attributions of each stated confidence are right (source, cue
and content all exact), the expected calibration error over ten bins, and what --min-confidence trades. Of outermost
attributions, for the corpus has no others. The corpora and the scorer lie beside the checkout, in ../shared; where they are
not, this is skipped.
"""
import glob
import importlib.util
import json
import os
import subprocess
import sys

SHARED, PROGRAM = (os.environ[name] for name in ("SAYSO_SHARED", "SAYSO_PROGRAM"))
SCORER = os.path.join(SHARED, "tools", "score.py")
BASE = os.path.join(SHARED, "corpora", "polnear", "dev")
CEILING = 0.04  # of the calibration error


def load_scorer():
    spec = importlib.util.spec_from_file_location("score", SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def records():
    paths = sorted(glob.glob(os.path.join(BASE, "text", "*.txt")))
    done = subprocess.run([PROGRAM, "read", "--quiet", "--format", "jsonl", *paths], capture_output=True, check=True)
    return {r["article"]["id"]: r for r in map(json.loads, done.stdout.decode().splitlines())}


def groups_of(scorer, tokens, record, text):
    """{id: words by role}, {id: confidence} of the record's outermost attributions."""
    begin, end = scorer.nonspace_map(record["text"], text)
    spans, confidence = [], {}
    for a in record["attributions"]:
        if "within" in a or "cue" not in a:  # PolNeAR marks neither what is inside others nor a quotation without a cue
            continue
        confidence[a["id"]] = a["confidence"]["spans"]
        for role in scorer.ROLES:
            part = a.get(role)
            for s in [part] if isinstance(part, dict) else part or []:
                b, e = s["span"]
                spans.append((role, [(begin.get(b, b), end.get(e, e))], a["id"]))
    by_id = {}
    for role, pieces, group in spans:
        by_id.setdefault(group, []).append((role, pieces, group))
    return {g: scorer.to_groups(tokens, s)[0] for g, s in by_id.items() if scorer.to_groups(tokens, s)}, confidence


def judged():
    """(confidence, exact, found) of each printed attribution, and how many the annotators have."""
    scorer = load_scorer()
    tokens, read, out, gold_count = scorer.read_tokens(BASE + ".tokens.tsv.gz"), records(), [], 0
    for path in sorted(glob.glob(os.path.join(BASE, "attributions", "*.ann"))):
        name = os.path.basename(path)[:-4].rsplit("_", 1)[0]
        if name not in tokens:
            continue
        words = [t for s in tokens[name] for t in s]
        with open(os.path.join(BASE, "text", name + ".txt"), encoding="utf8", newline="") as file:
            said, confidence = groups_of(scorer, words, read[name], file.read())
        gold = scorer.to_groups(words, scorer.read_brat(path))
        gold_count += len(gold)
        for which, group in sorted(said.items()):
            exact, found = scorer.pair_groups(gold, [group])
            out.append((confidence[which], exact > 0, found > 0))
    return out, gold_count


def main():
    for path, name in ((SCORER, "../shared"), (PROGRAM, "program"), (os.environ["SAYSO_MODEL_FILE"], "model file")):
        if not os.path.exists(path):
            print("no", name)
            sys.exit(77)
    said, gold = judged()
    print("stated      attributions  mean stated  right")
    error = 0
    for k in range(10):
        of_bin = [s for s in said if k / 10 <= s[0] < (k + 1) / 10 or (k == 9 and s[0] == 1)]
        if of_bin:
            mean, right = (sum(s[i] for s in of_bin) / len(of_bin) for i in (0, 1))
            error += abs(mean - right) * len(of_bin) / len(said)
            print(f"{k / 10:.1f}-{(k + 1) / 10:.1f}  {len(of_bin):16} {mean:12.3f} {right:6.3f}")
    print(f"calibration error {error:.4f}")
    print("\n--min-confidence  attributions  exact P     R  found P     R")
    for k in range(10):
        kept = [s for s in said if s[0] >= k / 10]
        if kept:
            exact, found = (sum(s[i] for s in kept) for i in (1, 2))
            n = len(kept)
            print(f"{k / 10:16.1f} {n:13} {100 * exact / n:8.1f} {100 * exact / gold:5.1f} {100 * found / n:8.1f} {100 * found / gold:5.1f}")
    if error > CEILING:
        sys.exit(f"the calibration error {error:.4f} is above {CEILING}")


main()
