for c in add audit who about claim show talks stats remove export diff verify reread; do sayso $c --help; done
