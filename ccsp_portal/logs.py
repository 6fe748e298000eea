"""What the log may hold: of an address with a personal link in it only the route, since the link holds its token."""

import logging


class PersonalLinks(logging.Filter):
    """Write the route, not the address, of a request in whose address more than numbers vary."""

    def filter(self, record):
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        if match and not all(isinstance(part, int) for part in match.kwargs.values()):
            path, full = request.path, request.get_full_path()
            record.msg = _without(record.msg, path, full, match.route)
            if isinstance(record.args, tuple):
                record.args = tuple(_without(part, path, full, match.route) for part in record.args)
        return True


def _without(part, path, full, route):
    return part.replace(full, f"/{route}").replace(path, f"/{route}") if isinstance(part, str) else part
