"""Texts as pages: words, units, citations and footnotes become a tree of safe pieces, and that becomes markup."""
