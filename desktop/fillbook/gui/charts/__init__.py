"""Charts: plain widgets that paint numpy columns, at most two points a pixel column."""
