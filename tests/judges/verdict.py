"""What a client's check of a stand-in came to, said in one line."""

from collections.abc import Callable


def holds(name: str, check: Callable[[], object]) -> bool:
    """Whether a check passes; whatever the client raises is its verdict."""
    try:
        is_right = bool(check())
    except Exception as error:  # a client's errors have no common class
        print(f"FAILED {name}: {type(error).__name__}: {str(error)[:200]}", flush=True)
        return False
    print(f"{'ok    ' if is_right else 'FAILED'} {name}", flush=True)
    return is_right
