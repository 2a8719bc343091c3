"""How a reader says that there is no text to be had, and why."""


class RefusedError(Exception):
    """``code`` is one of :data:`crawler.model.failure.CODES`; ``sentence`` goes on after "the document"."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
