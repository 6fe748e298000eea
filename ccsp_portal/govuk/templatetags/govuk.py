"""{% load govuk %}: GOV.UK components as tags, and dates, times and numbers as a council officer writes them."""

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import number_format

from ccsp_portal import clock
from ccsp_portal.govuk.fields import written_time

register = template.Library()

TAG_COLOURS = {"grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow", ""}


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@register.filter
def full_stop(text):
    """What somebody wrote, ended as a sentence is, whether they ended it or not."""
    return f"{text.rstrip('. ')}." if text else ""


@register.filter
def long_date(day):
    """ "Thursday 10 December 2026": a date, or a moment's date in London; nothing for nothing."""
    return f"{_local(day):%A} {short_date(day)}" if day else ""


@register.filter
def due_by(day):
    """ "are due by Thursday 10 December 2026", and once it has passed "were due by …"."""
    return f"{'were' if day < clock.today() else 'are'} due by {long_date(day)}"


@register.filter
def short_date(day):
    """ "10 December 2026"."""
    return f"{_local(day).day} {_local(day):%B %Y}" if day else ""


@register.filter
def month_year(day):
    """ "December 2026"."""
    return f"{_local(day):%B %Y}" if day else ""


@register.filter
def at_time(moment):
    """ "2pm", "2.30pm", "midday": a time, or a moment's time in London; where an hour comes twice, it says which."""
    if moment is None or moment == "":
        return ""
    local = _local(moment)
    return written_time(local) + _which_of_two(local)


@register.filter
def date_time(moment):
    """ "2pm on Thursday 10 December 2026"."""
    return f"{at_time(moment)} on {long_date(moment)}" if moment else ""


@register.filter
def file_size(count):
    """ "2.5 MB": a number of bytes."""
    return filesizeformat(count).replace("\xa0", " ")


@register.filter
def percent(share, places=0):
    """ "12%": a share of 1; "no data" for None."""
    return "no data" if share is None else f"{number_format(share * 100, places)}%"


def _which_of_two(local):
    """Which of the two hours that bear the same name on the night the clocks go back."""
    if not getattr(local, "tzinfo", None) or not hasattr(local, "date"):
        return ""
    first, second = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    return "" if first == second else f" ({'winter' if local.fold else 'summer'} time)"


def _local(moment):
    return (
        timezone.localtime(moment)
        if hasattr(moment, "tzinfo") and hasattr(moment, "date") and moment.tzinfo
        else moment
    )


# ── components ───────────────────────────────────────────────────────────────────────────────────────────────────────


@register.inclusion_tag("govuk/components/tag.html")
def tag(text, colour=""):
    """{% tag "Draft" "grey" %}: a state as a coloured word."""
    if colour not in TAG_COLOURS:
        raise template.TemplateSyntaxError(f"A tag can’t be {colour!r}: use one of {sorted(TAG_COLOURS)}.")
    return {"text": text, "colour": colour}


@register.inclusion_tag("govuk/components/back-link.html")
def back_link(href, text="Back"):
    """{% back_link url "Back to the meeting" %}: to the one page that this page belongs to."""
    return {"href": href, "text": text}


@register.inclusion_tag("govuk/components/breadcrumbs.html")
def breadcrumbs(*pairs):
    """{% breadcrumbs "Meetings" meetings_url "Board, 10 December 2026" "" %}: texts and addresses by turns."""
    if len(pairs) % 2:
        raise template.TemplateSyntaxError(
            "breadcrumbs takes a text and an address by turns; give the last one an empty address."
        )
    return {"crumbs": [{"text": text, "href": href} for text, href in zip(pairs[::2], pairs[1::2], strict=True)]}


@register.inclusion_tag("govuk/components/button.html")
def button(text, href="", kind="", name="", value="", about=""):
    """{% button "Circulate" %} submits its form; with an address it is a link. `kind`: secondary, warning, inverse.

    `name` and `value` are sent with the form, where it has several buttons. `about` tells screen readers which of
    several alike: “Move up” of what.
    """
    return {"text": text, "href": href, "kind": kind, "name": name, "value": value, "about": about}


@register.inclusion_tag("govuk/components/act.html", takes_context=True)
def act(context, href, text, kind="", about="", **fields):
    """{% act url "Circulate the agenda" "warning" %}: a form of one button, its token in it, that posts to the address.

    Named arguments travel as hidden fields: {% act url "Withdraw" version=paper.version %}.
    """
    return {
        "href": href,
        "text": text,
        "kind": kind,
        "about": about,
        "fields": fields.items(),
        "request": context.get("request"),
    }


@register.inclusion_tag("govuk/components/inset-text.html")
def inset(text):
    """{% inset "The Board meets in public." %}"""
    return {"text": text}


@register.inclusion_tag("govuk/components/warning-text.html")
def warning_text(text):
    """{% warning_text "You can't undo this." %}"""
    return {"text": text}


@register.inclusion_tag("govuk/components/details.html")
def details(summary, text):
    """{% details "Why this date?" reason %}: for more than a text, copy the component's markup."""
    return {"summary": summary, "text": text}


@register.inclusion_tag("govuk/components/notification-banner.html")
def notification(text, kind="important", number=1):
    """{% notification "The pack is ready." "success" %}; `number` tells banners on one page apart.

    Several texts of a kind stand in one banner.
    """
    return {
        "texts": text if isinstance(text, list) else [text],
        "is_success": kind == "success",
        "id": _numbered("govuk-notification-banner-title", number),
    }


@register.inclusion_tag("govuk/components/notifications.html")
def notifications(messages):
    """{% notifications messages %}: what was just done in one banner, and what is important in one more.

    Each banner is a region called by its heading: of two with the same one, a screen reader could not tell which is
    which, and GOV.UK asks for one banner at a time.
    """
    said: dict[bool, list] = {True: [], False: []}
    for message in messages:
        said[message.level_tag == "success"].append(message)
    kinds = [("success" if is_success else "important", texts) for is_success, texts in said.items() if texts]
    return {"banners": list(enumerate(kinds, start=1))}


@register.inclusion_tag("govuk/components/summary-list.html")
def summary_list(rows, card=""):
    """{% summary_list rows %}: a mapping of key to value, or rows of {"key", "value", "actions"}; `card` titles a card.

    An action is {"href", "text", "hidden"}: "Change", and for screen readers what it changes ("the venue").
    """
    pairs = rows.items() if hasattr(rows, "items") else None
    rows = [{"key": key, "value": value} for key, value in pairs] if pairs is not None else list(rows)
    return {"rows": rows, "card": card, "has_actions": any(row.get("actions") for row in rows)}


@register.inclusion_tag("govuk/components/error-summary.html")
def error_summary(*forms):
    """{% error_summary form other_form %}: what is wrong, each leading to its field; nothing when all is well."""
    return {"errors": [error for form in forms for error in _errors(form)]}


@register.inclusion_tag("govuk/components/pagination.html", takes_context=True)
def pagination(context, page: Page):
    """{% pagination page %}: for a Paginator's page; keeps the address's other parameters. Nothing for one page."""
    if page.paginator.num_pages == 1:
        return {}
    address = _address_of_page(context.get("request"))
    return {
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "links": [_page_link(page, number, address) for number in _numbers_around(page)],
    }


@register.inclusion_tag("govuk/components/navigation-item.html", takes_context=True)
def navigation_item(context, url_name, text, but_not=""):
    """{% navigation_item "plans:list_plans" "Plan" %}: current on its page and below; nothing if no such URL.

    `but_not` names an item of its own whose address lies below this one's.
    """
    href, other = _address_of(url_name), _address_of(but_not)
    path = getattr(context.get("request"), "path", "")
    is_below = href != "/" and path.startswith(href) and not (other and path.startswith(other))
    return {"href": href, "text": text, "is_page": path == href, "is_section": is_below}


def _address_of(url_name):
    try:
        return reverse(url_name) if url_name else ""
    except NoReverseMatch:
        return ""


def _numbered(name, number):
    return name if number == 1 else f"{name}-{number}"


def _errors(form):
    if not form:
        return []
    if hasattr(form, "management_form"):
        return [{"text": text} for text in form.non_form_errors()] + [error for each in form for error in _errors(each)]
    return [
        {
            "text": text,
            "href": f"#{form[name].id_for_label}" if name in form.fields and not form[name].is_hidden else "",
        }
        for name, texts in _in_order(form)
        for text in texts
    ]


def _in_order(form):
    """The errors in the order of the questions on the page."""
    order = list(form.fields)
    return sorted(form.errors.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else -1)


def _numbers_around(page):
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


def _page_link(page, number, address):
    if number == page.paginator.ELLIPSIS:
        return {"is_gap": True}
    return {"number": number, "href": address(number), "is_current": number == page.number}


def _address_of_page(request):
    query = request.GET.copy() if request else QueryDict(mutable=True)

    def address(number):
        query["page"] = number
        return f"?{query.urlencode()}"

    return address
