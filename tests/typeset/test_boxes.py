"""Tables of papers scroll in boxes of their own."""

from ccsp_portal.typeset.boxes import Boxes


def test_a_paper_s_tables_are_boxed_and_numbered_and_one_within_another_is_in_its_box():
    boxes = Boxes('Plan & "budget"')
    pieces = ["<p>a</p><table><tr><td>", "<table></table></td></tr></table>", "<table></table>"]
    first, second, third = (boxes.around_tables(each) for each in pieces)
    title = "“Plan &amp; &quot;budget&quot;”"
    begins = f'<div class="portal-scroll" tabindex="0" role="region" aria-label="Table {{}} of {title}">'
    assert first == f"<p>a</p>{begins.format(1)}<table><tr><td>"
    assert second == "<table></table></td></tr></table></div>"
    assert third == f"{begins.format(2)}<table></table></div>"
