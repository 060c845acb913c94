"""What pages say of figures, ready to show and without Qt."""
