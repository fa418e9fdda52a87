"""Whose words a paragraph is, where no cue says it: cases.txt, which tells how it is written. What is not so is printed; more
than one mark in twenty fails."""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def cases():
    with open(os.path.join(HERE, "cases.txt"), encoding="utf8") as file:
        parts = re.split(r"^=== (.*)\n", file.read(), flags=re.M)[1:]
    for name, body in zip(parts[::2], parts[1::2]):
        text, marks = "", []
        for paragraph in body.strip().split("\n\n"):
            mark = re.match(r"\{(.*?)\}", paragraph)
            said = paragraph[mark.end():] if mark else paragraph
            if mark:
                marks.append((mark.group(1), len(text), len(text) + len(said)))
            text += said + "\n\n"
        yield name, text, marks


def quoted(text, begin, end):
    """What of a paragraph is quoted; where nothing is, all of it but its signature."""
    marks = [(m.start() + begin, m.end() + begin) for m in re.finditer(r'"[^"]*"|\'\'.*?\'\'', text[begin:end])]
    return marks[-1] if marks else (begin, begin + len(text[begin:end].split(" — ")[0]))


def speakers(record, begin, end):
    """Who is said to have said its last words, outermost."""
    names = {one["id"]: one["name"] for one in record["entities"]}
    last = end - 4
    found = [one for one in record["attributions"] if "within" not in one
             and any(part["span"][0] <= last < part["span"][1] for part in one["content"])]
    return [names.get(one["source"].get("entity"), "-") if "source" in one else "-" for one in found]


def main():
    wrong = looked = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, text, marks) in enumerate(cases()):
            path = os.path.join(folder, f"{number}.txt")
            with open(path, "w", encoding="utf8") as file:
                file.write(text)
            done = subprocess.run([os.environ["SAYSO_PROGRAM"], "read", "-q", "--format", "jsonl", path], capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"{name}: exit {done.returncode}: {done.stderr}")
            record = json.loads(done.stdout)
            for wanted, begin, end in marks:
                got = speakers(record, *quoted(text, begin, end)) or ["."]
                looked += 1
                if got != [wanted]:
                    wrong += 1
                    print(f"{name}: {text[begin:end][:60]!r} is laid to {got}, not to {wanted}")
    print(f"{looked - wrong} of {looked} paragraphs are laid to the right speaker")
    sys.exit(1 if wrong * 20 > looked or looked < 60 else 0)  # 19 of 20 at least


main()
