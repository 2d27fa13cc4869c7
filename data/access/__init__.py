"""Who may do what with which brand."""
