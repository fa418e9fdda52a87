"""PDFs of our own: columns, words parted at line ends, headers and footers of pages, what is no text; and what the child
that reads them may do. Usage: pdf.py. 77 where pdftotext is not installed."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.environ["SAYSO_PROGRAM"]
ENVIRONMENT = dict(os.environ, SAYSO_MODEL=os.environ["SAYSO_MODEL_FILE"])
if not shutil.which("pdftotext"):
    sys.exit(77)


def pdf(pages):
    """pages: lists of (x, y, size, text), y from the page's top; None is a box without words."""
    def escaped(text):
        return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", None,
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for page in pages:
        stream = b"\n".join(b"100 100 200 200 re f" if line is None else b"BT /F1 %g Tf %g %g Td (%s) Tj ET" %
                            (line[2], line[0], 800 - line[1], escaped(line[3])) for line in page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R "
                       b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def lines(x, y, texts, size=10, step=13, indent=12):
    """'¶' at a line's beginning: it is indented."""
    return [(x + (indent if text[0] == "¶" else 0), y + i * step, size, text.lstrip("¶")) for i, text in enumerate(texts)]


def read(name, data, environment=None, options=()):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(data)
        done = subprocess.run([PROGRAM, "read", "--quiet", "--format", "jsonl", *options, path], capture_output=True, text=True,
                              env=dict(ENVIRONMENT, **(environment or {})), timeout=120)
        said = done.stderr.replace(path, name)
        return (json.loads(done.stdout)["text"] if done.stdout else None), done.returncode, said


faults = []


def check(what, got, expected):
    if got != expected:
        faults.append(f"{what}: {got!r}, expected {expected!r}")


# ---- one column over two pages ----
first = [(60, 40, 9, "Harbour Gazette"), (500, 40, 9, "4 March 2026"), (60, 90, 20, "Pier to close for the winter")]
first += lines(60, 130, [
    "The harbour authority said on Tuesday that the east pier would close for the win-",
    "ter after divers found cracks in four of its piles, which a far-reaching survey had",
    "not seen.",
    "¶“Nobody will be put at risk,” Mayor Ines Caldo told reporters outside the town",
    "hall. She called the survey far-",
    "reaching and the finding “a surprise”, and said that she would ask the coun-",
    "cil for money. The union’s chair, Jon Orr, said that its members had not been",
])
second = [(60, 40, 9, "Harbour Gazette"), (500, 40, 9, "4 March 2026")]
second += lines(60, 90, ["asked, and that the closure would cost them a third of what they earn in a year.",
                         "¶Engineer Odile Marchand, who wrote the report, said that it had been known."])
pages = [first + [(290, 770, 9, "Page 1 of 2")], second + [(290, 770, 9, "Page 2 of 2")]]
text, code, said = read("a.pdf", pdf(pages))
check("one column", (text, code, said), ("""Pier to close for the winter

The harbour authority said on Tuesday that the east pier would close for the winter after divers found cracks in four of its piles, which a far-reaching survey had not seen.

“Nobody will be put at risk,” Mayor Ines Caldo told reporters outside the town hall. She called the survey far-reaching and the finding “a surprise”, and said that she would ask the council for money. The union’s chair, Jon Orr, said that its members had not been asked, and that the closure would cost them a third of what they earn in a year.

Engineer Odile Marchand, who wrote the report, said that it had been known.""", 0, ""))

# ---- two columns ----
left = lines(60, 90, ["The harbour authority said on Tuesday", "that the east pier would close for the", "winter after divers found cracks in",
                      "four of its piles. The union said that", "its members had not been asked by"])
right = lines(330, 90, ["the authority, and that it would go to", "court if it had to.", "¶Mayor Ines Caldo said that nobody",
                        "would be put at risk, and that the", "survey would be made again."])
text, code, said = read("b.pdf", pdf([left + right]))
check("two columns", (text, code), ("The harbour authority said on Tuesday that the east pier would close for the winter after divers found cracks in four "
      "of its piles. The union said that its members had not been asked by the authority, and that it would go to court if it had to.\n\n"
      "Mayor Ines Caldo said that nobody would be put at risk, and that the survey would be made again.", 0))

# ---- what cannot be read ----
text, code, said = read("scan.pdf", pdf([[None]]))
check("a scan", (text, code, said),
      (None, 1, "sayso: scan.pdf: there is no text in the PDF, pictures alone: let a program recognize it first, as ocrmypdf does\n"))
text, code, said = read("cut.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type")
check("damaged", (text, code, said),
      (None, 1, "sayso: cut.pdf: the PDF is damaged, or needs a password: pdftotext cannot read it\n"))
text, code, said = read("a.pdf", pdf(pages), {"PATH": "/nowhere"})
check("no pdftotext", (text, code, said),
      (None, 1, "sayso: a.pdf: this is a PDF file, which is read by pdftotext: install that (Debian's poppler-utils), or give its text\n"))

# ---- what the child may do ---- a program in its place tells: a script, which a sandbox would not let start another program
PAGE = """<html><doc><page width="600" height="800"><flow><block xMin="60" yMin="300" xMax="500" yMax="312">
<line xMin="60" yMin="300" xMax="500" yMax="312"><word xMin="60" yMin="300" xMax="500" yMax="312">%s</word></line></block></flow></page></doc></html>"""
TELLER = """#!{python}
import os, resource
kept = [fd for fd in range(3, 64) if os.path.exists(f"/proc/self/fd/{{fd}}") and os.readlink(f"/proc/self/fd/{{fd}}") != "/proc/%d/fd" % os.getpid()]
limits = [resource.getrlimit(what)[1] for what in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)]
privileges = [line.split()[1] for line in open("/proc/self/status") if line.startswith("NoNewPrivs")]
names = sorted(set(os.environ) - {{"LC_CTYPE"}})
word = f"said {{names}} {{kept}} {{limits}} {{privileges}} {{os.getcwd()}} {{os.read(0, 5)!r}}"
print({page!r} % word)
"""
with tempfile.TemporaryDirectory() as folder:
    tool = os.path.join(folder, "pdftotext")
    with open(tool, "w", encoding="utf8") as file:
        file.write(TELLER.format(python=sys.executable, page=PAGE))
    os.chmod(tool, 0o755)
    text, code, said = read("a.pdf", pdf(pages), {"PATH": folder, "SECRET": "1"}, ["--no-sandbox"])
    check("the child's rights", (text, said), ("said [] [] [31, 1073741824, 0, 0] ['1'] / b'%PDF-'", ""))
    with open(tool, "w", encoding="utf8") as file:
        file.write("#!/bin/sh\nexec /usr/bin/yes '<doc/>'\n")
    text, code, said = read("a.pdf", pdf(pages), {"PATH": folder}, ["--no-sandbox"])
    check("a child without an end", (text, code), (None, 1))

if faults:
    sys.exit("\n".join(faults))
print("PDFs are read as they were written, by a child with few rights")
