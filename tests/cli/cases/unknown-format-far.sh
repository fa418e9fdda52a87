sayso read --format=xml x
