sayso raed x
