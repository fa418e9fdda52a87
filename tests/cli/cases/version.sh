sayso --version | sed "s/[0-9][0-9.]*/N/"; sayso -V | sed "s/[0-9][0-9.]*/N/"; sayso read --version | sed "s/[0-9][0-9.]*/N/"
