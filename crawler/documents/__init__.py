"""Documents: the text of PDF and word processors' files, read in a process of their own with limits."""

from crawler.documents.document import LIMITS, Limits, read_document, read_document_async
from crawler.documents.formats import HEAD, document_type, media_type_of

__all__ = ["read_document", "read_document_async", "Limits", "LIMITS", "media_type_of", "document_type", "HEAD"]
