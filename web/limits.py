"""A coarse limit for public look-ups, in the memory of the process. Sign-in has its own, in the database."""
from collections import OrderedDict
from functools import wraps
from threading import Lock
from time import monotonic

from flask import abort, request

ADDRESSES = 10_000


def limited(calls: int, seconds: int):
    """Answer 429 to an address that calls a route more than `calls` times in `seconds`."""

    def wrap(view):
        windows: OrderedDict[str, tuple[float, int]] = OrderedDict()
        lock = Lock()

        @wraps(view)
        def counted(*args, **kwargs):
            address, moment = request.remote_addr or "", monotonic()
            with lock:
                start, count = windows.pop(address, (moment, 0))
                if moment - start > seconds:
                    start, count = moment, 0
                windows[address] = (start, count + 1)
                if len(windows) > ADDRESSES:
                    windows.popitem(last=False)
            if count >= calls:
                abort(429)
            return view(*args, **kwargs)

        return counted

    return wrap
