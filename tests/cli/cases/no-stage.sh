sayso dump x
