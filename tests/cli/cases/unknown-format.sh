sayso read --format=jsno x
