"""Pictures with nothing in them but what is seen: no place, time or owner that a camera wrote beside one."""

import io
import warnings

from PIL import Image, ImageOps

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400


class UnusablePicture(Exception):
    """It is damaged, or far larger than a page needs."""


def cleaned(data: bytes, *, kind: str) -> bytes:
    """The picture as it is seen, turned the right way: its pixels alone, as a "JPEG", "PNG", "GIF" or "WEBP".

    Raises UnusablePicture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise UnusablePicture
                picture = ImageOps.exif_transpose(opened)
    # a picture that is not one is met with any of these
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise UnusablePicture from None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    seen = Image.new(mode := "RGB" if kind == "JPEG" else "RGBA", picture.size)
    seen.paste(picture.convert(mode))
    out = io.BytesIO()
    seen.save(out, kind, **({"quality": 88} if kind == "JPEG" else {}))
    return out.getvalue()
