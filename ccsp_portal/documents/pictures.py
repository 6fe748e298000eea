"""Pictures: whether one can be used."""

import io
import warnings

from django.core.exceptions import ValidationError
from PIL import Image

from ccsp_portal.typeset.pictures import MOST_PIXELS

TOO_LARGE = (
    f"The selected picture is too large: it may have {MOST_PIXELS // 1_000_000} million pixels, such as 10,000 by "
    "5,000. Make it smaller and upload it again."
)


def picture_facts(data: bytes) -> dict:
    """{"width": 800, "height": 600}. ValidationError where it is damaged, or far larger than a page needs."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS:
                    raise ValidationError(TOO_LARGE)
                picture.load()
    except ValidationError:
        raise
    # a picture that is not one is met with any of these
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ValidationError("The selected picture is damaged. Save it again and upload the new copy.") from None
    return {"width": width, "height": height}
