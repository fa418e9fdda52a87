# needs model
# A spreadsheet has the cells of the CSV: numbers as numbers, all else as text, a formula too; too long a cell is cut, and told.
python3 -c 'import json; print(json.dumps({"id": "a", "title": "=1+1" + "\u00e9" * 40000, "text": "The mayor said the pier would close."}))' > a.jsonl
sayso add --quiet --ledger l "$SAMPLE"
sayso export --ledger l --format csv > kept.csv
sayso export --ledger l --format xlsx > kept.xlsx
python3 - <<'TEXT'
import csv, re, zipfile
import xml.etree.ElementTree as tree
space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
sheet = tree.fromstring(zipfile.ZipFile("kept.xlsx").read("xl/worksheets/sheet1.xml"))
numbers = "attribution confidence source_begin source_end cue_begin cue_end within claim".split()
with open("kept.csv", newline="") as file:
    rows = list(csv.reader(file))
found = []
for row in sheet.iter(space + "row"):
    cells = {}
    for cell in row:
        column = 0
        for letter in re.match("[A-Z]+", cell.get("r")).group(): column = column * 26 + ord(letter) - 64
        cells[column - 1] = (cell.get("t"), "".join(cell.itertext()))
    found.append(cells)
assert len(found) == len(rows) > 100, (len(found), len(rows))
for row, cells in zip(rows[1:], found[1:]):
    for i, value in enumerate(row):
        kind, text = cells.get(i, (None, ""))
        if rows[0][i] in numbers and value:
            assert kind is None and abs(float(text) - float(value)) < 0.0001, (rows[0][i], value, text)
        else:
            assert text.replace("_x000D_", "\r") == value and kind in (None, "inlineStr"), (rows[0][i], value, kind, text)
assert [cells[1] for cells in found[:1] for i in range(1)] and found[0][0][1] == "id"
print(len(rows) > 100)
TEXT
sayso read --quiet --format csv --field text=content kept.xlsx | wc -l | xargs test 30 -lt && echo read again
sayso add --quiet --ledger m a.jsonl
sayso export --ledger m --format xlsx > m.xlsx
sayso export --ledger m --format xlsx 01-wire > none.xlsx
TMPDIR=/nowhere sayso export --ledger m --format xlsx > none.xlsx
