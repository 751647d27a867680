"""Small PDF files and Word documents, made of lines and paragraphs, for tests and measurements."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Mapping, Sequence


def pdf(
    pages: Sequence[Sequence[tuple[float, float, float, str]]],
    properties: Mapping[str, str] | None = None,
    trailer: str = "",
) -> bytes:
    """A document; each line is (left, bottom, size, text) in points, in Courier and ASCII."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        shown = [f"BT /F1 {size} Tf {left} {bottom} Td ({text}) Tj ET" for left, bottom, size, text in lines]
        stream = "\n".join(shown)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    if properties:
        objects.append("<< " + " ".join(f"/{name} ({value})" for name, value in properties.items()) + " >>")
        trailer += f" /Info {len(objects)} 0 R"
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R{trailer} >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def set_in(text: str, width: int, left: float, top: float, size: float = 10) -> list[tuple[float, float, float, str]]:
    """The text in lines of at most so many characters, from the top down."""
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [(left, top - 1.2 * size * number, size, line) for number, line in enumerate(lines)]


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(paragraphs: Sequence[str]) -> bytes:
    """A Word document of plain paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{html.escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {_WORD}><w:body>{body}</w:body></w:document>")
    return packed.getvalue()
