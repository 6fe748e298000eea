"""`make bench`: what pages and packs cost, as ratios to a floor measured in the same run."""
