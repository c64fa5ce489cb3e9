"""XML parts of files, parsed without trust: no entities, nothing fetched, bounded depth and size."""

from lxml import etree

from legalgraph.errors import SourceError


def parse(data: bytes, name: str, part: str) -> etree._Element:
    """Parse one part. Raises SourceError when it is broken, or has a document type, which could name entities without end."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise SourceError(f"{name}: {part} declares entities, which no office program does; it is not read")
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{name}: {part} is broken ({str(error)[:200]}); open it in its program and save it anew") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError(f"{name}: {part} declares a document type, which no office program does; it is not read")
    return root
