"""A poor network: so many bits a second each way, shared by all connections, and a delay that no rate shortens."""
import contextlib
import queue
import socket
import threading
import time

SEGMENT = 1400  # bytes, as on the wire


class Lane:
    """One way of the link. What is given to it arrives in order, at the rate of the lane and after its delay."""

    def __init__(self, bits_per_second: int, delay: float):
        self.rate, self.delay, self._free_at, self._lock = bits_per_second / 8, delay, 0.0, threading.Lock()
        self.carried = 0

    def due(self, size: int) -> float:
        """Return when so many bytes, given now, have arrived at the other end."""
        with self._lock:
            self._free_at = max(time.monotonic(), self._free_at) + size / self.rate
            self.carried += size
            return self._free_at + self.delay

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        """Carry all that comes out of a socket into another, then say that it is over."""
        waiting = queue.Queue(maxsize=8)  # what the sender believes has left is little

        def arrive():
            while True:
                due, content = waiting.get()
                time.sleep(max(0, due - time.monotonic()))
                with contextlib.suppress(OSError):
                    if not content:
                        return target.shutdown(socket.SHUT_WR)
                    target.sendall(content)

        thread = threading.Thread(target=arrive, daemon=True)
        thread.start()
        with contextlib.suppress(OSError):
            while content := source.recv(SEGMENT):
                waiting.put((self.due(len(content)), content))
        waiting.put((self.due(0), b""))
        thread.join()


class SlowLink:
    """Both ways. A new connection costs one round trip, as TCP does."""

    def __init__(self, bits_per_second: int, round_trip: float):
        self.round_trip = round_trip
        self.up, self.down = (Lane(bits_per_second, round_trip / 2) for _ in range(2))

    def relay(self, phone: socket.socket, port: int) -> None:
        """Carry one connection between a phone and a portal."""
        time.sleep(self.round_trip)
        with socket.create_connection(("127.0.0.1", port)) as portal:
            phone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, int(self.up.rate))  # a second of it: with less, TCP waits for itself
            back = threading.Thread(target=self.down.carry, args=(portal, phone), daemon=True)
            back.start()
            self.up.carry(phone, portal)
            back.join()
