"""One block model of an official document, three renderers: PDF (typst), DOCX, HTML. Bytes in, bytes out."""
