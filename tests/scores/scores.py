"""The program's figures on the dev splits, against the floors under which nothing may fall. The corpora and the scorer lie
beside the checkout, in ../shared; where they are not, this is skipped.

  scores.py seed|polnear|ewt|gum
"""
import glob
import gzip
import os
import re
import subprocess
import sys
import tempfile

ROOT, SHARED, PROGRAM = (os.environ[name] for name in ("SAYSO_SOURCE_ROOT", "SAYSO_SHARED", "SAYSO_PROGRAM"))
SCORER = os.path.join(SHARED, "tools", "score.py")
POLNEAR = os.path.join(SHARED, "corpora", "polnear")
FLOORS = {
    "seed": {"found": 15, "right": 100},
    "polnear": {"source": 78, "cue": 73, "content": 64, "exact": 52, "found": 70},
    "ewt": {"Words": 98.0, "UPOS": 94.5, "Lemmas": 96, "UAS": 84.5, "LAS": 81.5},
    "gum": {"Sentences": 95, "LAS": 84},
}


def read(form, paths, out):
    with open(out, "wb") as file:
        done = subprocess.run([PROGRAM, "read", "--quiet", "--format", form, *paths], stdout=file)
    if done.returncode:
        sys.exit(f"sayso read: exit {done.returncode}")


def score(*arguments):
    done = subprocess.run([sys.executable, SCORER, *arguments], capture_output=True, text=True)
    print(done.stdout, done.stderr, sep="")
    if done.returncode:
        sys.exit("the scorer failed")
    return done.stdout


def raw_text(conllu):
    """A paragraph a line; sentences apart by one space where the last token does not say SpaceAfter=No."""
    out, space, surface_end = [], "", 0
    for line in conllu.splitlines():
        if re.match(r"# new(doc|par)", line):
            space = "\n" if out else ""
        elif line.startswith("# text = "):
            out += [space, line[9:]]
        elif line and line[0] != "#" and "." not in line.split("\t")[0]:
            number, misc = line.split("\t")[0], line.split("\t")[9]
            if "-" in number or int(number) > surface_end:
                surface_end = int(number.rpartition("-")[2])
                space = "" if "SpaceAfter=No" in misc else " "
        if not line or line[0] == "#":
            surface_end = 0
    return "".join(out) + "\n"


def seed(folder):
    out = os.path.join(folder, "seed.jsonl")
    read("jsonl", [os.path.join(SHARED, "seed", "report.txt")], out)
    text = score("gold", "--gold", os.path.join(SHARED, "seed", "gold.json"), "--pred", out)
    fields = [float(m) for m in re.findall(r"^\w[\w ]* +\d+/\d+ +([\d.]+)%", text, re.M)]
    gold, predicted, found = (int(x) for x in re.search(r"(\d+) in gold, (\d+) predicted, (\d+) found", text).groups())
    return {"found": found if predicted == gold else 0, "right": min(fields)}


def polnear(folder):
    out = os.path.join(folder, "polnear.jsonl")
    read("jsonl", sorted(glob.glob(os.path.join(POLNEAR, "dev", "text", "*.txt"))), out)
    text = score("polnear", "--corpus", POLNEAR, "--split", "dev", "--pred", out)
    if "0 without a record, 0 whose text differs" not in text:
        sys.exit("some articles could not be scored")
    f1 = {role: float(re.search(rf"^{role} +\S+ +\S+ +(\S+)", text, re.M)[1]) for role in ("source", "cue", "content")}
    f1["exact"], f1["found"] = (float(x) for x in re.search(r"exact F1 (\S+); found F1 (\S+)", text).groups())
    return f1


def treebank(name, folder):
    gold, raw, out = (os.path.join(folder, name + end) for end in (".conllu", ".txt", ".out.conllu"))
    with gzip.open(os.path.join(SHARED, "corpora", "ud", name + ".dev.conllu.gz"), "rt", encoding="utf8") as file:
        conllu = file.read()
    for path, text in ((gold, conllu), (raw, raw_text(conllu))):
        with open(path, "w", encoding="utf8", newline="") as file:
            file.write(text)
    read("conllu", [raw], out)
    text = score("conllu", "--gold", gold, "--pred", out)
    return {m[1]: float(m[2]) for m in re.finditer(r"^(\w+) .*F1 +(\S+)", text, re.M)}


def main():
    what = sys.argv[1]
    for path, name in ((SCORER, "../shared"), (PROGRAM, "program"), (os.environ["SAYSO_MODEL_FILE"], "model file")):
        if not os.path.exists(path):
            print("no", name)
            sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        run = {"seed": seed, "polnear": polnear}.get(what, lambda folder: treebank(what, folder))
        reached = run(folder)
    low = [f"{what}: {name} {reached[name]} is below {floor}" for name, floor in FLOORS[what].items() if reached[name] < floor]
    if low:
        sys.exit("\n".join(low))


main()
