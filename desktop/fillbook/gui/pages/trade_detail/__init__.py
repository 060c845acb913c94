"""One trade with everything: figures, chart, fills, review, pictures, history."""
