"""What is wrong with a document, as lines for the person who wrote it: table, key, what to write.

For whatever pydantic refuses: its own texts are made for programmers.
"""

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Any, get_args

from pydantic import BaseModel

from digest.model.written import did_you_mean

SHOWN = 40  # characters of what somebody wrote


def problem(model: type[BaseModel], document: Mapping[str, Any], error: Mapping[str, Any]) -> str:
    """One error of a ValidationError of ``model`` over ``document``, on one line."""
    place = list(error["loc"])
    where, key = _place(document, place[:-1]), str(place[-1]) if place else ""
    if error["type"] == "extra_forbidden":
        known = _known_keys(model, place[:-1])
        hint = did_you_mean(key, known, "", cutoff=0.5)
        hint = f"; {hint}" if hint else f"; known are {', '.join(sorted(known))}"
        return one_line(f'{where} does not know the key "{key}"{hint}')
    is_whole_table = error["type"] == "value_error" and isinstance(error["input"], dict)
    if not place or isinstance(place[-1], int) or is_whole_table:
        said = wrong(error)
        return one_line(f"{_place(document, place)}: {said}" if place else said)
    if error["type"] == "missing":
        return one_line(f'{where} lacks the key "{key}"')
    return one_line(f"{where}, key {key}: {wrong(error)}")


def one_line(text: str) -> str:
    """What a text of the file brings along must not break the line."""
    return " ".join(text.split())


_SAID = {
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "must be a whole number"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "must be a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "must be true or false, without quotes"),
    "string_type": "must be a text in quotes",
    **dict.fromkeys(("tuple_type", "list_type"), "must be a list"),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "must be a table"),
}


def wrong(error: Mapping[str, Any]) -> str:
    """What is wrong with a value, and what would be right."""
    context, given = error.get("ctx", {}), error.get("input")
    match error["type"]:
        case "greater_than_equal":
            return f"must be at least {context['ge']:g}; it is {_shown(given)}"
        case "less_than_equal":
            return f"must be at most {context['le']:g}; it is {_shown(given)}"
        case "greater_than":
            return f"must be greater than {context['gt']:g}; it is {_shown(given)}"
        case "string_too_short":
            return "must not be empty"
        case "string_too_long":
            return f"must have at most {context['max_length']} characters"
        case "literal_error":
            return _choice(str(context["expected"]), given)
        case kind if kind in _SAID:
            return f"{_SAID[kind]}; it is {_shown(given)}"
    return str(error["msg"]).removeprefix("Value error, ")


def _choice(expected: str, given: Any) -> str:
    """``expected`` is pydantic's text, "'never' or 'clean'"."""
    known = [part for part in expected.split("'")[1::2] if part]
    hint = did_you_mean(str(given), known, "")
    return f"must be {expected}; it is {_shown(given)}" + (f"; {hint}" if hint else "")


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value[:SHOWN]}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)[:SHOWN]
    names: dict[type, str] = {list: "a list", dict: "a table"}
    return names.get(type(value), "something else")


def _place(document: Any, place: Sequence[Any]) -> str:
    """``[[sources]] no. 2 "world"`` for ("sources", 1); of a list in it, the key follows."""
    if not place:
        return "the top level"
    at = next((n for n, part in enumerate(place) if isinstance(part, int)), None)
    if at is None:
        return f"[{'.'.join(place)}]"
    entry: Any = document
    for part in place[: at + 1]:
        try:
            entry = entry[part]
        except (KeyError, IndexError, TypeError):
            break
    called = entry.get("name") or entry.get("key") if isinstance(entry, dict) else None
    numbered = f"[[{'.'.join(place[:at])}]] no. {place[at] + 1}" + (f' "{called}"' if called else "")
    return ", key ".join([numbered, *(p for p in place[at + 1 :] if isinstance(p, str))])


def _known_keys(model: type[BaseModel], place: Sequence[Any]) -> list[str]:
    for part in (part for part in place if isinstance(part, str)):
        annotation: Any = model.model_fields[part].annotation
        model = next((a for a in _within(annotation) if _is_table(a)), model)
    return list(model.model_fields)


def _within(annotation: Any) -> Sequence[Any]:
    found = (annotation, *get_args(annotation))
    return [part for one in found for part in (get_args(one) if isinstance(one, UnionType) else (one,))]


def _is_table(candidate: Any) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)
