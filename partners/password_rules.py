"""What a password must be, in our words: Django's rules, each with a sentence that says what to do."""

from django.contrib.auth import password_validation as django


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self):
        return f"Your password is too short. Use at least {self.min_length} characters"


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self):
        return "Many people use this password, so it is soon guessed. Choose another"


class NotLikeThePerson(django.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return "Your password is too much like your name or e-mail address. Choose another"
