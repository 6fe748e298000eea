"""Charts as SVG. Only the worker draws: the library takes more memory than a web process should."""

import altair as alt
import vl_convert as vlc

from assessments.queries.figures import Figures

NOW, BEFORE, INK = "#1d70b8", "#b1b4b6", "#0b0c0c"


def months_chart(figures: Figures) -> str:
    """The counts of all types by month as SVG: this period's bars dark, the earlier one's light, and gaps left empty.

    The colours are told apart by the legend's words and by position too; the table beside the chart has every figure.
    """
    values = [
        {
            "month": f"{month:%Y-%m}",
            "count": count,
            "period": "The months shown" if index >= figures.half else "The months before",
        }
        for index, (month, count) in enumerate(zip(figures.months, figures.total.counts, strict=True))
    ]
    chart = (
        alt.Chart(alt.Data(values=values), width=640, height=260)
        .mark_bar()
        .encode(
            x=alt.X(
                "month:O",
                title=None,
                axis=alt.Axis(labelAngle=-90, labelExpr="utcFormat(utcParse(datum.value, '%Y-%m'), '%b %y')"),
            ),
            y=alt.Y("count:Q", title="Recorded crimes and incidents"),
            color=alt.Color(
                "period:N",
                title=None,
                scale=alt.Scale(domain=["The months before", "The months shown"], range=[BEFORE, NOW]),
                legend=alt.Legend(orient="top"),
            ),
        )
        .configure(font="Arial")
        .configure_axis(labelColor=INK, titleColor=INK, labelFontSize=12, titleFontSize=12, gridColor="#cecece")
        .configure_legend(labelColor=INK, labelFontSize=13)
        .configure_view(stroke=None)
    )
    return vlc.vegalite_to_svg(chart.to_json())


def months_words(figures: Figures) -> str:
    """What the chart shows, for people who don't see it."""
    known = [
        (month, count) for month, count in zip(figures.months, figures.total.counts, strict=True) if count is not None
    ]
    if not known:
        return "There is no data for any of these months."
    most, least = max(known, key=lambda pair: pair[1]), min(known, key=lambda pair: pair[1])
    gaps = (
        f" There is no data for {len(figures.missing)} of the {len(figures.months)} months." if figures.missing else ""
    )
    return (
        f"All types by month, {known[0][0]:%B %Y} to {known[-1][0]:%B %Y}: most in {most[0]:%B %Y} ({most[1]:,}), "
        f"fewest in {least[0]:%B %Y} ({least[1]:,}).{gaps}"
    )
