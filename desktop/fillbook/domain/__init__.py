"""Records and pure rules of a trading journal. Imports the standard library only."""
