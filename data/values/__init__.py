"""Text of cells -> values, by what a format declares of them."""
