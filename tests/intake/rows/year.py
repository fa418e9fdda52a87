"""A year of Wikinews as CSV, as JSON Lines and as a spreadsheet gives the same records, byte for byte. The spreadsheet is
written here as Excel writes one: texts shared, days as numbers with a style."""
import csv
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from xml.sax.saxutils import escape

COLUMNS = ["id", "url", "date", "title", "text"]
RELATION = '<Relationship Id="{0}" Type="x/{1}" Target="{2}"/>'
SKIPPED = 77


def text(words):
    return escape(re.sub("_(x[0-9A-Fa-f]{4}_)", r"_x005F_\1", words)).replace("\r", "_x000D_")


def write_book(path, rows):
    shared = {}

    def cell(number, column, value):
        place = f'r="{"ABCDE"[column]}{number}"'
        if number > 1 and COLUMNS[column] == "date":
            day = datetime.date.fromisoformat(value) - datetime.date(1899, 12, 30)
            return f'<c {place} s="1"><v>{day.days}</v></c>'
        return f'<c {place} t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'

    lines = [COLUMNS] + [[row[name] for name in COLUMNS] for row in rows]
    body = "".join(f'<row r="{n}">{"".join(cell(n, i, value) for i, value in enumerate(line))}</row>'
                   for n, line in enumerate(lines, 1))
    relations = (RELATION.format("a", "worksheet", "worksheets/sheet1.xml") +
                 RELATION.format("b", "sharedStrings", "sharedStrings.xml") + RELATION.format("c", "styles", "styles.xml"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="a"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{relations}</Relationships>")
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{body}</sheetData></worksheet>")
        book.writestr("xl/styles.xml", '<s><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></s>')
        book.writestr("xl/sharedStrings.xml", f'<sst>{"".join(f"<si><t>{text(t)}</t></si>" for t in shared)}</sst>')


def main():
    source = os.path.join(os.environ["SAYSO_SHARED"], "corpora", "wikinews", "2019.csv")
    if not os.path.exists(source) or not os.path.exists(os.environ["SAYSO_MODEL_FILE"]):
        print("skipped: no ../shared/corpora/wikinews/2019.csv, or no model")
        return SKIPPED
    csv.field_size_limit(1 << 30)
    with open(source, newline="", encoding="utf-8") as file:
        rows = [dict(row, id=f"wn-{n}") for n, row in enumerate(csv.DictReader(file))]
    if os.environ["SAYSO_SANITIZED"] == "1":
        rows = rows[:20]
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, "year." + ending) for ending in ("csv", "jsonl", "xlsx")]
        with open(paths[0], "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows({name: row[name] for name in COLUMNS} for row in rows)
        with open(paths[1], "w", encoding="utf-8") as file:
            file.writelines(json.dumps({name: row[name] for name in COLUMNS}) + "\n" for row in rows)
        write_book(paths[2], rows)
        read = [os.environ["SAYSO_PROGRAM"], "read", "--quiet", "--format", "jsonl", "--model", os.environ["SAYSO_MODEL_FILE"]]
        records = [subprocess.run(read + [path], stdout=subprocess.PIPE, check=True).stdout for path in paths]
    same = records[0] == records[1] == records[2] and records[0].count(b"\n") == len(rows)
    print(f"{len(rows)} articles, {len(records[0])} bytes of records: {'the same' if same else 'not the same'}")
    return 0 if same else 1


sys.exit(main())
