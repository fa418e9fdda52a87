sayso model x
