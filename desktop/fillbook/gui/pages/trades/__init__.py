"""All trades: a dense table, one typed filter line, the detail beside it."""
