"""Reports that leave by themselves: when, of which week, to where, and what became of them."""
