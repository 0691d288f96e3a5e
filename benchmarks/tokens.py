"""What a reader's token costs: two for each mail, so a million readers want two million.

python -m benchmarks.tokens
"""

import hashlib
import timeit
from base64 import urlsafe_b64encode
from collections.abc import Callable

from subscribers.tokens import Signer

CALLS, RUNS = 20_000, 15


def bare() -> str:
    """The least it can cost: a keyed BLAKE2b, copied, in URL-safe dress."""
    state = PREPARED.copy()
    state.update(b"12345678")
    return urlsafe_b64encode(state.digest()).decode()


def microseconds(does: Callable[[], object]) -> float:
    """The best of several runs."""
    return min(timeit.repeat(does, number=CALLS, repeat=RUNS)) / CALLS * 1e6


PREPARED = hashlib.blake2b(key=b"k" * 64, digest_size=16)


def main() -> None:
    signer = Signer((b"the newest key",))
    floor = microseconds(bare)
    ours = microseconds(lambda: signer.token(1234567, "unsubscribe"))
    token = signer.token(7, "unsubscribe")
    back = microseconds(lambda: signer.reader_of(token, "unsubscribe"))
    print(f"the hash alone    {floor:6.2f} us")
    print(f"a token           {ours:6.2f} us, {ours / floor:.2f} times the hash (more than 1.5 is too slow)")
    print(f"and back          {back:6.2f} us")


if __name__ == "__main__":
    main()
