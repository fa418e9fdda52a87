sayso --format json x
