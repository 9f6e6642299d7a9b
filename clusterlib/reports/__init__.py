"""One model of a document, and the three papers made from it: HTML, Word and PDF."""
