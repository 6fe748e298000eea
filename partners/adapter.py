"""How allauth behaves here: nobody signs up by themselves, and mail goes out in our words."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
