# needs model
sayso model > /dev/full
