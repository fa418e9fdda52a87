for c in add who about claim talks audit stats export diff verify reread; do sayso $c --help; done
