sayso dump --help
