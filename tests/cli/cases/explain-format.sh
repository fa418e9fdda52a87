sayso read --format=csv --explain x
