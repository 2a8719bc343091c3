"""Documents: PDF, word processor files and the like, to text. In a process of their own, with limits."""
