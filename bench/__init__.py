"""How fast Ninety is, as ratios within one run: `make bench`."""
