"""What page_read finds in 73 pages of trafilatura's evaluation set: of each page some passages that its main text holds and
some that it does not. A passage of the first kind that is found is a true positive, one of the second a false one; blanks
are counted as one. The pages were looked at while the rules were made: this is no measure for pages never seen.
Usage: pages.py INTAKE-SHOW [-v]"""
import gzip
import json
import os
import subprocess
import sys
import tempfile

FLOORS = {"precision": 0.94, "recall": 0.94, "f1": 0.95, "accuracy": 0.94}


def plain(text):
    return " ".join(text.replace("\u2063", "").split())  # a separator that nobody sees


def read_all(show, folder, pages):
    with tempfile.TemporaryDirectory() as place:
        lines = []
        for page in pages:
            path = os.path.join(place, page["id"])
            with gzip.open(os.path.join(folder, page["id"] + ".html.gz")) as packed, open(path, "wb") as plain_file:
                plain_file.write(packed.read())
            lines.append(f"{page['url']}\t{path}\n")
        done = subprocess.run([show], input="".join(lines).encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def score(pages, found, verbose):
    tp = fp = tn = fn = 0
    for page, article in zip(pages, found):
        text = plain(article["text"])
        missed = [p for p in page["with"] if plain(p) not in text]
        wrong = [p for p in page["without"] if plain(p) in text]
        tp += len(page["with"]) - len(missed)
        fn += len(missed)
        fp += len(wrong)
        tn += len(page["without"]) - len(wrong)
        if verbose and (missed or wrong):
            print(page["id"], len(text), *(f"\n   missed: {p}" for p in missed), *(f"\n   wrong:  {p}" for p in wrong))
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall),
            "accuracy": (tp + tn) / (tp + tn + fp + fn)}


def main():
    folder = os.path.join(os.environ.get("SAYSO_SHARED", "../shared"), "corpora", "pages")
    if not os.path.isdir(folder):
        print("skipped: no pages to measure on,", folder, "is not there")
        sys.exit(77)
    with open(os.path.join(folder, "index.json"), encoding="utf-8") as file:
        pages = json.load(file)
    found = read_all(sys.argv[1], folder, pages)
    if len(found) != len(pages):
        sys.exit(f"{len(pages)} pages were given and {len(found)} came back")
    scores = score(pages, found, "-v" in sys.argv)
    print(len(pages), "pages:", ", ".join(f"{name} {value:.3f}" for name, value in scores.items()))
    below = [f"{name} {scores[name]:.3f} is below {floor}" for name, floor in FLOORS.items() if scores[name] < floor]
    if below:
        sys.exit("\n".join(below))


main()
