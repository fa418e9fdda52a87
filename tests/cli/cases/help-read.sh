sayso read --help
sayso help read > a
sayso read --help | cmp - a
