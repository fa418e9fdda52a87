#!/usr/bin/env python3
"""Hostile texts: 1 MiB of each pattern, read as plain news is read, against plain news of that size.

  bench/hostile.py [NAME…]        memory in MB, and the processor's time as a multiple of that of plain news; the worst last
  bench/hostile.py --careful …    the careful reading of both

SAYSO_PROGRAM names the program (build/sayso). Plain news is the articles of data/sample, one after the other, to 1 MiB. Each
pattern is repeated to 1 MiB, or, where that is more words and marks than the limit, to as many eighths as are read. Issue 14's
floor: 200 MB, 10 times."""
import glob
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("SAYSO_PROGRAM", os.path.join(ROOT, "build", "sayso"))
SIZE, MOST_MB, MOST_TIMES = 1 << 20, 200, 10

PATTERNS = {
    "quotes": '"', "opening-quotes": "“", "closing-quotes": "”", "apostrophes": "'", "spaced-quotes": '" ',
    "quotes-and-newlines": '"\n', "open-quote-each-paragraph": "“a\n\n", "nested-quotes": "“He said ‘she said ",
    "one-sentence": "word ", "one-sentence-of-names": "Anna Bell of Tolva and ", "said": "said ", "said-that": "he said that ",
    "named-said-that": "Doe said that ", "said-in-quotes": "“Yes,” he said, “no.” ", "between-quotes": "“A,” he said, “B,” she said, ",
    "according-to": "according to officials, ", "he-said-between": "the wall, he said, ", "claims-that": "the claim that it ",
    "signed-quotes": "“It is.” — Bell\n", "one-paragraph": "The minister said it. ", "names": "Anna Bell ",
    "joint-sources": "Anna Bell and Boris Dorn and ", "pronouns": "he she they ", "denied-that": "Doe denied that Roe claimed that ",
    "deeds": "Tolva attacked Merrin and ", "days": "on Monday on 7 March 2026 ", "titles": "Minister Senator President ",
    "commas": ",", "full-stops": ".", "spaced-full-stops": "a . ", "abbreviations": "U.S. Sen. ", "hyphens": "a-", "dashes": "—",
    "contractions": "n't ", "digits": "7", "addresses": "http://a.b/ ", "no-spaces": "a", "brackets": "(a [b ", "newlines": "\n",
    "a-word-a-line": "a\n", "a-word-a-paragraph": "a\n\n", "NULs": "\0", "lone-continuation-bytes": b"\x80",
    "combining-marks": "\u0301", "emoji": "\U0001F600", "right-to-left": "\u202e\u05d0 ", "markup": "<p><![CDATA[",
}


def repeated(pattern, size=SIZE):
    unit = pattern if isinstance(pattern, bytes) else pattern.encode()
    return unit * (size // len(unit))


def plain_news():
    texts = [open(path, "rb").read() for path in sorted(glob.glob(os.path.join(ROOT, "data", "sample", "*.txt")))]
    text = b"\n\n".join(texts) + b"\n\n"
    return (text * (SIZE // len(text) + 1))[:SIZE]


def read(path, options):
    """Megabytes at the most, seconds of the processor, megabytes of the record."""
    with tempfile.TemporaryFile() as out:
        quiet = os.open(os.devnull, os.O_WRONLY)
        pid = os.posix_spawn(PROGRAM, [PROGRAM, "read", "--format", "jsonl", "--quiet", "--jobs", "1", *options, path], os.environ,
                             file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, quiet, 2)])
        os.close(quiet)
        _, status, usage = os.wait4(pid, 0)
        return status, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, os.fstat(out.fileno()).st_size / 1e6


def read_most(path, pattern, options):
    """The same of the most eighths of 1 MiB that are read, then the eighths, 0 of none."""
    for eighths in range(8, -1, -1):
        with open(path, "wb") as out:
            out.write(repeated(pattern, SIZE * max(eighths, 1) // 8))
        status, *costs = read(path, options)
        if not status:
            break
    return (*costs, eighths)


def main(arguments):
    options = [a for a in arguments if a.startswith("--")]
    if set(options) - {"--careful"}:
        sys.exit(__doc__)
    names = [a for a in arguments if not a.startswith("--")] or list(PATTERNS)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "text.txt")
        for name in ["plain news", *names]:
            rows.append((name, *read_most(path, plain_news() if name == "plain news" else PATTERNS[name], options)))
            print(f"{name:26} {rows[-1][4]}/8 MiB {rows[-1][1]:6.0f} MB {rows[-1][2]:7.2f} s {rows[-1][2] / rows[0][2]:5.1f} times "
                  f"{rows[-1][3]:7.1f} MB out", flush=True)
    over = [r[0] for r in rows[1:] if r[1] > MOST_MB or r[2] > MOST_TIMES * rows[0][2]]
    print(f"{len(rows) - 1} patterns; at the most {max(r[1] for r in rows[1:]):.0f} MB and "
          f"{max(r[2] for r in rows[1:]) / rows[0][2]:.1f} times; over the floor: {', '.join(over) or 'none'}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
