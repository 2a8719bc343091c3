"""Which statements say the same, and on what evidence. Pure: texts in, verdicts out; no database, no network."""

from crawler.works.marks import marks_of, marks_sought
from crawler.works.text import Text, text_of, text_of_draft
from crawler.works.verdict import Verdict, judge

__all__ = ["Text", "Verdict", "judge", "marks_of", "marks_sought", "text_of", "text_of_draft"]
