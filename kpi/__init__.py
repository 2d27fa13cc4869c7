"""What the numbers mean: definitions, targets, noise, rules, and the frozen snapshot. No streamlit, no file reading."""
