"""Which statements say the same, and on what evidence. Pure: texts in, links out."""
