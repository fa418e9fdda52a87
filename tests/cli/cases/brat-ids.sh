# needs model
# An id is never a path: one name for any, which gives the id back, and one bad article never stops the rest.
mkdir out
python3 - <<'END' >ids.jsonl
import json
for id in ["../evil", "/tmp/sayso-evil", "..", "", "-o", "a/b", "a%2Fb", "tag:a.example,2026:é", "x\u202ey\u0000\n", "l" * 700, "l" * 5000, "plain", "last"]:
    print(json.dumps({"id": id, "text": "Jane Roe said no."}))
END
mkdir out/plain.txt
sayso read --format=brat -o out ids.jsonl
echo $?
(cd out && find . -name '*.ann' | sed 's/l\{190,\}/l…/g' | LC_ALL=C sort)
ls . /tmp/sayso-evil* 2>&1 | grep -v "No such"
python3 - <<'END' | LC_ALL=C sort
import os, urllib.parse
for folder, _, files in os.walk("out"):
    for name in sorted(files):
        if name.endswith(".txt"):
            path = os.path.relpath(os.path.join(folder, name), "out")[:-4].replace("%/", "")
            id = "" if path == "%" else urllib.parse.unquote(path)
            print(ascii(id if len(id) < 100 else len(id)))
END
sayso read --format=brat ids.jsonl | grep '^# [^l]'
