"""Counts what meson's logs say, for ./check.

  summary.py [--extra NAME=RESULT]… BUILD=STATUS:TESTLOG.json…

STATUS is what meson test ended with. Prints the scores, names what failed and what was skipped; the last line is
"N passed, N failed, N skipped".
"""
import json
import sys

GOOD, SKIPPED = ("OK", "EXPECTEDFAIL"), ("SKIP",)


def entries(path):
    try:
        with open(path, encoding="utf8") as lines:
            return [json.loads(line) for line in lines]
    except (OSError, ValueError):
        return []


def reason(test):
    lines = [line for line in (test.get("stdout", "") + test.get("stderr", "")).splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason given"


class Count:
    def __init__(self):
        self.passed, self.failed, self.skipped, self.scores = 0, [], [], []

    def extra(self, argument):
        name, _, result = argument.rpartition("=")
        if result == "OK":
            self.passed += 1
        else:
            self.failed.append(name)

    def log(self, argument):
        build, _, rest = argument.partition("=")
        status, _, path = rest.partition(":")
        before = len(self.failed)
        tests = entries(path)
        for test in tests:
            self.test(build, test["name"].split(" / ")[-1], test)
        if not tests or (status != "0" and len(self.failed) == before):
            self.failed.append(f"{build}: meson test ended with {status} after {len(tests)} tests")

    def test(self, build, name, test):
        if test["result"] in GOOD:
            self.passed += 1
        elif test["result"] in SKIPPED:
            suite = name.rpartition("/")[0] or name
            self.skipped.append((f"{build}: {suite}", reason(test), name))
        else:
            self.failed.append(f"{build}: {name} ({test['result'].lower()})")
        if name.startswith("scores/") and test["result"] not in SKIPPED:
            self.scores.append((name, test.get("stdout", "").strip()))


def main():
    count, arguments = Count(), sys.argv[1:]
    while arguments:
        argument = arguments.pop(0)
        if argument == "--extra":
            count.extra(arguments.pop(0))
        else:
            count.log(argument)
    for name, table in sorted(count.scores):
        print(f"-- {name}\n{table}\n")
    groups = {}
    for suite, why, name in count.skipped:
        groups.setdefault((suite, why), []).append(name)
    for (suite, why), names in groups.items():
        print(f"skipped: {suite}, {len(names)} tests ({why})" if len(names) > 1 else
              f"skipped: {suite.partition(':')[0]}: {names[0]} ({why})")
    for name in count.failed:
        print("failed:", name)
    print(f"{count.passed} passed, {len(count.failed)} failed, {len(count.skipped)} skipped")
    return 1 if count.failed or not count.passed else 0


sys.exit(main())
