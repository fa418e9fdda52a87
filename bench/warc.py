"""Writes a WARC of invented pages, a gzip member a record, as Common Crawl ships them:

    bench/warc.py --size 1G PATH      until PATH is so many bytes long

To see what reading it costs in memory:

    build-bench/bench/sayso-bench-ways PATH

The pages are those of a town that is not; each differs from the others, so that packing them is no help to anyone."""
import argparse
import gzip
import random

PEOPLE = ["Mayor Ana Ruhl", "harbour master Tomas Vey", "the council", "a spokeswoman for the port", "Dr. Ilse Marant"]
CUES = ["said", "told reporters", "denied that", "warned that", "confirmed that"]
THINGS = ["the ferry", "the new pier", "the fish market", "the Halmere bridge", "the strike in Port Vellan",
          "the budget"]
ENDS = ["would close on Friday", "had cost too much", "was safe", "needed another vote", "would not be sold"]


def page(rng, number):
    paragraphs = []
    for _ in range(rng.randrange(8, 40)):
        noise = "%032x" % rng.getrandbits(128)
        paragraphs.append(f"<p>{rng.choice(PEOPLE)} {rng.choice(CUES)} {rng.choice(THINGS)} {rng.choice(ENDS)}, in the "
                          f"{rng.randrange(2, 400)}th of the town's papers, which has the mark {noise}.</p>")
    script = "".join("%016x" % rng.getrandbits(64) for _ in range(rng.randrange(100, 1500)))
    return (f"<!DOCTYPE html><html><head><title>Halmere, report {number}</title>"
            f"<script>var x='{script}'</script></head>"
            f"<body><article>{''.join(paragraphs)}</article></body></html>").encode()


def record(kind, number, media, block):
    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
            f"WARC-Date: 2026-03-07T00:00:00Z\r\nWARC-Target-URI: https://halmere.example/{number}\r\n"
            f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n")
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 1, mtime=0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="1G", help="bytes, with K, M or G; default 1G")
    parser.add_argument("path")
    options = parser.parse_args()
    units = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
    size = int(options.size.rstrip("KMG")) * units.get(options.size[-1], 1)
    rng = random.Random(1)
    with open(options.path, "wb") as out:
        number = 0
        while out.tell() < size:
            number += 1
            out.write(record("request", number, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"))
            body = page(rng, number)
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            out.write(record("response", number, "application/http; msgtype=response", head + body))
    print(number, "pages,", size, "bytes")


main()
