"""The snapshot as Excel: values, formulas for ratios, formats of the language."""
