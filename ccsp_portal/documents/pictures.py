"""Pictures: whether one can be used, and a copy with nothing in it but what is seen."""

import io
import warnings

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400


def picture_facts(data: bytes) -> dict:
    """{"width": 800, "height": 600}. ValidationError where it is damaged, or far larger than a page needs."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS:
                    raise ValidationError("The selected picture is too large. Make it smaller and upload it again.")
                picture.load()
    except ValidationError:
        raise
    # a picture that is not one is met with any of these
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ValidationError("The selected picture is damaged. Save it again and upload the new copy.") from None
    return {"width": width, "height": height}


def cleaned(data: bytes, *, as_jpeg: bool) -> bytes:
    """The picture as it is seen, turned the right way, without what a camera wrote beside it (place, time, owner)."""
    with Image.open(io.BytesIO(data)) as opened:
        picture = ImageOps.exif_transpose(opened)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        seen = Image.new(mode := "RGB" if as_jpeg else "RGBA", picture.size)
        seen.paste(picture.convert(mode))
    out = io.BytesIO()
    seen.save(out, "JPEG" if as_jpeg else "PNG", **({"quality": 88} if as_jpeg else {"optimize": False}))
    return out.getvalue()
