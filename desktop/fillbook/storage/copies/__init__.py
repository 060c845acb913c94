"""Copies of a library that leave it, and the way back: backups, exports, restoring."""
