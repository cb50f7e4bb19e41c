"""Everything that reads what strangers made, asked with inputs made from a seed: `make fuzz FUZZ=1000000`."""
