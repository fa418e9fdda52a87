sayso
