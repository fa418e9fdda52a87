sayso model --help
