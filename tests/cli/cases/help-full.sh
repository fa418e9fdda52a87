sayso --help > /dev/full
