"""How who is signed in is fetched at each request."""

from allauth.account import auth_backends

from partners.standing import with_standing

__all__ = ["AuthenticationBackend"]


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """As allauth's, but that whoever is signed in comes with what they are today."""

    def get_user(self, user_id):
        person = with_standing(user_id)
        return person if person and self.user_can_authenticate(person) else None
