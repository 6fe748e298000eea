"""Pages that collect what anyone may read."""

from django.urls import path

from ccsp_portal.public import following, views

app_name = "public"

urlpatterns = [
    path("", views.front, name="front"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("contact/", views.contact, name="contact"),
    path("feed.xml", following.feed, name="feed"),
    path("sitemap.xml", following.sitemap, name="sitemap"),
    path("robots.txt", following.robots, name="robots"),
    path(".well-known/security.txt", following.security, name="security"),
]
