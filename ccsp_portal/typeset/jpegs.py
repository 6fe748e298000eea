"""JPEG pictures inside PDFs, without what a camera and programs wrote beside what is seen: place, time, owner, words.

JPEG: ITU-T T.81, annex B. All else of a picture stays byte for byte. PDF: ISO 32000-2, 7.4.8.
"""

import re

from pikepdf import Array, Dictionary, Name, Stream

# application data that hold Exif and XMP, and those of Photoshop and IPTC; and comments
BESIDE = {0xE1, 0xED, 0xFE}
JPEG = Name.DCTDecode
SCAN, END = 0xDA, 0xD9
# what ends the signs of a scan: no stuffed byte, no place to begin again from
AFTER_A_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def without_camera_data(jpeg: bytes) -> bytes:
    """The picture alone; the very bytes where they are no JPEG that can be followed."""
    kept, at = [jpeg[:2]], 2
    while jpeg[:2] == b"\xff\xd8" and jpeg[at : at + 1] == b"\xff" and at + 4 <= len(jpeg):
        marker, ends = jpeg[at + 1], at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if marker == SCAN:
            found = AFTER_A_SCAN.search(jpeg, ends)
            ends = found.start() if found else len(jpeg)
        if marker not in BESIDE:
            kept.append(jpeg[at:ends])
        at = ends
        # a second picture may come after the end, with data of its own
        if at >= len(jpeg) or jpeg[at : at + 2] == bytes((0xFF, END)):
            return b"".join(kept) + jpeg[at : at + 2]
    return jpeg


def forget_camera(thing: Stream) -> bool:
    """Take camera data out of a stream of a PDF that is a JPEG as it is stored; whether there were any."""
    packed = thing.get("/Filter")
    if packed != JPEG and not (isinstance(packed, Array) and list(packed) == [JPEG]):
        return False
    jpeg = thing.read_raw_bytes()
    clean = without_camera_data(jpeg)
    if clean != jpeg:
        told = thing.get("/DecodeParms")
        told = told[0] if isinstance(told, Array) and len(told) else told
        thing.write(clean, filter=JPEG, decode_parms=told if isinstance(told, Dictionary) else None)
    return clean != jpeg
