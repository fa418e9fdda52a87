sayso model --model=.
