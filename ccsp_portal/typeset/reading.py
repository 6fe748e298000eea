"""The words on the pages of a PDF, as far as its fonts tell what their signs mean: for reading and finding on the web.

PDF: ISO 32000-2 (text: 9.4; simple fonts: 9.6; composite fonts: 9.7; ToUnicode: 9.10.3). What can't be told is left
out.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

# past these a page is a drawing, and its text of no use
MOST_SIGNS, DEEPEST, MOST_FORMS = 40_000, 6, 1000
# what the content and the fonts of a page may unpack to, and what they may be packed to by rarer means than Flate
MOST_BYTES, MOST_PACKED = 1_000_000, 20_000
# and those of all pages of a document together: the worker must be done long before it counts as lost
MOST_OF_ALL = 20_000_000
MOST_CODES, LONGEST_SIGN = 65_536, 16
TROUBLE = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError, RecursionError)
# adjustments within a line: further apart than this (in thousandths of the size) is a space between words
A_SPACE = 180
# in points: what differs less in height is on one line (a raised number, say)
SAME_LINE = 3
UPRIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
SHOWS = {"Tj", "TJ", "'", '"'}
MOVES = {"BT", "Tm", "Td", "TD", "T*", "'", '"'}
# lines and surfaces, of which a drawing has thousands, are passed over
READ = " ".join(sorted({"q", "Q", "cm", "Tf", "Do", "TL"} | MOVES | SHOWS))
BEFORE_A_STOP = re.compile(r" ([.,;:!?)])")
SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
GLYPH_BY_CODE = re.compile(r"(?:uni|u)([0-9A-F]{4,6})")
GLYPHS = {
    "space": " ", "hyphen": "-", "endash": "\u2013", "emdash": "—", "bullet": "•", "ellipsis": "…", "fi": "fi",
    "quoteleft": "\u2018", "quoteright": "\u2019", "quotedblleft": "“", "quotedblright": "”", "quotesingle": "'",
    "Euro": "€", "fl": "fl",
    "sterling": "£", "period": ".", "comma": ",", "colon": ":", "semicolon": ";", "slash": "/", "percent": "%",
    "parenleft": "(", "parenright": ")", "plus": "+", "equal": "=", "ampersand": "&", "question": "?", "exclam": "!",
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "underscore": "_", "at": "@", "numbersign": "#", "asterisk": "*", "quotedbl": '"',
}  # fmt: skip


def texts_of(pdf: pikepdf.Pdf) -> list[str]:
    """The words of each page, a line each; empty where there are none that can be told, as on a scanned page, and where
    the pages before it took all the room that there is for a document."""
    texts, left = list[str](), MOST_OF_ALL
    fonts: dict[object, Callable[[bytes], str]] = {}
    for page in pdf.pages:
        reader = _Reader(min(MOST_BYTES, left), dict(fonts))
        # what was read before the trouble is still of use
        with suppress(*TROUBLE):
            reader.read(page.obj, page.obj.get("/Resources") or Dictionary())
        texts.append(reader.text())
        left -= reader.bytes
        # what many pages share is read once; the names of others are a page's own
        fonts |= {key: each for key, each in reader.fonts.items() if isinstance(key, tuple) and each is not _nothing}
    return texts


class _Reader:
    """Follows the signs that a page draws and where each lies: what is on one height is one line."""

    def __init__(self, room, fonts):
        self.lines, self.line, self.signs = [], [], 0
        self.fonts, self.forms, self.bytes, self.room = fonts, 0, 0, room
        self.height, self.has_moved = None, False

    def text(self):
        self._end_line()
        kept = (BEFORE_A_STOP.sub(r"\1", " ".join(_storable(line).split())) for line in self.lines)
        return "\n".join(line for line in kept if line)

    def read(self, content, resources, drawn=UPRIGHT, depth=0):
        """`drawn` is where the content's own origin lies on the page, as a matrix."""
        if not self._has_room_for(content):
            return
        decode, leading, kept = _latin, 0.0, []
        start = place = UPRIGHT
        for operands, operator in pikepdf.parse_content_stream(content, operators=READ):
            if self.signs > MOST_SIGNS:
                return
            sign = str(operator)
            if sign == "q":
                kept.append(drawn)
            elif sign == "Q" and kept:
                drawn = kept.pop()
            elif sign == "cm":
                drawn = _times(_matrix(operands), drawn)
            elif sign == "Tf":
                decode = self._font(resources, operands[0])
            elif sign == "Do" and depth < DEEPEST:
                self._drawn(resources, operands[0], drawn, depth)
            elif sign == "TL":
                leading = float(operands[0])
            elif sign in MOVES:
                start, leading = _moved(sign, operands, start, leading)
                self.has_moved, place = True, start
            if sign in SHOWS:
                self._show(operands, decode, _times(place, drawn)[5])

    def _show(self, operands, decode, height):
        text = _spaced(operands[-1], decode)
        self.signs += len(text)
        if self.height is not None and abs(height - self.height) > SAME_LINE:
            self._end_line()
        elif self.has_moved and self.line:
            self.line.append(" ")
        self.height, self.has_moved = height, False
        self.line.append(text)

    def _end_line(self):
        if self.line:
            self.lines.append("".join(self.line))
            self.line = []

    def _has_room_for(self, content):
        """Whether it, with all that was read of the page, is no more than words would be: all of it is unpacked."""
        parts = content.get("/Contents") if isinstance(content, Dictionary) else content
        streams = [part for part in (parts if isinstance(parts, Array) else [parts]) if isinstance(part, Stream)]
        size = sum(_unpacked_size(stream) for stream in streams)
        if self.bytes + size > self.room:
            return False
        self.bytes += size
        return True

    def _drawn(self, resources, name, drawn, depth):
        thing = (resources.get("/XObject") or Dictionary()).get(str(name))
        if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Form and self.forms < MOST_FORMS:
            self.forms += 1
            where = _times(_matrix(thing.Matrix), drawn) if "/Matrix" in thing else drawn
            self.read(thing, thing.get("/Resources") or resources, where, depth + 1)

    def _font(self, resources, name):
        font = (resources.get("/Font") or Dictionary()).get(str(name))
        if font is None:
            return _latin
        key = font.objgen if font.is_indirect else str(name)
        if key not in self.fonts:
            try:
                self.fonts[key] = _decoder(font) if self._has_room_for(font.get("/ToUnicode")) else _nothing
            except TROUBLE:
                self.fonts[key] = _nothing
        return self.fonts[key]


def _unpacked_size(stream):
    """How many bytes a stream unpacks to, without unpacking what is far too much: that counts as too much."""
    packed, filters = stream.read_raw_bytes(), stream.get("/Filter") or []
    names = [str(each) for each in (filters if isinstance(filters, Array) else [filters] if filters else [])]
    if not names:
        return len(packed)
    if names in FLATE:
        try:
            return len(zlib.decompressobj().decompress(packed, MOST_BYTES + 1))
        except zlib.error:
            return MOST_BYTES + 1
    if len(packed) > MOST_PACKED or sum(name not in AS_LETTERS for name in names) > 1:
        return MOST_BYTES + 1
    return len(stream.read_bytes())


FLATE = (["/FlateDecode"], ["/Fl"])
AS_LETTERS = {"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"}


def _storable(text):
    """Without what a database can't hold: the letter nought, and halves of letters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _matrix(numbers):
    return tuple(float(number) for number in numbers)


def _times(first, then):
    """Two matrices as one (8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(sign, operands, start, leading):
    """Where the next line starts, and how far lines are apart from now on."""
    if sign == "BT":
        return UPRIGHT, leading
    if sign == "Tm":
        return _matrix(operands), leading
    across, up = (float(operands[0]), float(operands[1])) if sign in {"Td", "TD"} else (0.0, -leading)
    return _times((1, 0, 0, 1, across, up), start), -up if sign == "TD" else leading


def _spaced(shown, decode):
    if not isinstance(shown, Array):
        return decode(bytes(shown))
    parts = [decode(bytes(part)) if isinstance(part, pikepdf.String) else _gap(part) for part in shown]
    return "".join(parts)


def _gap(number):
    return " " if float(number) < -A_SPACE else ""


def _latin(data):
    return data.decode("cp1252", "ignore")


def _nothing(data):
    return ""


def _decoder(font):
    """A function that tells what the bytes that a font is given mean."""
    is_wide = font.get("/Subtype") == Name.Type0
    if "/ToUnicode" in font and isinstance(font.ToUnicode, Stream):
        meaning = _meanings(font.ToUnicode.read_bytes())
        if meaning:
            width = 2 if is_wide else 1
            return lambda data: "".join(meaning.get(code, "") for code in _codes(data, width))
    if is_wide:
        return _nothing
    differences = _differences(font.get("/Encoding"))
    return lambda data: "".join(differences.get(code) or _latin(bytes([code])) for code in data)


def _codes(data, width) -> Iterator[int]:
    return (int.from_bytes(data[at : at + width]) for at in range(0, len(data), width))


def _meanings(cmap):
    """{code: text}, from a ToUnicode CMap's bfchar and bfrange."""
    found = {}
    for kind, body in SECTION.findall(cmap):
        tokens = TOKEN.findall(body)
        if kind == b"bfchar":
            values = [bytes.fromhex(token[0].decode()) for token in tokens]
            found |= {int.from_bytes(code): _utf16(text) for code, text in zip(values[::2], values[1::2], strict=False)}
        else:
            _ranges(tokens, found)
    return found


def _ranges(tokens, found):
    waiting, left = iter(tokens), MOST_CODES
    for token in waiting:
        first = int.from_bytes(bytes.fromhex(token[0].decode()))
        last = min(int.from_bytes(bytes.fromhex(next(waiting)[0].decode())), first + left - 1)
        left -= max(last - first + 1, 0)
        start = next(waiting)
        if start[1]:
            for code in range(first, last + 2):
                each = next(waiting)
                if each[2]:
                    break
                found[code] = _utf16(bytes.fromhex(each[0].decode()))
        else:
            text = _utf16(bytes.fromhex(start[0].decode()))
            for code in range(first, last + 1):
                found[code] = text[:-1] + chr(ord(text[-1]) + code - first) if text else ""


def _utf16(data):
    return data.decode("utf-16-be", "ignore")[:LONGEST_SIGN]


def _differences(encoding):
    """{code: text} of what a simple font's encoding renames."""
    if not isinstance(encoding, Dictionary) or not isinstance(encoding.get("/Differences"), Array):
        return {}
    found, code = {}, 0
    for each in encoding.Differences:
        if isinstance(each, Name):
            glyph = str(each)[1:]
            by_code = GLYPH_BY_CODE.fullmatch(glyph)
            found[code] = chr(int(by_code[1], 16)) if by_code else GLYPHS.get(glyph, glyph if len(glyph) == 1 else "")
            code += 1
        else:
            code = int(each)
    return found
