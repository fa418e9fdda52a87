sayso --help
sayso help > a
sayso -h | cmp - a
