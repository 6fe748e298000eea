"""What every request passes through: whose act it is, and how a refusal is drawn."""

from pghistory.middleware import HistoryMiddleware

__all__ = ["HistoryMiddleware", "RefusalMiddleware"]


class RefusalMiddleware:
    """Draw the page of a refused act."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
