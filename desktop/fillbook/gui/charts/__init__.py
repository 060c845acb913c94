"""Charts drawn with pyqtgraph's scaling and our own items."""
