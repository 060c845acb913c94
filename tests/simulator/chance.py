"""Everything random of a simulation, from one seed."""

import random
import uuid
from base64 import b32encode


class Chance:
    """A stream of choices that is the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._random = random.Random(seed)

    def pick(self, choices):
        return self._random.choice(choices)

    def happens(self, share: float) -> bool:
        """True in this share of all cases."""
        return self._random.random() < share

    def number(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def new_id(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def new_key(self) -> str:
        return b32encode(self._random.randbytes(16)).decode().rstrip("=")
