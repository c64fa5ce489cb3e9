"""What sources that differ are called: those the program itself names are kept in Vietnamese, others are addresses or titles."""

_ENGLISH = {
    "lời văn": "the words of the document",
    "số hiệu": "its number",
    "tệp nguồn": "the file it came in",
    "dữ liệu đã kiểm chứng": "verified data",
    "bộ dữ liệu của cổng thông tin quốc gia": "the dataset of the national portal",
}


def source_words(source: str, language: str = "vi") -> str:
    """The name of a source of a fact.

    >>> source_words("lời văn", "en"), source_words("https://example.org/1", "en")
    ('the words of the document', 'https://example.org/1')
    """
    return source if language == "vi" else _ENGLISH.get(source, source)
