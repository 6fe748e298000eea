"""Pages that are nothing but a picture, as a scanner makes them, as the picture that they are."""

import pikepdf
from pikepdf import Name, Stream

from ccsp_portal.typeset.jpegs import without_camera_data

TROUBLE = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError)
COLOURS = {Name.DeviceRGB, Name.DeviceGray}


def picture_of(page: pikepdf.Page) -> bytes | None:
    """The page's one picture as the JPEG that it was stored as; None where it has none, several, or lies turned.

    What a camera wrote beside it is left out. What would have to be drawn anew (another format, other colours) is left
    to the file.
    """
    try:
        pictures = list(page.images.values())
        if len(pictures) != 1 or int(page.obj.get("/Rotate", 0)) % 360:
            return None
        [picture] = pictures
        if picture.get("/Filter") != Name.DCTDecode or picture.get("/ColorSpace") not in COLOURS:
            return None
        if not isinstance(picture, Stream) or "/Decode" in picture:
            return None
        return without_camera_data(picture.read_raw_bytes())
    except TROUBLE:
        return None
