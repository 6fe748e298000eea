"""Pictures: one that is too large is refused with how large it may be."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from ccsp_portal.documents.pictures import picture_facts


def test_a_picture_that_is_too_large_is_refused_with_the_limit():
    held = io.BytesIO()
    Image.new("1", (10_000, 5_001)).save(held, "PNG")
    with pytest.raises(ValidationError, match="it may have 50 million pixels, such as 10,000 by 5,000"):
        picture_facts(held.getvalue())
