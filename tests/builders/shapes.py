"""What a JSON document must look like: exactly these keys, these types."""

import re
from typing import Any

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
HASH = re.compile(r"[0-9a-f]{64}")
ID = re.compile(r"[0-9a-f]{16}")
EDITION = re.compile(r"\d{4}-W\d\d")


def misfits(value: Any, shape: Any, at: str = "$") -> list[str]:
    """Where ``value`` is not of this shape.

    A dict wants exactly its keys; ``{str: shape}`` any keys; ``[shape]`` a list
    of such; a tuple one of several; a pattern a text that it matches as a
    whole; a type that very type; anything else an equal value.
    """
    if isinstance(shape, tuple):
        return (
            [] if any(not misfits(value, one, at) for one in shape) else [f"{at}: {value!r} is none of them"]
        )
    if isinstance(shape, re.Pattern):
        fits = isinstance(value, str) and shape.fullmatch(value)
        return [] if fits else [f"{at}: {value!r} is not {shape.pattern}"]
    if isinstance(shape, type):
        return [] if type(value) is shape else [f"{at}: {value!r} is not {shape.__name__}"]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{at}: {value!r} is no list"]
        return [m for n, one in enumerate(value) for m in misfits(one, shape[0], f"{at}[{n}]")]
    if isinstance(shape, dict):
        return _of_object(value, shape, at)
    return [] if value == shape else [f"{at}: {value!r} is not {shape!r}"]


def _of_object(value: Any, shape: dict[Any, Any], at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{at}: {value!r} is no object"]
    if set(shape) == {str}:
        return [m for key, one in value.items() for m in misfits(one, shape[str], f"{at}.{key}")]
    if set(value) != set(shape):
        return [
            f"{at}: lacks {sorted(set(shape) - set(value))}, has {sorted(set(value) - set(shape))} besides"
        ]
    return [m for key, one in shape.items() for m in misfits(value[key], one, f"{at}.{key}")]
